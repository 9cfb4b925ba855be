"""Driving the app in a test: keys, the mouse, what the screen says; and waiting for it to come to rest, never for time.

async with opened(store, (80, 24)) as talks:
    await talks.press("2", "down", "enter")
    assert "Esc back" in talks.text()
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from textual import events
from textual.keys import _character_to_key

from db.board import Look
from db.scope import Scope
from tui.app import TalksApp
from tui.draw.spans import plain
from tui.screens.board import BoardScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from textual.app import App
    from textual.pilot import Pilot
    from textual.widget import Widget

    from tui.own.folders import Own
    from tui.panes.rows import Rows

SIZES: Final = ((80, 24), (120, 36), (200, 60))
"""The three sizes that the board is made for: one pane at a time, all four, the detail beside them."""

PANES: Final = ("roster", "positions", "timeline", "detail")


async def until(condition: Callable[[], bool], what: str, seconds: float = 10) -> None:
    """Wait until `condition` holds.

    Raises:
        AssertionError: It doesn't within `seconds`.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while not condition():
        assert loop.time() < deadline, f"waited {seconds} s in vain: {what}"
        await asyncio.sleep(0.005)


async def settled(pilot: Pilot[Any], seconds: float = 30) -> None:
    """Wait until the board shows what its cursor is on, and nothing is on its way to it.

    Textual's own pause waits for the messages there are, not for those that they lead to.

    Raises:
        AssertionError: It is not so within `seconds`.
    """
    app = pilot.app
    board = app.screen_stack[0]
    assert isinstance(board, BoardScreen)

    async def quiet() -> bool:
        # A message is at its next stop after one turn of the loop, unless it waits for a timer or for the reader.
        for _ in range(12):
            await asyncio.sleep(0)
            nodes = (node for screen in app.screen_stack for node in screen.walk_children(with_self=True))
            if not board.at_rest or any(node.message_queue_size for node in (app, *nodes)):
                return False
        return True

    async def calm() -> None:
        async with asyncio.timeout(seconds):
            while not await quiet():
                await asyncio.sleep(0.001)

    try:
        await calm()
        app.screen._on_timer_update()  # lays out and paints at once, not at the next frame: that sends messages too
        await calm()
    except TimeoutError:
        raise AssertionError(f"the board does not come to rest in {seconds} s") from None


def screen_text(app: App[Any]) -> str:
    """Return what the screen shows, boxes over the board included, as lines without blanks at their ends.

    It is read where Textual would send it from, so behind the net that takes out what commands a terminal.
    """
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


class Driven:
    """The running app, with hands and eyes.

    Attributes:
        pilot: Textual's own.
        app: The app.
    """

    def __init__(self, app: TalksApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def board(self) -> BoardScreen:
        """The board, whatever box is over it."""
        return self.app.board

    def pane(self, name: str) -> Rows:
        """One of `PANES`."""
        return self.board.panes[name]

    @property
    def focused(self) -> str:
        """The id of the widget that has the keys."""
        return (self.app.focused.id or "") if self.app.focused else ""

    @property
    def boxed(self) -> bool:
        """Whether a box is over the board."""
        return self.app.screen is not self.board

    def text(self) -> str:
        """What the screen shows."""
        return screen_text(self.app)

    def row(self, name: str) -> str:
        """The text of the row under a pane's cursor."""
        pane = self.pane(name)
        return plain(pane.rows[pane.cursor].line).strip()

    def record(self, name: str) -> int | None:
        """The record under a pane's cursor."""
        row = self.pane(name).row
        return row.record if row else None

    def find(self, name: str, text: str) -> int:
        """The index of a pane's first row with `text` in it; there must be one."""
        return next(index for index, row in enumerate(self.pane(name).rows) if text in plain(row.line))

    def title(self) -> str:
        """What the detail says that it is of."""
        return self.board.detail.title

    async def rest(self) -> None:
        """Wait until nothing is on its way to the screen."""
        await settled(self.pilot)

    def send(self, *keys: str) -> None:
        """Press keys faster than the screen follows: without waiting for anything."""
        for key in keys:
            alone = len(key) == 1
            self.app.post_message(events.Key(_character_to_key(key) if alone else key, key if alone else None))

    async def press(self, *keys: str) -> None:
        """Press keys, named as Textual does or by their character, and wait after each until the board is at rest."""
        for key in keys:
            self.send(key)
            await self.rest()

    async def type(self, text: str) -> None:
        """Type a text, a key for each character."""
        self.send(*text)
        await self.rest()

    async def go_to(self, name: str, index: int) -> None:
        """Give a pane the keys and put its cursor on a row."""
        await self.press(str(PANES.index(name) + 1))
        self.pane(name).move_to(index)
        await self.rest()

    async def click(self, widget: Widget, x: int, y: int, times: int = 1) -> None:
        """Click on a cell of a widget's content."""
        await self.pilot.click(widget, offset=(x + 1, y + 1), times=times)  # behind the border
        await self.rest()

    async def wheel(self, widget: Widget, down: bool = True, times: int = 1) -> None:
        """Turn the wheel over a widget."""
        turn = events.MouseScrollDown if down else events.MouseScrollUp
        x, y = widget.region.x + 2, widget.region.y + 2
        for _ in range(times):
            self.app.screen._forward_event(turn(widget, x, y, 0, 0, 0, False, False, False))
        await self.rest()

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        await self.pilot.resize_terminal(width, height)
        await self.rest()


@asynccontextmanager
async def opened(
    store: Path,
    size: tuple[int, int] = (120, 36),
    scope: Scope | None = None,
    read_only: bool = False,
    own: Own | None = None,
) -> AsyncIterator[Driven]:
    """Open a store in the app, in a terminal of this size, and wait until it rests; without `own` it keeps nothing."""
    app = TalksApp(store, Look(scope or Scope()), read_only, own)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        yield Driven(app, pilot)
