"""Numbered notes: for each line what was said of it, by whom and where, one note for a source and places in it."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from db.accounts import Account
from db.text import folded
from db.values import dataclass

SOURCES: Final = 6
"""Sources that a line is noted with; of more, those that come first in the order of the alphabet."""
PLACES: Final = 12
"""Places in one source that a note names; a line that stands on more says so by an ellipsis."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note.

    Attributes:
        number: From 1, in the order in which lines use them.
        source: The source's record.
        publisher, title: What it is.
        author, published, url: Who wrote it, when (EDTF), where it is; "" where that isn't known.
        locators: The places in it: paragraphs, or whatever else they are called; none is the text as a whole.
        first: The number of the first note on the same source: this one's own, or an earlier one's.
    """

    number: int
    source: int
    publisher: str
    title: str
    author: str
    published: str
    url: str
    locators: tuple[str, ...]
    first: int


class Footnotes:
    """Numbers the notes of a page while its lines are made."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, tuple[str, ...]], int] = {}

    def of(self, accounts: Iterable[Account]) -> tuple[int, ...]:
        """Return the numbers of the notes on what was said: one for each source, in the order of the alphabet."""
        places: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
        for one in accounts:
            places[folded(one.publisher), one.source].add(one.locator)
        groups = [(source, _ordered(found)) for (_, source), found in sorted(places.items())[:SOURCES]]
        return tuple(self._numbers.setdefault(group, len(self._numbers) + 1) for group in groups)

    def notes(self, conn: sqlite3.Connection) -> tuple[Note, ...]:
        """Return all notes in the order of their numbers."""
        sources = {source for source, _ in self._numbers}
        rows = conn.execute(
            """
            SELECT id, publisher, title, coalesce(author, ''), coalesce(published, ''), coalesce(url, '') FROM sources
            WHERE id IN (SELECT value FROM json_each(?))
            """,
            (json.dumps([*sources]),),
        )
        known = {source: row for source, *row in rows}
        first: dict[int, int] = {}
        notes = []
        for (source, locators), number in self._numbers.items():
            publisher, title, author, published, url = known[source]
            one = first.setdefault(source, number)
            notes.append(Note(number, source, publisher, title, author, published, url, locators, one))
        return tuple(notes)


def _ordered(locators: Iterable[str]) -> tuple[str, ...]:
    """Return places in a source as a reader comes to them, numbers first."""
    found = sorted(filter(None, locators), key=lambda text: (not text.isdecimal(), len(text) * text.isdecimal(), text))
    return (*found[:PLACES], "…") if len(found) > PLACES else tuple(found)
