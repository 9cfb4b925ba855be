"""A claim in words, as every page has it: what it says, through whom it came, with what beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from db import accounts
from db.contested import count_range
from db.vocabulary import label, properties
from tui.draw import look
from tui.draw.days import duration, human
from tui.draw.spans import cells, cut

if TYPE_CHECKING:
    from db.accounts import Account

SHORTEST: Final = 2
"""The last step by which a chain is shortened: 0 as it is, 1 the outlet by its letters, 2 the party by its own too."""


def says(account: Account, kind: str) -> str:
    """Say what a claim is about and what it gives; `kind` is that of its record, or "accusation"."""
    if not account.about:
        return look.claimed(kind)
    given = value(account)
    return f"{account.label}: {given}" if given else account.label


def value(account: Account) -> str:
    """Write what a claim gives for people: dates, durations and counts in words, all else as it is."""
    known = properties().get(account.about)
    compare = known.compare if known else "text"
    return {"date": human, "duration": duration, "count": count}.get(compare, str)(account.value)


def count(text: str) -> str:
    """Write a stored count for people: `70–75`, `100+`, `up to 20`; what is no count stays as it is."""
    found = count_range(text)
    return text if found is None else numbers(*found)


def numbers(low: float, high: float) -> str:
    """Write the least and the most that a count can be; infinity is an open end."""
    if high == float("inf"):
        return f"{low:.0f}+"
    if low == high:
        return f"{low:.0f}"
    return f"{low:.0f}–{high:.0f}" if low else f"up to {high:.0f}"


def chain(account: Account, step: int = 0) -> str:
    """Write through whom a claim came, and the outlet's reservation: `The Post ¶ 10 → Bo Lee → Alpha · reportedly`.

    Args:
        account: The claim.
        step: How far its names are shortened, 0 to `SHORTEST`.
    """
    names = " → ".join(accounts.chain(account, short_outlet=step > 0, short_party=step > 1))
    return f"{names} · {account.hedge}" if account.hedge else names


def step_for(claims: Iterable[Account], width: int) -> int:
    """Return by how much chains are shortened until they all stand in `width` cells, or can't be shortened any more.

    It is one step for all of them, so that an outlet has one name in a column.
    """
    given = [*claims]
    return next((step for step in range(SHORTEST) if all(cells(chain(one, step)) <= width for one in given)), SHORTEST)


def chain_in(account: Account, width: int) -> str:
    """Write a chain in at most `width` cells: shortened step by step, then its names cut; the reservation stays."""
    text = chain(account, step_for([account], width))
    if cells(text) <= width:
        return cut(text, width)
    names = " → ".join(accounts.chain(account, short_outlet=True, short_party=True))
    hedge = cut(f" · {account.hedge}", max(0, width - 12)) if account.hedge else ""
    return f"{cut(names, width - cells(hedge))}{hedge}"


def notes(account: Account, quoted: bool = True) -> str:
    """Say what stands beside a claim: the words used, if `quoted`, the store's note, what to bear in mind."""
    parts = [
        f"“{account.quote}”" if account.quote and quoted else "",
        account.note,
        "inferred" if account.inferred else "",
        f"said {human(account.said_on)}" if account.said_on else "",
        "since replaced by a later word" if account.replaced else "",
        f"{label('rank', account.rank)}: {account.rank_reason}" if account.rank != "normal" else "",
    ]
    return " · ".join(part.rstrip(".") for part in parts if part)
