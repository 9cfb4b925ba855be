"""The box that asks which two days or rounds are to be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from db.compare import ordered
from db.errors import UsageError
from db.moments import Moment, Moments
from tui.draw.compare import moment
from tui.draw.days import heading
from tui.draw.header import many
from tui.draw.spans import Row, Span, filled, fit
from tui.panes.rows import Rows
from tui.screens.box import Box

if TYPE_CHECKING:
    from textual.app import ComposeResult


class MomentRows(Rows, can_focus=False):
    """What there is to choose from, a row each: now, the rounds, the days on which something happened."""

    FRAME = 0

    def __init__(self, known: Moments) -> None:
        super().__init__("moment-rows")
        self._known = known
        rounds = [found for one in reversed(known.rounds) if (found := one.moment)]
        self._moments = [known.now, *rounds, *(Moment(day) for day, _ in known.days)]
        self._titles = {one.id: one.title for one in known.rounds}

    @property
    def chosen(self) -> Moment | None:
        """The moment under the cursor."""
        return self._moments[self.row.record - 1] if self.row and self.row.record else None

    def redraw(self, keep: bool = True) -> None:
        """Draw the rows for the present size."""
        self.show_rows([self._drawn(number, self.view.width) for number in range(len(self._moments))], keep)

    def _drawn(self, number: int, width: int) -> Row:
        one = self._moments[number]
        if one.name:
            name, beside = moment(one), "all that is on record" if one.round is None else self._titles[one.round]
        else:
            name, beside = heading(one.day), many(dict(self._known.days)[one.day], "event")
        line = [Span(f" {fit(name, max(1, min(28, width - 1)))} "), Span(beside, "dim")]
        return Row(filled(line, width), number + 1)


class ChooseMoments(Box[tuple[Moment, Moment]]):
    """Asks for two moments; answers with the earlier and the later.

    Args:
        known: What there is to choose from.
        as_of: The day in scope, which is compared with what was before it; None is now.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "scroll('down')", id="box.down"),
        Binding("up", "scroll('up')", id="box.up"),
        Binding("pagedown", "scroll('page_down')", id="box.page-down"),
        Binding("pageup", "scroll('page_up')", id="box.page-up"),
    ]
    AUTO_FOCUS = "#from"

    def __init__(self, known: Moments, as_of: int | None) -> None:
        super().__init__()
        self._known = known
        self._to = known.now if as_of is None else Moment(as_of)
        self._from = known.before(self._to)
        self.rows = MomentRows(known)

    def compose(self) -> ComposeResult:
        """Show a line to type in for each of the two, and the list below them."""
        with Vertical(id="box", classes="tall") as box:
            box.border_title = Content("Compare two days or rounds")
            box.border_subtitle = Content("↑ ↓ choose · Tab the other · Enter compares · Esc closes")
            for name, value in (("from", self._from), ("to", self._to)):
                with Horizontal(classes="field"):
                    yield Static(fit(name, 5), markup=False, classes="label")
                    line = Input(
                        value=value.written, placeholder="such as round 1, 3 feb or now", max_length=60, id=name
                    )
                    line.cursor_blink = False
                    yield line
            yield Static("", markup=False, id="hint")
            yield self.rows

    def on_input_changed(self) -> None:
        """Take back what was said of the text before."""
        self.query_one("#hint", Static).update("A day or a round; a year that isn't typed is the nearest.")
        self.query_one("#hint", Static).remove_class("wrong")

    def on_input_submitted(self) -> None:
        """Answer with the two, or say what is wrong with them."""
        wrong = "from"
        try:
            a = self._known.read(self.query_one("#from", Input).value)
            wrong = "to"
            b = self._known.read(self.query_one("#to", Input).value)
            ordered(a, b)
        except UsageError as error:
            hint = self.query_one("#hint", Static)
            hint.update(str(error))
            hint.add_class("wrong")
            self.query_one(f"#{wrong}", Input).focus()
            return
        self.dismiss((a, b))

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """Write what the cursor is on into the line that has the keys."""
        message.stop()
        self._write()

    def on_rows_opened(self, message: Rows.Opened) -> None:
        """Write what was clicked twice."""
        message.stop()
        self._write()

    def _write(self) -> None:
        line, chosen = self.focused, self.rows.chosen
        if isinstance(line, Input) and chosen is not None:
            line.value = chosen.written
            line.cursor_position = len(line.value)

    async def action_scroll(self, way: str) -> None:
        """Move in the list while the keys go to the line above it."""
        await self.rows.run_action(way)
