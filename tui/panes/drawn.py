"""Widgets that draw spans; what a style looks like is in `look.toml`.

Textual's component classes would do the same, at a fifth of the start-up time: each is a node to be matched anew with
every rule, in every widget, at every change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.draw import look
from tui.draw.spans import Line, filled

if TYPE_CHECKING:
    from textual.geometry import Region


def unheeded() -> Reactive[Size]:
    """Return a `virtual_size` that lays nothing out again: only a widget that Textual scrolls needs to be."""
    return Reactive(Size(0, 0), repaint=False)


class Drawn(Widget):
    """A widget that draws lines of spans."""

    ALLOW_SELECT = False

    virtual_size = unheeded()

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  (Textual's own name)
        super().__init__(id=id)
        self._looks: dict[str, Style] = {}
        self._shown = False

    def watch_virtual_size(self) -> None:
        """Take another size, before the frame that shows all of it; Textual's own event comes after that frame."""
        self._shown = False

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Repaint what was shown; what wasn't is about to be."""
        if self._shown or layout or recompose:
            super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines that are to be shown."""
        self._shown = True
        return super().render_lines(crop)

    def notify_style_update(self) -> None:
        """Forget the looks of the old theme."""
        super().notify_style_update()
        self._looks.clear()

    def over(self, style: str) -> Style:
        """Return the Rich style of a span's style alone, to be put upon another."""
        key = f"over {style}"
        if key not in self._looks:
            self._looks[key] = look.style(style, self.app.theme_variables, self.app.native_ansi_color)
        return self._looks[key]

    def look(self, style: str) -> Style:
        """Return the Rich style of a span's style, on the widget's background: a bare segment would have none."""
        if style not in self._looks:
            self._looks[style] = self.rich_style + self.over(style)
        return self._looks[style]

    def drawn(self, line: Line, over: Style | None = None) -> Strip:
        """Turn spans into a strip, each with the style `over` upon its own; neighbours that look alike become one."""
        looks = ((text, self.look(style)) for text, style in line if text)
        return Strip([Segment(text, look + over if over else look) for text, look in looks]).simplify()


class StatusLine(Drawn):
    """One line of spans: the header, the tabs, the footer."""

    def __init__(self, id: str) -> None:  # noqa: A002  (Textual's own name)
        super().__init__(id=id)
        self._line: Line = ()

    def show(self, line: Line) -> None:
        """Show a line; one that is shown already costs nothing."""
        if line != self._line:
            self._line = line
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Take one line."""
        return 1

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        line = filled(self._line, self.size.width) if y == 0 else ()
        return self.drawn(line).adjust_cell_length(self.size.width, self.look(""))
