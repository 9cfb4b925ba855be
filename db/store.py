"""Opening a store: read-only for panes, writable for commands; and refusing what isn't one, with a sentence.

Opening never writes, with one exception: a writable open of a store that an older version made first copies it beside
itself and then upgrades it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from db import defence, schema
from db.errors import BusyError, OutdatedError, StoreError

WAIT: Final = 5.0
"""Seconds to wait for another program's lock before saying so."""

TXID: Final = "-txid"
"""What Litestream's `restore -f` keeps beside the file that it follows with: the last transaction that it has."""

_CACHE: Final = 1000
"""Kilobytes of a store that a reader keeps for itself, half of what SQLite would: the system has what many read once
for all, and with a million events nothing is slower."""

COMPANIONS: Final = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a store while it is in use."""


def read_only(path: Path) -> sqlite3.Connection:
    """Open a store for reading; nothing that is done with the connection can change it.

    Args:
        path: The store's file.

    Raises:
        OutdatedError: An older version made it.
        StoreError: It is missing, not a store, damaged, locked, or made by a newer version.
    """
    with ExitStack() as undo:
        conn = undo.enter_context(closing(connect(path)))
        verify(path, conn)
        undo.pop_all()
    return conn


def connect(path: Path, wait: float | None = None, still: bool = False) -> sqlite3.Connection:
    """Open a store for reading before anything is known of its tables: `verify` looks at them.

    Args:
        path: The store's file.
        wait: Seconds to wait for another program's lock; None for `WAIT`.
        still: Whether to read the file by itself, without locks or a log beside it, as if it never changed.

    Raises:
        StoreError: It is missing, or not a store.
    """
    conn = _open(path, "ro&immutable=1" if still else "ro", wait)
    conn.execute("PRAGMA query_only = ON")
    return conn


def verify(path: Path, conn: sqlite3.Connection) -> None:
    """Make sure that a store has the tables that this program reads, and have few of its pages kept.

    Raises:
        OutdatedError: An older version made it.
        StoreError: A newer version made it, or it can't be read.
    """
    version = _known_version(path, conn)
    if version < schema.VERSION:
        raise OutdatedError(
            f"{path} was made by an older version (its tables are version {version}, this program's"
            f" {schema.VERSION}): “talks-tui {path}”, without --read-only, upgrades it."
        )
    with explained(path):
        conn.execute(f"PRAGMA cache_size = {-_CACHE}")  # which reads the tables' declarations


def follows(path: Path) -> bool:
    """Say whether the file is a follower's copy of another store, which Litestream alone may write."""
    try:
        return beside(path, TXID).exists()
    except (OSError, ValueError):  # no name for a file
        return False


def beside(path: Path, end: str) -> Path:
    """Return the companion of the store at `path` with this ending; it stands where the file itself does."""
    return Path(os.path.realpath(path) + end)


def refuse_follower(path: Path) -> None:
    """Refuse to change a follower's copy.

    Raises:
        StoreError: The file is one.
    """
    if follows(path):
        raise StoreError(
            f"{path} is a follower’s copy ({path.name}{TXID} stands beside it), which is for reading only: change the"
            " store that it follows."
        )


def writable(path: Path) -> sqlite3.Connection:
    """Open a store for a change, upgrading one that an older version made (after a copy beside it).

    Raises:
        StoreError: It is missing, not a store, damaged, locked, not writable, a follower's copy, or made by a newer
            version.
    """
    refuse_follower(path)
    with ExitStack() as undo:
        conn = undo.enter_context(closing(_open(path, "rw")))
        if _known_version(path, conn, writes=True) < schema.VERSION:
            with explained(path):
                _upgrade(path, conn)
        undo.pop_all()
    return conn


def settle(path: Path) -> None:
    """Roll back what a program that was broken off has left half done beside a store, as any writer does at first.

    Raises:
        StoreError: It can't be opened or written.
    """
    with closing(_open(path, "rw")) as conn, explained(path):
        conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def create(path: Path, fill: Callable[[sqlite3.Connection], None] | None = None) -> None:
    """Make a new store, whole or not at all: it is built under another name and then put in place.

    Args:
        path: Where it will be; its folder is made if need be.
        fill: Writes its first records.

    Raises:
        StoreError: Something is there already, or the folder can't be written.
    """
    try:
        if path.exists():
            raise StoreError(f"{path} is already there: choose another name, or remove it first.")
        for left in (path.with_name(path.name + end) for end in ("-wal", "-journal", TXID)):
            # SQLite would read another store's pages out of it, or the new store be taken for a follower's copy.
            if left.exists() and (left.stat().st_size or left.name.endswith(TXID)):
                raise StoreError(f"{left} is left over from another store: move it away first.")
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise StoreError(f"{path} can't be made: {path.parent} is not a folder.") from error
    except OSError as error:
        raise StoreError(f"{path} can't be made: {_reason(error)}.") from error
    building = path.with_name(f".{os.urandom(8).hex()}.new")  # of this call alone: others may be at it
    try:
        with explained(path), closing(_connect(building, "rwc")) as conn:
            conn.execute("BEGIN IMMEDIATE")
            schema.upgrade(conn)
            conn.execute("COMMIT")
            conn.execute("PRAGMA journal_mode = WAL")
            if fill is not None:
                fill(conn)
        os.link(building, path)  # unlike a rename, refuses to replace what somebody else made meanwhile
    except FileExistsError as error:
        raise StoreError(f"{path} is already there: choose another name, or remove it first.") from error
    except OSError as error:
        raise StoreError(f"{path} can't be made: {_reason(error)}.") from error
    finally:
        for end in ("", *COMPANIONS):
            building.with_name(building.name + end).unlink(missing_ok=True)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the store at `path` into a sentence.

    Raises:
        BusyError: SQLite found it locked.
        StoreError: SQLite reported another error, or there is too little memory.
    """
    try:
        yield
    except sqlite3.Error as error:
        kind = BusyError if _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) else StoreError
        raise kind(_sentence(path, error)) from error
    except MemoryError as error:
        raise StoreError(f"{path} can't be read: there is too little memory.") from error
    except UnicodeDecodeError as error:  # its message repeats what a damaged page holds
        raise StoreError(
            f"{path} is damaged (what SQLite says of it can't be read): restore it from a copy."
        ) from error
    except defence.FAULTS as error:
        why = defence.unsound(path)
        if why is None:
            raise
        raise StoreError(damaged(path, why)) from error


def damaged(path: Path, why: str) -> str:
    """Say that the store at `path` is damaged, and by what it is known."""
    return _SAID[sqlite3.SQLITE_CORRUPT].format(path=path, error=why)


def _open(path: Path, mode: str, wait: float | None = None) -> sqlite3.Connection:
    """Open the file at `path` after looking at whether it can be a store at all."""
    try:
        if path.is_dir():
            raise StoreError(f"{path} is a directory: name the store's file in it.")
        if path.exists() and not path.is_file():  # a pipe would keep us waiting for ever
            raise StoreError(f"{path} is not a file: name a store that “talks-tui new” made.")
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise StoreError(f"There is no store at {path}: make one with “talks-tui new {path}”.") from error
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} can't be read: {_reason(error)}.") from error
    if not size:
        raise StoreError(f"{path} is empty: remove it, then make a store with “talks-tui new {path}”.")
    with explained(path):
        if _application(path) != schema.APPLICATION_ID:
            raise StoreError(
                f"{path} is a SQLite file but not a store of talks: make one with “talks-tui new STORE”"
                " and import into it."
            )
        return _connect(path, mode, wait)


def _application(path: Path) -> int:
    """Return the number that says which program's file it is (`PRAGMA application_id`).

    Through SQLite, since closing a file of one's own drops every lock that this process holds on it (SQLite, "How To
    Corrupt", 2.2); and as if the file never changed, so that nothing is made beside another program's.
    """
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as glance:
            return int(glance.execute("PRAGMA application_id").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB:
            raise StoreError(
                f"{path} is not a SQLite file: talks-tui opens stores that “talks-tui new” made."
            ) from error
        raise


def _connect(path: Path, mode: str, wait: float | None = None) -> sqlite3.Connection:
    # The reader thread's connection is interrupted and closed from outside, so it isn't bound to its thread.
    conn = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=WAIT if wait is None else wait,
        isolation_level=None,
        check_same_thread=False,
    )
    with ExitStack() as undo:
        undo.enter_context(closing(conn))
        defence.arm(conn, reads=mode.startswith("ro"))
        undo.pop_all()
    return conn


def _known_version(path: Path, conn: sqlite3.Connection, writes: bool = False) -> int:
    """Return the store's version, refusing a newer one, and what other programs' files bring along."""
    with explained(path):
        why = defence.foreign(conn, writes)
        if why:
            raise StoreError(f"{path} {why}")
        version = _version(conn)
        missing = set(schema.TABLES) - {name for (name,) in conn.execute("SELECT name FROM sqlite_schema")}
    if version > schema.VERSION:
        raise StoreError(
            f"{path} was made by a newer version of talks-tui (its tables are version {version}, this program's"
            f" {schema.VERSION}): upgrade talks-tui to open it."
        )
    if missing and version == schema.VERSION:
        raise StoreError(f"{path} lacks the tables of a store ({', '.join(sorted(missing))}): restore it from a copy.")
    return version


def _version(conn: sqlite3.Connection) -> int:
    """Return the store's schema version: what its header says, or the migrations it lists if they are more."""
    (stated,) = conn.execute("PRAGMA user_version").fetchone()
    listed = conn.execute("SELECT 1 FROM sqlite_schema WHERE name = '_sqlite_migrations'").fetchone()
    if listed is None:
        return int(stated)
    (applied,) = conn.execute("SELECT count(*) FROM _sqlite_migrations WHERE migration_set = 'talks'").fetchone()
    return max(int(stated), int(applied)) if applied > schema.VERSION else int(stated)


def _upgrade(path: Path, conn: sqlite3.Connection) -> None:
    (version,) = conn.execute("PRAGMA user_version").fetchone()
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = path.with_name(f"{path.name}.backup-v{version}-{stamp}")
    with closing(sqlite3.connect(copy)) as target:
        conn.backup(target)
    conn.execute("BEGIN IMMEDIATE")
    try:
        schema.upgrade(conn)
        conn.execute("COMMIT")
    finally:
        if conn.in_transaction:
            conn.execute("ROLLBACK")


_SAID: Final = {
    **dict.fromkeys(
        (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED),
        "{path} is in use by another program that keeps it locked: close that one, or try again.",
    ),
    **dict.fromkeys(
        (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB), "{path} is damaged ({error}): restore it from a copy."
    ),
    sqlite3.SQLITE_READONLY: "{path} can't be written: check the permissions of the file and its folder.",
    sqlite3.SQLITE_CANTOPEN: "{path} can't be opened: check the permissions of the file and its folder.",
    **dict.fromkeys(
        (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR),
        "{path}: the disk is full or failing ({error}); nothing was changed.",
    ),
    sqlite3.SQLITE_INTERRUPT: "{path} takes too long to read: if it is yours, “talks-tui check {path}” looks it over.",
    sqlite3.SQLITE_READONLY_ROLLBACK: (
        "{path} has a change that was broken off, whose journal lies beside it:"
        " “talks-tui check --fix {path}” rolls it back."
    ),
}
"""What is said of a store, by SQLite's result code."""


def _sentence(path: Path, error: sqlite3.Error) -> str:
    exactly = int(getattr(error, "sqlite_errorcode", 0))
    if not exactly and "decode" in str(error):  # Python's own
        return f"{path} has text that is not UTF-8: “talks-tui check {path}” says where."
    said = _SAID.get(exactly) or _SAID.get(_code(error))
    return (said or "{path} can't be used as a store ({error}): restore it from a copy.").format(path=path, error=error)


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code; 0 if the error is Python's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
