"""Made-up events written straight into the tables: the rows that the write path makes of them, without its questions.

What is imported is checked field by field and looked up claim by claim, which takes minutes for a million events. These
are right by construction: they go in as rows, and the indexes and the caches are made once, at the end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from getpass import getuser
from typing import Final, cast

from db import caches
from db.dates import iso, span
from db.drafts import Draft
from db.rows import Value
from db.shapes import CLAIM

Row = tuple[Value, ...]

_RECORDS: Final = "INSERT INTO records (id, kind, slug, process, change) VALUES (?, ?, ?, ?, ?)"
_EVENT: Final = ("type", "status", "title", "summary", "place", "number", "format", "starts", "ends", "duration")
_EVENTS: Final = f"INSERT INTO events (id, {', '.join(_EVENT)}, earliest, latest, day) VALUES ({', '.join('?' * 14)})"
_PARTS: Final = "INSERT INTO event_parties (id, event, party, role, roster) VALUES (?, ?, ?, ?, ?)"
_CLAIMS: Final = f"INSERT INTO claims (record, {', '.join(CLAIM)}, change) VALUES ({', '.join('?' * (len(CLAIM) + 2))})"
_UNSAID: Final = {name: field.default for name, field in CLAIM.items()}
_NAMED: Final = [(name, field.of) for name, field in CLAIM.items() if field.type == "ref"]
_HASTY: Final = {"journal_mode": "OFF", "synchronous": "OFF", "cache_size": -400_000, "foreign_keys": "OFF"}


@contextmanager
def unhindered(conn: sqlite3.Connection) -> Iterator[None]:
    """Fill a new store that nobody else has open: no journal, no checks, no indexes but the unique ones.

    At the end the indexes are there again, and the caches are made.
    """
    settings = {name: conn.execute(f"PRAGMA {name}").fetchone()[0] for name in _HASTY}
    for name, value in _HASTY.items():
        conn.execute(f"PRAGMA {name} = {value}")
    indexes = conn.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    conn.execute("BEGIN IMMEDIATE")
    for name, _ in indexes:
        conn.execute(f"DROP INDEX {name}")
    yield
    for _, sql in indexes:
        conn.execute(sql)
    caches.recount(conn)
    conn.execute("COMMIT")
    for name, value in settings.items():
        conn.execute(f"PRAGMA {name} = {value}")


class Rows:
    """Writes events and the parts in them, which refer to what the store has already."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._known: dict[tuple[str, str], int] = {
            (kind, slug): record for record, kind, slug in conn.execute("SELECT id, kind, slug FROM records")
        }
        self._next = 1 + max(self._known.values())

    def write(self, drafts: Sequence[Draft], command: str) -> None:
        """Write drafts as one change: first the events, then the parts in them, as the write path numbers them."""
        made = (datetime.now(UTC).isoformat(timespec="seconds"), getuser(), command)
        change = self._conn.execute("INSERT INTO changes (made_at, made_by, command) VALUES (?, ?, ?)", made).lastrowid
        assert change is not None
        events = [draft for draft in drafts if draft.parent is None]
        parts = [draft for draft in drafts if draft.parent is not None]
        ids = {id(draft): number for number, draft in enumerate((*events, *parts), self._next)}
        self._next += len(ids)
        process = self._known["process", drafts[0].process or ""]
        self._conn.executemany(
            _RECORDS, ((ids[id(one)], one.shape.kind, _slug(one), process, change) for one in (*events, *parts))
        )
        self._conn.executemany(_EVENTS, (self._event(ids[id(event)], event) for event in events))
        self._conn.executemany(_PARTS, (self._part(ids[id(part)], ids[id(part.parent)], part) for part in parts))
        self._conn.executemany(
            _CLAIMS, (row for one in (*events, *parts) for row in self._claims(ids[id(one)], one.claims, change))
        )

    def _event(self, record: int, event: Draft) -> Row:
        values = cast(Mapping[str, Value], event.values)
        place = values.get("place")
        known = {"place": None if place is None else self._known["place", str(place)]}
        return (record, *(known.get(name, values.get(name)) for name in _EVENT), *_placed(str(values["starts"])))

    def _part(self, record: int, event: int, part: Draft) -> Row:
        values = cast(Mapping[str, Value], part.values)
        return record, event, self._known["party", str(values["party"])], values["role"], values.get("roster")

    def _claims(self, record: int, claims: Iterable[object], change: int) -> Iterator[Row]:
        for given in claims:
            row = {**_UNSAID, **cast(Mapping[str, Value], given)}
            for name, kind in _NAMED:
                if row[name] is not None:
                    row[name] = self._known[kind, str(row[name])]
            yield record, *row.values(), change


def _slug(draft: Draft) -> str:
    if draft.slug is not None:
        return draft.slug
    assert draft.parent is not None
    return f"{draft.parent.slug}/{draft.values['party']}/{draft.values['role']}"


@lru_cache(maxsize=10_000)
def _placed(starts: str) -> tuple[int | None, int | None, str | None]:
    """Return the earliest and the latest second of a date, and the day that it is listed under."""
    found = span(starts, None)
    return found.earliest, found.latest, None if found.day is None else iso(found.day)
