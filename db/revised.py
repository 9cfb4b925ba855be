"""What was said anew between two days: claims that replaced an earlier word, and records that came into dispute.

Which word replaces which is the rule of `db.contested`, from when on a claim counts that of `db.asof`. A claim of no
day replaces nothing and is replaced by nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from db.accounts import Account, accounts, said
from db.asof import day_of
from db.contested import supersedes
from db.dates import civil, iso
from db.related import titles
from db.stages import later, states, stood
from db.values import dataclass
from db.voices import Voice
from db.word import hear

AT_MOST: Final = 1000
"""Dated claims that are looked at; of more, the newest are."""

_DISPUTED: Final = ("contested", "denied")

_BEGINNINGS: Final = ("", "[", "[..", "../", "/")
"""What the text of a date begins with before its first day: nothing, or what an open or uncertain one does."""

_DATED: Final = """
    SELECT said_on, record FROM claims CROSS JOIN records ON records.id = record
    WHERE said_on >= :first AND said_on < :last AND process = :process AND rank <> 'deprecated'
    ORDER BY said_on DESC LIMIT :limit
"""
"""By the text of the date, whose order is that of the days."""
_STATES: Final = """
    SELECT record, state, contested_on FROM record_state WHERE record IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True, slots=True)
class Revision:
    """A word that took the place of an earlier one.

    Attributes:
        record: What it is about.
        kind: Its kind.
        title: Its title.
        before: The word that was replaced.
        after: Those who gave the new one: all say the same.
    """

    record: int
    kind: str
    title: str
    before: Account
    after: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A record that came into dispute, or out of it.

    Attributes:
        record, kind, title: What it is.
        before, after: What the claims on it added up to on each day (`db.contested`).
        contested_on: The properties in dispute on the later day.
    """

    record: int
    kind: str
    title: str
    before: str
    after: str
    contested_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Revised:
    """What was said anew.

    Attributes:
        revisions: Words that replaced others, the newest first.
        turns: Records that came into dispute or out of it.
        cut: Whether there was more than is looked at.
    """

    revisions: tuple[Revision, ...]
    turns: tuple[Turn, ...]
    cut: bool = False


def revised(
    conn: sqlite3.Connection, process: int, after: int, until: int | None, word: Voice | None = None
) -> Revised:
    """Return what was said anew in a negotiation after one day, up to and including another.

    Args:
        conn: An open read transaction.
        process: Whose records.
        after: The earlier day, counted from 1970.
        until: The later day; None is now.
        word: The voice on whose word it is read: only its own words are revisions then.
    """
    rows = _dated(conn, process, after, until)
    ids = {record for _, record in rows[:AT_MOST]}
    told = accounts(conn, ids, word, until)
    names = titles(conn, ids, word)
    found = [
        Revision(record, *names[record], before, tuple(new))
        for record, claims in told.items()
        if record in names
        for before, new in _replaced([one for one in claims if one.heard], after, until)
    ]
    found.sort(key=lambda one: (-day_of(one.after[0].said_on), one.record, one.after[0].id))
    known = ids - later(conn, ids, after)
    one, other = (_stand(conn, known, day, word) for day in (after, until))
    turns = tuple(
        Turn(record, *names[record], one[record][0], *other[record])
        for record in sorted(known & names.keys())
        if (one[record][0] in _DISPUTED or other[record][0] in _DISPUTED) and one[record][0] != other[record][0]
    )
    return Revised(tuple(found), turns, len(rows) > AT_MOST)


def _dated(conn: sqlite3.Connection, process: int, after: int, until: int | None) -> list[tuple[int, int]]:
    """Return the days of the claims said between the days, with their records: the newest, one more than `AT_MOST`."""
    found: list[tuple[int, int]] = []
    for begins in _BEGINNINGS:
        given = {"first": begins + _text(after), "last": f"{begins}{_text(until)}\U0010ffff"}
        rows = conn.execute(_DATED, {"process": process, "limit": AT_MOST + 1, **given})
        found.extend((day, record) for said_on, record in rows if _between(day := day_of(said_on), after, until))
    return sorted(found, reverse=True)[: AT_MOST + 1]


def _text(day: int | None) -> str:
    """Return the text at which the dates of a day begin, among those of years from 0 to 9999."""
    if day is None or civil(day)[0] > 9999:
        return "9999-12-31"
    return iso(day) if civil(day)[0] >= 0 else "0000-01-01"


def _between(day: int, after: int, until: int | None) -> bool:
    return after < day and (until is None or day <= until)


def _replaced(claims: list[Account], after: int, until: int | None) -> Iterator[tuple[Account, list[Account]]]:
    """Yield each word that a newer one replaced between the days, with those who gave the newer one."""
    groups: defaultdict[str, list[Account]] = defaultdict(list)
    for claim in claims:
        if claim.rank != "deprecated" and claim.said_on:
            groups[claim.about].append(claim)
    for group in groups.values():
        found: dict[tuple[str, ...], tuple[Account, list[Account]]] = {}
        for new in sorted(group, key=lambda one: (day_of(one.said_on), one.id)):
            older = [one for one in group if supersedes(said(new), said(one))]
            if not older or not _between(day_of(new.said_on), after, until):
                continue
            last = max(day_of(one.said_on) for one in older)
            for before in [one for one in older if day_of(one.said_on) == last and _says(one) != _says(new)][:1]:
                found.setdefault((*_says(before), *_says(new)), (before, []))[1].append(new)
        yield from found.values()


def _says(one: Account) -> tuple[str, str]:
    return one.modality, one.stored


def _stand(
    conn: sqlite3.Connection, records: Iterable[int], as_of: int | None, word: Voice | None
) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Return what the claims on each of `records` added up to on a day, and on what they differed."""
    ids = [*records]
    found: dict[int, tuple[str, tuple[str, ...]]] = dict.fromkeys(ids, ("", ()))
    for record, state, disputed in conn.execute(_STATES, (json.dumps(ids),)):
        found[record] = state, tuple(disputed.split())
    found |= states(conn, ids, as_of)
    for event, stage in stood(conn, ids, as_of).items():
        found[event] = stage.state, tuple(stage.contested_on.split())
    heard = hear(conn, word, ids, as_of)
    return {record: (heard.state(record, state), disputed) for record, (state, disputed) in found.items()}
