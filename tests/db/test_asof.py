"""As of a day: what counts, from when, and how an event stood before it became what its row says."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.asof import UNDATED, Course, Stage, by, day_of, held, known, newest, stages
from db.contested import Said, weigh
from db.dates import iso, iso_day


def day(text: str) -> int:
    found = iso_day(text)
    assert found is not None
    return found


def said(about: str, value: str, said_on: str = "", source: int = 1, **more: str) -> Said:
    return Said(about, value or None, more.get("modality", "asserts"), source, None, None, said_on or None)


def course(*claims: Said, status: str = "held", starts: str = "2026-02-04", ends: str = "", form: str = "") -> Course:
    return Course(status, starts, ends, form, day_of(starts), claims, [])


def told(found: tuple[Stage, ...]) -> list[tuple[str, str, str, str]]:
    return [(iso(stage.since), iso(stage.until), stage.status, stage.starts) for stage in found]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026-02-04", "2026-02-04"),
        ("2026-02", "2026-02-01"),
        ("2026", "2026-01-01"),
        ("2026-02-03?", "2026-02-03"),
        ("[2026-01-30..2026-02-04]", "2026-01-30"),
        ("[..2026-02-04]", "2026-02-04"),
        ("[2026-02-03..]", "2026-02-03"),
        ("2026-02-04T01:00+04:00[Asia/Dubai]", "2026-02-04"),
    ],
)
def test_a_thing_counts_from_its_first_day_or_from_the_last_if_it_is_open_at_the_start(
    date: str, expected: str
) -> None:
    assert iso(day_of(date)) == expected


@pytest.mark.parametrize("date", ["", None, "soon", "2026-02-30"])
def test_what_has_no_date_always_counts(date: str | None) -> None:
    assert day_of(date) == UNDATED
    assert by([said("", "", date or "")], day("0001-01-01"))


def test_a_claim_counts_from_the_day_that_it_was_said() -> None:
    claims = [said("", "", "2026-02-03"), said("", ""), said("", "", "2026-02-05")]
    assert by(claims, day("2026-02-04")) == claims[:2]
    assert by(claims, None) == claims


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, True),
        ("2026-02-04", None, True),
        ("2026-02-05", None, False),
        (None, "2026-02-04", True),
        (None, "2026-02-03", False),
        ("2020", "2026-03", True),
        (None, "some day", True),
    ],
)
def test_an_office_is_held_from_its_first_to_its_last_day(since: str | None, until: str | None, expected: bool) -> None:
    assert held(since, until, day("2026-02-04")) == expected
    assert held(since, until, None)


# From when an event is known


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (course(), "2026-02-04"),
        (course(said("announced", "2026-01-30")), "2026-01-30"),
        (course(said("announced", "2026-02-10")), "2026-02-04"),
        (course(said("announced", "2026-01-30", modality="denies")), "2026-02-04"),
        (course(said("starts", "2026-02-01", "2026-01-28")), "2026-01-28"),
        (course(said("mood", "good", "2026-01-28")), "2026-02-04"),
    ],
)
def test_an_event_is_known_from_its_day_or_from_when_it_was_announced(event: Course, expected: str) -> None:
    assert iso(known(event)) == expected


def test_a_plan_that_nobody_dated_is_known_by_the_day_that_a_source_told_of_it() -> None:
    plan = Course("planned", "2027-03-01", "", "", day("2027-03-01"), [said("", "")], ["2026-02", "2026-05-01"])
    assert iso(known(plan)) == "2026-02-28"
    assert (
        iso(known(Course("held", "2027-03-01", "", "", day("2027-03-01"), [said("", "")], ["2026-02"]))) == "2027-03-01"
    )
    spoken = Course(
        "planned", "2027-03-01", "", "", day("2027-03-01"), [said("mood", "good", "2026-01-09")], ["2026-02"]
    )
    assert iso(known(spoken)) == "2026-01-09"


# How it stood


def test_an_event_of_one_day_has_no_stages() -> None:
    assert stages(course()) == ()
    assert stages(course(status="planned")) == ()
    assert stages(course(starts="")) == ()


def test_one_of_several_days_is_ongoing_until_the_last() -> None:
    assert told(stages(course(ends="2026-02-06"))) == [("2026-02-04", "2026-02-06", "ongoing", "2026-02-04")]
    assert stages(course(ends="2026-02-06", status="ongoing")) == ()


ROUND = course(
    said("status", "planned", "[2026-01-24..2026-01-31]"),
    said("starts", "2026-02-01", "[2026-01-24..2026-01-31]"),
    said("format", "bilateral", "[2026-01-24..2026-01-31]"),
    said("status", "postponed", "2026-02-01?"),
    said("status", "planned", "2026-02-03", 2),
    said("starts", "2026-02-04", "2026-02-03", 2),
    said("format", "trilateral", "2026-02-03", 2),
    said("status", "ongoing", "2026-02-04"),
    said("ends", "2026-02-05"),
    status="ongoing",
    ends="2026-02-05",
    form="trilateral",
)


def test_status_dates_and_format_are_replayed_from_dated_claims() -> None:
    found = stages(ROUND)
    assert told(found) == [
        ("2026-01-24", "2026-02-01", "planned", "2026-02-01"),
        ("2026-02-01", "2026-02-03", "postponed", "2026-02-01"),
        ("2026-02-03", "2026-02-04", "planned", "2026-02-04"),
    ]
    assert [stage.format for stage in found] == ["bilateral", "bilateral", "trilateral"]
    assert [iso(stage.day) for stage in found] == ["2026-02-01", "2026-02-01", "2026-02-04"]
    # An end that nobody dated belongs to the start that the row has.
    assert [stage.ends for stage in found] == ["", "", "2026-02-05"]
    # A plan that was changed is no dispute.
    assert {stage.state.state for stage in found} == {"single", "agreed"}


def test_what_was_only_said_later_is_not_known_before() -> None:
    found = stages(course(said("announced", "2026-01-01"), said("starts", "2026-02-04", "2026-01-20")))
    assert told(found) == [
        ("2026-01-01", "2026-01-20", "planned", ""),
        ("2026-01-20", "2026-02-04", "planned", "2026-02-04"),
    ]


def test_once_it_has_begun_what_is_said_of_it_later_hides_nothing() -> None:
    event = course(said("starts", "2026-02-04", "2026-02-09"), said("status", "held", "2026-02-09"))
    assert [stage.starts for stage in stages(event)] == ["2026-02-04"]
    assert stages(event)[0].status == "held"


def test_a_word_of_that_day_stands_until_the_row_is_said() -> None:
    event = course(
        said("ends", "2026-02-05", "2026-02-04"), said("ends", "2026-02-07", "2026-02-06"), ends="2026-02-07"
    )
    assert next((stage.ends, iso(stage.until)) for stage in stages(event)) == ("2026-02-05", "2026-02-06")


def test_a_dispute_that_began_later_was_none_before() -> None:
    event = course(said("killed", "1"), said("killed", "5", "2026-02-09", 2))
    [stage] = stages(event)
    assert (stage.state.state, iso(stage.until)) == ("single", "2026-02-09")
    assert weigh(event.claims).state == "contested"


def test_of_words_on_what_is_replayed_the_newest_counts_whoever_says_it() -> None:
    claims = [said("status", "planned", "2026-01-01"), said("status", "held", "2026-02-01", 2), said("mood", "good")]
    assert newest(claims) == claims[1:]


dates = st.sampled_from(
    ["", "2026-02-01", "2026-02-04", "2026-02", "[..2026-02-03]", "[2026-02-02..]", "soon", "-0044"]
)
claims = st.builds(
    said,
    st.sampled_from(["", "announced", "status", "starts", "ends", "format", "killed"]),
    st.sampled_from(["planned", "held", "2026-02-01", "2026-02-09", "bilateral", "7", "nonsense"]),
    dates,
    st.integers(1, 2),
)
courses = st.builds(
    lambda status, starts, ends, said: Course(status, starts, ends, "", day_of(starts), said, []),
    st.sampled_from(["planned", "ongoing", "held", "postponed", "cancelled"]),
    dates,
    dates,
    st.lists(claims, max_size=5),
)


@settings(deadline=None)  # a date that can't be read takes a parser
@given(courses)
def test_stages_follow_each_other_from_when_it_is_known_and_differ(event: Course) -> None:
    found = stages(event)
    for one, other in pairwise(found):
        assert one.until == other.since
    assert all(stage.since < stage.until for stage in found)
    if found:
        assert found[0].since == known(event)
    assert known(event) <= event.day
