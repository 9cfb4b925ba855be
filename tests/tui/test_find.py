"""The box that finds anything as it is typed, and the way to what it found."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.documents import attach
from db.scope import Scope
from tests.pilot import SIZES, opened


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_person_is_found_by_another_s_spelling(size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        await talks.press("/")
        await talks.type("kirill b")
        assert "Kyrylo Budanov" in talks.text()
        assert "Kirill Budanov" in talks.text()


async def test_the_empty_box_explains_itself(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("/")
        assert "Everything is looked through" in talks.text()
        assert "since:jan" in talks.text()
        await talks.press("enter")
        assert talks.boxed


async def test_hits_are_grouped_and_their_words_underlined(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("/")
        await talks.type("truce")
        for heading in ("Issues", "Positions", "Events", "What is said"):
            assert heading in talks.text()
        segments = [segment for strip in talks.app.screen._compositor.render_strips() for segment in strip]
        marked = [segment.text for segment in segments if segment.style and segment.style.underline]
        assert "truce" in marked


async def test_what_is_not_there_says_how_to_widen(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("/")
        await talks.type("donbasss party:ru")
        assert "Nothing is found. More may be without party:ru" in talks.text()
        await talks.press("enter")
        assert talks.boxed
        await talks.press("escape")
        assert not talks.boxed


async def test_an_event_is_gone_to_in_the_timeline_and_n_goes_on(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("/")
        await talks.type("umerov kind:event")
        await talks.press("enter")
        assert not talks.boxed
        assert talks.focused == "timeline"
        first = talks.row("timeline")
        assert "Umerov confirms" in first
        assert "Umerov confirms" in talks.title()
        await talks.press("n")
        assert "Zelensky announces" in talks.row("timeline")
        await talks.press("n")
        assert talks.row("timeline") == first
        await talks.press("N")
        assert "Zelensky announces" in talks.row("timeline")


async def test_a_position_is_gone_to_in_the_matrix(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("/")
        await talks.type("party:ru issue:donbas kind:position")
        await talks.press("enter")
        assert talks.focused == "positions"
        assert "Russia on" in talks.title()


async def test_a_claim_is_gone_to_in_the_detail_of_its_record(store_path: Path) -> None:
    async with opened(store_path, (200, 60)) as talks:
        await talks.press("/")
        await talks.type("older than the truce")
        await talks.press("enter")
        assert talks.focused == "detail"
        assert talks.board.detail.claim is not None
        await talks.press("escape")
        assert talks.board.detail.title


async def test_a_seat_at_the_round_that_is_shown_is_gone_to_in_the_roster(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("/")
        await talks.type("umerov kind:person")
        await talks.press("enter")
        assert talks.focused == "roster"
        assert "Umerov" in talks.row("roster")


async def test_a_text_is_opened_at_the_words(store_path: Path, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text("First.\n\n" + "Filler line.\n\n" * 80 + "Here stands a xylophone.\n", encoding="utf-8")
    attach(store_path, "rt-2026-02-04", file)
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("/")
        await talks.type("xylophone")
        assert "Texts" in talks.text()
        await talks.press("enter")
        assert "Here stands a xylophone." in talks.text()


async def test_n_without_a_search_says_so(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("n")
        assert "Nothing was looked for yet" in talks.text()


async def test_tab_completes_the_name_and_then_the_value_of_a_filter(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("/")
        await talks.type("par")
        assert "party:" in talks.text()
        await talks.press("tab")
        await talks.type("ukr")
        assert "party:ua" in talks.text()
        await talks.press("tab")
        assert talks.boxed
        assert "Ukraine" in talks.text()
        await talks.press("enter")
        assert not talks.boxed


async def test_a_wrong_filter_is_one_sentence(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("/")
        await talks.type("since:03/04")
        assert "could be" in talks.text()
        await talks.press("enter")
        assert talks.boxed


async def test_enter_waits_for_the_answer_to_what_is_typed(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("/")
        talks.send(*"umerov kind:event", "enter")
        await talks.rest()
        assert not talks.boxed
        assert "Umerov confirms" in talks.row("timeline")


async def test_names_are_shown_as_the_voice_writes_them(store_path: Path) -> None:
    async with opened(store_path, (120, 36), Scope(word="source:rt-2026-02-04")) as talks:
        await talks.press("/")
        await talks.type("kyrylo")
        assert "Kirill Budanov" in talks.text()


async def test_keys_typed_into_the_box_are_text(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        scope = talks.board.scope
        await talks.press("/")
        await talks.type("dwbvq?nNF")
        assert talks.boxed
        assert talks.board.scope == scope


async def test_the_filter_stays_until_it_is_taken_away(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        total = talks.board.timeline._window.total
        await talks.press("F")
        await talks.type("kind:accuse")
        await talks.press("enter")
        assert talks.board.scope.query == "kind:accuse"
        assert talks.board.timeline._window.total == 2
        assert "F kind:accuse" in talks.text().splitlines()[0]
        await talks.press("F")
        assert "kind:accuse" in talks.text()
        await talks.press("escape")
        assert talks.board.scope.query == "kind:accuse"
        await talks.press("3", "escape")
        assert talks.board.scope.query == ""
        assert talks.board.timeline._window.total == total


async def test_a_filter_that_leaves_nothing_says_so(store_path: Path) -> None:
    async with opened(store_path, (120, 36), Scope(query="xyzzy")) as talks:
        assert "No event is left by xyzzy: F changes the filter" in talks.text()


async def test_a_wrong_filter_does_not_close_the_box(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.press("F")
        await talks.type("party:nobody")
        await talks.press("enter")
        assert talks.boxed
        assert "There is no party" in talks.text()


async def test_an_event_that_a_filter_hides_is_shown_in_the_detail(store_path: Path) -> None:
    async with opened(store_path, (120, 36), Scope(query="kind:accuse")) as talks:
        await talks.press("/")
        await talks.type('"umerov confirms"')
        await talks.press("enter")
        assert talks.focused == "detail"
        assert "Umerov confirms" in talks.title()


async def test_the_next_hit_takes_the_place_of_the_one_before_in_the_detail(store_path: Path) -> None:
    async with opened(store_path) as talks:
        here = talks.title()
        await talks.press("/")
        await talks.type("kind:place")
        await talks.press("enter")
        first = talks.title()
        await talks.press("n", "n")
        assert talks.title() not in (first, here)
        await talks.press("escape")
        assert talks.title() == here
