"""The box that asks on whose word the board is to be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from db.text import folded, likeness
from db.voices import ALL, Voice
from tui.draw.spans import Row, Span, filled, fit
from tui.panes.rows import Rows
from tui.screens.box import Box

if TYPE_CHECKING:
    from textual.app import ComposeResult


class VoiceRows(Rows):
    """The voices, a row each: outlets, then sides."""

    FRAME = 0

    def __init__(self, voices: tuple[Voice, ...], here: str | None) -> None:
        super().__init__("voice-rows")
        self._voices = voices
        self._here = here
        self._filter = ""

    def filter(self, text: str) -> None:
        """Show only the voices with `text` in their names."""
        self._filter = folded(text)
        self.redraw(keep=False)

    @property
    def chosen(self) -> str | None:
        """The key of the voice under the cursor, "" for all; None if there is none."""
        if self.row is None or self.row.record is None:
            return None
        return self._voices[self.row.record - 1].key if self.row.record else ""

    def redraw(self, keep: bool = True) -> None:
        """Draw the rows for the present size, with the cursor on the voice heard now, or on the one called as typed."""
        width = self.view.width
        first = not self.rows
        self.show_rows([*self._drawn(width)] or [Row(filled([Span(" Nobody is called so.", "dim")], width))], keep)
        if first or not keep:
            wanted = self._wanted(first)
            self.move_to(next((index for index, row in enumerate(self.rows) if row.record == wanted), 0))

    def _wanted(self, first: bool) -> int:
        """Return the number of the voice that the cursor belongs on: heard now, or called most like what is typed."""
        if first:
            return next((number for number, voice in enumerate(self._voices, 1) if voice.key == self._here), 0)
        if not self._filter or self._filter == ALL:
            return 0
        fits = [
            (min(likeness(name, self._filter) for name in voice.names), n) for n, voice in enumerate(self._voices, 1)
        ]
        return min(fits, default=(0, 0))[1]

    def _drawn(self, width: int) -> Iterator[Row]:
        if self._filter in "all voices":
            yield Row(filled([Span(" All voices")], width), 0)
        above = ""
        for number, voice in enumerate(self._voices, 1):
            if not any(self._filter in name for name in voice.names):
                continue
            heading = "sides, as anybody reports them" if voice.party is not None else "outlets, all that they report"
            if heading != above:
                yield Row(filled([Span(f" {heading}", "dim")], width))
                above = heading
            yield Row(filled([Span(f"   {fit(voice.name, width - 9)} "), Span(voice.short, "dim")], width), number)


class Word(Box[str]):
    """Lists the voices; answers with the key of the one that was chosen, "" for all of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "scroll('down')", id="word.down"),
        Binding("up", "scroll('up')", id="word.up"),
        Binding("pagedown", "scroll('page_down')", id="word.page-down"),
        Binding("pageup", "scroll('page_up')", id="word.page-up"),
    ]
    AUTO_FOCUS = "Input"

    def __init__(self, voices: tuple[Voice, ...], here: str | None) -> None:
        super().__init__()
        self._voices = voices
        self._here = here

    def compose(self) -> ComposeResult:
        """Show a line to type in, and the list below it."""
        with Vertical(id="box") as box:
            box.border_title = Content("On whose word?")
            box.border_subtitle = Content("type to filter · ↑ ↓ move · Enter chooses · Esc closes")
            text = Input(placeholder="name or part of one", max_length=40)
            text.cursor_blink = False
            yield text
            rows = VoiceRows(self._voices, self._here)
            rows.styles.height = min(len(self._voices) + 3, 20)
            yield rows

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter the list."""
        self.query_one(VoiceRows).filter(event.value)

    def on_input_submitted(self) -> None:
        """Answer with the voice under the cursor."""
        chosen = self.query_one(VoiceRows).chosen
        if chosen is not None:
            self.dismiss(chosen)

    def on_rows_opened(self, message: Rows.Opened) -> None:
        """Answer with the voice that was clicked twice."""
        message.stop()
        self.on_input_submitted()

    async def action_scroll(self, way: str) -> None:
        """Move in the list while the keys go to the line above it."""
        await self.query_one(VoiceRows).run_action(way)
