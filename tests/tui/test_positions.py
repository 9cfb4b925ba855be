"""The positions pane: a cursor on a cell, parties that scroll, headings that fold."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.db.helpers import writing
from tests.pilot import SIZES, Driven, opened, until
from tui.draw.positions import CELL
from tui.draw.spans import plain
from tui.panes.positions import PositionsPane


def positions(talks: Driven) -> PositionsPane:
    return talks.board.positions


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_cursor_goes_through_all_parties_and_each_is_in_view_when_it_is_there(
    size: tuple[int, int], store_path: Path
) -> None:
    async with opened(store_path, size) as talks:
        pane = positions(talks)
        await talks.press("2", "j")
        names = [column.short for column in pane._matrix.columns]
        seen = []
        for key in ["l"] * len(names) + ["h"] * (len(names) - 1):
            seen.append(names[pane.column])
            assert seen[-1] in plain(pane.head(0)).split()
            await talks.press(key)
        assert seen == [*names, *names[:0:-1]]
        assert names[pane.column] == names[0]


async def test_arrows_move_between_parties_as_letters_do(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("2", "right", "right", "left")
        assert positions(talks).column == 1


async def test_enter_opens_the_position_in_the_cell(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.go_to("positions", talks.find("positions", "Withdrawal from Donbas"))
        await talks.press("l", "enter")
        assert talks.focused == "detail"
        assert talks.title() == "4 Detail · Ukraine on Withdrawal from Donbas"


async def test_an_empty_cell_says_who_is_silent_on_what(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.go_to("positions", talks.find("positions", "Withdrawal from Donbas"))
        await talks.press("l", "l")
        assert talks.title() == "4 Detail · Withdrawal from Donbas"
        assert "United States has none that is known" in talks.text()


async def test_a_heading_shows_its_issue_whatever_the_party(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("2")
        for key in ("l", "l", "h"):
            await talks.press(key)
            assert talks.title() == "4 Detail · Territory"


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_space_folds_the_heading_and_unfolds_it_again(size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        pane = positions(talks)
        await talks.press("2", "g")
        whole = [row.record for row in pane.rows]
        await talks.press("space")
        assert talks.row("positions").startswith("▸ Territory")
        assert len(pane.rows) < len(whole)
        assert plain(pane.rows[1].line).startswith(" ▾ Security")
        await talks.press("space")
        assert [row.record for row in pane.rows] == whole
        assert talks.row("positions").startswith("▾ Territory")


async def test_space_on_an_issue_folds_the_heading_that_it_stands_under_and_goes_there(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.go_to("positions", talks.find("positions", "NATO membership"))
        await talks.press("l", "space")
        assert talks.row("positions").startswith("▸ Security")
        assert talks.title() == "4 Detail · Security"
        assert positions(talks).column == 1
        await talks.press("j")
        assert talks.row("positions").startswith("▾ Conduct")


async def test_everything_can_be_folded_and_the_cursor_still_moves(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("2", "G", *["space", "k"] * 3)
        rows = [plain(row.line).split()[0] for row in positions(talks).rows]
        assert set(rows) == {"▸"}
        await talks.press("G")
        assert positions(talks).cursor == len(rows) - 1


async def test_what_is_folded_stays_folded_through_a_filter_a_size_and_a_full_pane(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("2", "g", "space")
        rows = [row.record for row in positions(talks).rows]
        await talks.press("d", "d", "f", "f")
        await talks.resize(80, 24)
        await talks.resize(120, 36)
        assert [row.record for row in positions(talks).rows] == rows


async def test_space_does_nothing_where_nothing_folds(store_path: Path, empty_store: Path) -> None:
    async with opened(empty_store) as talks:
        await talks.press("2", "space", "l", "h", "enter", "escape")
        assert "No issue is recorded yet." in talks.text()
    async with opened(store_path) as talks:
        await talks.press("3")
        before = talks.text()
        await talks.press("space")
        assert talks.text() == before


async def test_a_click_goes_to_the_cell_and_a_double_click_opens_it(store_path: Path) -> None:
    async with opened(store_path) as talks:
        pane = positions(talks)
        row = talks.find("positions", "NATO membership")
        await talks.click(pane, pane._grid.left_of(1) + 2, row + pane.fixed)
        assert (talks.focused, pane.cursor, pane.column) == ("positions", row, 1)
        assert talks.title() == "4 Detail · Ukraine on NATO membership"
        await talks.click(pane, pane._grid.left_of(0) + 2, row + pane.fixed, times=2)
        assert talks.focused == "detail"
        assert talks.title() == "4 Detail · Russia on NATO membership"


async def test_a_click_on_the_parties_names_or_the_distance_changes_no_party(store_path: Path) -> None:
    async with opened(store_path) as talks:
        pane = positions(talks)
        await talks.press("2", "j", "l")
        await talks.click(pane, pane._grid.left_of(3) + 2, 0)
        assert (pane.cursor, pane.column) == (1, 1)
        await talks.click(pane, pane._grid.left_of(pane._grid.first + pane._grid.shown) + 3, 3)
        assert (pane.cursor, pane.column) == (2, 1)


async def test_each_cell_of_the_row_under_the_cursor_is_where_its_column_is(store_path: Path) -> None:
    async with opened(store_path) as talks:
        pane = positions(talks)
        row = talks.find("positions", "Withdrawal from Donbas")
        await talks.go_to("positions", row)
        for _ in range(pane._grid.shown):
            left = pane._grid.left_of(pane.column)
            cell = pane.over("cell")
            lit = [
                place
                for place, style in enumerate(
                    style
                    for segment in pane.row_strip(row, cursor=True)
                    for style in [segment.style] * len(segment.text)
                )
                if style is not None and style.bgcolor == cell.bgcolor
            ]
            assert lit
            assert left <= lit[0]
            assert lit[-1] < left + CELL
            await talks.press("l")


async def test_the_cursor_stays_on_its_party_when_another_program_changes_their_order(store_path: Path) -> None:
    async with opened(store_path) as talks:
        pane = positions(talks)
        await talks.press("2", "j", "l", "l")
        assert [column.short for column in pane._matrix.columns][:4] == ["RU", "UA", "US", "EU"]
        with writing(store_path) as conn:
            conn.execute(
                "UPDATE process_parties SET sort = -1 WHERE party = (SELECT id FROM parties WHERE short = 'EU')"
            )
        await until(lambda: pane._matrix.columns[2].short == "EU", "the change isn't noticed")
        assert pane._matrix.columns[pane.column].short == "US"


async def test_the_party_under_the_cursor_stays_in_view_at_every_size(store_path: Path) -> None:
    async with opened(store_path, (200, 60)) as talks:
        pane = positions(talks)
        await talks.press("2", "j", *["l"] * 9)
        last = pane._matrix.columns[pane.column].short
        for size in ((60, 16), (120, 36), (80, 24), (200, 60)):
            await talks.resize(*size)
            assert last in plain(pane.head(0)).split()
            assert pane._matrix.columns[pane.column].short == last
