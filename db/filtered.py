"""What the filter that stays leaves of a timeline: its events, found once for all that a window asks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from db.matching import events_matching
from db.query import Query

FEW: Final = 3000
"""Events that are looked up one by one; more are met soon enough in reading order."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The events of a process that a filter keeps.

    Attributes:
        events: Their ids, whatever the day.
        total: How many of them are counted by their rows.
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
    """Return what a filter keeps, in one query for all of it.

    Args:
        conn: An open read transaction.
        query: The filter.
        also: What else must be so, as a condition on `timeline`.
        counted: The condition for those that are counted.
        later: The condition for those that come after a place.
        given: The parameters of these, with `process`.

    Raises:
        QueryError: The filter names what the store doesn't hold.
    """
    (first, *rest), asked = events_matching(conn, query)
    if "0" in (first.each, *(one.each for one in rest)):  # it can keep no event at all
        return Kept(frozenset(), 0, 0)
    lined = f"({first.whole}) CROSS JOIN timeline USING (event)" if first.whole else "timeline"
    parts = "".join(f" AND {one.each}" for one in (rest if first.whole else (first, *rest)))
    total, after, events = conn.execute(
        f"""
        SELECT coalesce(sum({counted}), 0), coalesce(sum({counted} AND {later}), 0), json_group_array(event)
        FROM {lined} WHERE process = :process {parts} {also}
        """,  # noqa: S608  (pieces of `db.matching` and `db.timeline`)
        {**given, **asked},
    ).fetchone()
    return Kept(frozenset(json.loads(events)), total, after)
