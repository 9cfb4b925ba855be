"""A frame around a pane: its title above, its caption below.

Textual's own borders would do, but their colour is layout: one pane getting the keys would repaint the whole screen,
24 kB at 120×40. Here it repaints two lines of two panes, and the lines that their cursors are on.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip

from tui.draw.spans import Line, Span, cut, width_of
from tui.panes.drawn import Drawn


class Framed(Drawn):
    """A widget with a frame; what is inside it is drawn by `inside_line`."""

    FRAME: ClassVar[int] = 1
    """Cells that the frame takes on each side; 0 in a box that has one of its own."""

    def __init__(self, id: str) -> None:  # noqa: A002  (Textual's own name)
        super().__init__(id=id)
        self.title = ""
        self.caption = ""
        self.caption_style = "dim"

    @property
    def inside(self) -> Size:
        """The size of what is inside the frame, or was when it was last shown."""
        width, height = self.virtual_size
        return Size(max(0, width - 2 * self.FRAME), max(0, height - 2 * self.FRAME))

    def say(self, title: str, caption: str = "", style: str = "dim") -> None:
        """Put a title into the frame above and a caption into the one below, in a style of its own."""
        if (title, caption, style) != (self.title, self.caption, self.caption_style):
            self.title, self.caption, self.caption_style = title, caption, style
            self.repaint_frame()

    def repaint_frame(self) -> None:
        """Repaint the two lines of the frame that show who has the keys."""
        if self.FRAME and self.size.height:
            self.refresh(Region(0, 0, self.size.width, 1), Region(0, self.size.height - 1, self.size.width, 1))

    def repaint_focus(self) -> None:
        """Repaint what shows whether the pane has the keys."""
        self.repaint_frame()

    def on_focus(self, event: events.Focus) -> None:
        """Show that the pane has the keys, and tell those around it; Textual would repaint all of it."""
        event.prevent_default()
        self.has_focus = True
        self.repaint_focus()
        if self.parent is not None:
            self.parent.post_message(events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """Show that another pane has the keys."""
        event.prevent_default()
        self.has_focus = False
        self.repaint_focus()

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Match no rules anew: none of them depends on the focus."""

    def aside(self, room: int) -> Line:  # noqa: ARG002  (for those that have something to show there)
        """Return what stands at the right in the frame above, in at most `room` cells."""
        return ()

    def inside_line(self, y: int) -> Strip:  # noqa: ARG002  (for those that draw something there)
        """Draw a line of what is inside, as wide as `inside`; by itself a frame is empty."""
        return Strip.blank(self.inside.width, self.look(""))

    def render_line(self, y: int) -> Strip:
        """Draw a line of the frame, or one inside it between its sides."""
        if not self.FRAME:
            return self.inside_line(y)
        if y in (0, self.size.height - 1):
            return self.drawn(self._edge(y == 0))
        side = self.drawn((Span("│", "frame"),))
        return Strip.join([side, self.inside_line(y - 1), side])

    def _edge(self, top: bool) -> Line:
        width = self.size.width
        style = "accent" if self.has_focus else "frame"
        if top:
            text = cut(self.title, width - 6)
            title = Span(f" {text} ", "focus" if self.has_focus else "")
            room = width - 3 - width_of((title,))
            aside = self.aside(room - 4)
            if not aside:
                return Span("╭─", style), title, Span(f"{'─' * room}╮", style)
            left = "─" * (room - 3 - width_of(aside))
            return Span("╭─", style), title, Span(f"{left} ", style), *aside, Span(" ─╮", style)
        text = self.caption if width_of((Span(self.caption),)) <= width - 6 else ""
        caption = Span(f" {text} " if text else "", self.caption_style)
        return Span(f"╰{'─' * (width - 3 - width_of((caption,)))}", style), caption, Span("─╯", style)
