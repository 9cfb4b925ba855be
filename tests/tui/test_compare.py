"""c: two days or rounds are chosen, and compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input

from db.dates import day_number
from db.scope import Scope
from tests.db.stories import STORY
from tests.pilot import SIZES, Driven, opened
from tui.screens.choose_moments import ChooseMoments
from tui.screens.compare import ComparePage

Talks = Callable[[str], Path]


@pytest.fixture
def story(talks: Talks) -> Path:
    return talks(STORY)


def typed(talks: Driven) -> tuple[str, str]:
    one, other = (talks.app.screen.query_one(name, Input).value for name in ("#from", "#to"))
    return one, other


def hint(talks: Driven) -> str:
    return str(talks.app.screen.query_one("#hint").render())


async def choose(talks: Driven, a: str, b: str) -> None:
    await talks.press("c", "ctrl+u")
    await talks.type(a)
    await talks.press("tab", "ctrl+u")
    await talks.type(b)
    await talks.press("enter")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_two_rounds_are_compared_and_enter_opens_what_a_line_speaks_of(
    size: tuple[int, int], story: Path
) -> None:
    async with opened(story, size) as talks:
        await choose(talks, "round 1", "r2")
        assert isinstance(talks.app.screen, ComparePage)
        text = talks.text()
        assert "Compare · Round 1 (12 Jan 2026) → Round 2 (4 Feb 2026)" in text
        for said in ("promoted  Bob  member → head", "joined    Dee", "left      Ann", "sides apart: 4 → 3"):
            assert said in text
        await talks.press("down", "enter")
        assert not talks.boxed
        assert talks.focused == "detail"
        assert "Bob" in talks.title()
        await talks.press("escape")
        assert "Bob" not in talks.title()


async def test_the_cursor_reaches_every_line_of_the_comparison(story: Path) -> None:
    async with opened(story, (80, 24)) as talks:
        await choose(talks, "1", "2")
        assert "A denial" not in talks.text()
        await talks.press("G")
        assert "one source → ✗ denied" in talks.text()


async def test_at_first_it_is_the_round_before_and_now(story: Path) -> None:
    async with opened(story) as talks:
        await talks.press("c")
        assert isinstance(talks.app.screen, ChooseMoments)
        assert typed(talks) == ("round 2", "now")
        await talks.press("enter")
        assert "Round 2 (4 Feb 2026) → now" in talks.text()


async def test_as_of_a_day_it_is_that_day_and_what_was_before_it(story: Path) -> None:
    async with opened(story, scope=Scope(as_of=day_number(2026, 2, 20))) as talks:
        await talks.press("c")
        assert typed(talks) == ("round 1", "2026-02-20")


async def test_the_arrows_choose_for_the_line_that_has_the_keys(story: Path) -> None:
    async with opened(story) as talks:
        await talks.press("c", "down", "down", "down", "down")
        assert typed(talks) == ("round 1", "now")
        await talks.press("tab", "pagedown", "up")
        assert typed(talks)[0] == "round 1"
        assert typed(talks)[1].startswith("202")
        assert talks.app.screen.query_one("#to", Input).has_focus
        await talks.press("tab")
        assert talks.app.screen.query_one("#from", Input).has_focus


@pytest.mark.parametrize(
    ("a", "b", "says", "line"),
    [
        ("03/04", "now", "could be 2026-03-04 or 2026-04-03", "from"),
        ("1", "2026-02-30", "is not a day", "to"),
        ("1", "round 9", "There is no round 9: there are rounds 1, 2, 3 and 4.", "to"),
        ("3", "1", "is later than", "to"),
    ],
)
async def test_what_is_wrong_is_said_in_the_box_and_typing_takes_it_back(
    a: str, b: str, says: str, line: str, story: Path
) -> None:
    async with opened(story) as talks:
        await choose(talks, a, b)
        assert isinstance(talks.app.screen, ChooseMoments)
        assert says in hint(talks)
        assert talks.app.screen.query_one("#hint").has_class("wrong")
        assert talks.app.screen.query_one(f"#{line}", Input).has_focus
        await talks.type("x")
        assert says not in hint(talks)
        assert not talks.app.screen.query_one("#hint").has_class("wrong")


async def test_the_list_has_now_the_rounds_and_the_days_on_which_something_happened(story: Path) -> None:
    async with opened(story, (80, 24)) as talks:
        await talks.press("c")
        text = talks.text()
        for said in ("all that is on record", "Round 4 (1 May 2026)", "Round 1 (12 Jan 2026)", "Tue 20 Jan 2026"):
            assert said in text


async def test_escape_closes_it_and_no_key_of_the_board_is_fired_by_typing(story: Path) -> None:
    async with opened(story) as talks:
        await talks.press("c")
        await talks.type("qd")
        assert typed(talks)[0] == "qd"
        await talks.press("escape")
        assert not talks.boxed
        assert not talks.board.scope.contested_only


async def test_a_store_without_talks_has_nothing_to_compare(empty_store: Path) -> None:
    async with opened(empty_store, (80, 24)) as talks:
        await talks.press("c")
        assert not talks.boxed


async def test_the_bundled_talks_can_be_compared(store_path: Path) -> None:
    async with opened(store_path, (80, 24)) as talks:
        await talks.press("c", "enter")
        assert "Compare · Round 1 (24 Jan 2026) → now" in talks.text()
        assert "can't be said" in talks.text()
