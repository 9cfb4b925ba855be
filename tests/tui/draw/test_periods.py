"""Weeks, months and years, drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.asof import UNDATED
from db.zoom import Period, Unit, Zoomed
from tests.tui.draw.make import FEB_4
from tui.draw.periods import Rows, bar, beside, kinds, name
from tui.draw.spans import plain, width_of

FEB_2026 = Period("month", (0, 20485, 0, 0), 20512, 1234, 56, (600, 70), (("ASSAULT", 1000), ("ACCUSE", 234)))


def zoomed(*periods: Period) -> Zoomed:
    return Zoomed("month", periods, 0, len(periods), 0, None, 2000, ("AA", "BB"))


@pytest.mark.parametrize("width", [38, 60, 78, 118, 198])
def test_a_row_is_as_wide_as_the_pane_and_says_when_and_how_much(width: int) -> None:
    [row] = Rows(zoomed(FEB_2026), width)
    assert width_of(row.line) == width
    assert plain(row.line).startswith(" Feb 2026")
    assert row.rests
    assert row.key == (0, 20485)
    if width >= 60:
        assert "1,234" in plain(row.line)
        assert "‡ 56" in plain(row.line)
    if width >= 118:
        for told in ("✶ 1,000", "AA 600  BB 70", "56 contested"):
            assert told in plain(row.line)


@pytest.mark.parametrize(
    ("unit", "first", "last", "planned", "said"),
    [
        ("day", FEB_4, FEB_4, 0, "4 Feb 2026"),
        ("week", 20486, 20492, 0, "2–8 Feb 2026"),
        ("week", 20479, 20485, 0, "26 Jan – 1 Feb 2026"),
        ("week", 20451, 20457, 0, "29 Dec 2025 – 4 Jan 2026"),
        ("month", 20485, 20512, 1, "Feb 2026 · planned"),
        ("year", 20454, 20818, 0, "2026"),
        ("year", -735_599, -735_234, 0, "-44"),
        ("month", UNDATED, UNDATED, 0, "No date"),
    ],
)
def test_a_period_is_called_as_people_do(unit: Unit, first: int, last: int, planned: int, said: str) -> None:
    assert name(Period(unit, (planned, first, 0, 0), last, 1, 0)) == said


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(1, 60))
def test_a_bar_fits_and_shows_what_there_is(events: int, more: int, width: int) -> None:
    drawn = bar(events, events + more, width)
    assert len(drawn) <= width
    assert bool(drawn) == (events > 0)
    if events and not more:
        assert drawn == "█" * width


@given(st.integers(0, 60))
def test_types_are_written_whole_or_not_at_all(width: int) -> None:
    text = kinds(FEB_2026, width)
    assert text in ("", "✶ 1,000", "✶ 1,000  ⚑ 234")
    assert len(text) <= width


def test_a_day_of_few_events_says_nothing_beside_its_name() -> None:
    few = Period("day", (0, FEB_4, 0, 0), FEB_4, 2, 0)
    assert beside(few, ("AA", "BB"), 60) == beside(None, ("AA", "BB"), 60) == ()
    many = Period("day", (0, FEB_4, 0, 0), FEB_4, 12, 3, (4, 5), (("ROUND", 12),))
    assert plain(beside(many, ("AA", "BB"), 60)) == "12 events   ● 12   AA 4  BB 5  ‡ 3"
    assert plain(beside(many, ("AA", "BB"), 16)) == "12 events  ‡ 3"
    assert beside(many, ("AA", "BB"), 5) == ()
