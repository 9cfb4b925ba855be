"""A follower's copy: a store that Litestream restores from a replica and then writes itself, page by page.

`litestream restore -f` takes SQLite's own locks while it applies a transaction, then notes its number in a `-txid` file
beside the copy (its `replica.go` and `internal/lock_unix.go`). It goes past SQLite in everything else: a connection is
not told of the change, and holds an apply up as long as it is open in WAL mode, which the copy's header names. So the
copy is read without SQLite's log and locks (`immutable=1`), under a lock of our own for as long as an answer takes, by
a connection that is opened anew once the copy has changed.

What a killed follower leaves half written is newer than its `-txid`; so is what is being written. Neither is read. (A
copy belongs on a disk of the machine's own, whose files have times finer than seconds and whose locks hold.)
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Final

from db import store
from db.errors import BusyError
from db.still import Signature, signature
from db.values import dataclass
from db.watching import Moment

_PENDING: Final = 0x40000000
"""The byte that a writer locks to keep new readers out (SQLite, `os.h`)."""
_SHARED: Final = range(_PENDING + 2, _PENDING + 2 + 510)
"""The bytes that a reader locks."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What a follower has applied.

    Attributes:
        copy: What tells whether the copy has changed.
        noted: The file in which its number is.
    """

    copy: Signature
    noted: Signature


class Follower:
    """Reads a follower's copy.

    Raises:
        BusyError: It is being restored or written.
        StoreError: It can't be opened.
    """

    follows = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self._noted = store.beside(path, store.TXID)
        self._seen = self._applied()
        with ExitStack() as undo:
            self.conn = undo.enter_context(closing(store.connect(path, still=True)))
            # Last to be opened and closed: closing any other descriptor of a file drops the locks of a whole process.
            self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            undo.callback(os.close, self._file)
            with self._locked(self._seen):
                store.verify(path, self.conn)
            undo.pop_all()

    def look(self) -> Moment | None:
        """Return what has been applied; the copy is opened anew when that has changed."""
        found = self._applied()
        return Moment(found.copy.file, found) if found == self._seen else None

    @contextmanager
    def reading(self, moment: Moment) -> Iterator[sqlite3.Connection]:  # noqa: ARG002
        """Give the connection, while nothing can be applied.

        Raises:
            BusyError: Something is being applied, or has been since `look`.
        """
        with self._locked(self._seen):
            yield self.conn

    def close(self) -> None:
        """Close the connection, and with it the file."""
        self.conn.close()
        os.close(self._file)

    def _applied(self) -> Applied:
        copy = signature(self._path)
        noted = signature(self._noted)
        if copy is None or noted is None:
            raise BusyError(f"{self._path} isn’t there: its follower has yet to restore it; see whether that one runs.")
        if noted.changed < copy.changed:
            raise self._unfinished()
        return Applied(copy, noted)

    @contextmanager
    def _locked(self, seen: Applied) -> Iterator[None]:
        """Lock the copy as a reader of SQLite's does, without waiting."""
        try:
            fcntl.lockf(self._file, fcntl.LOCK_SH | fcntl.LOCK_NB, 1, _PENDING)
            fcntl.lockf(self._file, fcntl.LOCK_SH | fcntl.LOCK_NB, len(_SHARED), _SHARED.start)
        except (BlockingIOError, PermissionError):
            raise self._unfinished() from None
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _PENDING)
        try:
            self._compare(seen)
            try:
                yield
            finally:
                self._compare(seen)  # nobody has to heed a lock
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN, len(_SHARED), _SHARED.start)

    def _compare(self, seen: Applied) -> None:
        if self._applied() != seen:
            raise self._unfinished()

    def _unfinished(self) -> BusyError:
        return BusyError(
            f"{self._path} stands in the middle of a change that its follower hasn’t finished: wait for it, or restore"
            " the copy again."
        )
