"""The briefing: one page that an editor would keep, to be read, copied line by line, or copied whole as Markdown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from db.briefing import Briefing, briefing
from tui.commands import bindings
from tui.draw import brief as words
from tui.draw.brief import rows as draw
from tui.draw.brief.md import markdown
from tui.draw.header import as_of, many
from tui.screens.page import Ask, Page, PageRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

    from db.overview import Process
    from db.reader import Question
    from db.scope import Scope
    from tui.draw.spans import Line, Row

LONGEST: Final = 74_994
"""Bytes that are copied at once: encoded they are 100,000, as many as hterm takes; most briefings have far fewer."""


class BriefRows(PageRows):
    """The lines of a briefing."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("briefing")]
    page: words.Page | None = None

    def text_of_row(self) -> str:
        """Return the whole line under the cursor, with its notes."""
        key = self.row.key if self.row is not None else None
        return draw.copied(self.page, key) if self.page is not None and key is not None else ""

    def action_copy(self) -> None:
        """Copy the line under the cursor with its notes, through the terminal."""
        text = self.text_of_row()
        if text:
            notes = text.count("\n")
            with_ = f" with {many(notes, 'note')}" if notes else ""
            self._copy(text, f"Copied the line{with_}.")

    def action_copy_all(self) -> None:
        """Copy the briefing as Markdown, through the terminal."""
        if self.page is not None:
            text = "".join(f"{line}\n" for line in markdown(self.page))
            lines = sum(len(part.lines) for part in self.page.parts)
            size = f"{many(lines, 'line')} and {many(len(self.page.notes), 'note')}, {many(len(text), 'character')}"
            self._copy(text, f"Copied the briefing as Markdown: {size}.")

    def _copy(self, text: str, said: str) -> None:
        size = len(text.encode())
        if size > LONGEST:
            self.notify(
                f"This is {size:,} bytes, more than terminals take: talks-tui brief prints it.", markup=False, timeout=6
            )
            return
        self.app.copy_to_clipboard(text)
        self.notify(said, markup=False, timeout=3)


class BriefPage(Page[Briefing, BriefRows]):
    """A briefing, as of the day in scope and on the word that is heard; Enter opens what a line speaks of.

    Args:
        ask: Puts its question to the reader.
        process: The negotiation.
        scope: As of when, and on whose word.
    """

    def __init__(self, ask: Ask, process: Process, scope: Scope) -> None:
        super().__init__(ask, BriefRows())
        self._scope = scope
        self._read: Question[Briefing] = partial(briefing, process=process, scope=scope)

    def question(self) -> Question[Briefing]:
        """Ask for the briefing."""
        return self._read

    def keys(self) -> list[tuple[str, str]]:
        """Say where Enter leads, and what copies all of it."""
        return [("Enter", "the record"), ("Y", "copy all")]

    def show(self, found: Briefing) -> None:
        """Show it."""
        page = words.page(found)
        self.rows.page = page
        self.rows.draw(partial(_drawn, page), keep=bool(self.rows.rows))
        whose = f" · {found.voice.whose} word" if found.voice is not None else ""
        self.rows.say(f"{page.title}{as_of(self._scope)}{whose}", many(len(page.notes), "note"))


def _drawn(page: words.Page, width: int) -> tuple[Sequence[Line], Sequence[Row]]:
    return (), draw.rows(page, width)
