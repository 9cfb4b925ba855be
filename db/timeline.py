"""What happened when: a window of events around a place in the timeline, never all of them.

The order is that of the `timeline` cache: what is planned apart, then by civil day, then by moment, then by id. A
window is found by keys, so its cost does not depend on how many events there are. As of a day it is the same, with the
events that stood otherwise than their rows say (the `stages` cache) in the places that they had then.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Final

from db import marks
from db.asof import UNDATED, values
from db.entries import Entry, Key, entries
from db.kept import line_of
from db.marks import WHOLE, Line, at
from db.scope import Scope
from db.values import dataclass
from db.voices import voice

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
    line = _Lined(line_of(conn, process, scope, word), process, scope)
    moved = _moved(conn, line)
    then = [one.then for one in moved if one.counted_then]
    later = [*_side(conn, line, moved, place, ">", reach), *(key for key in then if key > place)]
    earlier = [*_side(conn, line, moved, place, "<=", reach), *(key for key in then if key <= place)]
    later = sorted(later)[:reach]
    earlier = sorted(earlier, reverse=True)[:reach]
    keys = earlier[::-1] + later
    # The place itself, if there is such an entry, is the last of the earlier ones; else the next in reading order.
    exact = bool(earlier) and earlier[0] == place
    anchor = len(earlier) - 1 if exact or scope.newest_first or near is None else len(earlier)
    if scope.newest_first:
        keys.reverse()
        anchor = len(keys) - 1 - anchor
    total, before = _counts(conn, line, moved, keys[0] if keys else now())
    found = entries(conn, process, keys, word, scope.as_of)
    return Window(found, before, total, max(0, min(anchor, len(keys) - 1)), _days(conn, process, scope.as_of))


def key_at(conn: sqlite3.Connection, process: int, scope: Scope, position: int) -> Key:
    """Return about which place stands at a position in reading order, counted from 0: as exact as a scroll bar is."""
    line = _Lined(line_of(conn, process, scope, voice(conn, scope.word)), process, scope)
    if scope.newest_first:
        total, _ = _counts(conn, line, _moved(conn, line), now())
        position = total - 1 - position
    found = marks.key_at(conn, line.tables, process, max(0, position), scope.contested_only)
    return found if found is not None else last(newest_first=False)


def counts(conn: sqlite3.Connection, process: int, as_of: int | None) -> tuple[int, int]:
    """Return how many events there are, and how many of them are in dispute; as of a day, of those known then."""
    found = []
    for contested in (False, True):
        line = _Lined(WHOLE, process, Scope(as_of=as_of, contested_only=contested))
        found.append(_counts(conn, line, _moved(conn, line), now())[0])
    return found[0], found[1]


@dataclass(frozen=True, slots=True)
class _Lined:
    """The rows of a timeline that a scope shows: of which table, whose, as of when, all or the contested ones."""

    tables: Line
    process: int
    scope: Scope

    @property
    def only(self) -> str:
        """The condition that leaves out what the scope doesn't show."""
        return "AND contested" if self.scope.contested_only else ""

    @property
    def given(self) -> dict[str, str | int]:
        """The parameters of all queries."""
        return {"process": self.process, **values(self.scope.as_of)}


@dataclass(frozen=True, slots=True)
class _Moved:
    """An event that stood otherwise on the day than its row says.

    Attributes:
        event: Its record.
        then: Its place then.
        counted_then: Whether the filters keep it as it stood.
        now: Its place by its row.
        counted_now: Whether days are counted with it, by its row.
    """

    event: int
    then: Key
    counted_then: bool
    now: Key
    counted_now: bool


def _moved(conn: sqlite3.Connection, line: _Lined) -> list[_Moved]:
    """Return the events that stood otherwise on a day than their rows say: few, however many there are in all."""
    if line.scope.as_of is None:
        return []
    rows = conn.execute(
        f"""
        SELECT stages.event, stages.planned, stages.day, stages.earliest, {"stages.contested" if line.only else "1"},
            its.planned, its.day, its.earliest,
            its.planned = 0 AND its.day <= :as_of {"AND its.contested" if line.only else ""}
        FROM stages CROSS JOIN timeline AS here ON here.event = stages.event AND here.process = :process
        CROSS JOIN {line.tables.rows} AS its ON its.process = :process AND its.planned = here.planned
            AND its.day = here.day AND its.earliest = here.earliest AND its.event = here.event
        WHERE stages.until > :as_of AND stages.since <= :as_of
        """,  # noqa: S608  (pieces of this module, here and below)
        line.given,
    )
    return [
        _Moved(row[0], (row[1], row[2], row[3], row[0]), bool(row[4]), (row[5], row[6], row[7], row[0]), bool(row[8]))
        for row in rows
    ]


def _still(moved: list[_Moved]) -> dict[str, str]:
    """Return the parameter of the condition that an event stood as its row says."""
    return {"moved": json.dumps([one.event for one in moved])}


_STILL: Final = "AND event NOT IN (SELECT value FROM json_each(:moved))"


def _side(conn: sqlite3.Connection, line: _Lined, moved: list[_Moved], place: Key, than: str, reach: int) -> list[Key]:
    """Return the keys next to a place on one side of it; as of a day without those that stood otherwise.

    What has happened and what is planned are asked for apart: of the one nothing lies beyond the day.
    """
    as_of = line.scope.as_of
    if as_of is not None and place[0] == 0 and than == "<=":
        place = min(place, (0, as_of, _SPAN, _SPAN))
    given = {**line.given, **_still(moved), **at(place), "reach": reach}
    order = "day, earliest, event" if than == ">" else "day DESC, earliest DESC, event DESC"
    until = {0: "AND day <= :as_of", 1: "AND known <= :as_of"}
    found: list[Key] = []
    for planned in (0, 1):
        if planned != place[0] and (planned > place[0]) != (than == ">"):
            continue
        bound = f"AND (day, earliest, event) {than} (:day, :earliest, :event)" if planned == place[0] else ""
        found += _keys(
            conn,
            f"""
            SELECT planned, day, earliest, event FROM {line.tables.rows}
            WHERE process = :process AND planned = {planned} {bound}
            {"" if as_of is None else f"{until[planned]} {_STILL}"} {line.only}
            ORDER BY {order} LIMIT :reach
            """,  # noqa: S608
            given,
        )
    return found


def _keys(conn: sqlite3.Connection, sql: str, given: Mapping[str, str | int]) -> list[Key]:
    return [(row[0], row[1], row[2], row[3]) for row in conn.execute(sql, given)]


def _counts(conn: sqlite3.Connection, line: _Lined, moved: list[_Moved], begin: Key) -> tuple[int, int]:
    """Return how many events there are, and how many come before `begin` in reading order."""
    newest, contested = line.scope.newest_first, line.scope.contested_only

    def standing(key: Key, with_it: bool = False) -> int:
        return marks.rank(conn, line.tables, line.process, key, contested, with_it)

    def precedes(key: Key) -> bool:
        return key > begin if newest else key < begin

    beyond = standing(begin, with_it=newest)
    if line.scope.as_of is None:
        total = marks.total(conn, line.tables, line.process, contested)
        return total, total - beyond if newest else beyond
    # What has happened by the day is all that stands up to it; plans are few, and so is what stood otherwise.
    total = standing((0, line.scope.as_of, _SPAN, _SPAN), with_it=True)
    before = max(0, total - beyond) if newest else min(beyond, total)
    plans = _keys(
        conn,
        f"""
        SELECT planned, day, earliest, event FROM {line.tables.rows}
        WHERE process = :process AND planned = 1 AND known <= :as_of {_STILL} {line.only}
        """,  # noqa: S608
        {**line.given, **_still(moved)},
    )
    plans += [one.then for one in moved if one.counted_then]
    gone = [one.now for one in moved if one.counted_now]
    return total + len(plans) - len(gone), before + sum(map(precedes, plans)) - sum(map(precedes, gone))


def _days(conn: sqlite3.Connection, process: int, as_of: int | None) -> tuple[int, int] | None:
    earliest, latest = conn.execute(
        "SELECT min(day), max(day) FROM day_counts WHERE process = ? AND planned = 0 AND day > ? AND day <= ?",
        (process, UNDATED, _SPAN if as_of is None else as_of),
    ).fetchone()
    return None if earliest is None else (earliest, latest)
