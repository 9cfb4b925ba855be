"""A stance over time, drawn as a chart of five steps: from rejects at the bottom to demands at the top.

Every point has the glyph and the tint of its stance, so that it reads in any number of colours; what is not known is a
gap, a date that is not certain a dotted stretch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from db.values import dataclass
from db.vocabulary import label
from tui.draw import look
from tui.draw.days import human, short
from tui.draw.spans import Line, Span, cells, filled, fit

if TYPE_CHECKING:
    from db.history import Held, History

LEVELS: Final = (2, 1, 0, -1, -2)
"""The stances, from the top."""

_AXIS: Final = 14
"""Cells of the names of the stances and of the axis beside them."""
_POINT: Final = 4
"""Cells from one point to the next, at the least."""
_WIDEST: Final = 140
"""Cells that a chart takes at the most: a wider one reads no better."""
_NARROWEST: Final = 20
"""Cells between the axis and the edge, below which there is no chart."""
_LABEL: Final = 14
"""Cells of a date below the axis, at the most."""
_SOLID, _DOTTED = "─", "┄"


@dataclass(frozen=True, slots=True)
class _Point:
    """A position in the chart.

    Attributes:
        held: The position.
        begin: The column from which on it may have been held.
        at: The column of its glyph.
        end: The column before the next point's, or the last one.
    """

    held: Held
    begin: int
    at: int
    end: int


def chart(history: History, width: int) -> list[Line]:
    """Draw the stances in `width` cells: five lines, the axis and its days; nothing where no position has a day."""
    room = min(width, _WIDEST) - _AXIS - 1
    points = _points(history, room) if room >= _NARROWEST else []
    if not points:
        return []
    canvas = _Canvas(room)
    for index, point in enumerate(points):
        _lead(canvas, point, points[index - 1] if index else None)
    for point in points:
        _mark(canvas, point)
    lines = [filled([_name(stance), *canvas.spans(row)], width) for row, stance in enumerate(LEVELS)]
    axis = [Span(f"{' ' * (_AXIS - 1)}└", "frame"), *canvas.spans(len(LEVELS))]
    return [*lines, filled(axis, width), filled([Span(" " * _AXIS), Span(_days(history, points, room), "dim")], width)]


class _Canvas:
    """Cells with a style each; what is put later covers what was there."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._rows: list[list[tuple[str, str]]] = [[(" ", "")] * width for _ in LEVELS]
        self._rows.append([(_SOLID, "frame")] * width)

    def put(self, row: int, column: int, text: str, style: str) -> None:
        """Put characters of one cell each into a row; those beyond the edge are left out."""
        for place, char in enumerate(text, column):
            if 0 <= place < self.width:
                self._rows[row][place] = (char, style)

    def spans(self, row: int) -> Iterator[Span]:
        """Yield a row in pieces of one style."""
        text, style = "", ""
        for char, own in self._rows[row]:
            if own != style and text:
                yield Span(text, style)
                text = ""
            text, style = text + char, own
        yield Span(text, style)


def _name(stance: int) -> Span:
    return Span(f" {fit(look.stance(stance), 2)} {fit(label('stance', str(stance)), _AXIS - 6)} │", "dim")


def _points(history: History, room: int) -> list[_Point]:
    """Place the positions that have a day: as far apart as their days are, and never upon each other.

    They stand in the order in which they replaced each other, at the last day from which each can have been held. Where
    there are too many, the newest are shown.
    """
    held = [one for one in history.held if one.day is not None][-max(1, room // _POINT) :]
    if not held:
        return []
    days = [_day(one) for one in held]
    first, last = days[0], max([*days, history.until or days[0]])
    # An open beginning needs a few cells before it, and the last point a few behind.
    lead = 2 * _POINT if held[0].first is None else 0
    scale = (room - lead - 2 * _POINT) / max(1, last - first)
    columns = [lead + round(max(0, day - first) * scale) for day in days]
    for index in range(1, len(columns)):
        columns[index] = max(columns[index], columns[index - 1] + _POINT)
    over = room - _POINT
    for index in reversed(range(len(columns))):
        columns[index] = max(0, min(columns[index], over))
        over = columns[index] - _POINT
    ends = [column - 1 for column in columns[1:]] + [room - 1]
    begins = [
        0 if one.first is None else min(at, lead + max(0, round((one.first - first) * scale)))
        for one, at in zip(held, columns, strict=True)
    ]
    return [_Point(*each) for each in zip(held, begins, columns, ends, strict=True)]


def _day(held: Held) -> int:
    """Return the day at which a position stands: by then it was held."""
    day = held.day or 0
    return day if held.last is None else max(day, held.last)


def _lead(canvas: _Canvas, point: _Point, before: _Point | None) -> None:
    """Draw what leads to a point and what follows from it, under the points themselves."""
    stance = point.held.stance
    if stance is None:
        return
    row = LEVELS.index(stance)
    if before is not None and before.held.stance is not None and before.held.stance != stance:
        above = LEVELS.index(before.held.stance)
        step = 1 if row > above else -1
        canvas.put(above, point.at, "┐" if step > 0 else "┘", "frame")
        for between in range(above + step, row, step):
            canvas.put(between, point.at, "│", "frame")
    begin = max(point.begin, 0 if before is None else before.at + _POINT - 1)
    canvas.put(row, begin, _DOTTED * (point.at - begin), "dim")
    canvas.put(row, point.at, (_DOTTED if point.held.last is None else _SOLID) * (point.end - point.at + 1), "frame")


def _mark(canvas: _Canvas, point: _Point) -> None:
    """Draw a point: its stance with the mark of a condition; every rival stance with the mark of a dispute."""
    held = point.held
    if held.stance is None:
        canvas.put(len(LEVELS), point.at, look.stance(None), "dim")
        return
    for rival in held.rivals:
        canvas.put(LEVELS.index(rival), point.at, look.stance(rival), f"stance{rival:+d}")
        canvas.put(LEVELS.index(rival), point.at + len(look.stance(rival)), look.mark("contested"), "accent")
    signs = (look.mark("conditional") if held.condition else "") + (look.mark("contested") if held.rivals else "")
    glyph = look.stance(held.stance)
    row = LEVELS.index(held.stance)
    canvas.put(row, point.at, glyph, look.spoken(held.state, f"stance{held.stance:+d}"))
    canvas.put(row, point.at + len(glyph), signs[: _POINT - len(glyph)], "accent" if held.rivals else "")


def _days(history: History, points: Sequence[_Point], room: int) -> str:
    """Write the days below the axis: the first, the one up to which it is told, then each between that has room."""
    text = [" "] * room

    def write(words: str, begin: int) -> None:
        end = begin + len(words)
        if begin >= 0 and end <= room and not "".join(text[max(0, begin - 2) : end + 2]).strip():
            text[begin:end] = words

    days = [_day(point.held) for point in points]
    write(_label(points[0].held), points[0].at)
    if history.until is not None and history.until > max(days):
        write(short(history.until), room - len(short(history.until)))
    for point in reversed(points[1:]):
        words = _label(point.held)
        write(words, min(point.at, room - len(words)))
    return "".join(text)


def _label(held: Held) -> str:
    """Write the date of a point as people do, where that is short; else the day at which it stands."""
    words = human(held.dates[0])
    return words if cells(words) <= _LABEL and words.isprintable() else short(_day(held))
