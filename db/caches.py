"""The caches that are read instead of the rows: `record_state`, `timeline`, `day_counts` and `search`.

The single write path keeps them, inside the transaction that made them stale; `recount` makes them anew from the rows
alone, which is what proves them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from db import indexing
from db.contested import Said, weigh
from db.dates import DAY, iso_day

UNDATED: Final = -(10**12)
"""The day, counted from 1970, under which events without any date are listed: before all others."""

_CLAIMS: Final = """
    SELECT record, coalesce(property, ''), value, modality, source, speaker, on_behalf_of, said_on, rank
    FROM claims JOIN touched USING (record) ORDER BY record
"""
_PLACES: Final = """
    SELECT home.process, events.status = 'planned', events.day, events.earliest, events.id,
        coalesce(record_state.state IN ('contested', 'denied'), 0)
    FROM touched JOIN events ON events.id = touched.record
    JOIN (
        SELECT id, process FROM records WHERE kind = 'event' AND process IS NOT NULL
        UNION
        SELECT links.from_record, links.to_record FROM links
        JOIN processes ON processes.id = links.to_record WHERE links.kind = 'also_in'
    ) AS home ON home.id = events.id
    LEFT JOIN record_state ON record_state.record = events.id
"""


def refresh(conn: sqlite3.Connection, records: Iterable[int]) -> None:
    """Bring the caches of the records that a transaction touched up to date.

    Args:
        conn: A connection with the transaction open.
        records: Ids of the records that were written, or whose claims or links were.
    """
    conn.execute("CREATE TEMP TABLE IF NOT EXISTS touched (record INTEGER PRIMARY KEY)")
    conn.execute(
        "CREATE TEMP TABLE IF NOT EXISTS stale_days (process, planned, day, PRIMARY KEY (process, planned, day))"
    )
    conn.execute("DELETE FROM touched")
    conn.execute("DELETE FROM stale_days")
    conn.executemany("INSERT OR IGNORE INTO touched VALUES (?)", ((record,) for record in records))
    conn.execute("DELETE FROM record_state WHERE record IN (SELECT record FROM touched)")
    conn.executemany("INSERT INTO record_state VALUES (?, ?, ?, ?, ?)", list(_states(conn)))
    conn.execute("""
        INSERT OR IGNORE INTO stale_days
        SELECT process, planned, day FROM timeline JOIN touched ON touched.record = timeline.event
    """)
    conn.execute("DELETE FROM timeline WHERE event IN (SELECT record FROM touched)")
    conn.executemany("INSERT INTO timeline VALUES (?, ?, ?, ?, ?, ?)", list(_places(conn)))
    conn.execute("""
        INSERT OR IGNORE INTO stale_days
        SELECT process, planned, day FROM timeline JOIN touched ON touched.record = timeline.event
    """)
    conn.execute("DELETE FROM day_counts WHERE (process, planned, day) IN (SELECT * FROM stale_days)")
    conn.execute("""
        INSERT INTO day_counts
        SELECT process, planned, day, count(*), sum(contested)
        FROM stale_days JOIN timeline USING (process, planned, day) GROUP BY process, planned, day
    """)
    indexing.refresh(conn)


def recount(conn: sqlite3.Connection) -> None:
    """Make every cache anew from the rows, inside the transaction that is open."""
    for table in ("record_state", "timeline", "day_counts", "search"):
        conn.execute(f"DELETE FROM {table}")  # noqa: S608  (one of four names)
    refresh(conn, [record for (record,) in conn.execute("SELECT id FROM records")])


def _states(conn: sqlite3.Connection) -> Iterator[tuple[int, str, str, int, int]]:
    for record, rows in groupby(conn.execute(_CLAIMS), key=lambda row: row[0]):
        state = weigh(Said(*row[1:]) for row in rows)
        if state.state:
            yield record, state.state, " ".join(state.contested_on), state.claims, state.sources


def _places(conn: sqlite3.Connection) -> Iterator[tuple[int, int, int, int, int, int]]:
    for process, planned, day_text, earliest, event, contested in conn.execute(_PLACES):
        day = iso_day(day_text or "")
        # One open at the start comes before all that is known to be of the day that it is listed under.
        moment = earliest if earliest is not None else 0 if day is None else day * DAY - 1
        yield process, planned, UNDATED if day is None else day, moment, event, contested
