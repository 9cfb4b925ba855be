"""Passages of a text: its paragraphs, where a quote stands, and how to find a passage again in a later edition.

A paragraph is a line that isn't blank; they are numbered from 1, which is how locators count. A passage is kept as W3C
Web Annotation's TextQuoteSelector keeps it: its exact text with a little of what stands before and after.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final, Literal, NamedTuple

from db.folding import Folded, Span, fold
from db.likeness import LEAST, Like, Words
from db.values import dataclass

CONTEXT: Final = 32
"""Characters that a selector keeps on each side of its passage."""

LONGEST: Final = 5000
"""Characters of a paragraph that a claim on all of it marks: a file of one line isn't copied for each of its claims."""

NEAR: Final = 2 / 3
"""How much has to be left of a passage that was reworded: its letters, in the same words in the same order."""

WORTH_NAMING: Final = 1 / 3
"""How like a quote a passage has to be for a sentence to call it the nearest."""

How = Literal["quote", "paragraph", ""]

_PARAGRAPH: Final = re.compile(r"\S(?:[^\n]*\S)?")
_LOCATOR: Final = re.compile(r"\s*(?:¶{1,2}\s*)?([0-9]{1,9})(?:\s*[-–]\s*([0-9]{1,9}))?\s*")


class Selector(NamedTuple):
    """A passage as a later edition is searched for it: its text, and what stood before and after."""

    exact: str
    prefix: str
    suffix: str


class Again(NamedTuple):
    """Where a passage was found again, and whether its words have changed."""

    span: Span
    reworded: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a claim's passage stands.

    Attributes:
        span: The passage; None if it isn't found, or can't be told from others.
        how: By its quote, or as the paragraph that its locator names; "" without a span.
        choices: Where the quote stands, if it stands in several places and nothing tells which is meant.
    """

    span: Span | None
    how: How = ""
    choices: tuple[Span, ...] = ()


class Text:
    """A text in which passages are found.

    Attributes:
        text: The text.
        paragraphs: Its lines that aren't blank, without blanks at their ends; the first is number 1.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs: tuple[Span, ...] = tuple(match.span() for match in _PARAGRAPH.finditer(text))

    @cached_property
    def _folded(self) -> Folded:
        return Folded(self.text)

    @cached_property
    def _words(self) -> Words:
        return Words(self._folded)

    def paragraph(self, offset: int) -> int:
        """Return the number of the paragraph that an offset is in, or of the last before it; at least 1."""
        return max(1, bisect_right(self.paragraphs, offset, key=lambda span: span[0]))

    def named(self, locator: str | None) -> Span | None:
        """Return the paragraphs that a locator names: "10", "10-12" or "¶ 10"; None if it names none of this text."""
        match = _LOCATOR.fullmatch(locator or "")
        if match is None:
            return None
        first = int(match[1])
        last = int(match[2] or first)
        if not 1 <= first <= last <= len(self.paragraphs):
            return None
        begin, end = self.paragraphs[first - 1][0], self.paragraphs[last - 1][1]
        return begin, min(end, begin + LONGEST)

    def find(self, quote: str, within: Span | None = None) -> list[Span]:
        """Return where a quote stands: as words of their own, else as parts of words."""
        found = self._folded.find(quote, within)
        return [span for span in found if self._whole(span)] or found

    def place(self, quote: str | None, locator: str | None) -> Placed:
        """Return where a claim stands: by its quote, else the whole paragraph that its locator names."""
        named = self.named(locator)
        if quote:
            found = (self.find(quote, named) if named else []) or self.find(quote)
            if found:
                return Placed(found[0], "quote") if len(found) == 1 else Placed(None, choices=tuple(found))
        return Placed(named, "paragraph") if named else Placed(None)

    def how(self, span: Span, quote: str | None) -> How:
        """Say whether a passage is a quote, or the paragraph that stands for one that isn't found."""
        begin, end = self.paragraphs[self.paragraph(span[0]) - 1]
        if not quote or (span[0] == begin and span[1] >= min(end, begin + LONGEST) and fold(quote) != self._fold(span)):
            return "paragraph"
        return "quote"

    def selector(self, span: Span) -> Selector:
        """Return what a passage is kept as."""
        begin, end = span
        return Selector(
            self.text[begin:end], self.text[max(0, begin - CONTEXT) : begin], self.text[end : end + CONTEXT]
        )

    def again(self, selector: Selector, paragraph: int = 1) -> Again | None:
        """Return where a passage of another edition stands in this one; None if it isn't there any more.

        Its exact text is looked for, then one in which a few words have changed (`NEAR`). Of several, it is the one
        whose surroundings are most like those it had, then the one in the nearest paragraph.

        Args:
            selector: The passage.
            paragraph: The number of the paragraph that it stood in.
        """
        found = self._folded.find(selector.exact)
        same = [span for span in found if self.text[slice(*span)] == selector.exact] or found
        if same:
            return Again(self._likeliest(same, selector, paragraph), reworded=False)
        near = [like for like in self._alike(selector.exact) if like.share >= NEAR]
        if not near:
            return None
        best = [like.span for like in near if like.share == near[0].share]
        return Again(self._mended(self._likeliest(best, selector, paragraph), selector), reworded=True)

    def nearest(self, quote: str) -> Span | None:
        """Return the passage most like a quote that isn't there; None if there is nothing like it."""
        alike = self._words.alike(quote)
        return alike[0].span if alike and alike[0].share >= WORTH_NAMING else None

    def _alike(self, passage: str) -> list[Like]:
        return self._words.alike(passage) if len(fold(passage).split(" ")) >= LEAST else []

    def _fold(self, span: Span) -> str:
        return fold(self.text[slice(*span)])

    def _whole(self, span: Span) -> bool:
        """Say whether a passage begins and ends where words do."""
        return not any(self.text[max(0, edge - 1) : edge + 1].isalnum() for edge in span if 0 < edge < len(self.text))

    def _likeliest(self, found: Sequence[Span], selector: Selector, paragraph: int) -> Span:
        """Return the one of several passages whose surroundings are most like those of a selector."""
        if len(found) == 1:
            return found[0]
        before, after = fold(selector.prefix), fold(selector.suffix)

        def rank(span: Span) -> tuple[float, int, bool]:
            here = self.selector(span)
            like = _ratio(before, fold(here.prefix)) + _ratio(after, fold(here.suffix))
            return -like, abs(self.paragraph(span[0]) - paragraph), not self._whole(span)

        return min(found, key=rank)

    def _mended(self, span: Span, selector: Selector) -> Span:
        """Return a reworded passage with the edges that it had: those of its paragraphs, or its punctuation."""
        begin, end = span
        if selector.prefix.endswith("\n") or not selector.prefix:
            begin = self.paragraphs[self.paragraph(begin) - 1][0]
        if selector.suffix.startswith("\n") or not selector.suffix:
            end = self.paragraphs[self.paragraph(end - 1) - 1][1]
        elif not selector.exact[-1:].isalnum():
            while end < len(self.text) and not (self.text[end].isalnum() or self.text[end].isspace()):
                end += 1
        # A paragraph that has become far longer is not the one it was.
        return (begin, end) if end - begin <= 2 * len(selector.exact) else span


def _ratio(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()
