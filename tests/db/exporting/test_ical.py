"""iCalendar: events for any calendar, in their zones, each the same every time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from db.exporting.ical import ical
from db.exporting.selection import Selection
from db.importing import How, import_file
from db.scope import Scope
from db.text import UNSAFE
from tests.db.exporting.exported import ALL, exported, with_notes
from tests.db.exporting.test_selection import TWO
from tests.db.helpers import ask
from tests.traps import trap
from tui.draw.days import human


def form(selection: Selection) -> Iterator[str]:
    return ical(selection, human)


def read(path: Path, scope: Scope = ALL) -> Calendar:
    """The calendar of a store, as another program reads it."""
    found = Calendar.from_ical(exported(path, form, scope))
    assert isinstance(found, Calendar)
    assert found.errors == []
    return found


def one(talks: Callable[[str], Path], fields: str, status: str = "held") -> Event:
    path = talks(f'[events.one]\ntype = "ROUND"\nstatus = "{status}"\ntitle = "One"\n{fields}\n')
    [event] = read(path).events
    return event


DUBAI = ZoneInfo("Asia/Dubai")


@pytest.mark.parametrize(
    ("fields", "begin", "end"),
    [
        ('starts = "2026-02-04"', date(2026, 2, 4), date(2026, 2, 5)),
        ('starts = "2026-01-23"\nends = "2026-01-24"', date(2026, 1, 23), date(2026, 1, 25)),
        ('starts = "2026-02-04"\nduration = "P7D"', date(2026, 2, 4), date(2026, 2, 11)),
        (
            'starts = "2026-02-04T10:00+04:00[Asia/Dubai]"\nends = "2026-02-04T12:30[Asia/Dubai]"',
            datetime(2026, 2, 4, 10, tzinfo=DUBAI), datetime(2026, 2, 4, 12, 30, tzinfo=DUBAI),
        ),
        (
            'starts = "2026-02-04T10:00[Europe/Kyiv]"\nduration = "PT2H30M"',
            datetime(2026, 2, 4, 10, tzinfo=ZoneInfo("Europe/Kyiv")),
            datetime(2026, 2, 4, 12, 30, tzinfo=ZoneInfo("Europe/Kyiv")),
        ),
        (  # an hour is left out in that night
            'starts = "2026-03-28T23:00[Europe/Kyiv]"\nduration = "PT6H"',
            datetime(2026, 3, 28, 23, tzinfo=ZoneInfo("Europe/Kyiv")),
            datetime(2026, 3, 29, 6, tzinfo=ZoneInfo("Europe/Kyiv")),
        ),
        (
            'starts = "2026-02-04T02:00[Asia/Dubai]/2026-02-04T03:00[Asia/Dubai]"',
            datetime(2026, 2, 4, 2, tzinfo=DUBAI), datetime(2026, 2, 4, 3, tzinfo=DUBAI),
        ),
        ('starts = "2026-02-04T10:00-05:00"', datetime(2026, 2, 4, 15, tzinfo=UTC), None),
        ('starts = "1950-02-04T10:00[Asia/Dubai]"', datetime(1950, 2, 4, 6, tzinfo=UTC), None),
    ],
)  # fmt: skip
def test_days_are_days_and_clock_times_keep_their_zone(
    talks: Callable[[str], Path], fields: str, begin: date, end: date | None
) -> None:
    event = one(talks, fields)
    assert begin == event.DTSTART
    assert end == event.DTEND
    if isinstance(begin, datetime):
        assert isinstance(event.DTSTART, datetime)
        assert event.DTSTART.utcoffset() == begin.utcoffset()
    assert "Date:" not in str(event.description)


@pytest.mark.parametrize(
    ("fields", "begin", "days", "said"),
    [
        ('starts = "2026-02"', date(2026, 2, 1), 28, "Date: Feb 2026."),
        ('starts = "[..2026-02-04]"', date(2026, 2, 4), 1, "Date: by 4 Feb 2026."),
        ('starts = "2026-02-03?"', date(2026, 2, 3), 1, "Date: 3 Feb 2026?."),
        ('starts = "[2026-01-31..2026-02-04]"', date(2026, 1, 31), 5, "Date: between 31 Jan and 4 Feb 2026."),
        ('starts = "2026-02-04/.."', date(2026, 2, 4), 1, "Date: 2026-02-04/..."),
        ('starts = "2026-02-04T02:00[Asia/Dubai]/.."', date(2026, 2, 4), 1, "Date: 2026-02-04T02:00[Asia/Dubai]/..."),
        ('ends = "2026-02-04"', date(2026, 2, 4), 1, "Date: 4 Feb 2026."),
        (
            'starts = "2026-02-04T10:00Z"\nends = "2026-02-05"',
            date(2026, 2, 4),
            2,
            "Date: 4 Feb 2026 10:00 (Z) – 5 Feb 2026.",
        ),
        ('starts = "2026-02-04"\nends = "2026-02-05T23:00-05:00"', date(2026, 2, 4), 2, "5 Feb 2026 23:00"),
    ],
)
def test_what_is_less_than_a_day_sure_is_the_days_that_it_can_mean_and_says_so(
    talks: Callable[[str], Path], fields: str, begin: date, days: int, said: str
) -> None:
    event = one(talks, fields)
    assert (begin, begin + timedelta(days=days)) == (event.DTSTART, event.DTEND)
    assert said in str(event.description)


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("planned", "TENTATIVE"), ("held", "CONFIRMED"), ("ongoing", "CONFIRMED"), ("interrupted", "CONFIRMED"),
        ("postponed", "CANCELLED"), ("cancelled", "CANCELLED"),
    ],
)  # fmt: skip
def test_what_is_planned_is_tentative_and_what_does_not_take_place_is_cancelled(
    talks: Callable[[str], Path], status: str, shown: str
) -> None:
    event = one(talks, 'starts = "2026-02-04"', status)
    assert event["STATUS"] == shown
    assert (f"Status: {status}." in str(event.description)) == (status != "held")
    assert event["TRANSP"] == "TRANSPARENT"


def test_an_event_says_who_was_there_and_who_says_what(talks: Callable[[str], Path]) -> None:
    path = talks(TWO)
    [event] = [event for event in read(path).events if event["SUMMARY"] == "Round"]
    assert str(event.description).split("\n") == [
        "Alpha: attends.",
        "Gamma: host.",
        "The Post ¶ 1: status, planned; said 20 Jan 2026",
        "The Post → Bob → Beta: starts, 30 Jan 2026; said 20 Jan 2026",
        "Gazette ¶ 2: starts, 1 Feb 2026; said 28 Jan 2026",
    ]
    assert event["LOCATION"] == "Town"
    assert event.categories == ["ROUND"]
    assert event["UID"] == "round.talks@talks-tui"
    [(made,)] = ask(path, "SELECT max(made_at) FROM changes")
    assert datetime.fromisoformat(str(made)) == event.DTSTAMP


def test_the_rules_of_a_zone_stand_once_and_before_what_needs_them(talks: Callable[[str], Path]) -> None:
    path = talks(
        "".join(
            f'[events.e{number}]\ntype="ROUND"\nstatus="held"\ntitle="E"\nstarts="2026-02-0{number}T10:00[{zone}]"\n'
            for number, zone in enumerate(("Asia/Dubai", "Europe/Kyiv", "Asia/Dubai"), 1)
        )
    )
    text = exported(path, form)
    assert [line for line in text.split("\r\n") if line.startswith(("BEGIN:V", "TZID"))] == [
        "BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "TZID:Asia/Dubai", "BEGIN:VEVENT", "BEGIN:VTIMEZONE", "TZID:Europe/Kyiv",
        "BEGIN:VEVENT", "BEGIN:VEVENT",
    ]  # fmt: skip
    assert read(path).get_missing_tzids() == set()


def test_lines_are_as_long_as_the_standard_allows_and_the_same_each_time(store_path: Path) -> None:
    text = exported(store_path, form)
    assert text == exported(store_path, form)
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


def test_what_has_no_day_is_left_out_and_counted(talks: Callable[[str], Path]) -> None:
    path = talks(
        "".join(
            f'[events.e{number}]\ntype = "ROUND"\nstatus = "planned"\ntitle = "E{number}"\n{starts}\n'
            for number, starts in enumerate(
                ("", 'starts = "2026-02-04"', 'starts = "-0044-03-15"', 'starts = "Y-170002"')
            )
        )
    )
    text, notes = with_notes(path, form)
    assert [str(event["SUMMARY"]) for event in Calendar.from_ical(text).walk("VEVENT")] == ["E1"]
    assert notes == ["Events without a day that a calendar can have: 3 left out."]


def test_an_empty_store_and_a_hostile_one_are_calendars_too(empty_store: Path, store_path: Path) -> None:
    assert read(empty_store).events == []
    trap(store_path)
    text = exported(store_path, form)
    # A line may be folded before a joiner.
    assert not any(UNSAFE.search(line) for line in text.replace("\r\n ", "").split("\r\n"))
    assert len(read(store_path).events) == 50


def test_our_own_importer_reads_it(store_path: Path, empty_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "talks.ics"
    file.write_text(exported(store_path, form), encoding="utf-8", newline="")
    report = import_file(empty_store, file, How(source="Me", process="Talks"))
    assert report.format == "iCalendar"
    assert {count.kind: count.added for count in report.counts}["event"] == 50
    days = "SELECT title, starts FROM events WHERE length(starts) = 10 AND ends IS NULL ORDER BY 1"
    assert set(ask(store_path, days)) <= set(ask(empty_store, days))
