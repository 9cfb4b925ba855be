"""What happened when: a window of events around a place in the timeline, never all of them.

The order is that of the `timeline` cache: what is planned apart, then by civil day, then by moment, then by id. A
window is found by keys, so its cost does not depend on how many events there are.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from db.caches import UNDATED
from db.contested import Said, live, rivals
from db.scope import Scope

Key = tuple[int, int, int, int]
"""A place in the order: planned (0 or 1), day from 1970, second from 1970, event id."""

REACH: Final = 100
"""Events fetched on each side of the place that is asked for."""

_DATES: Final = ("starts", "ends")

_SPAN: Final = 2**62


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in the timeline.

    Attributes:
        key: Its place in the order; the last part is its id.
        type: A word of the list `event_type`.
        status: planned, ongoing, held ...
        title: One line.
        summary: One sentence, or "".
        place: Where, or "".
        starts, ends: EDTF, or "".
        state: What the claims on it add up to.
        contested_on: The properties in dispute.
        parties: Short name and role of each party with a part in it, in the process's order.
        sources: Short names of those that report it, in alphabetical order.
        rivals: For each date in dispute, starts or ends, its property and every value that is given, the first first.
    """

    key: Key
    type: str
    status: str
    title: str
    summary: str
    place: str
    starts: str
    ends: str
    state: str
    contested_on: tuple[str, ...]
    parties: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    rivals: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def id(self) -> int:
        """The event's record."""
        return self.key[3]

    @property
    def planned(self) -> bool:
        """Whether it is still to come, and set apart."""
        return bool(self.key[0])

    @property
    def day(self) -> int | None:
        """The civil day it is listed under, counted from 1970; None if it has no date."""
        return None if self.key[1] == UNDATED else self.key[1]


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
    later = _keys(conn, process, scope, place, reach, "> (?, ?, ?, ?) ORDER BY planned, day, earliest, event")
    earlier = _keys(
        conn, process, scope, place, reach,
        "<= (?, ?, ?, ?) ORDER BY planned DESC, day DESC, earliest DESC, event DESC",
    )  # fmt: skip
    keys = earlier[::-1] + later
    # The place itself, if there is such an entry, is the last of the earlier ones; else the next in reading order.
    exact = bool(earlier) and earlier[0] == place
    anchor = len(earlier) - 1 if exact or scope.newest_first or near is None else len(earlier)
    if scope.newest_first:
        keys.reverse()
        anchor = len(keys) - 1 - anchor
    total, before = _counts(conn, process, scope, keys[0] if keys else None)
    return Window(
        _entries(conn, process, keys), before, total, max(0, min(anchor, len(keys) - 1)), _days(conn, process)
    )


def _keys(conn: sqlite3.Connection, process: int, scope: Scope, place: Key, reach: int, bound: str) -> list[Key]:
    only = "AND contested " if scope.contested_only else ""
    sql = f"""
        SELECT planned, day, earliest, event FROM timeline
        WHERE process = ? {only}AND (planned, day, earliest, event) {bound} LIMIT ?
    """  # noqa: S608  (pieces of this module)
    return [(row[0], row[1], row[2], row[3]) for row in conn.execute(sql, (process, *place, reach))]


def _counts(conn: sqlite3.Connection, process: int, scope: Scope, begin: Key | None) -> tuple[int, int]:
    """Return how many events there are, and how many come before `begin` in reading order: by days, then within one."""
    column = "contested" if scope.contested_only else "events"
    (total,) = conn.execute(
        f"SELECT coalesce(sum({column}), 0) FROM day_counts WHERE process = ?",  # noqa: S608
        (process,),
    ).fetchone()
    if begin is None:
        return total, 0
    order = ">" if scope.newest_first else "<"
    only = "AND contested" if scope.contested_only else ""
    (days,) = conn.execute(
        f"SELECT coalesce(sum({column}), 0) FROM day_counts WHERE process = ? AND (planned, day) {order} (?, ?)",  # noqa: S608
        (process, *begin[:2]),
    ).fetchone()
    (within,) = conn.execute(
        f"""
        SELECT count(*) FROM timeline
        WHERE process = ? AND planned = ? AND day = ? AND (earliest, event) {order} (?, ?) {only}
        """,  # noqa: S608
        (process, *begin),
    ).fetchone()
    return total, days + within


def _days(conn: sqlite3.Connection, process: int) -> tuple[int, int] | None:
    earliest, latest = conn.execute(
        "SELECT min(day), max(day) FROM day_counts WHERE process = ? AND planned = 0 AND day > ?",
        (process, UNDATED),
    ).fetchone()
    return None if earliest is None else (earliest, latest)


def _entries(conn: sqlite3.Connection, process: int, keys: list[Key]) -> tuple[Entry, ...]:
    """Return the entries for `keys`: three queries for all of them, nothing per row."""
    ids = json.dumps([key[3] for key in keys])
    parties: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for event, short, role in conn.execute(
        """
        SELECT event, short, event_parties.role FROM event_parties JOIN parties ON parties.id = event_parties.party
        LEFT JOIN process_parties ON process_parties.party = parties.id AND process_parties.process = ?
        WHERE event IN (SELECT value FROM json_each(?))
        ORDER BY process_parties.sort IS NULL, process_parties.sort, short
        """,
        (process, ids),
    ):
        parties[event].append((short, role))
    sources: defaultdict[int, list[str]] = defaultdict(list)
    for event, short in conn.execute(
        """
        SELECT DISTINCT record, short FROM claims JOIN sources ON sources.id = claims.source
        WHERE record IN (SELECT value FROM json_each(?)) ORDER BY short
        """,
        (ids,),
    ):
        sources[event].append(short)
    rows = {
        event: (kind, status, title, summary, place, starts, ends, state, tuple(disputed.split()))
        for event, kind, status, title, summary, place, starts, ends, state, disputed in conn.execute(
            """
            SELECT events.id, type, status, title, coalesce(summary, ''), coalesce(places.name, ''),
                coalesce(starts, ''), coalesce(ends, ''), coalesce(state, ''), coalesce(contested_on, '')
            FROM events LEFT JOIN places ON places.id = events.place
            LEFT JOIN record_state ON record_state.record = events.id
            WHERE events.id IN (SELECT value FROM json_each(?))
            """,
            (ids,),
        )
    }
    disputed = [event for event, row in rows.items() if set(_DATES) & set(row[-1])]
    rivals = _rivals(conn, disputed) if disputed else {}
    return tuple(
        Entry(key, *rows[key[3]], tuple(parties[key[3]]), tuple(sources[key[3]]), rivals.get(key[3], ()))
        for key in keys
        if key[3] in rows
    )


def _rivals(conn: sqlite3.Connection, events: list[int]) -> dict[int, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return every value of the dates in dispute of some events: one query for all of them."""
    said: defaultdict[int, list[Said]] = defaultdict(list)
    for event, *claim in conn.execute(
        """
        SELECT record, property, value, modality, source, speaker, on_behalf_of, said_on, rank FROM claims
        WHERE record IN (SELECT value FROM json_each(?)) AND property IN ('starts', 'ends') AND modality = 'asserts'
        """,
        (json.dumps(events),),
    ):
        said[event].append(Said(*claim))
    found = {}
    for event, claims in said.items():
        kept = live(claims)
        values = {name: rivals(kept, name) for name in _DATES}
        found[event] = tuple((name, given) for name, given in values.items() if len(given) > 1)
    return found
