"""The box that lists every key, filtered by what is typed."""

from __future__ import annotations

from tui.commands import offered
from tui.draw import look
from tui.draw.spans import Row, Span, filled, fit
from tui.driver import only_read
from tui.panes.rows import Rows
from tui.screens.box import Search


class HelpRows(Rows):
    """The keys, a row each, and below them what the marks mean."""

    FRAME = 0

    def __init__(self) -> None:
        super().__init__("help-rows")
        self._filter = ""

    def filter(self, text: str) -> None:
        """Show only the keys whose name or sentence has `text` in it."""
        self._filter = text.casefold()
        self.redraw(keep=False)

    def redraw(self, keep: bool = True) -> None:
        """Draw the rows for the present size."""
        width = self.view.width
        commands = [(command.shown, command.help) for command in offered(only_read(self))]
        entries = [*commands, *look.meanings()]
        found = [entry for entry in entries if self._filter in f"{entry[0]} {entry[1]}".casefold()]
        rows = [
            Row(filled([Span(f" {fit(name, 12)} ", "key"), Span(text)], width), number)
            for number, (name, text) in enumerate(found)
        ]
        nothing = Row(filled([Span(" No key does that; Backspace widens the search.", "dim")], width))
        self.show_rows(rows or [nothing], keep)


class Help(Search[None, HelpRows]):
    """Lists every key and every mark."""

    TITLE = "Keys and marks"
    HINT = "type to filter · ↑ ↓ move · Esc closes"
    TYPED = "filter"

    def __init__(self) -> None:
        super().__init__(HelpRows())

    def typed(self, text: str) -> None:
        """Filter the list."""
        self.rows.filter(text)
