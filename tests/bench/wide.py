"""A store with a wide room and a wide table, the same each time: parties, issues and seats by the hundred and thousand.

Rows are put straight into the tables, and the caches counted once at the end: seconds, where the write path, which
looks each of them up first, would take minutes.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from db import caches, store

_FIRST: Final = date(2025, 1, 1)
_SECONDS: Final = 86_400
_SOURCES: Final = 8
_UNDER: Final = 9
"""Issues under each heading."""

Values = tuple[str | int | None, ...]


@dataclass
class _Tables:
    """The rows of each table as they are thought up; every record has the next id."""

    rows: dict[str, list[Values]] = field(default_factory=dict)
    last: int = 0

    def add(self, table: str, *values: str | int | None) -> None:
        self.rows.setdefault(table, []).append(values)

    def record(self, kind: str, table: str, process: int | None, *values: str | int | None) -> int:
        """Add a record and its row; return its id."""
        self.last += 1
        self.add("records", self.last, kind, f"{kind}-{self.last}", process, 1)
        self.add(table, self.last, *values)
        return self.last

    def claim(self, record: int, source: int, party: int | None = None, value: str | None = None,
              said_on: str | None = None) -> None:  # fmt: skip
        """Add what a source says of a record, or of a position's stance."""
        self.add("claims", record, "stance" if value else None, value, source, party, said_on, 1)


_COLUMNS: Final = {  # what a row refers to comes before it
    "changes": "id, made_at, made_by, command",
    "records": "id, kind, slug, process, change",
    "sources": "id, publisher, short, title, published",
    "processes": "id, name",
    "parties": "id, name, short, type",
    "process_parties": "id, process, party, role, side, sort",
    "people": "id, name",
    "offices": "id, person, party, title",
    "issues": "id, parent, name, proposition, sort",
    "events": "id, type, status, title, number, starts, ends, earliest, latest, day",
    "event_parties": "id, event, party, role, roster",
    "delegates": "id, event, party, person, role, status, description",
    "positions": "id, party, issue, stance, condition, summary, date, earliest, latest, day",
    "claims": "record, property, value, source, on_behalf_of, said_on, change",
}


def make_wide(
    path: Path, parties: int, issues: int, delegates: int, rounds: int = 2, held: int = 1, seed: int = 1
) -> None:
    """Make a store at `path` in which all of this is at once.

    Args:
        path: Where.
        parties: How many take part.
        issues: How many rows the matrix has, one in ten of them a heading.
        delegates: Seats at each round, as many for each party.
        rounds: Rounds, a month apart; a few seats change from one to the next.
        held: Positions in each cell of the matrix, one after the other.
        seed: What everything that is left to chance hangs on.

    Raises:
        StoreError: Something is there already.
    """
    chance = random.Random(seed)
    made = _Tables()
    made.add("changes", 1, "2026-01-01T00:00:00Z", "bench", "wide")
    process = made.record("process", "processes", None, "Wide talks")
    sources = [
        made.record("source", "sources", None, f"Paper {number}", f"P{number}", "A report", "2025-06-01")
        for number in range(_SOURCES)
    ]
    known = [
        made.record("party", "parties", None, f"Party {number + 1}", f"P{number + 1}"[:4], "state")
        for number in range(parties)
    ]
    for sort, party in enumerate(known):
        part = made.record(
            "process_party", "process_parties", process, process, party, "negotiator",
            "AB"[sort] if sort < 2 else None, sort,
        )  # fmt: skip
        made.claim(part, sources[0])
    _positions(made, chance, process, known, [*_issues(made, process, sources, issues)], sources, held)
    _rounds(made, chance, process, known, sources, delegates, rounds)
    store.create(path)
    with closing(store.writable(path)) as conn:
        _write(conn, made)


def _write(conn: sqlite3.Connection, made: _Tables) -> None:
    conn.execute("BEGIN IMMEDIATE")
    for table, columns in _COLUMNS.items():
        marks = ", ".join("?" * len(columns.split(",")))
        conn.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", made.rows.get(table, ()))
    caches.recount(conn)
    conn.execute("COMMIT")
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _issues(made: _Tables, process: int, sources: list[int], number: int) -> Iterator[int]:
    """Yield the issues that one can be for or against, adding the headings that they stand under."""
    heading: int | None = None
    for sort in range(number):
        if sort % (_UNDER + 1) == 0:
            heading = made.record("issue", "issues", process, None, f"Chapter {sort // (_UNDER + 1) + 1}", None, sort)
            continue
        issue = made.record("issue", "issues", process, heading, f"Article {sort}", f"Article {sort} stands.", sort)
        made.claim(issue, sources[sort % _SOURCES])
        yield issue


def _positions(
    made: _Tables, chance: random.Random, process: int, parties: list[int], issues: list[int], sources: list[int],
    held: int,
) -> None:  # fmt: skip
    for issue in issues:
        for party in parties:
            for turn in range(held):
                day = _FIRST + timedelta(chance.randrange(100) + 100 * turn)
                stance = chance.randrange(-2, 3)
                begins = (day - date(1970, 1, 1)).days * _SECONDS
                position = made.record(
                    "position", "positions", process, party, issue, stance,
                    "If the others do" if chance.random() < 0.1 else None, "It has its reasons.",
                    day.isoformat(), begins, begins + _SECONDS - 1, day.isoformat(),
                )  # fmt: skip
                source = chance.choice(sources)
                made.claim(position, source, party, said_on=day.isoformat() if chance.random() < 0.2 else None)
                if chance.random() < 0.005:  # contested
                    for value in (stance, -stance or 1):
                        made.claim(position, chance.choice(sources), value=str(value))


def _rounds(
    made: _Tables, chance: random.Random, process: int, parties: list[int], sources: list[int], delegates: int,
    rounds: int,
) -> None:  # fmt: skip
    each = delegates // len(parties)
    people: list[list[int]] = []
    for number, party in enumerate(parties):
        people.append([])
        for seat in range(each + rounds):
            person = made.record("person", "people", None, f"Envoy {number + 1}-{seat + 1}")
            made.record("office", "offices", None, person, party, "Delegate for all matters")
            people[-1].append(person)
    for turn in range(rounds):
        day = _FIRST + timedelta(60 + 30 * turn)
        begins = (day - date(1970, 1, 1)).days * _SECONDS
        event = made.record(
            "event", "events", process, "ROUND", "held", f"Round {turn + 1}", turn + 1, day.isoformat(), None,
            begins, begins + _SECONDS - 1, day.isoformat(),
        )  # fmt: skip
        made.claim(event, sources[0])
        for number, party in enumerate(parties):
            part = made.record("event_party", "event_parties", process, event, party, "attendee", "full")
            made.claim(part, sources[0])
            for seat, person in enumerate(people[number][turn : turn + each]):
                named = None if seat and chance.random() < 0.05 else person
                delegate = made.record(
                    "delegate", "delegates", process, event, party, named, "head" if seat == 0 else "member",
                    "present", None if named else "an aide",
                )  # fmt: skip
                made.claim(delegate, chance.choice(sources), said_on="2025-02-01" if chance.random() < 0.1 else None)
                if chance.random() < 0.002:
                    made.add("claims", delegate, "status", "withdrawn", sources[1], None, None, 1)
                    made.add("claims", delegate, "status", "present", sources[2], None, None, 1)
