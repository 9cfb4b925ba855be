"""Anything named is found by any of its spellings."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.importing import import_file
from db.names import AT_MOST, named
from db.voices import voice
from tests.db.helpers import CAST, reading

Talks = Callable[[str], Path]

THINGS = """
[people.kyrylo]
name = "Kyrylo Budanov"
names = [{text = "Kirill Budanov", source = "post"}, {text = "Кирило Буданов", language = "uk"}]

[people.jose]
name = "José Núñez"

[places.kyiv]
name = "Kyiv"
names = [{text = "Kiev", source = "gazette"}, {text = "Київ", language = "uk"}]

[parties.k]
name = "Kyiv's partners"
short = "KP"
type = "group"

[events.talk]
type = "STATEMENT"
status = "held"
title = "Kyrylo speaks"
names = [{text = "Kirill speaks", source = "post"}]
claims = [{source = "post", speaker = "kyrylo", relayed_by = "ann", on_behalf_of = "k"}]
"""


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory, masters: tuple[Path, Path]) -> Path:
    """The cast of the tests, and things with several spellings."""
    folder = tmp_path_factory.mktemp("things")
    path = Path(shutil.copy(masters[1], folder / "talks.db"))
    file = folder / "things.toml"
    file.write_text(CAST + THINGS, encoding="utf-8")
    import_file(path, file)
    return path


def found(path: Path, typed: str, key: str | None = None) -> list[tuple[str, str, str]]:
    with reading(path) as conn:
        return [(one.name, one.spelling, one.source) for one in named(conn, typed, voice(conn, key))]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("kiev", [("Kyiv", "Kiev", "GA")]),
        ("KYIV", [("Kyiv", "", ""), ("Kyiv's partners", "", "")]),
        ("київ", [("Kyiv", "Київ", "")]),
        ("буданов", [("Kyrylo Budanov", "Кирило Буданов", "")]),
        ("kirill", [("Kyrylo speaks", "Kirill speaks", "PO"), ("Kyrylo Budanov", "Kirill Budanov", "PO")]),
        ("budanov", [("Kyrylo Budanov", "", "")]),
        ("jose nunez", [("José Núñez", "", "")]),
        ("  The   Post ", [("The Post: A report", "The Post", "")]),
        ("land", [("Land", "", "")]),
        ("xyzzy", []),
        ("", []),
        ("the", []),
    ],
)
def test_a_thing_is_found_by_any_of_its_spellings(
    things: Path, typed: str, expected: list[tuple[str, str, str]]
) -> None:
    assert found(things, typed) == expected


def test_it_is_shown_as_the_voice_writes_it(things: Path) -> None:
    assert found(things, "kyiv", "source:gazette")[0] == ("Kiev", "Kyiv", "")


def test_whole_names_come_before_beginnings_and_those_before_the_rest(things: Path) -> None:
    assert [name for name, _, _ in found(things, "ann")] == ["Ann"]
    assert [name for name, _, _ in found(things, "a")][:2] == ["Ann", "Alpha"]


def test_no_more_are_listed_than_can_be_read(talks: Talks) -> None:
    many = "".join(f'[people.p-{number}]\nname = "Person {number}"\n' for number in range(AT_MOST + 20))
    assert len(found(talks(many), "person")) == AT_MOST


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=30))
def test_anything_may_be_typed(things: Path, typed: str) -> None:
    with reading(things) as conn:
        for one in named(conn, typed):
            assert one.name
