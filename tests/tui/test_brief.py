"""B: the briefing on the screen: read, followed to its records, copied line by line or whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from db.dates import day_number
from db.scope import Scope
from db.text import UNSAFE
from tests.db.checks.helpers import spoil
from tests.db.helpers import news
from tests.pilot import SIZES, Driven, opened, until
from tests.traps import trap
from tui.draw.brief.md import markdown
from tui.draw.spans import plain
from tui.screens import brief
from tui.screens.brief import BriefPage, BriefRows


def rows(talks: Driven) -> BriefRows:
    return talks.app.screen.query_one(BriefRows)


def find(talks: Driven, text: str) -> int:
    return next(index for index, row in enumerate(rows(talks).rows) if text in plain(row.line))


async def go_to(talks: Driven, text: str) -> None:
    rows(talks).move_to(find(talks, text))
    await talks.rest()


def notices(talks: Driven) -> list[str]:
    return [notice.message for notice in talks.app._notifications]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_briefing_opens_and_leads_to_what_a_line_speaks_of(size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        await talks.press("B")
        assert isinstance(talks.app.screen, BriefPage)
        text = talks.text()
        for said in ("Ukraine peace talks: briefing", "New since 25 Jan", "What happened since 25 Jan 2026", "[1][2]"):
            assert said in text
        assert "Y copy all" in text
        assert max(map(cell_len, text.splitlines())) <= size[0]
        await go_to(talks, "Large strike")
        await talks.press("enter")
        assert not talks.boxed
        assert "Large strike on Ukraine's energy system" in talks.title()
        assert talks.focused == "detail"


async def test_the_cursor_reaches_every_line_and_each_note_leads_to_its_source(store_path: Path) -> None:
    async with opened(store_path, (80, 24)) as talks:
        await talks.press("B", "G")
        row = rows(talks).row
        assert row is not None
        assert "as note" in plain(row.line)
        await go_to(talks, "[2] RT, “Russia and Ukraine holding")
        await talks.press("enter")
        assert talks.title() == "4 Detail · ‹ RT"


async def test_it_is_as_of_the_day_and_on_the_word_that_the_board_is(store_path: Path) -> None:
    async with opened(store_path, scope=Scope(as_of=day_number(2026, 1, 30), word="source:rt-2026-02-04")) as talks:
        await talks.press("B")
        text = talks.text()
        assert "briefing · as of 30 Jan 2026 · RT’s word" in text
        assert "On RT’s word alone" in text
        assert "Large strike" not in text


async def test_a_line_is_copied_whole_with_its_notes(store_path: Path) -> None:
    async with opened(store_path, (80, 24)) as talks:
        await talks.press("B")
        await go_to(talks, "Large strike")
        await talks.press("down", "y")
        line, one, other = talks.app.clipboard.split("\n")
        assert line.startswith("3 Feb 2026 — Large strike on Ukraine's energy system, according to")
        assert line.endswith("[5][6]")
        assert one.startswith("[5] The Kyiv Independent, “Ukraine peace talks resume")
        assert other.endswith("¶ 23, https://rt.com/russia/631830-russia-ukraine-second-round-talks")
        assert notices(talks)[-1] == "Copied the line with 2 notes."


async def test_what_is_no_line_is_copied_as_it_stands(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("B", "y")
        assert talks.app.clipboard.startswith("As of now; the newest event")
        await go_to(talks, "more statements")
        await talks.press("y")
        assert talks.app.clipboard == "And 27 more statements; listed is the newest of each party in turn."
        await go_to(talks, "[3] The Kyiv")
        await talks.press("y")
        assert talks.app.clipboard.startswith("[3] The Kyiv Independent, “Ukraine peace talks")


async def test_all_of_it_is_copied_as_markdown(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("B", "Y")
        page = rows(talks).page
        assert page is not None
        assert talks.app.clipboard == "".join(f"{line}\n" for line in markdown(page))
        assert talks.app.clipboard.startswith("# Ukraine peace talks: briefing\n")
        notes = len(page.notes)
        size = len(talks.app.clipboard)
        assert f"and {notes} notes, {size:,} characters." in notices(talks)[-1]


async def test_what_no_terminal_would_take_is_not_copied_and_the_way_is_named(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brief, "LONGEST", 1000)
    async with opened(store_path) as talks:
        await talks.press("B", "Y")
        assert talks.app.clipboard == ""
        assert "more than terminals take: talks-tui brief prints it." in notices(talks)[-1]


async def test_it_is_read_again_when_another_program_has_changed_the_store(
    store_path: Path, add: Callable[[str], None]
) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("B")
        await go_to(talks, "Fidan")
        add(news("A word from the wire").partition("\n\n")[2])
        await until(lambda: any("A word from the wire" in plain(row.line) for row in rows(talks).rows), "the new line")
        row = rows(talks).row
        assert row is not None
        assert "Fidan" in plain(row.line)


async def test_an_empty_store_has_no_briefing(empty_store: Path) -> None:
    async with opened(empty_store, (80, 24)) as talks:
        await talks.press("B")
        assert not talks.boxed


async def test_a_negotiation_without_anything_has_one_that_says_so(talks: Callable[[str], Path]) -> None:
    async with opened(talks(""), (80, 24)) as driven:
        await driven.press("B")
        for said in ("Nothing on record happened", "No round is on record.", "No position is on record."):
            assert said in driven.text()
        await driven.press("G", "Y", "escape")
        assert "No plan is on record." in driven.app.clipboard
        assert not driven.boxed


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_hostile_text_is_only_text(size: tuple[int, int], store_path: Path) -> None:
    trap(store_path)
    spoil(store_path, "UPDATE events SET title = '[@click=app.quit]' || id || '[/]' WHERE id % 3 = 0")
    async with opened(store_path, size) as talks:
        await talks.press("B")
        for key in ("G", "g", "pagedown", "y", "Y", "G"):
            await talks.press(key)
            assert not [line for line in talks.text().split("\n") if UNSAFE.search(line)]
            assert not UNSAFE.search(talks.app.clipboard.replace("\n", ""))
        assert talks.app.is_running


async def test_it_follows_the_size_of_the_terminal(store_path: Path) -> None:
    async with opened(store_path, (200, 60)) as talks:
        await talks.press("B")
        await talks.resize(60, 16)
        assert max(map(cell_len, talks.text().splitlines())) <= 60
        await talks.resize(200, 60)
        assert "Who is in the room: Round 2" in talks.text()
