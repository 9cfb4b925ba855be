"""The box that finds a name in any spelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.scope import Scope
from tests.pilot import SIZES, opened


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_name_is_found_by_another_s_spelling_and_opened(size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        await talks.press("/")
        await talks.type("kirill b")
        assert "Kyrylo Budanov" in talks.text()
        assert "as “Kirill Budanov (RT)”" in talks.text()
        await talks.press("enter")
        assert "Kyrylo Budanov" in talks.title()
        assert talks.focused == "detail"
        await talks.press("escape")
        assert "Russia" in talks.title()


async def test_the_person_behind_a_chain_is_found_with_all_they_are_quoted_on(store_path: Path) -> None:
    async with opened(store_path, (200, 60)) as talks:
        await talks.press("/")
        await talks.type("whitaker")
        await talks.press("enter")
        assert "speaks on" in talks.text()
        assert "Whitaker: territory is the hardest part" in talks.text()


async def test_what_is_not_there_says_so_and_typing_less_finds_more(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("/")
        assert "as anybody writes it" in talks.text()
        await talks.type("donbasss")
        assert "Nothing is called so" in talks.text()
        await talks.press("enter")
        assert talks.boxed
        await talks.press("backspace")
        assert "as “Donbass (RT)”" in talks.text()
        await talks.press("escape")
        assert not talks.boxed


async def test_names_are_shown_as_the_voice_writes_them(store_path: Path) -> None:
    async with opened(store_path, (120, 36), Scope(word="source:rt-2026-02-04")) as talks:
        await talks.press("/")
        await talks.type("kyrylo")
        assert "Kirill Budanov" in talks.text()


async def test_keys_typed_into_the_box_are_text(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        scope = talks.board.scope
        await talks.press("/")
        await talks.type("dwbvq?")
        assert talks.boxed
        assert talks.board.scope == scope
