"""The text of a source, drawn: its paragraphs numbered, what is cited marked, what nothing cites shown as such.

A text may have 300,000 characters, and a line a million: where lines break is found out once for a width, and a row is
drawn when it is looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from db.text import shown
from tui.draw import look
from tui.draw.breaking import broken
from tui.draw.lazily import Lazily
from tui.draw.numbered import Cited, Numbered
from tui.draw.spans import Line, Row, Span, cells, cut, filled

if TYPE_CHECKING:
    from db.document import Document, Lost, Passage


_LEAST: Final = 8
"""Cells that text is broken into at the least, however narrow the pane."""

_TEXT, _LOST, _LISTED, _HEADING = range(4)
"""What a row is, at the head of its key."""


def title(document: Document) -> str:
    """Say whose text it is."""
    return f"{document.publisher}: {document.title}"


def caption(document: Document) -> str:
    """Say how much of it is cited, and how many claims can't be placed in it."""
    total, lost = len(document.paragraphs), len(document.lost)
    cited = f"{document.cited} of {total} paragraph{'s' * (total != 1)} cited"
    return f"{cited} · {lost} passage{'s' * (lost != 1)} not found" if lost else cited


def voice(passage: Passage) -> str:
    """Say whose word a passage is: a person for a party, a party, or the outlet itself."""
    if passage.speaker:
        return f"{passage.speaker} ({passage.behalf_short})"
    return passage.behalf or "in its own voice"


class Page(Lazily):
    """A document in rows: its text, the claims that can't be placed in it, and a list of those that are.

    Attributes:
        passages: The rows on which a cited passage begins.
        uncited: The rows on which a paragraph begins that nothing cites.
    """

    def __init__(self, document: Document, width: int, claim: int | None = None) -> None:
        """Break the text into lines.

        Args:
            document: The text.
            width: Cells of a row.
            claim: The claim whose record Enter opens where several cite the same words.
        """
        super().__init__()
        self._document, self._width = document, width
        self._digits = max(2, len(str(len(document.paragraphs))))
        self._numbered = Numbered(document, claim)
        self._cited = self._numbered.by_paragraph(document.paragraphs)
        self._bare = {*document.uncited}
        self._lines: list[tuple[int, int, int]] = []  # the paragraph, 0 for the line between two; begin and end
        firsts = [*self._broken(max(_LEAST, width - self._digits - 4))]
        self._begins = [begin for _, begin, _ in self._lines]
        self.uncited = tuple(firsts[number - 1] for number in document.uncited)
        self.passages = tuple(sorted({self._row_of(one.first) for one in self._numbered.cited}))
        self._below = dict(self._listed())
        self._keys = [*self._below]

    def _broken(self, width: int) -> Iterator[int]:
        """Break the paragraphs into lines, with an empty one between them; yield the first row of each."""
        for number, (begin, end) in enumerate(self._document.paragraphs, 1):
            first, last = self._numbered.place(begin), self._numbered.place(end)
            if number > 1:
                self._lines.append((0, first, first))
            yield len(self._lines)
            self._lines.extend((number, *line) for line in broken(self._numbered.text, first, last, width))

    # Where things are

    def _row_of(self, place: int) -> int:
        return max(0, bisect_right(self._begins, place) - 1)

    def at(self, key: tuple[int, ...]) -> int | None:
        """Return the row that has a key, or of the text that which shows what it showed; None if there is none."""
        if key[0] == _TEXT:
            known = key[1] <= len(self._document.text) and self._lines
            return self._row_of(self._numbered.place(key[1])) if known else None
        return len(self._lines) + self._keys.index(key) if key in self._below else None

    def of_place(self, place: int) -> int:
        """Return the row that shows what stands behind so many characters of the text."""
        return self._row_of(self._numbered.place(min(place, len(self._document.text))))

    def of_claim(self, claim: int) -> int | None:
        """Return the row on which a claim's passage begins, or that lists it if it isn't placed; None without it."""
        for one in self._numbered.cited:
            if any(passage.claim == claim for passage in one.passages):
                return self._row_of(one.first)
        return self.at((_LOST, claim))

    def last_of(self, row: int) -> int:
        """Return the last row of the paragraph that a row is in."""
        while row + 1 < len(self._lines) and self._lines[row + 1][0] == self._lines[row][0]:
            row += 1
        return row

    def text(self, row: int) -> str:
        """Return what the source says on a row, without what is drawn around it; of other rows, what they show."""
        if row >= len(self._lines):
            return "".join(span.text for span in self[row].line).strip()
        _, begin, end = self._lines[row]
        return shown(self._document.text[self._numbered.offset(begin) : self._numbered.offset(end)]).strip()

    # Drawing

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._lines) + len(self._keys)

    def draw(self, place: int) -> Row:
        """Draw a line of the text, or of the lists below it."""
        below = place - len(self._lines)
        return self._below[self._keys[below]]() if below >= 0 else self._line(place)

    def _line(self, place: int) -> Row:
        """Draw a line of the text: its paragraph's number, whether anything cites it, what it says."""
        number, begin, end = self._lines[place]
        if not number:
            return Row((Span(" " * self._width),))
        shows = number if not place or self._lines[place - 1][0] != number else ""
        mark = look.mark("uncited") if number in self._bare else " "
        here = [one for one in self._cited.get(number, ()) if one.first < end and one.label[1] > begin]
        spans = [Span(text, style) for text, style in self._numbered.styled(begin, end, here)]  # `filled` makes it safe
        line = filled([Span(f" {shows:>{self._digits}} {mark} ", "dim"), *spans], self._width)
        record = max(here, key=_weight).passages[0].record if here else None
        key = (_TEXT, self._numbered.offset(begin), begin)
        return Row(line, self._document.id if record is None else record, target=record, key=key)

    def _listed(self) -> Iterator[tuple[tuple[int, ...], Callable[[], Row]]]:
        """Yield what stands below the text, each row with its key."""
        if self._document.lost:
            yield from self._heading(_LOST, "Not found in this text")
            for lost in self._document.lost:
                yield (_LOST, lost.claim), partial(self._lost, lost)
        if self._document.passages:
            yield from self._heading(_LISTED, "What is cited")
            for passage in self._document.passages:
                yield (_LISTED, passage.claim), partial(self._passage, passage)

    def _heading(self, kind: int, text: str) -> Iterator[tuple[tuple[int, ...], Callable[[], Row]]]:
        yield (_HEADING, kind, 0), lambda: Row((Span(" " * self._width),))
        yield (_HEADING, kind, 1), lambda: Row(filled([Span(f" {text}", "heading")], self._width))

    def _lost(self, lost: Lost) -> Row:
        where = f" ¶ {lost.locator}" if lost.locator[:1].isdigit() else f" {lost.locator}" if lost.locator else ""
        sought = lost.quote or lost.exact
        quote = f" “{sought}”" if sought else ""
        places = f" in {lost.places} places" if lost.places else ""
        line = self._entry("?", lost.title, lost.label, f"{quote}{places}{where}")
        return Row(line, lost.record, target=lost.record, key=(_LOST, lost.claim))

    def _passage(self, passage: Passage) -> Row:
        line = self._entry(f"[{passage.number}]", passage.title, passage.label, f" · {voice(passage)}")
        return Row(line, passage.record, target=passage.record, key=(_LISTED, passage.claim))

    def _entry(self, number: str, name: str, label: str, rest: str) -> Line:
        head = f" {number:>{self._digits + 2}} "
        room = max(0, self._width - len(head))
        what = cut(f"{name} · {label}" if label else name, max(room // 2, room - cells(shown(rest))))
        return filled([Span(head, "number"), Span(what, "link"), Span(shown(rest), "dim")], self._width)


def _weight(one: Cited) -> tuple[bool, int, int]:
    """Return how near the words of a line a passage is: a quote nearer than a paragraph, a short one than a long."""
    return one.quoted, one.first - one.last, -one.number
