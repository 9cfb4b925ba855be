"""A store with as many events as wanted, the same each time."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from db import store
from db.dates import day_number, iso
from db.drafts import Draft
from db.importing import load
from db.reading.talks import parse_toml
from db.shapes import BY_TABLE
from tests.bench.rows import Rows, unhindered

BATCH: Final = 10_000
"""Events in one change."""

_PARTIES: Final = ("north", "south", "east", "west", "league", "union")
_ISSUES: Final = ("bridge", "river", "harbour", "tolls", "prisoners", "archives", "fishing", "radio")
_TYPES: Final = ("STATEMENT", "CONSULT", "ACCUSE", "ASSAULT", "AGREE", "REJECT", "REQUEST", "AID")
_WORDS: Final = (
    "envoys", "observers", "engineers", "mayors", "border", "bridge", "river", "harbour", "convoy", "repairs",
    "patrol", "school", "market", "tower", "meet", "inspect", "dispute", "rebuild", "cross", "reopen",
    "count", "close", "delay", "return", "near", "above", "after", "beyond", "without",
)  # fmt: skip
_FIRST: Final = day_number(2015, 1, 1)
_LAST: Final = day_number(2026, 2, 1)
_QUOTING: Final = random.Random()


def _cast() -> str:
    """The opening of a talks file: everything that the events refer to."""
    parts = ['format = 1\nprocess = "synthetic"\n[processes.synthetic]\nname = "Synthetic talks"\n']
    for number in range(8):
        parts.append(
            f'[sources.paper-{number}]\npublisher = "Paper {number}"\nshort = "P{number}"\n'
            f'title = "Report {number}"\npublished = "2026-02-01"\n'
        )
    for party in _PARTIES:
        parts.append(f'[parties.{party}]\nname = "{party.title()}"\nshort = "{party[:2].upper()}"\ntype = "state"\n')
        parts.append(f'[people.{party}-envoy]\nname = "Envoy of {party.title()}"\n')
        side = {"north": 'side = "A"', "south": 'side = "B"'}.get(party, "")
        claims = 'claims = [{source = "paper-0", locator = 1}]'
        parts.append(f'[[process_parties]]\nparty = "{party}"\nrole = "negotiator"\n{side}\n{claims}\n')
    for issue in _ISSUES:
        parts.append(f'[issues.{issue}]\nname = "The {issue}"\nproposition = "The {issue} is shared by all."\n')
        for sort, party in enumerate(_PARTIES[:4]):
            parts.append(
                f'[[positions]]\nparty = "{party}"\nissue = "{issue}"\ndate = "2020-03-0{sort + 1}"\n'
                f'stance = {sort - 2 or 2}\nsummary = "{party.title()} has its reasons."\n'
                f'claims = [{{source = "paper-{sort}", locator = 2, on_behalf_of = "{party}"}}]\n'
            )
    for number in range(20):
        parts.append(f'[places.town-{number}]\nname = "Town {number}"\n')
    return "".join(parts)


def day_of(percent: int) -> int:
    """Return the day, counted from 1970, by which so much of the time that the events take has passed."""
    return _FIRST + (_LAST - _FIRST) * percent // 100


@dataclass(frozen=True, slots=True)
class Shape:
    """How made-up events lie in time.

    Attributes:
        first, last: Between these days, counted from 1970.
        crowd: Of so many events one lies on one day, the first; 0 is none.
        longest: Characters of a title of every thousandth.
    """

    first: int = _FIRST
    last: int = _LAST
    crowd: int = 0
    longest: int = 0

    def day(self, number: int, chance: random.Random) -> int:
        """Return the day of an event."""
        day = self.first + chance.randrange(self.last - self.first)
        return self.first if self.crowd and number % self.crowd == 0 else day


SHAPES: Final = {
    "usual": Shape(),
    "one-day": Shape(crowd=1),
    "crowded-day": Shape(crowd=5),
    "ages": Shape(day_number(-4000, 1, 1), day_number(9999, 12, 31)),
    "long-titles": Shape(longest=100_000),
}
"""Stores that a program may find hard, beside the usual one: a day with all events or a fifth of them, days through all
ages, and titles of 100 kB."""


def _event(number: int, chance: random.Random, shape: Shape) -> Iterator[Draft]:
    """Yield an event and its parties."""
    day = shape.day(number, chance)
    source = f"paper-{chance.randrange(8)}"
    claims: list[object] = [{"source": source, "locator": chance.randrange(1, 40)}]
    if chance.random() < 0.4:  # spoken for a side
        _QUOTING.seed(number)  # by chances of its own: the rest stays as it was
        quote = " ".join(_QUOTING.choices(_WORDS, k=5))
        claims.append({"source": source, "locator": 60, "on_behalf_of": chance.choice(_PARTIES), "quote": quote})
    if chance.random() < 0.3:
        claims.append({"source": f"paper-{chance.randrange(8)}", "locator": chance.randrange(40, 60)})
    if chance.random() < 0.05:  # announced, then put off
        for name, value, before in (("announced", iso(day - 30), 30), ("status", "planned", 30),
                                    ("starts", iso(day - 9), 30), ("starts", iso(day), 9)):  # fmt: skip
            said = {"value": value, "said_on": iso(day - before)}
            claims.append({"source": source, "locator": 70, "property": name, **said})
    if chance.random() < 0.02:  # contested
        for locator, value in ((61, iso(day)), (62, iso(day - 1))):
            claims.append({"source": source, "locator": locator, "property": "starts", "value": value})
    title = " ".join(chance.choices(_WORDS, k=chance.randrange(3, 8))).capitalize()
    values: dict[str, object] = {"type": chance.choice(_TYPES), "status": "held", "title": title, "starts": iso(day)}
    if number % 1000 == 0:
        values |= {"type": "ROUND", "number": number // 1000 + 1, "title": f"Round {number // 1000 + 1}"}
    elif number % 1000 == 1:
        values["title"] = title * (1 + shape.longest // len(title))
    if chance.random() < 0.5:
        values["summary"] = " ".join(chance.choices(_WORDS, k=chance.randrange(8, 30))).capitalize() + "."
    if chance.random() < 0.4:
        values["place"] = f"town-{chance.randrange(20)}"
    where, slug = f"events[{number}]", f"event-{number:07}"
    event = Draft(BY_TABLE["events"], where, slug, "synthetic", values, claims=claims)
    yield event
    for party, role in zip(chance.sample(_PARTIES, 2), ("actor", "target"), strict=True):
        yield Draft(
            BY_TABLE["event_parties"],
            where,
            None,
            "synthetic",
            {"party": party, "role": "attendee" if values["type"] == "ROUND" else role},
            event,
            [{"source": source, "locator": 1}],
        )


def _positions(number: int) -> str:
    """What every party held on every issue, one after the other, `number` positions in all."""
    parts = []
    for step in range(number):
        party, issue = _PARTIES[step % len(_PARTIES)], _ISSUES[step // len(_PARTIES) % len(_ISSUES)]
        day = iso(_FIRST + step // (len(_PARTIES) * len(_ISSUES)) * 17 + step % 17)
        parts.append(
            f'[[positions]]\nparty = "{party}"\nissue = "{issue}"\ndate = "{day}"\nstance = {step % 5 - 2}\n'
            f'summary = "As of {day}."\nclaims = [{{source = "paper-1", locator = 3, on_behalf_of = "{party}",'
            f' said_on = "{day}"}}]\n'
        )
    return "".join(parts)


def cast(positions: int = 0) -> list[Draft]:
    """Return everything that the events refer to, and `positions` positions beside those that there always are."""
    return parse_toml(_cast() + _positions(positions), "cast")


def batches(events: int, seed: int = 1, shape: str = "usual") -> Iterator[list[Draft]]:
    """Yield so many events, those of one change at a time."""
    chance = random.Random(seed)
    numbers = iter(range(events))
    while batch := [*islice(numbers, BATCH)]:
        yield [draft for number in batch for draft in _event(number, chance, SHAPES[shape])]


def make(path: Path, events: int, seed: int = 1, positions: int = 0, shape: str = "usual") -> None:
    """Make a store with `events` events at `path`: the rows that an import of them would have made.

    Args:
        path: Where it will be.
        events: How many.
        seed: With the same one, the events are the same.
        positions: How many there are beside those that there always are.
        shape: One of `SHAPES`: how the events lie in time, and how long their titles are.

    Raises:
        StoreError: Something is there already.
    """

    def fill(conn: sqlite3.Connection) -> None:
        load(conn, cast(positions), "bench", "cast")
        with unhindered(conn):
            rows = Rows(conn)
            for batch in batches(events, seed, shape):
                rows.write(batch, "bench")

    store.create(path, fill)
