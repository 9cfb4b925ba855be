"""A stance over time, drawn as a chart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.history import Held, History
from db.text import UNSAFE
from tests.tui.draw.make import FEB_4, HOSTILE, held, history
from tui.draw.chart import chart
from tui.draw.spans import plain, width_of


def drawn(found: History, width: int = 64) -> list[str]:
    return [plain(line) for line in chart(found, width)]


def test_a_stance_goes_up_and_down_in_steps_between_the_first_and_the_last_day() -> None:
    found = history(held(2, FEB_4 - 20), held(1, FEB_4 - 10), held(-2, FEB_4 - 4))
    assert drawn(found) == [
        " ▲▲ demands  │▲▲──────────────────┐",
        " ▲  accepts  │                    ▲────────────┐",
        " ◇  neutral  │                                 │",
        " ▼  opposes  │                                 │",
        " ▼▼ rejects  │                                 ▼▼──────────────",
        "             └─────────────────────────────────────────────────",
        "              15 Jan 2026         25 Jan 2026        4 Feb 2026",
    ]


def test_a_condition_and_a_rival_stance_have_their_marks() -> None:
    text = drawn(history(held(1, condition="if", rivals=(-1,), state="contested")))
    assert "▲°‡" in text[1]
    assert "▼‡" in text[3]


def test_what_is_not_known_is_a_gap_with_its_point_on_the_axis() -> None:
    top, *_, axis, _ = drawn(history(held(2, FEB_4 - 20), held(None, FEB_4 - 10), held(2, FEB_4)))
    before, _, after = top.partition("─ ")
    assert "▲▲" in before
    assert "▲▲" in after
    assert "·" in axis


def test_an_uncertain_date_is_a_dotted_stretch_that_ends_where_it_was_held_at_the_latest() -> None:
    row = drawn(history(held(-2, FEB_4 - 40), held(-2, FEB_4, first=FEB_4 - 20, dates=("2026-02",))))[4]
    assert row.index("┄") > row.index("▼▼")
    assert "┄▼▼" in row
    open_end = drawn(history(held(2, FEB_4 - 20, last=None), until=FEB_4))[0]
    assert "▲▲┄┄" in open_end
    open_start = drawn(history(held(2, FEB_4, first=None)))[0]
    assert "│┄┄┄┄┄┄┄┄▲▲─" in open_start


def test_points_of_one_day_do_not_cover_each_other() -> None:
    found = history(*(held(stance, position=number) for number, stance in enumerate((2, 1, 0, -1, -2))))
    text = "\n".join(line.split("│")[-1] for line in drawn(found)[:5])
    for glyph in ("▲▲", "▲─", "◇", "▼─", "▼▼"):
        assert glyph in text


def test_of_more_than_there_is_room_for_the_newest_are_shown() -> None:
    found = history(*(held(1, FEB_4 - 100 + number) for number in range(100)), held(-2))
    lines = drawn(found, 64)
    assert sum(line.count("▲") for line in lines[:5]) == 1 + 3 + (49 // 4 - 1) - 1
    assert "▼▼" in lines[4].split("│")[1]


def test_each_point_has_the_tint_of_its_stance() -> None:
    styles = {span.style for line in chart(history(held(-1)), 64) for span in line if "▼" in span.text}
    assert "stance-1" in styles


@pytest.mark.parametrize("found", [history(), history(held(1, day=0, dates=("",))), history(held(None))])
def test_little_to_draw_is_no_fault(found: History) -> None:
    for line in chart(found, 64):
        assert width_of(line) == 64


def test_positions_without_a_day_and_narrow_pages_have_no_chart() -> None:
    undated = Held(1, ("",), None, None, None, 1, (), "", "", "", held(1).shift, ())
    assert drawn(history(undated)) == []
    assert drawn(history(held(1)), 30) == []


DAYS = st.integers(-800_000, 3_000_000)
HELD = st.builds(
    lambda day, stance, before, after, text, rivals: held(
        stance, day, dates=(text,), rivals=rivals, condition=text,
        first=None if before is None else day - before, last=None if after is None else day + after,
    ),
    DAYS, st.none() | st.integers(-2, 2), st.none() | st.integers(0, 900), st.none() | st.integers(0, 900),
    st.sampled_from(["2026-02-04", "2026", "", HOSTILE, "漢"]), st.sampled_from([(), (1,), (-2, 2)]),
)  # fmt: skip


@given(st.lists(HELD, max_size=30), st.integers(0, 220), st.none() | DAYS)
def test_whatever_was_held_every_line_is_as_wide_as_the_page(held: list[Held], width: int, until: int | None) -> None:
    for line in chart(history(*held, until=until), width):
        assert width_of(line) == width
        assert not UNSAFE.search(plain(line))
