"""What is sent over the line: the cells that changed, and rows that the terminal can scroll by itself.

Textual sends every span of a line that a widget repaints, each with all its colours, whether or not it differs from
what stands there. Here the screen is kept as the terminal has it, and each update is compared with that. An update that
isn't understood (another Textual may have others) is sent as it is, and what the screen shows is unknown from then on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate

from tui.pen import Cell, Cells, Looks, Pen

if TYPE_CHECKING:
    from rich.console import Console
    from textual.geometry import Size
    from textual.strip import Strip

_NEAR: Final = 4
"""Cells that are rather written again than jumped over, which takes about as many bytes."""
_WORTH: Final = 3
"""Rows that have to be saved for the terminal to scroll."""

_FLAG: Final = ("\U0001f1e6", "\U0001f1ff")
"""The letters that make flags: one takes a cell or two, and two of them together two or four."""

Piece = tuple[int, int, int, int, "Strip"]
"""A strip on the screen: its line, the first cell that may have changed, the one behind the last, where it begins."""


class Sent(CompositorUpdate):
    """An update that is written already."""

    def __init__(self, text: str) -> None:
        self.text = text

    def render_segments(self, console: Console) -> str:  # noqa: ARG002
        """Return what is sent."""
        return self.text


class Wire:
    """The screen as the terminal has it."""

    def __init__(self) -> None:
        self._size = (0, 0)
        self._lines: list[Cells] = []
        self._looks = Looks(ColorSystem.TRUECOLOR)
        self._colours = ColorSystem.TRUECOLOR

    def forget(self) -> None:
        """Take it that the terminal may show anything."""
        width, height = self._size
        self._lines = [(None,) * width] * height

    def changes(self, update: CompositorUpdate, size: Size, console: Console) -> CompositorUpdate:
        """Return an update that sends no more of another than what the terminal doesn't show yet.

        Args:
            update: What Textual would send.
            size: Cells of the screen.
            console: What it is drawn for.
        """
        colours = console._color_system or ColorSystem.TRUECOLOR
        if self._size != (size.width, size.height) or self._colours is not colours:
            self._size, self._colours, self._looks = (size.width, size.height), colours, Looks(colours)
            self.forget()
        try:
            lines = self._composed(_pieces(update))
        except (AttributeError, LookupError, TypeError, ValueError):
            self.forget()
            return update
        pen = Pen(self._looks.plain)
        text = self._scroll(lines)
        for y in sorted(lines):
            text += "".join(self._written(y, lines[y], pen))
            self._lines[y] = lines[y]
        return Sent(text + pen.put_down())

    def _composed(self, pieces: Iterable[Piece]) -> dict[int, Cells]:
        """Return the lines that an update has parts of, as they will be, where they differ from what they are."""
        width, height = self._size
        lines: dict[int, list[Cell | None]] = {}
        for y, start, end, x, strip in pieces:
            if not 0 <= y < height:
                continue
            cells = [*self._looks.cells(strip._segments)]
            first, last = max(0, start - x), min(len(cells), end - x, width - x)
            if first >= last:  # beside what changed
                continue
            # Half of a wide character is sent with the other half.
            while 0 < first < len(cells) and not cells[first].text:
                first -= 1
            while last < min(len(cells), width - x) and not cells[last].text:
                last += 1
            lines.setdefault(y, [*self._lines[y]])[x + first : x + last] = cells[first:last]
        done = {y: tuple(line) for y, line in lines.items()}
        return {y: line for y, line in done.items() if line != self._lines[y]}

    def _scroll(self, lines: dict[int, Cells]) -> str:
        """Let the terminal move rows that are on the screen already to where they will be; return what makes it do so.

        Args:
            lines: The lines that will be other ones.
        """
        if len(lines) <= _WORTH:
            return ""
        stood = {line: y for y, line in enumerate(self._lines) if None not in line}
        steps = Counter(stood[line] - y for y, line in lines.items() if line in stood)
        if not steps:
            return ""
        step, saved = steps.most_common(1)[0]
        moved = [y for y, line in lines.items() if stood.get(line) == y + step]
        top, bottom = min(*moved, min(moved) + step), max(*moved, max(moved) + step)
        spoilt = sum(y not in lines for y in range(top, bottom + 1))
        if saved - spoilt < _WORTH:
            return ""
        return self._move(top, bottom, step, lines)

    def _move(self, top: int, bottom: int, step: int, lines: dict[int, Cells]) -> str:
        """Scroll the lines from `top` to `bottom` up by `step`, or down by as much if that is negative."""
        empty: Cells = (self._looks.plain.cells[" "],) * self._size[0]
        before = self._lines[top : bottom + 1]
        for y in range(top, bottom + 1):
            lines.setdefault(y, self._lines[y])
        if step > 0:
            self._lines[top : bottom + 1] = [*before[step:], *[empty] * step]
            by = f"\x1b[{bottom + 1};1H" + "\n" * step
        else:
            self._lines[top : bottom + 1] = [*[empty] * -step, *before[:step]]
            by = f"\x1b[{top + 1};1H" + "\x1bM" * -step
        return f"\x1b[{top + 1};{bottom + 1}r{by}\x1b[r"

    def _written(self, y: int, line: Cells, pen: Pen) -> Iterator[str]:
        """Yield what turns a line of the screen into another."""
        stood = self._lines[y]
        at: int | None = None  # where the terminal's cursor is on this line
        spoilt = 0  # up to here a terminal may have written over what stood
        flag = False  # the first letter of one has been written, which with the second makes a flag
        for x, cell in enumerate(line):
            if cell is None or (cell is stood[x] and x >= spoilt) or not cell.text:
                continue
            if at is not None and at <= x <= at + _NEAR and all(_plain(line, n, pen) for n in range(at, x)):
                yield "".join(line[n].text for n in range(at, x))  # type: ignore[union-attr]
            elif at != x:
                yield f"\x1b[{y + 1};{x + 1}H"
            yield pen.takes(cell.look)
            if len(cell.text) > 1:  # terminals disagree on how wide it is: it may leave a cell as it was, or take more
                spoilt = x + 2 * len(cell.text)
                yield "" if _alone(line, x) else f"  \x1b[{y + 1};{x + 1}H"
            yield cell.text
            if _of_flag(cell):
                spoilt = x + 4
            flag = _of_flag(cell) and not flag and x + 1 < len(line) and _of_flag(line[x + 1])
            # What follows any that isn't sure to be narrow is placed anew.
            at = x + 1 if flag or _narrow(line, x) else None


def _plain(line: Cells, x: int, pen: Pen) -> bool:
    """Say whether a cell can be written again without a change of the pen."""
    cell = line[x]
    return cell is not None and pen.fits(cell.look) and _narrow(line, x)


def _narrow(line: Cells, x: int) -> bool:
    """Say whether a cell has one character, which takes one cell."""
    cell = line[x]
    return cell is not None and len(cell.text) == 1 and not _of_flag(cell) and _alone(line, x)


def _of_flag(cell: Cell | None) -> bool:
    """Say whether a cell has one of the two letters of a flag."""
    return cell is not None and _FLAG[0] <= cell.text <= _FLAG[1]


def _alone(line: Cells, x: int) -> bool:
    """Say whether a cell isn't the first of a wide character's two."""
    after = line[x + 1] if x + 1 < len(line) else None
    return after is None or after.text != ""


def _pieces(update: CompositorUpdate) -> Iterator[Piece]:
    """Yield the parts of lines that an update of Textual's has.

    Raises:
        TypeError: It is none that is known.
    """
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in strips:
                yield y, x, x + strip.cell_length, x, strip
                x += strip.cell_length
    elif isinstance(update, ChopsUpdate):
        for y, start, end in update.spans:
            yield from ((y, start, end, x, strip) for x, strip in update.chops[y].items() if strip is not None)
    else:
        raise TypeError(type(update).__name__)
