"""The board: what every pane shows, read in one transaction, so that no pane sees another moment than the rest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from db.density import Density, density
from db.overview import Overview, Process, overview, processes
from db.positions import Matrix, matrix
from db.roster import Roster, roster
from db.scope import Scope, Subject
from db.seen import NOTHING, Seen, Tally, tally
from db.timeline import NOWHERE, REACH, Near, Window, key_at, window
from db.values import dataclass
from db.voices import Voice, voice
from db.zoom import Unit, Zoomed, zoomed

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
        unit: From how far the timeline is looked at: its events, or what happened by week, month or year.
        reach: Events, or periods, on each side of the place.
    """

    scope: Scope
    near: Near = None
    subject: Subject | None = None
    seen: Seen | None = None
    unit: Unit = "day"
    reach: int = REACH


@dataclass(frozen=True, slots=True)
class Board:
    """What every pane shows.

    Attributes:
        look: What was asked for.
        overview: The header's figures.
        processes: The negotiations in the store.
        roster: Who is in the room.
        matrix: What each side holds.
        window: What happened, around the place asked for; nothing if it is looked at from afar.
        detail: The record asked for; None if there is none.
        voice: On whose word all of it is read; None is everybody's.
        tally: How much of it is new.
        afar: What happened by week, month or year, if that is looked at.
        density: How much happened when, over the whole span; None if nothing with a date has.
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
    afar: Zoomed | None = None
    density: Density | None = None

    @property
    def stretch(self) -> Window | Zoomed:
        """What the timeline shows."""
        return self.afar or self.window


def board(conn: sqlite3.Connection, look: Look) -> Board:
    """Read what every pane shows, in one transaction.

    Args:
        conn: A read-only connection.
        look: What to read.

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
            return Board(look, found, known, nobody, nothing, NOWHERE, shown, word, tally(conn, look.seen, ()))
        seats = roster(conn, process.id, look.scope)
        cells = matrix(conn, process.id, look.scope)
        line = stretch(conn, process.id, look)
        new = tally(conn, look.seen, on_board(seats, cells, line))
        events, afar = (line, None) if isinstance(line, Window) else (NOWHERE, line)
        crowd = density(conn, process.id, look.scope)
        return Board(look, found, known, seats, cells, events, shown, word, new, afar, crowd)


def on_board(seats: Roster, cells: Matrix, events: Window | Zoomed) -> Iterator[int]:
    """Yield the records that the panes show."""
    for party in seats.delegations:
        yield party.id
        yield from (seat.id for seat in party.seats)
    for issue in cells.issues:
        yield issue.id
        yield from (cell.position for cell in issue.cells if cell is not None)
    yield from in_timeline(events)


def in_timeline(events: Window | Zoomed) -> Iterator[int]:
    """Yield the events of a stretch of the timeline; one that is looked at from afar shows none."""
    if isinstance(events, Window):
        yield from (entry.id for entry in events.entries)


def stretch(conn: sqlite3.Connection, process: int, look: Look) -> Window | Zoomed:
    """Return the part of the timeline that is looked at.

    Args:
        conn: An open read transaction.
        process: Whose timeline.
        look: The scope, the place, and from how far.

    Raises:
        QueryError: The filter names what the store doesn't hold.
    """
    if look.unit == "day":
        return window(conn, process, look.scope, look.near, look.reach)
    near = key_at(conn, process, look.scope, look.near) if isinstance(look.near, int) else look.near
    return zoomed(conn, process, look.scope, look.unit, near, look.reach)


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
