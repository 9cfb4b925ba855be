"""What can be compared, and how people type it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.dates import day_number, iso, today
from db.errors import UsageError
from db.moments import Moment, Moments, Round, moments
from tests.db.helpers import is_one_sentence, reading, record
from tests.db.stories import STORY, round_of, statement

Talks = Callable[[str], Path]

JAN_12, FEB_4, MAR_1 = day_number(2026, 1, 12), day_number(2026, 2, 4), day_number(2026, 3, 1)
KNOWN = Moments(
    (
        Round(1, "round-1", 1, "First round", False, JAN_12),
        Round(2, "the-second", 2, "Second round", False, FEB_4),
        Round(3, "extra", 0, "An extra meeting", False, None),
    ),
    ((FEB_4, 3), (JAN_12, 1)),
)


def read(path: Path) -> Moments:
    with reading(path) as conn:
        return moments(conn, record(path, "process", "talks"))


def test_a_round_stands_for_its_last_day_or_its_first_where_no_end_is_known(talks: Talks) -> None:
    path = talks(STORY + round_of(5, "2026-07-01", "[2026-07-03..2026-07-09]") + round_of(6, "[..2026-08-01]"))
    found = {one.number: one.day and iso(one.day) for one in read(path).rounds}
    assert found == {
        1: "2026-01-12", 2: "2026-02-04", 3: "2026-03-01", 4: "2026-05-01", 5: "2026-07-03", 6: "2026-08-01",
    }  # fmt: skip


def test_the_days_on_which_anything_happened_are_listed_newest_first(talks: Talks) -> None:
    path = talks(statement("one", "2026-01-05") + statement("two", "2026-01-05") + statement("three", "2026-02"))
    assert [(iso(day), events) for day, events in read(path).days] == [("2026-02-01", 1), ("2026-01-05", 2)]
    assert read(path).newest == day_number(2026, 2, 1)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1", Moment(JAN_12, "Round 1", 1)),
        ("round 1", Moment(JAN_12, "Round 1", 1)),
        ("Round:1", Moment(JAN_12, "Round 1", 1)),
        (" R1 ", Moment(JAN_12, "Round 1", 1)),
        ("#2", Moment(FEB_4, "Round 2", 2)),
        ("the-second", Moment(FEB_4, "Round 2", 2)),
        ("second ROUND", Moment(FEB_4, "Round 2", 2)),
        ("2026-02-03", Moment(FEB_4 - 1)),
        ("3 feb", Moment(FEB_4 - 1)),
        ("2026", Moment(day_number(2026, 1, 1))),
        ("-0400-01-01", Moment(day_number(-400, 1, 1))),
        ("+12026-01-01", Moment(day_number(12026, 1, 1))),
    ],
)
def test_a_moment_is_read_as_people_type_it(typed: str, expected: Moment) -> None:
    assert KNOWN.read(typed) == expected


@pytest.mark.parametrize("typed", ["now", "today", "NOW"])
def test_now_is_everything_on_record_whatever_the_clock_says(typed: str) -> None:
    far = today() + 1000
    assert Moments((), ((far, 1),)).read(typed) == Moment(far, "now", now=True)
    assert Moments((), ()).read(typed).day == today()
    assert KNOWN.read(typed).as_of is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("03/04", "could be 2026-03-04 or 2026-04-03"),
        ("2026-02-30", "is not a day"),
        ("2026-02-04T10:00+04:00", "has a clock time in it"),
        ("4 feb 10:00 UTC", "has a clock time in it"),
        ("9", "There is no round 9"),
        ("round 2026", "There is no round 2026"),
        ("", "is not a day"),
        ("soon", "is not a day"),
        ("extra", "has no date yet"),
    ],
)
def test_what_is_none_or_could_be_two_is_refused_in_a_sentence_that_says_what_there_is(typed: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        KNOWN.read(typed)
    assert says in str(caught.value)
    assert is_one_sentence(str(caught.value))
    if "date yet" not in says:
        assert "there are rounds 1, 2 and extra" in str(caught.value)


def test_where_there_is_no_round_days_are_asked_for() -> None:
    with pytest.raises(UsageError, match="There is no round 1: this negotiation has none, so type a day such as"):
        Moments((), ((FEB_4, 1),)).read("round 1")
    with pytest.raises(UsageError, match=r"“soon” is not a day: [^;]+\.$"):
        Moments((), ()).read("soon")


def test_two_rounds_of_one_number_are_told_apart_by_their_slugs() -> None:
    twice = Moments((*KNOWN.rounds, Round(4, "again", 2, "Again", False, FEB_4)), ())
    with pytest.raises(UsageError, match="type one by its slug, the-second or again"):
        twice.read("2")
    assert twice.read("again").round == 4


def test_many_rounds_are_counted_not_listed() -> None:
    many = Moments(tuple(Round(n, f"r-{n}", n, "", False, n) for n in range(1, 100)), ())
    with pytest.raises(UsageError, match=r"there are rounds 1, 2, 3, 4, 5, 6 and 93 more\.$"):
        many.read("100")


def test_what_is_compared_first_is_the_round_before_the_newest_that_was_held(talks: Talks) -> None:
    known = read(talks(STORY))
    assert known.before(known.now).name == "Round 2"
    assert known.before(known.read("3")).name == "Round 2"
    assert known.before(known.read("2")).name == "Round 1"
    assert known.before(known.read("2026-01-20")).written == "2026-01-19"
    assert Moments((), ((FEB_4, 1),)).before(Moment(FEB_4 + 90, "now", now=True)) == Moment(FEB_4 - 1)


@given(typed=st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        found = KNOWN.read(typed)
    except UsageError as error:
        assert is_one_sentence(str(error))
    else:
        assert isinstance(found.day, int)


@given(day=st.integers(-700_000, 2_900_000))
def test_what_is_written_can_be_typed(day: int) -> None:
    assert KNOWN.read(Moment(day).written) == Moment(day)
    for one in KNOWN.rounds[:2]:
        assert one.moment
        assert KNOWN.read(one.moment.written) == one.moment
