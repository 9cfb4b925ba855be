"""The positions: what each side holds on each issue."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip

from db.positions import Issue, Matrix
from db.scope import Scope, Subject
from tui.draw import positions as draw
from tui.draw.nothing import nothing
from tui.draw.spans import Line
from tui.panes.rows import Rows


class PositionsPane(Rows):
    """The matrix of issues and parties, with a cursor on one cell."""

    TITLE = "2 Positions"

    def __init__(self) -> None:
        super().__init__("positions")
        self._matrix = Matrix((), ())
        self._scope = Scope()
        self._folded: set[int] = set()
        self._grid = draw.Grid(0, 0, 0, 0)
        self._issues: list[Issue] = []
        self.column = 0

    def show(self, matrix: Matrix, scope: Scope) -> None:
        """Show a matrix; the cursor stays on its issue and its party."""
        if matrix == self._matrix and scope == self._scope and self.rows:
            return
        party = self.party
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
        self._issues = draw.visible(self._matrix, self._folded)
        rows = draw.rows(self._matrix, self._grid, self._folded, width, self.new)
        self.show_rows(rows or nothing(self._scope, "No issue is recorded yet.", width))
        total, shown = self._grid.total, self._grid.shown
        title = self.TITLE if shown >= total else f"{self.TITLE} · {shown} of {total} parties ‹ ›"
        self.say(title, draw.legend(width - 4))

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
        cell = issue.cells[self.column]
        return Subject(cell.position) if cell else Subject(issue.id, self._matrix.columns[self.column].party)

    def shows(self, position: int) -> bool:
        """Say whether a position is in a cell of the matrix."""
        return any(cell is not None and cell.position == position for one in self._matrix.issues for cell in one.cells)

    def go_to(self, position: int) -> None:
        """Put the cursor on the cell of a position, unfolding what it stands under."""
        for issue in self._matrix.issues:
            for column, cell in enumerate(issue.cells):
                if cell is not None and cell.position == position:
                    if issue not in self._issues:
                        self._folded.clear()
                        self.redraw()
                    self._to_column(column)
                    self.move_to(self._issues.index(issue))

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
