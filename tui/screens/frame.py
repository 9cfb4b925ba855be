"""The frame of the board: where its panes stand, which of them has the keys, and the lines above and below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from textual.containers import Container
from textual.screen import Screen

from tui.commands import offered, withheld
from tui.draw.header import footer
from tui.draw.spans import Span
from tui.driver import GuardedApp, only_read
from tui.layout import SMALLEST, Layout, layout
from tui.panes.detail import DetailPane
from tui.panes.drawn import StatusLine, unheeded
from tui.panes.positions import PositionsPane
from tui.panes.roster import RosterPane
from tui.panes.rows import Rows
from tui.panes.tabs import Tabs
from tui.panes.timeline import TimelinePane

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.geometry import Region


class Body(Container):
    """What stands between the header and the footer: it never scrolls."""

    virtual_size = unheeded()

    def __init__(self) -> None:
        super().__init__(id="body")


class Frame(Screen[None]):
    """Four panes, a header and a footer, arranged for the size of the terminal."""

    AUTO_FOCUS = "#roster"

    virtual_size = unheeded()

    def __init__(self) -> None:
        super().__init__(id="board")
        self.came_from = "roster"
        self.maximised = False
        self._layout: Layout = "tiny"
        self.roster = RosterPane()
        self.positions = PositionsPane()
        self.timeline = TimelinePane()
        self.detail = DetailPane()
        self.panes: dict[str, Rows] = {
            pane.id or "": pane for pane in (self.roster, self.positions, self.timeline, self.detail)
        }
        self.header = StatusLine("header")
        self._tabs = Tabs()
        self._footer = StatusLine("footer")
        self._small = StatusLine("small")

    def compose(self) -> ComposeResult:
        """Lay out the header, the panes and the footer; the stylesheet places them."""
        # Before there is anything to restyle: a class that changes later is matched with every rule again.
        self._layout = layout(*self.app.size)
        self.add_class(f"-{self._layout}")
        self.roster.add_class("-active")
        yield self.header
        yield self._tabs
        with Body():
            yield self.roster
            yield self.positions
            yield self.detail
            yield self.timeline
        yield self._footer
        yield self._small

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Repaint only what is asked for by place: the screen draws nothing itself.

        Textual asks for all of it at each change of focus, which would send every pane again.
        """
        if regions or layout or recompose:
            super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Have no commands that change something where the board is only read."""
        return not withheld(action, only_read(self))

    def action_repaint(self) -> None:
        """Paint everything anew."""
        if isinstance(self.app, GuardedApp):
            self.app.repaint()

    def draw_header(self) -> None:
        """Draw the line above the panes; what it says is the board's."""

    @property
    def active(self) -> str:
        """The name of the pane that has the keys, or had them last."""
        return self.focused.id if self.focused and self.focused.id in self.panes else self.came_from

    def activate(self, name: str) -> None:
        """Give a pane the keys, showing it first where only one is shown."""
        self.mark(name)
        if name != "detail":
            self.came_from = name  # at once: the next key may be here before the pane has heard of its focus
        self.set_focus(self.panes[name])

    def mark(self, name: str) -> None:
        """Make a pane the one that is shown where only one is."""
        for other, pane in self.panes.items():
            if pane.has_class("-active") != (other == name):
                pane.set_class(other == name, "-active")
        self._draw_tabs()

    def on_tabs_chosen(self, message: Tabs.Chosen) -> None:
        """Go to the pane whose tab was clicked."""
        self.activate(message.name)

    def action_pane(self, name: str) -> None:
        """Go to a pane."""
        self.activate(name)

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self._step(1)

    def action_previous_pane(self) -> None:
        """Go to the pane before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        names = list(self.panes)
        self.activate(names[(names.index(self.active) + step) % len(names)])

    def action_maximise(self) -> None:
        """Show one pane on the whole screen, or all of them again."""
        self.maximised = not self.maximised
        self.set_class(self.maximised, "-maximised")
        self.activate(self.active)

    def on_resize(self) -> None:
        """Arrange the panes for another size."""
        self.fit_panes()

    def fit_panes(self) -> None:
        """Choose the layout for the present size, and draw the lines around the panes."""
        width, height = self.size
        now = layout(width, height)
        if now != self._layout:
            self.remove_class(f"-{self._layout}", update=False).add_class(f"-{now}")
            self._layout = now
        self.draw_header()
        self._draw_tabs()
        self._draw_footer()
        need = f"The terminal is {width}×{height}; the board needs {SMALLEST[0]}×{SMALLEST[1]}."
        self._small.show((Span(need, "accent"),))

    def _draw_tabs(self) -> None:
        active = next((name for name, pane in self.panes.items() if pane.has_class("-active")), "")
        self._tabs.show_tabs([(name, pane.TITLE) for name, pane in self.panes.items()], active)

    def _draw_footer(self) -> None:
        """List the keys; those to help and out of the program are never the ones that are left out."""
        keys = [("1-4", "pane"), *((one.shown, one.label) for one in offered(only_read(self)) if one.label)]
        self._footer.show(footer(keys, max(1, self.size.width)))
