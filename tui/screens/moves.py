"""How things moved: the doors to the history of one party on one issue, and to two days compared."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.screens.following import Following

if TYPE_CHECKING:
    from db.moments import Moment, Moments


class Moves(Following):
    """What is asked of the time between two days."""

    def action_history(self) -> None:
        """Tell the history of the cell under the cursor, or of the position that the detail shows."""
        from db.history import cell  # noqa: PLC0415  (as the page)

        def tell(found: tuple[int, int] | None) -> None:
            from tui.screens.history import HistoryPage  # noqa: PLC0415  (pages are loaded when they are opened)

            if found is None:
                self.notify(
                    "H tells what one party held on one issue: put the cursor on a cell of the positions (2).",
                    markup=False,
                    timeout=5,
                )
            elif self.is_current:  # no other box or page was opened meanwhile
                self.app.push_screen(HistoryPage(self.ask, *found, self.scope), self._visit)

        self._follow()
        if self._subject is not None:
            self.ask(partial(cell, subject=self._subject), tell)

    def action_compare(self) -> None:
        """Choose two days or rounds, and compare them."""
        from db.moments import moments  # noqa: PLC0415  (as the box)

        process = self._board.overview.process

        def choose(known: Moments) -> None:
            from tui.screens.choose_moments import ChooseMoments  # noqa: PLC0415

            if self.is_current:
                self.app.push_screen(ChooseMoments(known, self.scope.as_of), self._compare)

        if process is not None:
            self.ask(partial(moments, process=process.id), choose)

    def _compare(self, chosen: tuple[Moment, Moment] | None) -> None:
        from tui.screens.compare import ComparePage  # noqa: PLC0415

        process = self._board.overview.process
        if chosen is not None and process is not None:
            self.app.push_screen(ComparePage(self.ask, process.id, *chosen, self.scope), self._visit)
