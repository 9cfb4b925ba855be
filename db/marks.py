"""Where in the timeline a place is, and what stands at a position: by marks, without counting what lies between.

A mark stands at every so many rows and says how many there are up to the next. So a position costs a sum over the
marks and a count of a few thousand rows, however the events are spread over the days: by days alone, a day of a
million events would have to be counted through. The single write path keeps them in `timeline_marks`; the set that a
filter leaves has marks of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from db.values import dataclass

if TYPE_CHECKING:
    from db.entries import Key

APART: Final = 2_048
"""Rows from one mark to the next when they are made."""

MOST: Final = 2 * APART
"""Rows from one mark to the next at which another is put between them."""

_START: Final = (0, -(2**62), -(2**62), 0)
"""The place of the first mark of a timeline: before everything."""

_KEY: Final = "planned, day, earliest, event"
_PLACE: Final = ":planned, :day, :earliest, :event"
HERE: Final = f"({_KEY}) = ({_PLACE})"
"""The condition that a row stands at a place, whose parameters are those of `at`."""


@dataclass(frozen=True, slots=True)
class Line:
    """The tables of a timeline: all of it, or the set that a filter leaves.

    Attributes:
        rows: The table of its events, with the columns of `timeline`.
        marks: That of its marks, with the columns of `timeline_marks`.
        days: That of its days, with the columns of `day_counts`.
        periods: That of its counts by type, with the columns of `period_counts`.
    """

    rows: str
    marks: str
    days: str
    periods: str


WHOLE: Final = Line("timeline", "timeline_marks", "day_counts", "period_counts")
"""The timeline as it is in the store."""


def at(key: Key) -> dict[str, int]:
    """Return a place as the parameters `:planned`, `:day`, `:earliest` and `:event`."""
    return dict(zip(("planned", "day", "earliest", "event"), key, strict=True))


def total(conn: sqlite3.Connection, line: Line, process: int, contested: bool) -> int:
    """Return how many events a timeline has, or how many of them are contested."""
    (found,) = conn.execute(
        f"SELECT coalesce(sum({_column(contested)}), 0) FROM {line.marks} WHERE process = ?",  # noqa: S608
        (process,),
    ).fetchone()
    return int(found)


def rank(conn: sqlite3.Connection, line: Line, process: int, key: Key, contested: bool, with_it: bool = False) -> int:
    """Return how many events stand before a place, oldest first.

    Args:
        conn: An open read transaction.
        line: Of which timeline.
        process: Whose.
        key: The place.
        contested: Whether only those in dispute are counted.
        with_it: Whether one that stands at the place itself is counted too.
    """
    given = {"process": process, **at(key)}
    mark = conn.execute(
        f"""
        SELECT {_KEY} FROM {line.marks} WHERE process = :process AND ({_KEY}) <= ({_PLACE})
        ORDER BY planned DESC, day DESC, earliest DESC, event DESC LIMIT 1
        """,  # noqa: S608  (pieces of this module, here and below)
        given,
    ).fetchone()
    if mark is None:  # a timeline without any event
        return 0
    begin = _other(_place(mark))
    sums = f"SELECT coalesce(sum({_column(contested)}), 0) FROM {line.marks}"  # noqa: S608
    (before,) = conn.execute(
        f"{sums} WHERE process = :process AND ({_KEY}) < (:planned_, :day_, :earliest_, :event_)", {**given, **begin}
    ).fetchone()
    (within,) = conn.execute(
        f"""
        SELECT count(*) FROM {line.rows} WHERE process = :process
        AND ({_KEY}) >= (:planned_, :day_, :earliest_, :event_) AND ({_KEY}) {"<=" if with_it else "<"} ({_PLACE})
        {"AND contested" if contested else ""}
        """,  # noqa: S608
        {**given, **begin},
    ).fetchone()
    return int(before + within)


def key_at(conn: sqlite3.Connection, line: Line, process: int, position: int, contested: bool) -> Key | None:
    """Return the place of the event before which `position` others stand, oldest first; None if there are fewer."""
    left = position
    column = _column(contested)
    marks = conn.execute(
        f"SELECT {column}, {_KEY} FROM {line.marks} WHERE process = ? ORDER BY {_KEY}",  # noqa: S608
        (process,),
    ).fetchall()
    for count, *mark in marks:
        if left < count:
            found = conn.execute(
                f"""
                SELECT {_KEY} FROM {line.rows} WHERE process = :process AND ({_KEY}) >= ({_PLACE})
                {"AND contested" if contested else ""} ORDER BY {_KEY} LIMIT 1 OFFSET :left
                """,  # noqa: S608
                {"process": process, "left": left, **at(_place(mark))},
            ).fetchone()
            return None if found is None else _place(found)
        left -= count
    return None


def fill(conn: sqlite3.Connection, line: Line = WHOLE) -> None:
    """Make the marks of a timeline anew, inside the transaction that is open; their table is empty."""
    for (process,) in conn.execute(f"SELECT DISTINCT process FROM {line.rows}").fetchall():  # noqa: S608
        _divide(conn, line, process, _START, None)


def shift(conn: sqlite3.Connection, sign: int) -> None:
    """Count the rows of the records in the table `touched` at their marks: −1 before they go, +1 once they stand."""
    conn.execute(
        f"""
        INSERT INTO timeline_marks (process, {_KEY}, events, contested)
        SELECT process, ?, ?, ?, ?, 0, 0 FROM (
            SELECT process FROM touched CROSS JOIN timeline ON event = record
            EXCEPT SELECT process FROM timeline_marks
        )
        """,  # noqa: S608
        _START,
    )
    found = conn.execute("""
        SELECT count(*), sum(contested), (
            SELECT id FROM timeline_marks AS mark WHERE mark.process = line.process
            AND (mark.planned, mark.day, mark.earliest, mark.event)
                <= (line.planned, line.day, line.earliest, line.event)
            ORDER BY mark.planned DESC, mark.day DESC, mark.earliest DESC, mark.event DESC LIMIT 1
        ) AS mark
        FROM touched CROSS JOIN timeline AS line ON line.event = touched.record GROUP BY mark
    """).fetchall()
    conn.executemany(
        "UPDATE timeline_marks SET events = events + ?, contested = contested + ? WHERE id = ?",
        ((sign * events, sign * contested, mark) for events, contested, mark in found),
    )


def settle(conn: sqlite3.Connection) -> None:
    """Put marks where too many rows have none, and take away those that stand for no row; the first of all stays."""
    conn.execute("DELETE FROM timeline_marks WHERE events = 0 AND day > ?", (_START[1],))
    for process, *found in conn.execute(
        f"SELECT process, {_KEY} FROM timeline_marks WHERE events > ?",  # noqa: S608
        (MOST,),
    ).fetchall():
        place = (found[0], found[1], found[2], found[3])
        after = conn.execute(
            f"""
            SELECT {_KEY} FROM timeline_marks WHERE process = :process AND ({_KEY}) > ({_PLACE}) ORDER BY {_KEY} LIMIT 1
            """,  # noqa: S608
            {"process": process, **at(place)},
        ).fetchone()
        conn.execute(
            f"DELETE FROM timeline_marks WHERE process = :process AND ({_KEY}) = ({_PLACE})",  # noqa: S608
            {"process": process, **at(place)},
        )
        _divide(conn, WHOLE, process, place, after)


def _divide(conn: sqlite3.Connection, line: Line, process: int, begin: Key, end: Key | None) -> None:
    """Put a mark at a place, and one at every so many rows from there up to another place, or to the end."""
    until = f"AND ({_KEY}) < (:planned_, :day_, :earliest_, :event_)"
    following = f"""
        SELECT {_KEY} FROM {line.rows} WHERE process = :process AND ({_KEY}) >= ({_PLACE}) {until if end else ""}
        ORDER BY {_KEY} LIMIT 1 OFFSET {APART}
    """  # noqa: S608
    made = []
    place: Key | None = begin
    while place is not None:
        given = {"process": process, **at(place)}
        found = conn.execute(following, {**given, **(_other(end) if end else {})}).fetchone()
        after = _place(found) if found is not None else None
        upto = after or end
        counted = conn.execute(
            f"""
            SELECT count(*), coalesce(sum(contested), 0) FROM {line.rows}
            WHERE process = :process AND ({_KEY}) >= ({_PLACE}) {until if upto else ""}
            """,  # noqa: S608
            {**given, **(_other(upto) if upto else {})},
        ).fetchone()
        made.append((process, *place, *counted))
        place = after
    conn.executemany(
        f"INSERT INTO {line.marks} (process, {_KEY}, events, contested) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        made,
    )


def misplaced(conn: sqlite3.Connection) -> int:
    """Return how many marks don't say what the rows do."""
    (found,) = conn.execute("""
        SELECT count(*) FROM (
            SELECT id, events, coalesce(contested, 0) FROM timeline_marks WHERE events <> 0
            EXCEPT
            SELECT (
                SELECT id FROM timeline_marks AS mark WHERE mark.process = line.process
                AND (mark.planned, mark.day, mark.earliest, mark.event)
                    <= (line.planned, line.day, line.earliest, line.event)
                ORDER BY mark.planned DESC, mark.day DESC, mark.earliest DESC, mark.event DESC LIMIT 1
            ) AS mark, count(*), sum(contested) FROM timeline AS line GROUP BY mark
        )
    """).fetchone()
    return int(found)


def _place(row: Sequence[int]) -> Key:
    return row[0], row[1], row[2], row[3]


def _column(contested: bool) -> str:
    return "contested" if contested else "events"


def _other(key: Key) -> dict[str, int]:
    """Return a second place as parameters, with a stroke at the end of each name."""
    return {f"{name}_": value for name, value in at(key).items()}
