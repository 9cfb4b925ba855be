"""The delegations: who is in the room at one round."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from db.roster import Roster
from db.scope import Scope
from tui.commands import bindings
from tui.draw import roster as draw
from tui.panes.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.binding import BindingType


class RosterPane(Rows):
    """The delegations of the round in scope."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("roster")]
    TITLE = "1 Delegations"

    class RoundWanted(Message):
        """Another round's delegations are asked for."""

        def __init__(self, event: int) -> None:
            self.event = event
            super().__init__()

    def __init__(self) -> None:
        super().__init__("roster")
        self._roster = Roster(None, 0, (), ())
        self._scope = Scope()

    def show(self, roster: Roster, scope: Scope) -> None:
        """Show the delegations of a round; another round is shown from its top."""
        same = roster.round == self._roster.round
        if roster == self._roster and scope == self._scope and self.rows:
            return
        self._roster, self._scope = roster, scope
        self.redraw(keep=same)

    def redraw(self, keep: bool = True) -> None:
        """Draw the rows for the present size."""
        self.show_rows(draw.rows(self._roster, self.view.width, self._scope, new=self.new), keep)
        self.say(self.TITLE, draw.caption(self._roster, keys=True, width=self.inside.width - 4))

    def go_to(self, seats: Collection[int]) -> None:
        """Put the cursor on the first of some seats that is at this round."""
        self.move_to(next((index for index, row in enumerate(self.rows) if row.record in seats), self.cursor))

    def action_round(self, step: int) -> None:
        """Ask for the round before or after."""
        index = self._roster.index + step
        if 0 <= index < len(self._roster.rounds):
            self.post_message(self.RoundWanted(self._roster.rounds[index]))
