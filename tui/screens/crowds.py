"""Large rooms and large matrices on the board: the parts of them that are asked for, and the way to a party."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.panes.positions import PositionsPane
from tui.panes.roster import RosterPane
from tui.screens.following import Following

if TYPE_CHECKING:
    from db.parties import Party


class Crowds(Following):
    """Reads what the roster and the matrix are about to show, where that isn't all there is."""

    def on_roster_pane_wanted(self, message: RosterPane.Wanted) -> None:
        """Read another part of the room."""
        self._reader.turn(message.place)

    def on_positions_pane_wanted(self, message: PositionsPane.Wanted) -> None:
        """Read other cells of the matrix."""
        self._reader.turn(message.view)

    def action_party(self) -> None:
        """Ask for a party, and go to its delegation, or to its positions where the cursor is among those."""
        from db.parties import parties  # noqa: PLC0415  (as the box)

        process, at = self._board.overview.process, self._board.roster.round
        if process is None:
            return

        def choose(known: tuple[Party, ...]) -> None:
            from tui.screens.party import GoToParty  # noqa: PLC0415  (boxes are loaded when they are opened)

            if self.is_current:
                self.app.push_screen(GoToParty(known), self._go_to_party)

        event = at.id if at is not None else 0
        self.ask(partial(parties, process=process.id, event=event, scope=self.scope), choose)

    def _go_to_party(self, party: Party | None) -> None:
        if party is None:
            return
        self.leave()
        self._trail.clear()
        if party.part and (self.came_from != "positions" or not self.positions.has(party.id)):
            self.activate("roster")
            self.roster.reveal(party.part, party.id, unfold=False)
        elif self.positions.has(party.id):
            self.activate("positions")
            self.positions.go_to_party(party.id)
        else:
            self.notify(f"{party.name} has no delegation here, and no position.", markup=False, timeout=4)
