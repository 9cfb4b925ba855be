"""The delegations pane: rounds, and what its rows lead to."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.scope import Scope
from tests.pilot import SIZES, opened


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_brackets_show_the_round_before_and_the_one_after(size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        pane = talks.pane("roster")
        newest = [row.line for row in pane.rows]
        assert "round 2 of 2" in pane.caption
        await talks.press("]")
        assert "round 2 of 2" in pane.caption
        await talks.press("[")
        assert "round 1 of 2" in pane.caption
        assert [row.line for row in pane.rows] != newest
        await talks.press("[")
        assert "round 1 of 2" in pane.caption
        await talks.press("]")
        assert "round 2 of 2" in pane.caption
        assert [row.line for row in pane.rows] == newest


async def test_another_round_is_shown_from_its_top_and_the_detail_follows(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("G")
        assert talks.title() == "4 Detail · United Arab Emirates"
        await talks.press("[")
        assert talks.pane("roster").cursor == 0
        assert talks.title().removeprefix("4 Detail · ").upper() in talks.row("roster")


async def test_brackets_belong_to_this_pane_alone(store_path: Path) -> None:
    async with opened(store_path) as talks:
        for pane in "234":
            await talks.press(pane, "[")
            assert "round 2 of 2" in talks.pane("roster").caption


async def test_another_round_changes_no_other_pane(store_path: Path) -> None:
    async with opened(store_path) as talks:
        before = [[*talks.pane(name).rows] for name in ("positions", "timeline")]
        await talks.press("[")
        assert [[*talks.pane(name).rows] for name in ("positions", "timeline")] == before


async def test_enter_opens_the_sources_of_a_seat(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.go_to("roster", talks.find("roster", "Umerov"))
        await talks.press("enter")
        assert talks.focused == "detail"
        assert talks.title() == "4 Detail · Rustem Umerov"
        assert any("asserts" in line for line in talks.text().split("\n"))


async def test_a_round_that_the_store_does_not_have_is_the_newest(store_path: Path) -> None:
    async with opened(store_path, scope=Scope(round=10**6)) as talks:
        assert "round 2 of 2" in talks.pane("roster").caption
