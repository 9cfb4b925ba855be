"""The text of a source, read: its cited passages marked, with the way to their records and back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from db.document import Document, Kept, document, documents
from tui.commands import bindings
from tui.draw import text as draw
from tui.panes.rows import Rows
from tui.screens.page import Ask, Page

if TYPE_CHECKING:
    from textual.binding import BindingType

    from db.reader import Question
    from tui.draw.spans import Row


class TextRows(Rows):
    """A source's text, the claims that can't be placed in it, and a list of those that are."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("text")]

    def __init__(self) -> None:
        super().__init__("text-rows")
        self._document: Document | None = None
        self._page: draw.Page | None = None
        self._claim: int | None = None
        self._going = False
        self._place: int | None = None

    def show(self, document: Document, claim: int | None = None, place: int | None = None) -> None:
        """Show a text.

        Args:
            document: The text.
            claim: The claim whose passage is wanted: the cursor goes there, and Enter opens its record first; None
                stays where the cursor is, or begins at the top of another text.
            place: The characters before what is wanted, if it is no claim's passage.
        """
        same = self._document is not None and self._document.id == document.id
        if document == self._document and claim in (None, self._claim):
            if claim is not None:
                self._go_to_claim()
            return
        self._document = document
        self._claim = claim if claim is not None or not same else self._claim
        self._going = claim is not None or place is not None
        self._place = place
        self.redraw(keep=same)

    def redraw(self, keep: bool = True) -> None:
        """Draw the rows for the present size; before there is one, nothing."""
        if self._document is None or not self.inside.width:
            return
        self._page = draw.Page(self._document, self.view.width, self._claim)
        self.show_rows(self._page, keep)
        self.say(draw.title(self._document), draw.caption(self._document))
        if self._going:
            self._going = False
            self._go_to_claim()

    def _again(self, before: Row) -> int:
        """Return where a row is now: by its place in the text, not by looking at every row."""
        place = self._page.at(before.key) if self._page is not None and before.key else None
        return self.cursor if place is None else place

    def _go_to_claim(self) -> None:
        place = None
        if self._page is not None and self._place is not None:
            place = self._page.of_place(self._place)
        elif self._page is not None and self._claim is not None:
            place = self._page.of_claim(self._claim)
        if place is not None:
            self._go(place)

    def _go(self, row: int) -> None:
        """Move the cursor to a row, and bring the rest of its paragraph into view if it can be."""
        assert self._page is not None
        height = self.view.height
        last = min(self._page.last_of(row), row + height - 1)
        if not self.offset_y <= row <= last < self.offset_y + height:
            self.offset_y = max(0, min(row - height // 3, len(self.rows) - height))
            self.refresh()
        self.move_to(row)

    def _step(self, places: tuple[int, ...], back: bool = False) -> None:
        """Go to the next of some rows, or to the one before; from the last one nowhere."""
        ahead = [place for place in places if (place < self.cursor if back else place > self.cursor)]
        if ahead:
            self._go(ahead[-1] if back else ahead[0])

    def action_next_passage(self) -> None:
        """Go to the next cited passage."""
        if self._page is not None:
            self._step(self._page.passages)

    def action_previous_passage(self) -> None:
        """Go to the cited passage before."""
        if self._page is not None:
            self._step(self._page.passages, back=True)

    def action_next_uncited(self) -> None:
        """Go to the next paragraph that nothing cites."""
        if self._page is not None:
            self._step(self._page.uncited)

    def text_of_row(self) -> str:
        """Return what the source says on the row under the cursor, without numbers and marks."""
        return self._page.text(self.cursor) if self._page is not None and self.row is not None else ""


class TextPage(Page[Document | None, TextRows]):
    """The text of one source; Enter opens the record that a passage is cited for.

    Args:
        ask: Puts its question to the reader.
        source: Id of the source.
        claim: The claim whose passage is wanted, if any.
        place: The characters before what is wanted, if it is no claim's passage.
    """

    BINDINGS: ClassVar[list[BindingType]] = [binding for binding in bindings("board") if binding.id == "source"]

    def __init__(self, ask: Ask, source: int, claim: int | None, place: int | None = None) -> None:
        super().__init__(ask, TextRows())
        self._source = source
        self._claim = claim
        self._place = place

    def keys(self) -> list[tuple[str, str]]:
        """List the ways through the text."""
        return [("Enter", "record"), ("n N", "passages"), ("u", "uncited"), ("s", "next text")]

    def question(self) -> Question[Document | None]:
        """Ask for the text."""
        return partial(document, source=self._source)

    def show(self, found: Document | None) -> None:
        """Show it; a text that another program has taken away closes the page."""
        if found is None:
            self.notify("This text is no longer in the store.", markup=False, timeout=4)
            self.dismiss(None)
            return
        self.rows.show(found, self._claim, self._place)
        self._claim = self._place = None  # read again, the text stays where it is

    def action_source(self) -> None:
        """Go on to the next text that the store keeps."""

        def go(kept: tuple[Kept, ...]) -> None:
            ids = [one.source for one in kept]
            if self._source in ids and len(ids) > 1:
                self._source = ids[(ids.index(self._source) + 1) % len(ids)]
                self.renew()

        self.ask(documents, go)
