"""Waiting for the app to come to rest, for tests that drive it: no fixed sleeps."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tui.screens.board import BoardScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot


async def until(condition: Callable[[], bool], what: str, seconds: float = 5) -> None:
    """Wait until `condition` holds.

    Raises:
        AssertionError: It doesn't within `seconds`.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while not condition():
        assert loop.time() < deadline, f"waited {seconds} s in vain: {what}"
        await asyncio.sleep(0.005)


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until the board shows what its cursor is on, and nothing is on its way to it."""
    await pilot.pause()
    board = pilot.app.screen_stack[0]
    assert isinstance(board, BoardScreen)
    await until(lambda: board.at_rest, "the board does not come to rest")
    await pilot.pause()
