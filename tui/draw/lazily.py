"""Rows that are drawn when they are looked at: of many, a pane shows a screenful."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Final, overload

from tui.draw.spans import Row

_KEPT: Final = 500
"""Rows that are kept drawn: a long text has many more."""


class Lazily(Sequence[Row]):
    """Rows of which each is drawn once, and only if it is looked at; who inherits says how many there are."""

    def __init__(self) -> None:
        self._drawn: dict[int, Row] = {}

    @abstractmethod
    def draw(self, place: int) -> Row:
        """Draw the row at a place."""

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        row = self._drawn.get(place)
        if row is None:
            if len(self._drawn) > _KEPT:
                self._drawn.clear()
            row = self._drawn[place] = self.draw(place)
        return row
