"""Dates for people, from what is stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.dates import day_number
from db.text import UNSAFE
from tui.draw.days import ago, duration, either, heading, human, short, span


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ((2026, 2, 4), "Wed 4 Feb 2026"),
        ((1970, 1, 1), "Thu 1 Jan 1970"),
        ((1969, 12, 31), "Wed 31 Dec 1969"),
        ((2000, 2, 29), "Tue 29 Feb 2000"),
        ((12026, 3, 1), "Sun 1 Mar 12026"),
        ((-43, 3, 15), "Fri 15 Mar -43"),
    ],
)
def test_a_heading_names_the_weekday(day: tuple[int, int, int], expected: str) -> None:
    assert heading(day_number(*day)) == expected
    assert short(day_number(*day)) == expected.partition(" ")[2]


@pytest.mark.parametrize(
    ("stored", "expected", "without_year"),
    [
        ("", "", ""),
        ("2026-02-04", "4 Feb 2026", "4 Feb"),
        ("2026-02", "Feb 2026", "Feb 2026"),
        ("2026", "2026", "2026"),
        ("2026-02-04?", "4 Feb 2026?", "4 Feb?"),
        ("2026-02~", "about Feb 2026", "about Feb 2026"),
        ("2026-02-04%", "about 4 Feb 2026?", "about 4 Feb?"),
        ("2026-21", "spring 2026", "spring 2026"),
        ("2026-24", "winter 2026", "winter 2026"),
        ("-0043-03-15", "15 Mar -0043", "15 Mar"),
        ("[..2026-02-04]", "by 4 Feb 2026", "by 4 Feb"),
        ("[2026-02-04..]", "4 Feb 2026 or later", "4 Feb or later"),
        ("[2026-01-31..2026-02-04]", "between 31 Jan and 4 Feb 2026", "in 31 Jan–4 Feb"),
        ("[2025-12-31..2026-02-04]", "between 31 Dec 2025 and 4 Feb 2026", "in 31 Dec–4 Feb"),
        ("2026-02-04/2026-02-05", "4–5 Feb 2026", "4–5 Feb"),
        ("2026-01-23/2026-02-04", "23 Jan – 4 Feb 2026", "23 Jan–4 Feb"),
        ("2025-12-31/2026-01-01", "31 Dec 2025 – 1 Jan 2026", "31 Dec–1 Jan"),
        ("2026-02-04T10:00+04:00[Asia/Dubai]", "4 Feb 2026 10:00 (Asia/Dubai)", "4 Feb 10:00"),
        ("2026-02-04T10:00:30Z", "4 Feb 2026 10:00 (Z)", "4 Feb 10:00"),
        ("2026-02-04T10:00+04:00", "4 Feb 2026 10:00 (+04:00)", "4 Feb 10:00"),
    ],
)
def test_a_stored_date_is_written_for_people(stored: str, expected: str, without_year: str) -> None:
    assert human(stored) == expected
    assert human(stored, year=False) == without_year


@pytest.mark.parametrize(
    "stored",
    ["2026-02-04/..", "../2026-02-04", "/2026", "{2026,2027}", "2026-99", "2026-00-12", "Y170000002", "20XX", "soon"],
)
def test_a_form_that_is_rare_or_foreign_is_shown_as_it_is_stored(stored: str) -> None:
    assert human(stored) == stored


_EDTF = st.text("0123456789-./[]{}?~%TZ:+XYSPDWM ", max_size=40) | st.from_regex(
    r"[\[]?(\.\.)?-?\d{4}(-\d\d){0,2}[?~%]?(\.\.|/|,|\.\.\d{4}-\d\d-\d\d)?[\]]?", fullmatch=True
)


@given(_EDTF, st.booleans())
def test_no_stored_date_is_too_strange_to_show(stored: str, year: bool) -> None:
    assert not UNSAFE.search(human(stored, year))
    assert bool(human(stored, year)) == bool(stored)
    assert isinstance(duration(stored), str)


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("2026-02-04", "", "4 Feb 2026"),
        ("", "2026-02-05", "5 Feb 2026"),
        ("2026-02-04", "2026-02-04", "4 Feb 2026"),
        ("2026-02-04", "2026-02-05", "4–5 Feb 2026"),
        ("2026-01-23", "2026-02-04", "23 Jan – 4 Feb 2026"),
        ("2025-12-23", "2026-02-04", "23 Dec 2025 – 4 Feb 2026"),
        ("", "", ""),
    ],
)
def test_a_stretch_of_time_says_what_its_ends_share_once(starts: str, ends: str, expected: str) -> None:
    assert span(starts, ends) == expected


def test_rival_dates_are_given_each() -> None:
    assert either(["2026-01-25", "2026-01-30"]) == "25 or 30 Jan 2026"
    assert either(["2026-01-25", "2026-02-01"], year=False) == "25 Jan or 1 Feb"
    assert either(["2026-01-25", "2026-01"]) == "25 Jan 2026 or Jan 2026"
    assert either(["2026-01-25"]) == "25 Jan 2026"


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("P7D", "7 days"),
        ("P1D", "1 day"),
        ("P2W", "2 weeks"),
        ("P1Y6M", "1 year 6 months"),
        ("PT3H", "PT3H"),
        ("P", "P"),
        ("", ""),
        ("a week", "a week"),
    ],
)
def test_a_duration_is_counted_in_words(stored: str, expected: str) -> None:
    assert duration(stored) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-5, ("just now", 60)),  # the clock of who changed it is ahead of ours
        (0, ("just now", 60)),
        (59, ("just now", 1)),
        (60, ("1 min ago", 60)),
        (3599, ("59 min ago", 1)),
        (3600, ("1 h ago", 3600)),
        (47 * 3600 + 1, ("47 h ago", 3599)),
        (48 * 3600, ("2 days ago", 86_400)),
        (1000 * 86_400 + 10, ("1000 days ago", 86_390)),
    ],
)
def test_how_long_ago_is_said_with_how_long_that_stays_so(seconds: int, expected: tuple[str, int]) -> None:
    assert ago(seconds) == expected
