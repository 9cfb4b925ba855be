"""The timeline from near and from afar: zoom, the strip above it, the scroll bar; by keys and by mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.dates import iso
from db.zoom import Period
from tests.db.helpers import writing
from tests.pilot import SIZES, Driven, opened, until
from tests.tui.draw.make import FEB_4

DAYS = 900


@pytest.fixture
def years(talks: Callable[[str], Path]) -> Path:
    """Two and a half years of events: two a day, and one of each hundred is denied."""
    events = []
    for number in range(DAYS * 2):
        denied = ', {source = "gazette", modality = "denies"}' if number % 100 == 0 else ""
        events.append(
            f'[events.e{number}]\ntype = "{("CONSULT", "ACCUSE")[number % 2]}"\nstatus = "held"\n'
            f'title = "Event {number}"\nstarts = "{iso(FEB_4 - number // 2)}"\nclaims = [{{source = "post"}}{denied}]\n'
        )
    return talks("".join(events))


def period(talks: Driven) -> Period:
    entry = talks.board.timeline.entry
    assert isinstance(entry, Period)
    return entry


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_minus_goes_from_events_to_years_and_plus_back_to_the_same_place(
    size: tuple[int, int], years: Path
) -> None:
    async with opened(years, size) as talks:
        await talks.press("3", *["pagedown"] * 3)
        day = talks.board.timeline._day
        seen = []
        for _ in range(4):
            await talks.press("minus")
            seen.append((period(talks).unit, period(talks).key[1] <= (day or 0) <= period(talks).last))
        assert seen == [("week", True), ("month", True), ("year", True), ("year", True)]
        assert "by year" in talks.text()
        assert "2026" in talks.row("timeline")
        await talks.press("plus", "plus", "plus", "plus")
        assert "by" not in talks.board.timeline.title
        assert talks.record("timeline") is not None


async def test_enter_looks_into_a_period_and_ends_at_its_newest_event(years: Path) -> None:
    async with opened(years) as talks:
        await talks.press("3", "minus", "minus", "minus", "down")
        assert talks.row("timeline").startswith("2025")
        await talks.press("enter", "enter", "enter")
        assert talks.board.timeline.unit == "day"
        assert talks.board.timeline._day == FEB_4 - 35  # the last of December
        assert "4 Detail" in talks.text()


async def test_zooming_works_from_every_pane_and_goes_to_the_timeline(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("2", "minus")
        assert talks.focused == "timeline"
        assert "by week" in talks.text()


async def test_what_is_contested_and_a_day_in_the_past_hold_from_afar(years: Path) -> None:
    async with opened(years) as talks:
        await talks.press("3", "minus", "minus")
        whole = period(talks).events
        await talks.press("d")
        assert 0 < period(talks).events < whole
        await talks.press("d", "plus", "plus", "pagedown", "pagedown", "t", "minus", "minus")
        assert period(talks).last >= (talks.board.scope.as_of or 0)
        assert talks.board.timeline._window.before == 0


async def test_arrows_go_along_the_strip(years: Path) -> None:
    async with opened(years) as talks:
        await talks.press("3")
        cells = []
        for key in ("left", "left", "left", "right"):
            before = talks.board.timeline._cell
            await talks.press(key)
            cells.append((talks.board.timeline._cell or 0) - (before or 0))
        assert cells == [-1, -1, -1, 1]


async def test_a_click_on_the_strip_goes_there_and_dragging_follows(years: Path) -> None:
    async with opened(years) as talks:
        pane = talks.board.timeline
        begin = pane.size.width - 3 - pane._strip
        await talks.pilot.mouse_down(pane, offset=(begin, 0))
        await talks.pilot.mouse_up(pane, offset=(begin, 0))
        await talks.rest()
        assert pane._cell == 0
        await talks.pilot.mouse_down(pane, offset=(begin + 2, 0))
        await talks.pilot.hover(pane, offset=(begin + pane._strip // 2, 0))
        await talks.rest()
        assert pane._cell == pane._strip // 2
        await talks.pilot.mouse_up(pane, offset=(begin + pane._strip // 2, 0))
        await talks.pilot.hover(pane, offset=(begin, 0))
        await talks.rest()
        assert pane._cell == pane._strip // 2  # let go


@pytest.mark.parametrize("keys", [(), ("minus",)], ids=["events", "weeks"])
async def test_the_scroll_bar_is_dragged_to_both_ends(keys: tuple[str, ...], years: Path) -> None:
    async with opened(years) as talks:
        pane = talks.board.timeline
        await talks.press("3", *keys)
        right = pane.size.width - 2
        await talks.pilot.mouse_down(pane, offset=(right, 1))
        await talks.pilot.hover(pane, offset=(right, pane.view.height))
        await talks.pilot.mouse_up(pane, offset=(right, pane.view.height))
        await talks.rest()
        await until(
            lambda: pane._window.before + len(pane._window.entries) == pane._window.total, "the end is not read"
        )
        assert pane.entry == pane._window.entries[-1]
        await talks.pilot.mouse_down(pane, offset=(right, 1))
        await talks.pilot.mouse_up(pane, offset=(right, 1))
        await talks.rest()
        await until(lambda: pane.entry == pane._window.entries[0] and not pane._window.before, "the begin is not read")


async def test_a_resize_while_it_scrolls_keeps_the_event(years: Path) -> None:
    async with opened(years) as talks:
        await talks.press("3", *["pagedown"] * 9)
        event = talks.record("timeline")
        for size in ((200, 60), (80, 24), (60, 16), (300, 120), (120, 36)):
            await talks.resize(*size)
            assert talks.record("timeline") == event
            height = talks.board.timeline.view.height
            assert 0 <= talks.board.timeline.cursor - talks.board.timeline.offset_y < max(1, height)


async def test_a_terminal_higher_than_the_window_is_filled(years: Path) -> None:
    async with opened(years, (120, 400)) as talks:
        await talks.press("3", "f")
        pane = talks.board.timeline
        await until(lambda: len(pane.rows) >= pane.view.height, "the view is not filled")
        await talks.press("G")
        await until(lambda: len(pane.rows) - pane.offset_y >= pane.view.height, "the view is not filled at the end")


async def test_counts_that_a_hand_was_at_are_told(years: Path) -> None:
    with writing(years) as conn:
        conn.execute("UPDATE day_counts SET events = events + 5 WHERE day = (SELECT max(day) FROM day_counts)")
    async with opened(years) as talks:
        await until(lambda: "check --fix" in talks.text(), "nothing is said")
