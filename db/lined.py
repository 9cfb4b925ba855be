"""The rows of a timeline that a scope shows: of which table, as of when, and what stood otherwise on that day."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Final

from db import marks
from db.asof import UNDATED, values
from db.entries import Key
from db.kept import line_of
from db.marks import WHOLE, Line, at
from db.scope import Scope
from db.stages import ON_THE_DAY
from db.values import dataclass
from db.voices import voice

FAR: Final = 2**62
"""A number beyond every day and every second."""

STILL: Final = "AND event NOT IN (SELECT value FROM json_each(:moved))"
"""The condition that an event stood as its row says; its parameter is that of `still`."""


@dataclass(frozen=True, slots=True)
class Lined:
    """The rows of a timeline that a scope shows: of which table, whose, as of when, all or the contested ones."""

    tables: Line
    process: int
    scope: Scope

    @property
    def as_of(self) -> int | None:
        """The day in scope, counted from 1970; None is now."""
        return self.scope.as_of

    @property
    def only(self) -> str:
        """The condition that leaves out what the scope doesn't show."""
        return "AND contested" if self.scope.contested_only else ""

    @property
    def given(self) -> dict[str, str | int]:
        """The parameters of all queries."""
        return {"process": self.process, **values(self.scope.as_of)}

    def span(self, conn: sqlite3.Connection) -> tuple[int, int] | None:
        """Return the first and the last day of what has happened, counted from 1970; None if nothing dated has."""
        given = {**self.given, "undated": UNDATED}
        bounds = [
            conn.execute(
                f"""
                SELECT day FROM {WHOLE.days} WHERE process = :process AND planned = 0
                AND day > :undated AND day <= :as_of ORDER BY day {order} LIMIT 1
                """,  # noqa: S608
                given,
            ).fetchone()
            for order in ("", "DESC")
        ]
        return None if bounds[0] is None else (bounds[0][0], bounds[1][0])

    def then(self, moved: list[Moved]) -> list[Key]:
        """Return the places that events had on the day, of those that stood otherwise and are shown."""
        return [one.then for one in moved if one.disputed_then or not self.scope.contested_only]

    def gone(self, moved: list[Moved]) -> list[Key]:
        """Return the places that the rows of events have which stood otherwise, of those that are counted by them."""
        day = self.scope.as_of
        return [
            one.now
            for one in moved
            if day is not None and one.now < (0, day + 1, -FAR, 0)
            if one.disputed_now or not self.scope.contested_only
        ]


@dataclass(frozen=True, slots=True)
class Moved:
    """An event that stood otherwise on the day than its row says.

    Attributes:
        event: Its record.
        then: Its place then.
        disputed_then: Whether it was in dispute then.
        now: Its place by its row.
        disputed_now: Whether it is in dispute by its row.
        type: What sort of event it is.
        sides: Which side acts in it, as in the timeline.
    """

    event: int
    then: Key
    disputed_then: bool
    now: Key
    disputed_now: bool
    type: str
    sides: int


def lined(conn: sqlite3.Connection, process: int, scope: Scope) -> Lined:
    """Return the rows that a scope shows; a filter's set is found now, if it isn't there.

    Raises:
        QueryError: The filter names what the store doesn't hold.
    """
    return Lined(line_of(conn, process, scope, voice(conn, scope.word)), process, scope)


def moved(conn: sqlite3.Connection, line: Lined) -> list[Moved]:
    """Return the events that stood otherwise on a day than their rows say: few, however many there are in all."""
    if line.scope.as_of is None:
        return []
    rows = conn.execute(
        f"""
        SELECT stages.event, stages.planned, stages.day, stages.earliest, stages.contested,
            its.planned, its.day, its.earliest, its.contested, its.type, its.sides
        FROM {ON_THE_DAY}
        CROSS JOIN timeline AS its ON its.event = stages.event AND its.process = :process
        """,  # noqa: S608  (pieces of ours)
        line.given,
    )
    found = [
        Moved(row[0], (*row[1:4], row[0]), bool(row[4]), (*row[5:8], row[0]), bool(row[8]), row[9], row[10])
        for row in rows
    ]
    if line.tables is WHOLE:
        return found
    kept = f"SELECT 1 FROM {line.tables.rows} WHERE process = :process AND {marks.HERE}"  # noqa: S608
    return [one for one in found if conn.execute(kept, {**line.given, **at(one.now)}).fetchone()]


def still(moved: list[Moved]) -> dict[str, str]:
    """Return the parameter of `STILL`."""
    return {"moved": json.dumps([one.event for one in moved])}


def planned_by(conn: sqlite3.Connection, line: Lined, moved: list[Moved]) -> Iterator[tuple[Key, str, bool, int]]:
    """Yield the plans known by the day in scope that stood as their rows say: place, type, dispute, sides."""
    for planned, day, earliest, event, kind, contested, sides in conn.execute(
        f"""
        SELECT planned, day, earliest, event, type, contested, sides FROM {line.tables.rows}
        WHERE process = :process AND planned = 1 AND known <= :as_of {STILL} {line.only}
        """,  # noqa: S608
        {**line.given, **still(moved)},
    ):
        yield (planned, day, earliest, event), kind, bool(contested), sides
