"""How far apart two sides stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.distance import distance

sides = st.lists(st.one_of(st.none(), st.integers(-2, 2)), max_size=4)


@given(sides, sides)
def test_distance_is_mutual_and_within_the_scale(one: list[int | None], other: list[int | None]) -> None:
    apart = distance(one, other)
    assert apart == distance(other, one)
    assert apart is None or 0 <= apart <= 4


@given(sides, sides)
def test_it_is_unknown_exactly_where_a_side_has_no_known_stance(one: list[int | None], other: list[int | None]) -> None:
    known = [side for side in (one, other) if any(stance is not None for stance in side)]
    assert (distance(one, other) is None) == (len(known) < 2)


@given(sides, sides)
def test_a_party_whose_stance_is_unknown_changes_nothing(one: list[int | None], other: list[int | None]) -> None:
    assert distance([*one, None], [None, *other]) == distance(one, other)


@given(sides, sides, st.integers(-2, 2))
def test_one_more_party_at_the_table_never_brings_the_sides_closer(
    one: list[int | None], other: list[int | None], more: int
) -> None:
    before, after = distance(one, other), distance([*one, more], other)
    assert before is None or (after is not None and after >= before)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ([2], [-2], 4),
        ([1], [1], 0),
        ([0], [-1], 1),
        ([2, 1], [1], 1),
        ([2], [1, -1], 3),
        ([], [2], None),
        ([None], [2], None),
    ],
)
def test_the_two_that_stand_furthest_apart_count(
    one: list[int | None], other: list[int | None], apart: int | None
) -> None:
    assert distance(one, other) == apart
