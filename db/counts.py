"""How many events there are in each day, week, month and year: `day_counts` and `period_counts`.

Both are caches that the single write path keeps: the events that a change touches are taken out before, and counted
in again after, so that a change costs what it touches, however full its days are.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from db import marks
from db.marks import WHOLE, Line
from db.periods import UNITS, first_of

STALE: Final = "its counts are not what its rows say: “talks-tui check --fix” counts them anew."
"""What is said of a store whose counts don't add up."""

_SUMS: Final = "events, contested, side_a, side_b, contested_a, contested_b"
_ADDED: Final = ", ".join(f"{name} = {name} + excluded.{name}" for name in _SUMS.split(", "))
_COUNTED: Final = """
    SELECT process, planned, day, type, count(*) AS events, sum(contested) AS contested,
        sum(sides & 1) AS side_a, sum(sides >> 1) AS side_b,
        sum(contested * (sides & 1)) AS contested_a, sum(contested * (sides >> 1)) AS contested_b
"""
_BY_PERIOD: Final = ", ".join(f"sum({name})" for name in _SUMS.split(", "))


def before(conn: sqlite3.Connection) -> None:
    """Take the events in the table `touched` out of the counts, as the timeline has them before a change."""
    conn.execute(f"""
        CREATE TEMP TABLE IF NOT EXISTS counted (process, planned, day, type, {_SUMS})
    """)
    conn.execute("DELETE FROM counted")
    _count(conn, -1)


def after(conn: sqlite3.Connection) -> None:
    """Count the events in the table `touched` in, as the timeline has them after a change."""
    _count(conn, 1)
    conn.create_function("first_of", 2, first_of, deterministic=True)
    conn.execute("""
        INSERT INTO day_counts SELECT process, planned, day, sum(events), sum(contested) FROM counted
        WHERE true GROUP BY process, planned, day
        ON CONFLICT DO UPDATE SET events = events + excluded.events, contested = contested + excluded.contested
    """)
    for unit in UNITS:
        conn.execute(
            f"""
            INSERT INTO period_counts SELECT process, :unit, planned, first_of(:unit, day) AS first, type, {_BY_PERIOD}
            FROM counted WHERE true GROUP BY process, planned, first, type ON CONFLICT DO UPDATE SET {_ADDED}
            """,  # noqa: S608  (pieces of this module, here and below)
            {"unit": unit},
        )
        conn.execute(
            """
            DELETE FROM period_counts WHERE events = 0 AND (process, unit, planned, day, type) IN (
                SELECT process, :unit, planned, first_of(:unit, day), type FROM counted)
            """,
            {"unit": unit},
        )
    conn.execute("""
        DELETE FROM day_counts WHERE events = 0
        AND (process, planned, day) IN (SELECT process, planned, day FROM counted)
    """)
    marks.settle(conn)


def fill(conn: sqlite3.Connection) -> None:
    """Make the counts and the marks of all timelines anew."""
    for table in ("timeline_marks", "day_counts", "period_counts"):
        conn.execute(f"DELETE FROM {table}")  # noqa: S608  (one of these names)
    fill_periods(conn, WHOLE)
    conn.execute("""
        INSERT INTO day_counts SELECT process, planned, day, sum(events), sum(contested)
        FROM period_counts WHERE unit = 'day' GROUP BY process, planned, day
    """)
    marks.fill(conn)


def fill_periods(conn: sqlite3.Connection, line: Line) -> None:
    """Count the events of a timeline by period; the table of its counts is empty."""
    conn.create_function("first_of", 2, first_of, deterministic=True)
    day, *longer = UNITS
    conn.execute(f"""
        INSERT INTO {line.periods}
        SELECT process, '{day}', planned, day, type, {_SUMS} FROM ({_COUNTED} FROM {line.rows} GROUP BY 1, 2, 3, 4)
    """)  # noqa: S608
    for unit in longer:
        conn.execute(f"""
            INSERT INTO {line.periods}
            SELECT process, '{unit}', planned, first_of('{unit}', day) AS first, type, {_BY_PERIOD}
            FROM {line.periods} WHERE unit = '{day}' GROUP BY process, planned, first, type
        """)  # noqa: S608


def add_up(conn: sqlite3.Connection) -> bool:
    """Say whether the counts agree with each other, and the newest event is among what they count.

    It costs a look through the counts, none through the timeline: for the reader's idle moments. What it can't tell,
    `db.check` finds.
    """
    if conn.execute(_UNLINED).fetchone() is not None:
        return False
    days, by_type = ({*conn.execute(sums)} for sums in _BY_DAYS)
    marked, *units = ({*conn.execute(sums)} for sums in _WHOLE)
    return days == by_type and all(unit == marked for unit in units)


_UNLINED: Final = """
    SELECT 1 FROM (SELECT max(id) AS newest FROM events) CROSS JOIN records ON records.id = newest
    WHERE process IS NOT NULL AND newest NOT IN (SELECT event FROM timeline WHERE event = newest)
    UNION ALL
    SELECT 1 FROM (SELECT event AS newest FROM timeline ORDER BY event DESC LIMIT 1)
    WHERE newest NOT IN (SELECT id FROM events WHERE id = newest)
"""
"""Finds the newest event if a hand put it in, or took it out."""
_WEIGHT: Final = "(day * 31 + planned) % 999983"
"""A number for each day: what is counted at another than its own makes another sum."""
_DAYS: Final = f"SELECT process, sum(events), sum(contested), sum(events * ({_WEIGHT}))"
_BY_DAYS: Final = (
    f"{_DAYS} FROM day_counts GROUP BY process",
    f"{_DAYS} FROM period_counts WHERE unit = 'day' GROUP BY process",
)
_SUMMED: Final = "SELECT process, sum(events), sum(contested)"
_WHOLE: Final = (
    f"{_SUMMED} FROM timeline_marks GROUP BY process HAVING sum(events) > 0",
    *(f"{_SUMMED} FROM period_counts WHERE unit = '{unit}' GROUP BY process" for unit in UNITS),
)


def _count(conn: sqlite3.Connection, sign: int) -> None:
    marks.shift(conn, sign)
    signed = ", ".join(f"{sign} * {name}" for name in _SUMS.split(", "))
    conn.execute(f"""
        INSERT INTO counted SELECT process, planned, day, type, {signed}
        FROM ({_COUNTED} FROM touched CROSS JOIN timeline ON event = record GROUP BY 1, 2, 3, 4)
    """)  # noqa: S608
