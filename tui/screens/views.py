"""The boxes of saved views: the list of them, and the one that asks for a name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from db.text import brief
from tui.commands import bindings
from tui.draw import look
from tui.draw.spans import Row, Span, cut, filled, wrapped
from tui.draw.views import words
from tui.driver import only_read
from tui.own.views import LONGEST, Views, refused
from tui.panes.rows import Rows
from tui.screens.box import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from db.views import Recalled


class Chosen(NamedTuple):
    """What was chosen in the list: what to do, and with the view of which name."""

    do: Literal["recall", "name", "default", "remove"]
    name: str = ""


class ViewRows(Rows):
    """The saved views: a name each, and what it shows."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("views")]
    FRAME = 0

    class Wanted(Message):
        """Something is to be done."""

        def __init__(self, chosen: Chosen) -> None:
            self.chosen = chosen
            super().__init__()

    def __init__(self, views: Views, here: Sequence[Recalled], at: str) -> None:
        super().__init__("view-rows")
        self._views = views
        self._here = here
        self._at = at

    @property
    def name_here(self) -> str:
        """The name of the view under the cursor; "" if there is none."""
        return [*self._views.known][self.row.record - 1] if self.row is not None and self.row.record else ""

    def redraw(self) -> None:
        """Draw the rows for the present size."""
        width = self.view.width
        says = "Nothing is saved." if only_read(self) else "Nothing is saved yet: a names what the board shows now."
        nothing = Row(filled([Span(f" {says}", "dim")], width))
        first = not self.rows
        self.show_rows([*self._drawn(width)] or [nothing])
        if first and self._at in self._views.known:
            self.put((1 + [*self._views.known].index(self._at), None))

    def _drawn(self, width: int) -> Iterator[Row]:
        for number, ((name, view), here) in enumerate(zip(self._views.known.items(), self._here, strict=True), 1):
            default = name == self._views.default
            sign = Span(f" {look.mark('default') if default else ' '} ", "accent")
            note = Span("  the board begins with it" if default else "", "dim")
            yield Row(filled([sign, Span(cut(name, width - 4)), note], width), number)
            for line in wrapped(words(view, here), width - 6):
                yield Row(filled([Span(f"     {line}", "dim")], width))

    def action_name(self) -> None:
        """Ask for what the board shows to be named."""
        self.post_message(self.Wanted(Chosen("name")))

    def action_default(self) -> None:
        """Ask for the view to be the default, or no longer."""
        if self.name_here:
            self.post_message(self.Wanted(Chosen("default", self.name_here)))

    def action_remove(self) -> None:
        """Ask for the view to be removed."""
        if self.name_here:
            self.post_message(self.Wanted(Chosen("remove", self.name_here)))


class ViewsBox(Box[Chosen]):
    """Lists the saved views; answers with what is to be done.

    Args:
        views: Those there are.
        here: What each is in the store that is open.
        at: The name that the cursor begins at.
        said: What to say below the list.
    """

    AUTO_FOCUS = "Rows"

    def __init__(self, views: Views, here: Sequence[Recalled], at: str, said: str) -> None:
        super().__init__()
        self._rows = ViewRows(views, here, at)
        self._said = said
        self._sure = ""

    def compose(self) -> ComposeResult:
        """Show the list, and a line below it."""
        with Vertical(id="box", classes="tall") as box:
            box.border_title = Content("Saved views")
            changes = "" if only_read(self) else "a names · = default · x removes · "
            box.border_subtitle = Content(f"Enter recalls · {changes}Esc closes")
            yield self._rows
            yield Static(self._said, markup=False, id="hint")

    def on_rows_opened(self, message: Rows.Opened) -> None:
        """Recall the view."""
        message.stop()
        if self._rows.name_here:
            self.dismiss(Chosen("recall", self._rows.name_here))

    def on_rows_moved(self) -> None:
        """Take back what was said of another view."""
        self._say("")

    def on_view_rows_wanted(self, message: ViewRows.Wanted) -> None:
        """Answer with what is to be done; before a view is removed, ask."""
        chosen = message.chosen
        if chosen.do == "remove" and self._sure != chosen.name:
            self._say(f"Remove “{brief(chosen.name)}”? x again removes it.")
            self._sure = chosen.name
        else:
            self.dismiss(chosen)

    def _say(self, text: str) -> None:
        self._sure = ""
        self.query_one("#hint", Static).update(text)


class NameBox(Box[str]):
    """Asks for the name of a view; answers with it.

    Args:
        views: Those there are: one that is called so is replaced.
    """

    HINT: ClassVar[str] = "Enter keeps what the board shows under this name, Esc closes."

    def __init__(self, views: Views) -> None:
        super().__init__()
        self._views = views

    def compose(self) -> ComposeResult:
        """Show one line to type in, and one that says what Enter does."""
        with Vertical(id="box") as box:
            box.border_title = Content("Name this view")
            line = Input(placeholder="a name", max_length=LONGEST)
            line.cursor_blink = False
            yield line
            yield Static(self.HINT, markup=False, id="hint")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what Enter does."""
        before = self._views.called(event.value)
        hint = self.query_one("#hint", Static)
        hint.update(f"“{before}” is there already: Enter replaces it, Esc closes." if before else self.HINT)
        hint.set_class(before is not None, "wrong")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the name, or say why nothing can be called so."""
        why = refused(event.value)
        if why:
            hint = self.query_one("#hint", Static)
            hint.update(why)
            hint.add_class("wrong")
        else:
            self.dismiss(event.value)
