"""The timeline: what happened when, a window over the store."""

from __future__ import annotations

from textual.message import Message

from db.entries import Key
from db.scope import Scope
from db.timeline import Window, first, last
from tui.draw import timeline as draw
from tui.draw.nothing import nothing
from tui.draw.spans import Row, Span, filled, wrapped
from tui.panes.rows import Rows

_EDGE = 30
"""Entries from the end of the window at which more are asked for, well before the cursor gets there."""


class TimelinePane(Rows):
    """The events around the cursor; more are asked for as it nears the end of those it has."""

    TITLE = "3 Timeline"

    class Wanted(Message):
        """The stretch of the timeline around a place is asked for; `jump` if the cursor is to go there."""

        def __init__(self, near: Key, jump: bool = False) -> None:
            self.near = near
            self.jump = jump
            super().__init__()

    def __init__(self) -> None:
        super().__init__("timeline")
        self._window = Window((), 0, 0, 0, None)
        self._index: dict[int, int] = {}
        self._scope = Scope()
        self._asked = False
        self._placed = False
        self._in_sight = False

    def show(self, window: Window, scope: Scope, jump: bool = False) -> None:
        """Show a stretch of the timeline.

        Args:
            window: The events.
            scope: What they were read for.
            jump: Put the cursor on the place that was asked for; else it stays on its event.
        """
        self._asked = False
        empty = not self._window.entries
        if window == self._window and scope == self._scope and not jump:
            return
        self._window, self._scope = window, scope
        self._index = {entry.id: number for number, entry in enumerate(window.entries)}
        lost = self.row is None or self.row.record not in self._index
        if window.entries and (jump or empty or lost):
            self._placed = False
        self.redraw()

    def _place(self) -> None:
        """Put the cursor on the event that was asked for and, once there is a view, what comes before it in sight."""
        if not self._placed and self._window.entries:
            self._placed, self._in_sight = True, False
            record = self._window.entries[self._window.anchor].id
            self.cursor = next(index for index, row in enumerate(self.rows) if row.record == record)
            self.post_message(self.Moved(self, led=True))
        if self._placed and not self._in_sight and self.view.height:
            self._in_sight = True
            top = self.cursor - self.view.height // 3
            under_heading = top > 0 and self.rows[top].record is not None and self.rows[top - 1].record is None
            self.offset_y = top - under_heading  # its day stays in sight, and whether it is planned
            self._bound()
            self.refresh()

    def redraw(self) -> None:
        """Draw the rows for the present size."""
        width = self.view.width
        self.show_rows(draw.rows(self._window, width, self.new) or self._nothing(width))
        self.say(self.TITLE, draw.caption(self._window))
        self._place()

    def _nothing(self, width: int) -> list[Row]:
        """Say why there is nothing; a filter is the first thing that could be taken away."""
        if not self._scope.query:
            return nothing(self._scope, "Nothing is recorded yet.", width)
        said = f"No event is left by {self._scope.query}: F changes the filter, Esc takes it away."
        return [Row(filled([Span(f" {line}", "dim")], width)) for line in wrapped(said, width - 1)]

    @property
    def near(self) -> Key | None:
        """The place that the cursor is at."""
        number = self._index.get(self.row.record) if self.row and self.row.record is not None else None
        return None if number is None else self._window.entries[number].key

    def move_to(self, index: int, step: int = 1) -> None:
        """Move the cursor, asking for more events as it nears an end."""
        super().move_to(index, step)
        number = self._index.get(self.row.record or 0) if self.row else None
        if number is not None:
            self._ask(number < _EDGE, number >= len(self._window.entries) - _EDGE)

    def _wheel(self, lines: int) -> None:
        """Scroll, asking for more events as the view nears an end: the cursor may be far from it."""
        super()._wheel(lines)
        self._ask(self.offset_y < _EDGE, self.offset_y + self.view.height > len(self.rows) - _EDGE)

    def _ask(self, above: bool, below: bool) -> None:
        """Ask for more events above or below those that there are, if there are more."""
        near = self.near
        more_above = above and self._window.before > 0
        more_below = below and self._window.before + len(self._window.entries) < self._window.total
        if near is not None and not self._asked and (more_above or more_below):
            self._asked = True
            self.post_message(self.Wanted(near))

    def action_first(self) -> None:
        """Go to the first event there is, not just of the window."""
        if self._window.before:
            self.post_message(self.Wanted(first(self._scope.newest_first), jump=True))
            self._asked = True
        super().action_first()

    def action_last(self) -> None:
        """Go to the last event there is."""
        if self._window.before + len(self._window.entries) < self._window.total:
            self.post_message(self.Wanted(last(self._scope.newest_first), jump=True))
            self._asked = True
        super().action_last()

    @property
    def extent(self) -> int:
        """About how many rows the whole timeline has."""
        return self._window.total + len(self.rows) - len(self._window.entries)

    @property
    def position(self) -> int:
        """About how many rows come before the first that is shown."""
        return self._window.before + self.offset_y
