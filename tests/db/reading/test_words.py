"""What words of other formats mean in ours."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from db.reading import words as module
from db.reading.words import meant
from db.vocabulary import words

LISTS = tomllib.loads(Path(module.__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("of", ["party_type", "event_type", "status"])
def test_every_word_means_one_of_ours(of: str) -> None:
    assert {*LISTS[of].values()} <= {*words(of)}


def test_every_variable_of_a_statement_is_one_that_is_asked_for() -> None:
    assert {*LISTS["dna"].values()} == {"person", "organization", "concept", "agreement"}


@pytest.mark.parametrize(
    ("of", "texts", "word"),
    [
        ("event_type", ("Peace talks",), "ROUND"),
        ("event_type", ("assault",), "ASSAULT"),
        ("event_type", ("Attack",), "ASSAULT"),
        ("event_type", (None, 5, "Work", "MEETING"), "CONSULT"),
        ("event_type", ("Work",), None),
        ("event_type", (), None),
        ("status", ("CANCELLED",), "cancelled"),
        ("status", ("Tentative",), "planned"),
        ("party_type", ("Armed group",), "group"),
    ],
)
def test_a_word_means_what_the_lists_and_our_labels_say(of: str, texts: tuple[object, ...], word: str | None) -> None:
    assert meant(of, *texts) == word
