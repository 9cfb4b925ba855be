"""The board on a follower's copy: it says that it is one and how old, and keeps what it shows while there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import reader as reader_module
from tests.db.copies import apply, restore
from tests.db.readers import rename
from tests.pilot import Driven, opened, until
from tui.screens import following


def header_of(talks: Driven) -> str:
    return talks.text().partition("\n")[0]


async def test_how_old_a_copy_is_grows_while_nothing_comes(
    store_path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename(store_path, "Young talks")
    apply(store_path, copy)
    async with opened(copy) as talks:
        assert "copy, last change just now" in header_of(talks)
        changed = talks.board._board.overview.changed
        assert changed is not None
        monkeypatch.setattr(following, "time", lambda: changed + 59)
        talks.board.draw_header()
        assert "just now" in header_of(talks)
        monkeypatch.setattr(following, "time", lambda: changed + 61)  # of itself, once the words would be others
        await until(lambda: "copy, last change 1 min ago" in header_of(talks), "a minute passes")


async def test_a_store_that_is_no_copy_says_nothing_of_its_age(store_path: Path) -> None:
    async with opened(store_path) as talks:
        assert "copy" not in header_of(talks)
        assert talks.board._ageing is None


async def test_what_stands_half_written_is_said_in_every_size_and_the_last_good_board_stays(
    store_path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_module, "PATIENCE", 0.2)
    async with opened(copy) as talks:
        rename(store_path, "Other talks")
        apply(store_path, copy, part=0.5, noted=None)
        await until(lambda: "in the middle of a change" in header_of(talks), "it is said")
        await talks.resize(160, 44)
        assert "in the middle of a change" in header_of(talks)
        assert "Umerov" in talks.text()
        restore(store_path, copy)
        await until(lambda: "Other talks" in header_of(talks), "it is whole again")
        assert "copy, last change" in header_of(talks)


async def test_a_filter_that_stays_is_found_anew_in_what_has_been_applied(store_path: Path, copy: Path) -> None:
    async with opened(copy) as talks:
        await talks.press("3", "F")
        await talks.type("truce")
        await talks.press("enter")
        total = talks.board._board.window.total
        assert 0 < total < 40
        rename(store_path, "Other talks")
        apply(store_path, copy)
        await until(lambda: "Other talks" in header_of(talks), "what is applied is read")
        assert talks.board._board.window.total == total
