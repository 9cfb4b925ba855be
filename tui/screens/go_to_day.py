"""The box that asks for a day of the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from db.dates import DateError, typed_day
from tui.draw.days import short
from tui.screens.box import Box

if TYPE_CHECKING:
    from textual.app import ComposeResult


class GoToDay(Box[int]):
    """Asks for a day; answers with it, counted from 1970.

    Args:
        near: The day that is looked at: a year that isn't typed is the one nearest to it.
        title: What the day is for.
        hint: What Enter does with it.
    """

    def __init__(self, near: int, title: str = "Go to a day", hint: str = "Enter goes there, Esc closes.") -> None:
        super().__init__()
        self._near = near
        self._title = title
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Show one line to type in, and one that says what is wrong with it."""
        with Vertical(id="box") as box:
            box.border_title = Content(self._title)
            day = Input(placeholder=f"such as {short(self._near)}, 3 feb or 2026-02-03", max_length=60, id="day")
            day.cursor_blink = False
            yield day
            yield Static(self._hint, markup=False, id="hint")

    def on_input_changed(self) -> None:
        """Take back what was said of the text before."""
        hint = self.query_one("#hint", Static)
        hint.update(self._hint)
        hint.remove_class("wrong")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the day, or say why it isn't one."""
        try:
            self.dismiss(typed_day(event.value, self._near))
        except DateError as error:
            hint = self.query_one("#hint", Static)
            hint.update(str(error))
            hint.add_class("wrong")
