"""A table of a CSV file as a small Textual program shows it: `python peer.py FILE [fast]`, measured beside ours.

It imports nothing of this program, so that any environment can run it.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import DataTable


class Table(App[None]):
    """Textual's own table."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("j", "down", "Down"), ("q", "quit", "Quit")]  # noqa: RUF012 - as in Textual's own examples

    def compose(self) -> ComposeResult:
        """Show the table."""
        yield DataTable(cursor_type="row")

    def action_down(self) -> None:
        """Move to the next row."""
        self.query_one(DataTable).action_cursor_down()

    def on_mount(self) -> None:
        """Read the file."""
        table = self.query_one(DataTable)
        with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        table.add_columns(*head)
        table.add_rows(rows)


class Fast(App[None]):
    """The table of textual-fastdatatable, over Arrow."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("j", "down", "Down"), ("q", "quit", "Quit")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        """Show the table."""
        from pyarrow.csv import read_csv  # type: ignore[import-not-found]  # noqa: PLC0415
        from textual_fastdatatable import ArrowBackend  # type: ignore[import-not-found]  # noqa: PLC0415
        from textual_fastdatatable import DataTable as FastTable  # noqa: PLC0415

        self.table = FastTable(backend=ArrowBackend(read_csv(sys.argv[1])), cursor_type="row")
        yield self.table

    def action_down(self) -> None:
        """Move to the next row."""
        self.table.action_cursor_down()


if __name__ == "__main__":
    (Fast if sys.argv[2:] == ["fast"] else Table)().run()
