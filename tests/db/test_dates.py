"""Dates: what is written becomes bounds that sort; what is typed becomes one day, or a refusal."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from db import dates
from db.dates import DAY, NOWHERE, Bounds, DateError, bounds, civil, day_number, iso, iso_day, span, today, typed_day

far_days = st.integers(-20_000 * 366, 20_000 * 366)
NEAR = day_number(2026, 2, 4)


@given(far_days)
def test_a_day_counted_and_named_is_the_same_day(number: int) -> None:
    year, month, day = civil(number)
    assert 1 <= month <= 12
    assert 1 <= day <= 31
    assert day_number(year, month, day) == number


@given(
    st.sampled_from(
        [
            "[..{0}]",
            "[{0}..]",
            "[{0}..{1}]",
            "{0}?",
            "{0}~",
            "{0}%",
            "{0}/{1}",
            "[{0}..",
            "{0:%Y-%m}",
            "{0:%Y-%m}?",
            "{0:%Y}",
            "{0:%Y}~",
        ]
    ),
    st.dates(),
    st.dates(),
)
@example("[..{0}]", date(1970, 1, 1), date(1970, 1, 1))
@example("{0}/{1}", date(2026, 2, 5), date(2026, 2, 4))
@settings(max_examples=60, deadline=None)
def test_what_is_read_without_the_parser_is_what_the_parser_reads(form: str, one: date, other: date) -> None:
    text = form.format(one, other)
    assume("%Y" not in form or one.year > 999)  # else the year is written with fewer digits

    def read(reader: Callable[[str], Bounds | None]) -> Bounds | str | None:
        try:
            return reader(text)
        except DateError as error:
            return str(error)

    common = read(dates._common)
    if common is None:
        assert form == "[{0}.."
    elif one <= other or "{1}" not in form:
        assert common == read(dates._extended)
    else:
        with pytest.raises(DateError):
            bounds(text)


def test_dates_of_every_day_need_no_parser() -> None:
    script = (
        "import sys; from db.dates import bounds\n"
        "for text in '2026-02-04', '2026-02-04?', '[..2026-02-04]', '[2026-02-04..]', '2026-02-04/2026-02-05',"
        " '2026-02', '2026':"
        " bounds(text)\n"
        "assert 'edtf' not in sys.modules; bounds('2026-21'); assert 'edtf' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


@given(far_days)
def test_the_day_after_has_the_next_number(number: int) -> None:
    assert civil(number) < civil(number + 1)


@given(st.dates())
def test_days_agree_with_the_standard_library(day: date) -> None:
    number = (day - date(1970, 1, 1)).days
    assert day_number(day.year, day.month, day.day) == number
    assert civil(number) == (day.year, day.month, day.day)
    assert iso(number) == day.isoformat()


@given(far_days)
def test_an_iso_day_reads_back(number: int) -> None:
    assert iso_day(iso(number)) == number


@given(far_days, far_days)
def test_bounds_of_two_days_sort_as_the_days_do(one: int, other: int) -> None:
    first, second = bounds(iso(one)).earliest, bounds(iso(other)).earliest
    assert first is not None
    assert second is not None
    assert (first < second) == (one < other)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-13-01", "2026-00-10", "2026-2-4", "26-02-04", "2026-02-04 ", "", "２０２６-02-04"]
)
def test_what_is_no_iso_day_is_none(text: str) -> None:
    assert iso_day(text) is None


def first_and_last(text: str) -> tuple[str | None, str | None, str | None]:
    """The first and the last day that a date can mean, and the day that it is listed under."""
    found = bounds(text)
    return (
        None if found.earliest is None else iso(found.earliest // DAY),
        None if found.latest is None else iso(found.latest // DAY),
        None if found.day is None else iso(found.day),
    )


@pytest.mark.parametrize(
    ("text", "first", "last", "day"),
    [
        ("2026-02-04", "2026-02-04", "2026-02-04", "2026-02-04"),
        ("2026-02-03?", "2026-02-03", "2026-02-03", "2026-02-03"),
        ("2026-02", "2026-02-01", "2026-02-28", "2026-02-01"),
        ("2026", "2026-01-01", "2026-12-31", "2026-01-01"),
        ("202X", "2020-01-01", "2029-12-31", "2020-01-01"),
        ("2026-01-23/2026-01-24", "2026-01-23", "2026-01-24", "2026-01-23"),
        ("[..2026-02-04]", None, "2026-02-04", "2026-02-04"),
        ("[2026-02-04..]", "2026-02-04", None, "2026-02-04"),
        ("[2026-01-31..2026-02-04]", "2026-01-31", "2026-02-04", "2026-01-31"),
        ("2026-02-04/..", "2026-02-04", None, "2026-02-04"),
        ("-0043-03-15", "-0043-03-15", "-0043-03-15", "-0043-03-15"),
        ("12026-01-01", "+12026-01-01", "+12026-01-01", "+12026-01-01"),
        ("", None, None, None),
    ],
)
def test_what_a_stored_date_can_mean(text: str, first: str | None, last: str | None, day: str | None) -> None:
    assert first_and_last(text) == (first, last, day)


def test_a_season_is_listed_under_its_first_day() -> None:
    first, last, day = first_and_last("2022-23")
    assert first is not None
    assert first == day
    assert first < str(last)


@pytest.mark.parametrize(
    ("text", "moment", "seconds"),
    [
        ("2026-02-04T10:00+04:00[Asia/Dubai]", datetime(2026, 2, 4, 6, tzinfo=UTC), 59),
        ("2026-02-04T10:00[Asia/Dubai]", datetime(2026, 2, 4, 6, tzinfo=UTC), 59),
        ("2026-02-04T10:00:30Z", datetime(2026, 2, 4, 10, 0, 30, tzinfo=UTC), 0),
        ("2026-02-04T01:00+04:00", datetime(2026, 2, 3, 21, tzinfo=UTC), 59),
    ],
)
def test_a_clock_time_is_a_moment_but_keeps_its_own_day(text: str, moment: datetime, seconds: int) -> None:
    found = bounds(text)
    assert found.earliest == int(moment.timestamp())
    assert found.latest == found.earliest + seconds
    assert found.day == day_number(2026, 2, 4)


def test_an_interval_of_clock_times_runs_from_the_first_to_the_last() -> None:
    found = bounds("2026-02-04T10:00+04:00[Asia/Dubai]/2026-02-05T18:00+04:00[Asia/Dubai]")
    assert (found.earliest, found.latest) == (
        bounds("2026-02-04T06:00Z").earliest,
        bounds("2026-02-05T14:00Z").latest,
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("soon", "not a date"),
        ("4 Feb 2026", "not a date"),
        ("2026-02-30", "not a date"),
        ("2026-02-05/2026-02-04", "ends before it starts"),
        ("2026-02-04T10:00Z/2026-02-04T09:00Z", "ends before it starts"),
        ("2026-02-04T10:00", "without its zone"),
        ("2026-02-04T10:00[Mars/Olympus]", "time zone"),
        ("2026-02-04T10:00[Asia]", "time zone"),
        ("2026-02-04T25:00Z", "not a date"),
        ("2026-02-04T10:00Z/x/y", "not a date"),
        ("0001-01-01T00:00+04:00", "not a date"),
        ("9999-12-31T23:00-04:00", "not a date"),
        ("Y17E20", "not a date"),
        ("Y-17E30", "not a date"),
        ("Y" + "9" * 4000, "not a date"),
        ("[" + "1990," * 4000 + "1991]", "not a date"),
        ("T", "not a date"),
        ("../", "not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(DateError, match=why) as caught:
        bounds(text)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("text", ["32 March", "03/04/2024", "4.2.2026", "2026-02-04 10:00", "Feb 4", "n/a/b", "?!"])
def test_what_dates_are_never_written_with_is_refused_without_the_parser(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "edtf", None)
    with pytest.raises(DateError, match="is not a date"):
        bounds(text)


def test_refusing_a_date_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DateError):
        bounds("/..2026-02-31")
    assert capfd.readouterr() == ("", "")


pieces = st.sampled_from(
    ["2026", "02", "2026-02-04", "..", "/", "-", "[", "]", "{", "}", ",", "X", "Y", "E9", "S2", "?", "~", "%", "T10:00",
     "Z", "[Asia/Dubai]", "+04:00", "0", "9"]
)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(st.text(max_size=30), st.lists(pieces, max_size=8).map("".join)))
def test_bounds_of_any_text_are_in_order_and_fit_the_store_or_are_refused(text: str) -> None:
    try:
        found = bounds(text)
    except DateError:
        return
    for edge in (found.earliest, found.latest):
        assert edge is None or abs(edge) < 2**62
    assert found.earliest is None or found.latest is None or found.earliest <= found.latest
    assert found.day is None or iso_day(iso(found.day)) == found.day


def test_bounds_overlap_where_one_moment_fits_both() -> None:
    assert bounds("2026-02").overlaps(bounds("2026-02-28"))
    assert bounds("[..2026-02-04]").overlaps(bounds("2026-02-04"))
    assert not bounds("[..2026-02-04]").overlaps(bounds("2026-02-05"))
    assert NOWHERE.overlaps(bounds("2026"))


edges = st.one_of(st.none(), st.integers(-50, 50))
spans = st.builds(Bounds, edges, edges, st.none()).filter(
    lambda found: found.earliest is None or found.latest is None or found.earliest <= found.latest
)


@given(spans, spans)
def test_overlapping_is_mutual(one: Bounds, other: Bounds) -> None:
    assert one.overlaps(other) == other.overlaps(one)


def test_a_span_runs_from_the_first_start_to_the_last_end() -> None:
    found = span("[2026-01-25..2026-01-30]", "[2026-02-01..2026-02-06]")
    assert (found.earliest, found.latest) == (bounds("2026-01-25").earliest, bounds("2026-02-06").latest)
    assert span("2026-02-04", None) == bounds("2026-02-04")
    assert span(None, "2026-02-04").day == NEAR
    assert span(None, None) == NOWHERE


def test_a_span_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(DateError, match=r"ends \(2026-02-01\) before it starts \(2026-02-04\)"):
        span("2026-02-04", "2026-02-01")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-02-04", "2026-02-04"),
        (" 2026-02-04 ", "2026-02-04"),
        ("2026/2/4", "2026-02-04"),
        ("2026.02.04", "2026-02-04"),
        ("4 feb", "2026-02-04"),
        ("Feb 4 2026", "2026-02-04"),
        ("4 February 2025", "2025-02-04"),
        ("4th of feb", "2026-02-04"),
        ("feb", "2026-02-01"),
        ("2024", "2024-01-01"),
        ("dec 31", "2025-12-31"),
        ("29 feb", "2024-02-29"),
        ("13/04/2024", "2024-04-13"),
        ("-0043-03-15", "-0043-03-15"),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, day: str) -> None:
    assert iso(typed_day(typed, NEAR)) == day


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("03/04/2024", "could be 2024-03-04 or 2024-04-03"),
        ("12", "not a day"),
        ("fri", "not a day"),
        ("", "not a day"),
        ("yesterday-ish", "not a day"),
        ("4 feb 10:00", "clock time"),
        ("2026-02-04T10:00Z", "clock time"),
        ("99999999999999999999", "not a day"),
        ("30 feb", "not a day"),
    ],
)
def test_what_is_not_one_day_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(DateError, match=why):
        typed_day(typed, NEAR)


words = st.sampled_from(
    [" ", "feb", "4", "2026", "04", "/", "-", ".", ",", "of", "Mon", "utc", "EST", "am", "T", "9999", "99999999", "0",
     "31", "th", "may", "+", "z", "b", "10:00", "½", "²", "٣"]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(
    st.one_of(
        st.text(max_size=30), st.lists(words, max_size=6).map("".join), st.lists(words, max_size=6).map(" ".join)
    ),
    far_days,
)
@example("FEB000000B", 0)
@example("1" * 400, 0)
def test_any_typed_text_is_a_day_or_is_refused_without_a_murmur(text: str, near: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            assert isinstance(typed_day(text, near), int)
        except DateError as error:
            assert str(error).endswith(".")


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_a_day_typed_without_its_year_is_the_nearest_one(near: date) -> None:
    number = (near - date(1970, 1, 1)).days
    assert abs(typed_day("4 feb", number) - number) <= 183


def test_today_is_today() -> None:
    days = {date.today() - timedelta(1), date.today(), date.today() + timedelta(1)}  # midnight may pass meanwhile
    assert iso(today()) in {day.isoformat() for day in days}
