"""The pages over the board: the ledger, accounts side by side; and the way to a record and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.documents import attach
from tests.pilot import SIZES, opened, until
from tui.screens.ledger import LedgerPage
from tui.screens.text import TextPage, TextRows
from tui.screens.versus import VersusPage

ACCUSED = """
[events.another-breach]
type = "ACCUSE"
status = "held"
title = "Somebody broke something"
starts = "2026-02-05"
claims = [{source = "rt-2026-02-04", locator = "1"}]
"""


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
        assert not talks.boxed
        assert "Kyiv: the strike broke the energy truce" in talks.title()
        assert talks.focused == "detail"
        await talks.press("escape")
        assert "Russia" in talks.title()


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_accounts_stand_side_by_side_and_stacked_where_it_is_narrow(
    size: tuple[int, int], store_path: Path
) -> None:
    async with opened(store_path, size) as talks:
        await talks.press("3")
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
        assert not talks.boxed
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
        assert not talks.boxed


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
        assert not talks.boxed


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


PARAGRAPHS = "Headline\n\n" + "\n\n".join(f"Paragraph {number} has words of its own." for number in range(2, 30))


@pytest.fixture
def kept(store_path: Path, tmp_path: Path) -> Path:
    """The bundled talks, with made-up texts for their sources."""
    for slug in ("rt-2026-02-04", "kyiv-independent-2026-02-04"):
        file = tmp_path / f"{slug}.txt"
        file.write_text(f"{slug}\n\n{PARAGRAPHS}", encoding="utf-8")
        attach(store_path, slug, file)
    return store_path


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_text_opens_at_the_passage_of_the_claim_and_leads_back_to_a_record(
    size: tuple[int, int], kept: Path
) -> None:
    async with opened(kept, size) as talks:
        await talks.press("3")
        await talks.go_to("timeline", talks.find("timeline", "Energy truce"))
        await talks.press("enter")
        await talks.go_to("detail", talks.find("detail", "¶ 24"))
        await talks.press("s")
        assert isinstance(talks.app.screen, TextPage)
        rows = talks.app.screen.query_one(TextRows)
        assert "Paragraph 23 has words of its own." in rows.text_of_row()  # below the slug and the headline
        assert "paragraphs cited" in talks.text()
        await talks.press("n")
        assert "Paragraph 25" in rows.text_of_row()
        await talks.press("N", "N")
        assert "Paragraph 22" in rows.text_of_row()
        await talks.press("enter")
        assert not talks.boxed
        assert talks.focused == "detail"
        await talks.press("escape")
        assert "Energy truce" in talks.title()


async def test_one_key_goes_on_to_the_next_text(kept: Path) -> None:
    async with opened(kept, (120, 36)) as talks:
        await talks.press("s")
        first = talks.app.screen.query_one(TextRows).title
        await talks.press("s")
        assert talks.app.screen.query_one(TextRows).title != first
        await talks.press("s")
        assert talks.app.screen.query_one(TextRows).title == first
        assert "keys" in talks.text()


async def test_a_text_that_is_not_kept_is_explained(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("s")
        assert not talks.boxed
        assert "isn't kept" in talks.text()
        assert "talks-tui attach" in talks.text()


async def test_the_text_of_a_person_is_that_of_what_is_shown_of_them(kept: Path) -> None:
    async with opened(kept, (120, 36)) as talks:
        await talks.press("/")
        await talks.type("kirill b")
        await talks.press("enter", "s")
        assert isinstance(talks.app.screen, TextPage)


async def test_what_no_source_speaks_of_has_no_text(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.go_to("positions", talks.find("positions", "Security"))
        await talks.press("s")
        assert "No source speaks of this itself." in talks.text()


async def test_a_text_that_another_program_changes_is_read_again_where_it_stands(kept: Path, tmp_path: Path) -> None:
    async with opened(kept, (120, 36)) as talks:
        await talks.press("s")
        rows = talks.app.screen.query_one(TextRows)
        await talks.press("n", "n")
        here = rows.text_of_row()
        file = tmp_path / "later.txt"
        slug = "kyiv-independent" if "Kyiv" in rows.title else "rt"
        file.write_text(f"{slug}-2026-02-04\n\nA new line at the top\n\n{PARAGRAPHS}", encoding="utf-8")
        attach(kept, f"{slug}-2026-02-04", file)
        await until(lambda: "31 paragraphs" in talks.text(), "the new edition is shown")
        assert here
