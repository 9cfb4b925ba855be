"""Dates: from what is written (EDTF) to what sorts, and from what a person types to one day.

Stored dates are EDTF (Extended Date/Time Format, ISO 8601-2:2019 annex A), which says how much is known:
`2026-02`, `2026-02-03?`, `[..2026-02-04]`. A clock time is an RFC 9557 timestamp, which keeps its IANA zone:
`2026-02-04T10:00+04:00[Asia/Dubai]`. Both become *bounds*: the first and the last second that they can mean.

Days are counted from 1 January 1970 in the proleptic Gregorian calendar with a year 0, so that years before 1 and
after 9999, which `datetime` can't hold, sort right. A day is never shifted by a zone.
"""

from __future__ import annotations

import math
import re
from contextlib import redirect_stdout
from datetime import UTC, date, datetime
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING, Final

from db.errors import UsageError
from db.values import dataclass

if TYPE_CHECKING:
    from time import struct_time

DAY: Final = 86_400
"""Seconds in a day; SQLite, POSIX and this program count no leap seconds."""

_ISO_DAY: Final = re.compile(r"([+-]?\d{4,9})-(\d\d)-(\d\d)", re.ASCII)
_CLOCK: Final = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)T(?P<time>[\d:.]+)(?P<offset>Z|[+-]\d\d:\d\d)?(?:\[(?P<zone>[\w/+-]+)\])?",
    re.ASCII,
)
INTERVAL: Final = re.compile(r"/(?![^\[]*\])")
"""The slash between two ends, not the one in a zone's name."""
_COMMON: Final = re.compile(r"\[({0})?\.\.({0})?\]|({0})/({0})|({0})[?~%]".format(r"[+-]?\d{4,9}-\d\d-\d\d"), re.ASCII)
"""What most dates are that are not just a day: from, until or between two days, or a day with a doubt."""
_LONGER: Final = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?[?~%]?", re.ASCII)
"""A year or a month, with a doubt or without."""
_NO_EDTF: Final = re.compile(r"[^\dXYESxyeunkowp.,/?~%^()\[\]{} +-]|/.*/|(?<!\.)\.(?!\.)", re.ASCII)
"""What stands in no EDTF of any version: most letters, a second slash, a single dot."""
_YEAR_FIRST: Final = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_EPOCH: Final = date(1970, 1, 1).toordinal()
_LONGEST: Final = 120
"""Characters that a date may have: reading a longer set of years takes seconds."""
_FARTHEST: Final = 999_999_999
"""The last year that `iso_day` reads; bounds that are farther off would not fit an integer of the store."""


class DateError(UsageError, ValueError):
    """A date that can't be understood, or that could mean two days."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a date can mean, for sorting and comparing.

    Attributes:
        earliest: Its first second from 1970 UTC; None if it is open at the start.
        latest: Its last second; None if it is open at the end.
        day: The civil day it is listed under, counted from 1970: its first; its last if it is open at the start.
    """

    earliest: int | None
    latest: int | None
    day: int | None

    def overlaps(self, other: Bounds) -> bool:
        """Say whether one moment fits both."""
        return _le(self.earliest, other.latest) and _le(other.earliest, self.latest)


NOWHERE: Final = Bounds(None, None, None)
"""The bounds of no date at all."""


def _le(first: int | None, last: int | None) -> bool:
    return first is None or last is None or first <= last


def day_number(year: int, month: int, day: int) -> int:
    """Count the days from 1 January 1970, for any year (H. Hinnant, "chrono-compatible low-level date algorithms")."""
    shifted = year - (month <= 2)
    era, of_era = divmod(shifted, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def civil(days: int) -> tuple[int, int, int]:
    """Return the year, month and day of a day counted from 1970: the reverse of `day_number`."""
    era, of_era_days = divmod(days + 719_468, 146_097)
    of_era = (of_era_days - of_era_days // 1_460 + of_era_days // 36_524 - of_era_days // 146_096) // 365
    of_year = of_era_days - (365 * of_era + of_era // 4 - of_era // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return of_era + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1


def iso(days: int) -> str:
    """Write a day counted from 1970 as ISO 8601; years beyond four digits carry a sign, as the standard asks."""
    year, month, day = civil(days)
    shown = f"{year:04d}" if 0 <= year <= 9999 else f"{year:+05d}"
    return f"{shown}-{month:02d}-{day:02d}"


@lru_cache(maxsize=4096)
def iso_day(text: str) -> int | None:
    """Read one ISO 8601 day, of any year, counted from 1970; None if `text` is not one."""
    found = _ISO_DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    number = day_number(year, month, day)
    # Out-of-range parts come back changed: 30 February as 2 March.
    return number if 1 <= month <= 12 and civil(number) == (year, month, day) else None


@lru_cache(maxsize=4096)
def bounds(text: str) -> Bounds:
    """Return what a stored date can mean.

    Args:
        text: EDTF level 0 to 2, an RFC 9557 timestamp, or an interval of these. Empty means no date.

    Raises:
        DateError: It is none of them, or a clock time without a zone or offset.
    """
    if not text:
        return NOWHERE
    if len(text) > _LONGEST:
        raise _unreadable(f"{text[:_LONGEST]}…")
    day = iso_day(text)
    if day is not None:
        return Bounds(day * DAY, day * DAY + DAY - 1, day)
    if "T" in text:
        ends = [_moment(part, text) for part in INTERVAL.split(text)]
        if len(ends) > 2:
            raise _unreadable(text)
        found = Bounds(ends[0].earliest, ends[-1].latest, ends[0].day)
    else:
        extended = _common(text) or _extended(text)
        if extended is None:
            raise _unreadable(text)
        found = extended
    if not _le(found.earliest, found.latest):
        raise DateError(f"“{text}” ends before it starts: swap its two ends.")
    return found


def span(starts: str | None, ends: str | None) -> Bounds:
    """Return the bounds of something that starts and ends on dates of their own.

    Raises:
        DateError: One of them can't be read, or the end lies before the start.
    """
    first, last = bounds(starts or ""), bounds(ends or "")
    if not ends:
        return first
    if not _le(first.earliest, last.latest):
        raise DateError(f"it ends ({ends}) before it starts ({starts}): correct one of the two.")
    return Bounds(first.earliest, last.latest, last.day if first.day is None else first.day)


def _moment(text: str, whole: str) -> Bounds:
    """Read one end of an interval that has clock times in it: a timestamp, a day, or an open end."""
    if text in ("", ".."):
        return NOWHERE
    found = _CLOCK.fullmatch(text)
    if found is None:
        return bounds(text) if "T" not in text else _raise(_unreadable(whole))
    moment = _clock(found, whole)
    try:
        second = math.floor(moment.astimezone(UTC).timestamp())
    except OverflowError as error:  # the first or the last hours that `datetime` can hold, elsewhere on Earth
        raise _unreadable(whole) from error
    precision = 0 if found["time"].count(":") > 1 else 59
    return Bounds(second, second + precision, iso_day(found["day"]))


def _clock(found: re.Match[str], whole: str) -> datetime:
    if not (found["offset"] or found["zone"]):
        raise DateError(f"“{whole}” has a clock time without its zone: add one, as in 2026-02-04T10:00[Asia/Dubai].")
    try:
        moment = datetime.fromisoformat(f"{found['day']}T{found['time']}{found['offset'] or ''}")
    except ValueError as error:
        raise _unreadable(whole) from error
    return _in_zone(moment, found["zone"], whole) if found["zone"] else moment


def clock(text: str) -> datetime | None:
    """Return the moment that a timestamp names, in its zone or at its offset; None if `text` is anything else.

    Raises:
        DateError: It has no such moment, or no zone.
    """
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    moment = _clock(found, text)
    if not found["zone"]:
        return moment
    try:  # with an offset beside its zone, that says which moment it is
        return moment.astimezone(_in_zone(moment.replace(tzinfo=None), found["zone"], text).tzinfo)
    except OverflowError as error:
        raise _unreadable(text) from error


def _in_zone(moment: datetime, zone: str, whole: str) -> datetime:
    from zoneinfo import ZoneInfo  # noqa: PLC0415  (only a clock time needs it)

    try:
        known = ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise DateError(f"“{whole}” names no known time zone: use an IANA name such as Asia/Dubai.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=known)


def _common(text: str) -> Bounds | None:
    """Read what needs no parser, since one that is imported while somebody reads is felt; None for all else."""
    longer = _LONGER.fullmatch(text)
    if longer is not None:
        year, month = int(longer[1]), int(longer[2] or 0)
        after_it = day_number(year + 1, 1, 1) if month in (0, 12) else day_number(year, month + 1, 1)
        return _bounds(day_number(year, month or 1, 1), after_it - 1)
    found = _COMMON.fullmatch(text)
    if found is None:
        return None
    after, before, starts, ends, doubted = found.groups()
    edges = after or starts or doubted, before or ends or doubted
    first, last = (iso_day(edge) if edge else None for edge in edges)
    if (first is None and last is None) or any(edge and iso_day(edge) is None for edge in edges):
        return None
    return _bounds(first, last)


@lru_cache(maxsize=4096)
def _extended(text: str) -> Bounds | None:
    """Read what only the parser can; None for what is no date, found out once: a file may have it in every row."""
    if _NO_EDTF.search(text):
        return None
    # A parser of 25 to 50 ms: it stays out of everything that only reads.
    from edtf import parse_edtf  # noqa: PLC0415
    from edtf.parser.edtf_exceptions import EDTFParseException  # noqa: PLC0415

    try:
        with redirect_stdout(StringIO()):  # the parser prints some of what it can't read
            parsed = parse_edtf(text)
        return _bounds(_days(parsed.lower_strict()), _days(parsed.upper_strict()))
    except (EDTFParseException, ValueError, OverflowError, TypeError, AttributeError):
        return None


def _bounds(first: int | None, last: int | None) -> Bounds:
    """Return the bounds that go from the start of one day to the end of another."""
    return Bounds(
        None if first is None else first * DAY,
        None if last is None else last * DAY + DAY - 1,
        last if first is None else first,
    )


def _days(edge: struct_time | float) -> int | None:
    if isinstance(edge, float):
        return None
    if abs(edge.tm_year) > _FARTHEST:
        raise OverflowError(edge.tm_year)
    return day_number(edge.tm_year, edge.tm_mon, edge.tm_mday)


def _unreadable(text: str) -> DateError:
    return DateError(
        f"“{text}” is not a date: write it as EDTF, such as 2026-02-04, 2026-02, 2026-02-03? or [..2026-02-04]."
    )


def _raise(error: DateError) -> Bounds:
    raise error


def typed_day(text: str, near: int) -> int:
    """Read a day as a person types it: `4 feb`, `2026-02-04`, `Feb 4 2026`, `feb`; a missing part is filled in.

    A missing year is the one that puts the day nearest to `near`; a missing day is the first of the month, a missing
    month January.

    Args:
        text: What was typed.
        near: The day that the person is looking at, counted from 1970.

    Raises:
        DateError: No such day, or it could mean two: the sentence says which.
    """
    return typed_days(text, near)[0]


def typed_days(text: str, near: int) -> tuple[int, int]:
    """Read a day, a month or a year as a person types it: its first day, as `typed_day` does, and its last.

    Raises:
        DateError: As `typed_day`.
    """
    typed = text.strip()
    year_first = _YEAR_FIRST.fullmatch(typed)
    exact = iso_day("{}-{:0>2}-{:0>2}".format(*year_first.groups()) if year_first else typed)
    if exact is not None:
        return exact, exact
    if re.search(r"\d:\d\d|\dT\d", typed):
        raise DateError(f"“{typed}” has a clock time in it: type only the day, such as 4 feb 2026.")
    readings = {reading for day_first in (True, False) if (reading := _dateutil(typed, day_first))}
    if not readings:
        raise DateError(f"“{typed}” is not a day: type one such as 4 feb 2026 or 2026-02-04.")
    days = sorted(_nearest(reading, near) for reading in readings)
    if days[0] != days[-1]:
        raise DateError(f"“{typed}” could be {iso(days[0])} or {iso(days[-1])}: type the month as a word.")
    return days[0], max(_last(reading, days[0]) for reading in readings)


def _last(reading: tuple[int | None, int | None, int | None], first: int) -> int:
    """Return the last day of what was typed: a day, a month or a year that begins on `first`."""
    _, month, day = reading
    if day is not None:
        return first
    year, begun, _ = civil(first)
    return (day_number(year + 1, 1, 1) if month is None or begun == 12 else day_number(year, begun + 1, 1)) - 1


def _dateutil(typed: str, day_first: bool) -> tuple[int | None, int | None, int | None] | None:
    """Return the year, month and day that dateutil finds in `typed`, None for each that it would make up."""
    from dateutil.parser import ParserError, parse  # noqa: PLC0415  (20 ms: only when somebody types a day)

    if not re.search(r"\d{4}|[a-z]{3}", typed, re.IGNORECASE) and not re.search(r"\d\D+\d", typed):
        return None  # a lone "12" or "": dateutil would take it for a day of some month
    found: list[tuple[int, int, int]] = []
    # What differs between two defaults was not typed. Both years are leap years, so that 29 feb is a day.
    for default in (datetime(2000, 1, 1), datetime(2004, 3, 2)):
        try:
            moment = parse(typed, default=default, dayfirst=day_first, ignoretz=True)
        except (ParserError, OverflowError, ValueError, TypeError):
            return None
        found.append((moment.year, moment.month, moment.day))
    year, month, day = (one if one == other else None for one, other in zip(*found, strict=True))
    if month is None and (day is not None or year is None):
        return None  # a lone weekday, or a day of no month
    return year, month, day


def _nearest(reading: tuple[int | None, int | None, int | None], near: int) -> int:
    year, month, day = reading[0], reading[1] or 1, reading[2] or 1
    if year is not None:
        return day_number(year, month, day)
    about = civil(near)[0]
    # Up to eight years off, so that 29 February always has a year to fall in.
    days = [day_number(about + off, month, day) for off in range(-8, 9)]
    return min(
        (number for number in days if civil(number)[2] == day),
        key=lambda number: (abs(number - near), number),
    )


def today() -> int:
    """Return today's civil day where the program runs, counted from 1970."""
    return date.today().toordinal() - _EPOCH
