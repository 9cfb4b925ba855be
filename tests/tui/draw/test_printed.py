"""The board as plain text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from db.board import Board, Look, board
from db.dates import iso_day
from db.entries import Entry
from db.positions import Matrix
from db.roster import Roster
from db.scope import Scope
from db.text import UNSAFE
from db.timeline import Window
from tests.db.helpers import reading
from tests.tui.draw.make import HOSTILE, cell, column, delegation, entry, issue, overview, roster, seat, window
from tui.draw.printed import NARROWEST, printed


def made(text: str = "Land", rows: Window | None = None) -> Board:
    """A board with something in every part, all of it called `text`."""
    cells = [cell(2), cell(-2, state="contested"), *[None] * 10]
    return Board(
        Look(Scope()),
        overview(text),
        (),
        roster(delegation(seat(text, office=text, role="head"), name=text)),
        Matrix(tuple(column(f"P{number}") for number in range(12)), (issue(text, *cells, distance=4),)),
        rows or window(entry(text, place=text, parties=((text, "actor"),), state="denied")),
        None,
    )


EMPTY = Board(Look(Scope()), overview(), (), Roster(None, 0, (), ()), Matrix((), ()), window(), None)


def test_the_board_is_printed_in_three_parts() -> None:
    assert (
        "\n".join(printed(made(), 60))
        == """\
talks  Land │ 2 rounds · 38 events · 4 contested

DELEGATIONS  round 1 of 1 · 2026-02-04/2026-02-05 · Town
------------------------------------------------------------
  LAND                                              1 named
  ★ Land               Land

POSITIONS
------------------------------------------------------------
 Issue              P0   P1   P2   P3   P4   P5  ›apart
 Land               ▲▲ ‡ ▼▼   ·    ·    ·    ·    ████ 4

 Issue          ‹   P6   P7   P8   P9   P10  P11  apart
 Land               ·    ·    ·    ·    ·    ·    ████ 4

 ▲▲ demands ▲ accepts ▼ opposes ▼▼ rejects ° if

TIMELINE  1 event
------------------------------------------------------------
 2026-02-04  ◈ Land  | Land  Land  ✗ denied  PO"""
    )


def test_an_empty_store_prints_sentences() -> None:
    text = "\n".join(printed(EMPTY, 60))
    for sentence in ("No round of talks is recorded yet.", "No issue is recorded yet.", "Nothing is recorded yet."):
        assert sentence in text


def test_what_lies_before_and_after_the_window_is_counted() -> None:
    lines = [*printed(made(rows=Window((entry(),), 7, 20, 0, None)), 60)]
    assert " … 7 more before these" in lines
    assert " … 12 more after these" in lines


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (entry(status="ongoing"), " 2026-02-04  ◈ A meeting (ongoing)  | PO"),
        (entry(starts="[..2026-02-04]"), " 2026-02-04  ◈ A meeting · [..2026-02-04]  | PO"),
        (entry(ends="2026-02-05"), " 2026-02-04  ◈ A meeting · 2026-02-04/2026-02-05  | PO"),
        (
            entry(given=(("starts", ("2026-01-25", "2026-01-30")),)),
            " 2026-02-04  ◈ A meeting · 2026-01-25 or 2026-01-30  | PO",
        ),
    ],
)
def test_printed_days_are_iso_and_rival_ones_are_given_each(event: Entry, expected: str) -> None:
    assert expected in printed(made(rows=window(event)), 80)


def test_a_line_that_is_too_long_goes_on_below() -> None:
    title = "A meeting of the many working groups of both sides and of those between them"
    assert [*printed(made(rows=window(entry(title, place="Town"))), 60)][-2:] == [
        " 2026-02-04  ◈ A meeting of the many working groups of both",
        "               sides and of those between them  | Town  PO",
    ]
    assert [*printed(made(rows=window(entry(title, place="Verkhovna Rada, Kyiv"))), 60)][-3:] == [
        " 2026-02-04  ◈ A meeting of the many working groups of both",
        "               sides and of those between them",
        "               | Verkhovna Rada, Kyiv  PO",
    ]


@pytest.mark.parametrize("text", ["Land", "漢字" * 40, HOSTILE, "x" * 300])
@given(width=st.integers(0, 250))
def test_no_line_is_wider_than_asked_for_or_unsafe(text: str, width: int) -> None:
    for line in printed(made(text), width):
        assert cell_len(line) <= max(width, NARROWEST)
        assert not UNSAFE.search(line)
        assert line == line.rstrip()


@pytest.fixture
def bundled(masters: tuple[Path, Path]) -> Iterator[sqlite3.Connection]:
    with reading(masters[0]) as conn:
        yield conn


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_no_party_and_no_event_of_the_bundled_talks_is_left_out(bundled: sqlite3.Connection, width: int) -> None:
    known = board(bundled, Look(Scope()))
    lines = [*printed(known, width)]
    heads = {name for line in lines if line.startswith(" Issue") for name in line.split()}
    assert {column.short for column in known.matrix.columns} <= heads
    days = [line for line in lines if iso_day(line[1:11]) is not None or line.startswith(" no date")]
    assert len(days) == known.window.total
