"""Looking a store over: everything that can be found wrong with it, without changing a byte of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from db import caches, store, watching
from db.board import snapshot
from db.checks.caches import stale
from db.checks.claims import unfounded, untold, wordless
from db.checks.dates import misdated
from db.checks.file import damage, foreign_keys
from db.checks.finding import Finding
from db.checks.loops import loops
from db.checks.names import alike, misspelled
from db.checks.quotes import misquoted
from db.values import dataclass

CHECKS: Final[tuple[Callable[[sqlite3.Connection], Iterator[Finding]], ...]] = (
    foreign_keys, unfounded, untold, wordless, misquoted, misdated, alike, misspelled, loops, stale,
)  # fmt: skip
"""What a store is checked for once its file is known to be whole, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    Attributes:
        findings: What is wrong; none means that nothing is.
        events, claims, documents: How many were looked at; 0 if the file is damaged.
    """

    findings: tuple[Finding, ...]
    events: int = 0
    claims: int = 0
    documents: int = 0


def mend(path: Path) -> bool:
    """Make the caches of the store at `path` anew from its rows, if any differs; say whether one did.

    Raises:
        StoreError: It can't be opened or written, is a follower's copy, or is damaged: then nothing is done.
    """
    store.refuse_follower(path)
    if path.with_name(f"{path.name}-journal").exists():  # a broken off change can't be read past
        store.settle(path)
    report = check(path)
    if not any(finding.kind == "cache" for finding in report.findings):
        return False
    with closing(store.writable(path)) as conn, store.explained(path):
        conn.execute("BEGIN IMMEDIATE")
        caches.recount(conn)
        conn.execute("COMMIT")
    return True


def check(path: Path) -> Report:
    """Check the store at `path`, all of it as it is at one moment; nothing is written.

    Raises:
        StoreError: It can't be opened, or is damaged beyond a list of its faults.
    """
    return watching.read(path, _checked)


def _checked(conn: sqlite3.Connection) -> Report:
    conn.set_progress_handler(None, 0)  # however long it takes
    conn.execute("PRAGMA query_only = OFF")  # temporary tables; the file stays open for reading only
    with snapshot(conn):
        damaged = tuple(damage(conn))
        if damaged:
            return Report(damaged)
        counts = [
            conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  (one of three names)
            for table in ("events", "claims", "documents")
        ]
        return Report(tuple(finding for look in CHECKS for finding in look(conn)), *counts)
