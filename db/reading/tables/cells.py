"""What a cell says, as a record needs it: days, counts, numbers, flags; each is read strictly, or is a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from db.dates import DateError, bounds, iso_day, typed_days
from db.text import brief

Got = TypeVar("Got")

PRECISIONS: Final = ("day", "week", "month", "year")
"""How much a date says, as a mapping may name it."""

MOST: Final = 50_000
"""Texts whose meaning is remembered: what is read once more most often is what was read lately."""
_ISO: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d[\d:.]*)?.*)?", re.DOTALL)
_BASIC: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
_TURNED: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?: \d\d?:\d\d.*)?")
_DIRECTIVES: Final = re.compile(r"%(.?)")
_KNOWN: Final = frozenset("YymbBdjHMSfpIaAzZ%")
_COUNT: Final = re.compile(r"(\d+)(?:\.0*)?")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+")
_RANGE: Final = re.compile(r"(\d+) *(?:\.\.|-|–|to) *(\d+)")
_LEAST: Final = re.compile(r"(\d+) *\+")
_WHOLE: Final = re.compile(r"([+-]?\d{1,18})(?:\.0*)?")
_FLAGS: Final = {"true": True, "yes": True, "1": True, "x": True, "false": False, "no": False, "0": False}


class CellError(ValueError):
    """A cell doesn't say what it should; the message says why, without its place and without a full stop."""


def remembered(read: Callable[[str], Got]) -> Callable[[str], Got]:
    """Return `read` with a memory: columns say the same again and again."""
    known: dict[str, Got] = {}

    def get(text: str) -> Got:
        try:
            return known[text]
        except KeyError:
            if len(known) >= MOST:
                known.clear()
            found = known[text] = read(text)
            return found

    return get


def day_reader(formats: Sequence[str] = ()) -> Callable[[str], str]:
    """Return what reads a date and gives EDTF.

    Args:
        formats: As `strptime` takes them; what says no day gives a month, or a year. What two of them read as different
            days is refused. An ISO 8601 day is read whatever they are. Without any, all is read that can mean one date
            only.

    Raises:
        ValueError: One of them is no format of a date.
    """
    for form in formats:
        given = _DIRECTIVES.findall(form)
        if not {"Y", "y"} & set(given) or not set(given) <= _KNOWN:
            raise ValueError(form)

    def read(text: str) -> str:
        found = sorted({day for form in formats if (day := _formatted(text, form))})
        if len(found) > 1:
            raise _twofold(text, found)
        return found[0] if found else _iso(text) or (_plain(text) if not formats else _refused(text))

    return read


def settled(formats: Sequence[str], texts: Iterable[str]) -> list[str]:
    """Return the formats that a column shows to be meant.

    Where two read a cell of it as different days, it is the one that reads more of its cells.

    Args:
        formats: As `day_reader` takes them.
        texts: What stands in the column.
    """
    read = {form: {text: day for text in texts if (day := _formatted(text, form))} for form in formats}
    return [
        form
        for form in formats
        if not any(
            len(other) > len(read[form]) and any(other.get(text, day) != day for text, day in read[form].items())
            for other in read.values()
        )
    ]


def _formatted(text: str, form: str) -> str:
    try:
        return datetime.strptime(text, form).date().isoformat()[: _length(form)]
    except ValueError:
        return ""


def _twofold(text: str, days: Sequence[str]) -> CellError:
    return CellError(f"“{brief(text)}” could be {' or '.join(days)}: say which is meant, with dates in a mapping")


def _length(form: str) -> int:
    """Return how many characters of an ISO day a format gives."""
    given = set(_DIRECTIVES.findall(form))
    return 10 if given & {"d", "j"} else 7 if given & {"m", "b", "B"} else 4


def _refused(text: str) -> str:
    raise CellError(f"“{brief(text)}” is not a date in a format of the mapping")


def _iso(text: str) -> str:
    """Read an ISO 8601 day, as it is or with a clock time, which is kept where it has a zone; "" if it is none."""
    found = _ISO.fullmatch(text)
    if found is None or iso_day(found[1]) is None:
        return ""
    if found[2]:
        moment = text.replace(" ", "T", 1)
        try:
            bounds(moment)
        except DateError:
            return found[1]  # no zone: whose clock it is, nobody knows
        return moment
    return found[1]


def _plain(text: str) -> str:
    """Read a date whose format nobody gave: only if it can mean nothing else."""
    basic = _BASIC.fullmatch(text)
    if basic and iso_day("-".join(basic.groups())) is not None:
        return "-".join(basic.groups())
    turned = _TURNED.fullmatch(text)
    if turned:
        one, other, year = turned[1], turned[3], turned[4]
        both = (f"{year}-{month:0>2}-{day:0>2}" for day, month in ((one, other), (other, one)))
        days = sorted({day for day in both if iso_day(day) is not None})
        if len(days) > 1:
            raise _twofold(text, days)
        if days:
            return days[0]
    elif re.search(r"[^\W\d_]{3}", text) and re.search(r"\d{4}", text) and not re.search(r"\d:\d", text):
        try:
            first, last = typed_days(text, 0)
        except DateError as error:
            raise CellError(f"“{brief(text)}” is not a date") from error
        return _spanned(first, last)
    try:
        bounds(text)
    except DateError as error:
        raise CellError(f"“{brief(text)}” is not a date") from error
    return text


def _spanned(first: int, last: int) -> str:
    """Return a day, a month or a year, from its first and its last day counted from 1970."""
    found = (date(1970, 1, 1) + timedelta(first)).isoformat()
    return found if first == last else found[:7] if last - first < 31 else found[:4]


def rounded(day: str, precision: str) -> str:
    """Return a date with no more than it is known to: a day as its month, its year, or a day of its week.

    Raises:
        CellError: There is no such precision.
    """
    if precision not in PRECISIONS:
        raise CellError(f"“{brief(precision)}” is not a precision: it may be {', '.join(PRECISIONS)}")
    number = iso_day(day) if precision != "day" else None
    if number is None:
        return day  # a date that says less already
    if precision == "week":
        known = date.fromisoformat(day)
        monday = known - timedelta(known.weekday())
        return f"[{monday}..{monday + timedelta(6)}]"
    return day[:7] if precision == "month" else day[:4]


def between(first: str, last: str) -> str:
    """Return the EDTF of some day from the first to the last; one of them may be "".

    Raises:
        CellError: The last lies before the first.
    """
    if first == last or not last:
        return first
    if first and first > last:
        raise CellError(f"it ends ({last}) before it starts ({first})")
    return f"[{first}..{last}]"


def count(text: str) -> str:
    """Read a count of people or things: `71`, `71.0`, `1,200`, `70-75`, `100+`, or as the store has it.

    Raises:
        CellError: It is none.
    """
    found = _COUNT.fullmatch(text)
    if found:
        return found[1]
    if _THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    found = _RANGE.fullmatch(text)
    if found:
        return f"{found[1]}..{found[2]}"
    found = _LEAST.fullmatch(text)
    if found:
        return f"{found[1]}.."
    if re.fullmatch(r"\d+\.\.|\.\.\d+", text):
        return text
    raise CellError(f"“{brief(text)}” is not a count")


def number(text: str) -> int:
    """Read a whole number, as a spreadsheet may write it.

    Raises:
        CellError: It is none.
    """
    found = _WHOLE.fullmatch(text.replace("−", "-"))
    if found is None:
        raise CellError(f"“{brief(text)}” is not a whole number")
    return int(found[1])


def flag(text: str) -> bool:
    """Read yes or no.

    Raises:
        CellError: It is neither.
    """
    found = _FLAGS.get(text.casefold())
    if found is None:
        raise CellError(f"“{brief(text)}” is not yes or no")
    return found
