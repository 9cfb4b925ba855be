"""Quotes stand in the text that they are from."""

from __future__ import annotations

import re
from pathlib import Path

from tests.db.checks.helpers import findings, spoil


def quote(path: Path, text: str) -> list[tuple[str, str]]:
    spoil(path, f"UPDATE claims SET quote = '{text}' WHERE quote IS NOT NULL")
    return findings(path, "quote")


def test_a_quote_may_be_set_in_another_way(sound: Path) -> None:
    assert quote(sound, "in NO hurry") == []
    assert quote(sound, '"Not an inch"') == []


def test_a_quote_that_is_not_there_is_told_with_the_nearest_passage(sound: Path) -> None:
    [(where, text)] = quote(sound, "in no great hurry to leave the town")
    assert where == "event:answer"
    assert re.fullmatch(
        r"event:answer, claim from post \(6\): “in no great hurry to leave the town” is not in the source's text;"
        r" the nearest is “[^”]*no hurry to leave the town[^”]*”: correct the quote\.",
        text,
    )


def test_without_a_word_in_common_there_is_no_nearest_passage(sound: Path) -> None:
    assert [text for _, text in quote(sound, "xyzzy")] == [
        "event:answer, claim from post (6): “xyzzy” is not in the source's text: correct the quote."
    ]


def test_a_quote_whose_source_keeps_no_text_is_not_looked_for(sound: Path) -> None:
    spoil(sound, "DELETE FROM records WHERE kind = 'document'", "DELETE FROM documents")
    assert quote(sound, "xyzzy") == []


def test_one_of_several_texts_of_a_source_is_enough(sound: Path) -> None:
    spoil(
        sound,
        "INSERT INTO records (id, kind, slug, change) VALUES (900, 'document', 'later', 1)",
        "INSERT INTO documents SELECT 900, source, 'A later edition: xyzzy.', 'x' FROM documents",
    )
    assert quote(sound, "xyzzy") == []
    assert quote(sound, "not an inch") == []
    assert len(quote(sound, "a latest edition")) == 1


def test_a_quote_of_nothing_is_none(sound: Path) -> None:
    assert quote(sound, "") == []
