"""What happened when, drawn: a heading for each day, a line for each event.

In the first second the reader wants to know: what came last, who did it to whom, and whether anybody disputes it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from typing import Final

from db.entries import Entry
from db.timeline import Window
from db.values import dataclass
from db.vocabulary import label, properties, value_label
from db.zoom import Period, Zoomed
from tui.draw import look
from tui.draw.days import duration, either, heading, human, short, span
from tui.draw.lazily import Lazily
from tui.draw.periods import beside
from tui.draw.spans import Line, Row, Span, cells, cut, filled, fit, width_of

_EXACT: Final = re.compile(r"-?\d{4}-\d\d-\d\d")
_DATES: Final = ("starts", "ends")
_LEAST: Final = 16
"""Cells of a title, however much stands beside it."""
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


class Rows(Lazily):
    """A window of the timeline in `width` cells, each row drawn when it is looked at: what is planned apart.

    Args:
        window: The events.
        width: Cells.
        new: The events that are marked as new.
    """

    def __init__(self, window: Window, width: int, new: Container[int] = ()) -> None:
        super().__init__()
        self._window, self._width, self._new = window, width, new
        self._layout = columns(width)
        self._days = {(day.planned, day.day): day for day in window.days}
        self._lines: list[tuple[Entry, bool]] = []  # an event, or the heading above it
        self._places: dict[int, int] = {}
        above: tuple[bool, int | None] | None = None
        for entry in window.entries:
            here = entry.planned, entry.day
            if here != above:
                self._lines.append((entry, True))
                above = here
            self._places[entry.id] = len(self._lines)
            self._lines.append((entry, False))

    def place_of(self, record: int | None, _key: tuple[int, ...] | None) -> int | None:
        """Return where the row of an event is."""
        return self._places.get(record) if record is not None else None

    def __len__(self) -> int:
        return len(self._lines)

    def draw(self, place: int) -> Row:
        """Draw an event, or the heading of its day."""
        entry, head = self._lines[place]
        if head:
            return Row(_heading(entry, self._days.get((entry.planned, entry.day)), self._window.names, self._width))
        return Row(_entry(entry, self._layout, self._width, entry.id in self._new), entry.id)


def caption(window: Window | Zoomed) -> str:
    """Say which days the timeline spans."""
    if window.span is None:
        return ""
    first, last = window.span
    return short(first) if first == last else f"{short(first)} – {short(last)}"


def _heading(entry: Entry, counted: Period | None, names: tuple[str, str], width: int) -> Line:
    day = "No date" if entry.day is None else heading(entry.day)
    line = [Span(f" {day}", "day"), Span(" · planned" if entry.planned else "", "dim")]
    counts = beside(counted, names, max(0, width - width_of(line) - 4))
    room = width - width_of(line) - width_of(counts) - 1
    return filled([*line, Span(" " * room), *counts], width) if counts else filled(line, width)


def when(entry: Entry) -> str:
    """Say what neither the heading nor `given` does: a last day, or that the day isn't known exactly; or ""."""
    if {*_DATES} & dict(entry.given).keys():
        return ""
    if not entry.starts or not entry.ends:
        only = entry.starts or entry.ends
        return "" if _EXACT.fullmatch(only) else human(only, year=False)
    return span(entry.starts, entry.ends, year=False) if entry.starts != entry.ends else ""


def title(entry: Entry, planned: bool = False) -> str:
    """Say what happened; what is under way or called off says so, what is to come in which format it is to be.

    Args:
        entry: The event.
        planned: Whether it says of a plan that it is one.
    """
    to_come = entry.status in ("planned", "postponed")
    notes = [label("status", entry.status)] if entry.status not in ("held", *([] if planned else ["planned"])) else []
    notes += [label("format", entry.format)] if to_come and entry.format else []
    return f"{entry.title} ({', '.join(notes)})" if notes else entry.title


def given(entry: Entry) -> str:
    """Say what stands beside the title: every value of what is in dispute, or what the voice that is heard gives."""
    values = dict(entry.given)
    ends = [values.get(name, (own,)) for name, own in zip(_DATES, (entry.starts, entry.ends), strict=True)]
    if all(len(end) == 1 for end in ends):
        dates = span(ends[0][0], ends[1][0], year=False)
    else:
        dates = " – ".join(either(end, year=False) for end in ends if any(end))
    parts = [dates] if {*_DATES} & values.keys() else []
    return ", ".join(parts + [value(name, rival) for name, rival in entry.given if name not in _DATES])


def value(name: str, values: Iterable[str]) -> str:
    """Write every value of a property: `7 days`, `70..75 or 80 missiles`, `scheduling or security`."""
    known = properties()[name]
    shown = " or ".join(
        duration(value) if known.compare == "duration" else value_label(name, value) for value in values
    )
    return f"{shown} {known.label}" if known.compare == "count" else shown


def actors(entry: Entry) -> str:
    """Say who took part: `RU UA US`, or who acted on whom: `UA → RU`."""
    for role, other in _AGAINST.items():
        acting = [name for name, part in entry.parties if part == role]
        acted_on = [name for name, part in entry.parties if part == other]
        if acting and acted_on:
            return f"{' '.join(acting)} → {' '.join(acted_on)}"
    seen = dict.fromkeys(name for name, part in entry.parties if part != "host")
    return " ".join(seen)


def standing(entry: Entry) -> str:
    """Say how it stands: `‡ starts, ends`, `✗ denied`, `◌ silent`; of what nobody disputes the mark alone."""
    sign = look.sign(entry.state).text
    if entry.state in ("", "single", "agreed"):
        return sign
    known = properties()
    names = [known[name].label for name in known if name in entry.contested_on] or [*entry.contested_on]
    return f"{sign} {', '.join(names) if entry.state == 'contested' and names else label('state', entry.state)}"


def _entry(entry: Entry, layout: Columns, width: int, new: bool) -> Line:
    """Draw an event; neighbouring columns of one style are one span, for the sake of a slow line."""
    # Where there is no room for words the mark alone stands there, and the detail says the rest.
    sign = look.sign(entry.state)
    stands = standing(entry) if layout.mark > 2 else sign.text
    details = fit(entry.summary, layout.summary - 1) + " " if layout.summary else ""
    details += fit(when(entry), layout.when - 1) + " " if layout.when else ""
    details += fit(actors(entry), layout.parties)
    details += fit(entry.place, layout.place)
    return filled(
        [
            *([look.fresh(new)] if new else []),
            Span(f"{'' if new else ' '} {look.event(entry.type, entry.planned)} ", look.spoken(entry.state, "glyph")),
            Span(_title(entry, layout.title - 1) + " ", look.spoken(entry.state, "planned" if entry.planned else "")),
            Span(details, "dim"),
            sign._replace(text=fit(stands, layout.mark - 1) + " "),
            Span(fit(" · ".join(entry.sources), layout.sources), "dim"),
        ],
        width,
    )


def _title(entry: Entry, width: int) -> str:
    """Write the title and what is given in `width` cells; the title is cut first, since the rest is who says what."""
    beside = given(entry)
    if not beside:
        return fit(title(entry), width)
    room = width - cells(beside) - 2
    return fit(f"{cut(title(entry), max(room, _LEAST))}: {beside}", width)
