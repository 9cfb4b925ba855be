"""The full-text index `search`: a row for each record that has words, one for each claim that has words of its own.

A row's number says whose it is: twice the id of a record, or twice the id of a claim and one. It is a cache: what it
holds is worked out from the rows alone, kept by the single write path, and never trusted over them.

In the row of a record the column `quote` has all that is said of it, so that a record can be found by its own words
and by those of its claims together; in the row of a claim it has the claim's quote.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Final

from db.marking import fold
from db.vocabulary import properties

CLAIM: Final = "claim"
"""What the column `kind` says of a claim's row; of a record's it is the record's kind, without an underscore."""

_NAMES: Final = """coalesce((
    SELECT group_concat(text, char(10)) FROM (SELECT text FROM names WHERE record = {0}.id ORDER BY id)
), '')"""
"""All spellings of a row, a line each."""

_HELD: Final = """(
    SELECT parties.name || ' on ' || issues.name FROM parties, issues WHERE parties.id = party AND issues.id = issue
)"""
"""What a position is called: whose it is, and on what."""

_RECORDS: Final = {
    "processes": ("process", "name", "''", "summary"),
    "parties": ("party", "name", "short", "code"),
    "people": ("person", "name", "''", "''"),
    "places": ("place", "name", "''", "''"),
    "offices": ("office", "title", "(SELECT name FROM people WHERE people.id = person)", "''"),
    "issues": ("issue", "name", "''", "proposition"),
    "events": ("event", "title", "''", "summary"),
    "process_parties": ("process_party", "''", "''", "''"),
    "event_parties": ("event_party", "''", "''", "''"),
    "delegates": ("delegate", "description", "''", "''"),
    "positions": ("position", "summary", _HELD, "condition"),
    "sources": ("source", "publisher || ': ' || title", "short", "author"),
    "documents": ("document", "''", "''", "text"),
}
"""For each table of records: their kind, and what of them is title, name and body."""

_MANY: Final = 20_000
"""New records of which the index is not merged while it grows: later changes do it, a little each."""
_USUAL: Final = 4
"""What SQLite has if nobody says otherwise."""

_SAYING: Final = "(property IS NOT NULL OR claims.quote <> '' OR note <> '' OR hedge <> '')"
"""The condition that a claim can have words of its own: most only say that a record is so."""

_CLAIMS: Final = f"""
    INSERT INTO search (rowid, title, names, body, quote, plain, kind)
    SELECT 2 * id + 1, '', '', said, quoted, plain_of('', '', said, quoted), '{CLAIM}' FROM (
        SELECT claims.id,
            trim(iif(property IS NULL OR property IN (SELECT value FROM json_each(?)), '', coalesce(value, ''))
                || char(10) || coalesce(note, '') || char(10) || coalesce(hedge, ''), char(10)) AS said,
            coalesce(quote, '') AS quoted
        FROM touched CROSS JOIN claims USING (record) WHERE {_SAYING}
        ORDER BY claims.id LIMIT -1  -- so that each is worked out once
    ) WHERE said <> '' OR quoted <> ''
"""  # noqa: S608  (a word of this module)
_SAID: Final = f"""
    SELECT record, group_concat(said, char(10)) FROM (
        SELECT record, search.body || char(10) || search.quote AS said
        FROM touched CROSS JOIN claims USING (record) CROSS JOIN search ON search.rowid = 2 * claims.id + 1
        WHERE {_SAYING} ORDER BY record, claims.id
    ) GROUP BY record
"""  # noqa: S608
"""All that is said of each record, once the rows of its claims are made."""


NAMED_AFTER: Final = """
    INSERT OR IGNORE INTO touched
    SELECT positions.id FROM touched CROSS JOIN positions ON positions.issue = touched.record
    UNION ALL SELECT positions.id FROM touched CROSS JOIN positions ON positions.party = touched.record
    UNION ALL SELECT offices.id FROM touched CROSS JOIN offices ON offices.person = touched.record
"""
"""Adds to the table `touched` what is called after a record in it: it is found by that name too."""


def _plain(*texts: str | None) -> str | None:
    """Return texts without accents, where letters other than Latin keep them in the index; else None."""
    text = "\n".join(part or "" for part in texts)
    if text.isascii() or max(text) < "\u0370":
        return None
    plain = fold(text)
    return plain if plain != text.lower() else None


def refresh(conn: sqlite3.Connection, new: Sequence[int] = ()) -> None:
    """Bring the rows of the records in the table `touched`, and of the claims on them, up to date.

    Args:
        conn: A connection with the transaction open; `db.caches.refresh` has filled the table.
        new: A range of ids of records that have no rows yet.
    """
    many = len(new) > _MANY
    if many:
        _merge(conn, 0)
    known = "record NOT BETWEEN ? AND ?"
    between = (new[0], new[-1]) if new else (1, 0)
    conn.create_function("plain_of", 4, _plain, deterministic=True)
    conn.execute("CREATE TEMP TABLE IF NOT EXISTS said_of (record INTEGER PRIMARY KEY, said TEXT)")
    conn.execute("DELETE FROM said_of")
    conn.execute(f"DELETE FROM search WHERE rowid IN (SELECT 2 * record FROM touched WHERE {known})", between)  # noqa: S608
    conn.execute(
        f"""
        DELETE FROM search WHERE rowid IN (
            SELECT 2 * claims.id + 1 FROM touched CROSS JOIN claims USING (record) WHERE {known})
        """,  # noqa: S608
        between,
    )
    coded = [name for name, known in properties().items() if known.compare != "text"]
    conn.execute(_CLAIMS, (json.dumps(coded),))
    conn.execute(f"INSERT INTO said_of {_SAID}")
    for table, (kind, title, name, body) in _RECORDS.items():
        word = kind.replace("_", "")  # one word, so that none of its parts finds it
        names = _NAMES.format(table)
        conn.execute(f"""
            INSERT INTO search (rowid, title, names, body, quote, plain, kind)
            SELECT 2 * id, called, spelled, own, told, plain_of(called, spelled, own, told), '{word}' FROM (
                SELECT {table}.id, coalesce({title}, '') AS called,
                    trim(coalesce({name}, '') || char(10) || {names}, char(10)) AS spelled, coalesce({body}, '') AS own,
                    coalesce((SELECT said FROM said_of WHERE said_of.record = {table}.id), '') AS told
                FROM touched CROSS JOIN records ON records.id = touched.record AND records.kind = '{kind}'
                CROSS JOIN {table} USING (id)
                ORDER BY {table}.id LIMIT -1  -- so that each is worked out once
            ) WHERE called <> '' OR spelled <> '' OR own <> '' OR told <> ''
        """)  # noqa: S608  (pieces of this module)
    if many:
        _merge(conn, _USUAL)


def _merge(conn: sqlite3.Connection, parts: int) -> None:
    """Have the index merge its parts as it grows, once there are so many of a size; 0 is never (SQLite, FTS5, 6.8)."""
    conn.execute("INSERT INTO search (search, rank) VALUES ('automerge', ?)", (parts,))
