"""What happened when: a window of events around a place in the timeline, never all of them.

The order is that of the `timeline` cache: what is planned apart, then by civil day, then by moment, then by id. A
window is found by keys, so its cost does not depend on how many events there are. As of a day it is the same, with the
events that stood otherwise than their rows say (the `stages` cache) in the places that they had then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from db.asof import UNDATED, values
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
        scope: Its order, the day that it is as of, and what it leaves out.
        near: The place: an entry's key, or any other; None is the newest that is more than a plan.
        reach: Events on each side.
    """
    place = near or now()
    word = voice(conn, scope.word)
    only = _only(conn, scope, word)
    given = {"process": process, "reach": reach, **_at(place), **only.values, **values(scope.as_of)}
    later = _keys(conn, f"{_rows(only, scope.as_of, '>')} ORDER BY 1, 2, 3, 4 LIMIT :reach", given)
    earlier = _keys(
        conn, f"{_rows(only, scope.as_of, '<=')} ORDER BY 1 DESC, 2 DESC, 3 DESC, 4 DESC LIMIT :reach", given
    )
    keys = earlier[::-1] + later
    # The place itself, if there is such an entry, is the last of the earlier ones; else the next in reading order.
    exact = bool(earlier) and earlier[0] == place
    anchor = len(earlier) - 1 if exact or scope.newest_first or near is None else len(earlier)
    if scope.newest_first:
        keys.reverse()
        anchor = len(keys) - 1 - anchor
    total, before = _counts(conn, scope, only, {**given, **_at(keys[0] if keys else now())})
    found = entries(conn, process, keys, word, scope.as_of)
    return Window(found, before, total, max(0, min(anchor, len(keys) - 1)), _days(conn, process, scope.as_of))


def count(conn: sqlite3.Connection, process: int, as_of: int | None, contested_only: bool = False) -> int:
    """Return how many events there were as of a day, or how many of them were in dispute."""
    scope = Scope(as_of=as_of, contested_only=contested_only)
    total, _ = _counts(conn, scope, _Only(contested_only), {"process": process, **_at(now()), **values(as_of)})
    return total


@dataclass(frozen=True, slots=True)
class _Set:
    """Events that a filter keeps, in two ways of asking for them.

    Attributes:
        each: A condition on `event`, for one look into an index at each: for a window.
        whole: A query for all of them, in a column `event`: for counting.
        values: The parameters of both.
    """

    each: str
    whole: str
    values: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class _Only:
    """What the filters of a scope leave of a timeline: what is in dispute, if that is asked for, and in every set."""

    contested: bool
    sets: tuple[_Set, ...] = ()
    values: dict[str, str | int] = field(default_factory=dict)

    def of(self, table: str, first: int = 0) -> str:
        """Return the condition on rows of a table, leaving out the sets before the one at index `first`."""
        parts = [f"{table}.contested"] if self.contested else []
        return "".join(f" AND {part}" for part in (*parts, *(one.each for one in self.sets[first:])))


def _only(conn: sqlite3.Connection, scope: Scope, word: Voice | None) -> _Only:
    sets = [*_matching(conn, scope), *([_spoken(word)] if word is not None and scope.hide_silent else [])]
    return _Only(scope.contested_only, tuple(sets), {name: value for one in sets for name, value in one.values.items()})


def _matching(conn: sqlite3.Connection, scope: Scope) -> list[_Set]:
    """Return the events that the filter of a scope keeps, as one set for each of its parts."""
    if not scope.query:
        return []
    from db.matching import events_matching  # noqa: PLC0415  (most boards have no filter)
    from db.search import read  # noqa: PLC0415

    kept, given = events_matching(conn, read(scope.query, scope))
    return [_Set(one.each, one.whole, given) for one in kept]


def _spoken(word: Voice) -> _Set:
    """Return the events that a voice says something of."""
    if word.party is not None:
        mine, voiced = "on_behalf_of = :voice", str(word.party)
    else:
        mine, voiced = "source IN (SELECT value FROM json_each(:voice))", json_of(word)
    claims = f"FROM claims WHERE {mine} AND rank <> 'deprecated'"
    return _Set(
        f"EXISTS (SELECT 1 {claims} AND record = event)",
        f"SELECT DISTINCT record AS event {claims}",
        {"voice": voiced},
    )


_STOOD: Final = "stages.since <= :as_of AND stages.until > :as_of"
"""The stage that an event was at on the day."""
_KNOWN: Final = "known <= :as_of AND (timeline.planned OR timeline.day <= :as_of)"
"""The events that were known on the day."""


def _at(key: Key) -> dict[str, int]:
    return dict(zip(("planned", "day", "earliest", "event"), key, strict=True))


def _compared(table: str, than: str) -> str:
    return f"({table}.planned, {table}.day, {table}.earliest, event) {than} (:planned, :day, :earliest, :event)"


def _rows(only: _Only, as_of: int | None, than: str) -> str:
    """Return the query for the keys on one side of a place; as of a day those of stages stand among them."""
    now = f"""
        SELECT planned, day, earliest, event FROM timeline
        WHERE process = :process AND {_compared("timeline", than)} {only.of("timeline")}"""  # noqa: S608
    if as_of is None:
        return now
    return f"""{now} AND {_KNOWN}
        AND NOT EXISTS (SELECT 1 FROM stages WHERE stages.event = timeline.event AND {_STOOD})
        UNION ALL SELECT stages.planned, stages.day, stages.earliest, event
        FROM stages CROSS JOIN timeline USING (event)
        WHERE process = :process AND {_STOOD} AND {_compared("stages", than)} {only.of("stages")}"""  # noqa: S608


def _keys(conn: sqlite3.Connection, sql: str, given: Mapping[str, str | int]) -> list[Key]:
    return [(row[0], row[1], row[2], row[3]) for row in conn.execute(sql, given)]


def _counts(conn: sqlite3.Connection, scope: Scope, only: _Only, given: Mapping[str, str | int]) -> tuple[int, int]:
    """Return how many events there are, and how many come before the place in `given` in reading order."""
    than = ">" if scope.newest_first else "<"
    if only.sets:
        return _counted_of_set(conn, scope, only, than, given)
    counted = _days_counted(conn, scope, than, given)
    if scope.as_of is None:
        return counted
    # Days are counted as the rows have their events: what is still a plan, and what stood otherwise, is put right.
    total, before = conn.execute(
        f"""
        SELECT coalesce(sum(sign), 0), coalesce(sum(sign * before), 0) FROM (
            SELECT 1 AS sign, {_compared("timeline", than)} AS before FROM timeline
            WHERE process = :process AND planned AND known <= :as_of {only.of("timeline")}
            UNION ALL SELECT -1, {_compared("timeline", than)} FROM stages CROSS JOIN timeline USING (event)
            WHERE process = :process AND {_STOOD} AND {_KNOWN} {only.of("timeline")}
            UNION ALL SELECT 1, {_compared("stages", than)} FROM stages CROSS JOIN timeline USING (event)
            WHERE process = :process AND {_STOOD} {only.of("stages")}
        )
        """,  # noqa: S608  (pieces of this module, here and below)
        given,
    ).fetchone()
    return counted[0] + total, counted[1] + before


def _days_counted(conn: sqlite3.Connection, scope: Scope, than: str, given: Mapping[str, str | int]) -> tuple[int, int]:
    """Count by days, then within the day of the place."""
    column = "contested" if scope.contested_only else "events"
    until = "" if scope.as_of is None else "AND NOT planned AND day <= :as_of"
    summed = f"SELECT coalesce(sum({column}), 0) FROM day_counts WHERE process = :process {until}"  # noqa: S608
    (total,) = conn.execute(summed, given).fetchone()
    (days,) = conn.execute(f"{summed} AND (planned, day) {than} (:planned, :day)", given).fetchone()
    (within,) = conn.execute(
        f"""
        SELECT count(*) FROM timeline
        WHERE process = :process AND planned = :planned AND day = :day {until} {"AND contested" * scope.contested_only}
        AND (earliest, event) {than} (:earliest, :event)
        """,  # noqa: S608
        given,
    ).fetchone()
    return total, days + within


def _counted_of_set(
    conn: sqlite3.Connection, scope: Scope, only: _Only, than: str, given: Mapping[str, str | int]
) -> tuple[int, int]:
    """Count what is left of a set: no day is counted for each filter, so by the set itself."""
    rows = f"""
        SELECT {_compared("timeline", than)} AS before FROM ({only.sets[0].whole}) CROSS JOIN timeline USING (event)
        WHERE process = :process {only.of("timeline", 1)}"""  # noqa: S608
    if scope.as_of is not None:
        rows = f"""{rows} AND {_KNOWN}
            AND NOT EXISTS (SELECT 1 FROM stages WHERE stages.event = timeline.event AND {_STOOD})
            UNION ALL SELECT {_compared("stages", than)} FROM stages CROSS JOIN timeline USING (event)
            WHERE process = :process AND {_STOOD} {only.of("stages")}"""  # noqa: S608
    total, before = conn.execute(f"SELECT count(*), coalesce(sum(before), 0) FROM ({rows})", given).fetchone()  # noqa: S608
    return total, before


def _days(conn: sqlite3.Connection, process: int, as_of: int | None) -> tuple[int, int] | None:
    earliest, latest = conn.execute(
        "SELECT min(day), max(day) FROM day_counts WHERE process = ? AND planned = 0 AND day > ? AND day <= ?",
        (process, UNDATED, _SPAN if as_of is None else as_of),
    ).fetchone()
    return None if earliest is None else (earliest, latest)
