"""The positions: what each side holds on each issue."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from db.cells import View
from db.positions import Issue, Matrix
from db.scope import Scope, Subject
from tui.commands import bindings
from tui.draw import positions as draw
from tui.draw.nothing import nothing
from tui.draw.spans import Line, Row
from tui.panes.rows import Rows, Spot

if TYPE_CHECKING:
    from textual.binding import BindingType

_MOST: Final = 3000
"""Cells that are asked for at once: those in view, and as many around them as that leaves."""


class PositionsPane(Rows):
    """The matrix of issues and parties, with a cursor on one cell; of a large one the cells around those in view."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("positions")]
    TITLE = "2 Positions"

    class Wanted(Message):
        """Other cells are in view, or the distance of every issue is asked for."""

        def __init__(self, view: View) -> None:
            self.view = view
            super().__init__()

    def __init__(self) -> None:
        super().__init__("positions")
        self._matrix = Matrix((), ())
        self._scope = Scope()
        self._folded: set[int] = set()
        self._grid = draw.Grid(0, 0, 0, 0)
        self._issues: list[Issue] = []
        self._lines: dict[int, int] = {}  # where each issue is
        self._sorted = False
        self._asked: View | None = None
        self.column = 0

    def show(self, matrix: Matrix, scope: Scope) -> None:
        """Show a matrix; the cursor stays on its issue and its party."""
        if matrix == self._matrix and scope == self._scope and self.rows:
            return
        party = self.party
        self._asked = None
        self._matrix, self._scope = matrix, scope
        here = [index for index, column in enumerate(matrix.columns) if column.party == party]
        self.column = here[0] if here else 0
        self.redraw()

    def redraw(self) -> None:
        """Draw the rows for the present size, with the cursor's party among those shown."""
        width = self.view.width
        first = min(self._grid.first, self.column)
        self._grid = draw.grid(self._matrix, width, first)
        if self.column >= self._grid.first + self._grid.shown:
            self._grid = draw.grid(self._matrix, width, self.column - self._grid.shown + 1)
        self._issues = draw.widest(self._matrix) if self.ordered else draw.visible(self._matrix, self._folded)
        self._lines = {issue.id: line for line, issue in enumerate(self._issues)}
        rows = draw.Rows(self._matrix, self._issues, self._grid, self._folded, width, self.new)
        self.show_rows(rows or nothing(self._scope, "No issue is recorded yet.", width))
        self.say(draw.title(self.TITLE, self._grid, self.ordered), draw.legend(width - 4))

    @property
    def ordered(self) -> bool:
        """Whether the issues are put in order by distance: as is asked, once it is known."""
        part = self._matrix.part
        return self._sorted and (part is None or part.distances)

    def action_order(self) -> None:
        """Put the issues on which the sides are furthest apart first, or all back into their own order."""
        self._sorted = not self._sorted
        self.redraw()
        self._look(anew=self._sorted != self.ordered)

    def _bound(self) -> None:
        """Keep the offset within the rows; what comes into view by that is asked for."""
        super()._bound()
        self._look()

    def _wheel(self, lines: int) -> None:
        super()._wheel(lines)
        self._look()

    def _look(self, anew: bool = False) -> None:
        """Ask for the cells around those in view, where some of them, or of those next to them, aren't read."""
        part, height = self._matrix.part, self.view.height
        if part is None or not height or not self._issues:
            return
        wide, high = self._grid.shown, height
        while (self._grid.shown + 2 * wide) * (height + 2 * high) > _MOST and (wide or high):
            wide, high = wide // 2, high // 2
        near = self._around(wide // 2, high // 2)
        if anew or not (part.issues.issuperset(near.issues) and part.parties.issuperset(near.parties)):
            wanted = self._around(wide, high)
            if wanted != self._asked:
                self._asked = wanted
                self.post_message(self.Wanted(wanted))

    def _around(self, wide: int, high: int) -> View:
        """Return the cells in view, and those up to so many columns and rows from them."""
        grid = self._grid
        issues = self._issues[max(0, self.offset_y - high) : self.offset_y + self.view.height + high]
        columns = self._matrix.columns[max(0, grid.first - wide) : grid.first + grid.shown + wide]
        return View(tuple(one.id for one in issues), tuple(one.party for one in columns), self._sorted)

    def _again(self, before: Row) -> int:
        """Return where an issue is now, else the same place."""
        return self._lines.get(before.record or 0, self.cursor)

    def put(self, spot: Spot | None) -> None:
        """Put the cursor on an issue, if it is there, without saying that it moved."""
        line = self._lines.get(spot[0] or 0) if spot is not None else None
        if line is not None and line != self.cursor:
            self.cursor = line
            self._bound()
            self.refresh()

    @property
    def party(self) -> int | None:
        """The party whose column the cursor is in."""
        return self._matrix.columns[self.column].party if self._matrix.columns else None

    def put_party(self, party: int | None) -> None:
        """Put the cursor into a party's column, if it is there, without saying that it moved."""
        here = [index for index, column in enumerate(self._matrix.columns) if column.party == party]
        if here and here[0] != self.column:
            self.column = here[0]
            self.redraw()
            self.refresh()

    @property
    def fixed(self) -> int:
        """The parties' names stay put above the rows."""
        return 1

    def head(self, y: int) -> Line:  # noqa: ARG002
        """Draw the parties' names."""
        return draw.head(self._matrix, self._grid, self.view.width) if self._matrix.columns else ()

    @property
    def subject(self) -> Subject | None:
        """What the cursor is on: a position, an empty cell, or a heading's issue."""
        if not self._issues or self.cursor >= len(self._issues):
            return None
        issue = self._issues[self.cursor]
        if issue.heading or not self._matrix.columns:
            return Subject(issue.id)
        part, party = self._matrix.part, self._matrix.columns[self.column].party
        if part is not None and not (issue.id in part.issues and party in part.parties):
            return None  # what it holds isn't known yet
        cell = issue.cells[self.column]
        return Subject(cell.position) if cell else Subject(issue.id, party)

    def shows(self, position: int) -> bool:
        """Say whether a position is in a cell of the matrix."""
        part = self._matrix.part
        read = (one for one in self._matrix.issues if part is None or one.id in part.issues)
        return any(cell is not None and cell.position == position for one in read for cell in one.cells)

    def go_to(self, position: int) -> None:
        """Put the cursor on the cell of a position, unfolding what it stands under."""
        for issue in self._matrix.issues:
            for column, cell in zip(self._matrix.columns, issue.cells, strict=True):
                if cell is not None and cell.position == position:
                    self.go_to_cell(issue.id, column.party)
                    return

    def go_to_cell(self, issue: int, party: int) -> None:
        """Put the cursor on the cell of an issue and a party, unfolding what it stands under."""
        if issue not in self._lines:
            self._folded.clear()
            self.redraw()
        self.go_to_party(party)
        self.move_to(self._lines.get(issue, self.cursor))

    def go_to_party(self, party: int) -> None:
        """Put the cursor into a party's column, if it has one."""
        self._to_column(next((i for i, column in enumerate(self._matrix.columns) if column.party == party), -1))

    def has(self, party: int) -> bool:
        """Say whether a party has a column."""
        return any(column.party == party for column in self._matrix.columns)

    @property
    def partial(self) -> bool:
        """Whether only a part of the cells is read."""
        return self._matrix.part is not None

    def action_page(self, step: int) -> None:
        """Show the parties before or after those that are shown."""
        grid = self._grid
        first = max(0, min(grid.first + step * grid.shown, grid.total - grid.shown))
        column = max(0, min(self.column + step * grid.shown, grid.total - 1))
        if first != grid.first:
            self._grid = replace(grid, first=first)
            self.column = max(first, min(column, first + grid.shown - 1))
            self.redraw()
            self.post_message(self.Moved(self))
        else:
            self._to_column(column)

    def action_left(self) -> None:
        """Move one party to the left."""
        self._to_column(self.column - 1)

    def action_right(self) -> None:
        """Move one party to the right."""
        self._to_column(self.column + 1)

    def _to_column(self, column: int) -> None:
        if not 0 <= column < len(self._matrix.columns) or column == self.column:
            return
        first, before = self._grid.first, self.column
        self.column = column
        if not first <= column < first + self._grid.shown:
            self.redraw()
        else:
            for part in (before, column):
                self._repaint_cell(self.cursor, part)
        self.post_message(self.Moved(self))

    def clicked(self, index: int, x: int) -> None:
        """Move the cursor to the cell that was clicked."""
        column = self._grid.first + (x - self._grid.name) // draw.CELL
        moved = index != self.cursor
        if x >= self._grid.name and column < self._grid.first + self._grid.shown:
            self._to_column(column)
        if moved:
            self.move_to(index)

    def action_fold(self) -> None:
        """Fold the issues under the cursor's heading, or unfold them; on any other row, those that it stands among."""
        if not self._issues or self.cursor >= len(self._issues):
            return
        index = self.cursor
        while index and not self._issues[index].branch and self._issues[index].depth:
            index -= 1
        if not self._issues[index].branch:
            return
        self._folded ^= {self._issues[index].id}
        self.cursor = index
        self.redraw()
        self.post_message(self.Moved(self))

    def repaint_cursor(self, index: int) -> None:
        """Repaint a row's name and the cell under the cursor: all that shows where it is."""
        self.refresh(Region(self.FRAME, self.line_of(index), self._grid.name, 1))
        self._repaint_cell(index, self.column)

    def _repaint_cell(self, index: int, column: int) -> None:
        self._strips.pop((index, True), None)
        self._strips.pop((index, False), None)
        self.refresh(Region(self.FRAME + self._grid.left_of(column), self.line_of(index), draw.CELL, 1))

    def row_strip(self, index: int, cursor: bool) -> Strip:
        """Draw one row: under the cursor its name and one cell stand out, the rest keeps its tints."""
        line = self.rows[index].line
        if not cursor or index >= len(self._issues):
            return self.strip(line, False)
        name, *rest = line
        strips = [self.strip((name,), True)]
        here = range(self._grid.left_of(self.column), self._grid.left_of(self.column) + draw.CELL)
        place = self._grid.name
        for span in rest:
            on = place in here and not self._issues[index].heading
            strips.append(self.drawn((span,), self.cursor_style("cell") if on else None))
            place += len(span.text)
        return Strip.join(strips)
