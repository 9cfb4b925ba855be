"""The box that lists every key, filtered by what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from tui.commands import COMMANDS
from tui.draw import look
from tui.draw.spans import Row, Span, filled, fit
from tui.panes.rows import Rows
from tui.screens.box import Box

if TYPE_CHECKING:
    from textual.app import ComposeResult


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
        entries = [(command.shown, command.help) for command in COMMANDS] + list(look.meanings())
        found = [entry for entry in entries if self._filter in f"{entry[0]} {entry[1]}".casefold()]
        rows = [
            Row(filled([Span(f" {fit(name, 12)} ", "key"), Span(text)], width), number)
            for number, (name, text) in enumerate(found)
        ]
        nothing = Row(filled([Span(" No key does that; Backspace widens the search.", "dim")], width))
        self.show_rows(rows or [nothing], keep)


class Help(Box[None]):
    """Lists every key and every mark."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "scroll('down')", id="help.down"),
        Binding("up", "scroll('up')", id="help.up"),
        Binding("pagedown", "scroll('page_down')", id="help.page-down"),
        Binding("pageup", "scroll('page_up')", id="help.page-up"),
    ]
    AUTO_FOCUS = "Input"

    def compose(self) -> ComposeResult:
        """Show a line to type in, and the list below it."""
        with Vertical(id="box", classes="tall") as box:
            box.border_title = Content("Keys and marks")
            box.border_subtitle = Content("type to filter · ↑ ↓ move · Esc closes")
            text = Input(placeholder="filter", max_length=40)
            text.cursor_blink = False
            yield text
            yield HelpRows()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter the list."""
        self.query_one(HelpRows).filter(event.value)

    async def action_scroll(self, way: str) -> None:
        """Move in the list while the keys go to the box above it."""
        await self.query_one(HelpRows).run_action(way)
