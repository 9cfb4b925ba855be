"""The app: it holds the reader and the theme, and shows the board. What happens on the board is the board's."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.app import SystemCommand
from textual.theme import BUILTIN_THEMES, Theme

from db.errors import StoreError, TalksError
from tui.commands import offered
from tui.draw import look
from tui.driver import GuardedApp, GuardedDriver
from tui.link import FEW, FULL, Link
from tui.own.file import OwnError
from tui.screens.board import BoardScreen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.screen import Screen

    from db.board import Board, Look
    from db.reader import Answer
    from tui.own.folders import Own


SWITCH: Final = 0.0005
"""Seconds for which the reader's thread may keep a key waiting that is typed while it reads; Python's own are ten times
as many, and a key changes threads several times before it is on the screen."""


def calm(name: str = FULL) -> Theme:
    """Return the program's own theme, or that for terminals with few colours."""
    colours: dict[str, Any] = {**look.theme(name == FEW)}  # as named in a data file
    if name == FEW:
        colours |= {"ansi": True, "variables": BUILTIN_THEMES["ansi-dark"].variables}
    return Theme(name, **colours)


class TalksApp(GuardedApp[None]):
    """The dashboard over one store.

    Args:
        path: The store's file.
        first: What to show first.
        read_only: Whether nothing that is kept can be changed; the header says so.
        own: The files in which is kept what its user has seen, and saved views; None keeps nothing.
        said: Sentences to begin with.
        link: What line the terminal is at.
        idle: Seconds without a key, a click or a paste after which it ends; None for never.

    Raises:
        StoreError: The store can't be opened, or doesn't hold what is looked for.
    """

    CSS_PATH = str(Path(__file__).with_name("board.tcss"))
    TITLE = "talks"
    ENABLE_COMMAND_PALETTE = False  # its key is in the table; the one that this would add works in boxes too

    NOTIFICATION_TIMEOUT: ClassVar[float] = 4
    SPILLS: ClassVar[bool] = True
    """Whether a large set may lie in a temporary file of SQLite's own: with a million events, 50 MB less memory."""

    def __init__(
        self,
        path: Path,
        first: Look,
        read_only: bool = False,
        own: Own | None = None,
        said: Sequence[str] = (),
        link: Link = Link(),  # noqa: B008 - never changed
        idle: float | None = None,
    ) -> None:
        from db.reader import Reader  # noqa: PLC0415

        super().__init__()
        self._idle = idle
        self.use_command_palette = True
        self._own, self._said = own, said
        if own is not None and own.noted:
            with suppress(OwnError):  # then it is a first visit; when that is noted, what is wrong is said
                first = replace(first, seen=own.seen.of(path))
        self._handed_on = 0
        self.reader = Reader(path, self._hand_on, lambda: self.board.taken >= self._handed_on, self.SPILLS)
        try:
            self._first: Board = self.reader.first(first)
        except TalksError:
            self.reader.close()
            raise
        self.read_only = read_only
        self.animation_level = "none"
        for name in (FULL, FEW):
            self.register_theme(calm(name))
        self.link = link
        self.theme = link.theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give every theme the colours that are this program's own."""
        return look.colours(self.current_theme.dark, self.current_theme.ansi)

    def refresh_css(self, animate: bool = True) -> None:
        """Match the rules anew; before there is a screen, only note the theme's colours: they will be matched with."""
        if self.screen_stack:
            super().refresh_css(animate=animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        """Begin with the board."""
        self.board = BoardScreen(self.reader, self._first, self.read_only)
        self.board.slow = self.link.slow
        self.board.begin(self._own, self._said)
        return self.board

    def _hand_on(self, answer: Answer) -> None:
        """Take an answer on the reader's thread: only a message may leave it."""
        self._handed_on += 1
        self.board.post_message(BoardScreen.Answered(answer))

    def excuse(self, error: BaseException) -> str | None:
        """Say that the store is damaged, where what is drawn can't be drawn because it is."""
        from db import defence, store  # noqa: PLC0415

        why = defence.unsound(self.reader.path) if isinstance(error, defence.FAULTS) else None
        return None if why is None else f"talks-tui: {StoreError(store.damaged(self.reader.path, why))}"

    def on_ready(self) -> None:
        """Begin to collect garbage, now that the first frame stands; what the start made is no part of it."""
        sys.setswitchinterval(SWITCH)
        gc.freeze()
        gc.enable()
        if self._idle is not None:
            self.end_when_idle(self._idle)

    async def on_unmount(self) -> None:
        """Let go of the store."""
        self.reader.close()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer the commands of the table, and what has no key."""
        if not isinstance(screen, BoardScreen):
            return
        for command in offered(self.read_only):
            if command.palette:
                title = f"{command.help.rstrip('.')}  ({command.shown})"
                yield SystemCommand(title, "", self._runner(command.action))
        order = "oldest" if self.board.scope.newest_first else "newest"
        yield SystemCommand(f"Timeline: show the {order} first", "", self.board.action_order)
        yield SystemCommand(
            "As of a day…", "The talks as they stood on a day that is typed.", self.board.action_as_of_day
        )
        play = "Stop playing the talks" if self.board.playing else "Play the talks day by day"
        yield SystemCommand(play, "Space pauses and goes on.", self.board.action_play)
        slow = "off" if self.link.slow else "on"
        yield SystemCommand(
            f"Low bandwidth: {slow}", "Fewer colours and no mouse, over a slow line.", self.action_low_bandwidth
        )
        yield SystemCommand("Change the theme", "Colours of the whole board.", self.action_change_theme)

    def action_low_bandwidth(self) -> None:
        """Take the line for a slow one, or for one that isn't; a theme that somebody chose stays."""
        before, self.link = self.link, self.link.switched
        if isinstance(self._driver, GuardedDriver):
            self._driver.track_mouse(self.link.mouse)
        if self.theme == before.theme:
            self.theme = self.link.theme
        self.board.slow = self.link.slow
        self.board.draw_header()

    def _runner(self, action: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
        async def run() -> None:
            await self.board.run_action(action)

        return run
