"""Watching a store: the connection that a reader asks, and whether what it reads from has changed.

A reader asks `Watch.look` what there is to read, and reads it within `Watch.reading`. How the file is got at is a `Way`
of its own, behind one small protocol.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Final, Protocol, TypeAlias, TypeVar

from db import store
from db.errors import BusyError, OutdatedError, StoreError
from db.values import dataclass

PATIENCE: Final = store.WAIT
"""Seconds for which what stands in the way is ridden out before it is said."""
PAUSE: Final = 0.05
"""Seconds between two tries meanwhile."""
_LOCKED: Final = 0.1
"""Seconds that SQLite itself waits for a lock. It can't be stopped in that, and who quits shouldn't have to wait."""

T = TypeVar("T")
Connection: TypeAlias = sqlite3.Connection
"""An open store, as a question is given it."""


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
        conn: The connection to ask.
        follows: Whether the file is a follower's copy.
    """

    conn: sqlite3.Connection
    follows: bool

    def look(self) -> Moment | None:
        """Return what an answer would be read from now; None if the file has to be opened anew.

        Raises:
            StoreError, sqlite3.Error: It can't be read.
        """

    def reading(self, moment: Moment) -> AbstractContextManager[sqlite3.Connection]:
        """Give the connection to ask what `look` saw; what the block reads is of that one moment.

        Raises:
            BusyError: It isn't, and must not be shown, nor what went wrong in reading it.
        """

    def close(self) -> None:
        """Let go of the file."""


class Live:
    """The ordinary way: one connection that stays; SQLite says when another program has committed.

    Raises:
        StoreError: The store can't be opened.
    """

    follows = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = file_of(path)
        self._noted = store.beside(path, store.TXID)  # once: behind a link that leads elsewhere is another file
        self.conn = opened(path)
        self._version = data_version(self.conn)

    def look(self) -> Moment | None:
        """Return the store's version (3 µs), whose tables are looked at anew when it has changed.

        A connection would go on reading a file that is gone, as when it is restored from a copy, and notice nothing.
        """
        if file_of(self._path) != self._file or self._noted.exists():
            return None
        version = data_version(self.conn)
        if version != self._version:
            store.verify(self._path, self.conn)  # a newer program may have upgraded it
            self._version = version
        return Moment(self._file, version)

    @contextmanager
    def reading(self, moment: Moment) -> Iterator[sqlite3.Connection]:  # noqa: ARG002
        """Give the connection: what one transaction reads is of one moment."""
        yield self.conn

    def close(self) -> None:
        """Close the connection."""
        self.conn.close()


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
            self._way = _way(self._path)
            self._prepare(self._way.conn)
            moment = self._way.look()
        return moment

    def reading(self, moment: Moment) -> AbstractContextManager[sqlite3.Connection]:
        """Give the connection to ask what `look` saw; what the block reads is of that one moment.

        Raises:
            BusyError: It isn't, and must not be shown, nor what went wrong in reading it.
        """
        assert self._way is not None
        return self._way.reading(moment)

    @property
    def follows(self) -> bool:
        """Whether the file that is open is a follower's copy."""
        return self._way is not None and self._way.follows

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
            way.close()


def _way(path: Path) -> Way:
    """Open a store in the way that its file asks for."""
    if store.follows(path):
        from db.follower import Follower  # noqa: PLC0415  (most stores are no copies)

        return Follower(path)
    try:
        return Live(path)
    except StoreError as error:
        if not _unopened(error):
            raise
    from db.still import Still  # noqa: PLC0415

    return Still(path)


def _unopened(error: StoreError) -> bool:
    """Say whether SQLite lacks what it keeps beside a store in use, and can't make it in a folder that is read-only."""
    code = getattr(error.__cause__, "sqlite_errorcode", 0)
    return code in (sqlite3.SQLITE_READONLY_DIRECTORY, sqlite3.SQLITE_READONLY_CANTINIT, sqlite3.SQLITE_CANTOPEN)


def opened(path: Path, still: bool = False) -> sqlite3.Connection:
    """Open a store that has the tables that this program reads.

    Raises:
        StoreError: It can't be opened, or an older or newer version made it.
    """
    with ExitStack() as undo:
        conn = undo.enter_context(closing(store.connect(path, _LOCKED, still)))
        store.verify(path, conn)
        undo.pop_all()
    return conn


def read(path: Path, question: Callable[[sqlite3.Connection], T]) -> T:
    """Ask one question of a store, whatever way its file asks for; it may be asked again if the file changes meanwhile.

    Raises:
        StoreError: It can't be opened or read.
    """
    watch = Watch(path)

    def attempt() -> T:
        with watch.reading(watch.look()) as conn:
            return question(conn)

    try:
        return patiently(path, attempt)
    finally:
        watch.close()


def outdated(path: Path) -> bool:
    """Say whether an older version made the store, so that a writable open would upgrade it.

    Raises:
        StoreError: It can't be opened, or a newer version made it.
    """
    try:
        read(path, lambda _conn: None)
    except OutdatedError:
        return True
    return False


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
