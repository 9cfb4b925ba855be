"""The timeline: what happened when, a window over the store, from near or from afar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from db.density import Density
from db.lined import FAR
from db.periods import UNITS
from db.scope import Scope
from db.timeline import NOWHERE, REACH, Near, Window, at_day, first, last
from db.zoom import Period, Unit, Zoomed
from tui.draw import periods, strip
from tui.draw import timeline as draw
from tui.draw.nothing import nothing
from tui.draw.spans import Line, Row, Span, filled, wrapped
from tui.panes.rows import Rows, Spot

if TYPE_CHECKING:
    from textual import events

    from db.entries import Entry, Key

_EDGE = 25
"""Entries from the end of the window at which more are asked for, well before the cursor gets there."""
_AFTER = 0.05
"""Seconds after a jump at which what is around is read: it is drawn by then."""


class TimelinePane(Rows):
    """The events around the cursor, or periods; more are asked for as it nears the end of those that it has."""

    TITLE = "3 Timeline"

    class Wanted(Message):
        """A stretch of the timeline is asked for.

        Attributes:
            near: The place around which.
            jump: Whether the cursor is to go there.
            unit: From how far.
            reach: Events, or periods, on each side.
        """

        def __init__(self, near: Near, jump: bool, unit: Unit, reach: int) -> None:
            self.near = near
            self.jump = jump
            self.unit = unit
            self.reach = reach
            super().__init__()

    def __init__(self) -> None:
        super().__init__("timeline")
        self.unit: Unit = "day"
        self._window: Window | Zoomed = NOWHERE
        self._density: Density | None = None
        self._index: dict[Spot, int] = {}
        self._scope = Scope()
        self._asked = False
        self._placed = False
        self._in_sight = False
        self._dragged = ""
        self._came_from: Key | None = None  # where it was looked at from another distance

    def show(self, window: Window | Zoomed, scope: Scope, jump: bool = False) -> None:
        """Show a stretch of the timeline.

        Args:
            window: The events, or periods.
            scope: What they were read for.
            jump: Put the cursor on the place that was asked for; else it stays on its row.
        """
        self._asked = False
        if window.unit != self.unit:  # asked for before it was looked at from where it is now
            return
        empty = not self._window.entries
        if window == self._window and scope == self._scope and not jump:
            return
        self._window, self._scope = window, scope
        entries: tuple[Entry | Period, ...] = window.entries
        self._index = {_spot(entry): number for number, entry in enumerate(entries)}
        if window.entries and (jump or empty or self.spot not in self._index):
            self._placed = False
        self.redraw()
        if jump:  # read with little around it, to be there at once: the rest comes once that is painted
            self.set_timer(_AFTER, self._ask_around)

    def show_density(self, density: Density | None) -> None:
        """Show how much happened when, in the strip above."""
        if density != self._density:
            self._density = density
            self.repaint_frame()

    def _place(self) -> None:
        """Put the cursor on what was asked for and, once there is a view, what comes before it in sight."""
        if not self._placed and self._window.entries:
            self._placed, self._in_sight = True, False
            spot = _spot(self._window.entries[self._window.anchor])
            self.cursor = self.find(spot) or 0
            self.post_message(self.Moved(self, led=True))
        if self._placed and not self._in_sight and self.view.height:
            self._in_sight = True
            top = self.cursor - self.view.height // 3
            under_heading = top > 0 and self.rows[top].rests and not self.rows[top - 1].rests
            self.offset_y = top - under_heading  # its day stays in sight, and whether it is planned
            self._bound()
            self.refresh()

    def find(self, spot: Spot) -> int | None:
        """Return where a row is, without drawing those before it."""
        return self.rows.place_of(*spot) if isinstance(self.rows, draw.Rows | periods.Rows) else super().find(spot)

    def redraw(self) -> None:
        """Draw the rows for the present size."""
        width, window = self.view.width, self._window
        drawn = draw.Rows(window, width, self.new) if isinstance(window, Window) else periods.Rows(window, width)
        self.show_rows(drawn or self._nothing(width))
        self.say(" ".join(filter(None, (self.TITLE, periods.by(window.unit)))), draw.caption(window))
        self._place()
        if len(self.rows) < self.view.height:
            self._ask_around()

    def _nothing(self, width: int) -> list[Row]:
        """Say why there is nothing; a filter is the first thing that could be taken away."""
        if not self._scope.query:
            return nothing(self._scope, "Nothing is recorded yet.", width)
        said = f"No event is left by {self._scope.query}: F changes the filter, Esc takes it away."
        return [Row(filled([Span(f" {line}", "dim")], width)) for line in wrapped(said, width - 1)]

    @property
    def entry(self) -> Entry | Period | None:
        """The event or the period that the cursor is on."""
        number = self._index.get(self.spot) if self.spot is not None else None
        return None if number is None else self._window.entries[number]

    @property
    def near(self) -> Key | None:
        """The place that the cursor is at; of a period, where the reader would come into it."""
        entry, came = self.entry, self._came_from
        if not isinstance(entry, Period):
            return None if entry is None else entry.key
        if came is not None and entry.key[:2] <= came[:2] <= (entry.key[0], entry.last):
            return came
        return (entry.key[0], entry.last, FAR, FAR) if self._scope.newest_first else entry.key

    # Moving

    def move_to(self, index: int, step: int = 1) -> None:
        """Move the cursor, asking for more as it nears an end."""
        before = self._cell
        super().move_to(index, step)
        if self._cell != before:
            self.repaint_frame()
        number = self._index.get(self.spot) if self.spot is not None else None
        if number is not None:
            self._ask(number < _EDGE, number >= len(self._window.entries) - _EDGE)

    def _wheel(self, lines: int) -> None:
        """Scroll, asking for more as the view nears an end: the cursor may be far from it."""
        super()._wheel(lines)
        self._ask(self.offset_y < _EDGE, self.offset_y + self.view.height > len(self.rows) - _EDGE)

    def _ask_around(self) -> None:
        self._ask(above=True, below=True)

    def _ask(self, above: bool, below: bool) -> None:
        """Ask for more above or below what there is, if there is more."""
        near = self.near
        more_above = above and self._window.before > 0
        more_below = below and self._window.before + len(self._window.entries) < self._window.total
        if near is not None and not self._asked and (more_above or more_below):
            self._want(near, jump=False)

    def _want(self, near: Near, jump: bool = True) -> None:
        """Ask for the stretch around a place; where the cursor is to go, no more than a screenful, to be there soon."""
        self._asked = True
        screen = self.view.height + 5
        self.post_message(self.Wanted(near, jump, self.unit, screen if jump else max(REACH, 2 * screen)))

    def action_first(self) -> None:
        """Go to the first event there is, not just of the window."""
        if self._window.before:
            self._want(first(self._scope.newest_first))
        super().action_first()

    def action_last(self) -> None:
        """Go to the last event there is."""
        if self._window.before + len(self._window.entries) < self._window.total:
            self._want(last(self._scope.newest_first))
        super().action_last()

    def action_zoom(self, step: int) -> None:
        """Look from nearer (−1) or from farther away (1), at the same place."""
        level = UNITS.index(self.unit) + step
        if 0 <= level < len(UNITS):
            self._came_from = self.near
            self.unit = UNITS[level]
            self._want(self._came_from)

    def action_open(self) -> None:
        """Open the event under the cursor, or look into the period."""
        if isinstance(self.entry, Period):
            self.action_zoom(-1)
        else:
            super().action_open()

    def action_left(self) -> None:
        """Go to what happened before, one cell of the strip to the left."""
        self._along(-1)

    def action_right(self) -> None:
        """Go to what happened after, one cell of the strip to the right."""
        self._along(1)

    # The strip

    @property
    def _strip(self) -> int:
        """How many cells the strip has."""
        return strip.width_in(self.size.width - len(self.title) - 12) if self._density is not None else 0

    @property
    def _day(self) -> int | None:
        """The day that the cursor is on."""
        entry = self.entry
        return None if entry is None or entry.planned else entry.day

    @property
    def _cell(self) -> int | None:
        """The cell of the strip that the cursor is in."""
        day = self._day
        return None if self._density is None or day is None else self._density.bin_of(day, max(1, self._strip))

    def aside(self, room: int) -> Line:
        """Return the strip, where there is room for it."""
        width = min(self._strip, room)
        return strip.strip(self._density, width, self._day) if self._density is not None and width > 0 else ()

    def _along(self, way: int) -> None:
        if self._density is not None and self._strip:
            day = self._day
            here = day if day is not None else self._density.last + 1
            cell = strip.step(self._density, self._strip, here, way)
            if cell is not None:
                self._go_to_cell(cell)

    def _go_to_cell(self, cell: int) -> None:
        """Go where a cell of the strip begins, in reading order."""
        if self._density is not None:
            newest = self._scope.newest_first
            day = self._density.day_of(cell + 1, self._strip) - 1 if newest else self._density.day_of(cell, self._strip)
            self._want(at_day(day, newest))

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to drag the strip or the scroll bar."""
        begin = self.size.width - 3 - self._strip
        if event.y == 0 and begin <= event.x < begin + self._strip:
            self._dragged = "strip"
        elif event.x == self.size.width - 2 and 0 < event.y <= self.view.height:
            self._dragged = "bar"
        if self._dragged:
            self.capture_mouse()
            self._drag(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the mouse along the strip or the scroll bar."""
        if self._dragged:
            self._drag(event)

    def on_mouse_up(self) -> None:
        """Let go."""
        if self._dragged:
            self._dragged = ""
            self.release_mouse()

    def _drag(self, event: events.MouseEvent) -> None:
        if self._dragged == "strip":
            cell = event.x - (self.size.width - 3 - self._strip)
            self._go_to_cell(min(max(cell, 0), self._strip - 1))
            return
        height = max(1, self.view.height - 1)
        share = min(max(event.y - 1, 0), height)
        newest, window = self._scope.newest_first, self._window
        if share in (0, height):
            self._want(last(newest) if share else first(newest))
        elif isinstance(window, Window):
            self._want(share * max(0, window.total - 1) // height)
        elif window.span is not None:  # periods are about as far apart as their days
            begin, end = reversed(window.span) if newest else window.span
            self._want(at_day(begin + share * (end - begin) // height, newest))

    def clicked(self, index: int, x: int) -> None:
        """Move the cursor to the row that was clicked; on the scroll bar that is no row."""
        if x < self.view.width:
            super().clicked(index, x)

    # The scroll bar

    @property
    def extent(self) -> int:
        """About how many rows the whole timeline has."""
        return self._window.total + len(self.rows) - len(self._window.entries)

    @property
    def position(self) -> int:
        """About how many rows come before the first that is shown."""
        return self._window.before + self.offset_y


def _spot(entry: Entry | Period) -> Spot:
    """Return what tells the row of an entry from others."""
    return (None, entry.key[:2]) if isinstance(entry, Period) else (entry.id, None)
