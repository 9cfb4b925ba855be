"""As of a day: the keys that move the whole board there, and the playback."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.widgets import Input

from db.dates import iso, iso_day
from db.scope import Scope
from tests.pilot import SIZES, Driven, opened, until
from tui.draw.spans import plain
from tui.screens import moments


def day(text: str) -> int:
    found = iso_day(text)
    assert found is not None
    return found


def as_of(talks: Driven) -> str | None:
    found = talks.board.scope.as_of
    return None if found is None else iso(found)


def lines(talks: Driven, name: str) -> str:
    return "\n".join(plain(row.line) for row in talks.pane(name).rows)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_pane_shows_the_talks_as_they_stood(size: tuple[int, int], store_path: Path) -> None:
    async with opened(store_path, size, Scope(as_of=day("2026-01-30"))) as talks:
        assert "as of 30 Jan 2026" in talks.text().splitlines()[0]
        assert "Igor Kostyukov" in lines(talks, "roster")
        assert "Umerov" not in lines(talks, "roster")
        await talks.press("3")
        assert "Second round of talks (bilateral)" in lines(talks, "timeline")
        assert "Large strike" not in lines(talks, "timeline")
        await talks.press("2")
        assert "▲▲°" in lines(talks, "positions")
        await talks.press("T", "1")
        assert "as of" not in talks.text().splitlines()[0].replace("as of now", "")
        assert "Rustem Umerov" in lines(talks, "roster")
        await talks.press("3")
        assert "Large strike" in lines(talks, "timeline")


async def test_t_looks_as_of_the_day_of_the_record_under_the_cursor(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.go_to("timeline", talks.find("timeline", "Dmitriev meets"))
        await talks.press("t")
        assert as_of(talks) == "2026-01-31"
        assert "Dmitriev meets" in talks.row("timeline")
        await talks.press("T")
        assert as_of(talks) is None
        assert "Dmitriev meets" in talks.row("timeline")
        await talks.go_to("positions", talks.find("positions", "Energy truce"))
        await talks.press("t")
        assert as_of(talks) == "2026-02-03"


async def test_what_is_of_no_day_says_so(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.go_to("positions", talks.find("positions", "Territory"))
        await talks.press("t")
        assert as_of(talks) is None
        await until(lambda: "This is of no day" in talks.text(), "the notice")


async def test_comma_and_full_stop_step_by_what_changed_and_lead_to_it(store_path: Path) -> None:
    async with opened(store_path) as talks:
        met = []
        for _ in range(4):
            await talks.press(",")
            near = talks.board.timeline.near
            assert near is not None
            met.append((as_of(talks), iso(near[1])))
        assert met == [
            ("2026-02-04", "2026-02-04"), ("2026-02-03", "2026-02-03"), ("2026-02-01", "2026-02-01"),
            ("2026-01-31", "2026-01-31"),
        ]  # fmt: skip
        await talks.press(".")
        assert as_of(talks) == "2026-02-01"
        await talks.press(".", ".", ".")
        assert as_of(talks) is None
        await talks.press(".")
        await until(lambda: "This is now." in talks.text(), "the notice")


async def test_before_the_first_day_there_is_none(store_path: Path) -> None:
    async with opened(store_path, scope=Scope(as_of=day("2022-09-01"))) as talks:
        await talks.press(",")
        assert as_of(talks) == "2022-09-01"
        await until(lambda: "no earlier" in talks.text() or "any earlier" in talks.text(), "the notice")


async def test_less_and_greater_step_by_round(store_path: Path) -> None:
    async with opened(store_path) as talks:
        await talks.press("<")
        assert as_of(talks) == "2026-02-05"
        await talks.press("<")
        assert as_of(talks) == "2026-01-24"
        assert "round 1 of 2" in talks.pane("roster").caption
        await talks.press("<")
        assert as_of(talks) == "2026-01-24"
        await talks.press(">", ">")
        assert as_of(talks) is None


async def test_a_typed_day_is_looked_at_and_a_wrong_one_is_refused(store_path: Path) -> None:
    async with opened(store_path) as talks:
        talks.board.action_as_of_day()
        await talks.rest()
        await talks.type("03/04")
        await talks.press("enter")
        assert "could be" in talks.text()
        talks.app.screen.query_one(Input).value = "30 jan"
        await talks.press("enter")
        assert as_of(talks) == "2026-01-30"


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_long_ago_each_pane_says_that_nothing_was_known_and_how_to_go_on(
    size: tuple[int, int], store_path: Path
) -> None:
    async with opened(store_path, size, Scope(as_of=day("1900-01-01"))) as talks:
        for key, name in (("1", "roster"), ("3", "timeline")):
            await talks.press(key)
            assert "Nothing was known by 1 Jan 1900" in lines(talks, name).replace("\n", "")
        await talks.press(".")
        assert as_of(talks) == "2022-09-01"
        assert "Referendums" in talks.row("timeline")


async def test_a_change_of_day_is_one_frame(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(store_path) as talks:
        await talks.press("3")
        frames: list[object] = []
        display = App._display

        def counted(app: App[object], screen: object, what: object) -> None:
            if isinstance(what, CompositorUpdate):
                frames.append(what)
            display(app, screen, what)  # type: ignore[arg-type]

        monkeypatch.setattr(App, "_display", counted)
        await talks.press(",")
        # One for the board; a second for the detail, where the cursor came to rest on another record.
        assert len(frames) <= 2
        roster, timeline = talks.pane("roster").region, talks.pane("timeline").region
        assert roster.height
        assert timeline.height


async def test_the_talks_are_played_day_by_day_and_can_be_paused(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "PACE", 0.02)
    async with opened(store_path) as talks:
        await talks.press("2")
        talks.board.action_play()
        await until(lambda: as_of(talks) is not None, "the first day")
        await until(lambda: (as_of(talks) or "") >= "2026-01-24", "the days that follow")
        await talks.press("space")
        here = as_of(talks)
        assert talks.board.playing
        await talks.press("j")
        assert as_of(talks) == here
        await talks.press("space")
        await until(lambda: not talks.board.playing, "the end")
        await talks.rest()
        assert as_of(talks) is None


async def test_a_step_by_hand_ends_the_play_and_space_folds_again(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "PACE", 60)
    async with opened(store_path) as talks:
        talks.board.action_play()
        await until(lambda: as_of(talks) == "2022-09-01", "the first day")
        await talks.press(".")
        assert not talks.board.playing
        await talks.go_to("positions", talks.find("positions", "Territory"))
        before = len(talks.pane("positions").rows)
        await talks.press("space")
        assert len(talks.pane("positions").rows) < before


async def test_going_back_ends_the_play_and_leads_to_where_it_began(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "PACE", 0.05)
    async with opened(store_path) as talks:
        talks.board.action_play()
        await until(lambda: (as_of(talks) or "") >= "2026-01-23", "some days")
        await talks.press("(")
        await until(lambda: not talks.board.playing, "the end of the play")
        await talks.rest()
        assert as_of(talks) is None


async def test_a_held_key_takes_every_step(store_path: Path) -> None:
    async with opened(store_path) as talks:
        talks.send(*",,,,,")
        await talks.rest()
        assert as_of(talks) == "2026-01-30"
        talks.send(*"..,<<>")
        await talks.rest()
        assert as_of(talks) == "2026-02-05"


async def test_keys_typed_ahead_meet_the_pane_that_they_were_meant_for(store_path: Path) -> None:
    async with opened(store_path) as talks:
        talks.send(*"3Gt")
        await talks.rest()
        assert as_of(talks) == "2022-09-01"
        talks.send(*"T2jlH")
        await talks.rest()
        assert "Ukraine on Withdrawal from Donbas" in talks.text()
