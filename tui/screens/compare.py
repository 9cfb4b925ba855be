"""Two days or rounds compared: who was there, which stances moved, what happened between, what was said anew."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from db.compare import Comparison, compare
from tui.draw import compare as draw
from tui.screens.page import Ask, Page, PageRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.moments import Moment
    from db.reader import Question
    from db.scope import Scope
    from tui.draw.spans import Line, Row


class ComparePage(Page[Comparison, PageRows]):
    """What differs between two moments; Enter opens what a line speaks of.

    Args:
        ask: Puts its question to the reader.
        process: Id of the negotiation.
        a: The earlier moment.
        b: The later one.
        scope: On whose word.
    """

    def __init__(self, ask: Ask, process: int, a: Moment, b: Moment, scope: Scope) -> None:
        super().__init__(ask, PageRows())
        self._read: Question[Comparison] = partial(compare, process=process, a=a, b=b, scope=scope)

    def question(self) -> Question[Comparison]:
        """Ask for the comparison."""
        return self._read

    def keys(self) -> list[tuple[str, str]]:
        """Say where Enter leads."""
        return [("Enter", "what it is of")]

    def show(self, found: Comparison) -> None:
        """Show it."""
        self.rows.draw(partial(_drawn, found), keep=bool(self.rows.rows))
        self.rows.say(f"Compare · {draw.title(found)}")


def _drawn(found: Comparison, width: int) -> tuple[Sequence[Line], Sequence[Row]]:
    return (), draw.rows(found, width)
