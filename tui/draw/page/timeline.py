"""What happened, on a page: month by month and day by day, each event with all that was said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Final

from db.entries import Entry
from db.related import Jump
from db.vocabulary import label
from db.whole import Told
from tui.draw import look
from tui.draw import timeline as row
from tui.draw.days import heading
from tui.draw.days import month as month_of
from tui.draw.header import many
from tui.draw.html import Html, closed, element, items, join, opened, own
from tui.draw.page.claims import cites, standing, told
from tui.draw.page.notes import Notes

FEW: Final = 150
"""Events of which all are in sight; of more, the months but the last are folded."""

Month = tuple[bool, str]
"""Whether it is still to come, and its name."""


def month(planned: bool, day: int | None) -> Month:
    """Return the month that an event stands under: whether it is a plan, and the day that it is listed under."""
    return planned, "No date" if day is None else month_of(day)


def months(told_of: Iterable[Told], counts: Mapping[Month, int], notes: Notes) -> Iterator[Html]:
    """Yield a timeline: what is planned apart, months that fold, days, events.

    Args:
        told_of: The events, in reading order; they are asked for one after the other.
        counts: How many events there are under each month.
        notes: The references of the page.
    """
    few = sum(counts.values()) <= FEW
    shown = False
    for (planned, name), own_events in groupby(told_of, key=lambda one: month(one.entry.planned, one.entry.day)):
        in_sight = few or planned or not shown
        shown = shown or not planned
        count = element("small", many(counts[planned, name], "event"), class_="dim")
        title = element("h3", "To come: " if planned else "", name)
        yield join((opened("details", open=in_sight, class_="month"), element("summary", title, " ", count)))
        yield from _days(own_events, notes)
        yield Html(f"{closed('details')}\n")


def _days(events: Iterable[Told], notes: Notes) -> Iterator[Html]:
    by_day: Callable[[Told], int | None] = lambda one: one.entry.day  # noqa: E731
    for day, own_events in groupby(events, key=by_day):
        if day is not None:
            yield element("h4", heading(day), class_="day")
        for one in own_events:
            yield _event(one, notes)


def _event(one: Told, notes: Notes) -> Html:
    entry = one.entry
    glyph = element("span", look.event(entry.type, entry.planned), aria_hidden="true", class_="glyph")
    about = [label("event_type", entry.type), _when(entry), entry.place]
    accounts = [row for section in one.sections for row in section.accounts]
    facts = join((*map(own, about), standing(entry.state, entry.contested_on), cites(accounts, notes)), " · ")
    title = element("h5", glyph, " ", own(row.title(entry, planned=True)))
    return element(
        "article",
        element("header", title, element("p", facts, class_="small dim")),
        own(entry.summary, "p"),
        element("p", join((_role(*role) for role in one.roles), " · "), class_="small") if one.roles else "",
        items((element("li", own(who), id=notes.place(seat)) for seat, who in one.seats), class_="small"),
        *told(one.sections, notes),
        items(_ways(one.jumps, notes), class_="small"),
        id=notes.place(entry.id),
    )  # fmt: skip


def _when(entry: Entry) -> str:
    """Say what the heading doesn't: dates in dispute and other rival values, or the days that it lasts."""
    return row.given(entry) or row.when(entry)


def _role(role: str, parties: Iterable[str]) -> Html:
    return join((element("span", f"{role}: ", class_="dim"), join(map(own, parties), ", ")))


def _ways(jumps: Iterable[Jump], notes: Notes) -> Iterator[Html]:
    """Yield where an event leads, and what leads to it: a line for each way in which they hang together."""
    for way, those in groupby(sorted(jumps, key=attrgetter("label")), key=attrgetter("label")):
        titles = join((notes.to(jump.record, jump.title) for jump in those), " · ")
        yield element("li", element("span", f"{way}: ", class_="dim"), titles)
