"""The board: what every pane shows, read in one transaction, so that no pane sees another moment than the rest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.entries import Key
from db.overview import Overview, Process, overview, processes
from db.positions import Matrix, matrix
from db.roster import Roster, roster
from db.scope import Scope, Subject
from db.seen import NOTHING, Seen, Tally, tally
from db.timeline import REACH, Window, window
from db.voices import Voice, voice

if TYPE_CHECKING:
    from db.detail import Detail


@dataclass(frozen=True, slots=True)
class Look:
    """What is to be read: the scope, and where in it each pane is.

    Attributes:
        scope: What is looked at.
        near: The place in the timeline; None is the newest event that is more than a plan.
        subject: The record in detail, if any.
        seen: What the reader of the board has seen of the store; None at a first visit.
    """

    scope: Scope
    near: Key | None = None
    subject: Subject | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """What every pane shows.

    Attributes:
        look: What was asked for.
        overview: The header's figures.
        processes: The negotiations in the store.
        roster: Who is in the room.
        matrix: What each side holds.
        window: What happened, around the place asked for.
        detail: The record asked for; None if there is none.
        voice: On whose word all of it is read; None is everybody's.
        tally: How much of it is new.
    """

    look: Look
    overview: Overview
    processes: tuple[Process, ...]
    roster: Roster
    matrix: Matrix
    window: Window
    detail: Detail | None
    voice: Voice | None = None
    tally: Tally = NOTHING


def board(conn: sqlite3.Connection, look: Look, reach: int = REACH) -> Board:
    """Read what every pane shows, in one transaction.

    Args:
        conn: A read-only connection.
        look: What to read.
        reach: Events on each side of the place in the timeline.

    Raises:
        StoreError: The scope names a negotiation or a voice that the store doesn't hold.
        sqlite3.Error: The store can't be read.
    """
    with snapshot(conn):
        found = overview(conn, look.scope)
        process = found.process
        known = processes(conn)
        shown = described(conn, look.subject, look.scope) if look.subject else None
        word = voice(conn, look.scope.word)
        if process is None:
            nobody, nothing = Roster(None, 0, (), ()), Matrix((), ())
            none = Window((), 0, 0, 0, None)
            return Board(look, found, known, nobody, nothing, none, shown, word, tally(conn, look.seen, ()))
        seats = roster(conn, process.id, look.scope)
        cells = matrix(conn, process.id, look.scope)
        events = window(conn, process.id, look.scope, look.near, reach)
        new = tally(conn, look.seen, on_board(seats, cells, events))
        return Board(look, found, known, seats, cells, events, shown, word, new)


def on_board(seats: Roster, cells: Matrix, events: Window) -> Iterator[int]:
    """Yield the records that the panes show."""
    for party in seats.delegations:
        yield party.id
        yield from (seat.id for seat in party.seats)
    for issue in cells.issues:
        yield issue.id
        yield from (cell.position for cell in issue.cells if cell is not None)
    yield from (entry.id for entry in events.entries)


def described(conn: sqlite3.Connection, subject: Subject, scope: Scope) -> Detail | None:
    """Read a record in full; None if there is no such record. The first board has none, and so starts without it."""
    from db.detail import detail  # noqa: PLC0415  (a fifth of what `db` takes to import)

    return detail(conn, subject, scope)


@contextmanager
def snapshot(conn: sqlite3.Connection) -> Iterator[None]:
    """Hold one moment of the store while the block reads."""
    conn.execute("BEGIN")
    try:
        yield
        conn.execute("COMMIT")  # of what is read there is nothing to keep but a set that a filter left
    finally:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
