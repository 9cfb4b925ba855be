"""The box that lists the negotiations in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content

from db.overview import Process
from tui.draw.header import many
from tui.draw.spans import Row, Span, filled, fit
from tui.panes.rows import Rows
from tui.screens.box import Box

if TYPE_CHECKING:
    from textual.app import ComposeResult


class ProcessRows(Rows):
    """The negotiations, a row each."""

    FRAME = 0

    def __init__(self, processes: tuple[Process, ...], here: str) -> None:
        super().__init__("process-rows")
        self._processes = processes
        self._here = here

    def redraw(self) -> None:
        """Draw the rows for the present size."""
        width = self.view.width
        self.show_rows([self._drawn(process, width) for process in self._processes])
        for index, process in enumerate(self._processes):
            if process.slug == self._here:
                self.cursor = index
                self._here = ""

    def _drawn(self, process: Process, width: int) -> Row:
        count = many(process.events, "event")
        room = width - len(count) - 3
        return Row(filled([Span(f" {fit(process.name, room)} "), Span(count, "dim")], width), process.id)


class Processes(Box[str]):
    """Lists the negotiations; answers with the slug of the one that was chosen."""

    def __init__(self, processes: tuple[Process, ...], here: str) -> None:
        super().__init__()
        self._processes = processes
        self._here = here

    def compose(self) -> ComposeResult:
        """Show the list."""
        with Vertical(id="box") as box:
            box.border_title = Content("Negotiations in this store")
            box.border_subtitle = Content("Enter chooses · Esc closes")
            rows = ProcessRows(self._processes, self._here)
            rows.styles.height = max(1, min(len(self._processes), 16))
            yield rows

    def on_rows_opened(self, message: Rows.Opened) -> None:
        """Answer with the negotiation under the cursor."""
        message.stop()
        for process in self._processes:
            if process.id == message.row.record:
                self.dismiss(process.slug)
