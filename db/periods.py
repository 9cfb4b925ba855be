"""Weeks, months and years of the calendar: which one a day is in, and where it begins and ends."""

from __future__ import annotations

from typing import Final

from db.asof import UNDATED
from db.dates import civil, day_number

UNITS: Final = ("day", "week", "month", "year")
"""The periods that events are counted by, the shortest first."""


def first_of(unit: str, day: int) -> int:
    """Return the first day of the period that a day is in.

    Args:
        unit: One of `UNITS`; a week begins on a Monday (ISO 8601).
        day: Counted from 1970, as is what is returned; `UNDATED` is a period of its own.
    """
    if day == UNDATED or unit == "day":
        return day
    if unit == "week":
        return day - (day + 3) % 7  # the first day of 1970 was a Thursday
    year, month, _ = civil(day)
    return day_number(year, month if unit == "month" else 1, 1)


def last_of(unit: str, first: int) -> int:
    """Return the last day of the period that begins on a day, both counted from 1970."""
    if first == UNDATED or unit == "day":
        return first
    if unit == "week":
        return first + 6
    year, month, _ = civil(first)
    return (day_number(year + month // 12, month % 12 + 1, 1) if unit == "month" else day_number(year + 1, 1, 1)) - 1
