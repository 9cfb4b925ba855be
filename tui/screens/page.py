"""A page over the board: one thing in full, asked of the reader, with a way to the records that it speaks of."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from textual.binding import Binding, BindingType

from tui.commands import bindings
from tui.draw.header import footer
from tui.draw.spans import Line, Row
from tui.panes.drawn import StatusLine
from tui.panes.rows import Rows
from tui.screens.over import Over

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from db.reader import Question

T = TypeVar("T")
List = TypeVar("List", bound=Rows)


class Ask(Protocol):
    """Puts a question to the reader; `then` takes the answer."""

    def __call__(self, question: Question[T], then: Callable[[T], None]) -> None:
        """Ask."""


_SHARED = ("help", "quit")
"""Commands of the board that a page has too."""


class PageRows(Rows):
    """The rows of a page, below lines that stay put."""

    def __init__(self) -> None:
        super().__init__("page")
        self._drawn: Callable[[int], tuple[Sequence[Line], Sequence[Row]]] = lambda _width: ((), ())
        self._fixed: Sequence[Line] = ()

    def draw(self, drawn: Callable[[int], tuple[Sequence[Line], Sequence[Row]]], keep: bool) -> None:
        """Show other rows.

        Args:
            drawn: Draws, for a width, the lines that stay put and the rows below them.
            keep: Whether the cursor stays where it is.
        """
        self._drawn = drawn
        self.redraw(keep)

    def redraw(self, keep: bool = True) -> None:
        """Draw the rows for the present size."""
        self._fixed, rows = self._drawn(self.view.width)
        self.show_rows(rows, keep)

    @property
    def fixed(self) -> int:
        """The lines that stay put."""
        return len(self._fixed)

    def head(self, y: int) -> Line:
        """Draw one of them."""
        return self._fixed[y]


class Page(Over[int], Generic[T, List]):
    """Shows the answer to one question; answers with the record that is to be opened in the detail.

    Args:
        ask: Puts its question to the reader.
        rows: What it consists of.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "back", id="page.close"),
        *(binding for binding in bindings("board") if binding.id in _SHARED),
    ]
    AUTO_FOCUS = "Rows"

    def __init__(self, ask: Ask, rows: List) -> None:
        super().__init__()
        self.ask = ask
        self.rows = rows
        self._footer = StatusLine("footer")

    @abstractmethod
    def question(self) -> Question[T]:
        """Return what the reader is asked."""

    @abstractmethod
    def show(self, found: T) -> None:
        """Show the answer."""

    @abstractmethod
    def keys(self) -> list[tuple[str, str]]:
        """Return the page's own keys, as the footer shows them."""

    def compose(self) -> ComposeResult:
        """Show the rows over the whole screen, and the keys below them."""
        yield self.rows
        yield self._footer

    def on_mount(self) -> None:
        """Ask what is to be shown."""
        self.renew()

    def on_resize(self) -> None:
        """Draw the keys for another size."""
        self.draw_footer()

    def draw_footer(self) -> None:
        """List the keys, those of the page first."""
        self._footer.show(
            footer([*self.keys(), ("y", "copy"), ("? keys  Esc", "back"), ("q", "quit")], self.size.width)
        )

    def renew(self) -> None:
        """Ask again, as when another program has changed the store."""
        self.ask(self.question(), self.show)

    def on_rows_opened(self, message: Rows.Opened) -> None:
        """Answer with the record that a row leads to."""
        message.stop()
        if message.row.target is not None:
            self.dismiss(message.row.target)

    def action_close(self) -> None:
        """Go back to the board."""
        self.dismiss(None)

    def action_help(self) -> None:
        """List the keys."""
        from tui.screens.help import Help  # noqa: PLC0415

        self.app.push_screen(Help())

    def action_quit(self) -> None:
        """Quit."""
        self.app.exit()
