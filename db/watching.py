"""Watching a store: the connection that a reader asks, and whether what it reads from has changed.

A reader asks `Watch.look` what there is to read, and reads it within `Watch.reading`. How the file is got at is a `Way`
of its own, behind one small protocol.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Final, Protocol, TypeVar

from db import store
from db.errors import BusyError
from db.values import dataclass

PATIENCE: Final = store.WAIT
"""Seconds for which what stands in the way is ridden out before it is said."""
PAUSE: Final = 0.05
"""Seconds between two tries meanwhile."""
_LOCKED: Final = 0.1
"""Seconds that SQLite itself waits for a lock. It can't be stopped in that, and who quits shouldn't have to wait."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Moment:
    """What an answer is read from.

    Attributes:
        file: Tells one file from another under the same name (device and inode).
        version: Differs once what the file holds has changed.
    """

    file: tuple[int, int] | None
    version: object


class Way(Protocol):
    """How a reader gets at a store's file.

    Attributes:
        conn: The connection to ask, until the next `look`.
    """

    conn: sqlite3.Connection

    def look(self) -> Moment | None:
        """Return what an answer would be read from now; None if the file has to be opened anew.

        Raises:
            StoreError, sqlite3.Error: It can't be read.
        """

    def confirm(self, moment: Moment) -> None:
        """Make sure that what was read since `look` is of that one moment.

        Raises:
            BusyError: It isn't, and must not be shown.
        """


class Live:
    """The ordinary way: one connection that stays; SQLite says when another program has committed.

    Raises:
        StoreError: The store can't be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = file_of(path)
        self.conn = store.read_only(path, wait=_LOCKED)
        self._version = data_version(self.conn)

    def look(self) -> Moment | None:
        """Return the store's version (3 µs), whose tables are looked at anew when it has changed.

        A connection would go on reading a file that is gone, as when it is restored from a copy, and notice nothing.
        """
        if file_of(self._path) != self._file:
            return None
        version = data_version(self.conn)
        if version != self._version:
            store.verify(self._path, self.conn)  # a newer program may have upgraded it
            self._version = version
        return Moment(self._file, version)

    def confirm(self, moment: Moment) -> None:
        """Do nothing: a read transaction is of one moment."""


class Watch:
    """A store's file as a reader sees it; opened by the first `look`.

    Args:
        path: The store's file.
        prepare: Is given each connection that is opened.
    """

    def __init__(self, path: Path, prepare: Callable[[sqlite3.Connection], None] = lambda _conn: None) -> None:
        self._path = path
        self._prepare = prepare
        self._way: Way | None = None

    def look(self) -> Moment:
        """Return what an answer would be read from now; the file is opened, if need be anew.

        Raises:
            StoreError, sqlite3.Error: It can't be read.
        """
        moment = None if self._way is None else self._way.look()
        while moment is None:
            self.close()  # first: two at once on one file would lose each other's locks
            self._way = Live(self._path)
            self._prepare(self._way.conn)
            moment = self._way.look()
        return moment

    @contextmanager
    def reading(self, moment: Moment) -> Iterator[sqlite3.Connection]:
        """Give the connection to ask what `look` saw; what the block reads is of that one moment.

        Raises:
            BusyError: It isn't, and must not be shown, nor what went wrong in reading it.
        """
        way = self._way
        assert way is not None
        try:
            yield way.conn
        finally:
            way.confirm(moment)

    def interrupt(self) -> None:
        """Stop what is being read; from any thread."""
        way = self._way
        if way is not None:
            with suppress(sqlite3.ProgrammingError):  # closed already
                way.conn.interrupt()

    def close(self) -> None:
        """Let go of the file, until the next `look`."""
        way, self._way = self._way, None
        if way is not None:
            way.conn.close()


def patiently(path: Path, attempt: Callable[[], T]) -> T:
    """Try again for `PATIENCE` seconds while something passing stands in the way of reading the store at `path`.

    Raises:
        StoreError: It can't be read.
    """
    deadline = monotonic() + PATIENCE
    while True:
        try:
            with store.explained(path):
                return attempt()
        except BusyError:
            if monotonic() > deadline:
                raise
        sleep(PAUSE)


def data_version(conn: sqlite3.Connection) -> int:
    """Return a number that changes when another connection commits."""
    (version,) = conn.execute("PRAGMA data_version").fetchone()
    return int(version)


def file_of(path: Path) -> tuple[int, int] | None:
    """Return what tells one file from another under the same name; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
