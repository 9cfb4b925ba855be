"""The one way in: a file is read, its names are matched, all is checked, and it is written in one change or refused."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from db import store
from db.drafts import Draft, Unit
from db.errors import TalksFileError
from db.importing.naming import Names
from db.importing.report import LISTED, Bad, RefusedError, Report
from db.importing.reporting import reported
from db.importing.settling import Given, Settler
from db.importing.taking import Taker
from db.reading import Reader, reader
from db.text import shown
from db.write import change

BATCH: Final = 500
"""Units that are checked and written together, of a file whose records refer to none that stand further on."""

_OWN: Final = "talks file"
"""What the format of a talks file begins with."""
_PARTIES: Final = "SELECT name FROM parties UNION SELECT text FROM names JOIN parties ON parties.id = names.record"
"""What the parties of a store are called: what a file says of one by another spelling doesn't make it another kind."""
_STEPS: Final = 100_000
"""Instructions of SQLite's machine, a few milliseconds, between two looks at whether somebody pressed Ctrl+C."""
_CACHE: Final = 48_000
"""Kilobytes of the store that are kept in memory while it is written to."""


def _nothing(_share: float = 0.0) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class How:
    """How a file is imported.

    Attributes:
        taken_for: A format, a preset, or the path of a mapping; None finds out.
        source: Whose word what names no source is, by any name.
        process: The home of what has none, by any name.
        dry_run: Whether nothing is kept of it.
        skip_bad: Whether units with faults are left out, and the others taken.
        progress: Called now and then with how much of the file is read, 0 to 1.
        sealed: Called before the commit: from there on it can't be broken off.
    """

    taken_for: str | None = None
    source: str | None = None
    process: str | None = None
    dry_run: bool = False
    skip_bad: bool = False
    progress: Callable[[float], None] = _nothing
    sealed: Callable[[], None] = _nothing


PLAIN: Final = How()


def import_file(path: Path, file: Path, how: How = PLAIN) -> Report:
    """Import a file into the store at `path`, whole or not at all; the same file again adds nothing.

    Args:
        path: The store.
        file: The file.
        how: What it is taken for, and what is filled in and left out.

    Raises:
        StoreError: The store can't be opened or written.
        RefusedError: Units of the file have faults; each is named and nothing was written.
        TalksFileError: It can't be read, or lacks something that all of it needs; nothing was written.
        UsageError: There is no such format or preset.
        KeyboardInterrupt: Somebody broke it off; nothing was written.
    """
    if how.dry_run:
        store.read_only(path).close()  # an older store would be upgraded
    conn = store.writable(path)
    try:
        with store.explained(path), _interruptible(conn):
            known = [name for (name,) in conn.execute(_PARTIES)]
            reads = reader(file, how.taken_for, known)
            given = Given(str(file), path.name, reads.format.startswith(_OWN), how.source, how.process)
            read = _Read(str(file), reads.format, file, reads)
            return _load(conn, _batches(reads, how.progress), f"import {shown(file.name)}", given, how, read)
    finally:
        conn.close()


def load(conn: sqlite3.Connection, drafts: Sequence[Draft], command: str, name: str) -> Report:
    """Check and write the drafts of a talks file in one change.

    Args:
        conn: A writable connection.
        drafts: The records, each before what stands in it.
        command: What the change is recorded as.
        name: What the sentences about faults call the file.

    Raises:
        RefusedError: There are faults; nothing was written.
        sqlite3.Error: The store refused; nothing was written.
    """
    units: list[Unit] = []
    for draft in drafts:
        if draft.parent is None or not units:
            units.append(Unit(draft.where, []))
        units[-1].drafts.append(draft)
    return _load(conn, [units], command, Given(name, "the store"), PLAIN, _Read(name, _OWN))


@dataclass(frozen=True, slots=True)
class _Read:
    """What is read: what it is called, what it was taken for, and with what."""

    name: str
    format: str
    path: Path | None = None
    reader: Reader | None = None


def _batches(reads: Reader, progress: Callable[[float], None]) -> Iterator[list[Unit]]:
    """Yield the units of a file: all at once, or some hundred at a time."""
    units = iter(reads.units())
    if reads.whole:
        yield [*units]
        progress(1.0)
        return
    while batch := [*islice(units, BATCH)]:
        yield batch
        progress(reads.share())


def _load(
    conn: sqlite3.Connection, batches: Iterable[list[Unit]], command: str, given: Given, how: How, read: _Read
) -> Report:
    rest: Path | None = None
    with ExitStack() as undo:
        with change(conn, command, keep=not how.dry_run, sealed=how.sealed) as opened:
            processes = [
                slug for (slug,) in conn.execute("SELECT slug FROM records WHERE kind = 'process' ORDER BY id")
            ]
            settler = Settler(Names(conn), processes, given)
            taker = Taker(conn, opened, settler, alone=how.skip_bad)
            bad, raws = _taken(taker, batches, keep_raw=how.skip_bad and not how.dry_run)
            notes = read.reader.notes if read.reader else []
            report = replace(
                reported(conn, opened, taker, settler, (read.name, read.format, notes)),
                bad=tuple(bad[:LISTED]), more_bad=max(0, len(bad) - LISTED),
                taken=not how.dry_run and (how.skip_bad or not bad),
            )  # fmt: skip
            if bad and not how.dry_run:
                if not how.skip_bad or read.reader is None or read.path is None:
                    raise RefusedError(report)
                rest = _put_aside(read.reader, raws, read.path)
                undo.callback(rest.unlink, missing_ok=True)  # where nothing is taken, nothing was left out either
        undo.pop_all()
    return replace(report, rest=str(rest) if rest else "")


def _taken(taker: Taker, batches: Iterable[list[Unit]], keep_raw: bool) -> tuple[list[Bad], list[object]]:
    """Take all units; return those with faults, the faults of the first of them named, and as the reader wrote them."""
    bad: list[Bad] = []
    raws: list[object] = []
    for batch in batches:
        for one in taker.take(batch):
            bad.append(Bad(one.unit.where, tuple(one.faults)) if len(bad) < LISTED else _ONE_MORE)
            if keep_raw:
                raws.append(one.unit.raw)
    return bad, raws


_ONE_MORE: Final = Bad("", ())


def _put_aside(reads: Reader, raws: Sequence[object], file: Path) -> Path:
    """Write units with faults beside their file, under a name that nothing has; return it.

    Raises:
        TalksFileError: It can't be written.
    """
    names = (f"{file.stem}.bad{number}{file.suffix}" for number in ("", *(f"-{again}" for again in range(2, 10_000))))
    into = None
    try:
        into = next(path for name in names if not os.path.lexists(path := file.with_name(name)))
        reads.rest(raws, into)
    except OSError as error:
        if into is not None:
            with suppress(OSError):
                into.unlink(missing_ok=True)
        why = (error.strerror or str(error)).lower()
        raise TalksFileError(
            [f"What can’t be taken of {file} can’t be written beside it ({why}): nothing of it was imported."]
        ) from error
    return into


@contextmanager
def _interruptible(conn: sqlite3.Connection) -> Iterator[None]:
    """Let Ctrl+C break off what SQLite is at: Python looks for it only between two instructions of its own.

    Raises:
        KeyboardInterrupt: It did; what was raised inside of SQLite is an error of its own.
    """
    conn.set_progress_handler(lambda: None, _STEPS)
    conn.execute(f"PRAGMA cache_size = {-_CACHE}")
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise KeyboardInterrupt from error
        raise
    finally:
        conn.set_progress_handler(None, 0)
