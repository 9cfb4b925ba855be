"""Numbered notes: one for a source and the places in it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from db.accounts import accounts
from db.briefing.footnotes import PLACES, SOURCES, Footnotes
from tests.db.helpers import record
from tests.tui.draw.make import account


def test_a_note_is_of_a_source_and_its_places_in_the_order_of_a_reader() -> None:
    notes = Footnotes()
    rows = [account(source=7, locator=place) for place in ("10", "2", "headline", "2", "")]
    assert notes.of(rows) == (1,)
    assert notes.of(rows[:1]) == (2,)
    assert notes.of(reversed(rows)) == (1,)


def test_notes_are_numbered_as_they_are_used_and_within_a_line_by_outlet() -> None:
    notes = Footnotes()
    assert notes.of([account(source=1, publisher="The Post"), account(source=2, publisher="Gazette")]) == (1, 2)
    assert notes.of([account(source=1, publisher="The Post")]) == (2,)
    assert notes.of([]) == ()


def test_a_line_has_no_more_notes_than_can_be_read() -> None:
    notes = Footnotes()
    many = [account(source=number, publisher=f"Paper {number:02}") for number in range(20)]
    assert notes.of(many) == tuple(range(1, SOURCES + 1))


def test_the_notes_say_what_the_source_is_and_which_was_the_first_on_it(
    bundled_conn: sqlite3.Connection, masters: tuple[Path, Path]
) -> None:
    path, conn = masters[0], bundled_conn
    first, other = (record(path, "event", slug) for slug in ("round-1", "large-strike"))
    said = accounts(conn, (first, other))
    notes = Footnotes()
    assert (notes.of(said[first]), notes.of(said[other])) == ((1, 2), (3, 4))
    one, two, three, four = notes.notes(conn)
    assert (one.publisher, one.author, one.published) == ("The Kyiv Independent", "Martin Fornusek", "2026-02-04")
    assert (two.publisher, two.author, two.locators) == ("RT", "", ("6", "10"))
    assert two.url.startswith("https://rt.com/")
    assert [note.number for note in (one, two, three, four)] == [1, 2, 3, 4]
    assert [note.first for note in (one, two, three, four)] == [1, 2, 1, 2]
    assert three.locators == ("2", "8", "10")


def test_a_note_names_no_more_places_than_can_be_looked_up(bundled_conn: sqlite3.Connection) -> None:
    [source] = [row[0] for row in bundled_conn.execute("SELECT min(id) FROM sources")]
    notes = Footnotes()
    notes.of([account(source=source, locator=str(place)) for place in range(1, 50)])
    [note] = notes.notes(bundled_conn)
    assert note.locators == (*map(str, range(1, PLACES + 1)), "…")
