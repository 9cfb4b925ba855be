"""The box that lists the keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pilot import SIZES, opened
from tui.commands import COMMANDS
from tui.draw import look
from tui.draw.spans import plain
from tui.screens.help import HelpRows


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_key_and_every_mark_is_listed(size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        await talks.press("?")
        rows = talks.app.screen.query_one(HelpRows)
        lines = [plain(row.line).split(maxsplit=0)[0] for row in rows.rows]
        assert len(lines) == len(COMMANDS) + len([*look.meanings()])
        for command, line in zip(COMMANDS, lines, strict=False):
            assert command.shown in line
            assert command.help in line
        await talks.press("escape")
        assert not talks.boxed


async def test_typing_filters_the_list_and_fires_no_key(store_path: Path) -> None:
    async with opened(store_path) as talks:
        before = talks.text()
        await talks.press("?", *["down"] * 3)
        await talks.type("round")
        rows = talks.app.screen.query_one(HelpRows)
        assert rows.cursor == 0
        found = [plain(row.line) for row in rows.rows]
        assert found
        assert all("round" in line.casefold() for line in found)
        assert len(found) < len(COMMANDS)
        await talks.press(*["backspace"] * 5)
        await talks.type("qdfpy?[]12")
        assert "No key does that; Backspace widens the search." in talks.text()
        await talks.press("escape")
        assert talks.text() == before


async def test_arrows_and_pages_move_in_the_list_while_one_types(store_path: Path) -> None:
    async with opened(store_path, (80, 24)) as talks:
        await talks.press("?")
        rows = talks.app.screen.query_one(HelpRows)
        await talks.press("down", "down", "up")
        assert rows.cursor == 1
        await talks.press(*["pagedown"] * 20)
        assert rows.cursor == len(rows.rows) - 1
        assert plain(rows.rows[-1].line) in talks.text().replace("│", " ") or rows.offset_y > 0
        await talks.press("pageup")
        assert rows.cursor < len(rows.rows) - 1


async def test_enter_in_the_list_opens_nothing(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("?", "enter")
        assert talks.boxed
        await talks.press("tab", "enter")
        assert talks.boxed
        assert talks.title() == "4 Detail · Russia"
        await talks.press("escape")
        assert not talks.boxed


async def test_a_click_outside_or_the_wheel_inside_does_no_harm(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("?")
        rows = talks.app.screen.query_one(HelpRows)
        await talks.wheel(rows, times=3)
        assert rows.offset_y == min(9, len(rows.rows) - rows.view.height)
        await talks.pilot.click(offset=(1, 1))
        await talks.rest()
        assert talks.focused != "roster"


async def test_the_box_survives_every_size(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("?")
        for size in ((20, 5), (60, 16), (200, 60), (3, 2), (80, 24)):
            await talks.resize(*size)
        assert "Keys and marks" in talks.text()
