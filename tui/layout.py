"""Where the panes stand: a pure function of the terminal's size."""

from __future__ import annotations

from typing import Final, Literal

Layout = Literal["tiny", "single", "board", "wide"]

SMALLEST: Final = (60, 16)
"""Columns and lines below which nothing useful fits."""
BOARD: Final = (100, 30)
"""Columns and lines from which all four panes stand side by side."""
WIDE: Final = (160, 44)
"""Columns and lines from which the detail stands beside the roster and the matrix."""
LARGEST: Final = (640, 200)
"""Columns and lines that are drawn at most: a large screen in a tiny font. A terminal may claim to have any size, and
each cell costs memory."""


def clamped(width: int, height: int) -> tuple[int, int]:
    """Return the size that is drawn in a terminal that claims to have `width` columns and `height` lines."""
    return min(max(width, 1), LARGEST[0]), min(max(height, 1), LARGEST[1])


def layout(width: int, height: int) -> Layout:
    """Return how the panes are laid out in a terminal of `width` columns and `height` lines.

    `single` shows one pane at a time, with tabs and a short detail below; `board` shows all four, the timeline and
    the detail over the full width; `wide` puts the detail beside the roster and the matrix.
    """
    if width < SMALLEST[0] or height < SMALLEST[1]:
        return "tiny"
    if width < BOARD[0] or height < BOARD[1]:
        return "single"
    return "wide" if width >= WIDE[0] and height >= WIDE[1] else "board"
