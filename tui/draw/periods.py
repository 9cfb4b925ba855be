"""What happened by week, month or year, drawn: a line for each period; and the same in short beside a day.

In the first second the reader wants to know: when most happened, what it was, and how much of it is disputed.
"""

from __future__ import annotations

from typing import Final

from db.values import dataclass
from db.zoom import Period, Unit, Zoomed
from tui.draw import look
from tui.draw.days import month, short, stretch, year
from tui.draw.lazily import Lazily
from tui.draw.spans import Line, Row, Span, filled, fit, width_of

_EIGHTHS: Final = "▏▎▍▌▋▊▉█"
_NOTED: Final = 3
"""Events of a day from which on its heading says how many."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Cells of each column; 0 where there is no room for it."""

    label: int
    count: int
    bar: int
    kinds: int
    sides: int
    mark: int


def columns(width: int, unit: Unit) -> Columns:
    """Share `width` cells out; the types of events have what the others leave."""
    sides = 20 if width >= 100 else 0
    mark = 18 if width >= 100 else 10
    bar = max(8, min(30, width // 5))
    label, count = 26 if unit == "week" else 20, 10
    return Columns(label, count, bar, max(0, width - 2 - label - count - bar - sides - mark), sides, mark)


class Rows(Lazily):
    """Periods in `width` cells; the cursor can rest on each."""

    def __init__(self, zoomed: Zoomed, width: int) -> None:
        super().__init__()
        self._zoomed, self._width = zoomed, width
        self._layout = columns(width, zoomed.unit)
        self._places = {period.key[:2]: place for place, period in enumerate(zoomed.entries)}

    def place_of(self, _record: int | None, key: tuple[int, ...] | None) -> int | None:
        """Return where the row of a period is, by its key."""
        return self._places.get((key[0], key[1])) if key else None

    def __len__(self) -> int:
        return len(self._zoomed.entries)

    def draw(self, place: int) -> Row:
        """Draw a period."""
        period = self._zoomed.entries[place]
        return Row(_period(period, self._zoomed, self._layout, self._width), key=period.key[:2], stop=True)


def name(period: Period) -> str:
    """Say which period it is: `Wed 4 Feb 2026`, `2–8 Feb 2026`, `Feb 2026`, `2026`, with what is planned apart."""
    if period.day is None:
        text = "No date"
    elif period.unit == "week":
        text = stretch(period.day, period.last)
    else:
        text = {"day": short, "month": month, "year": year}[period.unit](period.day)
    return f"{text} · planned" if period.planned else text


def by(unit: Unit) -> str:
    """Say by what the timeline is told, for its title; "" for its events themselves."""
    return "" if unit == "day" else f"by {unit}"


def _period(period: Period, zoomed: Zoomed, layout: Columns, width: int) -> Line:
    contested = f"{look.mark('contested')} {period.contested:,}" if period.contested else ""
    words = f"{contested} contested" if contested and layout.mark > 12 else contested
    return filled(
        [
            Span(f" {fit(name(period), layout.label - 1)}", "planned" if period.planned else ""),
            Span(f"{fit(f'{period.events:,}', layout.count - 2, right=True)}  ", "heading"),
            Span(fit(bar(period.events, zoomed.most, layout.bar - 1), layout.bar), "bar"),
            Span(fit(kinds(period, layout.kinds - 1), layout.kinds), "dim"),
            Span(fit(sides(period, zoomed.names), layout.sides), "dim"),
            Span(fit(words, layout.mark), "accent"),
        ],
        width,
    )


def bar(events: int, most: int, width: int) -> str:
    """Draw a bar of at most `width` cells, in eighths of a cell; what there is shows, however little."""
    if not events or not most:
        return ""
    eighths = max(1, round(events * width * 8 / most))
    return _EIGHTHS[-1] * (eighths // 8) + (_EIGHTHS[eighths % 8 - 1] if eighths % 8 else "")


def kinds(period: Period, width: int) -> str:
    """Write the types of its events with how many of each, the most frequent first, as many as fit whole."""
    text = ""
    for kind, count in period.kinds:
        longer = f"{text}{'  ' if text else ''}{look.event(kind, planned=False)} {count:,}"
        if width_of((Span(longer),)) > width:
            return text
        text = longer
    return text


def sides(period: Period, names: tuple[str, str]) -> str:
    """Write in how many of its events each side acts."""
    return "  ".join(f"{side} {count:,}" for side, count in zip(names, period.sides, strict=True) if side)


def beside(period: Period | None, names: tuple[str, str], width: int) -> Line:
    """Write what a day's heading says of it, in at most `width` cells: how many events, of which types, disputed."""
    if period is None or period.events < _NOTED:
        return ()
    contested = Span(f"  {look.mark('contested')} {period.contested:,}" if period.contested else "", "accent")
    count = Span(f"{period.events:,} events", "dim")
    told = (kinds(period, 40), sides(period, names)) if period.kinds else ()
    for more in ("   ".join(filter(None, told)), kinds(period, 40), ""):
        line = (count, Span(f"   {more}" if more else "", "dim"), contested)
        if width_of(line) <= width:
            return line
    return ()
