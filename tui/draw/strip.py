"""The density strip: how much happened when, over the whole span, in one line; and where the cursor is in it."""

from __future__ import annotations

from typing import Final

from db.density import Density
from tui.draw import look
from tui.draw.spans import Line, Span

_LEVELS: Final = "▁▂▃▄▅▆▇█"
_LEAST: Final = 8
"""Cells below which a strip tells nothing."""
_MOST: Final = 120
_PEAKS: Final = 3
"""Cells with the most disputes that are marked; where there are more, none stands out."""


def width_in(room: int) -> int:
    """Return how many cells of `room` a strip takes; 0 if there are too few."""
    return min(room, _MOST) if room >= _LEAST else 0


def strip(density: Density, width: int, here: int | None) -> Line:
    """Draw a strip.

    Each cell is as high as what happened in it, against the fullest. Where something is in dispute it has the accent's
    colour, and where most is, the mark of a dispute stands; where the cursor is, it is reversed.

    Args:
        density: How much happened when.
        width: Cells.
        here: The day that the cursor is on, counted from 1970; None for none.
    """
    events, contested = merged(density.events, width), merged(density.contested, width)
    most, peak = max(events), max(contested)
    peaks = {number for number, count in enumerate(contested) if count == peak > 0}
    at = None if here is None else density.bin_of(here, width)
    spans: list[Span] = []
    for number, (count, disputed) in enumerate(zip(events, contested, strict=True)):
        if number in peaks and len(peaks) <= _PEAKS:
            glyph = look.mark("contested")
        else:
            glyph = _LEVELS[-(-count * len(_LEVELS) // most) - 1] if count > 0 else " "
        style = "strip-contested" if disputed else "strip"
        spans.append(Span(glyph, f"{style}-here" if number == at else style))
    return tuple(spans)


def merged(counts: tuple[int, ...], width: int) -> list[int]:
    """Return counts of as many stretches as there are cells: several together, or each more than once."""
    found = [0] * width
    if len(counts) >= width:
        for number, count in enumerate(counts):
            found[number * width // len(counts)] += count
    else:
        found = [counts[cell * len(counts) // width] for cell in range(width)]
    return found


def step(density: Density, width: int, here: int, way: int) -> int | None:
    """Return the nearest cell before (−1) or after (1) the one of a day in which something happened; None if none."""
    events = merged(density.events, width)
    cell = density.bin_of(here, width) + way
    while 0 <= cell < width:
        if events[cell] > 0:
            return cell
        cell += way
    return None
