"""Are the caches what the rows add up to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Final

from db import caches, marks
from db.asof import UNDATED
from db.checks.finding import NAMED, Finding, listed, many, records_named
from db.dates import iso

_KEYS: Final = {
    "record_state": "record", "timeline": "event", "stages": "event", "timeline_marks": "id", "day_counts": "day",
    "period_counts": "day", "search": "rowid",
}  # fmt: skip
"""The caches, and the column that says what a row of each is about."""

_MADE_OF: Final = {"period_counts": "day_counts"}
"""What is told of one cache is not told again of another that goes with it."""

_MEND: Final = "“talks-tui check --fix” mends it."

_WORDS: Final = "SELECT term, doc, cnt FROM temp.{}_words"
"""What an index finds: each word with the rows that have it, and how often all of them do."""


def stale(conn: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the caches that differ from a recount.

    Args:
        conn: A connection to a store that is open for reading only, but may have tables of its own (`query_only` off).
    """
    # Temporary tables of the same names stand before those of the store, so the recount that mends a store fills them.
    for table in _KEYS:
        if table == "search":
            (made,) = conn.execute("SELECT sql FROM main.sqlite_schema WHERE name = 'search'").fetchone()
            conn.execute(made.replace("TABLE ", "TABLE temp.", 1))
        else:
            conn.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM main.{table} LIMIT 0")  # noqa: S608  (names of ours)
    caches.recount(conn)
    told: set[str] = set()
    for table, key in _KEYS.items():
        if _MADE_OF.get(table, table) in told | {"timeline_marks"}:  # marks may stand elsewhere and yet be right
            continue
        differing = [found for (found,) in conn.execute(_differing(table, key))]
        if differing:
            told.add(table)
            yield _stale(conn, table, differing)
        elif table == "search" and _misfiled(conn):
            yield Finding("cache", "", f"search doesn't find the words that it holds: {_MEND}")
    for table in _KEYS:
        conn.execute(f"DROP TABLE temp.{table}")
    wrong = marks.misplaced(conn)
    if wrong and "timeline" not in told:
        yield Finding("cache", "", f"timeline_marks is not what the rows say at {many(wrong, 'mark')}: {_MEND}")


def _differing(table: str, key: str) -> str:
    """Return a query for what the rows that only one of two tables has are about."""
    row = "rowid, *" if key == "rowid" else "*"
    return f"""
        SELECT {key} FROM (SELECT {row} FROM main.{table} EXCEPT SELECT {row} FROM temp.{table})
        UNION
        SELECT {key} FROM (SELECT {row} FROM temp.{table} EXCEPT SELECT {row} FROM main.{table})
        ORDER BY {key}
    """  # noqa: S608


def _misfiled(conn: sqlite3.Connection) -> bool:
    """Say whether the words by which the rows of `search` are found are not those that the rows have."""
    for schema in ("main", "temp"):
        conn.execute(f"CREATE VIRTUAL TABLE temp.{schema}_words USING fts5vocab({schema}, search, row)")
    ours, anew = _WORDS.format("main"), _WORDS.format("temp")
    found = conn.execute(f"SELECT * FROM ({ours} EXCEPT {anew}) UNION ALL SELECT * FROM ({anew} EXCEPT {ours})")  # noqa: S608
    differ = bool(found.fetchall())  # all: what is still being read can't be dropped
    for schema in ("main", "temp"):
        conn.execute(f"DROP TABLE temp.{schema}_words")
    return differ


def _stale(conn: sqlite3.Connection, table: str, differing: list[int]) -> Finding:
    if table in ("day_counts", "period_counts"):
        record, thing = "", "day"
        names = ["no date" if day == UNDATED else iso(day) for day in differing[:NAMED]]
    else:
        if table == "search":
            differing = _owners(conn, differing)
        known = records_named(conn, differing[:NAMED])
        names = [known.get(found, str(found)) for found in differing[:NAMED]]
        record, thing = known.get(differing[0], ""), "event" if table in ("timeline", "stages") else "record"
    names += [""] * (len(differing) - len(names))  # counted, not named
    return Finding(
        "cache",
        record,
        f"{table} is not what the rows say of {many(len(differing), thing)} ({listed(names)}): {_MEND}",
    )


def _owners(conn: sqlite3.Connection, rows: list[int]) -> list[int]:
    """Return the records that rows of the index are about: their own, and those that their claims are on."""
    claims = json.dumps([row // 2 for row in rows if row % 2])
    spoken = conn.execute("SELECT record FROM claims WHERE id IN (SELECT value FROM json_each(?))", (claims,))
    return sorted({row // 2 for row in rows if not row % 2} | {record for (record,) in spoken}) or [0]
