"""Saved views: naming, recalling, the default, removing; and those of which something is gone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db.dates import day_number
from db.scope import Scope
from db.views import View
from tests.pilot import SIZES, Driven, opened
from tui.draw.spans import plain
from tui.own.folders import Own, at
from tui.screens.views import ViewRows


@pytest.fixture
def own(tmp_path: Path) -> Own:
    return at(tmp_path / "state", tmp_path / "config")


def said(talks: Driven) -> str:
    """What the list says, its lines joined, and what pops up."""
    rows = [plain(row.line).strip() for listed in talks.app.screen.query(ViewRows) for row in listed.rows]
    return " ".join([*rows, *(one.message for one in talks.app._notifications)])


async def name(talks: Driven, text: str) -> None:
    await talks.press("V", "a")
    await talks.type(text)
    await talks.press("enter", "escape")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_is_shown_is_named_and_comes_back(size: tuple[int, int], store_path: Path, own: Own) -> None:
    async with opened(store_path, size, own=own) as talks:
        await talks.press("V")
        assert "Nothing is saved yet" in talks.text()
        await talks.press("enter", "=", "x", "escape", "d", "[")
        scope = talks.board.scope
        await talks.press("V", "a")
        await talks.type("Disputes of round 1")
        await talks.press("enter")
        assert "Kept as “Disputes of round 1”." in talks.text()
        assert "contested only" in talks.text()
        await talks.press("escape", "d", "]")
        assert talks.board.scope != scope
        await talks.press("V", "enter")
        assert not talks.boxed
        assert talks.board.scope == scope
    async with opened(store_path, size, own=own) as talks:
        await talks.press("V", "enter")
        assert talks.board.scope == scope


async def test_every_part_of_a_scope_comes_back(store_path: Path, own: Own) -> None:
    whole = Scope("ukraine-peace-talks", None, True, False, "source:rt-2026-02-04", True, day_number(2026, 2, 3))
    async with opened(store_path, scope=whole, own=own) as talks:
        await name(talks, "whole")
    async with opened(store_path, own=own) as talks:
        await talks.press("V")
        for words in ("Ukraine peace talks", "as of 3 Feb 2026", "on the word of RT", "silence hidden", "oldest first"):
            assert words in said(talks)
        await talks.press("enter")
        assert talks.board.scope == whole


async def test_a_name_that_is_there_is_said_before_it_is_replaced(store_path: Path, own: Own) -> None:
    async with opened(store_path, own=own) as talks:
        await name(talks, "Morning")
        await talks.press("d", "V", "a")
        await talks.type("MORNING")
        assert "“Morning” is there already: Enter replaces it" in talks.text()
        await talks.press("escape")
        assert own.views.load().known == {"Morning": View()}
        await talks.press("a")
        await talks.type("MORNING")
        await talks.press("enter")
        assert own.views.load().known == {"MORNING": View(contested_only=True)}


async def test_a_name_that_is_refused_leaves_the_box_open_with_the_reason(store_path: Path, own: Own) -> None:
    async with opened(store_path, own=own) as talks:
        await talks.press("V", "a", "enter")
        assert "Type a name." in talks.text()
        await talks.type("none")
        await talks.press("enter")
        assert "stands for no view" in talks.text()
        await talks.press("escape", "escape")
        assert not talks.boxed
        assert not own.views.load().known


async def test_a_view_is_removed_once_it_is_confirmed(store_path: Path, own: Own) -> None:
    async with opened(store_path, own=own) as talks:
        for one in ("one", "two"):
            await name(talks, one)
        await talks.press("V", "x")
        assert "Remove “one”? x again removes it." in talks.text()
        await talks.press("down")
        assert "again" not in talks.text()
        await talks.press("x")
        assert [*own.views.load().known] == ["one", "two"]
        await talks.press("x")
        assert [*own.views.load().known] == ["one"]
        assert "Removed “two”." in talks.text()


async def test_one_can_be_the_default_or_none(store_path: Path, own: Own) -> None:
    async with opened(store_path, own=own) as talks:
        for one in ("one", "two"):
            await name(talks, one)
        await talks.press("V", "down", "=")
        assert own.views.load().default == "two"
        assert "The board begins with “two”." in talks.text()
        assert "= two" in talks.text()
        await talks.press("=")
        assert own.views.load().default is None
        assert "begins with no view" in talks.text()


async def test_what_is_gone_is_named_and_the_rest_is_shown(store_path: Path, own: Own) -> None:
    view = View("nowhere", None, "2026-02-03", "party:gone", True, True)
    own.views.name("Old", replace(view))
    async with opened(store_path, own=own) as talks:
        await talks.press("V")
        assert said(talks).count("(not in this store)") == 2
        await talks.press("enter")
        assert "“nowhere”" in said(talks)
        assert "“gone”" in said(talks)
        assert talks.board.scope == Scope(contested_only=True, as_of=day_number(2026, 2, 3))
        assert talks.app.is_running


async def test_damaged_views_are_said_and_moved_aside_before_one_is_kept(
    store_path: Path, own: Own, tmp_path: Path
) -> None:
    file = tmp_path / "config" / "views.json"
    file.parent.mkdir()
    file.write_text("[]")
    async with opened(store_path, (200, 60), own=own) as talks:
        await talks.press("V")
        assert "Nothing is saved yet" in talks.text()
        assert "can't be read as saved views" in said(talks)
        assert file.read_text() == "[]"
        await talks.press("escape")
        await name(talks, "new")
        assert file.with_name("views.json.damaged-1").read_text() == "[]"
        assert [*own.views.load().known] == ["new"]


async def test_a_folder_that_cannot_be_written_is_said(store_path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    own = at(tmp_path / "state", tmp_path / "file" / "config")
    async with opened(store_path, (200, 60), own=own) as talks:
        await name(talks, "new")
        assert "saved views can't be kept" in said(talks)
        assert not talks.boxed


async def test_names_from_a_file_are_only_text(store_path: Path, own: Own) -> None:
    own.views.name("[/b][@click=app.quit]x", View(query="[red]party:ru"))
    async with opened(store_path, own=own) as talks:
        await talks.press("V")
        assert "[/b][@click=app.quit]x" in talks.text()
        assert "filter [red]party:ru" in talks.text()
        await talks.press("x", "=", "escape")
        assert talks.app.is_running
