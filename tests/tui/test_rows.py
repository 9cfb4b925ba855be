"""What all panes of rows have in common: moving, scrolling, the mouse, and staying where one was."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widget import Widget

from tests.pilot import PANES, SIZES, Driven, opened
from tui.draw.spans import Row, Span, filled
from tui.panes.rows import Rows


def resting(pane: Rows) -> list[int]:
    """The rows that a cursor can rest on."""
    return [index for index, row in enumerate(pane.rows) if row.record is not None]


def visible(pane: Rows) -> range:
    """The rows that are in view."""
    return range(pane.offset_y, pane.offset_y + pane.view.height)


async def at_pane(talks: Driven, name: str) -> Rows:
    await talks.press(str(PANES.index(name) + 1))
    return talks.pane(name)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", PANES)
async def test_every_pane_moves_by_row_half_screen_screen_and_to_its_ends(
    name: str, size: tuple[int, int], store_path: Path
) -> None:
    async with opened(store_path, size) as talks:
        pane = await at_pane(talks, name)
        await talks.press("g")
        rests = resting(pane)
        assert pane.cursor == rests[0]
        for key, step in (("j", 1), ("k", -1), ("down", 1), ("up", -1)):
            before = rests.index(pane.cursor)
            await talks.press(key)
            assert pane.cursor == rests[before + step]
        for last, first in (("G", "g"), ("end", "home")):
            await talks.press(last)
            assert pane.cursor == rests[-1]
            await talks.press("j")
            assert pane.cursor == rests[-1]
            await talks.press(first)
            assert pane.cursor == rests[0]
            await talks.press("k")
            assert pane.cursor == rests[0]
        half, whole = max(1, pane.view.height // 2), max(1, pane.view.height - 1)
        for down, up, step in (("ctrl+d", "ctrl+u", half), ("pagedown", "pageup", whole)):
            await talks.press(down)
            assert pane.cursor == min((index for index in rests if index >= rests[0] + step), default=rests[-1])
            assert pane.cursor in visible(pane)
            before = pane.cursor
            await talks.press(up)
            assert pane.cursor == max((index for index in rests if index <= before - step), default=rests[0])
            await talks.press("g")


@pytest.mark.parametrize("name", PANES)
async def test_the_cursor_is_always_in_view_and_never_on_a_row_without_a_record(name: str, store_path: Path) -> None:
    async with opened(store_path, (60, 16)) as talks:
        pane = await at_pane(talks, name)
        await talks.press("g")
        seen = set()
        for key in [*["j"] * len(pane.rows), *["k"] * len(pane.rows)]:
            await talks.press(key)
            assert pane.row is not None
            assert pane.cursor in visible(pane)
            seen.add(pane.cursor)
        assert sorted(seen) == resting(pane)


async def test_a_heading_right_above_the_first_row_is_shown_with_it(store_path: Path) -> None:
    async with opened(store_path) as talks:
        pane = await at_pane(talks, "timeline")
        await talks.press("G", "g")
        assert pane.rows[0].record is None
        assert (pane.cursor, pane.offset_y) == (1, 0)


async def test_the_scroll_bar_goes_from_the_top_to_the_bottom(store_path: Path) -> None:
    async with opened(store_path) as talks:
        pane = await at_pane(talks, "timeline")
        height = pane.view.height

        def thumb() -> list[int]:
            return [y for y in range(height) if pane._scrollbar(y).text != " "]

        await talks.press("g")
        assert thumb()[0] == 0
        await talks.press("G")
        assert thumb()[-1] == height - 1
        await talks.press("2")
        assert {talks.pane("positions")._scrollbar(y).text for y in range(height)} == {" "}


async def test_a_click_moves_the_cursor_and_a_double_click_opens(store_path: Path) -> None:
    async with opened(store_path) as talks:
        roster = talks.pane("roster")
        target = talks.find("roster", "Umerov")
        await talks.click(roster, 5, target)
        assert (talks.focused, roster.cursor) == ("roster", target)
        assert "Umerov" in talks.title()
        await talks.click(roster, 5, target + 1, times=2)
        assert (talks.focused, roster.cursor) == ("detail", target + 1)
        assert "Budanov" in talks.title()


async def test_a_click_on_a_heading_or_below_the_last_row_moves_nothing(store_path: Path) -> None:
    async with opened(store_path) as talks:
        timeline, roster = talks.pane("timeline"), talks.pane("roster")
        await talks.press("3")
        before = timeline.cursor
        heading = next(index for index in visible(timeline) if timeline.rows[index].record is None)
        await talks.click(timeline, 5, heading - timeline.offset_y)
        assert timeline.cursor == before
        before = roster.cursor
        await talks.click(roster, 5, roster.view.height - 1)
        assert roster.cursor == before


async def test_a_click_on_the_frame_moves_nothing(store_path: Path) -> None:
    async with opened(store_path) as talks:
        roster = talks.pane("roster")
        for place in ((5, -1), (5, roster.view.height)):
            await talks.click(roster, *place)
            assert roster.cursor == 0


async def test_a_second_click_that_moves_to_a_row_counts_from_what_is_scrolled_into_view(store_path: Path) -> None:
    async with opened(store_path, (80, 24)) as talks:
        timeline = await at_pane(talks, "timeline")
        await talks.press("g")
        await talks.wheel(timeline, times=2)
        offset = timeline.offset_y
        target = next(index for index in range(offset + 3, offset + 8) if timeline.rows[index].record is not None)
        await talks.click(timeline, 5, target - offset)
        assert timeline.cursor == target


async def test_the_wheel_scrolls_and_takes_the_cursor_along_only_when_it_would_leave_the_view(store_path: Path) -> None:
    async with opened(store_path) as talks:
        pane = await at_pane(talks, "timeline")
        await talks.press("g", "j", "j", "j", "j")
        cursor = pane.cursor
        await talks.wheel(pane)
        assert (pane.cursor, pane.offset_y) == (cursor, 3)
        await talks.wheel(pane, times=4)
        assert pane.offset_y == 15
        assert pane.cursor in visible(pane)
        assert talks.record("timeline") is not None
        assert talks.board._subject is not None
        assert talks.board._subject.record == talks.record("timeline")
        await talks.wheel(pane, times=20)
        assert pane.offset_y == len(pane.rows) - pane.view.height
        await talks.wheel(pane, down=False, times=20)
        assert pane.offset_y == 0
        assert pane.cursor in visible(pane)


async def test_the_wheel_leaves_a_pane_alone_that_shows_all_its_rows(store_path: Path) -> None:
    async with opened(store_path) as talks:
        pane = await at_pane(talks, "roster")
        await talks.press("j")
        await talks.wheel(pane, times=3)
        assert (pane.cursor, pane.offset_y) == (1, 0)


@pytest.mark.parametrize("name", PANES)
async def test_the_cursor_stays_on_its_record_through_every_size(name: str, store_path: Path) -> None:
    async with opened(store_path) as talks:
        pane = await at_pane(talks, name)
        await talks.press("j", "j", "j", "j")
        if name == "roster":
            assert "Budanov" in talks.row(name) or "Umerov" in talks.row(name)
        before = talks.record(name), (pane.row.key if pane.row else None)
        for size in ((60, 16), (200, 60), (20, 5), (500, 100), (80, 24), (120, 36)):
            await talks.resize(*size)
            assert (talks.record(name), pane.row.key if pane.row else None) == before
            assert not pane.view.height or not pane.region.area or pane.cursor in visible(pane)


class Plain(Rows):
    """Rows to be given by a test, in no app."""

    def __init__(self) -> None:
        super().__init__("plain")

    def refresh(self, *_regions: object, **_more: bool) -> Widget:  # type: ignore[override]
        return self


def row(record: int | None, *key: int) -> Row:
    return Row(filled([Span(str(record))], 10), record, key=key or None)


@pytest.mark.parametrize(
    ("before", "cursor", "after", "expected"),
    [
        ([row(1), row(2), row(3)], 1, [row(0), row(1), row(2)], 2),  # moved down by one above it
        ([row(1), row(2), row(3)], 1, [row(2), row(3)], 0),
        ([row(1), row(2), row(3)], 1, [row(1), row(3)], 1),  # gone: the next
        ([row(1), row(2), row(3)], 2, [row(1), row(2)], 1),  # gone at the end: the last
        ([row(1), row(1, 1), row(1, 2)], 2, [row(1), row(1, 1), row(1, 2)], 2),  # by its key
        ([row(1), row(1, 1), row(1, 2)], 2, [row(1), row(1, 1)], 0),  # its key gone: by its record
        ([row(None), row(1)], 1, [row(None), row(None), row(1)], 2),
        ([row(None), row(1)], 1, [row(None), row(5), row(None)], 1),
        ([row(1)], 0, [], 0),
        ([row(None)], 0, [row(None), row(7)], 1),
    ],
)
def test_the_cursor_follows_its_record_when_the_rows_change(
    before: list[Row], cursor: int, after: list[Row], expected: int
) -> None:
    pane = Plain()
    pane.rows, pane.cursor = before, cursor
    pane.show_rows(after)
    assert pane.cursor == expected


def test_other_rows_begin_at_their_top_when_asked_to() -> None:
    pane = Plain()
    pane.rows, pane.cursor, pane.offset_y = [row(1), row(2)], 1, 1
    pane.show_rows([row(None), row(2)], keep=False)
    assert pane.cursor == 1
