"""The pages over the board: the ledger, accounts side by side; and the way to a record and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.importing import import_file
from tests.pilot import SIZES, opened, until
from tests.tui.test_board import BUNDLED
from tui.screens.ledger import LedgerPage
from tui.screens.versus import VersusPage

ACCUSED = """
[events.another-breach]
type = "ACCUSE"
status = "held"
title = "Somebody broke something"
starts = "2026-02-05"
claims = [{source = "rt-2026-02-04", locator = "1"}]
"""


@pytest.fixture
def add(store_path: Path, tmp_path: Path) -> Callable[[str], None]:
    """Import what stands in a talks file into the store, as another program would."""

    def import_text(text: str) -> None:
        file = tmp_path / "news.toml"
        file.write_text(BUNDLED + text, encoding="utf-8")
        import_file(store_path, file)

    return import_text


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_ledger_lists_each_alleged_breach_and_leads_to_it(size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        await talks.press("b")
        assert isinstance(talks.app.screen, LedgerPage)
        text = talks.text()
        for said in ("Kyiv: the strike broke the", "71", "450", "Energy truce", "Donald Trump", "Russia", "KI", "RT"):
            assert said in text
        assert "2 accusations · 1 denied" in text
        assert text.count("✗") == 1
        await talks.press("enter")
        assert talks.app.screen is talks.board
        assert "Kyiv: the strike broke the energy truce" in talks.title()
        assert talks.focused == "detail"
        await talks.press("escape")
        assert "Russia" in talks.title()


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_accounts_stand_side_by_side_and_stacked_where_it_is_narrow(
    size: tuple[int, int], store_path: Path
) -> None:
    async with opened(store_path, size) as talks:
        await talks.go_to("timeline", talks.find("timeline", "Energy truce"))
        await talks.press("v")
        lines = talks.text().splitlines()
        names = [line for line in lines if "Russia" in line and "Ukraine" in line and "United States" in line]
        assert bool(names) == (size[0] >= 100)
        order = [talks.text().index(name) for name in ("Russia", "Ukraine", "United States")]
        assert order == sorted(order)
        assert "‡ accounts differ" in talks.text()
        assert "silent" in talks.text()
        await talks.press("v")
        assert "by the outlet that reports it" in talks.text()
        assert talks.text().index("The Kyiv Independent") < talks.text().rindex("RT")
        await talks.press("escape")
        assert talks.app.screen is talks.board
        assert talks.record("timeline") is not None


async def test_a_page_is_read_again_when_another_program_has_changed_the_store(
    store_path: Path, add: Callable[[str], None]
) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("b")
        add(ACCUSED)
        await until(lambda: "Somebody broke something" in talks.text(), "the new accusation is in the ledger")
        assert "3 accusations" in talks.text()


async def test_an_empty_store_has_an_empty_ledger_and_nothing_to_compare(empty_store: Path) -> None:
    async with opened(empty_store, (80, 24)) as talks:
        await talks.press("b", "v")
        assert talks.app.screen is talks.board


async def test_keys_of_the_board_wait_until_a_page_is_closed(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("v")
        scope = talks.board.scope
        await talks.press("d", "w", "b", "2")
        assert isinstance(talks.app.screen, VersusPage)
        assert talks.board.scope == scope
        await talks.press("?")
        assert talks.boxed
        await talks.press("escape", "escape")
        assert talks.app.screen is talks.board


async def test_a_row_of_a_page_is_copied(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("b", "y")
        assert "Kyiv: the strike broke the" in talks.app.clipboard


async def test_a_page_follows_the_size_of_the_terminal(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("b")
        await talks.resize(80, 24)
        assert max(map(len, talks.text().splitlines())) <= 80
        assert "Esc back" in talks.text()
        await talks.resize(40, 8)
        await talks.resize(120, 36)
        assert "would breach" in talks.text()
