"""The lines of a calendar (RFC 5545): which components stand in it, and which a later revision takes the place of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NoReturn

from db.errors import TalksFileError
from db.values import dataclass

_MARK: Final = re.compile(r"(BEGIN|END):([A-Z-]+)\s*", re.IGNORECASE)
_KEY: Final = re.compile(r"^(UID|SEQUENCE|RECURRENCE-ID)(?:;[^:\n]*)?:(.*(?:\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """A component of a calendar as it stands in the file.

    Attributes:
        name: `VEVENT`, `VTIMEZONE`, `VTODO`…
        line: The number of its first line.
        text: Its lines.
        cancelled: Whether its calendar is there to call off what is in it.
    """

    name: str
    line: int
    text: str
    cancelled: bool


def parts(text: str, name: str) -> Iterator[Part]:
    """Yield the components of the calendars in a file.

    Raises:
        TalksFileError: It is cut short, or isn't a calendar.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    stack: list[tuple[str, int]] = []
    cancelled = begun = False
    for number, line in enumerate(lines, 1):
        if line[:13].upper() == "METHOD:CANCEL" and len(stack) == 1:
            cancelled = True
        mark = _MARK.fullmatch(line)
        if mark is None:
            continue
        part = mark[2].upper()
        if mark[1].upper() == "BEGIN":
            if stack and part in ("VCALENDAR", stack[-1][0]):
                _cut_short(name, *stack[-1])
            if not stack and part != "VCALENDAR":
                raise TalksFileError([f"{name}: line {number} begins a {part} outside of any VCALENDAR."])
            begun = True
            stack.append((part, number))
            cancelled = cancelled and part != "VCALENDAR"
            continue
        if not stack or stack[-1][0] != part:
            raise TalksFileError([f"{name}: line {number} ends a {part} that didn't begin."])
        _, first = stack.pop()
        if len(stack) == 1:
            yield Part(part, first, "\n".join(lines[first - 1 : number]), cancelled)
    if stack:
        _cut_short(name, *stack[-1])
    if not begun:
        raise TalksFileError([f"{name} is not a calendar: it has no line BEGIN:VCALENDAR."])


def _cut_short(name: str, part: str, line: int) -> NoReturn:
    raise TalksFileError([f"{name} is cut short: the {part} that begins in line {line} has no end."])


def newest(events: list[Part]) -> list[Part]:
    """Return events as they were last revised: an event may stand in a file several times, by the same UID."""
    latest: dict[tuple[str, str], tuple[int, int]] = {}
    for number, part in enumerate(events):
        own = part.text.partition("\nBEGIN:")[0]  # an alarm in it may have a UID too
        found = {field.upper(): re.sub(r"\n[ \t]", "", value) for field, value in _KEY.findall(own)}
        revision = found.get("SEQUENCE", "").strip()
        key = found.get("UID") or f"\0{number}", found.get("RECURRENCE-ID", "")
        rank = (int(revision) if re.fullmatch(r"\d{1,9}", revision) else 0, number)
        latest[key] = max(latest.get(key, rank), rank)
    return [events[number] for _, number in latest.values()]
