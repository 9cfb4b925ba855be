"""The box that finds anything as it is typed, and the one that filters the timeline in the same language."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from db.search import Hit, count
from db.suggest import Answer, answer
from tui.draw import found as draw
from tui.panes.rows import Rows
from tui.screens.box import Search

if TYPE_CHECKING:
    from db.scope import Scope
    from tui.screens.page import Ask

LIMIT = 50
"""Hits that the box lists; who looks for one types more of it."""

Chosen = tuple[tuple[Hit, ...], int]
"""The hits, and the number of the one that was chosen."""

T = TypeVar("T")


class FoundRows(Rows):
    """What is found for what is typed, and above it how that could be completed."""

    FRAME = 0

    def __init__(self, scope: Scope) -> None:
        super().__init__("found-rows")
        self._scope = scope
        self.answer: Answer | None = None

    def show(self, found: Answer | None) -> None:
        """Show an answer, with the cursor on the best hit; None before anything is typed."""
        self.answer = found
        self.redraw(keep=False)
        best = next((place for place, row in enumerate(self.rows) if row.key == (draw.HIT, 0)), None)
        if best is not None:
            self.move_to(best)

    def redraw(self, keep: bool = True) -> None:
        """Draw the rows for the present size."""
        self.show_rows(draw.rows(self.answer, self._scope, self.view.width), keep)

    @property
    def completion(self) -> str | None:
        """The query as the completion under the cursor makes it, or else the first one; None if there is none."""
        if self.answer is None or not self.answer.completions:
            return None
        key = self.row.key if self.row is not None else None
        number = key[1] if key is not None and key[0] == draw.COMPLETION else 0
        return self.answer.completions[number].text

    @property
    def completing(self) -> bool:
        """Whether the cursor is on a completion."""
        return self.row is not None and self.row.key is not None and self.row.key[0] == draw.COMPLETION

    @property
    def chosen(self) -> Chosen | None:
        """The hits and which of them the cursor is on; None if it is on none."""
        if self.completing or self.row is None or self.row.key is None:
            return None
        if self.answer is None or self.answer.results is None:
            return None
        return self.answer.results.hits, self.row.key[1]


class Asking(Search[T, FoundRows]):
    """A line for the language of `db.query`, with what it finds below it.

    Args:
        ask: Puts a question to the reader; a newer one interrupts one that is still open.
        scope: What is looked at.
        first: What stands in the line at first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", "complete", id="box.complete")]
    TYPED = "words, “phrases”, party:… issue:… since:…"
    LONGEST = 300

    def __init__(self, ask: Ask, scope: Scope, first: str = "") -> None:
        super().__init__(FoundRows(scope), first)
        self._ask = ask
        self._scope = scope
        self._entered = False

    def typed(self, text: str) -> None:
        """Ask for what is found; keys go on while it is looked for."""
        self._entered = False
        if not text.strip():
            self._show(Answer(text, (), None))
            return
        self._ask(partial(answer, text=text, scope=self._scope, limit=LIMIT), self._show)

    def _show(self, found: Answer) -> None:
        if not self.rows.is_attached or found.text != self.line.value:  # the box may have been closed meanwhile
            return
        self.rows.show(found if found.text.strip() else None)
        self._say(None)
        results = found.results
        if self._entered:
            self.chosen()
        elif results is not None and results.more:
            self._ask(partial(count, query=results.query, scope=self._scope), self._say)

    def _say(self, total: int | None) -> None:
        if self.rows.is_attached:
            said = draw.title(self.TITLE or "", self.rows.answer, total)
            self.query_one("#box").border_title = Content(said)

    @property
    def line(self) -> Input:
        """The line that is typed in."""
        return self.query_one(Input)

    @property
    def answered(self) -> bool:
        """Whether what is shown is the answer to what stands in the line."""
        return self.rows.answer is not None and self.rows.answer.text == self.line.value

    def action_complete(self) -> None:
        """Take the completion under the cursor, or the first one."""
        if self.rows.completion is not None and self.answered:
            self.line.value = self.rows.completion
            self.line.cursor_position = len(self.line.value)

    def chosen(self) -> None:
        """Take the completion under the cursor, or answer; where the answer is still on its way, once it is there."""
        if self.line.value.strip() and not self.answered:
            self._entered = True
        elif self.rows.completing:
            self.action_complete()
        else:
            self.enter()

    def enter(self) -> None:
        """Answer, where there is something to answer with."""


class Find(Asking[Chosen]):
    """Finds anything; answers with the hits and the one that was chosen."""

    TITLE = "Find"
    HINT = "↑ ↓ move · Tab completes · Enter goes there · Esc closes"

    def enter(self) -> None:
        """Answer with the hit under the cursor."""
        if self.rows.chosen is not None:
            self.dismiss(self.rows.chosen)


class Filter(Asking[str]):
    """Asks for the filter that stays; answers with it, "" for none."""

    TITLE = "Show in the timeline only"
    HINT = "Tab completes · Enter filters, an empty line shows all · Esc closes"

    def on_mount(self) -> None:
        """Show what the present filter finds."""
        self.typed(self.line.value)

    def chosen(self) -> None:
        """Answer with what is typed, unless it is wrong."""
        text = self.line.value.strip()
        if text and not self.answered:
            self._entered = True
        elif not text or (self.rows.answer is not None and self.rows.answer.results is not None):
            self.dismiss(text)
