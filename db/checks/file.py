"""Is the file whole: its pages, its tables and texts, and every reference from one row to another."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from db import schema
from db.checks.finding import Finding, many, records_named
from db.rows import TABLE_OF
from db.text import clean

LINES: Final = 100
"""Faults of a damaged file that are told; thousands more may follow from one page."""

_OWNER: Final = {
    **dict.fromkeys(TABLE_OF.values(), "id"),
    **dict.fromkeys(("claims", "names", "record_state"), "record"),
    "records": "id",
    "links": "from_record",
    "anchors": "(SELECT record FROM claims WHERE claims.id = anchors.claim)",
}
"""How to find the record that a row of each table belongs to."""

_LOOSE: Final = """
    SELECT name FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND NOT strict AND name IN (SELECT value FROM json_each(?)) ORDER BY name
"""


def damage(conn: sqlite3.Connection) -> Iterator[Finding]:
    """Yield what makes the rows themselves doubtful: nothing else is worth a look before it is mended.

    Raises:
        sqlite3.Error: The file is too damaged even for a list of its faults.
    """
    # On a connection for reading only SQLite leaves CHECK constraints out, which no ordinary writer gets round.
    for (told,) in conn.execute(f"PRAGMA integrity_check({LINES})"):
        for line in told.splitlines():
            if line != "ok" and not line.startswith("***"):  # the heading of a list
                yield Finding("integrity", "", f"The file is damaged ({clean(line)}): restore it from a copy.")
    for (table,) in conn.execute(_LOOSE, (json.dumps(schema.TABLES),)):
        yield Finding(
            "integrity",
            "",
            f"{table} is not a STRICT table, so that anything can be in it: copy its rows into a table that is.",
        )
    for table in schema.TABLES:
        yield from _not_text(conn, table)


def _not_text(conn: sqlite3.Connection, table: str) -> Iterator[Finding]:
    """Yield the texts of a table that are not UTF-8: STRICT doesn't ask, and nothing can read their rows."""
    try:
        for _ in conn.execute(f"SELECT * FROM {table}"):  # noqa: S608  (a name of this program)
            pass
    except sqlite3.OperationalError as error:
        if hasattr(error, "sqlite_errorcode"):  # SQLite's own; decoding is Python's
            raise
    else:
        return
    conn.text_factory = bytes
    try:
        cursor = conn.execute(f"SELECT rowid, * FROM {table}")  # noqa: S608
        columns = [column[0] for column in cursor.description]
        for row, *cells in cursor:
            for column, cell in zip(columns[1:], cells, strict=True):
                if isinstance(cell, bytes) and not _readable(cell):
                    yield Finding(
                        "integrity", "", f"{table}.{column} of row {row} is not UTF-8 text: write it anew with sqlite3."
                    )
    finally:
        conn.text_factory = str


def _readable(cell: bytes) -> bool:
    try:
        cell.decode()
    except UnicodeDecodeError:
        return False
    return True


def foreign_keys(conn: sqlite3.Connection) -> Iterator[Finding]:
    """Yield every reference that leads nowhere."""
    broken: defaultdict[tuple[str, str, int], list[int | None]] = defaultdict(list)
    for table, row, parent, number in conn.execute("PRAGMA foreign_key_check"):
        broken[table, parent, number].append(row)
    for (table, parent, number), rows in broken.items():
        column = _column(conn, table, number)
        apart = f"{table}.{column} leads to no row of {parent}"
        mend = "restore what it refers to, or remove the row."
        if None in rows:  # a table without row numbers, which are those of caches
            yield Finding("foreign-key", "", f"{apart} in {many(len(rows), 'row')}: {mend}")
            continue
        owners = _owners(conn, table, rows)
        named = records_named(conn, owners.values())
        for row in rows:
            record = named.get(owners.get(row, 0), "")
            where = f"{record}: " if record else ""
            yield Finding("foreign-key", record, f"{where}{apart} in row {row}: {mend}")


def _column(conn: sqlite3.Connection, table: str, number: int) -> str:
    """Return the column of a table's foreign key; another program's table may have any name."""
    [(column,)] = conn.execute(
        'SELECT "from" FROM pragma_foreign_key_list(?) WHERE id = ? AND seq = 0', (table, number)
    )
    return str(column)


def _owners(conn: sqlite3.Connection, table: str, rows: list[int | None]) -> dict[int | None, int]:
    """Return the record that each row belongs to, by row; none for tables that are not about records."""
    if table not in _OWNER:
        return {}
    return dict(
        conn.execute(
            f"SELECT rowid, {_OWNER[table]} FROM {table} WHERE rowid IN (SELECT value FROM json_each(?))",  # noqa: S608
            (json.dumps(rows),),
        )
    )
