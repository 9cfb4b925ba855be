"""Where the lines of a long text break: found out by offsets, so that a million characters take a few milliseconds."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from rich.cells import cell_len

from db.text import shown

_NARROW: Final = re.compile(
    "["
    "\x20-\x7e\xa0-\xac\xae-\u02ff"  # Latin
    "\u0370-\u0377\u037a-\u037f\u0384-\u038a\u0390-\u03a1\u03a3-\u0482\u048a-\u052f"  # Greek, Cyrillic
    "\u05d0-\u05ea\u0620-\u064a"  # Hebrew and Arabic letters
    "\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"  # more Latin; dashes, quotation marks, currencies
    "]*"
)
"""Text whose characters all take one cell; what else there is in the world is measured one by one."""

_BLANKS: Final = re.compile(" *")


class _Widths(dict[str, int]):
    """The cells that each character takes at the most."""

    def __missing__(self, char: str) -> int:
        # This selector makes the character before it a wide one.
        self[char] = width = 1 if char == "\ufe0f" else cell_len(shown(char))
        return width


_WIDTHS: Final = _Widths()


def broken(text: str, begin: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of a paragraph: where each begins and ends in `text`.

    Args:
        text: Any text.
        begin: Where the paragraph begins in it.
        end: Where it ends.
        width: Cells of a line, at least 2: the widest characters take two.
    """
    lines = _narrow if _NARROW.fullmatch(text, begin, end) else _wide
    return lines(text, begin, end, width)


def _narrow(text: str, begin: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of a paragraph whose characters all take one cell, broken between words where it can be."""
    while end - begin > width:
        at = text.rfind(" ", begin, begin + width + 1)
        if at <= begin:
            at = begin + width
        yield begin, at
        begin = _behind_blanks(text, at, end)
    if end > begin:
        yield begin, end


def _wide(text: str, begin: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of any paragraph; beside a wide character it may be broken anywhere."""
    cells = [*accumulate(map(_WIDTHS.__getitem__, text[begin:end]), initial=0)]
    first = begin
    while cells[-1] - cells[begin - first] > width:
        at = max(begin + 1, first + bisect_right(cells, cells[begin - first] + width) - 1)
        blank = text.rfind(" ", begin, at + 1)
        if blank > begin and 2 not in (_WIDTHS[text[at]], _WIDTHS[text[at - 1]]):
            at = blank
        yield begin, at
        begin = _behind_blanks(text, at, end)
    if end > begin:
        yield begin, end


def _behind_blanks(text: str, at: int, end: int) -> int:
    if text[at] == " " and text[at + 1] != " ":  # nearly always; a line is only broken where more follows
        return at + 1
    found = _BLANKS.match(text, at, end)
    return found.end() if found else at
