"""Accounts side by side: what each voice, or each outlet, says of one record, property by property, and who is silent.

The order is that of the alphabet and every column has the same weight: nothing here says who is right.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from db.accounts import Account, accounts, said
from db.contested import in_dispute
from db.related import titles
from db.text import folded
from db.values import dataclass

By = Literal["voice", "outlet"]


@dataclass(frozen=True, slots=True)
class Column:
    """One who speaks, or is silent.

    Attributes:
        name: Of a party, or of an outlet: one that speaks in its own voice, or one that reports.
        party: The party's record; None for an outlet.
    """

    name: str
    party: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one of them says on a property.

    Attributes:
        accounts: In the order of their outlets; none = silent.
        at_odds: Ids of those that still stand and can't be right together with another account, whoever's it is.
    """

    accounts: tuple[Account, ...] = ()
    at_odds: frozenset[int] = frozenset()

    @property
    def differs(self) -> bool:
        """Whether what is said here is at odds with what is said elsewhere."""
        return bool(self.at_odds)


@dataclass(frozen=True, slots=True)
class Aspect:
    """A row: one property.

    Attributes:
        about: The property; "" is the record itself.
        label: How people read it.
        cells: One for each column.
        disputed: Whether the accounts that still stand are in dispute.
    """

    about: str
    label: str
    cells: tuple[Cell, ...]
    disputed: bool


@dataclass(frozen=True, slots=True)
class Versus:
    """The accounts of one record beside each other.

    Attributes:
        record: Its id.
        kind: Its kind; an event of type ACCUSE is an "accusation", since claims on it are about what it alleges.
        title: Its title.
        by: What a column is: a voice or an outlet.
        columns: In the order of the alphabet.
        aspects: The record itself first, then its properties in the vocabulary's order; only those that are spoken of.
        set_aside: How many claims are left out because they were set aside.
    """

    record: int
    kind: str
    title: str
    by: By
    columns: tuple[Column, ...]
    aspects: tuple[Aspect, ...]
    set_aside: int


_SIDES: Final = """
    SELECT parties.name, parties.id FROM process_parties JOIN parties ON parties.id = party
    JOIN records ON process_parties.process IN (records.process, records.id)
    WHERE records.id = ? AND side IS NOT NULL
"""
"""The two sides of a record's process; a process is its own."""


def versus(conn: sqlite3.Connection, record: int, by: By, as_of: int | None = None) -> Versus | None:
    """Return what each voice or outlet says of a record; None if there is no such record.

    Args:
        conn: An open read transaction.
        record: Its id; only its own claims count, not those on what it is made of.
        by: "voice" has a column for each party on whose behalf something is said, each outlet in its own voice, and
            the two sides of the record's process even when they are silent; "outlet" has one for each publisher.
        as_of: The day, counted from 1970, by which it was said; None is now.
    """
    known = titles(conn, [record]).get(record)
    if known is None:
        return None
    given = accounts(conn, [record], as_of=as_of).get(record, ())
    kept = [account for account in given if account.rank != "deprecated"]
    found = {_column(account, by) for account in kept}
    if by == "voice":
        found |= {Column(name, party) for name, party in conn.execute(_SIDES, (record,))}
    columns = tuple(sorted(found, key=lambda column: (folded(column.name), column.name, column.party or 0)))
    kind, title = known
    if conn.execute("SELECT 1 FROM events WHERE id = ? AND type = 'ACCUSE'", (record,)).fetchone():
        kind = "accusation"
    return Versus(record, kind, title, by, columns, tuple(_aspects(kept, columns, by)), len(given) - len(kept))


def _column(account: Account, by: By) -> Column:
    """Return whose account it is; several texts of one publisher are one outlet."""
    if by == "voice" and account.party is not None:
        return Column(account.behalf, account.party)
    return Column(account.publisher)


def _aspects(kept: Iterable[Account], columns: Iterable[Column], by: By) -> Iterator[Aspect]:
    """Yield the properties in the order in which `accounts` has them."""
    rows: defaultdict[str, list[Account]] = defaultdict(list)
    for account in kept:
        rows[account.about].append(account)
    for about, group in rows.items():
        odd = _at_odds(group)
        cells: defaultdict[Column, list[Account]] = defaultdict(list)
        for account in group:
            cells[_column(account, by)].append(account)
        yield Aspect(about, group[0].label, tuple(_cell(cells, column, odd) for column in columns), bool(odd))


def _cell(cells: Mapping[Column, list[Account]], column: Column, odd: set[int]) -> Cell:
    own = cells.get(column, [])
    return Cell(tuple(own), frozenset(odd.intersection(account.id for account in own)))


def _at_odds(group: Iterable[Account]) -> set[int]:
    """Return the ids of the claims on one property that can't all be right: each is in dispute with another."""
    standing = [(account.id, said(account)) for account in group if not account.replaced]
    # Whoever makes them, claims of one value and one modality are at odds with the same others, and not among them.
    kinds = {(claim.value, claim.modality): claim for _, claim in standing}
    odd = {kind for kind, one in kinds.items() if any(in_dispute([one, other]) for other in kinds.values())}
    return {number for number, claim in standing if (claim.value, claim.modality) in odd}
