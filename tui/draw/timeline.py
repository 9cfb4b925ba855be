"""What happened when, drawn: a heading for each day, a line for each event.

In the first second the reader wants to know: what came last, who did it to whom, and whether anybody disputes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from db.timeline import Entry, Window
from db.vocabulary import properties
from tui.draw import look
from tui.draw.days import either, heading, human, short, span
from tui.draw.spans import Line, Row, Span, filled, fit

_EXACT: Final = re.compile(r"-?\d{4}-\d\d-\d\d")
_AGAINST: Final = {"actor": "target", "accuser": "accused"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Cells of each column; 0 where there is no room for it."""

    title: int
    summary: int
    when: int
    parties: int
    place: int
    mark: int
    sources: int


def columns(width: int) -> Columns:
    """Share `width` cells out: the title has what the others leave, and those that matter least go first."""
    when = 17 if width >= 110 else 0
    place = 14 if width >= 140 else 0
    parties = 12 if width >= 70 else 0
    mark, sources = (16, 10) if width >= 100 else (2, 8)
    title = max(10, width - 4 - when - parties - place - mark - sources)
    summary = title - 56 if title >= 90 else 0
    return Columns(title - summary, summary, when, parties, place, mark, sources)


def rows(window: Window, width: int) -> list[Row]:
    """Draw a window of the timeline in `width` cells: days as headings, what is planned set apart."""
    layout = columns(width)
    drawn: list[Row] = []
    above: tuple[bool, int | None] | None = None
    for entry in window.entries:
        here = entry.planned, entry.day
        if here != above:
            drawn.append(Row(_heading(entry, width)))
            above = here
        drawn.append(Row(_entry(entry, layout, width), entry.id))
    return drawn


def caption(window: Window) -> str:
    """Say which days the timeline spans."""
    if window.span is None:
        return ""
    first, last = window.span
    return short(first) if first == last else f"{short(first)} – {short(last)}"


def _heading(entry: Entry, width: int) -> Line:
    day = "No date" if entry.day is None else heading(entry.day)
    if entry.planned:
        return filled([Span(f" {day}", "day"), Span(" · planned", "dim")], width)
    return filled([Span(f" {day}", "day")], width)


def when(entry: Entry) -> str:
    """Say what the heading doesn't: a last day, or that the day isn't known exactly; "" if it is."""
    if entry.rivals:
        return ""
    if not entry.starts or not entry.ends:
        only = entry.starts or entry.ends
        return "" if _EXACT.fullmatch(only) else human(only, year=False)
    return span(entry.starts, entry.ends, year=False) if entry.starts != entry.ends else ""


def title(entry: Entry) -> str:
    """Say what happened; what is under way or called off says so, and of a date in dispute every value is given."""
    status = "" if entry.status in ("held", "planned") else f" ({entry.status})"
    rivals = dict(entry.rivals)
    dates = [
        either(rivals[name], year=False) if name in rivals else human(own, year=False)
        for name, own in (("starts", entry.starts), ("ends", entry.ends))
        if own or name in rivals
    ]
    return f"{entry.title}{status}{': ' + ' – '.join(dates) if rivals else ''}"


def actors(entry: Entry) -> str:
    """Say who took part: `RU UA US`, or who acted on whom: `UA → RU`."""
    for role, other in _AGAINST.items():
        acting = [name for name, part in entry.parties if part == role]
        acted_on = [name for name, part in entry.parties if part == other]
        if acting and acted_on:
            return f"{' '.join(acting)} → {' '.join(acted_on)}"
    seen = dict.fromkeys(name for name, part in entry.parties if part != "host")
    return " ".join(seen)


def dispute(entry: Entry) -> str:
    """Say what is in dispute: `‡ starts, ends`, `✗ denied`, or ""."""
    if entry.state not in ("contested", "denied"):
        return ""
    known = properties()
    names = [known[name].label for name in known if name in entry.contested_on] or [*entry.contested_on]
    return f"{look.dispute(entry.state)} {'denied' if entry.state == 'denied' else ', '.join(names)}"


def _entry(entry: Entry, layout: Columns, width: int) -> Line:
    """Draw an event; neighbouring columns of one style are one span, for the sake of a slow line."""
    # Where there is no room for words the mark alone stands there, and the detail says the rest.
    disputed = dispute(entry) if layout.mark > 2 else look.dispute(entry.state)
    details = fit(entry.summary, layout.summary - 1) + " " if layout.summary else ""
    details += fit(when(entry), layout.when - 1) + " " if layout.when else ""
    details += fit(actors(entry), layout.parties)
    details += fit(entry.place, layout.place)
    return filled(
        [
            Span(f"  {look.event(entry.type, entry.planned)} ", "glyph"),
            Span(fit(title(entry), layout.title - 1) + " ", "planned" if entry.planned else ""),
            Span(details, "dim"),
            Span(fit(disputed, layout.mark - 1) + " ", "accent" if disputed else "dim"),
            Span(fit(" · ".join(entry.sources), layout.sources), "dim"),
        ],
        width,
    )
