"""The reader: one thread that answers every pane from one snapshot, the newest question first.

It holds the only connection that the screen reads through. Each answer is read in one transaction, so no pane shows
another moment than the rest; a question that a newer one has overtaken is interrupted. Every half second it asks
SQLite whether another program has committed (`PRAGMA data_version`, 3 µs) and reads again only if so.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from db import store
from db.board import Board, Look, board, described, in_timeline, snapshot, stretch
from db.counts import STALE, add_up
from db.errors import StoreError, TalksError
from db.overview import pick, processes
from db.scope import Scope, Subject
from db.seen import Seen, marked
from db.timeline import REACH, Near, Window
from db.values import dataclass
from db.zoom import Unit, Zoomed

if TYPE_CHECKING:
    from db.detail import Detail

POLL: Final = 0.5
"""Seconds between two looks at whether another program has changed the store."""

_STEPS: Final = 20_000
"""Instructions of SQLite's machine, about a millisecond, between two looks at whether a newer question has come."""


@dataclass(frozen=True, slots=True)
class Scrolled:
    """The answer to `Reader.scroll`: the stretch of the timeline of one scope around a place, and what is new in it."""

    scope: Scope
    near: Near
    window: Window | Zoomed
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


Answer: TypeAlias = "Board | Scrolled | Detail | Found | Doubt | Failed"
T = TypeVar("T")
Question: TypeAlias = Callable[[sqlite3.Connection], T]
"""What is asked beside the board: it is read in a transaction of its own, on the reader's thread."""


class Reader:
    """Reads a store on a thread of its own.

    Args:
        path: The store's file.
        answer: Takes each answer; called on the reader's thread, so it may only hand it on.

    Raises:
        StoreError: The store can't be opened.
    """

    def __init__(self, path: Path, answer: Callable[[Answer], None]) -> None:
        self.path = path
        self._answer = answer
        self._file = _file(path)
        self._outdated = False  # what is being read isn't wanted any more
        self._conn = self._opened(path)
        self._wake = threading.Condition()
        self._look: Look | None = None  # a whole board is asked for
        self._stretch: Look | None = None  # a part of the timeline is asked for
        self._subject: Subject | None = None  # a detail is asked for
        self._question: tuple[int, Question[object]] | None = None  # something beside the board is asked for
        self._asked = 0
        self._latest = Look(Scope())  # what the screen shows now
        self._since: Seen | None = None  # what its reader has seen
        self._reading = ""
        self._busy = False
        self._closing = False
        self._seen = -1
        self._counted = False  # whether the counts of this file have been looked at
        self._thread = threading.Thread(target=self._run, name="talks-reader", daemon=True)

    def first(self, look: Look) -> Board:
        """Read the first board where it is asked for, before the thread starts; the screen begins with it.

        Raises:
            StoreError: The store can't be read, or doesn't hold what the scope names.
        """
        with store.explained(self.path):
            self._seen = self._version()  # before the board: a commit in between is read again, not missed
            found = board(self._conn, look)
        self._latest, self._since = look, look.seen
        return found

    def start(self) -> None:
        """Start answering."""
        self._thread.start()

    def look(self, look: Look) -> None:
        """Ask for the whole board; it replaces any question that is still open."""
        with self._wake:
            self._latest = self._look = replace(look, seen=self._since)
            self._stretch = self._subject = None
            self._overtake("board", "window", "detail")

    def scroll(self, near: Near, unit: Unit = "day", reach: int = REACH) -> None:
        """Ask for the stretch of the timeline around a place: its events, or what happened by week, month or year."""
        with self._wake:
            self._latest = self._stretch = replace(self._latest, near=near, unit=unit, reach=reach)
            self._overtake("window")

    def describe(self, subject: Subject) -> None:
        """Ask for a record in full."""
        with self._wake:
            self._latest = replace(self._latest, subject=subject)
            self._subject = subject
            self._overtake("detail")

    def ask(self, question: Question[object]) -> int:
        """Ask for something beside the board, such as a list to choose from; it replaces one that is still open.

        Returns:
            The number that the answer, a `Found`, will have.
        """
        with self._wake:
            self._asked += 1
            self._question = self._asked, question
            self._overtake("page")
            return self._asked

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

    @property
    def _open(self) -> bool:
        return bool(self._look or self._stretch or self._subject or self._question)

    def close(self) -> None:
        """Stop the thread and close the connection; safe to call twice, and from any thread."""
        with self._wake:
            self._closing = True
            self._overtake("board", "window", "detail", "page")
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(timeout=2)
        if not self._thread.is_alive():
            self._conn.close()

    def abandon(self) -> None:
        """Stop what is being read, without waiting for anything: for a program that is about to vanish."""
        self._closing = True
        with suppress(sqlite3.ProgrammingError):  # closed already
            self._conn.interrupt()

    def _overtake(self, *readings: str) -> None:
        if self._reading in (*readings, "counts"):  # which can be looked at later
            self._outdated = True
            self._conn.interrupt()
        self._wake.notify()

    def _opened(self, path: Path) -> sqlite3.Connection:
        """Open the store; what is asked in many queries is stopped between two of them too, where none is running."""
        conn = store.read_only(path)
        conn.set_progress_handler(lambda: self._outdated, _STEPS)
        return conn

    def _run(self) -> None:
        failing = ""
        while True:
            with self._wake:
                if not (self._closing or self._open):
                    self._wake.wait(POLL)
                if self._closing:
                    return
                self._busy = True
            try:
                with store.explained(self.path):
                    self._serve()
                failing = ""
            except TalksError as error:
                # The questions stay as they are in `_latest`: when the store can be read again, all is read anew.
                self._file = None
                if str(error) != failing:
                    failing = str(error)
                    self._answer(Failed(failing))
                with self._wake:
                    self._wake.wait_for(lambda: self._closing, POLL)
            finally:
                self._busy = False

    def _serve(self) -> None:
        """Answer what is asked, or everything if another program has changed the store."""
        self._follow()
        version = self._version()
        with self._wake:
            changed = version != self._seen
            look = self._latest if changed else self._look
            part, subject, question = self._stretch, self._subject, self._question
            scope = self._latest.scope
            self._look = self._stretch = self._subject = self._question = None
        if question is not None:  # first: it may be the way out of a scope that can't be read any more
            number, read = question
            self._reply("page", lambda: self._found(number, read))
        if look is not None:
            self._reply("board", lambda: board(self._conn, look))
            self._seen = version
        elif part is not None:
            self._reply("window", lambda: self._scrolled(part))
        if look is None and subject is not None:
            self._reply("detail", lambda: self._detail(subject, scope))
        if not (look or part or subject or question or self._counted):
            self._reply("counts", self._doubt)

    def _follow(self) -> None:
        """Open the store anew where another file has taken its place, as when it is restored from a copy.

        A connection would go on reading the file that is gone, and notice nothing.
        """
        file = _file(self.path)
        if file is not None and file == self._file:
            return
        self._conn.close()  # first: two at once on one file would lose each other's locks
        self._conn = self._opened(self.path)
        self._file, self._seen, self._counted = file, -1, False

    def _reply(self, reading: str, read: Callable[[], Answer | None]) -> None:
        """Read and hand on one answer; nothing if a newer question interrupted it."""
        with self._wake:
            self._reading, self._outdated = reading, False
        try:
            found = read()
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_INTERRUPT:
                raise
            return
        finally:
            with self._wake:
                self._reading, self._outdated = "", False
        if found is not None and not self._closing:
            self._answer(found)

    def _scrolled(self, look: Look) -> Scrolled:
        with snapshot(self._conn):
            process = pick(processes(self._conn), look.scope)
            if process is None:
                raise StoreError("The store holds no negotiation.")
            found = stretch(self._conn, process.id, look)
            return Scrolled(look.scope, look.near, found, marked(self._conn, self._since, in_timeline(found)))

    def _detail(self, subject: Subject, scope: Scope) -> Detail | None:
        with snapshot(self._conn):
            return described(self._conn, subject, scope)

    def _found(self, number: int, question: Question[object]) -> Found:
        with snapshot(self._conn):
            return Found(number, question(self._conn))

    def _doubt(self) -> Doubt | None:
        """Look at the counts, in a moment when nothing is asked: a hand may have been at them."""
        with snapshot(self._conn):
            right = add_up(self._conn)
        self._counted = True
        return None if right else Doubt(f"{self.path}: {STALE}")

    def _version(self) -> int:
        (version,) = self._conn.execute("PRAGMA data_version").fetchone()
        return int(version)


def _file(path: Path) -> tuple[int, int] | None:
    """Return what tells one file from another under the same name; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
