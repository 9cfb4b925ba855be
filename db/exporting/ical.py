"""iCalendar (RFC 5545), by the icalendar library: events for any calendar, with who says what in the description.

* **Dates**: a day is a day (`VALUE=DATE`, the end exclusive); a clock time keeps its zone, whose rules stand before the
  first event that needs them; one that has only an offset is in UTC. A date that is less than a day sure is the days
  that it can mean, and the description says so. What has no day can't be in a calendar.
* **Status** (3.8.1.11): what is planned is TENTATIVE, for nobody but those who meet can confirm it; what is cancelled
  is CANCELLED, and so is what is postponed, which doesn't take place on that day; all else has: CONFIRMED.
* **UID** is made of the slug, `DTSTAMP` is when the record was last changed (3.8.7.2, without a method): the same store
  makes the same calendar. Nobody's time is taken (`TRANSP`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from db.drafts import Draft
from db.exporting.drafts import drafts, gathered
from db.exporting.prose import Human, plain, said, sources, title
from db.exporting.selection import Selection
from db.exporting.times import ZONED, times
from db.vocabulary import label

_STATUS: Final = {"planned": "TENTATIVE", "postponed": "CANCELLED", "cancelled": "CANCELLED"}


def ical(selection: Selection, human: Human) -> Iterator[str]:
    """Yield a calendar of the events of a selection, a component at a time.

    Args:
        selection: What it is of; the names of its processes are the calendar's.
        human: Writes a stored date for people.
    """
    names: list[str] = []
    zones: set[str] = set()
    begun, lost = False, 0
    for draft, inside in gathered(drafts(selection)):
        if draft.shape.kind == "process":
            names.append(title(draft, selection))
        if draft.shape.kind != "event":
            continue
        if not begun:
            yield _opening(names)
            begun = True
        event = _event(selection, draft, inside, human)
        if event is None:
            lost += 1
            continue
        for zone in _zones(event) - zones:
            yield _written(Timezone.from_tzid(zone, last_date=date(ZONED.stop, 1, 1)))
            zones.add(zone)
        yield _written(event)
    if not begun:
        yield _opening(names)
    yield "END:VCALENDAR\r\n"
    if lost:
        selection.notes.append(f"Events without a day that a calendar can have: {lost:,} left out.")


def _opening(names: Sequence[str]) -> str:
    made = Calendar()
    made.add("prodid", "-//talks-tui//talks-tui//EN")
    made.add("version", "2.0")
    if names:
        made.add("x-wr-calname", " · ".join(names))
    return _written(made).removesuffix("END:VCALENDAR\r\n")


def _written(component: Calendar | Event | Timezone) -> str:
    return str(component.to_ical(), "utf-8")


def _zones(event: Event) -> set[str]:
    moments = (event.DTSTART, event.DTEND)
    return {one.tzinfo.key for one in moments if isinstance(one, datetime) and isinstance(one.tzinfo, ZoneInfo)}


def _event(selection: Selection, draft: Draft, inside: Sequence[Draft], human: Human) -> Event | None:
    """Return an event of the calendar; None if it has no day."""
    fields = draft.values
    starts, ends, lasts = (str(fields.get(name, "")) for name in ("starts", "ends", "duration"))
    found = times(starts, ends, lasts)
    if found is None:
        return None
    begin, end, sure = found
    event = Event()
    event.add("uid", plain(f"{draft.slug}.{draft.process}@talks-tui"))
    event.add("dtstamp", _changed(selection, draft))
    event.add("dtstart", begin)
    if end is not None:
        event.add("dtend", end)
    event.add("summary", title(draft, selection))
    event.add("status", _STATUS.get(str(fields["status"]), "CONFIRMED"))
    event.add("categories", [plain(str(fields["type"]))])
    event.add("transp", "TRANSPARENT")
    if "place" in fields:
        event.add("location", plain(selection.called("place", str(fields["place"]))))
    told = [plain(str(fields["summary"]))] if "summary" in fields else []
    if fields["status"] != "held":
        told.append(plain(f"Status: {label('status', str(fields['status']))}."))
    if not sure:
        told.append(plain(f"Date: {' – '.join(human(one) for one in (starts, ends) if one)}."))
    told += [f"{name}." for name in _parties(selection, inside)]
    told += said(selection, draft, human)
    if told:
        event.add("description", "\n".join(told))
    address = next((url for _, url in sources(selection, draft) if url), "")
    if address:
        event.add("url", address)
    return event


def _parties(selection: Selection, inside: Sequence[Draft]) -> Iterator[str]:
    for part in inside:
        if part.shape.kind == "event_party":
            role = label("event_role", str(part.values["role"]))
            yield plain(f"{selection.called('party', str(part.values['party']))}: {role}")


def _changed(selection: Selection, draft: Draft) -> datetime:
    try:
        made = datetime.fromisoformat(selection.changed("event", str(draft.slug)))
    except ValueError:  # a foreign store may hold anything
        made = datetime(1970, 1, 1, tzinfo=UTC)
    return made.astimezone(UTC)
