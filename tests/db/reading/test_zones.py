"""Time zones as calendars name and describe them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.reading.zones import ZoneError, Zones, iana

BERLIN = """BEGIN:VTIMEZONE
TZID:Custom
BEGIN:DAYLIGHT
DTSTART:19970330T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
SYDNEY = """BEGIN:VTIMEZONE
TZID:Custom
BEGIN:STANDARD
DTSTART:20080406T030000
TZOFFSETTO:+1000
RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20081005T020000
TZOFFSETTO:+1100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=SU;BYMONTHDAY=1,2,3,4,5,6,7
END:DAYLIGHT
END:VTIMEZONE
"""
moments = st.datetimes(datetime(2009, 1, 1), datetime(2037, 12, 31))


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Asia/Dubai", "Asia/Dubai"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("/example.org/20050126_1/Europe/Kyiv", "Europe/Kyiv"),
        ("/example.org/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("UTC", "UTC"),
        ("Moon/Base", None),
        ("", None),
        ("../../etc/passwd", None),
        ("America", None),
        ("a\0b", None),
    ],
)
def test_a_zone_is_known_by_many_names(name: str, known: str | None) -> None:
    assert iana(name) == known


@pytest.mark.parametrize(("text", "zone"), [(BERLIN, "Europe/Berlin"), (SYDNEY, "Australia/Sydney")])
def test_a_zone_of_its_own_rules_changes_its_clocks_as_they_say(text: str, zone: str) -> None:
    zones = Zones()
    zones.add(text)

    @given(moments)
    def same(moment: datetime) -> None:
        known = moment.replace(microsecond=0, tzinfo=ZoneInfo(zone))
        near = [(known + timedelta(hours=hours)).replace(tzinfo=ZoneInfo(zone)).utcoffset() for hours in (-2, 2)]
        if near[0] == near[1]:  # in the hours of a change itself, either may be meant
            placed = zones.placed(known.replace(tzinfo=None), "Custom")
            assert datetime.fromisoformat(placed) == known

    same()


def test_a_zone_that_says_its_place_has_the_name_of_that() -> None:
    zones = Zones()
    zones.add("BEGIN:VTIMEZONE\nTZID:Ours\nX-LIC-LOCATION:Asia/Dubai\nEND:VTIMEZONE")
    assert zones.placed(datetime(2026, 2, 4, 10), "Ours") == "2026-02-04T10:00+04:00[Asia/Dubai]"


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=YEARLY;INTERVAL=2", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYDAY=MO,TU", "x"],
)
def test_a_rule_that_could_be_followed_for_ever_is_not(rule: str) -> None:
    zones = Zones()
    zones.add(f"TZID:H\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETTO:+0100\nRRULE:FREQ={rule}\nEND:STANDARD")
    with pytest.raises(ZoneError, match="its time zone “H” is not known"):
        zones.placed(datetime(2026, 2, 4, 10), "H")


@given(st.text(max_size=20), st.text(max_size=200), moments)
def test_whatever_a_zone_says_its_time_is_placed_or_it_is_not_known(name: str, text: str, moment: datetime) -> None:
    zones = Zones()
    zones.add(f"TZID:{name}\nBEGIN:STANDARD\nTZOFFSETTO:+0100\nDTSTART:16010101T000000\n{text}\nEND:STANDARD")
    try:
        placed = zones.placed(moment, name)
    except ZoneError:
        return
    assert placed.startswith(f"{moment:%Y-%m-%dT%H:%M}")
