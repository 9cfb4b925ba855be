"""Whose word: the box that asks, and every pane at once on the word that was chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.board import Look
from db.reader import Reader
from db.scope import Scope
from tests.pilot import SIZES, Driven, opened, until
from tui.draw.spans import plain
from tui.panes.rows import Rows


async def hear(talks: Driven, typed: str) -> None:
    await talks.press("w")
    await talks.type(typed)
    await talks.press("enter")


def lines(talks: Driven, name: str) -> list[str]:
    return [plain(row.line) for row in talks.pane(name).rows]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_pane_reads_as_the_chosen_outlet_tells_it(size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size) as talks:
        assert "whose word" in talks.text() or size[0] < 100
        before = {name: [row.record for row in talks.pane(name).rows] for name in ("positions", "timeline")}
        await hear(talks, "rt")
        assert talks.board.scope.word == "source:rt-2026-02-04"
        assert "RT’s word" in talks.text().splitlines()[0]
        assert any("Kirill Budanov" in line for line in lines(talks, "roster"))
        await talks.press("2")
        assert any("Withdrawal from Donbass" in line for line in lines(talks, "positions"))
        await talks.press("3")
        assert any("Kiev: the strike broke the energy truce" in line for line in lines(talks, "timeline"))
        assert before == {name: [row.record for row in talks.pane(name).rows] for name in before}

        await hear(talks, "all")
        assert talks.board.scope.word is None
        await talks.press("1")
        assert any("Kyrylo Budanov" in line for line in lines(talks, "roster"))


async def test_the_detail_is_told_by_the_voice_too(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.go_to("timeline", talks.find("timeline", "broke the energy truce"))
        assert talks.pane("detail").caption == "✗ denied"
        await hear(talks, "washington")
        assert talks.board.scope.word == "party:us"
        assert talks.pane("detail").caption == "✗ denied"
        await hear(talks, "ukraine")
        assert talks.pane("detail").caption == "≠ others differ"
        await hear(talks, "nato")
        assert talks.pane("detail").caption == "◌ silent"


async def test_the_cursor_stays_on_its_record_whoever_is_heard(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await talks.go_to("timeline", talks.find("timeline", "Large strike"))
        here = talks.record("timeline")
        for typed in ("rt", "moscow", "all"):
            await hear(talks, typed)
            assert talks.record("timeline") == here


async def test_silence_is_hidden_as_a_filter_and_esc_takes_it_back(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        every = len(talks.pane("timeline").rows)
        await talks.press("W")
        assert "w chooses a voice first" in talks.text()
        await hear(talks, "kyiv")
        assert len(talks.pane("timeline").rows) == every
        await talks.press("W")
        assert "Ukraine’s word, silence hidden" in talks.text()
        assert "silent" not in "".join(lines(talks, "timeline"))
        assert len(talks.pane("timeline").rows) < every
        await talks.press("escape")
        assert not talks.board.scope.hide_silent
        assert talks.board.scope.word == "party:ua"
        await talks.press("W")
        await hear(talks, "all")
        assert talks.board.scope == Scope()


async def test_the_box_lists_outlets_and_sides_and_begins_at_the_present_one(store_path: Path) -> None:
    async with opened(store_path, (120, 36), Scope(word="party:us")) as talks:
        await talks.press("w")
        rows = talks.app.screen.query_one("#voice-rows", Rows)
        shown = [plain(row.line).strip() for row in rows.rows]
        assert shown[0] == "All voices"
        assert shown.index("outlets, all that they report") < shown.index("sides, as anybody reports them")
        assert plain(rows.rows[rows.cursor].line).strip().startswith("United States")
        await talks.press("escape")
        assert talks.board.scope.word == "party:us"


async def test_a_name_that_nobody_has_chooses_nobody(store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await hear(talks, "zzz")
        assert talks.boxed
        assert "Nobody is called so." in talks.text()
        await talks.press("escape")
        assert talks.board.scope.word is None


async def test_one_answer_brings_all_panes(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    look = Reader.look

    def count(self: Reader, wanted: Look) -> None:
        asked.append(wanted)
        look(self, wanted)

    monkeypatch.setattr(Reader, "look", count)
    async with opened(store_path, (120, 36)) as talks:
        await hear(talks, "moscow")
        assert len(asked) == 1


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("russ", "party:ru"),
        ("kyiv", "party:ua"),
        ("independent", "source:kyiv-independent-2026-02-04"),
        ("us", "party:us"),
    ],
)
async def test_the_cursor_goes_to_who_is_called_most_like_what_is_typed(typed: str, key: str, store_path: Path) -> None:
    async with opened(store_path, (120, 36)) as talks:
        await hear(talks, typed)
        assert talks.board.scope.word == key


async def test_where_another_store_lacks_the_voice_another_can_be_chosen(store_path: Path, empty_store: Path) -> None:
    async with opened(store_path, (120, 36), Scope(word="party:ru")) as talks:
        empty_store.replace(store_path)
        await until(
            lambda: "There is no voice “ru” in the store any more" in talks.text(), "the header says what is wrong"
        )
        talks.send("w")
        await until(lambda: talks.boxed, "the box opens all the same")
        talks.send("enter")
        await until(lambda: "no negotiation" in talks.text(), "everybody is heard again")
