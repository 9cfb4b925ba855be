"""The box that asks for a day of the timeline."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from db.dates import iso
from tests.pilot import SIZES, Driven, opened, until


def day_of_cursor(talks: Driven) -> str:
    near = talks.board.timeline.near
    assert near is not None
    return iso(near[1])


def boxed(talks: Driven) -> str:
    """What stands in the box."""
    x, y, width, height = talks.app.screen.query_one("#box").region
    return "\n".join(line[x + 1 : x + width - 1] for line in talks.text().split("\n")[y : y + height])


@pytest.mark.parametrize(
    ("typed", "size"),
    [
        *(("2026-01-23", size) for size in SIZES),
        *((typed, SIZES[0]) for typed in ("23 jan", "jan 23", "23 January 2026", "2026/1/23")),
    ],
)
async def test_a_day_moves_the_timeline_there(typed: str, size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        await talks.press("2", "ctrl+g")
        await talks.type(typed)
        await talks.press("enter")
        assert not talks.boxed
        assert talks.focused == "timeline"
        assert day_of_cursor(talks) == "2026-01-23"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-02-02", "2026-02-01"),  # nothing on that day: what came last before it
        ("2030-01-01", "2026-02-04"),
        ("1970-01-01", None),  # before all: the oldest
    ],
)
async def test_a_day_without_events_leads_to_the_nearest_before_it(
    typed: str, expected: str | None, store_path: Path
) -> None:
    async with opened(store_path) as talks:
        await talks.press("ctrl+g")
        await talks.type(typed)
        await talks.press("enter")
        if expected is None:
            here = talks.record("timeline")
            await talks.press("G")
            assert talks.record("timeline") == here
        else:
            assert day_of_cursor(talks) == expected


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("03/04", "“03/04” could be 2026-03-04 or 2026-04-03: type the month as a word."),
        ("30 feb", "“30 feb” is not a day: type one such as 4 feb 2026 or 2026-02-04."),
        ("", "“” is not a day: type one such as 4 feb 2026 or 2026-02-04."),
        ("nonsense", "“nonsense” is not a day: type one such as 4 feb 2026 or 2026-02-04."),
        ("3 feb 10:00", "“3 feb 10:00” has a clock time in it: type only the day, such as 4 feb 2026."),
        ("[/b]", "“[/b]” is not a day: type one such as 4 feb 2026 or 2026-02-04."),
        ("9" * 200, f"“{'9' * 60}” is not a day: type one such as 4 feb 2026 or 2026-02-04."),
    ],
)
async def test_what_is_no_day_is_refused_with_a_sentence_and_the_box_stays_open(
    typed: str, said: str, store_path: Path
) -> None:
    async with opened(store_path, (60, 16)) as talks:
        before = talks.record("timeline")
        await talks.press("ctrl+g")
        await talks.type(typed)
        await talks.press("enter")
        assert talks.boxed
        assert said.replace(" ", "") in "".join(boxed(talks).split())
        await talks.press("backspace" if typed else "x")
        assert "Enter goes there, Esc closes." in talks.text()
        await talks.press("escape")
        assert not talks.boxed
        assert talks.record("timeline") == before


async def test_letters_typed_here_fire_no_key(store_path: Path) -> None:
    async with opened(store_path) as talks:
        before = talks.text()
        await talks.press("ctrl+g")
        await talks.type("qdfpy?[]1234 ghjklGy")
        assert talks.app.screen.query_one(Input).value == "qdfpy?[]1234 ghjklGy"
        await talks.press("ctrl+p", "ctrl+g", "tab", "up", "down", "pagedown")
        assert len(talks.app.screen_stack) == 2
        await talks.press("escape")
        assert talks.text() == before


async def test_control_characters_pasted_here_never_reach_the_screen(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("ctrl+g")
        talks.app.screen.query_one(Input).value = "\x1b]52;c;eA==\x07\u202e3 feb"
        await talks.press("enter")
        assert talks.boxed
        assert "\x1b" not in talks.text()
        assert "\u202e" not in talks.text()


async def test_the_year_that_is_not_typed_is_the_one_that_is_looked_at(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("3", "G")
        assert day_of_cursor(talks) == "2022-09-01"
        await talks.press("ctrl+g")
        assert "such as 1 Sep 2022" in talks.text()
        await talks.type("1 sep")
        await talks.press("enter")
        assert day_of_cursor(talks) == "2022-09-01"


async def test_the_day_is_where_it_was_asked_for_when_a_filter_comes_between(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("d", "ctrl+g")
        await talks.type("23 jan 2026")
        talks.send("enter")
        await until(lambda: not talks.boxed, "the box stays open")
        await talks.press("d")
        assert not talks.board.scope.contested_only
        assert day_of_cursor(talks) <= "2026-01-25"
