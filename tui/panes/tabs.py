"""The tabs: the panes by name, where only one is shown at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from tui.draw.spans import Span, width_of
from tui.panes.drawn import StatusLine

if TYPE_CHECKING:
    from textual import events


class Tabs(StatusLine):
    """One line of names; a click chooses one."""

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, name: str) -> None:
            self.name = name
            super().__init__()

    def __init__(self) -> None:
        super().__init__("tabs")
        self._places: list[tuple[range, str]] = []

    def show_tabs(self, tabs: Sequence[tuple[str, str]], active: str) -> None:
        """Show tabs.

        Args:
            tabs: For each its name and its title.
            active: The name of the one that is open.
        """
        spans = [Span(" ")]
        self._places = []
        for name, title in tabs:
            begin = width_of(spans)
            spans += [Span(f" {title} ", "tab-on" if name == active else "tab"), Span(" ")]
            self._places.append((range(begin, width_of(spans)), name))
        self.show(tuple(spans))

    def on_click(self, event: events.Click) -> None:
        """Choose the tab that was clicked."""
        for place, name in self._places:
            if event.x in place:
                self.post_message(self.Chosen(name))
