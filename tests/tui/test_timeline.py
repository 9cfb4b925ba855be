"""The timeline pane: a window over any number of events."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest

from db.dates import iso
from db.entries import Entry
from db.timeline import Window
from tests.pilot import SIZES, opened
from tests.tui.draw.make import FEB_4
from tui.draw.spans import plain
from tui.panes.timeline import TimelinePane

MANY = 1500


@pytest.fixture
def long_store(talks: Callable[[str], Path]) -> Path:
    """A store with many events, three a day."""
    events = (
        f'[events.e{number}]\ntype = "CONSULT"\nstatus = "held"\ntitle = "Event {number}"\n'
        f'starts = "{iso(FEB_4 + number // 3)}"\nclaims = [{{source = "post", locator = "1"}}]\n'
        for number in range(MANY)
    )
    return talks("\n".join(events))


def events(pane: TimelinePane) -> tuple[Entry, ...]:
    assert isinstance(pane._window, Window)
    return pane._window.entries


async def test_walking_down_a_long_timeline_meets_every_event_once(
    long_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int | None] = []
    move = TimelinePane.move_to

    def noted(pane: TimelinePane, index: int, step: int = 1) -> None:
        move(pane, index, step)
        seen.append(pane.row.record if pane.row else None)

    async with opened(long_store) as talks:
        await talks.press("3", "g")
        first = talks.record("timeline")
        monkeypatch.setattr(TimelinePane, "move_to", noted)
        while talks.row("timeline").split()[1:3] != ["Event", "0"]:
            before = len(seen)
            talks.send(*["j"] * 25)
            await talks.rest()
            assert len(seen) == before + 25
            assert len(seen) < 2 * MANY, "the cursor doesn't get on"
            assert len(talks.pane("timeline").rows) < 400
        met = [record for record, _ in groupby([first, *seen])]
        assert len(met) == len({*met}) == MANY
        assert None not in met


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_both_ends_of_a_long_timeline_are_one_key_away(size: tuple[int, int], long_store: Path) -> None:
    async with opened(long_store, size) as talks:
        pane = talks.board.timeline
        await talks.press("3", "G")
        assert "Event 0 " in talks.row("timeline")
        assert pane.position + pane.view.height >= pane.extent - 1
        await talks.press("j", "pagedown", "ctrl+d")
        assert "Event 0 " in talks.row("timeline")
        await talks.press("g")
        assert f"Event {MANY - 1} " in talks.row("timeline")
        assert pane.position == 0
        assert plain(pane.rows[0].line).strip().startswith("Sat 17 Jun 2027") or pane.rows[0].record is None


async def test_pages_go_through_a_long_timeline_from_end_to_end(long_store: Path) -> None:
    async with opened(long_store) as talks:
        await talks.press("3", "f", "g")
        for key, last in (("pagedown", 0), ("pageup", MANY - 1)):
            pages = 0
            while f"Event {last} " not in talks.row("timeline"):
                talks.send(*[key] * 3)  # within what is read already
                await talks.rest()
                pages += 3
                assert pages < MANY / 5


@pytest.mark.parametrize("size", [(80, 24), (500, 100)], ids=str)
async def test_the_wheel_goes_on_past_what_was_read_first(size: tuple[int, int], long_store: Path) -> None:
    async with opened(long_store, size) as talks:
        pane = talks.board.timeline
        await talks.press("3", "f", "g")
        read = len(pane.rows)
        for _ in range(10):
            await talks.wheel(pane, times=20)
        assert pane.position > read
        assert pane.cursor in range(pane.offset_y, pane.offset_y + pane.view.height)
        for _ in range(12):
            await talks.wheel(pane, down=False, times=20)
        assert pane.position == 0


async def test_the_rows_in_view_stand_still_when_another_stretch_arrives(long_store: Path) -> None:
    async with opened(long_store) as talks:
        pane = talks.board.timeline
        await talks.press("3", "g", *["pagedown"] * 3)

        def view() -> list[str]:
            return [plain(row.line) for row in pane.rows[pane.offset_y : pane.offset_y + pane.view.height]]

        window, shown, row = pane._window, view(), talks.row("timeline")
        assert pane.near is not None
        talks.app.reader.scroll(pane.near)
        await talks.rest()
        assert pane._window != window
        assert (view(), talks.row("timeline")) == (shown, row)


async def test_the_timeline_begins_at_what_came_last_with_its_plans_above(store_path: Path) -> None:
    async with opened(store_path) as talks:
        pane = talks.board.timeline
        entry = next(entry for entry in events(pane) if not entry.planned)
        assert talks.record("timeline") == entry.id
        assert pane.offset_y > 0
        await talks.press("3", "g")
        assert pane._window.entries[0].planned


async def test_the_palette_turns_the_timeline_round_and_the_cursor_stays_on_its_event(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("3", "j", "j", "j")
        here = talks.record("timeline")
        talks.board.action_order()
        await talks.rest()
        assert talks.record("timeline") == here
        await talks.press("g")
        oldest = talks.record("timeline")
        talks.board.action_order()
        await talks.rest()
        await talks.press("G")
        assert talks.record("timeline") == oldest


async def test_ends_are_where_they_should_be_whichever_comes_first(long_store: Path) -> None:
    async with opened(long_store) as talks:
        talks.board.action_order()
        await talks.rest()
        await talks.press("3", "g")
        assert "Event 0 " in talks.row("timeline")
        await talks.press("G")
        assert f"Event {MANY - 1} " in talks.row("timeline")
