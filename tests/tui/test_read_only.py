"""A board that is only read has no commands that change something: no key, no line of help, nothing in the palette."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db.views import View
from tests.pilot import opened
from tui import commands
from tui.commands import COMMANDS
from tui.draw.spans import plain
from tui.own.folders import Own, at
from tui.screens.help import HelpRows

CHANGING = [command for command in COMMANDS if command.changes]


@pytest.fixture
def own(tmp_path: Path) -> Own:
    own = at(tmp_path / "state", tmp_path / "config")
    own.views.name("Disputes", View(contested_only=True))
    return own


def test_those_of_the_saved_views_are_the_ones() -> None:
    assert [command.id for command in CHANGING] == ["views.name", "views.default", "views.remove"]


async def test_views_are_recalled_and_not_changed(store_path: Path, own: Own) -> None:
    assert own.views.load().default is None
    async with opened(store_path, read_only=True, own=own) as talks:
        await talks.press("V")
        text = talks.text()
        assert "Enter recalls · Esc closes" in text
        assert not any(word in text for word in ("names", "removes", "default"))
        await talks.press("a", "=", "x", "x")
        assert talks.text() == text
        active = talks.app.screen.active_bindings
        assert not {binding.binding.id for binding in active.values()} & {command.id for command in CHANGING}
        for command in CHANGING:  # nor by another way, such as markup in a record
            assert not await talks.app.run_action(command.action, talks.app.focused)
        await talks.press("enter")
        assert talks.board.scope.contested_only
    assert (own.views.load().known, own.views.load().default) == ({"Disputes": View(contested_only=True)}, None)


async def test_where_nothing_is_saved_no_absent_key_is_named(store_path: Path, tmp_path: Path) -> None:
    async with opened(store_path, read_only=True, own=at(tmp_path, tmp_path)) as talks:
        await talks.press("V")
        assert "Nothing is saved. " in talks.text()


async def test_help_lists_none_of_them(store_path: Path) -> None:
    for read_only in (False, True):
        async with opened(store_path, read_only=read_only) as talks:
            await talks.press("?")
            lines = [plain(row.line) for row in talks.app.screen.query_one(HelpRows).rows]
            for command in CHANGING:
                assert any(command.help in line for line in lines) != read_only


async def test_any_command_goes_once_it_is_flagged(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What will change the store needs no more than the flag: tried with commands that change nothing."""
    flagged = {"contested", "copy", "round.previous"}
    changed = tuple(replace(command, changes=command.id in flagged) for command in COMMANDS)
    monkeypatch.setattr(commands, "COMMANDS", changed)
    monkeypatch.setattr(commands, "_CHANGING", frozenset(("contested", "copy", "round")))
    async with opened(store_path, read_only=True) as talks:
        await talks.press("1")
        active = {binding.binding.id for binding in talks.app.screen.active_bindings.values()}
        assert not active & flagged
        before = talks.text()
        assert "d contested" not in before
        await talks.press("d", "y", "[")
        assert talks.text() == before
        titles = [command.title for command in talks.app.get_system_commands(talks.app.screen)]
        assert not any("contested" in title for title in titles)


async def test_how_a_text_is_added_is_not_said(store_path: Path) -> None:
    for read_only in (False, True):
        async with opened(store_path, read_only=read_only) as talks:
            await talks.press("3", "s")
            assert "isn't kept" in talks.text()
            assert ("talks-tui attach" in talks.text()) != read_only
