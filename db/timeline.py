"""What happened when: a window of events around a place in the timeline, never all of them.

The order is that of the `timeline` cache: what is planned apart, then by civil day, then by moment, then by id. A
window is found by keys, so its cost does not depend on how many events there are. As of a day it is the same, with the
events that stood otherwise than their rows say (the `stages` cache) in the places that they had then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Final

from db import marks
from db.entries import Entry, Key, entries
from db.lined import FAR, STILL, Lined, Moved, lined, moved, planned_by, still
from db.marks import WHOLE, at
from db.scope import Scope
from db.values import dataclass
from db.zoom import Period, Unit, side_names, tallied

REACH: Final = 60
"""Events fetched on each side of the place that is asked for."""


Near = Key | int | None
"""A place in a timeline: a key, a position in reading order, or None for the newest event that is more than a plan."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the timeline.

    Attributes:
        entries: In the order of the scope.
        before: How many events come before the first of them.
        total: How many events the whole timeline has.
        anchor: Index of the entry that was asked for, or of the nearest one; 0 if there is none.
        span: First and last day of what has happened, counted from 1970; None if nothing with a date has.
        days: How much there is of each day that an entry is on.
        names: What the two sides are called in a column.
    """

    entries: tuple[Entry, ...]
    before: int
    total: int
    anchor: int
    span: tuple[int, int] | None
    days: tuple[Period, ...] = ()
    names: tuple[str, str] = ("", "")

    @property
    def unit(self) -> Unit:
        """What its entries are: events of a day."""
        return "day"


NOWHERE: Final = Window((), 0, 0, 0, None)
"""A stretch without any event."""


def at_day(day: int, newest_first: bool) -> Key:
    """Return the key of the place where `day`, counted from 1970, begins in reading order."""
    return (0, day, FAR, FAR) if newest_first else (0, day, -FAR, 0)


def now() -> Key:
    """Return the key of the newest event that is more than a plan."""
    return (0, FAR, FAR, FAR)


def first(newest_first: bool) -> Key:
    """Return the key of the place before everything, in reading order."""
    return (1, FAR, FAR, FAR) if newest_first else (0, -FAR, -FAR, -FAR)


def last(newest_first: bool) -> Key:
    """Return the key of the place after everything, in reading order."""
    return first(not newest_first)


def window(conn: sqlite3.Connection, process: int, scope: Scope, near: Near, reach: int = REACH) -> Window:
    """Return the events around a place.

    Args:
        conn: An open read transaction.
        process: Whose timeline.
        scope: Its order, the day that it is as of, and what it leaves out.
        near: The place: an entry's key, or any other; a number is a position in reading order, counted from 0; None is
            the newest that is more than a plan.
        reach: Events on each side.
    """
    if isinstance(near, int):
        near = key_at(conn, process, scope, near)
    place = near or now()
    line = lined(conn, process, scope)
    stood = moved(conn, line)
    then = line.then(stood)
    later = [*_side(conn, line, stood, place, ">", reach), *(key for key in then if key > place)]
    earlier = [*_side(conn, line, stood, place, "<=", reach), *(key for key in then if key <= place)]
    later = sorted(later)[:reach]
    earlier = sorted(earlier, reverse=True)[:reach]
    keys = earlier[::-1] + later
    # The place itself, if there is such an entry, is the last of the earlier ones; else the next in reading order.
    exact = bool(earlier) and earlier[0] == place
    anchor = len(earlier) - 1 if exact or scope.newest_first or near is None else len(earlier)
    if scope.newest_first:
        keys.reverse()
        anchor = len(keys) - 1 - anchor
    total, before = _counts(conn, line, stood, keys[0] if keys else now())
    found = entries(conn, process, keys, line.word, scope.as_of)
    anchor = max(0, min(anchor, len(keys) - 1))
    days = tallied(conn, line, stood, keys)
    return Window(found, before, total, anchor, line.span(conn), days, side_names(conn, process))


def key_at(conn: sqlite3.Connection, process: int, scope: Scope, position: int) -> Key:
    """Return about which place stands at a position in reading order, counted from 0: as exact as a scroll bar is."""
    line = lined(conn, process, scope)
    if scope.newest_first:
        total, _ = _counts(conn, line, moved(conn, line), now())
        position = total - 1 - position
    found = marks.key_at(conn, line.tables, process, max(0, position), scope.contested_only)
    return found if found is not None else last(newest_first=False)


def counts(conn: sqlite3.Connection, process: int, as_of: int | None) -> tuple[int, int]:
    """Return how many events there are, and how many of them are in dispute; as of a day, of those known then."""
    line = Lined(WHOLE, process, Scope(as_of=as_of))
    stood = moved(conn, line)
    disputed = Lined(WHOLE, process, Scope(as_of=as_of, contested_only=True))
    return _counts(conn, line, stood, now())[0], _counts(conn, disputed, stood, now())[0]


def walk(conn: sqlite3.Connection, process: int, scope: Scope, size: int = REACH) -> Iterator[list[Key]]:
    """Yield every place of a timeline in reading order, at most `size` at a time: the way to read all of it.

    Args:
        conn: An open read transaction, that stays open.
        process: Whose timeline.
        scope: As with `window`.
        size: Places.

    Raises:
        QueryError: The filter names what the store doesn't hold.
    """
    line = lined(conn, process, scope)
    stood = moved(conn, line)
    newest = scope.newest_first
    place, than = first(newest), "<=" if newest else ">"
    while True:
        then = [key for key in line.then(stood) if (key <= place if newest else key > place)]
        keys = sorted([*_side(conn, line, stood, place, than, size), *then], reverse=newest)[:size]
        if not keys:
            return
        yield keys
        last_one = keys[-1]
        place = (*last_one[:3], last_one[3] - newest)  # going back, the place itself counts


def _side(conn: sqlite3.Connection, line: Lined, stood: list[Moved], place: Key, than: str, reach: int) -> list[Key]:
    """Return the keys next to a place on one side of it; as of a day without those that stood otherwise.

    What has happened and what is planned are asked for apart: of the one nothing lies beyond the day.
    """
    as_of = line.as_of
    if as_of is not None and place[0] == 0 and than == "<=":
        place = min(place, (0, as_of, FAR, FAR))
    given = {**line.given, **still(stood), **at(place), "reach": reach}
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
            {"" if as_of is None else f"{until[planned]} {STILL}"} {line.only}
            ORDER BY {order} LIMIT :reach
            """,  # noqa: S608
            given,
        )
    return found


def _keys(conn: sqlite3.Connection, sql: str, given: Mapping[str, str | int]) -> list[Key]:
    return [(row[0], row[1], row[2], row[3]) for row in conn.execute(sql, given)]


def _counts(conn: sqlite3.Connection, line: Lined, stood: list[Moved], begin: Key) -> tuple[int, int]:
    """Return how many events there are, and how many come before `begin` in reading order."""
    newest, contested = line.scope.newest_first, line.scope.contested_only

    def standing(key: Key, with_it: bool = False) -> int:
        return marks.rank(conn, line.tables, line.process, key, contested, with_it)

    def precedes(key: Key) -> bool:
        return key > begin if newest else key < begin

    beyond = standing(begin, with_it=newest)
    if line.as_of is None:
        total = marks.total(conn, line.tables, line.process, contested)
        return total, total - beyond if newest else beyond
    # What has happened by the day is all that stands up to it; plans are few, and so is what stood otherwise.
    total = standing((0, line.as_of, FAR, FAR), with_it=True)
    before = max(0, total - beyond) if newest else min(beyond, total)
    plans = [key for key, *_ in planned_by(conn, line, stood)]
    plans += line.then(stood)
    gone = line.gone(stood)
    return total + len(plans) - len(gone), before + sum(map(precedes, plans)) - sum(map(precedes, gone))
