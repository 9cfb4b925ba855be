"""What the filter that stays leaves of a timeline: its events, found once for all that a window asks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Final

from db.matching import events_matching
from db.query import Query
from db.values import dataclass

FEW: Final = 8000
"""Events that are looked up one by one; more are met soon enough in reading order."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The events of a process that a filter keeps.

    Attributes:
        events: The ids of those that are counted by their rows, and of those that stood otherwise on the day.
        total: How many are counted by their rows.
        later: How many of these come after the place that was asked for.
    """

    events: frozenset[int]
    total: int
    later: int

    @property
    def few(self) -> str | None:
        """Their ids as JSON, if there are few."""
        return json.dumps([*self.events]) if len(self.events) <= FEW else None


def kept(
    conn: sqlite3.Connection, query: Query, also: str, counted: str, later: str, given: Mapping[str, str | int]
) -> Kept:
    """Return what a filter keeps, in one query for all of it, and one more for those that stood otherwise.

    Args:
        conn: An open read transaction.
        query: The filter.
        also: What else must be so, as a condition on `timeline`.
        counted: The condition for those that are counted.
        later: The condition for those that come after a place.
        given: The parameters of these, with `process`, and `moved`: those that stood otherwise, as JSON.

    Raises:
        QueryError: The filter names what the store doesn't hold.
    """
    (first, *rest), asked = events_matching(conn, query)
    if "0" in (first.each, *(one.each for one in rest)):  # it can keep no event at all
        return Kept(frozenset(), 0, 0)
    lined = f"({first.whole}) CROSS JOIN timeline USING (event)" if first.whole else "timeline"
    parts = "".join(f" AND {one.each}" for one in (rest if first.whole else (first, *rest)))
    rows = f"FROM {lined} WHERE process = :process {parts} {also}"
    values = {**given, **asked}
    total, after, events = conn.execute(
        f"SELECT count(*), coalesce(sum({later}), 0), json_group_array(event) {rows} AND {counted}",
        values,
    ).fetchone()
    kept_then: frozenset[int] = frozenset()
    if given["moved"] != "[]":
        moved = conn.execute(
            f"SELECT event {rows} AND event IN (SELECT value FROM json_each(:moved))",  # noqa: S608
            values,
        )
        kept_then = frozenset(event for (event,) in moved)
    return Kept(kept_then.union(json.loads(events)), total, after)
