"""What happened when: a window of events around a place in the timeline, never all of them.

The order is that of the `timeline` cache: what is planned apart, then by civil day, then by moment, then by id. A
window is found by keys, so its cost does not depend on how many events there are.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from db.caches import UNDATED
from db.entries import Entry, Key, entries
from db.scope import Scope
from db.voices import Voice, json_of, voice

REACH: Final = 100
"""Events fetched on each side of the place that is asked for."""

_SPAN: Final = 2**62


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the timeline.

    Attributes:
        entries: In the order of the scope.
        before: How many events come before the first of them.
        total: How many events the whole timeline has.
        anchor: Index of the entry that was asked for, or of the nearest one; 0 if there is none.
        span: First and last day of what has happened, counted from 1970; None if nothing with a date has.
    """

    entries: tuple[Entry, ...]
    before: int
    total: int
    anchor: int
    span: tuple[int, int] | None


def at_day(day: int, newest_first: bool) -> Key:
    """Return the key of the place where `day`, counted from 1970, begins in reading order."""
    return (0, day, _SPAN, _SPAN) if newest_first else (0, day, -_SPAN, 0)


def now() -> Key:
    """Return the key of the newest event that is more than a plan."""
    return (0, _SPAN, _SPAN, _SPAN)


def first(newest_first: bool) -> Key:
    """Return the key of the place before everything, in reading order."""
    return (1, _SPAN, _SPAN, _SPAN) if newest_first else (0, -_SPAN, -_SPAN, -_SPAN)


def last(newest_first: bool) -> Key:
    """Return the key of the place after everything, in reading order."""
    return first(not newest_first)


def window(conn: sqlite3.Connection, process: int, scope: Scope, near: Key | None, reach: int = REACH) -> Window:
    """Return the events around a place.

    Args:
        conn: An open read transaction.
        process: Whose timeline.
        scope: Its order, and whether only what is contested is shown.
        near: The place: an entry's key, or any other; None is the newest that is more than a plan.
        reach: Events on each side.
    """
    place = near or now()
    word = voice(conn, scope.word)
    only = _only(scope, word)
    later = _keys(conn, process, only, place, reach, "> (?, ?, ?, ?) ORDER BY planned, day, earliest, event")
    earlier = _keys(
        conn, process, only, place, reach,
        "<= (?, ?, ?, ?) ORDER BY planned DESC, day DESC, earliest DESC, event DESC",
    )  # fmt: skip
    keys = earlier[::-1] + later
    # The place itself, if there is such an entry, is the last of the earlier ones; else the next in reading order.
    exact = bool(earlier) and earlier[0] == place
    anchor = len(earlier) - 1 if exact or scope.newest_first or near is None else len(earlier)
    if scope.newest_first:
        keys.reverse()
        anchor = len(keys) - 1 - anchor
    total, before = _counts(conn, process, scope, only, keys[0] if keys else None)
    found = entries(conn, process, keys, word)
    return Window(found, before, total, max(0, min(anchor, len(keys) - 1)), _days(conn, process))


@dataclass(frozen=True, slots=True)
class _Only:
    """What the filters of a scope leave of a timeline: a condition on its rows, and what its marks stand for.

    Attributes:
        contested: Keep what is in dispute.
        mine: The claims of the voice that is heard, where what it is silent on is left out; "" keeps all.
        values: What the marks in `mine` stand for.
    """

    contested: bool
    mine: str = ""
    values: tuple[str, ...] = ()

    @property
    def sql(self) -> str:
        """The condition, for one look into the index of the voice at each event."""
        spoken = f"AND EXISTS (SELECT 1 FROM claims WHERE {self.mine} AND record = event) " if self.mine else ""  # noqa: S608
        return ("AND contested " if self.contested else "") + spoken


def _only(scope: Scope, word: Voice | None) -> _Only:
    if word is None or not scope.hide_silent:
        return _Only(scope.contested_only)
    if word.party is not None:
        return _Only(scope.contested_only, "on_behalf_of = ? AND rank <> 'deprecated'", (str(word.party),))
    mine = "source IN (SELECT value FROM json_each(?)) AND rank <> 'deprecated'"
    return _Only(scope.contested_only, mine, (json_of(word),))


def _keys(conn: sqlite3.Connection, process: int, only: _Only, place: Key, reach: int, bound: str) -> list[Key]:
    sql = f"""
        SELECT planned, day, earliest, event FROM timeline
        WHERE process = ? {only.sql}AND (planned, day, earliest, event) {bound} LIMIT ?
    """  # noqa: S608  (pieces of this module)
    return [(row[0], row[1], row[2], row[3]) for row in conn.execute(sql, (process, *only.values, *place, reach))]


def _counts(conn: sqlite3.Connection, process: int, scope: Scope, only: _Only, begin: Key | None) -> tuple[int, int]:
    """Return how many events there are, and how many come before `begin` in reading order: by days, then within one."""
    order = ">" if scope.newest_first else "<"
    if only.mine:
        return _spoken(conn, process, only, order, begin or (0, 0, 0, 0))
    column = "contested" if only.contested else "events"
    summed = f"SELECT coalesce(sum({column}), 0) FROM day_counts WHERE process = ?"  # noqa: S608
    (total,) = conn.execute(summed, (process,)).fetchone()
    if begin is None:
        return total, 0
    (days,) = conn.execute(f"{summed} AND (planned, day) {order} (?, ?)", (process, *begin[:2])).fetchone()
    (within,) = conn.execute(
        f"""
        SELECT count(*) FROM timeline
        WHERE process = ? {only.sql}AND planned = ? AND day = ? AND (earliest, event) {order} (?, ?)
        """,  # noqa: S608
        (process, *begin),
    ).fetchone()
    return total, days + within


def _spoken(conn: sqlite3.Connection, process: int, only: _Only, order: str, begin: Key) -> tuple[int, int]:
    """Count as `_counts` what one voice speaks of: no day is counted for each voice, so by the voice's own claims."""
    contested = "AND contested" if only.contested else ""
    total, before = conn.execute(
        f"""
        SELECT count(*), coalesce(sum((planned, day, earliest, event) {order} (?, ?, ?, ?)), 0)
        FROM (SELECT DISTINCT record FROM claims WHERE {only.mine}) CROSS JOIN timeline ON event = record
        WHERE process = ? {contested}
        """,  # noqa: S608
        (*begin, *only.values, process),
    ).fetchone()
    return total, before


def _days(conn: sqlite3.Connection, process: int) -> tuple[int, int] | None:
    earliest, latest = conn.execute(
        "SELECT min(day), max(day) FROM day_counts WHERE process = ? AND planned = 0 AND day > ?",
        (process, UNDATED),
    ).fetchone()
    return None if earliest is None else (earliest, latest)
