"""The delegations: who is in the room at one round."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual.message import Message

from db.roster import Delegation, Roster
from db.scope import Scope
from db.seating import Seating
from tui.commands import bindings
from tui.draw import roster as draw
from tui.panes.rows import Rows, Spot

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.binding import BindingType

_EDGE: Final = 20
"""Rows from the end of those that it has at which more are asked for."""


class RosterPane(Rows):
    """The delegations of the round in scope; of a large room a part, and more as the cursor nears its end."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("roster")]
    TITLE = "1 Delegations"

    class RoundWanted(Message):
        """Another round's delegations are asked for."""

        def __init__(self, event: int) -> None:
            self.event = event
            super().__init__()

    class Wanted(Message):
        """Another part of the room is asked for, or something in it is folded."""

        def __init__(self, place: Seating) -> None:
            self.place = place
            super().__init__()

    def __init__(self) -> None:
        super().__init__("roster")
        self._roster = Roster(None, 0, (), ())
        self._scope = Scope()
        self._of: dict[int, Delegation] = {}  # by the records of their rows
        self._place = Seating()
        self._goal: int | None = None  # the row that the cursor goes to when it has been read; -1 is the last
        self._asked = False

    def show(self, roster: Roster, scope: Scope) -> None:
        """Show the delegations of a round; another round is shown from its top."""
        same = roster.round == self._roster.round
        self._asked = False
        if roster == self._roster and scope == self._scope and self.rows:
            self._reach()
            return
        self._roster, self._scope = roster, scope
        self._of = {
            record: party for party in roster.delegations for record in (party.id, *(seat.id for seat in party.seats))
        }
        if not same and roster.part is not None and roster.part.before:
            self._want(None, 0, goal=roster.rounds[roster.index])  # no row is it: so the first
        self.redraw(keep=same)
        self._reach()

    def redraw(self, keep: bool = True) -> None:
        """Draw the rows for the present size."""
        self.show_rows(draw.rows(self._roster, self.view.width, self._scope, new=self.new), keep)
        title = draw.title(self._roster, self.TITLE)
        self.say(title, draw.caption(self._roster, keys=True, width=self.inside.width - 4))

    def _want(self, near: int | None, at: int, goal: int | None = None) -> None:
        """Ask for the part around a record, or around a place; the cursor goes to the row that is its goal."""
        self._goal = goal
        self._asked = True
        self._place = replace(self._place, near=near, at=at)
        self.post_message(self.Wanted(self._place))

    def _reach(self) -> None:
        """Put the cursor on what was asked for, now that it is there."""
        goal = self._goal
        if goal is None or self._asked:
            return
        self._goal = None
        last = len(self.rows) - 1
        found = next((index for index, row in enumerate(self.rows) if row.record == goal), last if goal < 0 else 0)
        self.move_to(found, -1 if goal < 0 else 1)

    def go_to(self, seats: Collection[int]) -> None:
        """Put the cursor on the first of some seats that is at this round."""
        self.move_to(next((index for index, row in enumerate(self.rows) if row.record in seats), self.cursor))

    @property
    def partial(self) -> bool:
        """Whether only a part of the room is shown."""
        return self._roster.part is not None

    def reveal(self, record: int, party: int, unfold: bool) -> None:
        """Put the cursor on a part or a seat of a party, unfolding the delegation if need be."""
        if unfold:
            self._turn(party, folded=False)
        self._want(record, 0, goal=record)

    def put(self, spot: Spot | None) -> None:
        """Put the cursor on a row, asking for the part where it is if that isn't read."""
        super().put(spot)
        if spot is not None and spot[0] is not None and self._roster.part is not None and self.spot != spot:
            self._want(spot[0], 0, goal=spot[0])

    def move_to(self, index: int, step: int = 1) -> None:
        """Move the cursor, asking for more as it nears an end."""
        super().move_to(index, step)
        self._ask(self.cursor < _EDGE, self.cursor >= len(self.rows) - _EDGE)

    def _wheel(self, lines: int) -> None:
        """Scroll, asking for more as the view nears an end."""
        super()._wheel(lines)
        self._ask(self.offset_y < _EDGE, self.offset_y + self.view.height > len(self.rows) - _EDGE)

    def _ask(self, above: bool, below: bool) -> None:
        """Ask for more above or below what there is, if there is more."""
        part, row = self._roster.part, self.row
        if part is None or row is None or self._asked:
            return
        if (above and part.before) or (below and part.before + part.read < part.total):
            self._want(row.record, part.before + self.cursor)

    def action_first(self) -> None:
        """Go to the first delegation, not just of those that are read."""
        if self._roster.part is not None and self._roster.part.before:
            self._want(None, 0, goal=self._roster.rounds[self._roster.index])
        else:
            super().action_first()

    def action_last(self) -> None:
        """Go to the last one."""
        part = self._roster.part
        if part is not None and part.before + part.read < part.total:
            self._want(0, part.total, goal=-1)
        else:
            super().action_last()

    def action_fold(self) -> None:
        """Fold the delegation under the cursor to its heading, or unfold it."""
        party = self._of.get(self.row.record or 0) if self.row is not None else None
        if party is None or not (party.seats or party.inside):
            return
        self._turn(party.party, folded=not (party.inside is not None and party.inside.folded))
        self._want(party.id, 0, goal=party.id)

    def _turn(self, party: int, folded: bool) -> None:
        opened, closed = self._place.opened - {party}, self._place.closed - {party}
        one = frozenset({party})
        self._place = replace(
            self._place, opened=opened if folded else opened | one, closed=closed | one if folded else closed
        )

    def action_round(self, step: int) -> None:
        """Ask for the round before or after."""
        index = self._roster.index + step
        if 0 <= index < len(self._roster.rounds):
            self.post_message(self.RoundWanted(self._roster.rounds[index]))

    @property
    def extent(self) -> int:
        """About how many rows the whole room has."""
        part = self._roster.part
        return len(self.rows) if part is None else part.total + len(self.rows) - part.read

    @property
    def position(self) -> int:
        """About how many rows come before the first that is shown."""
        part = self._roster.part
        return self.offset_y if part is None else part.before + self.offset_y
