"""How much happened when, over the whole span of a timeline: what the strip above it shows."""

from __future__ import annotations

import sqlite3
from typing import Final

from db.lined import Lined, lined, moved
from db.marks import WHOLE
from db.scope import Scope
from db.values import dataclass

BINS: Final = 240
"""Stretches of equal length that a span is divided into: more than there are cells in most terminals."""

_WIDE: Final = 100_000
"""Days of a span from which on it is counted by year."""


@dataclass(frozen=True, slots=True)
class Density:
    """How much happened in each of some stretches of time, all equally long.

    Attributes:
        first: The first day of the span, counted from 1970.
        last: Its last day.
        events: How many events there are in each stretch.
        contested: How many of them are in dispute.
    """

    first: int
    last: int
    events: tuple[int, ...]
    contested: tuple[int, ...]

    def bin_of(self, day: int, bins: int) -> int:
        """Return the number of the stretch that a day is in, of `bins` stretches."""
        inside = min(max(day, self.first), self.last)
        return (inside - self.first) * bins // (self.last - self.first + 1)

    def day_of(self, number: int, bins: int) -> int:
        """Return the first day of the stretch at `number`, of `bins` stretches, counted from 1970."""
        return self.first - (-number * (self.last - self.first + 1) // bins)


def density(conn: sqlite3.Connection, process: int, scope: Scope) -> Density | None:
    """Return how much happened when, of what the scope shows; None if nothing with a date has.

    Args:
        conn: An open read transaction.
        process: Whose timeline.
        scope: The day that it is as of, and what it leaves out.

    Raises:
        QueryError: The filter names what the store doesn't hold.
    """
    line = lined(conn, process, scope)
    span = line.span(conn)
    if span is None:
        return None
    bins = min(BINS, span[1] - span[0] + 1)
    found = Density(*span, (0,) * bins, (0,) * bins)
    events, contested = [0] * bins, [0] * bins
    for number, count, disputed in _binned(conn, line, span, bins):
        events[number] += count
        contested[number] += disputed
    for one in moved(conn, line):
        for key, disputed, sign in ((one.now, one.disputed_now, -1), (one.then, one.disputed_then, 1)):
            if key[0] == 0 and span[0] <= key[1] <= span[1]:
                events[found.bin_of(key[1], bins)] += sign
                contested[found.bin_of(key[1], bins)] += sign * disputed
    return Density(*span, tuple(contested if scope.contested_only else events), tuple(contested))


def _binned(conn: sqlite3.Connection, line: Lined, span: tuple[int, int], bins: int) -> list[tuple[int, int, int]]:
    """Return the events and the contested ones of each stretch in which there are any, by its number."""
    table, by_year = line.tables.days, line.tables is WHOLE and span[1] - span[0] > _WIDE
    if by_year:
        table = f"(SELECT * FROM {line.tables.periods} WHERE process = :process AND unit = 'year')"  # noqa: S608
    rows = conn.execute(
        f"""
        SELECT (max(day, :first) - :first) * :bins / (:last - :first + 1) AS number, sum(events), sum(contested)
        FROM {table} WHERE process = :process AND planned = 0 AND day BETWEEN :from AND :last GROUP BY number
        """,  # noqa: S608  (names of ours)
        {**line.given, "first": span[0], "last": span[1], "bins": bins, "from": span[0] - 366 * by_year},
    )
    return [(row[0], row[1], row[2]) for row in rows]
