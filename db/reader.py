"""The reader: one thread that answers every pane from one snapshot, the newest question first.

It holds the only connection that the screen reads through, a `Watch`. Each answer is read in one transaction, so no
pane shows another moment than the rest; a question that a newer one has overtaken is interrupted. Every half second it
looks whether another program has committed (3 µs) and reads again only if so.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from functools import partial
from math import inf
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from db import defence, store
from db.board import Board, Look, board, described, in_matrix, in_room, in_timeline, snapshot, stretch
from db.cells import View, cells
from db.counts import STALE, add_up
from db.errors import BusyError, StoreError, TalksError
from db.overview import pick, processes
from db.positions import Matrix
from db.roster import Roster
from db.scope import Scope, Subject
from db.seating import Seating, seating
from db.seen import Seen, marked
from db.timeline import REACH, Near, Window
from db.values import dataclass
from db.watching import PATIENCE, PAUSE, Moment, Watch, patiently
from db.zoom import Unit, Zoomed

if TYPE_CHECKING:
    from db.detail import Detail

POLL: Final = 0.5
"""Seconds between two looks at whether another program has changed the store."""

_ORDER: Final = ("page", "board", "window", "seats", "cells", "detail")
"""What can be asked for, as it is answered. A page comes first: it may be the way out of a scope that can't be read."""


@dataclass(frozen=True, slots=True)
class Scrolled:
    """The answer to `Reader.scroll`: the stretch of the timeline of one scope around a place, and what is new in it."""

    scope: Scope
    near: Near
    window: Window | Zoomed
    marks: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turned:
    """The answer to `Reader.turn`: another part of the room or of the matrix of one scope, and what is new in it."""

    scope: Scope
    part: Roster | Matrix
    marks: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to `Reader.ask`: what was found, and the number of the question."""

    number: int
    what: object


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is counted is not what the rows say; `why` is a sentence. Told once for each file that is opened."""

    why: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The store can't be read at the moment; `why` is a sentence. The reader goes on trying."""

    why: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The program is at fault, not the store: nothing more is answered."""

    error: BaseException


Answer: TypeAlias = "Board | Scrolled | Turned | Detail | Found | Doubt | Failed | Broken"
T = TypeVar("T")
_Read: TypeAlias = "Callable[[sqlite3.Connection], Answer | None]"
Question: TypeAlias = Callable[[sqlite3.Connection], T]
"""What is asked beside the board: it is read in a transaction of its own, on the reader's thread."""


class Reader:
    """Reads a store on a thread of its own.

    Args:
        path: The store's file.
        answer: Takes each answer; called on the reader's thread, so it may only hand it on.
        up_to_date: Whether all that was handed on has been shown. Until then another program's changes wait: a screen
            that stands still, as that of a terminal which reads no more, doesn't heap up boards.
        spills: Whether SQLite may keep a large set, as a filter leaves of a million events, in a temporary file of its
            own rather than in memory.

    Attributes:
        follows: Whether what was last read is a follower's copy of another store.
    """

    def __init__(
        self,
        path: Path,
        answer: Callable[[Answer], None],
        up_to_date: Callable[[], bool] = lambda: True,
        spills: bool = False,
    ) -> None:
        self.path = path
        self.follows = False
        self._answer = answer
        self._up_to_date = up_to_date
        self._spills = spills
        self._outdated = False  # what is being read isn't wanted any more
        self._end = inf  # when what is being read has taken too long
        self._watch = Watch(path, self._prepare)
        self._wake = threading.Condition()
        self._open: dict[str, _Read] = {}  # what is asked for: of each kind in `_ORDER` the newest
        self._asked = 0
        self._latest = Look(Scope())  # what the screen shows now
        self._since: Seen | None = None  # what its reader has seen
        self._reading = ""
        self._busy = False
        self._closing = False
        self._seen: Moment | None = None  # what the screen was last read from
        self._counted: tuple[int, int] | None = None  # the file whose counts have been looked at
        self._thread = threading.Thread(target=self._run, name="talks-reader", daemon=True)

    def first(self, look: Look) -> Board:
        """Read the first board where it is asked for, before the thread starts; the screen begins with it.

        Raises:
            StoreError: The store can't be opened or read, or doesn't hold what the scope names.
        """

        def read() -> tuple[Moment, Board]:
            self._end = monotonic() + defence.PATIENCE
            moment = self._watch.look()  # before the board: a commit in between is read again, not missed
            self.follows = self._watch.follows
            with self._watch.reading(moment) as conn:
                return moment, board(conn, look)

        self._seen, found = patiently(self.path, read)
        self._latest, self._since = look, look.seen
        return found

    def start(self) -> None:
        """Start answering."""
        self._thread.start()

    def look(self, look: Look) -> None:
        """Ask for the whole board; it replaces any question that is still open."""
        with self._wake:
            here = self._latest  # where its cursor isn't put, a pane stays where it is
            self._latest = look = replace(look, seen=self._since, seats=here.seats, cells=here.cells)
            for part in _ORDER[2:]:
                self._open.pop(part, None)
            self._ask("board", partial(board, look=look), "window", "seats", "cells", "detail")

    def scroll(self, near: Near, unit: Unit = "day", reach: int = REACH) -> None:
        """Ask for the stretch of the timeline around a place: its events, or what happened by week, month or year."""
        with self._wake:
            self._latest = look = replace(self._latest, near=near, unit=unit, reach=reach)
            self._ask("window", lambda conn: self._scrolled(conn, look))

    def turn(self, place: Seating | View) -> None:
        """Ask for another part of the room or of the matrix."""
        with self._wake:
            scope = self._latest.scope
            if isinstance(place, Seating):
                self._latest = replace(self._latest, seats=place)
                self._ask("seats", lambda conn: self._room(conn, scope, place))
            else:
                self._latest = replace(self._latest, cells=place)
                self._ask("cells", lambda conn: self._matrix(conn, scope, place))

    def describe(self, subject: Subject) -> None:
        """Ask for a record in full."""
        with self._wake:
            self._latest = replace(self._latest, subject=subject)
            scope = self._latest.scope
            self._ask("detail", lambda conn: _detail(conn, subject, scope))

    def ask(self, question: Question[object]) -> int:
        """Ask for something beside the board, such as a list to choose from; it replaces one that is still open.

        Returns:
            The number that the answer, a `Found`, will have.
        """
        with self._wake:
            self._asked += 1
            number = self._asked
            self._ask("page", lambda conn: _found(conn, number, question))
            return number

    def near(self, near: Near) -> None:
        """Note where the cursor is in the timeline, so that a change by another program is read around it."""
        with self._wake:
            self._latest = replace(self._latest, near=near)

    def since(self, seen: Seen) -> None:
        """Count as new, from the next board on, what came after what was seen."""
        with self._wake:
            self._since = seen
            self._latest = replace(self._latest, seen=seen)

    @property
    def idle(self) -> bool:
        """Whether every question has been answered."""
        with self._wake:
            return not (self._busy or self._open)

    def close(self) -> None:
        """Stop the thread and close the connection; safe to call twice, and from any thread."""
        with self._wake:
            self._closing = True
            self._overtake(*_ORDER)
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(timeout=2)
        if not self._thread.is_alive():
            self._watch.close()

    def abandon(self) -> None:
        """Stop what is being read, without waiting for anything: for a program that is about to vanish."""
        self._closing = True
        self._watch.interrupt()

    def _ask(self, reading: str, read: _Read, *others: str) -> None:
        """Put a question in place of the one of its kind; what it and the others have under way isn't wanted."""
        self._open[reading] = read
        self._overtake(reading, *others)

    def _overtake(self, *readings: str) -> None:
        if self._reading in (*readings, "counts"):  # which can be looked at later
            self._outdated = True
            self._watch.interrupt()
        self._wake.notify()

    def _run(self) -> None:
        failing, since, pause = "", monotonic(), 0.0
        while True:
            with self._wake:
                if pause:
                    self._wake.wait_for(lambda: self._closing, pause)
                elif not (self._closing or self._open):
                    self._wake.wait(POLL)
                if self._closing:
                    return
                self._busy = True
            try:
                with store.explained(self.path):
                    self._serve()
                failing, since, pause = "", monotonic(), 0.0
            except TalksError as error:
                passing = isinstance(error, BusyError)
                pause = PAUSE if passing else POLL
                if not passing or monotonic() - since > PATIENCE:
                    # What is shown stays as it is in `_latest`: when it can be read again, all is read anew.
                    self._watch.close()
                    self._seen = None
                    if str(error) != failing:
                        failing = str(error)
                        self._answer(Failed(failing))
            except defence.FAULTS as error:
                self._answer(Broken(error))
                return
            finally:
                self._busy = False

    def _serve(self) -> None:
        """Answer what is asked, or everything if another program has changed the store."""
        self._end = monotonic() + defence.PATIENCE
        moment = self._watch.look()
        self.follows = self._watch.follows
        with self._wake:
            asked, self._open = self._open, {}
            if moment != self._seen and (asked or self._up_to_date()):
                asked = {reading: read for reading, read in asked.items() if reading == "page"}
                asked["board"] = partial(board, look=self._latest)  # which has all the rest
        if not asked and self._counted != moment.file:
            asked["counts"] = self._doubt
        waiting = [reading for reading in (*_ORDER, "counts") if reading in asked]
        try:
            with store.explained(self.path):
                while waiting:
                    reading = waiting[0]
                    if reading == "page" or "board" not in self._open:  # a newer board has all the rest
                        self._reply(reading, asked[reading], moment)
                    waiting.pop(0)
        except BusyError:
            self._put_back({reading: asked[reading] for reading in waiting if reading in _ORDER})
            raise

    def _put_back(self, unanswered: dict[str, _Read]) -> None:
        """Ask again what couldn't be answered, where nothing newer has been asked meanwhile."""
        with self._wake:
            if "board" in self._open:
                unanswered = {reading: read for reading, read in unanswered.items() if reading == "page"}
            self._open = unanswered | self._open

    def _prepare(self, conn: sqlite3.Connection) -> None:
        """Set a new connection up."""
        # What is asked in many queries is stopped between two of them too, where none is running.
        conn.set_progress_handler(self._vain, defence.STEPS)
        if self._spills:
            conn.execute("PRAGMA temp_store = DEFAULT")

    def _vain(self) -> bool:
        """Say whether nobody waits any longer for what is being read."""
        return self._outdated or monotonic() > self._end

    def _reply(self, reading: str, read: _Read, moment: Moment) -> None:
        """Read and hand on one answer; nothing if a newer question interrupted it."""
        with self._wake:
            self._reading, self._outdated = reading, False
        self._end = monotonic() + defence.PATIENCE
        found: Answer | None = None
        try:
            with self._watch.reading(moment) as conn:
                found = read(conn)
        except sqlite3.OperationalError as error:
            interrupted = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT
            if not (interrupted and (self._outdated or self._closing)):
                raise
        else:
            if reading == "board":
                self._seen = moment
            elif reading == "counts":
                self._counted = moment.file
        finally:
            with self._wake:
                self._reading, self._outdated = "", False
        if found is not None and not self._closing:
            self._answer(found)

    def _scrolled(self, conn: sqlite3.Connection, look: Look) -> Scrolled:
        with snapshot(conn):
            found = stretch(conn, _process(conn, look.scope), look)
            return Scrolled(look.scope, look.near, found, marked(conn, self._since, in_timeline(found)))

    def _room(self, conn: sqlite3.Connection, scope: Scope, place: Seating) -> Turned:
        with snapshot(conn):
            found = seating(conn, _process(conn, scope), scope, place)
            return Turned(scope, found, marked(conn, self._since, in_room(found)))

    def _matrix(self, conn: sqlite3.Connection, scope: Scope, view: View) -> Turned:
        with snapshot(conn):
            found = cells(conn, _process(conn, scope), scope, view)
            return Turned(scope, found, marked(conn, self._since, in_matrix(found)))

    def _doubt(self, conn: sqlite3.Connection) -> Doubt | None:
        """Look at the counts, in a moment when nothing is asked: a hand may have been at them."""
        with snapshot(conn):
            return None if add_up(conn) else Doubt(f"{self.path}: {STALE}")


def _process(conn: sqlite3.Connection, scope: Scope) -> int:
    process = pick(processes(conn), scope)
    if process is None:
        raise StoreError("The store holds no negotiation.")
    return process.id


def _detail(conn: sqlite3.Connection, subject: Subject, scope: Scope) -> Detail | None:
    with snapshot(conn):
        return described(conn, subject, scope)


def _found(conn: sqlite3.Connection, number: int, question: Question[object]) -> Found:
    with snapshot(conn):
        return Found(number, question(conn))
