"""What somebody has seen of a store, and how much of it is new to them: the count, and the marks of the board."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Final

from db.values import dataclass

MOST: Final = 1000
"""Rows of each table, newer than what was seen, that are counted: past that it is "1,000 or more"."""

_NEWER: Final = (
    "SELECT id FROM records WHERE change > ? LIMIT ?",
    "SELECT record FROM claims WHERE change > ? LIMIT ?",
    "SELECT record FROM names WHERE change > ? LIMIT ?",
    "SELECT from_record FROM links WHERE change > ? LIMIT ?",
    "SELECT document FROM anchors WHERE change > ? LIMIT ?",
)
"""What is newer than a change, each by the index of its column `change`."""

_MARKED: Final = """
    SELECT record, max(change) FROM (
        SELECT id AS record, change FROM records WHERE id IN (SELECT value FROM json_each(:ids))
        UNION ALL SELECT record, change FROM claims WHERE record IN (SELECT value FROM json_each(:ids))
        UNION ALL SELECT record, change FROM names WHERE record IN (SELECT value FROM json_each(:ids))
        UNION ALL SELECT from_record, change FROM links WHERE from_record IN (SELECT value FROM json_each(:ids))
    ) WHERE change > :since GROUP BY record
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """How much of a store somebody has seen.

    Attributes:
        change: Id of the newest change then; 0 in a store without any.
        stamp: When and by whom that was made: another store, or one restored from a copy, has another.
        record: The highest id of a record then: what is above it was added since.
    """

    change: int
    stamp: str = ""
    record: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How much is new, and what of that is on the board.

    Attributes:
        newest: All that there is to be seen.
        count: Records that were added or changed since; at a first visit none.
        more: Whether there are more than that.
        marks: The newest change of each record on the board that has one since.
        other: Whether this isn't the store that was seen any more, which makes it a first visit.
    """

    newest: Seen = Seen(0)
    count: int = 0
    more: bool = False
    marks: Mapping[int, int] = field(default_factory=dict)
    other: bool = False


NOTHING: Final = Tally()


def newest(conn: sqlite3.Connection) -> Seen:
    """Return all that there is to be seen in a store."""
    change, made_at, made_by = conn.execute(
        "SELECT id, made_at, made_by FROM changes ORDER BY id DESC LIMIT 1"
    ).fetchone() or (0, "", "")
    (record,) = conn.execute("SELECT coalesce(max(id), 0) FROM records").fetchone()
    return Seen(change, f"{made_at} {made_by}".strip(), record)


def same(conn: sqlite3.Connection, seen: Seen) -> bool:
    """Say whether the store still has the change that was seen last, as it was."""
    if not seen.change:
        return True
    row = conn.execute("SELECT made_at, made_by FROM changes WHERE id = ?", (seen.change,)).fetchone()
    return row is not None and f"{row[0]} {row[1]}".strip() == seen.stamp


def tally(conn: sqlite3.Connection, seen: Seen | None, shown: Iterable[int]) -> Tally:
    """Count what is new, in a few milliseconds however much it is.

    Args:
        conn: An open read transaction.
        seen: What was seen last; None at a first visit, to which nothing is new.
        shown: Ids of the records on the board.
    """
    now = newest(conn)
    if seen is None or (seen.change == now.change and seen.stamp == now.stamp):
        return Tally(now)
    if not same(conn, seen):
        return Tally(now, other=True)
    found, more = newer(conn, seen)
    return Tally(now, len(found), more, marked(conn, seen, shown))


def marked(conn: sqlite3.Connection, seen: Seen | None, shown: Iterable[int]) -> dict[int, int]:
    """Return the newest change of each of some records that has one since: of its own row, its claims, names, links.

    Args:
        conn: An open read transaction.
        seen: What was seen last; None at a first visit.
        shown: Ids of the records.
    """
    if seen is None:
        return {}
    return dict(conn.execute(_MARKED, {"ids": json.dumps([*shown]), "since": seen.change}).fetchall())


def newer(conn: sqlite3.Connection, seen: Seen) -> tuple[set[int], bool]:
    """Return the records with something newer, and whether there may be more of them."""
    found: set[int] = set()
    more = False
    for sql in _NEWER:
        rows = conn.execute(sql, (seen.change, MOST + 1)).fetchall()
        more = more or len(rows) > MOST
        found.update(record for (record,) in rows[:MOST])
    return found, more
