"""What a cell says: read strictly, or a fault."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.dates import bounds
from db.reading.tables.cells import CellError, between, count, day_reader, flag, number, remembered, rounded, settled


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-04", "2024-03-04"),
        ("2024-03-04 00:00:00.000", "2024-03-04"),
        ("2024-03-04T10:30", "2024-03-04"),
        ("2024-03-04T10:30+04:00", "2024-03-04T10:30+04:00"),
        ("2024-03-04 10:30[Asia/Dubai]", "2024-03-04T10:30[Asia/Dubai]"),
        ("20240304", "2024-03-04"),
        ("2024-03", "2024-03"),
        ("2024", "2024"),
        ("4 March 2024", "2024-03-04"),
        ("March 2024", "2024-03"),
        ("14/03/2024", "2024-03-14"),
        ("3/14/2024", "2024-03-14"),
        ("4.4.2024", "2024-04-04"),
        ("14/03/2024 10:30", "2024-03-14"),
        ("[..2024-03-04]", "[..2024-03-04]"),
        ("2024-03-04?", "2024-03-04?"),
    ],
)
def test_a_date_that_can_mean_one_thing_is_read_without_a_format(text: str, day: str) -> None:
    assert day_reader()(text) == day


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("03/04/2024", "could be 2024-03-04 or 2024-04-03"),
        ("32 March", "“32 March” is not a date"),
        ("2024-02-30", "“2024-02-30” is not a date"),
        ("30/30/2024", "“30/30/2024” is not a date"),
        ("4 March", "“4 March” is not a date"),
        ("soon", "“soon” is not a date"),
    ],
)
def test_a_date_that_can_mean_two_things_or_nothing_is_refused(text: str, why: str) -> None:
    with pytest.raises(CellError, match=why):
        day_reader()(text)


def test_a_format_says_how_a_date_is_read_and_how_much_of_it_there_is() -> None:
    read = day_reader(["%d/%m/%Y", "%B %Y", "%Y", "%d-%b-%y"])
    assert [read(text) for text in ("03/04/2024", "May 2024", "2024", "04-Mar-24")] == [
        *("2024-04-03", "2024-05", "2024", "2024-03-04")
    ]


def test_what_two_formats_read_as_different_days_is_refused_unless_the_column_shows_which_is_meant() -> None:
    formats = ["%d/%m/%Y", "%m/%d/%Y", "%d %B %Y"]
    read = day_reader(formats)
    assert [read("04/04/2024"), read("14/03/2024"), read("4 May 2024")] == ["2024-04-04", "2024-03-14", "2024-05-04"]
    with pytest.raises(CellError, match="“03/04/2024” could be 2024-03-04 or 2024-04-03: say which is meant"):
        read("03/04/2024")
    assert settled(formats, ["03/04/2024", "5 May 2024"]) == formats
    assert settled(formats, ["03/04/2024", "14/04/2024"]) == ["%d/%m/%Y", "%d %B %Y"]
    assert settled(formats, ["03/04/2024", "04/14/2024", "soon"]) == ["%m/%d/%Y", "%d %B %Y"]
    assert settled(formats, ["14/04/2024", "04/14/2024", "03/04/2024"]) == formats


def test_a_format_leaves_iso_days_alone_and_refuses_all_else() -> None:
    read = day_reader(["%d/%m/%Y"])
    assert read("2024-03-04") == "2024-03-04"
    with pytest.raises(CellError, match="“4 March 2024” is not a date in a format of the mapping"):
        read("4 March 2024")


@pytest.mark.parametrize("form", ["", "day", "%d", "%Q %Y", "%d/%m/%Y%"])
def test_what_is_no_format_of_a_date_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(form)}$"):
        day_reader([form])


@pytest.mark.parametrize(
    ("precision", "date"),
    [("day", "2024-03-06"), ("week", "[2024-03-04..2024-03-10]"), ("month", "2024-03"), ("year", "2024")],
)
def test_a_date_is_no_more_precise_than_it_is_known_to_be(precision: str, date: str) -> None:
    assert rounded("2024-03-06", precision) == date
    assert bounds(date).overlaps(bounds("2024-03-06"))


def test_a_date_that_says_less_than_a_day_is_not_made_more_precise() -> None:
    assert rounded("2024", "week") == "2024"
    with pytest.raises(CellError, match="“hour” is not a precision: it may be day, week, month, year"):
        rounded("2024-03-06", "hour")


def test_two_ends_are_some_day_between_them() -> None:
    assert between("2024-03-04", "2024-03-04") == "2024-03-04"
    assert between("2024-03-04", "2024-03-06") == "[2024-03-04..2024-03-06]"
    assert between("2024-03-04", "") == "2024-03-04"
    assert between("", "2024-03-06") == "[..2024-03-06]"
    with pytest.raises(CellError, match="it ends"):
        between("2024-03-06", "2024-03-04")


@pytest.mark.parametrize(
    ("text", "said"),
    [("71", "71"), ("71.0", "71"), ("1,200", "1200"), ("70-75", "70..75"), ("70–75", "70..75"), ("70 to 75", "70..75"),
     ("100+", "100.."), ("100..", "100.."), ("..20", "..20")],
)  # fmt: skip
def test_counts_are_read_as_people_write_them(text: str, said: str) -> None:
    assert count(text) == said


@pytest.mark.parametrize("text", ["many", "7.5", "-3", "1,2", "7 or 8", "1.200"])
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(CellError, match="is not a count"):
        count(text)


def test_numbers_and_flags() -> None:
    assert [number(text) for text in ("2", "-2", "+2", "2.0", "−1")] == [2, -2, 2, 2, -1]
    assert [flag(text) for text in ("yes", "TRUE", "1", "x", "no", "false", "0")] == [*[True] * 4, *[False] * 3]
    with pytest.raises(CellError, match="“two” is not a whole number"):
        number("two")
    with pytest.raises(CellError, match="“perhaps” is not yes or no"):
        flag("perhaps")


def test_what_was_read_is_remembered_up_to_a_bound() -> None:
    asked: list[str] = []

    def ask(text: str) -> str:
        asked.append(text)
        return text

    read = remembered(ask)
    assert [read("a"), read("a"), read("b")] == ["a", "a", "b"]
    assert asked == ["a", "b"]
    for at in range(50_001):
        read(str(at))
    read("a")
    assert asked.count("a") == 2


@given(st.text(max_size=40))
def test_any_text_is_a_date_that_the_store_can_read_or_is_refused(text: str) -> None:
    try:
        found = day_reader()(text)
    except CellError:
        return
    assert bounds(found) is not None
