"""H: what one party held on one issue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.importing import import_file
from db.scope import Scope
from tests.db.helpers import writing
from tests.db.stories import STORY
from tests.pilot import SIZES, Driven, opened, until
from tui.screens import following
from tui.screens.history import HistoryPage

Talks = Callable[[str], Path]


@pytest.fixture
def story(talks: Talks) -> Path:
    return talks(STORY)


async def to_cell(talks: Driven, column: int = 0) -> None:
    await talks.press("2")
    await talks.go_to("positions", talks.find("positions", "Land"))
    await talks.press(*["right"] * column)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_cell_of_the_matrix_has_its_history_and_enter_opens_a_position(
    size: tuple[int, int], story: Path
) -> None:
    async with opened(story, size) as talks:
        await to_cell(talks)
        await talks.press("H")
        assert isinstance(talks.app.screen, HistoryPage)
        text = talks.text()
        for said in ("Alpha on Land", "Alpha keeps the land.", "▲▲ demands", "▼▼ rejects", "softened by 1", "hardened"):
            assert said in text
        assert "On 2026-01-10" in text
        assert "on condition: If the bridge stays" in text
        await talks.press("G", "enter")
        assert not talks.boxed
        assert talks.focused == "detail"
        assert "If the bridge stays" in talks.text()
        await talks.press("escape")
        assert "Alpha on Land" in talks.title()


async def test_enter_on_a_cell_stays_with_the_sources(story: Path) -> None:
    async with opened(story) as talks:
        await to_cell(talks)
        await talks.press("enter")
        assert not talks.boxed
        assert talks.focused == "detail"


async def test_from_the_detail_of_a_position_it_is_told_too(story: Path) -> None:
    async with opened(story) as talks:
        await to_cell(talks, 1)
        await talks.press("enter", "H")
        assert "Beta on Land" in talks.text()
        await talks.press("escape")
        assert talks.focused == "detail"


async def test_an_empty_cell_says_that_nothing_is_on_record(story: Path) -> None:
    async with opened(story, scope=Scope(as_of=0)) as talks:
        await to_cell(talks)
        await talks.press("H")
        assert "No position of Alpha on this is on record by 1 Jan 1970." in talks.text()
        assert "… 2 positions after 1 Jan 1970: T goes back to now." in talks.text()


async def test_as_of_a_day_it_ends_there(story: Path) -> None:
    async with opened(story, scope=Scope(as_of=20_480)) as talks:  # 27 January 2026
        await to_cell(talks)
        await talks.press("H")
        assert "If the bridge stays" not in talks.text()
        assert "… 1 position after 27 Jan 2026" in talks.text()


@pytest.mark.parametrize("pane", ["1", "3"])
async def test_what_is_no_cell_says_where_to_put_the_cursor(pane: str, story: Path) -> None:
    async with opened(story) as talks:
        await talks.press(pane, "H")
        assert not talks.boxed
        assert [note.message for note in talks.app._notifications] == [
            "H tells what one party held on one issue: put the cursor on a cell of the positions (2)."
        ]


async def test_a_heading_is_no_cell(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.go_to("positions", talks.find("positions", "Territory"))
        await talks.press("H")
        assert not talks.boxed


async def test_it_is_read_again_when_another_program_has_changed_the_store(story: Path, tmp_path: Path) -> None:
    async with opened(story) as talks:
        await to_cell(talks)
        await talks.press("H")
        file = tmp_path / "news.toml"
        file.write_text(
            'format = 1\nprocess = "talks"\n[[positions]]\nparty = "alpha"\nissue = "land"\ndate = "2026-03-09"\n'
            'stance = -1\nsummary = "Something new."\n'
        )
        import_file(story, file)
        await until(lambda: "Something new." in talks.text(), "the new position is told")
        assert "turned by 2" in talks.text()


async def test_a_store_without_talks_has_no_history(empty_store: Path) -> None:
    async with opened(empty_store, (80, 24)) as talks:
        await talks.press("H", "2", "H")
        assert not talks.boxed


async def test_the_rule_is_in_the_frame(story: Path) -> None:
    async with opened(story, (80, 24)) as talks:
        await to_cell(talks)
        await talks.press("H")
        assert "hardened: further from neutral" in talks.text().splitlines()[-2]
        await talks.resize(120, 36)
        assert "a yes with a condition" in talks.text().splitlines()[-2]


async def test_in_the_smallest_terminal_the_chart_scrolls_with_the_positions(story: Path) -> None:
    with writing(story) as conn:
        conn.execute("UPDATE issues SET proposition = ?", ("Alpha keeps all of the land. " * 9,))
    async with opened(story, (60, 16)) as talks:
        await to_cell(talks)
        await talks.press("H")
        assert "Alpha keeps all of the land." in talks.text()
        assert "On 2026-02-03" not in talks.text()
        await talks.press("G")
        assert "On 2026-02-03" in talks.text()
        await talks.press("g")
        assert "Alpha keeps all of the land." in talks.text()


async def test_a_key_that_comes_before_the_detail_has_followed_is_of_the_cursor(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(story) as talks:
        await to_cell(talks)
        monkeypatch.setattr(following, "REST", 600.0)
        talks.send("right", "H")
        await until(lambda: "Beta on Land" in talks.text(), "the history of the cell under the cursor is told")
