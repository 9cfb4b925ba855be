"""The density strip: how much happened when, over the whole span, in one line; and where the cursor is in it."""

from __future__ import annotations

from itertools import pairwise
from math import ceil
from typing import Final

from db.density import Density
from tui.draw import look
from tui.draw.spans import Line, Span

_LEVELS: Final = "▁▂▃▄▅▆▇█"
_LEAST: Final = 8
"""Cells below which a strip tells nothing."""
_MOST: Final = 120
_MORE: Final = 1.5
"""How many times as much as in the mean is in dispute where it shows."""
_PEAKS: Final = 3
"""Cells with the most disputes that are marked; where there are more, none stands out."""


def width_in(room: int) -> int:
    """Return how many cells of `room` a strip takes; 0 if there are too few."""
    return min(room, _MOST) if room >= _LEAST else 0


def strip(density: Density, width: int, here: int | None) -> Line:
    """Draw a strip.

    Each cell is as high as what happened in it, against the fullest. Where more than usual is in dispute it has the
    accent's colour, and where most is, the mark of a dispute stands; where the cursor is, it is reversed.

    Args:
        density: How much happened when.
        width: Cells.
        here: The day that the cursor is on, counted from 1970; None for none.
    """
    events, contested = merged(density.events, width), merged(density.contested, width)
    most, peak = max(events), max(contested)
    peaks = {number for number, count in enumerate(contested) if count == peak > 0}
    peaks = peaks if len(peaks) <= _PEAKS else set()
    usual = _MORE * sum(contested) / max(1, sum(count > 0 for count in events))
    at = None if here is None else density.bin_of(here, width)
    spans: list[Span] = []
    for number, (count, disputed) in enumerate(zip(events, contested, strict=True)):
        if number in peaks:
            glyph = look.mark("contested")
        else:
            glyph = _LEVELS[ceil(count * len(_LEVELS) / most) - 1] if count > 0 else " "
        style = "strip-contested" if disputed > usual or number in peaks else "strip"
        spans.append(Span(glyph, f"{style}-here" if number == at else style))
    return tuple(spans)


def merged(counts: tuple[int, ...], width: int) -> list[float]:
    """Return counts of as many stretches as there are cells: the mean of several, or each more than once."""
    ends = [-(-cell * len(counts) // width) for cell in range(width + 1)]
    return [
        sum(counts[begin:end]) / (end - begin) if end > begin else counts[max(0, end - 1)]
        for begin, end in pairwise(ends)
    ]


def step(density: Density, width: int, here: int, way: int) -> int | None:
    """Return the nearest cell before (−1) or after (1) the one of a day in which something happened; None if none."""
    events = merged(density.events, width)
    cell = density.bin_of(here, width) + way
    while 0 <= cell < width:
        if events[cell] > 0:
            return cell
        cell += way
    return None
