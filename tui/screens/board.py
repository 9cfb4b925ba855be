"""The board: four panes that obey one scope, and the keys that change it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from tui.commands import bindings
from tui.screens.doors import Doors
from tui.screens.finding import Finding
from tui.screens.moments import Moments
from tui.screens.moves import Moves
from tui.screens.places import Places
from tui.screens.visits import Visits

if TYPE_CHECKING:
    from textual.binding import BindingType


class BoardScreen(Moments, Doors, Finding, Moves, Visits, Places):
    """Roster, positions, timeline and detail of one negotiation."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("board"), *bindings("play")]

    def action_back(self) -> None:
        """Close what is open, in this order: a link, the detail, a full pane, a filter. Never quits."""
        if self._trail:
            self._describe(self._trail.pop())
        elif self.focused is self.detail:
            self.activate(self.came_from)
        elif self.maximised:
            self.action_maximise()
        elif self.scope.query:
            self._look_at(replace(self.scope, query=""))
        elif self.scope.contested_only:
            self.action_contested()
        elif self.scope.hide_silent:
            self.action_silence()

    def action_contested(self) -> None:
        """Show only what is contested, or everything again."""
        self._look_at(replace(self.scope, contested_only=not self.scope.contested_only))

    def action_silence(self) -> None:
        """Hide what the voice says nothing of, or show it again."""
        if self.scope.word is None:
            self.notify("Everybody is heard: w chooses a voice first.", markup=False, timeout=3)
        else:
            self._look_at(replace(self.scope, hide_silent=not self.scope.hide_silent))

    def action_order(self) -> None:
        """Turn the timeline round."""
        self._look_at(replace(self.scope, newest_first=not self.scope.newest_first))

    def action_zoom(self, step: int) -> None:
        """Look at the timeline from nearer (−1) or from farther away (1)."""
        self.activate("timeline")
        self.timeline.action_zoom(step)

    def action_quit(self) -> None:
        """Quit."""
        self.app.exit()
