"""What a page refers to: places in it, and sources, which are numbered as they are first named."""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import lru_cache
from typing import Final

from tui.draw.html import Html, anchor, join, own, to

_KEPT: Final = 10_000
"""Ids of records that are kept, so that those named over and over, as sources are, are looked up once."""


class Notes:
    """The references of one page.

    Args:
        named: Returns the kind and the slug of a record.
        there: The records that the page has a place for, beside its sources.
    """

    def __init__(self, named: Callable[[int], tuple[str, str]], there: Container[int] = ()) -> None:
        self.place = lru_cache(_KEPT)(lambda record: anchor(*named(record)))
        self._there = there
        self._numbers: dict[int, int] = {}

    def number(self, source: int) -> int:
        """Return the number of a source, counted from 1 as they are first named."""
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    def sources(self) -> tuple[int, ...]:
        """Return the sources that were named, in the order of their numbers."""
        return tuple(self._numbers)

    def cite(self, source: int, outlet: str, locator: str = "") -> Html:
        """Return an outlet's name that leads to the source, with its number and where in it something stands."""
        where = f"¶\xa0{locator}" if locator[:1].isdigit() else locator
        return to(self.place(source), join((own(outlet), f"[{self.number(source)}]", own(where)), "\xa0"))

    def to(self, record: int, text: str) -> Html:
        """Return a text that leads to a record, where the page has a place for it."""
        return to(self.place(record), own(text)) if record in self._there else own(text)
