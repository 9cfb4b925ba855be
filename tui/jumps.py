"""Back and forward through the places that were left, as in a browser."""

from __future__ import annotations

from collections import deque
from typing import Final, Generic, TypeVar

Place = TypeVar("Place")

MOST: Final = 100
"""Places that are remembered on the way back."""


class Jumps(Generic[Place]):
    """The places behind and ahead of the one that is looked at, which isn't one of them."""

    def __init__(self) -> None:
        self._behind: deque[Place] = deque(maxlen=MOST)
        self._ahead: list[Place] = []

    def leave(self, here: Place) -> None:
        """Remember a place that is left for a new one; what was ahead is forgotten."""
        if not self._behind or self._behind[-1] != here:
            self._behind.append(here)
        self._ahead.clear()

    def back(self, here: Place) -> Place | None:
        """Return the place before, with a way back to `here`; None at the first."""
        while self._behind:
            found = self._behind.pop()
            if found != here:  # nothing came of that jump
                self._ahead.append(here)
                return found
        return None

    def forward(self, here: Place) -> Place | None:
        """Return the place that `back` was used in, with a way back to `here`; None at the last."""
        while self._ahead:
            found = self._ahead.pop()
            if found != here:
                self._behind.append(here)
                return found
        return None
