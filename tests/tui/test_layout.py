"""Where the panes stand, by the terminal's size, and the whole screen as text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.golden import FOLDER, SCREENS, draw
from tests.pilot import PANES, SIZES, Driven, opened
from tests.screenshots import Picture
from tui.layout import BOARD, SMALLEST, WIDE, layout


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (0, 0, "tiny"),
        (59, 16, "tiny"),
        (60, 15, "tiny"),
        (60, 16, "single"),
        (80, 24, "single"),
        (99, 30, "single"),
        (100, 29, "single"),
        (100, 30, "board"),
        (120, 36, "board"),
        (160, 43, "board"),
        (159, 44, "board"),
        (160, 44, "wide"),
        (200, 60, "wide"),
        (500, 100, "wide"),
        (500, 16, "single"),
        (60, 500, "single"),
    ],
)
def test_the_layout_follows_from_both_columns_and_lines(width: int, height: int, expected: str) -> None:
    assert layout(width, height) == expected


@given(st.integers(0, 300), st.integers(0, 100), st.integers(0, 50), st.integers(0, 50))
def test_a_larger_terminal_never_shows_less(width: int, height: int, wider: int, higher: int) -> None:
    order = ["tiny", "single", "board", "wide"]
    assert order.index(layout(width + wider, height + higher)) >= order.index(layout(width, height))


def test_each_layout_needs_more_room_than_the_one_before() -> None:
    assert SMALLEST < BOARD < WIDE
    assert SMALLEST[1] < BOARD[1] < WIDE[1]


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
async def test_the_screen_is_drawn_as_it_was(screen: Picture, store_path: Path) -> None:
    drawn = await draw(screen, store_path)
    kept = (FOLDER / f"{screen.name}.txt").read_text(encoding="utf-8")
    assert drawn == kept, "if this is wanted: python -m tests.golden, and read the diff"


def test_no_screen_is_kept_that_is_no_longer_drawn() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{screen.name}.txt" for screen in SCREENS}


def shown(talks: Driven) -> list[str]:
    return [name for name in PANES if talks.pane(name).region.area]


@pytest.mark.parametrize(
    ("size", "panes"), [(SIZES[0], ["roster", "detail"]), *((size, [*PANES]) for size in SIZES[1:])]
)
async def test_each_size_shows_its_panes_without_overlap_or_gap(
    size: tuple[int, int], panes: list[str], store_path: Path
) -> None:
    async with opened(store_path, size) as talks:
        assert shown(talks) == panes
        regions = [talks.pane(name).region for name in panes]
        assert not any(one.overlaps(other) for one in regions for other in regions if one is not other)
        # The header and the footer take a line each, and the tabs where there are some.
        taken = 3 if size == SIZES[0] else 2
        assert sum(region.area for region in regions) == size[0] * (size[1] - taken)


async def test_one_pane_at_a_time_is_shown_in_a_small_terminal_with_a_strip_of_the_detail(store_path: Path) -> None:
    async with opened(store_path, (80, 24)) as talks:
        for number, name in enumerate(PANES[:3], 1):
            await talks.press(str(number))
            assert shown(talks) == [name, "detail"]
        strip = talks.pane("detail").size.height
        await talks.press("4")
        assert shown(talks) == ["detail"]
        assert talks.pane("detail").size.height > strip


async def test_a_terminal_that_is_too_small_says_how_large_it_must_be(store_path: Path) -> None:
    async with opened(store_path, (59, 15)) as talks:
        assert talks.text().split("\n")[0] == "The terminal is 59×15; the board needs 60×16."
        assert talks.text().strip().count("\n") == 0


async def test_keys_pressed_while_the_terminal_is_too_small_do_no_harm(store_path: Path) -> None:
    async with opened(store_path, (59, 15)) as talks:
        await talks.press("j", "2", "l", "enter", "escape", "f", "f", "3", "G", "d", "escape")
        await talks.resize(120, 36)
        assert shown(talks) == [*PANES]


async def test_any_change_of_size_leaves_a_whole_board(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        whole = talks.text()
        for size in ((20, 5), (59, 15), (60, 16), (1, 1), (500, 100), (200, 60), (60, 100), (500, 16), (80, 24)):
            await talks.resize(*size)
            assert len(talks.text().split("\n")) == size[1]
        await talks.resize(120, 36)
        assert talks.text() == whole


@pytest.mark.parametrize("pane", PANES)
async def test_a_full_pane_takes_the_whole_body_at_every_size(pane: str, store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press(str(PANES.index(pane) + 1), "f")
        for width, height in SIZES:
            await talks.resize(width, height)
            assert shown(talks) == [pane]
            assert talks.pane(pane).region.width == width
            assert talks.pane(pane).region.height >= height - 3
