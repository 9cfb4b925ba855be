"""Boxes over the board: Esc closes them, and what is typed in one fires no key of the board."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.panes.rows import Rows
from tui.screens.over import Over

if TYPE_CHECKING:
    from textual.app import ComposeResult

Answer = TypeVar("Answer")
List = TypeVar("List", bound=Rows)


class Box(Over[Answer], ModalScreen[Answer]):
    """The base of all boxes."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "close", id="box.close")]

    def action_close(self) -> None:
        """Close the box without an answer."""
        self.dismiss(None)


class Search(Box[Answer], Generic[Answer, List]):
    """A line to type in, and below it a list that obeys what is typed; the arrows move in the list.

    Args:
        rows: The list.
        first: What stands in the line at first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "scroll('down')", id="box.down"),
        Binding("up", "scroll('up')", id="box.up"),
        Binding("pagedown", "scroll('page_down')", id="box.page-down"),
        Binding("pageup", "scroll('page_up')", id="box.page-up"),
    ]
    AUTO_FOCUS = "Input"
    TITLE = ""
    HINT: ClassVar[str] = "↑ ↓ move · Enter chooses · Esc closes"
    TYPED: ClassVar[str] = "name or part of one"
    """What is to be typed."""
    LONGEST: ClassVar[int] = 80
    """Characters that can be."""

    def __init__(self, rows: List, first: str = "") -> None:
        super().__init__()
        self.rows = rows
        self._first = first

    @abstractmethod
    def typed(self, text: str) -> None:
        """Make the list obey what is typed."""

    def chosen(self) -> None:
        """Answer with what the cursor is on, where there is an answer."""

    def compose(self) -> ComposeResult:
        """Show the line, and the list below it."""
        with Vertical(id="box", classes="tall") as box:
            box.border_title = Content(self.TITLE or "")
            box.border_subtitle = Content(self.HINT)
            line = Input(self._first, placeholder=self.TYPED, max_length=self.LONGEST, select_on_focus=False)
            line.cursor_blink = False
            yield line
            yield self.rows

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on what is typed."""
        self.typed(event.value)

    def on_input_submitted(self) -> None:
        """Answer, or stay open where there is nothing to answer with."""
        self.chosen()

    def on_rows_opened(self, message: Rows.Opened) -> None:
        """Answer with the row that was clicked twice."""
        message.stop()
        self.chosen()

    async def action_scroll(self, way: str) -> None:
        """Move in the list while the keys go to the line above it."""
        await self.rows.run_action(way)
