"""Does everything that is stated go back to somebody's word: records without claims, claims on nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Final

from db.checks.finding import Finding, claims_named, many, records_named
from db.rows import TABLE_OF

STATING: Final = ("process_party", "office", "event", "event_party", "delegate", "position")
"""The kinds of record that state something, as an issue does that has a proposition; the others only name it."""

_UNTOLD: Final = """
    SELECT kind, slug FROM records LEFT JOIN issues USING (id) LEFT JOIN event_parties AS part USING (id)
    WHERE (kind IN (SELECT value FROM json_each(?)) OR proposition IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM claims WHERE claims.record = records.id)
        AND (
            kind <> 'event_party' OR NOT EXISTS (
                SELECT 1 FROM claims WHERE claims.record = part.event AND property IS NULL)
            OR EXISTS (SELECT 1 FROM event_parties AS other JOIN claims ON claims.record = other.id
                WHERE other.event = part.event)
        )
    ORDER BY kind, slug
"""
"""A row of a dataset says in one breath what happened and who had a part in it: a claim on the event itself stands for
its parts, unless some of them have claims of their own."""
_WORDLESS: Final = """
    SELECT claims.id, speaker FROM claims JOIN people ON people.id = speaker JOIN records ON records.id = speaker
    WHERE records.kind <> 'person' ORDER BY claims.id
"""


def untold(conn: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the records that state something which nobody is known to have said."""
    for kind, slug in conn.execute(_UNTOLD, (json.dumps(STATING),)):
        yield Finding(
            "no-claim", f"{kind}:{slug}", f"{kind}:{slug} has no claim: add one that says which source reports it."
        )


def unfounded(conn: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the records of the spine that the table of their kind doesn't have, or that another kind's table has."""
    for kind, table in TABLE_OF.items():
        yield from _without_row(conn, kind, table)
        for other, slug in conn.execute(
            f"SELECT kind, slug FROM {table} JOIN records USING (id) WHERE kind <> ? ORDER BY kind, slug",  # noqa: S608
            (kind,),
        ):
            record = f"{other}:{slug}"
            yield Finding(
                "row", record, f"{record} has a row in {table}, which isn't the table of its kind: remove it."
            )
    for kind, slug in conn.execute(
        "SELECT kind, slug FROM records WHERE kind NOT IN (SELECT value FROM json_each(?)) ORDER BY kind, slug",
        (json.dumps([*TABLE_OF]),),
    ):
        record = f"{kind}:{slug}"
        yield Finding("row", record, f"{record} is of a kind that this program doesn't know: remove it.")


def _without_row(conn: sqlite3.Connection, kind: str, table: str) -> Iterator[Finding]:
    for slug, claims in conn.execute(
        f"""
        SELECT slug, (SELECT count(*) FROM claims WHERE claims.record = records.id) FROM records
        WHERE kind = ? AND NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.id = records.id) ORDER BY slug
        """,  # noqa: S608
        (kind,),
    ):
        record = f"{kind}:{slug}"
        lost = f", so {many(claims, 'claim')} on it {'says' if claims == 1 else 'say'} nothing" if claims else ""
        yield Finding("row", record, f"{record} has no row in {table}{lost}: import the record again.")


def wordless(conn: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the claims whose speaker is a record that can't speak; one that isn't there is a foreign key's fault."""
    spoken = dict(conn.execute(_WORDLESS))
    speakers = records_named(conn, spoken.values())
    for claim, (record, phrase) in claims_named(conn, spoken).items():
        yield Finding(
            "speaker", record, f"{phrase}: its speaker is {speakers[spoken[claim]]}, not a person: name who said it."
        )
