"""The box that finds anything named, by any of its spellings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from db.names import AT_MOST, Named, named
from tui.draw.spans import Row, Span, cut, filled, fit
from tui.panes.rows import Rows
from tui.screens.box import Box

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from db.voices import Voice
    from tui.screens.page import Ask

_KIND = 11
"""Cells of the name of a kind."""


class NamedRows(Rows):
    """What is called as typed, a row each: its name, and the spelling that was found."""

    FRAME = 0

    def __init__(self) -> None:
        super().__init__("named-rows")
        self._found: tuple[Named, ...] | None = None

    def show(self, found: tuple[Named, ...] | None) -> None:
        """Show what was found; None before anything is typed."""
        self._found = found
        self.redraw(keep=False)

    def redraw(self, keep: bool = True) -> None:
        """Draw the rows for the present size."""
        width = self.view.width
        if self._found:
            self.show_rows([self._drawn(one, width) for one in self._found], keep)
            return
        text = "A person, a party, a place, an issue, an outlet: as anybody writes it."
        text = text if self._found is None else "Nothing is called so; Backspace widens the search."
        self.show_rows([Row(filled([Span(f" {cut(text, width - 1)}", "dim")], width))], keep)

    def _drawn(self, one: Named, width: int) -> Row:
        spelling = f"{one.spelling}{f' ({one.source})' if one.source else ''}" if one.spelling else ""
        beside = cut(f" as “{spelling}”", width // 2) if spelling else ""
        name = fit(one.name, max(1, width - _KIND - 1 - len(beside)))
        kind = one.kind.replace("_", " ")
        return Row(filled([Span(f" {fit(kind, _KIND)}", "dim"), Span(name), Span(beside, "dim")], width), one.record)


class Find(Box[int]):
    """Asks for a name as it is typed; answers with the record that was chosen.

    Args:
        ask: Puts a question to the reader; a newer one replaces one that is still open.
        voice: The voice in whose spelling names are shown.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "scroll('down')", id="find.down"),
        Binding("up", "scroll('up')", id="find.up"),
        Binding("pagedown", "scroll('page_down')", id="find.page-down"),
        Binding("pageup", "scroll('page_up')", id="find.page-up"),
    ]
    AUTO_FOCUS = "Input"

    def __init__(self, ask: Ask, voice: Voice | None) -> None:
        super().__init__()
        self._ask = ask
        self._voice = voice

    def compose(self) -> ComposeResult:
        """Show a line to type in, and what is found below it."""
        with Vertical(id="box", classes="tall") as box:
            box.border_title = Content("Find a name, in any spelling")
            box.border_subtitle = Content("↑ ↓ move · Enter opens · Esc closes")
            text = Input(placeholder="name or part of one", max_length=80)
            text.cursor_blink = False
            yield text
            yield NamedRows()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Ask for what is called as typed."""
        rows = self.query_one(NamedRows)
        if not event.value.strip():
            rows.show(None)
            return

        def show(found: tuple[Named, ...]) -> None:
            if rows.is_attached:  # the box may have been closed meanwhile
                rows.show(found)
                more = f"the first {AT_MOST}" if len(found) == AT_MOST else str(len(found))
                self.query_one("#box").border_title = Content(f"Find a name, in any spelling · {more}")

        self._ask(partial(named, typed=event.value, word=self._voice), show)

    def on_input_submitted(self) -> None:
        """Answer with the record under the cursor."""
        row = self.query_one(NamedRows).row
        if row is not None:
            self.dismiss(row.record)

    def on_rows_opened(self, message: Rows.Opened) -> None:
        """Answer with the record that was clicked twice."""
        message.stop()
        self.dismiss(message.row.record)

    async def action_scroll(self, way: str) -> None:
        """Move in the list while the keys go to the line above it."""
        await self.query_one(NamedRows).run_action(way)
