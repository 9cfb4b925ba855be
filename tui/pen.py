"""The pen that a terminal draws with: what each cell looks like, and the least that has to be said to change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

RESET: Final = "\x1b[m"

_ATTRIBUTES: Final = (
    (1, "1", "22"), (2, "2", "22"), (4, "3", "23"), (8, "4", "24"), (16, "5", "25"), (32, "6", "25"), (64, "7", "27"),
    (128, "8", "28"), (256, "9", "29"), (512, "21", "24"), (1024, "51", "54"), (2048, "52", "54"), (4096, "53", "55"),
)  # fmt: skip
"""Rich's bit of each attribute, and what switches it on and off."""
_SEEN_ON_BLANKS: Final = 8 | 64 | 256 | 512 | 1024 | 2048 | 4096
"""Underlined, reversed, struck out, framed: what shows even where there is no letter."""
_REVERSE: Final = 64
_EVERY: Final = (1 << 13) - 1


class Look:
    """The colours and attributes of cells.

    Attributes:
        fg: The colour of letters, as parameters of SGR; "" where there are none and so any will do.
        bg: The colour of the ground.
        attributes: Rich's bits.
        mask: Those of them that can be seen.
        cells: A cell for each text.
    """

    __slots__ = ("attributes", "bg", "cells", "fg", "mask")

    def __init__(self, fg: str, bg: str, attributes: int, blank: Look | None = None) -> None:
        self.fg, self.bg, self.attributes = fg, bg, attributes
        self.mask = _SEEN_ON_BLANKS if blank is None else _EVERY
        self.cells = _Cells(self)
        if blank is not None:
            self.cells[" "] = blank.cells[" "]


class Cell(NamedTuple):
    """A cell of the screen: a character with its accents; the second cell of a wide one has no text."""

    text: str
    look: Look


class _Cells(dict[str, Cell]):
    """The cells of a look, each made once."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, text: str) -> Cell:
        cell = self[text] = Cell(text, self._look)
        return cell


Cells = Sequence[Cell | None]
"""A line of the screen; None is a cell of which it isn't known what it shows."""


class Looks:
    """All looks of one screen, each made once, so that equal cells are one object.

    Raises:
        LookupError: A style is asked for that has a link.
    """

    def __init__(self, colours: ColorSystem) -> None:
        self._colours = colours
        self._known: dict[Style | None, Look] = {}
        self._made: dict[tuple[str, str, int, bool], Look] = {}
        self.plain = self[None]

    def __getitem__(self, style: Style | None) -> Look:
        look = self._known.get(style)
        if look is None:
            if len(self._known) > 2000:  # Textual's own widgets write the place of each letter into its style
                self._known.clear()
            look = self._known[style] = self._make(style or Style.null())
        return look

    def _make(self, style: Style) -> Look:
        if style.link:
            raise LookupError("links are no part of a cell")
        fg, bg = (
            ";".join(color.downgrade(self._colours).get_ansi_codes(foreground)) if color else default
            for color, foreground, default in ((style.color, True, "39"), (style.bgcolor, False, "49"))
        )
        bits = style._attributes & style._set_attributes
        # Where nothing is written the colour of letters can't be seen, unless it is that of the ground.
        on_blanks = bits & _SEEN_ON_BLANKS
        blank = self._look("" if not on_blanks else fg, bg, on_blanks, None)
        return self._look(fg, bg, bits, blank)

    def _look(self, fg: str, bg: str, bits: int, blank: Look | None) -> Look:
        key = fg, bg, bits, blank is None
        if key not in self._made:
            self._made[key] = Look(fg, bg, bits, blank)
        return self._made[key]

    def cells(self, segments: Sequence[Segment]) -> Iterator[Cell]:
        """Yield the cells that a piece of a line takes."""
        for text, style, _control in segments:
            cells = self[style].cells
            if text.isascii():
                yield from [cells[character] for character in text]
            else:
                yield from _wide(text, cells)


def _wide(text: str, cells: Mapping[str, Cell]) -> Iterator[Cell]:
    """Yield the cells of a text some of whose characters may take two of them, or none."""
    spans, width = split_graphemes(text)
    if width == len(text) == len(spans) and all(width == 1 for _, _, width in spans):
        yield from [cells[character] for character in text]
        return
    for start, end, width in spans:
        if width:
            yield cells[text[start:end]]
            yield from [cells[""]] * (width - 1)


class Pen:
    """Writes cells, and knows what the last of them looked like."""

    def __init__(self, plain: Look) -> None:
        self._plain = plain
        self._fg, self._bg, self._attributes = plain.fg, plain.bg, plain.attributes

    def takes(self, look: Look) -> str:
        """Return what switches to a look: nothing, where what differs can't be seen."""
        codes = []
        differ = (self._attributes ^ look.attributes) & look.mask
        if differ:
            wanted = (self._attributes & ~look.mask) | (look.attributes & look.mask)
            gone = self._attributes & ~wanted
            off = list(dict.fromkeys(code for bit, _, code in _ATTRIBUTES if gone & bit))
            kept = self._attributes & wanted
            lost = sum(bit for bit, _, code in _ATTRIBUTES if kept & bit and code in off)  # 22 ends bold and dim
            codes += off + [on for bit, on, _ in _ATTRIBUTES if ((wanted & ~kept) | lost) & bit]
            self._attributes = wanted
        if look.fg and look.fg != self._fg:
            codes.append(look.fg)
            self._fg = look.fg
        if look.bg != self._bg:
            codes.append(look.bg)
            self._bg = look.bg
        return f"\x1b[{';'.join(codes)}m" if codes else ""

    def fits(self, look: Look) -> bool:
        """Say whether a look takes no change."""
        same = not (self._attributes ^ look.attributes) & look.mask and look.bg == self._bg
        return same and look.fg in ("", self._fg)

    def put_down(self) -> str:
        """Return what makes the terminal's pen plain again, as everybody else takes it to be."""
        used = (self._fg, self._bg, self._attributes) != (self._plain.fg, self._plain.bg, self._plain.attributes)
        self._fg, self._bg, self._attributes = self._plain.fg, self._plain.bg, self._plain.attributes
        return RESET if used else ""
