"""What the board does by itself: it shows what the reader answers, and the detail follows the cursor."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic, time
from typing import TYPE_CHECKING, Any, Final, TypeVar

from textual.message import Message

from db.board import Board, Look
from db.reader import Broken, Doubt, Failed, Found, Scrolled, Turned
from db.roster import Roster
from db.scope import Scope, Subject
from db.timeline import Near
from tui.draw.days import ago
from tui.draw.header import header
from tui.draw.spans import Span, cells
from tui.panes.roster import RosterPane
from tui.panes.rows import Rows
from tui.panes.timeline import TimelinePane
from tui.screens.frame import Frame
from tui.screens.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.timer import Timer

    from db.detail import Detail
    from db.reader import Answer, Question, Reader

T = TypeVar("T")

REST: Final = 0.02
"""Seconds that the cursor must rest before the detail follows it."""
HELD: Final = 0.1
"""Seconds between two steps below which a key is held: then the rest is longer than it takes to repeat."""


class Following(Frame):
    """The four panes over one reader: it asks for each new scope, and shows every answer."""

    class Answered(Message):
        """The reader has an answer; posted from its thread."""

        def __init__(self, answer: Answer) -> None:
            self.answer = answer
            super().__init__()

    def __init__(self, reader: Reader, first: Board, read_only: bool) -> None:
        super().__init__()
        self._reader = reader
        self._board = first
        self._read_only = read_only
        self.slow = False  # whether the header says that the line is one
        self.taken = 0  # answers that have been shown, or were too old
        self.scope = first.look.scope
        self._trail: list[Subject] = []
        self._subject: Subject | None = None
        self._jump: Near = None
        self._resting: Timer | None = None
        self._stepped = 0.0  # when the cursor last moved
        self._pace = 0.0  # seconds between the two steps before
        self._asked: dict[int, Callable[[Any], None]] = {}
        self._begun = False
        self._failing = ""  # why the store can't be read at the moment
        self._ageing: Timer | None = None

    def on_mount(self) -> None:
        """Begin to follow the store."""
        self._reader.start()

    def watch_virtual_size(self) -> None:
        """Show what was read before the screen was there, once every pane knows its size: the first frame has it."""
        if not self._begun:
            self._begun = True
            self.fit_panes()
            self._show(self._board)

    @property
    def at_rest(self) -> bool:
        """Whether the detail shows what the cursor is on and no question is open."""
        return self._resting is None and self._reader.idle

    # Answers from the reader

    def on_following_answered(self, message: Answered) -> None:
        """Show an answer, unless a newer question has made it old."""
        self.taken += 1
        answer = message.answer
        if isinstance(answer, Failed | Doubt | Broken):
            self._trouble(answer)
        elif isinstance(answer, Board):
            if answer.look.scope == self.scope:
                self._show(answer)
        elif isinstance(answer, Scrolled):
            if answer.scope == self.scope:
                jump = self._jump is not None and answer.near == self._jump
                if jump:
                    self._jump = None
                self.timeline.show(answer.window, self.scope, jump=jump)
                self._scrolled(answer)
        elif isinstance(answer, Turned):
            if answer.scope == self.scope:
                self._turned(answer)
        elif isinstance(answer, Found):
            then = self._asked.pop(answer.number, None)
            if then is not None:
                then(answer.what)
        elif answer.subject == self._subject:
            self._show_detail(answer)

    def _trouble(self, trouble: Failed | Doubt | Broken) -> None:
        """Say what is wrong with the store; a fault of the program's own is raised here, where it ends the app."""
        if isinstance(trouble, Failed):
            self._fail(trouble.why)
        elif isinstance(trouble, Broken):
            raise trouble.error
        else:
            self.notify(trouble.why, severity="warning", markup=False, timeout=30)

    def _fail(self, why: str) -> None:
        """Say above all that the store can't be read; the board stays as it is."""
        self._failing = why
        self.draw_header()
        if self.app.screen is not self or cells(why) + 2 > self.size.width:  # not all of it is seen there
            self.app.notify(why, severity="error", markup=False, timeout=15)

    def _show(self, board: Board) -> None:
        """Give every pane its part of one snapshot."""
        self._board, self._failing = board, ""
        scope = board.look.scope
        self.draw_header()
        self.roster.show(board.roster, scope)
        self.positions.show(board.matrix, scope)
        jump = self._jump is not None and board.look.near == self._jump
        self.timeline.show_density(board.density)
        self.timeline.show(board.stretch, scope, jump=jump)
        if jump:
            self._jump = None
        if board.look.subject == self._subject and self._subject is not None:
            self._show_detail(board.detail)
        if not self._trail and self._subject_of_pane() != self._subject:
            self._settle(0)
        if isinstance(self.app.screen, Page):
            self.app.screen.renew()

    def _show_detail(self, detail: Detail | None) -> None:
        """Show a record in full."""
        self.detail.show(detail, len(self._trail))

    def _scrolled(self, answer: Scrolled) -> None:
        """Called when another stretch of the timeline is shown."""

    def _turned(self, answer: Turned) -> None:
        """Show another part of the room or of the matrix."""
        if isinstance(answer.part, Roster):
            self.roster.show(answer.part, self.scope)
        else:
            self.positions.show(answer.part, self.scope)
        if not self._trail and self._subject_of_pane() != self._subject:
            self._settle(0)

    def draw_header(self) -> None:
        """Say what is looked at, and on whose word."""
        if self._failing:
            # Where there is no room for it all, what is wrong counts more than where the store is.
            short = self._failing.replace(str(self._reader.path), self._reader.path.name)
            fits = cells(self._failing) + 2 <= self.size.width
            self.header.show((Span(f" {self._failing if fits else short} ", "deny"),))
            return
        board, width, copied = self._board, max(1, self.size.width), self._copied()
        scope, read_only = board.look.scope, self._read_only
        line = header(
            board.overview, scope, board.voice, read_only, width, news=self.news, slow=self.slow, copied=copied
        )
        self.header.show(line)

    def _copied(self) -> str | None:
        """Say how old a follower's copy is; the header is drawn again once that is another word."""
        if self._ageing is not None:
            self._ageing.stop()
        if not self._reader.follows:
            return None
        changed = self._board.overview.changed
        if changed is None:
            return ""
        said, seconds = ago(int(time() - changed))
        self._ageing = self.set_timer(seconds, self.draw_header)
        return said

    @property
    def news(self) -> str:
        """How much is new, for the header; "" for nothing."""
        return ""

    def ask(self, question: Question[T], then: Callable[[T], None]) -> None:
        """Ask the reader for something beside the board; `then` takes the answer."""
        self._asked = {self._reader.ask(question): then}  # one at a time: a newer question replaces an older one
        if self._failing and isinstance(self.app.screen, Page):  # which stays empty meanwhile
            self.app.notify(self._failing, severity="error", markup=False, timeout=15)

    def leave(self) -> None:
        """Called before something else is looked at than what the board shows; who keeps track of it overrides it."""

    def _look_at(self, scope: Scope, leaving: bool = True) -> None:
        """Look at something else: one new scope, which every pane will obey.

        Args:
            scope: What is looked at from now on.
            leaving: Whether what was looked at is a place to go back to.
        """
        if leaving and scope != self.scope:
            self.leave()
        self.scope = scope
        self._trail.clear()
        near = self._jump if self._jump is not None else self.timeline.near
        self._reader.look(Look(scope, near, self._subject, unit=self.timeline.unit))

    # The detail follows the cursor

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """Let the detail follow, once the cursor rests."""
        if message.pane is not self.detail:
            if not message.led:
                self._trail.clear()
            since, self._stepped = monotonic() - self._stepped, monotonic()
            pace, self._pace = min(since, self._pace), since  # one step may have had to wait for something
            self._settle(max(REST, min(1.6 * pace, 0.8 * HELD)) if since < HELD else REST)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Let the detail follow the pane that has the keys."""
        pane = event.widget
        if pane.id in self.panes:
            self.mark(pane.id or "")
        if pane.id in self.panes and pane is not self.detail:
            self.came_from = pane.id or self.came_from
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
        if self.came_from == "positions":
            return self.positions.subject
        row = self.panes[self.came_from].row
        return Subject(row.record) if row is not None and row.record is not None else None

    def _describe(self, subject: Subject) -> None:
        self._subject = subject
        self._reader.describe(subject)

    def on_rows_opened(self, message: Rows.Opened) -> None:
        """Open the sources of a row; in the detail, follow its link."""
        if message.pane is not self.detail:
            self._follow()
            self.activate("detail")
        elif message.row.target is not None and self._subject is not None:
            self.leave()
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
            self._trail.clear()
        self._reader.scroll(message.near, message.unit, message.reach)

    def _visit(self, record: int | None, instead: bool = False) -> None:
        """Open a record that a page led to, with a way back to what was open before.

        Args:
            record: Its id; None if the page led nowhere.
            instead: Whether it takes the place of what is open, which then is no step on the way back.
        """
        if record is not None and self._subject != Subject(record):
            self.leave()
            if self._subject is not None and not (instead and self._trail):
                self._trail.append(self._subject)
            self._describe(Subject(record))
        if record is not None:
            self.activate("detail")

    def _today(self) -> int:
        """Return the day that the reader is looking at: where the timeline's cursor is, else its last."""
        near = self.timeline.near
        if near is not None and abs(near[1]) < 10**9:
            return near[1]
        span = self._board.window.span
        return span[1] if span else 0
