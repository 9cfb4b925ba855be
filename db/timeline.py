"""What happened when: a window of events around a place in the timeline, never all of them.

The order is that of the `timeline` cache: what is planned apart, then by civil day, then by moment, then by id. A
window is found by keys, so its cost does not depend on how many events there are. As of a day it is the same, with the
events that stood otherwise than their rows say (the `stages` cache) in the places that they had then.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from itertools import islice
from typing import TYPE_CHECKING, Final

from db.asof import UNDATED, values
from db.entries import Entry, Key, entries
from db.scope import Scope
from db.values import dataclass
from db.voices import Voice, json_of, voice

if TYPE_CHECKING:
    from db.filtered import Kept

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
    only = _only(scope, word)
    moved = _moved(conn, process, only, scope.as_of)
    given = {"process": process, "reach": reach, **only.values, **values(scope.as_of), **_at(place)}
    given["moved"] = json.dumps([one.event for one in moved])
    kept = _filtered(conn, scope, only, given)
    then = [one.then for one in moved if one.counted_then and (kept is None or one.event in kept.events)]
    later = [*_side(conn, only, scope.as_of, place, ">", given, kept), *(key for key in then if key > place)]
    earlier = [*_side(conn, only, scope.as_of, place, "<=", given, kept), *(key for key in then if key <= place)]
    later = sorted(later)[:reach]
    earlier = sorted(earlier, reverse=True)[:reach]
    keys = earlier[::-1] + later
    # The place itself, if there is such an entry, is the last of the earlier ones; else the next in reading order.
    exact = bool(earlier) and earlier[0] == place
    anchor = len(earlier) - 1 if exact or scope.newest_first or near is None else len(earlier)
    if scope.newest_first:
        keys.reverse()
        anchor = len(keys) - 1 - anchor
    begin = keys[0] if keys else now()
    if kept is None:
        total, before = _counts(conn, scope, only, moved, begin, {**given, **_at(begin)})
    else:
        # Of those on the first side of the place, all that aren't in the window come before it.
        beyond = kept.later if scope.newest_first else kept.total - kept.later
        inside = sum(key not in then and (key > place) == scope.newest_first for key in keys)
        total = kept.total + len(then)
        before = beyond - inside + sum(key > begin if scope.newest_first else key < begin for key in then)
    found = entries(conn, process, keys, word, scope.as_of)
    return Window(found, before, total, max(0, min(anchor, len(keys) - 1)), _days(conn, process, scope.as_of))


def counts(conn: sqlite3.Connection, process: int, as_of: int) -> tuple[int, int]:
    """Return how many events were known on a day, counted from 1970, and how many of them were in dispute."""
    given = {"process": process, **_at(now()), **values(as_of)}
    found = []
    for contested in (False, True):
        only = _Only(contested)
        moved = _moved(conn, process, only, as_of)
        found.append(_counts(conn, Scope(as_of=as_of, contested_only=contested), only, moved, now(), given)[0])
    return found[0], found[1]


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


def _only(scope: Scope, word: Voice | None) -> _Only:
    sets = [_spoken(word)] if word is not None and scope.hide_silent else []
    return _Only(scope.contested_only, tuple(sets), {name: value for one in sets for name, value in one.values.items()})


def _filtered(conn: sqlite3.Connection, scope: Scope, only: _Only, given: Mapping[str, str | int]) -> Kept | None:
    """Return the events that the filter of a scope keeps; None if it has none."""
    if not scope.query:
        return None
    from db.filtered import kept  # noqa: PLC0415  (most boards have no filter)
    from db.search import read  # noqa: PLC0415

    query = read(conn, scope.query, scope)
    if not query.terms and not query.filters:
        return None
    voiced = _Only(False, only.sets).of("timeline")
    still = f"({_KNOWN} AND event NOT IN (SELECT value FROM json_each(:moved)))"  # noqa: S608
    counted = "1" if scope.as_of is None else still
    counted += " AND contested" if only.contested else ""
    return kept(conn, query, voiced, counted, f"{_KEY} > {_PLACE}", given)


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


_KNOWN: Final = "known <= :as_of AND (planned OR day <= :as_of)"
"""The events that were known on the day."""


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


def _moved(conn: sqlite3.Connection, process: int, only: _Only, as_of: int | None) -> list[_Moved]:
    """Return the events that stood otherwise on a day than their rows say: few, however many there are in all."""
    if as_of is None:
        return []
    rows = conn.execute(
        f"""
        SELECT event, stages.planned, stages.day, stages.earliest, 1 {only.of("stages")},
            timeline.planned, timeline.day, timeline.earliest,
            (timeline.planned = 0 AND timeline.day <= :as_of) {only.of("timeline")}
        FROM stages CROSS JOIN timeline USING (event)
        WHERE stages.until > :as_of AND stages.since <= :as_of AND process = :process
        """,  # noqa: S608  (pieces of this module, here and below)
        {"process": process, "as_of": as_of, **only.values},
    )
    return [
        _Moved(row[0], (row[1], row[2], row[3], row[0]), bool(row[4]), (row[5], row[6], row[7], row[0]), bool(row[8]))
        for row in rows
    ]


def _at(key: Key) -> dict[str, str | int]:
    return dict(zip(("planned", "day", "earliest", "event"), key, strict=True))


_KEY: Final = "(planned, day, earliest, event)"
_PLACE: Final = "(:planned, :day, :earliest, :event)"


def _side(
    conn: sqlite3.Connection,
    only: _Only,
    as_of: int | None,
    place: Key,
    than: str,
    given: Mapping[str, str | int],
    kept: Kept | None,
) -> Iterator[Key]:
    """Yield the keys next to a place on one side of it; as of a day without those that stood otherwise.

    What has happened and what is planned are asked for apart: of the one nothing lies beyond the day.
    """
    if as_of is not None and place[0] == 0 and than == "<=":
        given = {**given, **_at(min(place, (0, as_of, _SPAN, _SPAN)))}
    order = "day, earliest, event" if than == ">" else "day DESC, earliest DESC, event DESC"
    table, limit = "timeline", "LIMIT :reach"
    if kept is not None:
        few = kept.few
        given = {**given, "kept": few or ""}
        table, limit = (
            ("json_each(:kept) CROSS JOIN timeline INDEXED BY timeline_event ON event = value", limit)
            if few
            else (table, "")
        )
    until = {0: "AND day <= :as_of", 1: "AND known <= :as_of"}
    for planned in (0, 1):
        if planned != place[0] and (planned > place[0]) != (than == ">"):
            continue
        bound = f"AND (day, earliest, event) {than} (:day, :earliest, :event)" if planned == place[0] else ""
        then = "" if as_of is None else f"{until[planned]} AND event NOT IN (SELECT value FROM json_each(:moved))"  # noqa: S608
        sql = f"""
            SELECT planned, day, earliest, event FROM {table}
            WHERE process = :process AND planned = {planned} {bound} {then} {only.of("timeline")}
            ORDER BY {order} {limit}"""  # noqa: S608
        if limit:
            yield from _keys(conn, sql, given)
        else:
            rows = conn.execute(sql, given)
            yield from islice((row for row in rows if kept is None or row[3] in kept.events), int(given["reach"]))
            rows.close()


def _keys(conn: sqlite3.Connection, sql: str, given: Mapping[str, str | int]) -> list[Key]:
    return [(row[0], row[1], row[2], row[3]) for row in conn.execute(sql, given)]


def _counts(
    conn: sqlite3.Connection,
    scope: Scope,
    only: _Only,
    moved: Sequence[_Moved],
    begin: Key,
    given: Mapping[str, str | int],
) -> tuple[int, int]:
    """Return how many events there are, and how many come before `begin` in reading order."""
    than = ">" if scope.newest_first else "<"

    def precedes(key: Key) -> bool:
        return key > begin if scope.newest_first else key < begin

    then = [one.then for one in moved if one.counted_then]
    total, before = len(then), sum(map(precedes, then))
    if only.sets:
        whole = _counted_of_set(conn, scope, only, than, given)
        return total + whole[0], before + whole[1]
    if scope.as_of is not None:
        # Days are counted as the rows have their events: those that stood otherwise are taken out.
        gone = [one.now for one in moved if one.counted_now]
        plans = _keys(
            conn,
            f"""
            SELECT planned, day, earliest, event FROM timeline WHERE process = :process AND planned = 1
            AND known <= :as_of AND event NOT IN (SELECT value FROM json_each(:moved)) {only.of("timeline")}
            """,  # noqa: S608
            {**given, "moved": json.dumps([one.event for one in moved])},
        )
        total += len(plans) - len(gone)
        before += sum(map(precedes, plans)) - sum(map(precedes, gone))
    days, days_before = _days_counted(conn, scope, than, given)
    return total + days, before + days_before


def _days_counted(conn: sqlite3.Connection, scope: Scope, than: str, given: Mapping[str, str | int]) -> tuple[int, int]:
    """Count by days, then within the day of the place."""
    column = "contested" if scope.contested_only else "events"
    until = "" if scope.as_of is None else "AND planned = 0 AND day <= :as_of"
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
    """Count what is left of a set as rows have it: no day is counted for each filter, so by the set itself."""
    then = "" if scope.as_of is None else f"AND {_KNOWN} AND event NOT IN (SELECT value FROM json_each(:moved))"  # noqa: S608
    total, before = conn.execute(
        f"""
        SELECT count(*), coalesce(sum({_KEY} {than} {_PLACE}), 0)
        FROM ({only.sets[0].whole}) CROSS JOIN timeline USING (event)
        WHERE process = :process {then} {only.of("timeline", 1)}
        """,  # noqa: S608
        given,
    ).fetchone()
    return total, before


def _days(conn: sqlite3.Connection, process: int, as_of: int | None) -> tuple[int, int] | None:
    earliest, latest = conn.execute(
        "SELECT min(day), max(day) FROM day_counts WHERE process = ? AND planned = 0 AND day > ? AND day <= ?",
        (process, UNDATED, _SPAN if as_of is None else as_of),
    ).fetchone()
    return None if earliest is None else (earliest, latest)
