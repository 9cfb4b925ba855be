"""Back and forward: the board remembers what was looked at, and where in it the cursors were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.board import Board, Look
from db.entries import Key
from db.scope import Scope, Subject
from db.values import dataclass
from tui.jumps import Jumps
from tui.panes.rows import Spot
from tui.screens.following import Following

if TYPE_CHECKING:
    from db.reader import Reader


@dataclass(frozen=True, slots=True)
class Place:
    """What was looked at, and where.

    Attributes:
        scope: The scope.
        pane: The pane that had the keys.
        came_from: The pane that the detail followed.
        maximised: Whether that pane had the whole screen.
        seat: The row of the roster's cursor.
        issue: The row of the matrix's cursor.
        party: The column of the matrix's cursor.
        near: The place of the timeline's cursor.
        subject: What the detail was of.
        trail: What links led there from.
    """

    scope: Scope
    pane: str
    came_from: str
    maximised: bool
    seat: Spot | None
    issue: Spot | None
    party: int | None
    near: Key | None
    subject: Subject | None
    trail: tuple[Subject, ...]


class Places(Following):
    """Goes back to places that were left, and forward again."""

    def __init__(self, reader: Reader, first: Board, read_only: bool) -> None:
        super().__init__(reader, first, read_only)
        self._jumps: Jumps[Place] = Jumps()
        self._returning: Place | None = None

    def leave(self) -> None:
        """Remember where the board is: something else will be looked at."""
        self._jumps.leave(self._here())
        self._returning = None

    def action_go_back(self) -> None:
        """Go back to where the board was before."""
        self._return_to(self._jumps.back(self._here()), "There is nothing to go back to.")

    def action_go_forward(self) -> None:
        """Go forward again."""
        self._return_to(self._jumps.forward(self._here()), "There is nothing to go forward to.")

    def _here(self) -> Place:
        if self._returning is not None:  # not there yet, so that is where the cursors will be
            return self._returning
        return Place(
            self.scope,
            self.active,
            self.came_from,
            self.maximised,
            self.roster.spot,
            self.positions.spot,
            self.positions.party,
            self.timeline.near,
            self._subject if self._trail else self._subject_of_pane(),
            tuple(self._trail),
        )

    def _return_to(self, place: Place | None, otherwise: str) -> None:
        if place is None:
            self.notify(otherwise, markup=False, timeout=2)
            return
        self._returning = place
        self.scope = place.scope
        self._trail[:] = place.trail
        self._subject = place.subject
        self._jump = place.near
        self.came_from = place.came_from
        if place.maximised != self.maximised:
            self.action_maximise()
        self.activate(place.pane)
        self._reader.look(Look(place.scope, place.near, place.subject, unit=self.timeline.unit))

    def _show(self, board: Board) -> None:
        """Show a board; one that was gone back to, with the cursors where they were."""
        super()._show(board)
        place = self._returning
        if place is not None and board.look.scope == place.scope:
            self._returning = None
            self.roster.put(place.seat)
            self.positions.put_party(place.party)
            self.positions.put(place.issue)
            if not self._trail and self._subject_of_pane() != self._subject:
                self._settle(0)
