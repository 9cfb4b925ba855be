"""The full-text index `search`: a row for each record that has words of its own, one for each claim that has.

A row's number says whose it is: twice the id of a record, or twice the id of a claim and one. It is a cache: what it
holds is worked out from the rows alone, kept by the single write path, and never trusted over them.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Final

from db.vocabulary import properties

CLAIM: Final = "claim"
"""What the column `kind` says of a claim's row; of a record's it is the kind of the record."""

_NAMES: Final = """coalesce((
    SELECT group_concat(text, char(10)) FROM (SELECT text FROM names WHERE record = {0}.id ORDER BY id)
), '')"""
"""All spellings of a row, a line each."""

_RECORDS: Final = {
    "processes": ("process", "name", "''", "summary"),
    "parties": ("party", "name", "short", "code"),
    "people": ("person", "name", "''", "''"),
    "places": ("place", "name", "''", "''"),
    "offices": ("office", "title", "''", "''"),
    "issues": ("issue", "name", "''", "proposition"),
    "events": ("event", "title", "''", "summary"),
    "delegates": ("delegate", "description", "''", "''"),
    "positions": ("position", "summary", "''", "condition"),
    "sources": ("source", "publisher || ': ' || title", "short", "author"),
    "documents": ("document", "''", "''", "text"),
}
"""For each table whose records have words of their own: their kind, and what of them is title, name and body."""

_CLAIMS: Final = f"""
    SELECT 2 * claims.id + 1, '', '',
        trim(iif(property IS NULL OR property IN (SELECT value FROM json_each(?)), '', coalesce(value, '')) || char(10)
            || coalesce(note, '') || char(10) || coalesce(hedge, ''), char(10)) AS body,
        coalesce(quote, '') AS quoted, '{CLAIM}'
    FROM touched JOIN claims USING (record) WHERE body <> '' OR quoted <> '' ORDER BY claims.id
"""  # noqa: S608  (a word of this module)


def refresh(conn: sqlite3.Connection) -> None:
    """Bring the rows of the records in the table `touched`, and of the claims on them, up to date.

    Args:
        conn: A connection with the transaction open; `db.caches.refresh` has filled the table.
    """
    conn.execute("DELETE FROM search WHERE rowid IN (SELECT 2 * record FROM touched)")
    conn.execute("DELETE FROM search WHERE rowid IN (SELECT 2 * claims.id + 1 FROM touched JOIN claims USING (record))")
    for table, (kind, title, name, body) in _RECORDS.items():
        names = _NAMES.format(table)
        conn.execute(f"""
            INSERT INTO search (rowid, title, names, body, quote, kind)
            SELECT 2 * {table}.id, coalesce({title}, '') AS called,
                trim({name} || char(10) || {names}, char(10)) AS spelled, coalesce({body}, '') AS said, '', '{kind}'
            FROM touched JOIN records ON records.id = touched.record AND records.kind = '{kind}'
            JOIN {table} USING (id) WHERE called <> '' OR spelled <> '' OR said <> '' ORDER BY {table}.id
        """)  # noqa: S608  (pieces of this module)
    coded = [name for name, known in properties().items() if known.compare != "text"]
    conn.execute(f"INSERT INTO search (rowid, title, names, body, quote, kind) {_CLAIMS}", (json.dumps(coded),))
