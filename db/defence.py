"""A store that somebody else made may be made to harm: what its file can bring along is refused or does nothing.

After SQLite's own advice for files of unknown origin ("Defense Against The Dark Arts", sqlite.org/security.html), and a
little more: what a file calls by the names of our tables has to be tables.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic
from typing import Final, TypeVar

from db.schema import TABLES

T = TypeVar("T")

PATIENCE: Final = 60.0
"""Seconds that reading one answer may take. A million events take less than one; without a limit, a crafted file could
be read for ever."""
STEPS: Final = 20_000
"""Instructions of SQLite's machine, about a millisecond, between two looks at the clock."""

FAULTS: Final = (ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, TypeError, ValueError)
"""What rows that can't be, as those of a damaged page, make this program raise."""

_PRAGMAS: Final = ("foreign_keys = ON", "trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0")

_LIMITS: Final = {
    sqlite3.SQLITE_LIMIT_LENGTH: 128 * 1024 * 1024,  # bytes of a text: six times the largest that can be attached
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1024 * 1024,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 100_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}
"""What no question of this program comes near, on a connection that only reads."""

_SEARCH: Final = (
    "CREATE VIRTUAL TABLE search USING fts5 ( title, names, body, quote, plain, kind,"
    " tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3' )"
)
"""The full-text index as our schema makes it, without the comments. With other words it might read any other table."""
_OURS: Final = frozenset(TABLES) | {"_sqlite_migrations"}
_PARTS: Final = frozenset(f"search_{part}" for part in ("data", "idx", "content", "docsize", "config"))
"""The tables that SQLite keeps the full-text index in."""

_OBJECTS: Final = "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE type <> 'index' AND sql NOTNULL"
_COMPUTED: Final = """
    SELECT made.name || '.' || parts.name FROM sqlite_schema AS made, pragma_table_xinfo(made.name) AS parts
    WHERE made.type = 'table' AND made.rootpage > 0 AND parts.hidden > 1
"""


def arm(conn: sqlite3.Connection, reads: bool) -> None:
    """Set a new connection up so that what a file brings along can't do anything.

    Args:
        conn: The connection, before anything was asked of it.
        reads: Whether it only reads. Then nothing is written beside the store either, limits are close, and a question
            that takes longer than `PATIENCE` is stopped.
    """
    for pragma in (*_PRAGMAS, "temp_store = MEMORY") if reads else _PRAGMAS:
        conn.execute(f"PRAGMA {pragma}")
    defensive = getattr(sqlite3, "SQLITE_DBCONFIG_DEFENSIVE", None)
    if defensive is not None:  # from Python 3.12 on: nobody writes into the tables of an index
        conn.setconfig(defensive, True)  # type: ignore[attr-defined, unused-ignore]
    if reads:
        for limit, most in _LIMITS.items():
            conn.setlimit(limit, most)
        _patient(conn)


def each(conn: sqlite3.Connection, pieces: Iterable[T]) -> Iterator[T]:
    """Yield what is read piece by piece: each may take `PATIENCE`, however long all of it takes.

    Args:
        conn: The connection that they are read from.
        pieces: They are asked for one after the other.
    """
    _patient(conn)
    for piece in pieces:
        yield piece
        _patient(conn)


def _patient(conn: sqlite3.Connection) -> None:
    """Stop what a connection is asked once `PATIENCE` has passed from now on."""
    end = monotonic() + PATIENCE
    conn.set_progress_handler(lambda: monotonic() > end, STEPS)


def unhurried(conn: sqlite3.Connection) -> None:
    """Let what a connection is asked take as long as it needs: a signal, which is looked for now and then, ends it."""
    conn.set_progress_handler(lambda: None, STEPS)


def foreign(conn: sqlite3.Connection, writes: bool) -> str | None:
    """Say what a file has where this program would fall for it; None if there is nothing of the kind.

    Args:
        conn: A connection that `arm` was given.
        writes: Whether it is to be written to: then triggers count too, which fire for nobody who only reads.

    Returns:
        What is wrong and how to mend it, as the end of a sentence that begins with the file's name.
    """
    for kind, name, table, root, sql in conn.execute(_OBJECTS).fetchall():
        if kind == "trigger":
            if writes:
                return (
                    f"has a trigger “{name}” on {table}, which talks-tui didn't make and would fire"
                    f" by writing: remove it with DROP TRIGGER if you don't know it."
                )
        elif name.lower() in _OURS | _PARTS and not _is_table(name, kind, root, sql):
            return (
                f"has a {_kind(kind, sql)} called {name} where a table of talks-tui belongs:"
                " copy its rows into a store that “talks-tui new” made."
            )
    for (column,) in conn.execute(_COMPUTED):
        if column.partition(".")[0].lower() in _OURS:
            return (
                f"computes {column} where talks-tui keeps a column of its own:"
                " copy its rows into a store that “talks-tui new” made."
            )
    return None


def _is_table(name: str, kind: str, root: int, sql: str) -> bool:
    if name == "search":
        return kind == "table" and " ".join(re.sub(r"--[^\n]*\n", " ", sql).split()) == _SEARCH
    # Up to the name SQLite keeps a statement in words of its own; what is no ordinary table is on no page.
    return kind == "table" and bool(root) and sql.startswith("CREATE TABLE ")


def _kind(kind: str, sql: str) -> str:
    virtual = kind == "table" and sql.upper().startswith("CREATE VIRTUAL")
    return "virtual table of another kind" if virtual else kind


def unsound(path: Path) -> str | None:
    """Say what is wrong with a file whose rows made this program stumble; None if it is the program's own fault.

    Returns:
        What SQLite finds wrong with the file, or which of its tables isn't as this program makes it.
    """
    # Where nothing is beside it, nothing is to be: a follower's copy has no log, and some folders can't be written.
    still = "" if Path(f"{os.path.realpath(path)}-shm").exists() else "&immutable=1"
    uri = f"{path.absolute().as_uri()}?mode=ro{still}"
    with suppress(sqlite3.Error, UnicodeDecodeError), closing(sqlite3.connect(uri, uri=True)) as conn:
        arm(conn, reads=True)
        for look in ("quick_check(1)", "integrity_check(1)"):  # the second finds more, and takes many times as long
            (told,) = conn.execute(f"PRAGMA {look}").fetchone()
            if told != "ok":
                return _line(str(told))
        lost = conn.execute("PRAGMA foreign_key_check").fetchone()
        return f"a row of {lost[0]} refers to one of {lost[2]} that isn't there" if lost else _altered(conn)
    return "it can't be looked over"


def _line(told: str) -> str:
    lines = [line for line in told.splitlines() if not line.startswith("***")]
    return " ".join(lines) or "what is wrong can't be told"


def _altered(conn: sqlite3.Connection) -> str | None:
    """Return which table isn't as this program makes it: then anything can be in it."""
    from db import schema  # noqa: PLC0415

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        made.execute("BEGIN IMMEDIATE")
        schema.upgrade(made)
        for table in TABLES:
            ours, theirs = (_columns(which, table) for which in (made, conn))
            if not ours <= theirs:
                return f"the table {table} is not as talks-tui makes it"
    return None


def _columns(conn: sqlite3.Connection, table: str) -> set[tuple[object, ...]]:
    """Return the columns of a table: the name, type and whether it may be empty; and whether the table is STRICT."""
    kept = conn.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (table,)).fetchall()
    (strict,) = conn.execute("SELECT strict FROM pragma_table_list WHERE schema = 'main' AND name = ?", (table,))
    return {*kept, strict}
