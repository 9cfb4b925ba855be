"""Do dates mean what the store sorts them by, and can each of them be read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Final

from db.checks.finding import Finding, claims_named
from db.dates import DateError, bounds, iso, span
from db.vocabulary import properties

_PLACED: Final = (
    "SELECT 'event:' || slug, starts, ends, earliest, latest, day FROM events JOIN records USING (id)",
    "SELECT 'position:' || slug, date, NULL, earliest, latest, day FROM positions JOIN records USING (id)",
)
"""The records that are placed by their dates."""

_DATED: Final = (
    "SELECT 'office:' || slug, since, until FROM offices JOIN records USING (id)",
    "SELECT 'source:' || slug, published, NULL FROM sources JOIN records USING (id) WHERE published IS NOT NULL",
)
"""Those that only have them."""

_CLAIMED: Final = """
    SELECT id, value FROM claims WHERE value IS NOT NULL AND property IN (SELECT value FROM json_each(?))
    UNION ALL SELECT id, said_on FROM claims WHERE said_on IS NOT NULL
"""


def misdated(conn: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the dates that can't be read, that end before they start, or that aren't what their record is sorted by."""
    for sql in _PLACED:
        for record, starts, ends, *kept in conn.execute(sql):
            try:
                found = span(starts, ends)
            except DateError as error:
                yield Finding("date", record, f"{record}: {error}")
                continue
            meant = [found.earliest, found.latest, None if found.day is None else iso(found.day)]
            if kept != meant:
                yield _misplaced(record, kept, meant)
    for sql in _DATED:
        for record, since, until in conn.execute(sql):
            try:
                span(since, until)
            except DateError as error:
                yield Finding("date", record, f"{record}: {error}")
    yield from _misclaimed(conn)


def _misplaced(record: str, kept: Sequence[object], meant: Sequence[object]) -> Finding:
    differing = [
        f"{name} {_or_none(stored)}, not {_or_none(right)}"
        for name, stored, right in zip(("earliest", "latest", "day"), kept, meant, strict=True)
        if stored != right
    ]
    return Finding("date", record, f"{record} is sorted by {', '.join(differing)} as its dates say: import it again.")


def _or_none(value: object) -> str:
    return "none" if value is None else str(value)


def _misclaimed(conn: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the claims that give, or were made on, a date that can't be read."""
    faults: list[tuple[int, str]] = []
    dates = [name for name, known in properties().items() if known.compare == "date"]
    for claim, text in conn.execute(_CLAIMED, (json.dumps(dates),)):
        try:
            bounds(text)
        except DateError as error:
            faults.append((claim, str(error)))
    named = claims_named(conn, (claim for claim, _ in faults))
    for claim, fault in faults:
        record, phrase = named[claim]
        yield Finding("date", record, f"{phrase}: {fault}")
