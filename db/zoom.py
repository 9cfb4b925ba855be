"""The timeline from afar: what happened by week, month or year, a window of periods around a place.

What is counted in a period comes from the counts that the store keeps, so a year costs the same whatever happened in
it. As of a day the period that the day is in is counted up to it, and what stood otherwise is counted where it stood.
"""

from __future__ import annotations

import dataclasses
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Final, Literal

from db.asof import UNDATED
from db.entries import Key
from db.kept import count_periods
from db.lined import Lined, Moved, lined, moved, planned_by
from db.periods import first_of, last_of
from db.scope import Scope
from db.values import dataclass

Unit = Literal["day", "week", "month", "year"]

REACH: Final = 100
"""Periods read on each side of the place that is asked for."""

_FEW: Final = 5_000
"""Periods that are counted for the scroll bar; in a longer line it goes by those in the window."""

_Place = tuple[int, int]
"""A period: planned (0 or 1), and its first day from 1970."""
_SUMS: Final = ("events", "contested", "side_a", "side_b", "contested_a", "contested_b")


@dataclass(frozen=True, slots=True)
class Period:
    """What happened in a day, week, month or year.

    Attributes:
        unit: Which of these it is.
        key: Its place in the order of the timeline; the last two parts are 0.
        last: Its last day, counted from 1970.
        events: How many events.
        contested: How many of them are in dispute.
        sides: In how many of them side A acts, and in how many side B.
        kinds: Each type of event and how many there are, the most frequent first.
    """

    unit: Unit
    key: Key
    last: int
    events: int
    contested: int
    sides: tuple[int, int] = (0, 0)
    kinds: tuple[tuple[str, int], ...] = ()

    @property
    def planned(self) -> bool:
        """Whether it is of what is still to come."""
        return bool(self.key[0])

    @property
    def day(self) -> int | None:
        """Its first day, counted from 1970; None for what has no date."""
        return None if self.key[1] == UNDATED else self.key[1]


@dataclass(frozen=True, slots=True)
class Zoomed:
    """A stretch of the timeline by period.

    Attributes:
        unit: The period.
        entries: In the order of the scope.
        before: How many periods come before the first of them.
        total: How many periods there are.
        anchor: Index of the one that was asked for, or of the nearest; 0 if there is none.
        span: First and last day of what has happened, counted from 1970; None if nothing with a date has.
        most: How many events the fullest period has.
        names: What the two sides are called in a column; "" for one that has no party.
    """

    unit: Unit
    entries: tuple[Period, ...]
    before: int
    total: int
    anchor: int
    span: tuple[int, int] | None
    most: int = 0
    names: tuple[str, str] = ("", "")


def zoomed(
    conn: sqlite3.Connection, process: int, scope: Scope, unit: Unit, near: Key | None, reach: int = REACH
) -> Zoomed:
    """Return the periods around a place.

    Args:
        conn: An open read transaction.
        process: Whose timeline.
        scope: Its order, the day that it is as of, and what it leaves out.
        unit: The period.
        near: The place: the period that it is in is asked for; None is the newest that is more than a plan.
        reach: Periods on each side.
    """
    line = lined(conn, process, scope)
    count_periods(conn, line.tables)
    stood = moved(conn, line)
    place = (near[0], first_of(unit, near[1])) if near is not None else (0, _LATE)
    later = _side(conn, line, unit, place, ">", reach)
    earlier = _side(conn, line, unit, place, "<=", reach)
    found = _counted(conn, line, unit, [*earlier, *later], stood, (len(earlier) < reach, len(later) < reach))
    ordered = sorted(found, key=lambda one: one.key, reverse=scope.newest_first)
    keys = [one.key[:2] for one in ordered]
    anchor = _nearest(keys, place)
    total, before, most = _extent(conn, line, unit, keys[0] if keys else place)
    return Zoomed(
        unit, tuple(ordered), before, max(total, len(ordered)), anchor, line.span(conn),
        max([most, *(one.events for one in ordered)]), side_names(conn, process),
    )  # fmt: skip


def tallied(conn: sqlite3.Connection, line: Lined, stood: list[Moved], keys: Iterable[Key]) -> tuple[Period, ...]:
    """Return what happened on the days of some events, by day."""
    days = sorted({key[:2] for key in keys})
    if line.tables.periods != "period_counts":  # a set is counted by type only when it is looked at from afar
        return ()
    return tuple(one for one in _counted(conn, line, "day", days, stood, (True, True)) if one.key[:2] in days)


def side_names(conn: sqlite3.Connection, process: int) -> tuple[str, str]:
    """Return what sides A and B are called in a column: a party's short name, or the letter if it is several."""
    names: dict[str, list[str]] = {"A": [], "B": []}
    for side, short in conn.execute(
        """
        SELECT side, short FROM process_parties JOIN parties ON parties.id = party
        WHERE process = ? AND side IS NOT NULL ORDER BY sort, party
        """,
        (process,),
    ):
        if side in names:  # a foreign store may have others
            names[side].append(short)
    one, other = ((parties[0] if len(parties) == 1 else side if parties else "") for side, parties in names.items())
    return one, other


_LATE: Final = 2**62


def _nearest(keys: list[_Place], place: _Place) -> int:
    """Return the index of a place, or of the one that it would stand next to."""
    if place in keys:
        return keys.index(place)
    distance = [(key[0] != place[0], abs(key[1] - place[1])) for key in keys]
    return distance.index(min(distance)) if distance else 0


def _side(conn: sqlite3.Connection, line: Lined, unit: Unit, place: _Place, than: str, reach: int) -> list[_Place]:
    """Return the periods next to a place on one side of it, that the counts have; as of a day only up to it."""
    rows = conn.execute(
        f"""
        SELECT DISTINCT planned, day FROM {line.tables.periods} WHERE process = :process AND unit = :unit
        AND (planned, day) {than} (:planned, :day) {_until(line)} {line.only}
        ORDER BY planned {"" if than == ">" else "DESC"}, day {"" if than == ">" else "DESC"} LIMIT :reach
        """,  # noqa: S608  (names of ours, here and below)
        {**line.given, "unit": unit, "planned": place[0], "day": place[1], "reach": reach},
    )
    return [(row[0], row[1]) for row in rows]


def _until(line: Lined) -> str:
    """Return the condition on periods as of a day: what has happened, up to it."""
    return "" if line.as_of is None else "AND planned = 0 AND day <= :as_of"


@dataclasses.dataclass(slots=True)
class _Sum:
    """What is being counted of a period."""

    events: int = 0
    contested: int = 0
    side_a: int = 0
    side_b: int = 0
    kinds: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, events: int, contested: int, side_a: int, side_b: int) -> None:
        """Count some events of a type."""
        self.events += events
        self.contested += contested
        self.side_a += side_a
        self.side_b += side_b
        self.kinds[kind] = self.kinds.get(kind, 0) + events


def _counted(
    conn: sqlite3.Connection, line: Lined, unit: Unit, places: list[_Place], stood: list[Moved], ends: tuple[bool, bool]
) -> list[Period]:
    """Return what is counted in some periods, and in those between them that what stood otherwise adds.

    Args:
        conn: An open read transaction.
        line: What the scope shows.
        unit: The period.
        places: The periods.
        stood: What stood otherwise on the day in scope.
        ends: Whether what stood otherwise before all of them, and after, is counted too; and so with plans, which come
            last.
    """
    sums: defaultdict[_Place, _Sum] = defaultdict(_Sum)
    for planned in (0, 1):
        days = [day for which, day in places if which == planned]
        if days and (line.as_of is None or planned == 0):
            _add(conn, line, unit, (planned, min(days), max(days)), sums)
    if line.as_of is not None:
        _stood(conn, line, unit, places, stood, sums, ends)
    return [
        Period(
            unit, (planned, day, 0, 0), last_of(unit, day), one.events, one.contested, (one.side_a, one.side_b),
            tuple(sorted(((kind, n) for kind, n in one.kinds.items() if n > 0), key=lambda pair: (-pair[1], pair[0]))),
        )
        for (planned, day), one in sums.items()
        if one.events > 0
    ]  # fmt: skip


def _add(
    conn: sqlite3.Connection, line: Lined, unit: Unit, stretch: tuple[int, int, int], sums: Mapping[_Place, _Sum]
) -> None:
    """Count what the rows say of a stretch of periods; the one that the day is in, by its days up to it."""
    planned, first, last = stretch
    shown = "contested, contested, contested_a, contested_b" if line.only else "events, contested, side_a, side_b"
    select = f"SELECT day, type, {shown} FROM {line.tables.periods} WHERE process = :process"  # noqa: S608
    given = {**line.given, "planned": planned, "first": first, "last": last, "unit": unit}
    rows = conn.execute(f"{select} AND unit = :unit AND planned = :planned AND day BETWEEN :first AND :last", given)
    cut = first_of(unit, line.as_of) if line.as_of is not None else None
    for day, kind, events, contested, side_a, side_b in rows:
        if cut is None or day < cut or day in (UNDATED, line.as_of if unit == "day" else None):
            sums[planned, day].add(kind, events, contested, side_a, side_b)
    if cut is not None and unit != "day" and first <= cut <= last:
        rows = conn.execute(
            f"{select} AND unit = 'day' AND planned = :planned AND day BETWEEN :cut AND :as_of", {**given, "cut": cut}
        )
        for _, kind, events, contested, side_a, side_b in rows:
            sums[planned, cut].add(kind, events, contested, side_a, side_b)


def _stood(
    conn: sqlite3.Connection,
    line: Lined,
    unit: Unit,
    places: list[_Place],
    stood: list[Moved],
    sums: Mapping[_Place, _Sum],
    ends: tuple[bool, bool],
) -> None:
    """Take out what stood otherwise on the day, and count it where it stood; and the plans that were known by then."""
    shown = [place for place in places if place[0] == 0]
    first, last = (min(shown), max(shown)) if shown else ((0, _LATE), (0, -_LATE))

    def put(key: Key, kind: str, disputed: bool, sides: int, sign: int) -> None:
        place = key[0], first_of(unit, key[1])
        inside = (ends[0] or place >= first) and (ends[1] or place <= last)
        if (disputed or not line.only) and inside:
            sums[place].add(kind, sign, sign * disputed, sign * (sides & 1), sign * (sides >> 1))

    for one in stood:
        if one.now in line.gone([one]):
            put(one.now, one.type, one.disputed_now, one.sides, -1)
        put(one.then, one.type, one.disputed_then, one.sides, 1)
    for key, kind, disputed, sides in planned_by(conn, line, stood):
        put(key, kind, disputed, sides, 1)


def _extent(conn: sqlite3.Connection, line: Lined, unit: Unit, begin: _Place) -> tuple[int, int, int]:
    """Return how many periods the counts have, how many of them come before one, and the most events of one."""
    than = ">" if line.scope.newest_first else "<"
    cut = _LATE if line.as_of is None else first_of(unit, line.as_of)  # counted in full, but not shown so
    total, before, most = conn.execute(
        f"""
        SELECT count(*), coalesce(sum((planned, day) {than} (:planned, :day)), 0),
            coalesce(max(iif(day < :cut, events, 0)), 0) FROM (
            SELECT planned, day, sum({"contested" if line.only else "events"}) AS events FROM {line.tables.periods}
            WHERE process = :process AND unit = :unit {_until(line)} {line.only} GROUP BY planned, day LIMIT {_FEW}
        )
        """,  # noqa: S608
        {**line.given, "unit": unit, "planned": begin[0], "day": begin[1], "cut": cut},
    ).fetchone()
    return (total, before, most) if total < _FEW else (0, 0, 0)
