"""Days to look at: of a record, of the rounds, and the next one on which anything changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final, Literal

from db.asof import UNDATED, closes, day_of, values
from db.dates import iso_day, today, typed_day
from db.overview import pick, processes
from db.scope import Scope

Unit = Literal["day", "round"]

_EDGE: Final = 10**12
BEGINNING: Final = -(10**11)
"""A day before all that are on record."""

_BEFORE: Final = """
    SELECT max(day) FROM (
        SELECT max(day) AS day FROM day_counts
            WHERE process = :process AND planned = 0 AND day > :undated AND day < :as_of
        UNION ALL SELECT max(known) FROM timeline WHERE process = :process AND planned = 1 AND known < :as_of
        UNION ALL SELECT * FROM (
            SELECT since FROM stages CROSS JOIN timeline USING (event)
            WHERE process = :process AND since < :as_of ORDER BY since DESC LIMIT 1)
        UNION ALL SELECT * FROM (
            SELECT until FROM stages CROSS JOIN timeline USING (event)
            WHERE process = :process AND until < :as_of ORDER BY until DESC LIMIT 1)
    )
"""
_AFTER: Final = """
    SELECT min(day) FROM (
        SELECT min(day) AS day FROM day_counts WHERE process = :process AND planned = 0 AND day > :as_of
        UNION ALL SELECT min(known) FROM timeline WHERE process = :process AND planned = 1 AND known > :as_of
        UNION ALL SELECT * FROM (
            SELECT since FROM stages CROSS JOIN timeline USING (event)
            WHERE process = :process AND since > :as_of ORDER BY since LIMIT 1)
        UNION ALL SELECT * FROM (
            SELECT until FROM stages CROSS JOIN timeline USING (event)
            WHERE process = :process AND until > :as_of ORDER BY until LIMIT 1)
    )
"""
_POSITIONS: Final = """
    SELECT DISTINCT day FROM positions CROSS JOIN records USING (id) WHERE process = ? AND day IS NOT NULL
"""
_ROUNDS: Final = """
    SELECT events.day, ends FROM events CROSS JOIN records USING (id)
    WHERE type = 'ROUND' AND process = ? AND status NOT IN ('planned', 'postponed', 'cancelled')
"""
_DAY: Final = {
    "event": "SELECT day FROM events WHERE id = ?",
    "position": "SELECT day FROM positions WHERE id = ?",
    "event_party": "SELECT day FROM event_parties JOIN events ON events.id = event WHERE event_parties.id = ?",
    "delegate": "SELECT day FROM delegates JOIN events ON events.id = event WHERE delegates.id = ?",
    "office": "SELECT since FROM offices WHERE id = ?",
    "source": "SELECT published FROM sources WHERE id = ?",
    "document": "SELECT published FROM documents JOIN sources ON sources.id = source WHERE documents.id = ?",
}


def day_before(conn: sqlite3.Connection, process: int, as_of: int | None) -> int | None:
    """Return the last day before `as_of` (None: now) on which anything changed, counted from 1970; None if none is."""
    here = _EDGE if as_of is None else as_of
    found = [day for day in _held_from(conn, process) if day < here]
    (day,) = conn.execute(_BEFORE, {"process": process, "as_of": here, "undated": UNDATED}).fetchone()
    return max([*found, *([] if day is None else [day])], default=None)


def day_after(conn: sqlite3.Connection, process: int, as_of: int) -> int | None:
    """Return the first day after `as_of` on which anything changed, counted from 1970; None if none is."""
    found = [day for day in _held_from(conn, process) if day > as_of]
    (day,) = conn.execute(_AFTER, {"process": process, **values(as_of)}).fetchone()
    return min([*found, *([] if day is None else [day])], default=None)


def typed(conn: sqlite3.Connection, scope: Scope, text: str) -> int | None:
    """Return the day that a person typed, counted from 1970; None for "now".

    A year that is left out is the one that puts the day nearest to the last day of the talks.

    Raises:
        DateError: No such day, or it could mean two.
        StoreError: The scope names a negotiation that the store doesn't hold.
    """
    return None if text.strip().lower() == "now" else typed_day(text, last_day(conn, scope))


def last_day(conn: sqlite3.Connection, scope: Scope) -> int:
    """Return the last day up to today on which anything changed in the talks in scope, counted from 1970; else today.

    Raises:
        StoreError: The scope names a negotiation that the store doesn't hold.
    """
    process = pick(processes(conn), scope)
    last = None if process is None else day_before(conn, process.id, today())
    return today() if last is None else last


def round_days(conn: sqlite3.Connection, process: int) -> tuple[int, ...]:
    """Return the days of the rounds that have begun, counted from 1970, in order: the last of each, as far as known."""
    found = {closes(day, ends) for day, ends in conn.execute(_ROUNDS, (process,))}
    return tuple(sorted(found - {UNDATED}))


def walked(
    conn: sqlite3.Connection, process: int, as_of: int | None, steps: Iterable[tuple[Unit, Literal[-1, 1]]]
) -> int | None:
    """Return where steps lead to: each to the day, or the round, before (-1) or after (1).

    After the last day comes now, None; before the first there is nothing: it stays.

    Args:
        conn: An open read transaction.
        process: Whose days.
        as_of: The day that is looked at, counted from 1970; None is now.
        steps: Each with its unit.
    """
    here = as_of
    for unit, way in steps:
        before = way < 0
        if unit == "day":
            day = (
                day_before(conn, process, here) if before else None if here is None else day_after(conn, process, here)
            )
        else:
            days = [day for day in round_days(conn, process) if here is None or (day < here if before else day > here)]
            day = None if not days or (here is None and not before) else max(days) if before else min(days)
        here = here if before and day is None else day
    return here


def record_day(conn: sqlite3.Connection, record: int) -> int | None:
    """Return the day that a record is listed under, counted from 1970; None if it is of no day."""
    found = conn.execute("SELECT kind FROM records WHERE id = ?", (record,)).fetchone()
    if found is None or found[0] not in _DAY:
        return None
    row = conn.execute(_DAY[found[0]], (record,)).fetchone()
    day = day_of(row[0]) if row else UNDATED
    return None if day == UNDATED else day


def _held_from(conn: sqlite3.Connection, process: int) -> list[int]:
    """Return the days from which positions are held."""
    return [day for (text,) in conn.execute(_POSITIONS, (process,)) if (day := iso_day(text)) is not None]
