"""The board: panes, scope, Esc, the filter, and other programs that change the store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.reader import POLL, Scrolled
from db.scope import Scope
from db.timeline import Window
from tests.db.helpers import writing
from tests.pilot import PANES, SIZES, Driven, opened, until
from tui.draw.spans import plain
from tui.screens.board import BoardScreen

NEWS = """
[events.news]
type = "CONSULT"
status = "held"
title = "Something that happened later"
starts = "2026-02-05"
claims = [{source = "rt-2026-02-04", locator = "1"}]
"""


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_numbers_tab_and_shift_tab_go_to_panes(size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        assert talks.focused == "roster"
        for number, name in enumerate(PANES, 1):
            await talks.press(str(number))
            assert talks.focused == name
        for expected in (*PANES, PANES[0]):
            await talks.press("tab")
            assert talks.focused == expected
        for expected in reversed(PANES):
            await talks.press("shift+tab")
            assert talks.focused == expected


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_esc_takes_back_a_link_the_detail_a_full_pane_and_the_filter_and_never_quits(
    size: tuple[int, int], store_path: Path
) -> None:
    async with opened(store_path, size) as talks:
        await talks.press("d", "3", "f", "enter")
        opened_on = talks.title()
        talks.pane("detail").move_to(talks.find("detail", "asserts"))
        await talks.press("enter")
        assert talks.title() != opened_on

        await talks.press("escape")
        assert (talks.title(), talks.focused) == (opened_on, "detail")
        await talks.press("escape")
        assert (talks.focused, talks.board.maximised) == ("timeline", True)
        await talks.press("escape")
        assert (talks.board.maximised, talks.board.scope.contested_only) == (False, True)
        await talks.press("escape")
        assert not talks.board.scope.contested_only
        before = talks.text()
        await talks.press("escape", "escape", "escape")
        assert talks.text() == before
        assert talks.app.is_running


async def test_q_quits_with_status_0(store_path: Path) -> None:
    async with opened(store_path) as talks:
        talks.send("q")
        await until(lambda: not talks.app.is_running, "q does not quit")
        assert talks.app.return_code == 0


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_f_shows_one_pane_in_full_and_all_again(size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        for number in "3124":
            await talks.press(number)
            before = talks.text()
            await talks.press("f")
            assert talks.pane(PANES[int(number) - 1]).region.area > size[0] * (size[1] - 4)
            await talks.press("f")
            assert talks.text() == before


async def test_other_panes_are_full_too_when_one_goes_there(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("f", "tab")
        assert [name for name in PANES if talks.pane(name).region.area] == ["positions"]
        await talks.press("4")
        assert [name for name in PANES if talks.pane(name).region.area] == ["detail"]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_d_shows_only_what_is_contested_and_everything_again(size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        await talks.press("2", "3", "1")  # each has been as wide as it can be
        whole = {name: [row.line for row in talks.pane(name).rows] for name in PANES[:3]}
        await talks.press("d")
        assert "contested only" in talks.text().split("\n")[0]
        assert "Nothing contested here; d shows all." in talks.row("positions") or size == SIZES[0]  # hidden there
        await talks.press("3")
        events = [row for row in talks.pane("timeline").rows if row.record is not None]
        assert events
        assert all("‡" in plain(row.line) or "✗" in plain(row.line) for row in events)
        await talks.press("1", "d")
        assert {name: [row.line for row in talks.pane(name).rows] for name in PANES[:3]} == whole


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_filter_that_leaves_nothing_says_so_in_every_pane(
    size: tuple[int, int], talks: Callable[[str], Path]
) -> None:
    store = talks('[events.one]\ntype = "ROUND"\nstatus = "held"\ntitle = "One"\nstarts = "2026-02-04"\n')
    async with opened(store, size) as driven:
        await driven.press("d")
        for number, name in enumerate(PANES[:3], 1):
            await driven.press(str(number))
            assert "Nothing contested here; d shows all." in driven.row(name)
            await driven.press("j", "k", "G", "g", "ctrl+d", "enter", "space", "l", "[", "y", "f", "f")
        assert driven.board.scope.contested_only
        await driven.press("3", "d")
        assert "One" in driven.row("timeline")


async def test_the_cursor_stays_on_its_event_when_the_filter_lets_it_through(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("3", "d", "G")
        contested = talks.record("timeline")
        await talks.press("d")
        assert talks.record("timeline") == contested
        await talks.press("d")
        assert talks.record("timeline") == contested


async def test_the_detail_follows_when_the_filter_takes_the_record_away(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("3")
        window = talks.board.timeline._window
        assert isinstance(window, Window)
        entry = next(entry for entry in window.entries if entry.state == "single")
        await talks.go_to("timeline", [row.record for row in talks.pane("timeline").rows].index(entry.id))
        await talks.press("d")
        assert talks.record("timeline") not in (None, entry.id)
        shown = talks.board.detail._detail
        assert shown is not None
        assert shown.subject.record == talks.record("timeline")


async def test_two_quick_changes_of_scope_end_with_the_last(store_path: Path) -> None:
    async with opened(store_path) as talks:
        talks.send("d", "d", "d")
        await talks.rest()
        assert talks.board.scope.contested_only
        assert "contested only" in talks.text()


async def test_an_answer_to_an_older_question_is_not_shown(store_path: Path) -> None:
    async with opened(store_path) as talks:
        old = talks.board._board
        near = talks.board.timeline.near
        detail = talks.board.detail._detail
        assert near is not None
        assert detail is not None
        await talks.press("d", "3", "j")
        before = talks.text()
        for answer in (old, Scrolled(old.look.scope, near, old.window), detail):
            talks.board.post_message(BoardScreen.Answered(answer))
            await talks.rest()
            assert talks.text() == before


async def test_what_another_program_commits_is_shown_at_once(store_path: Path, add: Callable[[str], None]) -> None:
    async with opened(store_path) as talks:
        add(NEWS)
        assert POLL <= 0.5
        # Half a second of that is the poll; the rest is for a machine that has other things to do.
        await until(lambda: "Something that happened later" in talks.text(), "the news isn't shown", 3)
        assert "51 events" in talks.text()


async def test_what_another_program_commits_waits_while_an_answer_is_not_shown_yet(
    store_path: Path, add: Callable[[str], None]
) -> None:
    async with opened(store_path) as talks:
        reader = talks.app.reader
        answers: list[bool] = []

        def noted(up_to_date: Callable[[], bool] = reader._up_to_date) -> bool:
            answers.append(up_to_date())
            return answers[-1]

        reader._up_to_date = noted
        talks.board.taken -= 1  # as where the terminal reads no more, and all waits for it
        add(NEWS)
        await until(lambda: len(answers) > 1, "the commit isn't noticed")
        assert "50 events" in talks.text()
        talks.board.taken += 1
        await until(lambda: "51 events" in talks.text(), "the news isn't shown")
        assert answers[:2] == [False, False]


@pytest.mark.parametrize("name", PANES)
async def test_cursor_and_scroll_stay_on_their_record_when_another_program_commits(
    name: str, store_path: Path, add: Callable[[str], None]
) -> None:
    def place(talks: Driven) -> tuple[object, ...]:
        pane = talks.pane(name)
        return talks.record(name), pane.cursor - pane.offset_y, talks.board.positions.column, talks.focused

    async with opened(store_path) as talks:
        await talks.press("2", "l", str(PANES.index(name) + 1), *"jjjjjjjjkk")
        before = place(talks)
        add(NEWS)
        await until(lambda: "51 events" in talks.text(), "the commit isn't noticed")
        await talks.rest()
        assert place(talks) == before
        shown = talks.board.detail._detail
        assert shown is not None
        assert shown.subject == talks.board._subject_of_pane()


async def test_the_detail_shows_what_another_program_has_changed_in_it(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.go_to("timeline", talks.find("timeline", "Second round of talks"))
        record = talks.record("timeline")
        with writing(store_path) as conn:
            conn.execute("UPDATE events SET title = 'Another title' WHERE id = ?", (record,))
        await until(lambda: talks.title() == "4 Detail · Another title", "the detail is old")
        assert "Another title" in talks.row("timeline")


async def test_a_record_that_another_program_removes_leaves_a_cursor_that_moves(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("3", "G")
        record = talks.record("timeline")
        with writing(store_path) as conn:
            conn.execute("PRAGMA foreign_keys = OFF")
            for sql in ("DELETE FROM timeline WHERE event = ?", "DELETE FROM events WHERE id = ?"):
                conn.execute(sql, (record,))
        await until(lambda: talks.record("timeline") != record, "the event is still there")
        await talks.rest()
        assert talks.record("timeline") is not None
        await talks.press("k", "j")
        assert talks.board._subject is not None
        assert talks.board._subject.record == talks.record("timeline")


async def test_a_store_that_cannot_be_read_is_told_in_the_header_and_comes_back(store_path: Path) -> None:
    aside = store_path.with_name("aside.db")
    async with opened(store_path) as talks:
        header = talks.text().split("\n")[0]
        store_path.rename(aside)
        await until(lambda: "There is no store at" in talks.text().split("\n")[0], "the header says nothing")
        talks.send("2", "j", "3", "j")
        await until(lambda: talks.focused == "timeline", "keys do nothing meanwhile")
        aside.rename(store_path)
        await until(lambda: talks.text().split("\n")[0] == header, "the header stays")
        await talks.rest()
        shown = talks.board.detail._detail
        assert shown is not None
        assert shown.subject.record == talks.record("timeline")


@pytest.mark.parametrize("name", PANES[:3])
async def test_y_copies_the_row_under_the_cursor(name: str, store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press(str(PANES.index(name) + 1), "j", "y")
        assert talks.app.clipboard == talks.row(name)
        await until(lambda: "Copied the row." in talks.text(), "nothing says that it was copied")


async def test_y_copies_nothing_where_there_is_no_row(empty_store: Path) -> None:
    async with opened(empty_store) as talks:
        await talks.press("y", "2", "y", "3", "y")
        assert talks.app.clipboard == ""


async def test_the_header_says_that_nothing_can_be_changed(store_path: Path) -> None:
    async with opened(store_path, read_only=True) as talks:
        assert talks.text().split("\n")[0].endswith("READ-ONLY")


SENTENCES = {
    "roster": "No round of talks is recorded yet.",
    "positions": "No issue is recorded yet.",
    "timeline": "Nothing is recorded yet.",
    "detail": "Move to anything, and its sources stand here.",
}


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("kind", ["no talks", "talks without anything"])
async def test_what_is_not_there_yet_is_said_in_every_pane(
    kind: str, size: tuple[int, int], empty_store: Path, load: Callable[[str], object]
) -> None:
    if kind == "talks without anything":
        load('format = 1\n[processes.new]\nname = "New talks"\n')
    async with opened(empty_store, size) as talks:
        assert ("no negotiation" if kind == "no talks" else "New talks") in talks.text().split("\n")[0]
        for number, (name, sentence) in enumerate(SENTENCES.items(), 1):
            await talks.press(str(number))
            assert talks.row(name) == sentence
            assert sentence in talks.text()
            talks.send(*"jkgGhl[]yffdd", "ctrl+d", "ctrl+u", "pagedown", "pageup", "space", "enter")
            await talks.rest()
        await talks.press("ctrl+g")
        await talks.type("3 feb 2026")
        await talks.press("enter", "p", "escape", "?", "escape")
        assert talks.app.is_running


async def test_talks_begin_in_the_scope_that_is_asked_for(store_path: Path) -> None:
    async with opened(store_path, scope=Scope(process="iran-talks", contested_only=True)) as talks:
        assert "US–Iran nuclear talks" in talks.text()
        assert "contested only" in talks.text()
