"""A store that is read as a file that stands still: one whose folder its reader may not write.

SQLite needs a `-shm` beside a store in WAL mode, and can't make one there. As long as no other program has the store
open there is none, and the file has everything: it is read without locks (`immutable=1`; SQLite, "Uniform Resource
Identifiers"). Whether it stood still is looked at before and after each answer; once somebody opens it, SQLite's own
companions are there, and it is read in the ordinary way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import time
from typing import Final

from db import store
from db.errors import BusyError
from db.values import dataclass
from db.watching import Moment, opened

_BESIDE: Final = ("-wal", "-shm")
_TICK: Final = 0.02
"""Seconds within which two changes of a file may have the same time: the clock of a file system is a coarse one."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What tells whether a file stood still.

    Attributes:
        file: Tells one file from another under the same name (device and inode).
        size: Its size in bytes.
        changed: When it was last written, in nanoseconds.
        beside: The size in bytes of each companion; None for one that isn't there.
    """

    file: tuple[int, int]
    size: int
    changed: int
    beside: tuple[int | None, ...]


def signature(path: Path, *companions: str) -> Signature | None:
    """Return what tells whether the file at `path` and its companions stood still; None if there is no such file."""
    try:
        found = path.stat()
    except OSError:
        return None
    beside = tuple(_size(store.beside(path, end)) for end in companions)
    return Signature((found.st_dev, found.st_ino), found.st_size, found.st_mtime_ns, beside)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


class Still:
    """Reads a file that nobody is writing.

    Raises:
        BusyError: It was written just now.
        StoreError: It can't be opened.
    """

    follows = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = signature(path, *_BESIDE)
        if self._seen is not None:
            log, _ = self._seen.beside
            if log:
                raise BusyError(
                    f"{path} has changes beside it that can’t be read in a folder that can’t be written: open it once"
                    " with an account that may write there."
                )
            if 0 <= time() - self._seen.changed / 1e9 < _TICK:
                raise self._moving()
        self.conn = opened(path, still=True)

    def look(self) -> Moment | None:
        """Return what the file is; it is opened anew when it has changed, or is in use now."""
        found = signature(self._path, *_BESIDE)
        return Moment(found.file, found) if found is not None and found == self._seen else None

    @contextmanager
    def reading(self, moment: Moment) -> Iterator[sqlite3.Connection]:
        """Give the connection.

        Raises:
            BusyError: The file changed while the block was reading it.
        """
        try:
            yield self.conn
        finally:
            if signature(self._path, *_BESIDE) != moment.version:
                raise self._moving()

    def close(self) -> None:
        """Close the connection."""
        self.conn.close()

    def _moving(self) -> BusyError:
        return BusyError(f"{self._path} changes faster than it can be read: try again.")
