"""How a named thing is written: as the voice writes it, else as the desk chose, else by its canonical name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.detail import detail
from db.importing import import_file
from db.related import titles
from db.scope import Scope, Subject
from db.spelling import spelled
from db.voices import json_of, voice
from tests.db.helpers import ask, reading, record

Talks = Callable[[str], Path]

SPELLINGS = """
[places.city]
name = "City"
names = [
  {text = "Citie", source = "post"},
  {text = "Old City", source = "post"},
  {text = "Zity", source = "gazette"},
  {text = "Ciudad", language = "es"},
]

[events.talk]
type = "STATEMENT"
status = "held"
title = "Ann in City"
place = "city"
names = [{text = "Anna in Citie", source = "post"}]
claims = [{source = "post", speaker = "ann", on_behalf_of = "alpha"}]
"""
DESK = """
format = 1
[places.city]
name = "City"
names = [{text = "Cité", preferred = true}]
"""


@pytest.fixture
def store(talks: Talks) -> Path:
    return talks(SPELLINGS)


@pytest.fixture
def desk(store: Path, tmp_path: Path) -> Path:
    """The same store, after its desk has chosen a form of its own."""
    file = tmp_path / "desk.toml"
    file.write_text(DESK, encoding="utf-8")
    import_file(store, file)
    return store


def name(store: Path, key: str | None) -> str:
    with reading(store) as conn:
        place = record(store, "place", "city")
        return titles(conn, [place], voice(conn, key))[place][1]


@pytest.mark.parametrize(
    ("key", "expected"),
    [(None, "City"), ("source:post", "Citie"), ("source:gazette", "Zity"), ("party:alpha", "City")],
)
def test_a_voice_writes_a_name_as_its_source_first_did(store: Path, key: str | None, expected: str) -> None:
    assert name(store, key) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [(None, "Cité"), ("source:post", "Citie"), ("source:gazette", "Zity"), ("party:alpha", "Cité")],
)
def test_the_desk_s_form_is_shown_where_the_voice_has_none(desk: Path, key: str | None, expected: str) -> None:
    assert name(desk, key) == expected


def test_the_desk_s_choice_outlives_another_import_of_the_talks(desk: Path, load: Callable[[str], object]) -> None:
    load('format = 1\n[places.city]\nname = "City"\nnames = [{text = "Citie", source = "post"}]')
    assert name(desk, None) == "Cité"


def test_the_desk_can_choose_anew(desk: Path, tmp_path: Path) -> None:
    file = tmp_path / "again.toml"
    file.write_text(DESK.replace("true", "false"), encoding="utf-8")
    assert import_file(desk, file).summary.changed == 1
    assert name(desk, None) == "City"


def test_the_detail_shows_the_voice_s_form_and_keeps_all_the_others(store: Path) -> None:
    with reading(store) as conn:
        found = detail(conn, Subject(record(store, "place", "city")), Scope(word="source:gazette"))
    assert found is not None
    assert found.title == "Zity"
    assert {spelling.text for spelling in found.names} >= {"Citie", "Old City", "Zity", "Ciudad"}


def test_an_event_s_title_can_have_a_form_of_its_own(store: Path) -> None:
    with reading(store) as conn:
        event = record(store, "event", "talk")
        assert titles(conn, [event], voice(conn, "source:post"))[event] == ("event", "Anna in Citie")
        assert titles(conn, [event])[event] == ("event", "Ann in City")


def test_names_are_found_by_their_record_never_by_looking_at_all_of_them(store: Path) -> None:
    sql = spelled("SELECT named(places), named(events) FROM events JOIN places ON places.id = place")
    plan = " ".join(str(row[3]) for row in ask_plan(store, sql))
    assert "SCAN names" not in plan
    assert "names USING INDEX names_record" in plan


def ask_plan(store: Path, sql: str) -> list[tuple[object, ...]]:
    with reading(store) as conn:
        return conn.execute(f"EXPLAIN QUERY PLAN {sql}", {"sources": json_of(voice(conn, "source:post"))}).fetchall()


def test_a_query_without_names_stays_as_it_is() -> None:
    assert spelled("SELECT 1") == "SELECT 1"


def test_two_spellings_differ_in_text_language_or_source(desk: Path) -> None:
    assert len(ask(desk, "SELECT text FROM names WHERE record = ?", record(desk, "place", "city"))) == 5
