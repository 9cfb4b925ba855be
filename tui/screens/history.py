"""The history of one party on one issue: a chart of its stance, and every position with who says so."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from db.history import History, history
from tui.draw import history as draw
from tui.draw.spans import Row
from tui.screens.page import Ask, Page, PageRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.reader import Question
    from db.scope import Scope
    from tui.draw.spans import Line

_LEAST: Final = 4
"""Lines for the positions, below which the chart doesn't stay put."""


class HistoryRows(PageRows):
    """The positions below the chart, and in the frame the rule by which they harden or soften."""

    def __init__(self) -> None:
        super().__init__()
        self._title = ""

    def tell(self, found: History | None) -> None:
        """Show a history."""
        self._title = draw.title(found)
        self.draw(partial(self._drawn_of, found), keep=bool(self.rows))

    def _drawn_of(self, found: History | None, width: int) -> tuple[Sequence[Line], Sequence[Row]]:
        """Draw a history; where it is too low, what stays put above the positions scrolls with them."""
        head, rows = draw.head(found, width) if found else [], draw.rows(found, width)
        if self.inside.height - len(head) >= _LEAST:
            return head, rows
        return [], [*(Row(line, 0, key=(-2, number)) for number, line in enumerate(head)), *rows]

    def redraw(self, keep: bool = True) -> None:
        """Draw the rows for the present size."""
        super().redraw(keep)
        self.say(self._title, draw.rule(self.inside.width - 4))


class HistoryPage(Page[History | None, HistoryRows]):
    """What one party held on one issue; Enter opens a position.

    Args:
        ask: Puts its question to the reader.
        issue: Id of the issue.
        party: Id of the party.
        scope: Up to which day, and on whose word.
    """

    def __init__(self, ask: Ask, issue: int, party: int, scope: Scope) -> None:
        super().__init__(ask, HistoryRows())
        self._read: Question[History | None] = partial(history, issue=issue, party=party, scope=scope)

    def question(self) -> Question[History | None]:
        """Ask for the history."""
        return self._read

    def keys(self) -> list[tuple[str, str]]:
        """Say where Enter leads."""
        return [("Enter", "the position")]

    def show(self, found: History | None) -> None:
        """Show it."""
        self.rows.tell(found)
