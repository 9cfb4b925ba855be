"""What the lines of a briefing are made of: each a thing of the store, what was said of it, and the notes on that.

A line stands on the claims that still stand and, with a voice in scope, are the voice's own.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import Final, Generic, TypeVar

from db.accounts import Account, accounts
from db.briefing.footnotes import Footnotes
from db.compare import Move, Team
from db.entries import Entry
from db.positions import Cell, Column, Issue
from db.revised import Revision
from db.roster import Delegation, Round
from db.scope import Scope
from db.values import dataclass
from db.voices import Voice

AT_MOST: Final = 8
"""Lines of a section, so that all of them have room on a sheet of paper."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Section(Generic[T]):
    """A few things of one sort.

    Attributes:
        lines: What is told.
        more: How many others there are.
        bare: How many were left out because nobody is on record as having said so; of a voice, the voice isn't.
    """

    lines: tuple[T, ...]
    more: int = 0
    bare: int = 0

    @property
    def beyond(self) -> int:
        """How many aren't told."""
        return self.more + self.bare

    @property
    def total(self) -> int:
        """How many there are, where each has a line of its own."""
        return len(self.lines) + self.beyond


@dataclass(frozen=True, slots=True)
class Happening:
    """An event.

    Attributes:
        entry: The event.
        accounts: What was said of it.
        notes: The notes on that.
        passed: Whether it is still a plan although every day that it can be on is over.
    """

    entry: Entry
    accounts: tuple[Account, ...]
    notes: tuple[int, ...]
    passed: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """The round whose room is told of, what was said of it, and the notes on that: none where nobody said anything."""

    round: Round
    accounts: tuple[Account, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Turnover:
    """How a party's delegation differs from the one before, what was said of that, and the notes on it."""

    team: Team
    accounts: tuple[Account, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Present:
    """A party's delegation.

    Attributes:
        delegation: It, with those of its seats that somebody is on record for.
        accounts: What was said of it and of those in it.
        notes: The notes on that.
        bare: How many seats were left out because nobody is on record for them; of a voice it isn't said.
    """

    delegation: Delegation
    accounts: tuple[Account, ...]
    notes: tuple[int, ...]
    bare: int = 0


@dataclass(frozen=True, slots=True)
class Holding:
    """What one party holds on an issue.

    Attributes:
        column: The party.
        cell: Its stance.
        condition: On which condition, or "".
        summary: What it holds, in one sentence.
        accounts: Who says so.
    """

    column: Column
    cell: Cell
    condition: str
    summary: str
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the parties stand on an issue.

    Attributes:
        issue: The issue.
        proposition: What one can be for or against, or "".
        holdings: What each party holds, in the order of the matrix.
        silent: Names of those of the two sides of which no position is on record.
        notes: The notes on that.
    """

    issue: Issue
    proposition: str
    holdings: tuple[Holding, ...]
    silent: tuple[str, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shifted:
    """A stance that moved: on which issue, how far apart the sides were and are, who says so, the notes on that."""

    issue: str
    apart: tuple[int | None, int | None]
    move: Move
    accounts: tuple[Account, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """A word that took the place of an earlier one, and the notes on both."""

    revision: Revision
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """What accounts of a record differ on.

    Attributes:
        record, title: The record.
        about: The property; "" is the record itself, which somebody denies.
        label: How people read it.
        accounts: Every account of it.
        notes: The notes on those.
    """

    record: int
    title: str
    about: str
    label: str
    accounts: tuple[Account, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a briefing is of.

    Attributes:
        conn: An open read transaction.
        process: The negotiation.
        scope: As of when it is, and on whose word.
        word: The voice; None is everybody.
        notes: What numbers the notes.
    """

    conn: sqlite3.Connection
    process: int
    scope: Scope
    word: Voice | None
    notes: Footnotes

    def said(self, records: Iterable[int]) -> defaultdict[int, tuple[Account, ...]]:
        """Return what was said of some records by those who are heard, as far as it still stands."""
        found: defaultdict[int, tuple[Account, ...]] = defaultdict(tuple)
        for record, rows in accounts(self.conn, records, self.word, self.scope.as_of).items():
            found[record] = tuple(row for row in rows if row.heard and not row.replaced and row.rank != "deprecated")
        return found
