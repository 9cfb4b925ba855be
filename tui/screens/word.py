"""The box that asks on whose word the board is to be read."""

from __future__ import annotations

from collections.abc import Iterator

from db.text import closeness, folded
from db.voices import ALL, Voice
from tui.draw.spans import Row, Span, filled, fit
from tui.panes.rows import Rows
from tui.screens.box import Search


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
            (min(closeness(name, self._filter) for name in voice.names), n) for n, voice in enumerate(self._voices, 1)
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


class Word(Search[str, VoiceRows]):
    """Lists the voices; answers with the key of the one that was chosen, "" for all of them.

    Args:
        voices: Those there are.
        here: The key of the one that is heard now.
    """

    TITLE = "On whose word?"
    HINT = "type to filter · ↑ ↓ move · Enter chooses · Esc closes"

    def __init__(self, voices: tuple[Voice, ...], here: str | None) -> None:
        super().__init__(VoiceRows(voices, here))

    def typed(self, text: str) -> None:
        """Filter the list."""
        self.rows.filter(text)

    def chosen(self) -> None:
        """Answer with the voice under the cursor."""
        if self.rows.chosen is not None:
            self.dismiss(self.rows.chosen)
