"""iCalendar: what is planned, as events."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.dates import bounds
from db.drafts import Draft, Named
from db.errors import TalksFileError
from db.reading.calendar import CalendarReader
from tests.db.reading.samples import CALENDAR


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.ics"


def read(file: Path, text: str, known: tuple[str, ...] = ()) -> tuple[CalendarReader, list[Draft], list[str]]:
    """A calendar's reader, its drafts, and what is wrong with them."""
    file.write_bytes(text.encode())
    reader = CalendarReader(file, known)
    units = [*reader.units()]
    return reader, [draft for unit in units for draft in unit.drafts], [one for unit in units for one in unit.problems]


def calendar(*lines: str, before: str = "") -> str:
    """A calendar of one event."""
    fields = "".join(f"{line}\n" for line in lines)
    return (
        f"BEGIN:VCALENDAR\nVERSION:2.0\n{before}BEGIN:VEVENT\nUID:one\nSUMMARY:One\n{fields}END:VEVENT\nEND:VCALENDAR\n"
    )


def times(file: Path, *lines: str) -> tuple[object, object]:
    """When the one event of a calendar starts and ends."""
    _, [event], problems = read(file, calendar(*lines))
    assert problems == []
    for name in ("starts", "ends"):
        bounds(str(event.values[name] or ""))
    return event.values["starts"], event.values["ends"]


def test_a_meeting_is_a_planned_event_in_its_zone(file: Path) -> None:
    _, [event, _], problems = read(file, CALENDAR)
    assert problems == []
    place = event.values.pop("place")
    assert isinstance(place, Named)
    assert (place.text, place.make) == ("Abu Dhabi", {})
    assert event.values == {
        "type": "ROUND",
        "status": "planned",
        "title": "Second round, Abu Dhabi",
        "summary": "Two days of talks, in three formats",
        "starts": "2026-02-04T10:00+04:00[Asia/Dubai]",
        "ends": "2026-02-04T17:30+04:00[Asia/Dubai]",
    }
    assert (event.where, event.slug, event.claims) == ("line 19", "round-2-example-org", [{}])
    assert event.extra == {
        "URL": "https://example.org/round",
        "ORGANIZER": [{"address": "mailto:alpha@example.org", "CN": "Alpha"}],
        "ATTENDEE": [{"address": "mailto:bob@example.org", "CN": "Bob Sample", "PARTSTAT": "ACCEPTED"}],
        "CATEGORIES": ["Work"],
    }


def test_whole_days_end_on_their_last_day_and_what_is_called_off_is_cancelled(file: Path) -> None:
    reader, [_, event], _ = read(file, CALENDAR)
    assert (event.values["starts"], event.values["ends"]) == ("2026-02-04", "2026-02-05")
    assert event.values["status"] == "cancelled"
    assert event.extra == {"RRULE": "FREQ=WEEKLY;COUNT=3"}
    assert reader.notes == [
        "Left aside, since they are no events: 1 VTODO.",
        "Events that repeat: 1; the first time is taken, the rule kept beside it.",
    ]


def test_who_is_a_party_of_the_store_takes_part(file: Path) -> None:
    _, drafts, _ = read(file, CALENDAR, known=("ALPHA", "Beta"))
    [seat] = [draft for draft in drafts if draft.shape.kind == "event_party"]
    party = seat.values["party"]
    assert isinstance(party, Named)
    assert (party.text, seat.values["role"], seat.parent) == ("Alpha", "host", drafts[0])


@pytest.mark.parametrize(
    ("lines", "starts", "ends"),
    [
        (["DTSTART;VALUE=DATE:20260204"], "2026-02-04", None),
        (["DTSTART;VALUE=DATE:20260204", "DTEND;VALUE=DATE:20260205"], "2026-02-04", None),
        (["DTSTART;VALUE=DATE:20260204", "DTEND;VALUE=DATE:20260204"], "2026-02-04", None),
        (["DTSTART;VALUE=DATE:20260204", "DURATION:P2D"], "2026-02-04", "2026-02-05"),
        (["DTSTART:20260204T100000Z", "DURATION:PT90M"], "2026-02-04T10:00Z", "2026-02-04T11:30Z"),
        (["DTSTART:20260204T100030Z"], "2026-02-04T10:00:30Z", None),
        (["DTSTART:20260204T100000", "DTEND:20260205T100000"], "2026-02-04", "2026-02-05"),
        (["DTSTART;TZID=Arabian Standard Time:20260204T100000"], "2026-02-04T10:00+04:00[Asia/Dubai]", None),
        (["DTSTART;TZID=/example.org/1/Asia/Dubai:20260204T100000"], "2026-02-04T10:00+04:00[Asia/Dubai]", None),
        (["DTSTART;TZID=UTC+11:20260204T100000"], "2026-02-04T10:00+11:00", None),
        (
            ["DTSTART;TZID=Europe/Berlin:20260328T100000", "DTEND;TZID=Asia/Dubai:20260329T100000"],
            "2026-03-28T10:00+01:00[Europe/Berlin]",
            "2026-03-29T10:00+04:00[Asia/Dubai]",
        ),
    ],
)
def test_times_are_those_of_the_calendar(file: Path, lines: list[str], starts: str, ends: str | None) -> None:
    assert times(file, *lines) == (starts, ends)


def test_a_clock_time_that_floats_is_known_by_its_day_and_kept_beside_it(file: Path) -> None:
    _, [event], _ = read(file, calendar("DTSTART:20260204T100000"))
    assert (event.values["starts"], event.extra) == ("2026-02-04", {"DTSTART": "2026-02-04T10:00:00"})


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([], "DTSTART: it is missing."),
        (["DTSTART:soon"], "DTSTART: “soon” can't be read: write 20260204 or 20260204T100000Z."),
        (
            ["DTSTART;TZID=Moon/Base:20260204T100000"],
            "its time zone “Moon/Base” is not known: use an IANA name such as Asia/Dubai.",
        ),
        (["DTSTART;VALUE=DATE:20260204", "DURATION:P3000000D"], "DURATION: it is too long."),
        (
            ["DTSTART;VALUE=DATE:20260204", "DURATION:two hours"],
            "DURATION: “two hours” can't be read: write PT1H30M or P2D.",
        ),
        (["DTSTART:20260204T100000Z/PT1H"], "DTSTART: it is no date."),
    ],
)
def test_a_time_that_cannot_be_told_is_named(file: Path, lines: list[str], problem: str) -> None:
    _, _, [found] = read(file, calendar(*lines))
    assert found == f"line 3, {problem}"


def test_a_line_that_is_none_is_named_and_leaves_the_other_events_alone(file: Path) -> None:
    broken = CALENDAR.replace("LOCATION:Abu Dhabi", "just words")
    _, drafts, [problem] = read(file, broken)
    assert problem == "line 19: “just words” is no line of a calendar."
    assert [draft.values["title"] for draft in drafts] == ["Whole days"]


def test_an_event_keeps_its_identity_and_its_latest_revision_is_taken(file: Path) -> None:
    one = (
        "BEGIN:VEVENT\nUID:a@example.org\nSEQUENCE:{0}\nSUMMARY:Edition {0}\nDTSTART;VALUE=DATE:20260204\nEND:VEVENT\n"
    )
    text = "BEGIN:VCALENDAR\n{}END:VCALENDAR\n"
    reader, [event], _ = read(
        file, text.format(one.format(2)) + text.format(one.format(10)) + text.format(one.format(1))
    )
    assert (event.slug, event.values["title"]) == ("a-example-org", "Edition 10")
    assert reader.notes == ["Left aside, since the file has a later revision of them: 2 events."]


def test_an_alarm_has_an_identity_of_its_own(file: Path) -> None:
    alarm = "BEGIN:VALARM\nUID:alarm\nEND:VALARM\n"
    one = "BEGIN:VEVENT\nUID:{}\nSUMMARY:S\nDTSTART;VALUE=DATE:20260204\n{}END:VEVENT\n"
    _, drafts, _ = read(file, f"BEGIN:VCALENDAR\n{one.format('a', alarm)}{one.format('b', alarm)}END:VCALENDAR\n")
    assert [draft.slug for draft in drafts] == ["a", "b"]


@pytest.mark.parametrize(("status", "kept"), [("TENTATIVE", {"STATUS": "TENTATIVE"}), ("CANCELLED", {})])
def test_how_firm_a_plan_is_is_kept(file: Path, status: str, kept: dict[str, str]) -> None:
    _, [event], _ = read(file, calendar("DTSTART;VALUE=DATE:20260204", f"STATUS:{status}"))
    assert event.extra == kept


def test_one_time_of_an_event_that_repeats_is_an_event_of_its_own(file: Path) -> None:
    again = "DTSTART;VALUE=DATE:20260211\nRECURRENCE-ID;VALUE=DATE:20260211\nEND:VEVENT\n"
    text = calendar("DTSTART;VALUE=DATE:20260204", "RRULE:FREQ=WEEKLY").replace(
        "END:VCALENDAR", f"BEGIN:VEVENT\nUID:one\nSUMMARY:Moved\n{again}END:VCALENDAR"
    )
    _, drafts, _ = read(file, text)
    assert [draft.slug for draft in drafts] == ["one", "one-2026-02-11"]


def test_long_identities_that_differ_at_their_end_stay_two(file: Path) -> None:
    one = "BEGIN:VEVENT\nUID:{}{}\nSUMMARY:S\nDTSTART;VALUE=DATE:20260204\nEND:VEVENT\n"
    events = "".join(one.format("0" * 80, end) for end in (1, 2))
    _, drafts, _ = read(file, f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n")
    slugs = [str(draft.slug) for draft in drafts]
    assert len({*slugs}) == 2
    assert all(len(slug) <= 60 for slug in slugs)


def test_a_calendar_that_calls_off_its_events_cancels_them(file: Path) -> None:
    _, [event], _ = read(file, calendar("DTSTART;VALUE=DATE:20260204", before="METHOD:CANCEL\n"))
    assert event.values["status"] == "cancelled"


def test_an_address_is_no_place(file: Path) -> None:
    _, [event], _ = read(file, calendar("DTSTART;VALUE=DATE:20260204", "LOCATION:https://example.org/room"))
    assert (event.values["place"], event.extra) == (None, {"LOCATION": "https://example.org/room"})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (CALENDAR[: CALENDAR.index("URL:")], "is cut short: the VEVENT that begins in line 19 has no end."),
        (CALENDAR.removesuffix("END:VCALENDAR\r\n"), "is cut short: the VCALENDAR that begins in line 1 has no end."),
        ("BEGIN:VEVENT\nEND:VEVENT\n", ": line 1 begins a VEVENT outside of any VCALENDAR."),
        ("BEGIN:VCALENDAR\nEND:VEVENT\n", ": line 2 ends a VEVENT that didn't begin."),
        ("Nothing", "is not a calendar: it has no line BEGIN:VCALENDAR."),
    ],
)
def test_a_file_that_is_no_whole_calendar_is_refused(file: Path, text: str, why: str) -> None:
    with pytest.raises(TalksFileError) as caught:
        read(file, text)
    assert str(caught.value) in (f"{file} {why}", f"{file}{why}")


def test_what_is_left_of_a_calendar_is_one_again_with_its_zones(file: Path, tmp_path: Path) -> None:
    bad = "BEGIN:VEVENT\nUID:b\nSUMMARY:Bad\nDTSTART;TZID=Custom:soon\nEND:VEVENT\n"
    text = CALENDAR.replace("\r\n", "\n").replace("BEGIN:VTODO", f"{bad}BEGIN:VTODO")
    reader, _, problems = read(file, text)
    assert len(problems) == 1
    rest = tmp_path / "rest.ics"
    reader.rest([unit.raw for unit in reader.units() if unit.problems], rest)
    assert b"\r\n" in rest.read_bytes()
    mended = rest.read_text().replace("soon", "20260704T100000").replace("\r\n", "\n")
    _, [event], problems = read(file, mended)
    assert problems == []
    assert (event.values["title"], event.values["starts"]) == ("Bad", "2026-07-04T10:00+02:00")
