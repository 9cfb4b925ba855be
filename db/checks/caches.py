"""Are the caches what the rows add up to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from db import caches
from db.asof import UNDATED
from db.checks.finding import NAMED, Finding, listed, many, records_named
from db.dates import iso

_KEYS: Final = {"record_state": "record", "timeline": "event", "stages": "event", "day_counts": "day"}
"""The caches, and the column that says what a row of each is about."""


def stale(conn: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the caches that differ from a recount.

    Args:
        conn: A connection to a store that is open for reading only, but may have tables of its own (`query_only` off).
    """
    # Temporary tables of the same names stand before those of the store, so the recount that mends a store fills them.
    for table in _KEYS:
        conn.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM main.{table} LIMIT 0")  # noqa: S608  (names of ours)
    caches.recount(conn)
    for table, key in _KEYS.items():
        differing = [found for (found,) in conn.execute(_differing(table, key))]
        if differing:
            yield _stale(conn, table, differing)
    for table in _KEYS:
        conn.execute(f"DROP TABLE temp.{table}")


def _differing(table: str, key: str) -> str:
    """Return a query for what the rows that only one of two tables has are about."""
    return f"""
        SELECT {key} FROM (SELECT * FROM main.{table} EXCEPT SELECT * FROM temp.{table})
        UNION
        SELECT {key} FROM (SELECT * FROM temp.{table} EXCEPT SELECT * FROM main.{table})
        ORDER BY {key}
    """  # noqa: S608


def _stale(conn: sqlite3.Connection, table: str, differing: list[int]) -> Finding:
    if table == "day_counts":
        record, thing = "", "day"
        names = ["no date" if day == UNDATED else iso(day) for day in differing[:NAMED]]
    else:
        known = records_named(conn, differing[:NAMED])
        names = [known.get(found, str(found)) for found in differing[:NAMED]]
        record, thing = known.get(differing[0], ""), "record" if table == "record_state" else "event"
    names += [""] * (len(differing) - len(names))  # counted, not named
    return Finding(
        "cache",
        record,
        f"{table} is not what the rows say of {many(len(differing), thing)} ({listed(names)}):"
        " make the store anew from its talks files.",
    )
