"""Which week, month and year a day is in, held against the calendar of the standard library."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.asof import UNDATED
from db.periods import UNITS, first_of, last_of

EPOCH = date(1970, 1, 1).toordinal()


@given(st.dates(min_value=date(2, 1, 1), max_value=date(9998, 12, 31)))
def test_periods_are_those_of_the_calendar(day: date) -> None:
    number = day.toordinal() - EPOCH
    firsts = {
        "day": day,
        "week": day - timedelta(day.weekday()),
        "month": day.replace(day=1),
        "year": day.replace(month=1, day=1),
    }
    assert {unit: first_of(unit, number) for unit in UNITS} == {
        unit: first.toordinal() - EPOCH for unit, first in firsts.items()
    }
    assert last_of("year", first_of("year", number)) == date(day.year, 12, 31).toordinal() - EPOCH


@given(st.integers(-(10**9), 10**9), st.sampled_from(UNITS))
def test_every_day_is_in_one_period_and_the_next_begins_after_it(day: int, unit: str) -> None:
    first = first_of(unit, day)
    last = last_of(unit, first)
    assert first <= day <= last
    assert first_of(unit, first) == first_of(unit, last) == first
    assert first_of(unit, last + 1) == last + 1


@pytest.mark.parametrize("unit", UNITS)
def test_no_date_is_a_period_of_its_own(unit: str) -> None:
    assert first_of(unit, UNDATED) == last_of(unit, UNDATED) == UNDATED
