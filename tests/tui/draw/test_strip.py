"""The density strip."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.density import Density
from tui.draw.spans import plain, width_of
from tui.draw.strip import merged, step, strip, width_in

FLAT = Density(0, 99, (4,) * 10, (0,) * 10)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=240), st.integers(8, 120), st.integers(-10, 2000))
def test_it_has_a_cell_for_each_place_and_one_for_the_cursor(counts: list[int], width: int, here: int) -> None:
    density = Density(0, 999, (*counts[:-1], counts[-1] + 1), tuple(count // 5 for count in counts))
    drawn = strip(density, width, here)
    assert width_of(drawn) == width
    assert sum(span.style.endswith("-here") for span in drawn) == 1


def test_the_fuller_the_higher_and_nothing_is_blank() -> None:
    density = Density(0, 7, (0, 1, 2, 3, 4, 5, 6, 8), (0,) * 8)
    assert plain(strip(density, 8, None)) == " ▁▂▃▄▅▆█"


def test_where_most_is_contested_a_mark_stands() -> None:
    density = Density(0, 7, (9,) * 8, (0, 0, 0, 5, 0, 1, 0, 0))
    drawn = strip(density, 8, None)
    assert [span.text for span in drawn] == ["█", "█", "█", "‡", "█", "█", "█", "█"]
    assert {number for number, span in enumerate(drawn) if "contested" in span.style} == {3}


@pytest.mark.parametrize("width", [8, 10, 13, 20, 120])
def test_an_even_time_is_an_even_strip_whatever_its_width(width: int) -> None:
    assert len(set(merged(FLAT.events, width))) == 1


def test_a_step_goes_to_the_next_cell_in_which_something_happened() -> None:
    density = Density(0, 9, (1, 0, 0, 2, 0, 0, 0, 0, 0, 1), (0,) * 10)
    assert step(density, 10, 0, 1) == 3
    assert step(density, 10, 9, -1) == 3
    assert step(density, 10, 9, 1) is None


def test_without_room_there_is_none() -> None:
    assert width_in(5) == 0
    assert width_in(60) == 60
    assert width_in(500) == 120
