"""The app as a whole: its palette, its themes, its start and its end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.command import CommandList
from textual.screen import Screen
from textual.widgets import OptionList

from db.board import Look
from db.errors import StoreError
from db.scope import Scope
from tests.pilot import PANES, Driven, opened, until
from tui.app import TalksApp
from tui.commands import COMMANDS, Command


def offered(talks: Driven) -> dict[str, object]:
    screen: Screen[Any] = talks.board
    return {command.title: command.callback for command in talks.app.get_system_commands(screen)}


async def choose(talks: Driven, words: str) -> None:
    """Open the palette, type, and take what it finds first."""
    await talks.press("ctrl+p")
    await talks.type(words)
    found = talks.app.screen.query_one(CommandList)
    await until(
        lambda: found.option_count > 0 and words in str(found.get_option_at_index(0).prompt), "nothing is found"
    )
    await talks.press("enter")
    await until(lambda: len(talks.app.screen_stack) < 2 or found not in talks.app.screen.query(OptionList), "no choice")
    await talks.rest()


async def test_the_palette_offers_every_command_that_the_table_says(store_path: Path) -> None:
    async with opened(store_path) as talks:
        titles = offered(talks)
        for command in COMMANDS:
            title = f"{command.help.rstrip('.')}  ({command.shown})"
            assert (title in titles) == command.palette
        assert (
            len(titles) == sum(command.palette for command in COMMANDS) + 5
        )  # order, theme, a typed day, playback, the line


async def test_a_command_of_the_palette_runs(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await choose(talks, "Go to the timeline")
        assert talks.focused == "timeline"
        await choose(talks, "Only what is contested")
        assert talks.board.scope.contested_only


SHOWING = [command for command in COMMANDS if command.palette and command.id != "quit"]


@pytest.mark.parametrize("command", SHOWING, ids=lambda command: command.id)
async def test_what_the_palette_runs_is_what_the_key_does(command: Command, store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press(command.keys.split(",")[0])
        by_key = talks.text()
    async with opened(store_path) as talks:
        await talks.app._runner(command.action)()
        await talks.rest()
        assert talks.text() == by_key


async def test_the_palette_turns_the_timeline_round_and_says_which_way(store_path: Path) -> None:
    async with opened(store_path) as talks:
        assert "Timeline: show the oldest first" in offered(talks)
        await choose(talks, "Timeline: show the oldest first")
        assert not talks.board.scope.newest_first
        assert "Timeline: show the newest first" in offered(talks)


async def test_the_palette_writes_no_file_and_starts_no_program(store_path: Path) -> None:
    async with opened(store_path) as talks:
        assert not any(
            word in title.casefold() for title in offered(talks) for word in ("screenshot", "suspend", "url")
        )


async def test_esc_closes_the_palette_and_nothing_else(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("d", "ctrl+p")
        await talks.type("q")
        await talks.press("escape")
        await until(lambda: not talks.boxed, "the palette stays open")
        assert talks.board.scope.contested_only
        assert talks.app.is_running


async def test_every_theme_can_be_chosen_and_changes_no_text(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        before = talks.text()
        for name in sorted(talks.app.available_themes):
            talks.app.theme = name
            await talks.rest()
            assert talks.text() == before, name
        talks.app.theme = "talks"
        await talks.press("?", "escape")
        assert talks.text() == before


async def test_a_theme_changes_what_is_painted_at_once(store_path: Path) -> None:
    async with opened(store_path) as talks:

        def ground() -> set[object]:
            strips = talks.app.screen._compositor.render_strips()
            return {segment.style.bgcolor for strip in strips for segment in strip if segment.style}

        dark = ground()
        talks.app.theme = "textual-light"
        await talks.rest()
        light = ground()
        assert light - dark
        talks.app.theme = "talks"
        await talks.rest()
        assert ground() == dark


async def test_nothing_is_written_by_looking(store_path: Path) -> None:
    before = store_path.read_bytes()
    async with opened(store_path) as talks:
        await talks.press("3", "j", "enter", "escape", "d", "d", "[", "p", "escape", "y")
    assert store_path.read_bytes() == before


def test_a_store_that_is_not_there_is_a_sentence_and_leaves_no_thread(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no store at"):
        TalksApp(tmp_path / "none.db", Look(Scope()))


def test_a_negotiation_that_is_not_there_is_a_sentence(store_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no negotiation “none” in the store"):
        TalksApp(store_path, Look(Scope(process="none")))


async def test_the_first_frame_has_every_pane_before_anything_is_asked(store_path: Path) -> None:
    app = TalksApp(store_path, Look(Scope()))
    async with app.run_test(size=(120, 36)):
        assert all(app.board.panes[name].rows for name in PANES[:3])


async def test_the_store_is_let_go_at_the_end(store_path: Path) -> None:
    async with opened(store_path) as talks:
        reader = talks.app.reader
        talks.send("q")
        await until(lambda: not talks.app.is_running, "q does not quit")
    assert not reader._thread.is_alive()


@pytest.mark.parametrize(
    "keys", [("c", "enter"), ("P", "a", "enter"), ("w", "enter"), ("V",), ("?",), ("b",), ("ctrl+p", "b")]
)
async def test_a_key_that_is_pressed_twice_in_a_box_closes_it_once(store_path: Path, keys: tuple[str, ...]) -> None:
    async with opened(store_path) as talks:
        await talks.press(*keys)
        talks.send(*["enter"] * 4, *["escape"] * 4, *["enter"] * 4)
        await talks.rest()
        await talks.press("escape", "escape", "escape", "3")
        assert talks.focused == "timeline"
