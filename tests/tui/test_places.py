"""Back and forward on the board: scopes, cursors, links, and what is gone meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.db.helpers import writing
from tests.pilot import PANES, SIZES, Driven, opened, until


def place(talks: Driven) -> tuple[object, ...]:
    board = talks.board
    cursors = tuple(talks.record(name) for name in PANES[:3])
    return board.scope, talks.focused, cursors, board.positions.column, talks.title(), board.maximised


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_back_and_forward_lead_through_all_that_was_looked_at(size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        been = []
        for keys in (
            ("j", "d"),  # what is contested
            ("3", "j", "d"),  # and all again
            ("2", "j", "j", "l", "w"),
            ("1", "["),
            ("3", "f", "ctrl+g"),
        ):
            *moves, jump = keys
            await talks.press(*moves)
            been.append(place(talks))
            await talks.press(jump)
            if jump == "w":
                await talks.type("rt")
                await talks.press("enter")
            elif jump == "ctrl+g":
                await talks.type("24 jan 2026")
                await talks.press("enter")
        end = place(talks)
        for before in reversed(been):
            await talks.press("(")
            assert place(talks) == before
        await talks.press("(")
        assert "There is nothing to go back to." in talks.text()
        assert place(talks) == been[0]
        for after in (*been[1:], end):
            await talks.press(")")
            assert place(talks) == after
        await talks.press(")")
        assert "There is nothing to go forward to." in talks.text()


async def test_a_link_that_was_followed_is_gone_back_from_with_its_trail(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.go_to("timeline", talks.find("timeline", "Large strike"))
        await talks.press("enter", "G", "enter")
        first = talks.title()
        await talks.press("G", "enter")
        second = talks.title()
        assert first != second
        await talks.press("(")
        assert (talks.title(), talks.focused) == (first, "detail")
        await talks.press("(")
        assert "Large strike" in talks.title()
        assert talks.focused == "detail"
        await talks.press(")", ")")
        assert talks.title() == second
        await talks.press("escape")
        assert talks.title() == first
        await talks.press("escape")
        assert "Large strike" in talks.title()


async def test_what_was_found_is_gone_back_from(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("j", "j")
        before = place(talks)
        await talks.press("/")
        await talks.type("zelensky")
        await talks.press("enter")
        found = talks.title()
        await talks.press("(")
        assert place(talks) == before
        await talks.press(")")
        assert (talks.title(), talks.focused) == (found, "detail")


async def test_moving_the_cursor_is_no_jump(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("3", "j", "j", "2", "l", "f", "f", "(")
        assert "There is nothing to go back to." in talks.text()


async def test_a_new_jump_forgets_what_was_ahead(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("d", "(", "[", ")")
        assert "There is nothing to go forward to." in talks.text()
        await talks.press("(")
        assert not talks.board.scope.contested_only
        assert talks.board.scope.round is None


async def test_another_negotiation_is_gone_back_from(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("3", "j", "j")
        before = place(talks)
        await talks.press("p", "down", "enter")
        assert "Iran" in talks.text().split("\n")[0]
        await talks.press("(")
        assert place(talks) == before


async def test_a_day_that_was_looked_at_is_gone_back_from(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("3", "j", "j")
        before = place(talks)
        await talks.press("t")
        assert talks.board.scope.as_of is not None
        await talks.press(",", "(", "(")
        assert place(talks) == before


async def test_keys_that_are_faster_than_the_reader_end_where_slow_ones_do(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("3")
        been = []
        for keys in ("jd", "Gd", "gt", "jjd"):
            await talks.press(*keys[:-1])
            been.append(place(talks))
            await talks.press(keys[-1])
        talks.send(*"((((")
        await talks.rest()
        assert place(talks) == been[0]
        for after in been[1:]:
            await talks.press(")")
            assert place(talks) == after
        talks.send(*")((((")
        await talks.rest()
        assert place(talks) == been[0]


async def test_a_record_that_is_gone_leaves_what_can_be_kept(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("3", "G")
        gone = talks.record("timeline")
        await talks.press("ctrl+g")
        await talks.type("3 feb 2026")
        await talks.press("enter")
        with writing(store_path) as conn:
            conn.execute("PRAGMA foreign_keys = OFF")
            for sql in ("DELETE FROM timeline WHERE event = ?", "DELETE FROM events WHERE id = ?"):
                conn.execute(sql, (gone,))
        await until(lambda: all(row.record != gone for row in talks.pane("timeline").rows), "the event is still there")
        await talks.press("(")
        assert talks.focused == "timeline"
        assert talks.record("timeline") not in (None, gone)
        await talks.press(")", "k", "j")
        assert talks.app.is_running


async def test_a_commit_on_the_way_back_loses_nothing(store_path: Path, add: Callable[[str], None]) -> None:
    async with opened(store_path) as talks:
        await talks.press("3", "j", "j")
        before = place(talks)
        await talks.press("d")
        add('[people.somebody]\nname = "Somebody new"\n')
        await talks.press("(")
        assert place(talks) == before


async def test_an_empty_store_has_nowhere_to_go_back_to(empty_store: Path) -> None:
    async with opened(empty_store) as talks:
        await talks.press("(", ")", "d", "(", ")")
        assert talks.board.scope.contested_only
