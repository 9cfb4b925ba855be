"""Calendars (iCalendar, RFC 5545): what is planned. A VEVENT becomes an event, with its place and its times.

A calendar says what is planned and what is cancelled, never that something was held, so no event is more than planned.
Of one that repeats the first time is taken, and its rule is kept beside it. People who attend are kept beside it too,
unless one is a party that the store knows. An event is the same as before if it has the same UID.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final
from warnings import catch_warnings

from icalendar import Component, Event

from db.checking import LONGEST
from db.drafts import Draft, Named, Unit
from db.reading import files
from db.reading.calendarfile import Part, newest, parts
from db.reading.document import Document, Slugs, kept
from db.reading.markup import plain
from db.reading.words import meant
from db.reading.zones import ZoneError, Zones, written
from db.shapes import BY_TABLE
from db.text import brief, clean, folded, slugged

_LINE: Final = re.compile(r"parts: '(.*?)': ", re.DOTALL)
"""The line that the library says of that it isn't one."""
_REPEATS: Final = re.compile(r"^(?:RRULE|RDATE)[;:]", re.IGNORECASE | re.MULTILINE)
_FIELDS: Final = (
    *("SUMMARY", "DESCRIPTION", "LOCATION", "DTSTART", "DTEND", "DURATION", "CATEGORIES", "UID", "DTSTAMP", "SEQUENCE"),
    *("ATTENDEE", "ORGANIZER"),
)
_NEEDED: Final = {
    "DTSTART": "20260204 or 20260204T100000Z",
    "DTEND": "20260204 or 20260204T100000Z",
    "DURATION": "PT1H30M or P2D",
}
"""When an event is: the fields, and how each is written."""
_LONGEST_SLUG: Final = 60


class CalendarReader(Document):
    """A calendar that is being read: a unit is an event."""

    def __init__(self, path: Path, known: Sequence[str] = ()) -> None:
        found = files.text(path)
        super().__init__("iCalendar", found.notes)
        components = [*parts(found.text, str(path))]
        self._zones = Zones()
        self._zone_texts = [part.text for part in components if part.name == "VTIMEZONE"]
        for text in self._zone_texts:
            self._zones.add(text)
        events = [part for part in components if part.name == "VEVENT"]
        self._events = newest(events)
        self._all = len(self._events)
        self._parties = {folded(name) for name in known}
        self._slugs = Slugs()
        self._tell(components, len(events))

    def rest(self, raws: Iterable[object], into: Path) -> None:
        """Write some events to a new calendar, with the zones of this one, as `Reader.rest` says."""
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//talks-tui//left of an import//EN"]
        lines += [line for text in (*self._zone_texts, *map(str, raws)) for line in text.split("\n")]
        with into.open("x", encoding="utf-8", newline="") as file:
            file.write("".join(f"{line}\r\n" for line in (*lines, "END:VCALENDAR")))

    def _tell(self, components: list[Part], events: int) -> None:
        aside = Counter(part.name for part in components if part.name not in ("VEVENT", "VTIMEZONE"))
        if aside:
            named = ", ".join(f"{count:,} {name}" for name, count in aside.items())
            self.notes.append(f"Left aside, since they are no events: {named}.")
        if events > self._all:
            self.notes.append(
                f"Left aside, since the file has a later revision of them: {events - self._all:,} events."
            )
        repeating = sum(bool(_REPEATS.search(part.text)) for part in self._events)
        if repeating:
            self.notes.append(f"Events that repeat: {repeating:,}; the first time is taken, the rule kept beside it.")

    def _units(self) -> Iterator[Unit]:
        for part in self._events:
            unit = Unit(f"line {part.line}", [], part.text)
            try:
                with catch_warnings(action="ignore"):  # of zones, which are found out here
                    event = Event.from_ical(part.text)
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                unit.problems.append(f"{unit.where}: {brief(clean(str(error))).rstrip('.')}.")
            else:
                self._event(unit, event, part.cancelled)
            yield unit

    def _event(self, unit: Unit, event: Component, cancelled: bool) -> None:
        for name, why in event.errors:
            if name in _NEEDED:
                given = brief(_said(event, name))
                unit.problems.append(f"{unit.where}, {name}: “{given}” can't be read: write {_NEEDED[name]}.")
            elif name is None:
                line = _LINE.search(why)
                unit.problems.append(
                    f"{unit.where}: “{brief(clean(line[1] if line else why))}” is no line of a calendar."
                )
        if unit.problems:
            return
        summary = plain(_said(event, "DESCRIPTION"))[0]
        title = _said(event, "SUMMARY") or summary
        place = _said(event, "LOCATION")
        kinds = [clean(str(word)) for one in _several(event, "CATEGORIES") for word in getattr(one, "cats", [one])]
        status = meant("status", _said(event, "STATUS"))
        values: dict[str, object] = {
            "type": meant("event_type", *kinds) or "CONSULT",
            "status": "cancelled" if cancelled else status or "planned",
            "title": title,
            "summary": _cut(summary) if summary != title else None,
            "place": Named(place, {}) if place and not _is_address(place) else None,
        }
        if not title:
            unit.problems.append(f"{unit.where}, SUMMARY: it is missing.")
        try:
            values["starts"], values["ends"] = self._times(event)
        except (ZoneError, _TimeError) as fault:
            unit.problems.append(f"{unit.where}, {fault}.")
        draft = Draft(BY_TABLE["events"], unit.where, self._slug(event, title), None, values, claims=[{}])
        draft.extra = _extra(event, [kind for kind in kinds if meant("event_type", kind) is None], place)
        draft.columns = {"title": "SUMMARY", "summary": "DESCRIPTION", "starts": "DTSTART", "ends": "DTEND"}
        unit.drafts += [draft, *self._seats(unit, event, draft)]

    def _seats(self, unit: Unit, event: Component, draft: Draft) -> Iterator[Draft]:
        """Yield the parts of parties that the store knows: others who attend may be anybody."""
        seen: set[str] = set()
        for field, role in (("ORGANIZER", "host"), ("ATTENDEE", "attendee")):
            for one in _several(event, field):
                name = clean(str(getattr(one, "params", {}).get("CN", "")))
                if folded(name) in self._parties and folded(name) not in seen:
                    seen.add(folded(name))
                    seat: dict[str, object] = {"party": Named(name), "role": role}
                    where = f"{unit.where}, {field}"
                    yield Draft(BY_TABLE["event_parties"], where, None, None, seat, draft, claims=[{}])

    def _slug(self, event: Component, title: str) -> str:
        """Return a slug by which an event is the same in the next edition of its calendar."""
        name = slugged(_said(event, "UID")) if _said(event, "UID") else ""
        if len(name) > _LONGEST_SLUG:  # its end may be all that tells it from another
            name = f"{name[:40].rstrip('-')}-{blake2b(name.encode(), digest_size=6).hexdigest()}"
        again = getattr(event.get("RECURRENCE-ID"), "dt", None)
        return self._slugs.of(name or title, again.strftime("%Y-%m-%d") if isinstance(again, date) else "")

    def _times(self, event: Component) -> tuple[str | None, str | None]:
        """Return when an event starts and ends; the end of whole days is the last of them, not the day after.

        Raises:
            ZoneError, _TimeError: A time can't be told.
        """
        starts, ends, lasts = (_one(event, name) for name in _NEEDED)
        first = getattr(starts, "dt", None)
        if not isinstance(first, date):
            raise _TimeError("DTSTART: it is missing" if starts is None else "DTSTART: it is no date")
        last = getattr(ends, "dt", None)
        of = ends
        if ends is None and isinstance(span := getattr(lasts, "dt", None), timedelta):
            of = starts
            try:
                last = first + span
            except OverflowError:
                raise _TimeError("DURATION: it is too long") from None
        if last is not None and not isinstance(last, date):
            raise _TimeError("DTEND: it is no date")
        if last is not None and not isinstance(last, datetime):
            last = last - timedelta(days=last > first) if not isinstance(first, datetime) else last
        begun, ended = self._time(starts, first), self._time(of, last)
        return begun, ended if ended != begun else None

    def _time(self, given: Any, moment: date | None) -> str | None:  # noqa: ANN401
        """Return a day, or a clock time in its zone; one that floats, as local time anywhere, is known by its day."""
        if not isinstance(moment, datetime):
            return moment.isoformat() if moment else None
        zone = given.params.get("TZID")
        if zone is None:
            return f"{written(moment.replace(tzinfo=None))}Z" if moment.tzinfo else moment.date().isoformat()
        return self._zones.placed(moment.replace(tzinfo=None), str(zone))


class _TimeError(ValueError):
    """A time of an event can't be told; the message says which and why, without a full stop."""


def _several(event: Component, name: str) -> list[Any]:
    value = event.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]


def _one(event: Component, name: str) -> Any:  # noqa: ANN401
    return next(iter(_several(event, name)), None)


def _said(event: Component, name: str) -> str:
    return clean(str(_one(event, name) or ""))


def _cut(text: str) -> str | None:
    return (text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…") or None


def _is_address(place: str) -> bool:
    return re.match(r"(?:https?|tel|sip|mailto):", place, re.IGNORECASE) is not None


def _extra(event: Component, kinds: list[str], place: str) -> dict[str, object]:
    """Return what no field takes, as a calendar writes it: rules, addresses, who attends, clock times that float."""
    extra: dict[str, object] = {}
    for name in event:
        if name not in _FIELDS:
            given = [clean(one.to_ical().decode("utf-8", "replace")) for one in _several(event, name)]
            extra[name] = kept(given[0] if len(given) == 1 else given)
    if meant("status", extra.get("STATUS")) == "cancelled":  # else a plan may be tentative or confirmed
        del extra["STATUS"]
    for name in ("ORGANIZER", "ATTENDEE"):
        if people := [_person(one) for one in _several(event, name)]:
            extra[name] = kept(people)
    for name in ("DTSTART", "DTEND"):
        moment = getattr(_one(event, name), "dt", None)
        if isinstance(moment, datetime) and moment.tzinfo is None and "TZID" not in _one(event, name).params:
            extra[name] = moment.isoformat()
    return extra | ({"CATEGORIES": kinds} if kinds else {}) | ({"LOCATION": place} if _is_address(place) else {})


def _person(one: Any) -> dict[str, str]:  # noqa: ANN401
    return {"address": clean(str(one)), **{str(name): clean(str(value)) for name, value in one.params.items()}}
