"""Dates for people: `4 Feb 2026`, `by 4 Feb 2026`, `4–5 Feb 2026`, from stored EDTF, without a parser.

Only forms that are common in a store are turned into words; any other is shown as it is stored, which is right too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from db.dates import civil

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS: Final = ("Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed")
"""By days from 1970, whose first was a Thursday."""
_SEASONS: Final = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
"""EDTF level 1, Northern and Southern alike."""

_UNITS: Final = ("year", "month", "week", "day")

_PLAIN: Final = re.compile(r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?([?~%])?")
_SET: Final = re.compile(r"\[(.*?)\.\.(.*?)\]")
_DURATION: Final = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_CLOCK: Final = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*(Z|[+-]\d\d:\d\d)?(?:\[(.+)\])?")


def heading(day: int) -> str:
    """Write a day counted from 1970 as a heading: `Wed 4 Feb 2026`."""
    year, month, number = civil(day)
    return f"{_WEEKDAYS[day % 7]} {number} {_MONTHS[month - 1]} {year}"


def short(day: int) -> str:
    """Write a day counted from 1970 without its weekday: `4 Feb 2026`."""
    return heading(day)[4:]


def month(day: int) -> str:
    """Write the month of a day counted from 1970: `Feb 2026`."""
    number, which, _ = civil(day)
    return f"{_MONTHS[which - 1]} {number}"


def year(day: int) -> str:
    """Write the year of a day counted from 1970."""
    return str(civil(day)[0])


def stretch(first: int, last: int) -> str:
    """Write a stretch of days counted from 1970, as short as can be: `2–8 Feb 2026`, `26 Jan – 1 Feb 2026`."""
    one, other = civil(first), civil(last)
    if one[:2] == other[:2]:
        return f"{one[2]}–{short(last)}"
    begin = short(first) if one[0] != other[0] else short(first).rpartition(" ")[0]
    return f"{begin} – {short(last)}"


def ago(seconds: int) -> tuple[str, int]:
    """Say how long ago something was: `just now`, `3 min ago`, `2 days ago`; and for how many seconds that stays so."""
    if seconds < 60:
        return "just now", 60 - max(0, seconds)
    for size, unit, end in ((60, " min", 3600), (3600, " h", 2 * 86_400)):
        if seconds < end:
            return f"{seconds // size}{unit} ago", size - seconds % size
    return f"{seconds // 86_400} days ago", 86_400 - seconds % 86_400


def human(text: str, year: bool = True) -> str:
    """Write a stored date for people.

    Args:
        text: EDTF, or "".
        year: Whether the year is said, and of a clock time its zone.
    """
    found = _SET.fullmatch(text)
    if found:
        first, last = (human(part, year) for part in found.groups())
        if not first or not last:
            return f"by {last}" if last else f"{first} or later"
        return _between(found[1], found[2], year)
    if "/" in text and "[" not in text:
        first, _, last = text.partition("/")
        return span(first, last, year) if first not in ("", "..") and last not in ("", "..") else text
    clock = _CLOCK.fullmatch(text)
    if clock:
        return f"{human(clock[1], year)} {clock[2]}{f' ({clock[4] or clock[3]})' if year else ''}"
    plain = _PLAIN.fullmatch(text)
    return _date(plain, year) if plain else text


def span(starts: str, ends: str, year: bool = True) -> str:
    """Write a stretch of time for people: `4–5 Feb 2026`, `23 Jan – 4 Feb 2026`."""
    if not ends or ends == starts:
        return human(starts, year)
    if not starts:
        return human(ends, year)
    if len(starts) == len(ends) == 10 and starts[:7] == ends[:7]:
        return f"{int(starts[8:])}–{human(ends, year)}"
    return f"{human(starts, year and starts[:4] != ends[:4])}{' – ' if year else '–'}{human(ends, year)}"


def either(values: Iterable[str], year: bool = True) -> str:
    """Write rival dates for people, each of them: `25 or 30 Jan 2026`."""
    shown = [human(value, year) for value in values]
    words = [text.partition(" ") for text in shown]
    month = words[-1][2]
    if month and all(day.isdigit() and rest == month for day, _, rest in words):
        return f"{' or '.join(day for day, _, _ in words)} {month}"
    return " or ".join(shown)


def _between(first: str, last: str, year: bool) -> str:
    if not year:
        return f"in {span(first, last, year)}" if "/" not in first + last else f"{first}–{last}"
    return f"between {human(first, first[:4] != last[:4])} and {human(last)}"


def _date(found: re.Match[str], year: bool) -> str:
    number, month, day, doubt = found.groups()
    if month in _SEASONS:
        return f"{_SEASONS[month]} {number}"
    if month is None:
        words = [number]
    elif not 1 <= int(month) <= 12:
        return found[0]
    else:
        words = [*([str(int(day))] if day else []), _MONTHS[int(month) - 1], *([number] if year or not day else [])]
    about = "about " if doubt in ("~", "%") else ""
    return about + " ".join(words) + ("?" if doubt in ("?", "%") else "")


def duration(text: str) -> str:
    """Write an ISO 8601 duration for people: `7 days`; one with clock times stays as it is stored."""
    found = _DURATION.fullmatch(text)
    if not found or not any(found.groups()):
        return text
    parts = [(int(count), unit) for count, unit in zip(found.groups(), _UNITS, strict=True) if count]
    return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts)
