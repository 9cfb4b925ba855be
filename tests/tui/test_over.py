"""Boxes and pages over a board that repaints itself beneath them: nothing of what they show is lost."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.geometry import Region

from tests.pilot import Driven, opened
from tui.panes.rows import Rows


async def turns() -> None:
    """Let all messages that are under way arrive, before any timer does."""
    for _ in range(20):
        await asyncio.sleep(0)


def sent(talks: Driven) -> list[str]:
    """What the terminal was sent, as lines without blanks at their ends."""
    lines = talks.app._wire._lines
    return ["".join(cell.text if cell else " " for cell in line).rstrip() for line in lines]


@pytest.mark.parametrize(("key", "size"), [("b", (80, 24)), ("B", (80, 24)), ("p", (80, 24)), ("B", (120, 36))])
async def test_what_waits_to_be_repainted_is_not_forgotten(key: str, size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        await talks.press(key)
        assert talks.boxed
        over, rows = talks.app.screen, talks.app.screen.query_one(Rows)
        rows.say("Another title", "another caption")  # the board's detail and this are to be repainted at once
        talks.board.detail.refresh(Region(0, 0, 20, 1))
        await turns()
        talks.board._on_timer_update()
        await turns()
        over._on_timer_update()
        await talks.rest()
        assert sent(talks) == talks.text().split("\n")
        assert not rows._repaint_regions
