"""What each side holds, drawn: issues down, parties across.

In the first second the reader wants to know: on which issues the two sides are far apart, and who is for or against.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Final

from db.positions import Cell, Issue, Matrix
from db.values import dataclass
from tui.draw import look
from tui.draw.lazily import Lazily
from tui.draw.spans import Line, Row, Span, filled, fit

CELL: Final = 5
"""Cells of a column: a gap or the mark of a dispute, one for what is new, two glyphs of stance, one for a condition."""
APART: Final = 8
"""Cells of the distance column: a bar of four, a number, gaps."""
_SMALLEST_NAME: Final = 18
_LARGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class Grid:
    """How a matrix is laid out in a width.

    Attributes:
        name: Cells of the issue column, which stays put.
        first: Index of the first party that is shown.
        shown: How many parties are.
        total: How many there are.
    """

    name: int
    first: int
    shown: int
    total: int

    def left_of(self, column: int) -> int:
        """Return the cell at which a party's column begins."""
        return self.name + (column - self.first) * CELL


def grid(matrix: Matrix, width: int, first: int = 0) -> Grid:
    """Lay a matrix out in `width` cells, with the party at index `first` next to the issues if there is room."""
    total = len(matrix.columns)
    longest = max((len(issue.name) + 2 * issue.depth + 2 for issue in matrix.issues), default=0)
    name = max(_SMALLEST_NAME, min(longest, _LARGEST_NAME, width - APART - min(total, 4) * CELL))
    shown = max(1, min(total, (width - name - APART) // CELL))
    return Grid(name, max(0, min(first, total - shown)), shown, total)


def visible(matrix: Matrix, folded: Container[int]) -> list[Issue]:
    """Return the issues that are shown when those with an id in `folded` hide what stands under them."""
    found: list[Issue] = []
    hidden_below: int | None = None
    for issue in matrix.issues:
        if hidden_below is not None and issue.depth > hidden_below:
            continue
        hidden_below = issue.depth if issue.id in folded else None
        found.append(issue)
    return found


def widest(matrix: Matrix) -> list[Issue]:
    """Return the issues that one can be for or against, the sides furthest apart first; where unknown, last."""
    flat = [replace(issue, depth=0, branch=False) for issue in matrix.issues if not issue.heading]
    return sorted(flat, key=lambda issue: -1 if issue.distance is None else issue.distance, reverse=True)


def title(plain: str, layout: Grid, sorted_: bool) -> str:
    """Return the pane's title: which of the parties are shown, where not all are, and in what order the issues."""
    order = " · furthest apart first" if sorted_ else ""
    if layout.shown >= layout.total:
        return f"{plain}{order}"
    which = f"{layout.first + 1}–{layout.first + layout.shown}" if layout.first else str(layout.shown)
    return f"{plain} · {which} of {layout.total} parties ‹ ›{order}"


def head(matrix: Matrix, layout: Grid, width: int) -> Line:
    """Draw the line of column heads."""
    left = f"{look.mark('less')} " if layout.first else ""
    right = look.mark("more") if layout.first + layout.shown < layout.total else ""
    shown = matrix.columns[layout.first : layout.first + layout.shown]
    names = "".join(fit(f"{'' if len(column.short) > 3 else ' '} {column.short}", CELL) for column in shown)
    return filled(
        [
            Span(f" {fit('Issue', layout.name - 1 - len(left))}{left}", "dim"),
            Span(names, "heading"),
            Span(f" {fit(right, 1)}", "accent"),
            Span("apart", "dim"),
        ],
        width,
    )


def name(issue: Issue, layout: Grid, folded: bool, new: bool = False) -> Span:
    """Draw the issue column of one row."""
    arrow = look.mark("folded" if folded else "open") if issue.branch else " "
    begin = look.fresh(new).text + "  " * issue.depth
    text = f"{begin}{arrow} {issue.name}" if issue.branch else f"{begin}{issue.name}"
    return Span(fit(text, layout.name), "heading" if issue.heading else "dim" if issue.silent else "")


def cell(content: Cell | None, new: bool = False) -> tuple[Span, Span]:
    """Draw one cell: the gap with the mark of a dispute, and the tinted glyphs with the mark of a condition."""
    if content is None:
        return Span(" "), Span(fit(f" {look.stance(None)}", 4), "dim")
    glyphs = look.stance(content.stance) + (look.mark("conditional") if content.conditional else "")
    style = "stance-none" if content.stance is None else f"stance{content.stance:+d}"
    sign = look.sign(content.state)
    return sign._replace(text=fit(sign.text, 1)), Span(
        fit(f"{look.fresh(new).text}{glyphs}", 4), look.spoken(content.state, style)
    )


def apart(issue: Issue) -> tuple[Span, ...]:
    """Draw the distance column of one row: a bar and a number, or a dash where it isn't known."""
    if issue.heading:
        return (Span(" " * APART),)
    if issue.distance is None:
        return (Span(fit("   –", APART), "dim"),)
    bar = look.mark("bar") * issue.distance
    return Span(f"  {fit(bar, 4)}", "accent" if issue.distance >= 3 else "dim"), Span(f" {issue.distance}")


class Rows(Lazily):
    """The rows of a matrix, each drawn when it is looked at.

    Args:
        matrix: What is shown.
        issues: Those that are, in their order.
        layout: How it is laid out.
        folded: Ids of the issues under which nothing is shown.
        width: Cells.
        new: Ids of what is marked as new.
    """

    def __init__(
        self,
        matrix: Matrix,
        issues: Sequence[Issue],
        layout: Grid,
        folded: Container[int],
        width: int,
        new: Container[int] = (),
    ) -> None:
        super().__init__()
        self._matrix = matrix
        self._issues = issues
        self._layout = layout
        self._folded = folded
        self._width = width
        self._new = new

    def __len__(self) -> int:
        return len(self._issues)

    def draw(self, place: int) -> Row:
        """Draw an issue, with the cells that are shown."""
        issue = self._issues[place]
        layout, new, part = self._layout, self._new, self._matrix.part
        spans = [name(issue, layout, issue.id in self._folded, issue.id in new)]
        read = part is None or issue.id in part.issues
        if issue.heading or not read:
            spans.append(Span(" " * (layout.shown * CELL)))
        else:
            shown = slice(layout.first, layout.first + layout.shown)
            for column, content in zip(self._matrix.columns[shown], issue.cells[shown], strict=True):
                if part is None or column.party in part.parties:
                    spans.extend(cell(content, content is not None and content.position in new))
                else:  # not read yet, which is not the same as nobody reports it
                    spans.append(Span(" " * CELL))
        known = read or (part is not None and part.distances)
        return Row(filled([*spans, *(apart(issue) if known else (Span(" " * APART),))], self._width), issue.id)


def rows(matrix: Matrix, layout: Grid, folded: Container[int], width: int, new: Container[int] = ()) -> Sequence[Row]:
    """Return every row of the matrix that isn't folded away; what is new is marked."""
    return Rows(matrix, visible(matrix, folded), layout, folded, width, new)


def legend(width: int) -> str:
    """Explain the glyphs in at most `width` cells; the longest of a few texts that fits."""
    up, down, both = look.stance(1), look.stance(-1), (look.stance(2), look.stance(-2))
    texts = (
        f"{both[0]} demands {up} accepts {look.stance(0)} neutral {down} opposes {both[1]} rejects"
        f" {look.mark('conditional')} conditional",
        f"{both[0]} demands {up} accepts {down} opposes {both[1]} rejects {look.mark('conditional')} if",
        f"{both[0]} demands … {both[1]} rejects {look.mark('conditional')} if",
    )
    return next((text for text in texts if len(text) <= width), "")
