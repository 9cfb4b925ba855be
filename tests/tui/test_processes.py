"""The box that lists the negotiations in the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pilot import SIZES, opened
from tui.screens.processes import ProcessRows


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_another_negotiation_is_chosen_and_every_pane_shows_it(size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        await talks.press("3", "G", "[", "p")
        rows = talks.app.screen.query_one(ProcessRows)
        assert rows.cursor == 0
        assert "US–Iran nuclear talks" in talks.text()
        await talks.press("j", "enter")
        assert not talks.boxed
        assert "US–Iran nuclear talks" in talks.text().split("\n")[0]
        assert len([row for row in talks.pane("timeline").rows if row.record is not None]) == 2
        shown = talks.board.detail._detail
        assert shown is not None
        assert shown.subject.record == talks.record("timeline")
        await talks.press("1")
        assert talks.row("roster") == "No round of talks is recorded yet."
        await talks.press("p")
        assert talks.app.screen.query_one(ProcessRows).cursor == 1
        await talks.press("k", "enter")
        assert "Ukraine peace talks" in talks.text().split("\n")[0]
        assert "round 2 of 2" in talks.pane("roster").caption


async def test_esc_chooses_nothing(store_path: Path) -> None:
    async with opened(store_path) as talks:
        before = talks.text()
        await talks.press("p", "j", "escape")
        assert talks.text() == before


async def test_the_one_that_is_shown_can_be_chosen_again(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("3")
        here = talks.record("timeline")
        await talks.press("p", "enter")
        assert talks.record("timeline") == here


async def test_a_double_click_chooses(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("p")
        rows = talks.app.screen.query_one(ProcessRows)
        await talks.pilot.click(rows, offset=(5, 1), times=2)
        await talks.rest()
        assert "US–Iran nuclear talks" in talks.text().split("\n")[0]


async def test_the_keys_of_the_board_are_not_the_box_s(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("p", "q", "d", "f", "ctrl+g", "?", "3", "tab", "p")
        assert len(talks.app.screen_stack) == 2
        assert not talks.board.scope.contested_only


async def test_an_empty_store_has_no_negotiation_to_choose(empty_store: Path) -> None:
    async with opened(empty_store) as talks:
        await talks.press("p", "j", "enter", "escape")
        assert not talks.boxed
