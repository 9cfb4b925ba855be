"""Whose word: what one voice says of the records that are looked at, in one query for all of them.

A voice changes how rows read, never which rows there are or their order. Of each record it is *silent*, or it denies
it, or it tells it: with its own dates, counts and roles where it gives them, and without those that only others give.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from db.asof import by
from db.contested import Said, in_dispute, live, weigh
from db.values import dataclass
from db.vocabulary import properties
from db.voices import Voice

SILENT: Final = "silent"
"""The state of a record that the voice says nothing of."""

_SQL: Final = """
    SELECT record, coalesce(property, ''), value, modality, source, speaker, on_behalf_of, said_on, rank FROM claims
    WHERE record IN (SELECT value FROM json_each(?)) AND rank <> 'deprecated' ORDER BY record, id
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What a voice says of one record.

    Attributes:
        state: silent, declined, single, agreed, contested (with itself), denied, or opposed (others say otherwise).
        contested_on: The properties that it gives rival values of.
        values: What it gives, by property, in alphabetical order.
        others: The properties that only others give.
    """

    state: str
    contested_on: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]
    others: frozenset[str]


_SILENT: Final = Told(SILENT, (), {}, frozenset())


class Heard:
    """What the voice in scope says of some records; without a voice, everything is as the store has it."""

    def __init__(self, told: Mapping[int, Told] | None) -> None:
        self._told = told

    def of(self, record: int) -> Told | None:
        """Return what the voice says of a record; None without a voice."""
        return None if self._told is None else self._told.get(record, _SILENT)

    def state(self, record: int, own: str) -> str:
        """Return how a record stands on the voice's word; `own` is what all claims on it add up to.

        What the voice tells and nobody disputes stands as it does anyway: by one source, or by several.
        """
        told = self.of(record)
        undisputed = ("single", "agreed")
        return own if told is None or (told.state in undisputed and own in undisputed) else told.state

    def values(self, record: int, name: str, own: str) -> tuple[str, ...]:
        """Return every value of a property that the voice gives; the record's own where nobody's claim is needed.

        Args:
            record: Its id.
            name: The property.
            own: What the record itself has, or "".

        Returns:
            The voice's values; none if only others give one.
        """
        told = self.of(record)
        if told is not None and name in told.values:
            return told.values[name]
        return () if not own or (told is not None and name in told.others) else (own,)

    def value(self, record: int, name: str, own: str) -> str:
        """Return one value of a property as `values` does, "" for none."""
        return next(iter(self.values(record, name, own)), "")


def hear(conn: sqlite3.Connection, voice: Voice | None, records: Iterable[int], as_of: int | None = None) -> Heard:
    """Return what a voice says of each of `records`: one query for all of them, none without a voice."""
    if voice is None:
        return Heard(None)
    return Heard({record: _told(voice, claims) for record, claims in said_of(conn, records, as_of).items()})


def said_of(conn: sqlite3.Connection, records: Iterable[int], as_of: int | None = None) -> dict[int, list[Said]]:
    """Return what is said of each of `records`, by anybody, as far as it isn't set aside: one query for all of them.

    Args:
        conn: An open read transaction.
        records: Ids.
        as_of: The day by which it was said, counted from 1970; None is now.
    """
    said: defaultdict[int, list[Said]] = defaultdict(list)
    for record, *claim in conn.execute(_SQL, (json.dumps([*records]),)):
        said[record].append(Said(*claim))
    return said if as_of is None else {record: kept for record, own in said.items() if (kept := by(own, as_of))}


def _told(voice: Voice, claims: list[Said]) -> Told:
    own = [claim for claim in claims if voice.says(claim.source, claim.on_behalf_of)]
    if not own:
        return _SILENT
    # On what stays as it is said, a voice stands by its own last word; on what goes on, not by one that was overtaken.
    standing = {id(claim) for claim in live(claims)}
    counted = [claim for claim in live(own) if id(claim) in standing or not _over_time(claim)]
    given: defaultdict[str, set[str]] = defaultdict(set)
    for claim in counted:
        if claim.value is not None and claim.modality == "asserts":
            given[claim.about].add(claim.value)
    values = {name: tuple(sorted(found)) for name, found in given.items()}
    weighed = weigh(own)
    state = weighed.state
    if any(not claim.about and claim.modality == "denies" for claim in counted):
        state = "denied"
    elif all(claim.modality == "declines" for claim in own):
        state = "declined"
    elif state in ("single", "agreed") and _opposed(counted, live(claims)):
        state = "opposed"
    others = frozenset(claim.about for claim in claims) - values.keys()
    return Told(state, weighed.contested_on, values, others)


def _over_time(claim: Said) -> bool:
    known = properties().get(claim.about)
    return known is not None and known.over_time


def _opposed(own: list[Said], claims: list[Said]) -> bool:
    """Say whether others give another value of something that the voice tells, or deny what it asserts."""
    return any(
        in_dispute([claim for claim in claims if claim.about == name] + [claim for claim in own if claim.about == name])
        for name in {claim.about for claim in own}
    )
