"""A pane of rows with a cursor: the base of all four.

It draws through Textual's Line API and keeps its own scroll offset, so that moving the cursor repaints two lines and
nothing else. Lines come from `tui.draw` as spans.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from tui.commands import bindings, withheld
from tui.draw.spans import Line, Row, plain
from tui.driver import only_read
from tui.panes.framed import Framed

if TYPE_CHECKING:
    from rich.style import Style
    from textual import events
    from textual.binding import BindingType


Spot: TypeAlias = tuple[int | None, tuple[int, ...] | None]
"""A row's record and key."""


class Rows(Framed, can_focus=True):
    """Rows with a cursor, scrolled by themselves."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("rows")]
    TITLE: ClassVar[str] = ""

    class Moved(Message):
        """The cursor rests on another row; `led` if no key and no click put it there."""

        def __init__(self, pane: Rows, led: bool = False) -> None:
            self.pane = pane
            self.led = led
            super().__init__()

    class Opened(Message):
        """Enter was pressed, or a row was clicked twice."""

        def __init__(self, pane: Rows, row: Row) -> None:
            self.pane = pane
            self.row = row
            super().__init__()

    def __init__(self, id: str) -> None:  # noqa: A002  (Textual's own name)
        super().__init__(id=id)
        self.rows: Sequence[Row] = ()
        self.new: Container[int] = frozenset()
        self.cursor = 0
        self.offset_y = 0
        self._strips: dict[tuple[int, bool], Strip] = {}
        self._heads: list[Line] = []

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Have no commands that change something where the board is only read."""
        return not withheld(action, only_read(self))

    # What is shown

    @property
    def view(self) -> Size:
        """The size of the area that rows are drawn in: a column is kept for the scroll bar, lines for fixed heads."""
        width, height = self.inside
        return Size(max(1, width - 1), max(0, height - self.fixed))

    @property
    def fixed(self) -> int:
        """How many lines at the top stay put."""
        return 0

    @property
    def row(self) -> Row | None:
        """The row under the cursor, if it can rest there."""
        if 0 <= self.cursor < len(self.rows) and self.rows[self.cursor].rests:
            return self.rows[self.cursor]
        return None

    def mark_new(self, new: Container[int]) -> None:
        """Mark other records as new."""
        if new != self.new:
            self.new = new
            if self.rows:
                self.redraw()

    def show_rows(self, rows: Sequence[Row], keep: bool = True) -> None:
        """Show other rows; with `keep` the cursor stays on its record and its line of the screen.

        Args:
            rows: What to show.
            keep: False puts the cursor on the first row.
        """
        shown = self._picture()
        before = self.row if keep else None
        line = self.cursor - self.offset_y
        self.rows = rows
        self._strips.clear()
        self.cursor = self._again(before) if before is not None else self._next(0, 1) if not keep else self.cursor
        self.cursor = self._next(min(self.cursor, len(rows) - 1), 1)
        self.offset_y = self.cursor - line if keep else 0
        self._bound()
        self._repaint_changed(shown)

    def _picture(self) -> list[tuple[Line, bool, bool]]:
        """Return what each line below the head shows, and whether it has the cursor and the scroll bar's thumb."""
        inside = self.inside.height - self.fixed
        places = range(self.offset_y, self.offset_y + inside)
        lines = [self.rows[place].line if place < len(self.rows) else () for place in places]
        return [(line, self.offset_y + y == self.cursor, self._thumb(y)) for y, line in enumerate(lines)]

    def _repaint_changed(self, shown: list[tuple[Line, bool, bool]]) -> None:
        """Repaint the lines that differ from those that were shown, and the row under the cursor."""
        heads = [self.head(y) for y in range(self.fixed)]  # those before are kept: what they are made of has changed
        if heads != self._heads:
            self._heads = heads
            self.refresh(Region(self.FRAME, self.FRAME, self.inside.width, self.fixed))
        for y, (was, now) in enumerate(zip(shown, self._picture(), strict=False), self.fixed):
            if was != now:
                self.refresh(Region(self.FRAME, self.FRAME + y, self.inside.width, 1))
        if self.row is not None:
            self.repaint_cursor(self.cursor)

    def find(self, spot: Spot) -> int | None:
        """Return where a row is by what tells it from others; None if it isn't there."""
        return next((index for index, row in enumerate(self.rows) if row.rests and _key(row) == spot), None)

    def _again(self, before: Row) -> int:
        """Return where a row is now: by its key, else by its record, else the same place."""
        same = self.find(_key(before))
        if same is None and before.record is not None:
            same = next((index for index, row in enumerate(self.rows) if row.record == before.record), None)
        return self.cursor if same is None else same

    def _next(self, index: int, step: int) -> int:
        """Return the nearest row at or beyond `index` that the cursor can rest on; beyond the end, the other way."""
        for way in (step, -step):
            place = index
            while 0 <= place < len(self.rows):
                if self.rows[place].rests:
                    return place
                place += way
        return max(0, min(index, len(self.rows) - 1))

    def _bound(self) -> None:
        """Keep the offset within the rows and the cursor within the view."""
        height = self.view.height
        # A heading right above the first row the cursor can rest on is shown with it.
        top = self.cursor - 1 if self.cursor and not self.rows[self.cursor - 1].rests else self.cursor
        self.offset_y = max(self.cursor - height + 1, min(self.offset_y, top))
        self.offset_y = max(0, min(self.offset_y, len(self.rows) - height))

    # Moving

    def put(self, spot: Spot | None) -> None:
        """Put the cursor on a row, if it is there, without saying that it moved."""
        found = self.find(spot) if spot is not None else None
        if found is not None and found != self.cursor:
            self.cursor = found
            self._bound()
            self.refresh()

    @property
    def spot(self) -> Spot | None:
        """What tells the row under the cursor from others."""
        return _key(self.row) if self.row is not None else None

    def move_to(self, index: int, step: int = 1) -> None:
        """Move the cursor to a row, or to the next in the direction of `step` that it can rest on."""
        target = self._next(max(0, min(index, len(self.rows) - 1)), step)
        if target == self.cursor or not self.rows:
            return
        before, offset = self.cursor, self.offset_y
        self.cursor = target
        self._bound()
        if self.offset_y != offset:
            self.refresh()
        else:
            self.repaint_cursor(before)
            self.repaint_cursor(target)
        self.post_message(self.Moved(self))

    def repaint_cursor(self, index: int) -> None:
        """Repaint the part of a row that shows whether the cursor is on it."""
        self.refresh(Region(self.FRAME, self.line_of(index), self.view.width, 1))

    def line_of(self, index: int) -> int:
        """Return the line of the widget that a row is drawn on, if it is in view."""
        return self.FRAME + self.fixed + index - self.offset_y

    def repaint_focus(self) -> None:
        """Repaint what shows whether the pane has the keys: the frame, and the row under the cursor."""
        super().repaint_focus()
        self._strips.clear()
        self.repaint_cursor(self.cursor)

    def action_down(self) -> None:
        """Move one row down."""
        self.move_to(self.cursor + 1)

    def action_up(self) -> None:
        """Move one row up."""
        self.move_to(self.cursor - 1, -1)

    def action_page_down(self) -> None:
        """Move a screenful down."""
        self.move_to(self.cursor + max(1, self.view.height - 1))

    def action_page_up(self) -> None:
        """Move a screenful up."""
        self.move_to(self.cursor - max(1, self.view.height - 1), -1)

    def action_half_down(self) -> None:
        """Move half a screenful down."""
        self.move_to(self.cursor + max(1, self.view.height // 2))

    def action_half_up(self) -> None:
        """Move half a screenful up."""
        self.move_to(self.cursor - max(1, self.view.height // 2), -1)

    def action_first(self) -> None:
        """Move to the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """Move to the last row."""
        self.move_to(len(self.rows) - 1, -1)

    def action_left(self) -> None:
        """Move left, where there is a left."""

    def action_right(self) -> None:
        """Move right, where there is a right."""

    def action_fold(self) -> None:
        """Fold what stands under the row, where something does."""

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.row is not None:
            self.post_message(self.Opened(self, self.row))

    def text_of_row(self) -> str:
        """Return the row under the cursor as plain text."""
        return plain(self.row.line).strip() if self.row else ""

    def action_copy(self) -> None:
        """Copy the row under the cursor, through the terminal (OSC 52), so that it works over SSH."""
        text = self.text_of_row()
        if text:
            self.app.copy_to_clipboard(text)
            self.notify("Copied the row.", markup=False, timeout=2)

    # The mouse

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll three rows down; the cursor follows if it would leave the view."""
        event.stop()
        self._wheel(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll three rows up."""
        event.stop()
        self._wheel(-3)

    def _wheel(self, lines: int) -> None:
        height = self.view.height
        offset = max(0, min(self.offset_y + lines, len(self.rows) - height))
        if offset == self.offset_y:
            return
        self.offset_y = offset
        inside = min(max(self.cursor, offset), offset + height - 1)
        if inside != self.cursor:
            self.cursor = self._next(inside, 1 if lines > 0 else -1)
            self.post_message(self.Moved(self))
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row that was clicked; a double click opens it."""
        line = event.y - self.FRAME - self.fixed
        index = self.offset_y + line
        if 0 <= line < self.view.height and index < len(self.rows) and self.rows[index].rests:
            self.clicked(index, event.x - self.FRAME)
            if event.chain == 2:
                self.action_open()

    def clicked(self, index: int, x: int) -> None:  # noqa: ARG002  (panes with columns look at it)
        """Move the cursor to the row at `index`, clicked at cell `x`."""
        self.move_to(index)

    # Drawing

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """Take the width that there is."""
        return container.width

    def watch_virtual_size(self) -> None:
        """Draw anew for another size."""
        super().watch_virtual_size()
        self._strips.clear()
        self.redraw()

    def redraw(self) -> None:
        """Make the rows anew for the present size; panes override it."""
        self._bound()

    def notify_style_update(self) -> None:
        """Forget what was drawn in the old style."""
        super().notify_style_update()
        self._strips.clear()

    def inside_line(self, y: int) -> Strip:
        """Draw one line of the pane: a line of its fixed head, or a row."""
        width = self.inside.width
        if y < self.fixed:
            return self.strip(self.head(y), False).adjust_cell_length(width, self.look(""))
        index = self.offset_y + y - self.fixed
        bar = self._scrollbar(y - self.fixed)
        if index >= len(self.rows):
            return Strip([Segment(" " * (width - 1), self.look("")), bar], width)
        key = index, index == self.cursor
        strip = self._strips.get(key)
        if strip is None:
            strip = self.row_strip(index, index == self.cursor)
            if len(self._strips) > 500:
                self._strips.clear()
            self._strips[key] = strip
        return Strip.join([strip.adjust_cell_length(width - 1, self.look("")), Strip([bar], 1)])

    def head(self, y: int) -> Line:  # noqa: ARG002
        """Return a line of the fixed head."""
        return ()

    def row_strip(self, index: int, cursor: bool) -> Strip:
        """Draw one row."""
        return self.strip(self.rows[index].line, cursor and self.rows[index].rests)

    def strip(self, line: Line, cursor: bool) -> Strip:
        """Turn spans into a strip; under the cursor all of them have its background."""
        over = self.cursor_style("cursor") if cursor else None
        return self.drawn(line, over)

    def cursor_style(self, name: str) -> Style:
        """Return the look of what the cursor is on; at rest it is fainter, so that one pane has the keys to see."""
        return self.over(name if self.has_focus else "rest")

    def _scrollbar(self, y: int) -> Segment:
        """Draw the scroll bar's cell on a line."""
        return Segment("▐", self.look("scrollbar")) if self._thumb(y) else Segment(" ", self.look(""))

    def _thumb(self, y: int) -> bool:
        """Say whether the scroll bar's thumb is on a line; where all rows fit there is none."""
        height, total = self.view.height, self.extent
        if total <= height or not height:
            return False
        size = max(1, height * height // total)
        top = round(self.position * (height - size) / max(1, total - height))
        return top <= y < top + size

    @property
    def extent(self) -> int:
        """How many rows there are in all, for the scroll bar."""
        return len(self.rows)

    @property
    def position(self) -> int:
        """How many rows come before the first that is shown."""
        return self.offset_y


def _key(row: Row) -> Spot:
    return row.record, row.key
