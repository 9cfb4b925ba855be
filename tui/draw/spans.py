"""Lines of styled text: what every drawing function returns, and how text is made to fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from rich.cells import cell_len, set_cell_size

from db.text import UNSAFE, shown

ELLIPSIS: Final = "…"


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
    safe = shown(text) if UNSAFE.search(text) else text
    length = len(safe) if safe.isascii() else cell_len(safe)
    if length > width:
        return set_cell_size(set_cell_size(safe, width - 1).rstrip() + ELLIPSIS, width) if width > 0 else ""
    pad = " " * (width - length)
    return pad + safe if right else safe + pad


def cut(text: str, width: int) -> str:
    """Return `text` safe and in at most `width` cells, without padding."""
    return fit(text, width).rstrip()


def width_of(spans: Iterable[Span]) -> int:
    """Return how many cells a line takes."""
    return sum(cell_len(span.text) for span in spans)


def plain(line: Iterable[Span]) -> str:
    """Return the text of a line, without blanks at its end."""
    return "".join(span.text for span in line).rstrip()


def filled(spans: Sequence[Span], width: int) -> Line:
    """Return a line of exactly `width` cells: cut at the right, or padded there with plain blanks."""
    line: list[Span] = []
    left = width
    for text, style in spans:
        piece = fit(text, min(left, cell_len(text)))
        line.append(Span(piece, style))
        left -= cell_len(piece)
        if left <= 0:
            return tuple(line)
    return (*line, Span(" " * left))


def wrapped(text: str, width: int) -> Iterator[str]:
    """Yield `text` in lines of at most `width` cells, broken between words where it can be."""
    line = ""
    for word in shown(text).split():
        rest = word
        while cell_len(rest) > width:
            if line:
                yield line
                line = ""
            piece = set_cell_size(rest, width).rstrip()
            if not piece:  # a wide character in a column of one cell
                return
            yield piece
            rest = rest[len(piece) :]
        joined = f"{line} {rest}" if line and rest else line or rest
        if cell_len(joined) > width:
            yield line
            line = rest
        else:
            line = joined
    if line:
        yield line
