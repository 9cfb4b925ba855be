"""How a stance differs from the one before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.shift import Shift, Stand, shift

STANDS = st.builds(Stand, st.integers(-2, 2), st.sampled_from(["", "if asked", "once it is over"]))


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (Stand(1), Stand(2), Shift("hardened", 1)),
        (Stand(-1), Stand(-2), Shift("hardened", -1)),
        (Stand(0), Stand(-1), Shift("hardened", -1)),
        (Stand(2), Stand(1), Shift("softened", -1)),
        (Stand(-2), Stand(0), Shift("softened", 2)),
        (Stand(-2), Stand(1), Shift("turned", 3)),
        (Stand(1), Stand(-1), Shift("turned", -2)),
        (Stand(1), Stand(1), Shift("")),
        (Stand(1), Stand(1, "if"), Shift("hardened", 0, "added")),
        (Stand(1, "if"), Stand(1), Shift("softened", 0, "dropped")),
        (Stand(-1), Stand(-1, "if"), Shift("softened", 0, "added")),
        (Stand(-1, "if"), Stand(-1), Shift("hardened", 0, "dropped")),
        (Stand(1, "if"), Stand(1, "when"), Shift("", 0, "changed")),
        (Stand(0), Stand(0, "if"), Shift("", 0, "added")),
        (Stand(2), Stand(1, "if"), Shift("softened", -1, "added")),
        (None, Stand(1, "if"), Shift("first")),
        (Stand(None), Stand(1), Shift("first")),
        (Stand(2), Stand(None, "if"), Shift("")),
    ],
)
def test_the_rule(before: Stand | None, now: Stand, expected: Shift) -> None:
    assert shift(before, now) == expected


@given(STANDS, STANDS)
def test_the_way_back_is_the_other_way(one: Stand, other: Stand) -> None:
    there, back = shift(one, other), shift(other, one)
    assert there.steps == -back.steps
    opposite = {"": "", "turned": "turned", "hardened": "softened", "softened": "hardened"}
    assert back.way == opposite[there.way]


@given(STANDS, STANDS)
def test_it_takes_no_side(one: Stand, other: Stand) -> None:
    def mirrored(stand: Stand) -> Stand:
        assert stand.stance is not None
        return Stand(-stand.stance, stand.condition)

    mirror = shift(mirrored(one), mirrored(other))
    found = shift(one, other)
    assert mirror.steps == -found.steps
    assert mirror.condition == found.condition
    if abs(one.stance or 0) != abs(other.stance or 0) or not found.condition:
        assert mirror.way == found.way
