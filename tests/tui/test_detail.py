"""The detail pane: it follows the cursor, and its links can be followed and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.detail import Detail
from db.importing import import_file
from db.reader import Answer, Reader
from db.scope import Subject
from tests.pilot import PANES, SIZES, Driven, opened, until
from tui.screens import following
from tui.screens.board import BoardScreen


def links(talks: Driven) -> list[int]:
    """The detail's rows that lead somewhere."""
    return [index for index, row in enumerate(talks.pane("detail").rows) if row.target is not None]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", PANES[:3])
async def test_the_detail_shows_what_the_cursor_is_on(name: str, size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        await talks.press(str(PANES.index(name) + 1))
        for key in ("j", "j", "k", "G", "g"):
            await talks.press(key)
            subject = talks.board._subject_of_pane()
            shown = talks.board.detail._detail
            assert subject is not None
            assert shown is not None
            assert shown.subject == subject
            assert talks.title() == f"4 Detail · {shown.title}"


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_links_are_followed_and_esc_takes_them_back_one_by_one(size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        await talks.press("3", "j", "enter")
        titles = [talks.title()]
        for _ in range(4):
            talks.pane("detail").move_to(links(talks)[-1])
            await talks.press("enter")
            assert talks.focused == "detail"
            titles.append(talks.title())
        assert [title.count("‹") for title in titles] == [0, 1, 2, 3, 4]
        for expected in titles[-2::-1]:
            await talks.press("escape")
            assert talks.title() == expected
        assert talks.focused == "detail"
        await talks.press("escape")
        assert talks.focused == "timeline"


async def test_a_claim_leads_to_its_source(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("enter")
        talks.pane("detail").move_to(talks.find("detail", "asserts"))
        await talks.press("enter")
        shown = talks.board.detail._detail
        assert shown is not None
        assert shown.kind == "source"


async def test_enter_on_a_row_that_leads_nowhere_does_nothing(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("enter")
        rows = talks.pane("detail").rows
        talks.pane("detail").move_to(next(index for index, row in enumerate(rows) if row.target is None))
        before = talks.text()
        await talks.press("enter")
        assert talks.text() == before


async def test_moving_in_another_pane_leaves_the_links_behind(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("enter")
        talks.pane("detail").move_to(links(talks)[0])
        await talks.press("enter", "1", "j")
        assert "‹" not in talks.title()
        assert talks.board._trail == []


async def test_a_link_that_was_followed_is_kept_while_only_the_pane_changes(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("enter")
        talks.pane("detail").move_to(links(talks)[0])
        await talks.press("enter")
        followed = talks.title()
        await talks.press("tab", "tab")
        assert talks.title() == followed


async def test_the_cursor_of_the_detail_is_seen_only_when_it_has_the_keys(store_path: Path) -> None:
    async with opened(store_path) as talks:
        pane = talks.board.detail
        assert not pane.cursor_style("cursor")
        await talks.press("4")
        assert pane.cursor_style("cursor").bgcolor is not None


async def test_a_detail_of_another_record_begins_at_its_top(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("4", "G", "1", "j", "4")
        assert (talks.pane("detail").cursor, talks.pane("detail").offset_y) == (0, 0)


async def test_the_cursor_stays_on_a_line_that_leads_nowhere_through_another_size(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("4", "f")
        pane = talks.pane("detail")
        place = [index for index, row in enumerate(pane.rows) if row.target is None][-1]
        assert place > 0
        await talks.go_to("detail", place)
        line = talks.row("detail")
        await talks.press("f")
        await talks.resize(130, 40)
        assert talks.row("detail") == line


async def test_a_held_key_asks_for_few_details(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "REST", 0.5)
    asked: list[Subject] = []
    got: list[Answer] = []
    describe, answered = Reader.describe, BoardScreen.on_following_answered

    def noted_question(reader: Reader, subject: Subject) -> None:
        asked.append(subject)
        describe(reader, subject)

    def noted_answer(screen: BoardScreen, message: BoardScreen.Answered) -> None:
        if isinstance(message.answer, Detail):
            got.append(message.answer)
        answered(screen, message)

    async with opened(store_path) as talks:
        await talks.press("3", "g")
        monkeypatch.setattr(Reader, "describe", noted_question)
        monkeypatch.setattr(BoardScreen, "on_following_answered", noted_answer)
        for _ in range(20):
            before = talks.record("timeline")
            talks.send("j")
            await until(lambda: talks.record("timeline") != before, "the cursor stays")  # noqa: B023 - awaited here
        await talks.rest()
        assert len(asked) <= 2
        assert len(got) <= 2
        assert asked[-1].record == talks.record("timeline")


async def test_enter_does_not_wait_for_the_detail_to_catch_up(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "REST", 0.5)
    async with opened(store_path) as talks:
        talks.send("j", "enter")
        await talks.rest()
        assert talks.title() == "4 Detail · Igor Kostyukov"
        assert talks.focused == "detail"


async def test_claims_that_were_set_aside_are_shown_on_request(store_path: Path, tmp_path: Path) -> None:
    file = tmp_path / "aside.toml"
    file.write_text(
        """format = 1
process = "ukraine-peace-talks"
[events.aside]
type = "STATEMENT"
status = "held"
title = "Said and corrected"
starts = "2026-02-05"
claims = [
  {source = "rt-2026-02-04", locator = 1},
  {source = "rt-2026-02-04", locator = 2, rank = "deprecated", rank_reason = "the outlet corrected it"},
]
""",
        encoding="utf-8",
    )
    import_file(store_path, file)
    async with opened(store_path, (120, 36)) as talks:
        await talks.go_to("timeline", talks.find("timeline", "Said and corrected"))
        await talks.press("enter")
        assert "1 claim set aside · Space shows it" in talks.text()
        assert "the outlet corrected it" not in talks.text()
        await talks.press("space")
        assert "set aside: the outlet corrected it" in talks.text()
        await talks.press("space")
        assert "the outlet corrected it" not in talks.text()
