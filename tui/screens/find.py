"""The box that finds anything named, by any of its spellings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from db.names import AT_MOST, Named, named
from tui.draw.spans import Row, Span, cut, filled, fit
from tui.panes.rows import Rows
from tui.screens.box import Search

if TYPE_CHECKING:
    from db.voices import Voice
    from tui.screens.page import Ask

_KIND = 11
"""Cells of the name of a kind."""


class NamedRows(Rows):
    """What is called as typed, a row each: its name, and the spelling that was found."""

    FRAME = 0

    def __init__(self) -> None:
        super().__init__("named-rows")
        self._found: tuple[Named, ...] | None = None

    def show(self, found: tuple[Named, ...] | None) -> None:
        """Show what was found; None before anything is typed."""
        self._found = found
        self.redraw(keep=False)

    def redraw(self, keep: bool = True) -> None:
        """Draw the rows for the present size."""
        width = self.view.width
        if self._found:
            self.show_rows([self._drawn(one, width) for one in self._found], keep)
            return
        text = "A person, a party, a place, an issue, an outlet: as anybody writes it."
        text = text if self._found is None else "Nothing is called so; Backspace widens the search."
        self.show_rows([Row(filled([Span(f" {cut(text, width - 1)}", "dim")], width))], keep)

    def _drawn(self, one: Named, width: int) -> Row:
        spelling = f"{one.spelling}{f' ({one.source})' if one.source else ''}" if one.spelling else ""
        beside = cut(f" as “{spelling}”", width // 2) if spelling else ""
        name = fit(one.name, max(1, width - _KIND - 1 - len(beside)))
        kind = one.kind.replace("_", " ")
        return Row(filled([Span(f" {fit(kind, _KIND)}", "dim"), Span(name), Span(beside, "dim")], width), one.record)


class Find(Search[int, NamedRows]):
    """Asks for a name as it is typed; answers with the record that was chosen.

    Args:
        ask: Puts a question to the reader; a newer one replaces one that is still open.
        voice: The voice in whose spelling names are shown.
    """

    TITLE = "Find a name, in any spelling"
    HINT = "↑ ↓ move · Enter opens · Esc closes"

    def __init__(self, ask: Ask, voice: Voice | None) -> None:
        super().__init__(NamedRows())
        self._ask = ask
        self._voice = voice

    def typed(self, text: str) -> None:
        """Ask for what is called as typed."""
        if not text.strip():
            self.rows.show(None)
            return
        self._ask(partial(named, typed=text, word=self._voice), self._show)

    def _show(self, found: tuple[Named, ...]) -> None:
        if self.rows.is_attached:  # the box may have been closed meanwhile
            self.rows.show(found)
            more = f"the first {AT_MOST}" if len(found) == AT_MOST else str(len(found))
            self.query_one("#box").border_title = Content(f"{self.TITLE} · {more}")

    def chosen(self) -> None:
        """Answer with the record under the cursor."""
        if self.rows.row is not None:
            self.dismiss(self.rows.row.record)
