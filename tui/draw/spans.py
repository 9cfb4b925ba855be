"""Lines of styled text: what every drawing function returns, and how text is made to fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from rich.cells import cell_len, set_cell_size

from db.text import MOST_DRAWN, shown
from tui.draw.breaking import broken

ELLIPSIS: Final = "…"

_DENSEST: Final = 2 * (1 + MOST_DRAWN)
"""Characters of a text, for a cell, that are looked at: a foreign store may have a million in a line."""
_LONGEST: Final = 10_000
"""Characters that are broken into lines: twice as many as `import` lets into anything but a text of a source."""


class Span(NamedTuple):
    """A piece of a line; `style` is a name that the stylesheet gives a look, "" for plain text."""

    text: str
    style: str = ""


Line = tuple[Span, ...]


class Row(NamedTuple):
    """A line that a cursor can rest on.

    Attributes:
        line: What it shows.
        record: The record that it is about; None if the cursor passes over it.
        target: Where Enter leads; None for the detail of `record`.
        key: What tells it from other rows when the data change; None if it is `record`.
        stop: Whether the cursor can rest on it though it is about no record.
    """

    line: Line
    record: int | None = None
    target: int | None = None
    key: tuple[int, ...] | None = None
    stop: bool = False

    @property
    def rests(self) -> bool:
        """Whether the cursor can rest on it."""
        return self.stop or self.record is not None


def fit(text: str, width: int, right: bool = False) -> str:
    """Return `text` in exactly `width` terminal cells: padded, or cut with an ellipsis; never more than a line.

    Args:
        text: Any text; characters that could command a terminal are replaced.
        width: Cells, at least 0.
        right: Whether the padding goes to the left.
    """
    safe, length = _begun(text, width)
    if length > width:
        return set_cell_size(set_cell_size(safe, width - 1).rstrip() + ELLIPSIS, width) if width > 0 else ""
    pad = " " * (width - length)
    return pad + safe if right else safe + pad


def _begun(text: str, width: int) -> tuple[str, int]:
    """Return as much of a text as can matter in `width` cells, safe, and how many it takes: more if there is more."""
    most = _DENSEST * (width + 1)
    begun = text if len(text) <= most else text[:most]
    if begun.isascii() and begun.isprintable():  # as nearly all are
        return begun, len(text)
    safe = shown(begun)
    length = cell_len(safe)
    return safe, length if begun is text else max(length, width + 1)


def cut(text: str, width: int) -> str:
    """Return `text` safe and in at most `width` cells, without padding."""
    return fit(text, width).rstrip()


def cells(text: str) -> int:
    """Return how many cells a text takes; of one that no line has room for, about how many."""
    return cell_len(text) if len(text) <= _LONGEST else cell_len(text[:_LONGEST]) + len(text) - _LONGEST


def width_of(spans: Iterable[Span]) -> int:
    """Return how many cells a line takes."""
    return sum(cells(span.text) for span in spans)


def plain(line: Iterable[Span]) -> str:
    """Return the text of a line, without blanks at its end."""
    return "".join(span.text for span in line).rstrip()


def filled(spans: Sequence[Span], width: int) -> Line:
    """Return a line of exactly `width` cells: cut at the right, or padded there with plain blanks."""
    line: list[Span] = []
    left = width
    for text, style in spans:
        piece, length = _begun(text, left)
        if length > left:
            piece, length = fit(text, left), left
        line.append(Span(piece, style))
        left -= length
        if left <= 0:
            return tuple(line)
    return (*line, Span(" " * left))


def wrapped(text: str, width: int) -> Iterator[str]:
    """Yield `text` in lines of at most `width` cells, broken between words where it can be.

    Of a text that only a foreign store can have the end is left out, which an ellipsis says.
    """
    whole = " ".join(shown(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}{ELLIPSIS}").split())
    if width > 1:  # a wide character has no place in a column of one cell
        yield from (whole[begin:end].rstrip() for begin, end in broken(whole, 0, len(whole), width))
