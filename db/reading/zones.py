"""Time zones as calendars name them: by IANA, by Windows, behind a prefix, or by rules of their own."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from db.text import brief

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY: Final = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")

_NAMED_OFFSET: Final = re.compile(r"(?:UTC|GMT)([+-])(\d{1,2}):?(\d\d)?", re.IGNORECASE | re.ASCII)


class ZoneError(ValueError):
    """A clock time is in a zone that nobody knows; the message says which, without a full stop."""


class Zones:
    """The zones that a calendar brings along, each as its lines."""

    def __init__(self) -> None:
        self._given: dict[str, list[tuple[str, str]]] = {}

    def add(self, text: str) -> None:
        """Take a VTIMEZONE; one that can't be read is as good as none."""
        lines = [*_lines(text)]
        name = next((value for field, value in lines if field == "TZID"), "")
        self._given[name] = lines

    def placed(self, moment: datetime, zone: str) -> str:
        """Return a clock time as a store has it: `2026-02-04T10:00+04:00[Asia/Dubai]`.

        Args:
            moment: As the calendar has it, without a zone.
            zone: Its TZID.

        Raises:
            ZoneError: Nobody knows the zone, nor does the calendar.
        """
        lines = self._given.get(zone, [])
        named = iana(zone) or next((iana(value) for field, value in lines if field == "X-LIC-LOCATION"), None)
        if named is not None:
            return f"{written(moment.replace(tzinfo=ZoneInfo(named)))}[{named}]"
        offset = _offset(lines, moment) if lines else _plain(zone)
        if offset is None or abs(offset) >= timedelta(days=1):
            raise ZoneError(f"its time zone “{brief(zone)}” is not known: use an IANA name such as Asia/Dubai")
        return written(moment.replace(tzinfo=timezone(offset)))


@cache
def iana(zone: str) -> str | None:
    """Return the IANA name of a zone, None if it has none that can be told."""
    parts = zone.strip("/").split("/")
    for name in (zone, WINDOWS_TO_OLSON.get(zone, ""), "/".join(parts[-3:]), "/".join(parts[-2:])):
        try:
            if name:
                return ZoneInfo(name).key
        except (KeyError, ValueError, OSError):
            continue
    return None


def written(moment: datetime) -> str:
    """Return a moment to the minute, or to the second if it has any, with its offset: none that is of seconds."""
    clock = moment.replace(tzinfo=None).isoformat(timespec="seconds" if moment.second else "minutes")
    offset = moment.strftime("%z")
    return f"{clock}{offset[:3]}:{offset[3:]}" if len(offset) == 5 else clock


def _offset(lines: list[tuple[str, str]], moment: datetime) -> timedelta | None:
    """Return how far a zone is from Greenwich at a moment, by its own rules: those of the latest change before it."""
    found: list[tuple[datetime, timedelta]] = []
    earliest: tuple[datetime, timedelta] | None = None
    rule: dict[str, str] = {}
    for field, value in lines:
        if field == "BEGIN":
            rule = {}
        rule.setdefault(field, value)
        if field == "END" and value in ("STANDARD", "DAYLIGHT"):
            try:
                offset = _signed(rule["TZOFFSETTO"])
                start = datetime.strptime(rule["DTSTART"][:15], "%Y%m%dT%H%M%S")
                last = _last(rule.get("RRULE", ""), start, moment)
            except (LookupError, ValueError, OverflowError):
                return None
            if last is not None:
                found.append((last, offset))
            if earliest is None or start < earliest[0]:
                earliest = start, offset
    chosen = max(found, default=earliest)
    return chosen[1] if chosen else None


def _last(rule: str, start: datetime, moment: datetime) -> datetime | None:
    """Return when the clocks were last changed by a rule, up to a moment.

    Raises:
        KeyError, ValueError: The rule isn't one by which clocks are changed once a year.
    """
    if not rule or start > moment:
        return start if start <= moment else None
    parts = dict(part.partition("=")[::2] for part in rule.upper().split(";"))
    if parts.get("FREQ") != "YEARLY" or parts.get("INTERVAL", "1") != "1":
        raise ValueError(rule)
    until = int(parts.get("UNTIL", "9999")[:4])
    for year in range(min(moment.year, until), start.year, -1):
        onset = _in_year(parts, start, year)
        if onset <= moment:
            return onset
    return start


def _in_year(parts: Mapping[str, str], start: datetime, year: int) -> datetime:
    """Return when a rule changes the clocks in a year: as on the last Sunday of a month."""
    month = int(parts.get("BYMONTH", start.month))
    last = monthrange(year, month)[1]
    days = [start.replace(year=year, month=month, day=day) for day in range(1, last + 1)]
    if "BYMONTHDAY" in parts:
        allowed = {int(day) for day in parts["BYMONTHDAY"].split(",")}
        days = [day for day in days if day.day in allowed or day.day - last - 1 in allowed]
    if "BYDAY" in parts:
        wanted = _WEEKDAY.fullmatch(parts["BYDAY"])
        if wanted is None:
            raise ValueError(parts["BYDAY"])
        days = [day for day in days if day.weekday() == _DAYS.index(wanted[2])]
        number = int(wanted[1] or 1)
        days = [days[number - 1 if number > 0 else number]] if days else []
    elif "BYMONTHDAY" not in parts:
        days = [days[min(start.day, last) - 1]]
    return days[0]


def _plain(zone: str) -> timedelta | None:
    """Return the offset that a zone's name is: `UTC+11`."""
    found = _NAMED_OFFSET.fullmatch(zone)
    return _signed(f"{found[1]}{int(found[2]):02}{found[3] or '00'}") if found else None


def _signed(offset: str) -> timedelta:
    sign = -1 if offset.startswith("-") else 1
    digits = offset.lstrip("+-")
    return sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in re.sub(r"\n[ \t]", "", text).split("\n"):
        name, _, value = line.partition(":")  # no parameter of a zone's lines has a colon in it
        yield name.partition(";")[0].upper(), value.strip()
