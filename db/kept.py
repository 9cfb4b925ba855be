"""The set that a filter leaves of a timeline: found once, then asked as the timeline itself is.

It lies in temporary tables of the connection's own, with marks and counts like those of the store, and stands until
another is asked for or the store changes. So a window, a position or a year costs the same with any filter; what it
costs to find the set is paid once, and can be interrupted.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from db import counts, marks
from db.marks import WHOLE, Line
from db.scope import Scope
from db.voices import Voice, json_of

KEPT: Final = Line("temp.kept", "temp.kept_marks", "temp.kept_days", "temp.kept_periods")
"""The tables of the set."""

_ORDER: Final = "process, planned, day, earliest, event"
_COLUMNS: Final = f"{_ORDER}, contested, known, type, sides"
_MADE: Final = (
    f"CREATE TABLE temp.kept ({_COLUMNS}, PRIMARY KEY ({_ORDER})) WITHOUT ROWID",
    "CREATE TABLE temp.kept_marks (process, planned, day, earliest, event, events, contested)",
    """CREATE TABLE temp.kept_days (process, planned, day, events, contested, PRIMARY KEY (process, planned, day))
        WITHOUT ROWID""",
)
_COUNTED: Final = """CREATE TABLE temp.kept_periods (
    process, unit, planned, day, type, events, contested, side_a, side_b, contested_a, contested_b,
    PRIMARY KEY (process, unit, planned, day, type)) WITHOUT ROWID"""


def line_of(conn: sqlite3.Connection, process: int, scope: Scope, word: Voice | None) -> Line:
    """Return the timeline of a scope: all of it, or the set that its filter and its hidden silence leave.

    The set is of all days: as of one of them it is asked in the same way as the timeline.

    Args:
        conn: An open read transaction.
        process: Whose timeline.
        scope: What is looked at.
        word: Whose word it is read on.

    Raises:
        QueryError: The filter names what the store doesn't hold.
        sqlite3.OperationalError: Finding the set was interrupted.
    """
    silent = word if scope.hide_silent else None
    if silent is None and not scope.query:
        return WHOLE
    said = json_of(silent) if silent is not None else ""
    (version,) = conn.execute("PRAGMA data_version").fetchone()
    (change,) = conn.execute("SELECT max(id) FROM changes").fetchone()
    asked = json.dumps([version, change, process, scope.query, silent and silent.key, said])
    if _asked(conn) != asked:
        query, values = _query(conn, scope, silent)
        if not query:
            return WHOLE
        with own_tables(conn):
            _fill(conn, query, {"process": process, **values}, asked)
    return KEPT


def _asked(conn: sqlite3.Connection) -> str:
    """Return what the set that there is was found for; "" if there is none."""
    if not _there(conn, "kept_for"):
        return ""
    (asked,) = conn.execute("SELECT asked FROM temp.kept_for").fetchone()
    return str(asked)


def _query(conn: sqlite3.Connection, scope: Scope, silent: Voice | None) -> tuple[str, Mapping[str, str | int]]:
    """Return a query for the rows of the timeline that are kept, "" for all of them, and its parameters."""
    from db.matching import Kept, events_matching  # noqa: PLC0415  (most boards have no filter)
    from db.search import read  # noqa: PLC0415

    parts: list[Kept] = []
    values: dict[str, str | int] = {}
    if silent is not None:
        spoken, values = _spoken(silent)
        parts.append(Kept(f"+timeline.event IN ({spoken})", spoken))
    if scope.query:
        found, given = events_matching(conn, read(conn, scope.query, scope))
        parts, values = sorted((*parts, *found), key=lambda one: not one.whole), {**values, **given}
    if not parts:
        return "", {}
    if any(one.each == "0" for one in parts):  # it can keep no event at all
        return f"SELECT {_COLUMNS} FROM timeline WHERE 0", {}  # noqa: S608  (pieces of this module, here and below)
    first, *rest = parts
    # What can be asked for as a whole is met event by event; the index of those has all the columns.
    lined = (
        f"({first.whole}) CROSS JOIN timeline INDEXED BY timeline_event USING (event)" if first.whole else "timeline"
    )
    each = "".join(f" AND {one.each}" for one in (rest if first.whole else parts))
    return f"SELECT {_COLUMNS} FROM {lined} WHERE process = :process {each} ORDER BY 1, 2, 3, 4, 5", values  # noqa: S608


def _spoken(word: Voice) -> tuple[str, dict[str, str | int]]:
    """Return a query for the events that a voice says something of, and its parameters."""
    if word.party is not None:
        mine, voiced = "on_behalf_of = :voice", str(word.party)
    else:
        mine, voiced = "source IN (SELECT value FROM json_each(:voice))", json_of(word)
    return f"SELECT DISTINCT record AS event FROM claims WHERE {mine} AND rank <> 'deprecated'", {"voice": voiced}  # noqa: S608


def _fill(conn: sqlite3.Connection, query: str, values: Mapping[str, str | int], asked: str) -> None:
    # What it was found for goes first and comes last: it may be stopped in between.
    for table in ("kept_for", "kept", "kept_marks", "kept_days", "kept_periods"):
        conn.execute(f"DROP TABLE IF EXISTS temp.{table}")
    for statement in _MADE:
        conn.execute(statement)
    conn.execute(f"INSERT INTO temp.kept {query}", values)
    conn.execute(f"CREATE INDEX temp.kept_contested ON kept ({_ORDER}) WHERE contested")
    conn.execute("""
        INSERT INTO temp.kept_days SELECT process, planned, day, count(*), sum(contested) FROM temp.kept
        GROUP BY process, planned, day
    """)
    marks.fill(conn, KEPT)
    conn.execute("CREATE TABLE temp.kept_for AS SELECT ? AS asked", (asked,))


def count_periods(conn: sqlite3.Connection, line: Line) -> None:
    """Count a set by period and type, if that hasn't been done: only who zooms out asks for it."""
    if line is KEPT and not _there(conn, "kept_periods"):
        with own_tables(conn):
            conn.execute(_COUNTED)
            counts.fill_periods(conn, KEPT)


def _there(conn: sqlite3.Connection, table: str) -> bool:
    return conn.execute("SELECT 1 FROM temp.sqlite_schema WHERE name = ?", (table,)).fetchone() is not None


@contextmanager
def own_tables(conn: sqlite3.Connection) -> Iterator[None]:
    """Let a connection that is there to read have tables of its own; the file stays open for reading only."""
    (only,) = conn.execute("PRAGMA query_only").fetchone()
    conn.execute("PRAGMA query_only = OFF")
    try:
        yield
    finally:
        conn.execute(f"PRAGMA query_only = {only}")
