"""What the search box shows for what is typed in it: how it could be completed, and what is found or what is wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import islice
from typing import Final

from db.meant import named
from db.query import CONTESTED, FILTERS, HAS, KINDS, QueryError, unfinished
from db.scope import Scope
from db.search import LIMIT, Results, read, search
from db.text import IN_A_WORD, NO_MATCH, closeness, folded
from db.values import dataclass
from db.vocabulary import label, words

MANY: Final = 8
"""Completions that are offered at most."""
_LEAST: Final = 2
"""Letters of a filter's name that are typed before it is offered: most words that begin with one letter are words."""

_STANCES: Final = {
    "<0": "opposes or rejects",
    ">0": "accepts or demands",
    **{word: label("stance", word) for word in words("stance")},
    "none": "no known position",
}


@dataclass(frozen=True, slots=True)
class Completion:
    """A way to complete what stands at the end of a query: the whole query then, what is added, and what that means."""

    text: str
    shown: str
    means: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown for what is typed.

    Attributes:
        text: What was typed.
        completions: How it could be completed.
        results: What was found; None if the query is wrong.
        wrong: What is wrong with it, a sentence; else "".
    """

    text: str
    completions: tuple[Completion, ...]
    results: Results | None
    wrong: str = ""


def answer(conn: sqlite3.Connection, text: str, scope: Scope, limit: int = LIMIT) -> Answer:
    """Return what is shown for what is typed.

    Args:
        conn: An open read transaction.
        text: Anything.
        scope: What is looked at.
        limit: Hits that are listed at most.
    """
    offered = tuple(islice(completions(conn, text), MANY))
    try:
        return Answer(text, offered, search(conn, read(conn, text, scope), scope, limit))
    except QueryError as error:
        return Answer(text, offered, None, str(error))


def completions(conn: sqlite3.Connection, text: str) -> Iterator[Completion]:
    """Yield the ways to complete a query: the names of filters, then the values that this store has."""
    before, name, begun = unfinished(text)
    if not name:
        if len(begun) >= _LEAST:
            for one, means in FILTERS.items():
                if one.startswith(begun.casefold()):
                    yield Completion(f"{before}{one}:", f"{one}:", means)
        return
    wanted = folded(begun)
    for value, means in _values(conn, name, wanted):
        if value != begun:
            yield Completion(f"{before}{value}", f"{name}:{value}", means)


def _values(conn: sqlite3.Connection, name: str, begun: str) -> Iterator[tuple[str, str]]:
    """Yield the values of a filter that fit what is typed of one, with what they mean; the likeliest first."""
    if name in ("party", "issue", "person", "source"):
        fits: dict[int, tuple[int, str]] = {}
        slugs: dict[int, str] = {}
        for record, spelling, title, slug in named(conn, name):
            fit = closeness(folded(spelling), begun) if begun else 0
            fits[record] = min(fits.get(record, (NO_MATCH, title)), (fit, title))
            if slug:
                slugs[record] = spelling
        best = min((fit for fit, _ in fits.values()), default=NO_MATCH)
        bound = IN_A_WORD if best < IN_A_WORD else NO_MATCH  # as for what is meant by it
        for record, (fit, title) in sorted(fits.items(), key=lambda one: (one[1], one[0])):
            if fit < bound and record in slugs:
                yield slugs[record], title
        return
    closed = {
        "kind": {**dict.fromkeys(KINDS, ""), **{one.lower(): label("event_type", one) for one in words("event_type")}},
        "status": {word: label("status", word) for word in words("status")},
        "contested": dict.fromkeys(CONTESTED, ""),
        "has": dict.fromkeys(HAS, ""),
        "stance": _STANCES,
    }
    for value, means in closed.get(name, {}).items():
        if value.startswith(begun):
            yield value, "" if means == value else means
