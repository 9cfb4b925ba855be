"""When an event begins and ends in a calendar, which knows days and moments and nothing in between."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from db.dates import DAY, INTERVAL, DateError, clock, span

ZONED: Final = range(1970, 2038)
"""Years for which the rules of a zone are written out; a clock time of any other is in UTC."""
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LASTS: Final = re.compile(r"P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?)?", re.ASCII)
"""A duration that calendars have; months and years they don't, which aren't as long on any day."""
_EPOCH: Final = date(1970, 1, 1).toordinal()

Times = tuple[date, date | None, bool]


def times(starts: str, ends: str, lasts: str) -> Times | None:
    """Return when an event begins and ends (None: at once), and whether that is sure.

    Both are days, of which the second is not included, or both are moments: those of a zone in it, all others in UTC.

    Args:
        starts: EDTF, or "".
        ends: The same.
        lasts: ISO 8601, or "".

    Returns:
        None if it has no day, or none that a calendar can have.
    """
    if not ends and starts.count("T") > 1:
        starts, *others = INTERVAL.split(starts)
        ends = others[-1] if others else ""
    try:
        found, first, last = span(starts, ends), clock(starts), clock(ends)
        length = _length(lasts) if not ends else None
        if first is not None and (last is not None or not ends):
            last = _after(first, *length) if length else last
            return _in_zone(first), _in_zone(last) if last and last > first else None, True
        if found.day is None:
            return None
        end = found.day if found.latest is None else found.latest // DAY
        if last is not None:
            end = last.toordinal() - _EPOCH
        if length and _DAY.fullmatch(starts):
            end = found.day + max(0, length[0].days - 1)
        sure = all(_DAY.fullmatch(one) for one in (starts, ends) if one) and bool(starts)
        return date.fromordinal(found.day + _EPOCH), date.fromordinal(max(found.day, end) + 1 + _EPOCH), sure
    except (DateError, ValueError, OverflowError):  # too far off for a calendar; a foreign store may hold anything
        return None


def _length(lasts: str) -> tuple[timedelta, timedelta] | None:
    """Return the days of a duration, and the hours beside them; None for one that calendars don't have."""
    found = _LASTS.fullmatch(lasts)
    if found is None or not any(found.groups()):
        return None
    weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days), timedelta(hours=hours, minutes=minutes)


def _after(moment: datetime, days: timedelta, hours: timedelta) -> datetime:
    """Return a moment so much later: days by the calendar, hours by the clock (RFC 5545, 3.3.6)."""
    return ((moment + days).astimezone(UTC) + hours).astimezone(moment.tzinfo)


def _in_zone(moment: datetime) -> datetime:
    zoned = isinstance(moment.tzinfo, ZoneInfo) and moment.year in ZONED
    return moment if zoned else moment.astimezone(UTC)
