"""The board: four panes that obey one scope, and the keys that change it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final, Self

from textual.containers import Container
from textual.message import Message
from textual.screen import Screen

from db.board import Board, Look
from db.reader import Failed, Scrolled
from db.scope import Scope, Subject
from db.timeline import Key, at_day
from tui.commands import COMMANDS, bindings
from tui.draw.header import footer, header
from tui.draw.spans import Span
from tui.layout import SMALLEST, Layout, layout
from tui.panes.detail import DetailPane
from tui.panes.drawn import StatusLine
from tui.panes.positions import PositionsPane
from tui.panes.roster import RosterPane
from tui.panes.rows import Rows
from tui.panes.tabs import Tabs
from tui.panes.timeline import TimelinePane

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.geometry import Region
    from textual.timer import Timer

    from db.reader import Answer, Reader

REST: Final = 0.08
"""Seconds that the cursor must rest before the detail follows it: longer than a held key takes to repeat."""


class BoardScreen(Screen[None]):
    """Roster, positions, timeline and detail of one negotiation."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("board")]
    AUTO_FOCUS = "#roster"

    class Answered(Message):
        """The reader has an answer; posted from its thread."""

        def __init__(self, answer: Answer) -> None:
            self.answer = answer
            super().__init__()

    def __init__(self, reader: Reader, first: Board, read_only: bool) -> None:
        super().__init__(id="board")
        self._reader = reader
        self._board = first
        self._read_only = read_only
        self.scope = first.look.scope
        self._trail: list[Subject] = []
        self._subject: Subject | None = None
        self._jump: Key | None = None
        self._resting: Timer | None = None
        self._came_from = "roster"
        self._maximised = False
        self._layout: Layout = "tiny"
        self.roster = RosterPane()
        self.positions = PositionsPane()
        self.timeline = TimelinePane()
        self.detail = DetailPane()
        self._panes: dict[str, Rows] = {
            pane.id or "": pane for pane in (self.roster, self.positions, self.timeline, self.detail)
        }
        self._header = StatusLine("header")
        self._tabs = Tabs()
        self._footer = StatusLine("footer")
        self._small = StatusLine("small")

    def compose(self) -> ComposeResult:
        """Lay out the header, the panes and the footer; the stylesheet places them."""
        # Before there is anything to restyle: a class that changes later is matched with every rule again.
        self._layout = layout(*self.app.size)
        self.add_class(f"-{self._layout}")
        self.roster.add_class("-active")
        yield self._header
        yield self._tabs
        with Container(id="body"):
            yield self.roster
            yield self.positions
            yield self.detail
            yield self.timeline
        yield self._footer
        yield self._small

    def on_mount(self) -> None:
        """Show what was read before the screen was there, and begin to follow the store."""
        self._arrange()
        self._show(self._board)
        self._reader.start()

    @property
    def at_rest(self) -> bool:
        """Whether the detail shows what the cursor is on and no question is open."""
        return self._resting is None and self._reader.idle

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Repaint only what is asked for by place: the screen draws nothing itself.

        Textual asks for all of it at each change of focus, which would send every pane again.
        """
        if regions or layout or recompose:
            super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self

    # Answers from the reader

    def on_board_screen_answered(self, message: Answered) -> None:
        """Show an answer, unless a newer question has made it old."""
        answer = message.answer
        if isinstance(answer, Failed):
            self._header.show((Span(f" {answer.why} ", "deny"),))
        elif isinstance(answer, Board):
            if answer.look.scope == self.scope:
                self._show(answer)
        elif isinstance(answer, Scrolled):
            if answer.scope == self.scope:
                jump, self._jump = answer.near == self._jump, None
                self.timeline.show(answer.window, self.scope, jump=jump)
        elif answer.subject == self._subject:
            self.detail.show(answer, len(self._trail))

    def _show(self, board: Board) -> None:
        """Give every pane its part of one snapshot."""
        self._board = board
        scope = board.look.scope
        self._header.show(header(board.overview, scope, self._read_only, max(1, self.size.width)))
        self.roster.show(board.roster, scope.contested_only)
        self.positions.show(board.matrix, scope.contested_only)
        jump = self._jump is not None and board.look.near == self._jump
        self.timeline.show(board.window, scope, jump=jump)
        if jump:
            self._jump = None
        if board.look.subject == self._subject and self._subject is not None:
            self.detail.show(board.detail, len(self._trail))
        if not self._trail and self._subject_of_pane() != self._subject:
            self._settle(0)

    def _look_at(self, scope: Scope) -> None:
        """Look at something else: one new scope, which every pane will obey."""
        self.scope = scope
        self._trail.clear()
        self._reader.look(Look(scope, self._jump or self.timeline.near, self._subject))

    # The detail follows the cursor

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """Let the detail follow, once the cursor rests."""
        if message.pane is not self.detail:
            self._trail.clear()
            self._settle(REST)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Let the detail follow the pane that has the keys."""
        pane = event.widget
        if pane.id in self._panes:
            self._mark(pane.id or "")
        if pane.id in self._panes and pane is not self.detail:
            self._came_from = pane.id or self._came_from
            if not self._trail:
                self._settle(REST)

    def _settle(self, seconds: float) -> None:
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(max(seconds, 0.001), self._follow)

    def _follow(self) -> None:
        self._resting = None
        self._reader.near(self.timeline.near)
        subject = self._subject_of_pane()
        if subject is not None and not self._trail and subject != self._subject:
            self._describe(subject)

    def _subject_of_pane(self) -> Subject | None:
        """Return what the cursor of the pane last used is on."""
        if self._came_from == "positions":
            return self.positions.subject
        row = self._panes[self._came_from].row
        return Subject(row.record) if row is not None and row.record is not None else None

    def _describe(self, subject: Subject) -> None:
        self._subject = subject
        self._reader.describe(subject)

    def on_rows_opened(self, message: Rows.Opened) -> None:
        """Open the sources of a row; in the detail, follow its link."""
        if message.pane is not self.detail:
            self._follow()
            self._activate("detail")
        elif message.row.target is not None and self._subject is not None:
            self._trail.append(self._subject)
            self._describe(Subject(message.row.target))

    # Other messages of the panes

    def on_roster_pane_round_wanted(self, message: RosterPane.RoundWanted) -> None:
        """Show another round's delegations."""
        self._look_at(replace(self.scope, round=message.event))

    def on_timeline_pane_wanted(self, message: TimelinePane.Wanted) -> None:
        """Read another stretch of the timeline."""
        if message.jump:
            self._jump = message.near
        self._reader.scroll(message.near)

    def on_tabs_chosen(self, message: Tabs.Chosen) -> None:
        """Go to the pane whose tab was clicked."""
        self._activate(message.name)

    # Keys

    def action_pane(self, name: str) -> None:
        """Go to a pane."""
        self._activate(name)

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self._step(1)

    def action_previous_pane(self) -> None:
        """Go to the pane before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        names = list(self._panes)
        here = self.focused.id if self.focused and self.focused.id in self._panes else self._came_from
        self._activate(names[(names.index(here or "roster") + step) % len(names)])

    def _activate(self, name: str) -> None:
        """Give a pane the keys, showing it first where only one is shown."""
        self._mark(name)
        self.set_focus(self._panes[name])

    def _mark(self, name: str) -> None:
        """Make a pane the one that is shown where only one is."""
        for other, pane in self._panes.items():
            if pane.has_class("-active") != (other == name):
                pane.set_class(other == name, "-active")
        self._draw_tabs()

    def action_back(self) -> None:
        """Close what is open, in this order: a link, the detail, a full pane, a filter. Never quits."""
        if self._trail:
            self._describe(self._trail.pop())
        elif self.focused is self.detail:
            self._activate(self._came_from)
        elif self._maximised:
            self.action_maximise()
        elif self.scope.contested_only:
            self.action_contested()

    def action_maximise(self) -> None:
        """Show one pane on the whole screen, or all of them again."""
        self._maximised = not self._maximised
        self.set_class(self._maximised, "-maximised")
        self._activate(self.focused.id if self.focused and self.focused.id in self._panes else self._came_from)

    def action_contested(self) -> None:
        """Show only what is contested, or everything again."""
        self._look_at(replace(self.scope, contested_only=not self.scope.contested_only))

    def action_order(self) -> None:
        """Turn the timeline round."""
        self._look_at(replace(self.scope, newest_first=not self.scope.newest_first))

    def action_copy(self) -> None:
        """Copy the row under the cursor, through the terminal (OSC 52), so that it works over SSH."""
        pane = self.focused
        text = pane.text_of_row() if isinstance(pane, Rows) else ""
        if text:
            self.app.copy_to_clipboard(text)
            self.notify("Copied the row.", markup=False, timeout=2)

    def action_go_to_day(self) -> None:
        """Ask for a day, and move the timeline there."""
        from tui.screens.go_to_day import GoToDay  # noqa: PLC0415  (boxes are loaded when they are opened)

        self.app.push_screen(GoToDay(self._today()), self._go_to_day)

    def _today(self) -> int:
        """Return the day that the reader is looking at: where the timeline's cursor is, else its last."""
        near = self.timeline.near
        if near is not None and abs(near[1]) < 10**9:
            return near[1]
        span = self._board.window.span
        return span[1] if span else 0

    def _go_to_day(self, day: int | None) -> None:
        if day is None:
            return
        self._activate("timeline")
        self._jump = at_day(day, self.scope.newest_first)
        self._reader.scroll(self._jump)

    def action_processes(self) -> None:
        """Choose another negotiation."""
        from tui.screens.processes import Processes  # noqa: PLC0415

        here = self._board.overview.process
        self.app.push_screen(Processes(self._board.processes, here.slug if here else ""), self._choose)

    def _choose(self, slug: str | None) -> None:
        if slug is not None:
            self._jump = None
            self._subject = None
            self.scope = replace(self.scope, process=slug, round=None)
            self._trail.clear()
            self._reader.look(Look(self.scope))

    def action_help(self) -> None:
        """List the keys."""
        from tui.screens.help import Help  # noqa: PLC0415

        self.app.push_screen(Help())

    def action_palette(self) -> None:
        """Find a command by its name."""
        self.app.action_command_palette()

    def action_quit(self) -> None:
        """Quit."""
        self.app.exit()

    # The frame

    def on_resize(self) -> None:
        """Arrange the panes for another size."""
        self._arrange()

    def _arrange(self) -> None:
        width, height = self.size
        now = layout(width, height)
        if now != self._layout:
            self.remove_class(f"-{self._layout}", update=False).add_class(f"-{now}")
            self._layout = now
        self._header.show(header(self._board.overview, self.scope, self._read_only, max(1, width)))
        self._draw_tabs()
        self._draw_footer()
        need = f"The terminal is {width}×{height}; the board needs {SMALLEST[0]}×{SMALLEST[1]}."
        self._small.show((Span(need, "accent"),))

    def _draw_tabs(self) -> None:
        active = next((name for name, pane in self._panes.items() if pane.has_class("-active")), "")
        self._tabs.show_tabs([(name, pane.TITLE) for name, pane in self._panes.items()], active)

    def _draw_footer(self) -> None:
        """List the keys; those to help and out of the program are never the ones that are left out."""
        keys = [("1-4", "pane"), *((command.shown, command.label) for command in COMMANDS if command.label)]
        self._footer.show(footer(keys, max(1, self.size.width)))
