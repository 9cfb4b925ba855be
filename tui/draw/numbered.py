"""A text with the number of each cited passage behind it, in brackets, and the way from one text to the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from typing import TYPE_CHECKING

from db.values import dataclass

if TYPE_CHECKING:
    from db.document import Document, Passage


@dataclass(frozen=True, slots=True)
class Cited:
    """A stretch of a text that claims cite under one number.

    Attributes:
        number: The number.
        passages: The claims that cite it, that which is looked for first.
        quoted: Whether its very words are quoted.
        first, last: Where it begins and ends in the numbered text.
        label: Where its number in brackets begins and ends there.
    """

    number: int
    passages: tuple[Passage, ...]
    quoted: bool
    first: int
    last: int
    label: tuple[int, int]


class Numbered:
    """The numbered text of a document.

    Attributes:
        text: The text with the numbers in it.
        cited: The passages, in reading order.
    """

    def __init__(self, document: Document, claim: int | None = None) -> None:
        """Put in the numbers.

        Args:
            document: The text and its passages.
            claim: The claim that comes first where several cite the same words.
        """
        groups = [(number, [*group]) for number, group in groupby(document.passages, key=lambda one: one.number)]
        ends = sorted((group[0].ends, number) for number, group in groups)
        self._cuts = [end for end, _ in ends]
        labels = [f"[{number}]" for _, number in ends]
        self._shifts = [*accumulate(map(len, labels), initial=0)]
        places = [0, *self._cuts, len(document.text)]
        pieces = [document.text[begin:end] for begin, end in pairwise(places)]
        self.text = "".join(piece for pair in zip(pieces, [*labels, ""], strict=True) for piece in pair)
        stand = {number: (end + self._shifts[at], end + self._shifts[at + 1]) for at, (end, number) in enumerate(ends)}
        self.cited = tuple(
            Cited(
                number, tuple(sorted(group, key=lambda one: one.claim != claim)),
                any(one.how == "quote" for one in group), self.place(group[0].begins),
                group[0].ends + self._shifts[bisect_left(self._cuts, group[0].ends)], stand[number],
            )
            for number, group in groups
        )  # fmt: skip

    def place(self, offset: int) -> int:
        """Return where an offset of the text is in the numbered one: behind the numbers that stand there."""
        return offset + self._shifts[bisect_right(self._cuts, offset)]

    def offset(self, place: int) -> int:
        """Return the offset in the text of a place in the numbered one."""
        number = bisect_right(range(len(self._cuts)), place, key=lambda at: self._cuts[at] + self._shifts[at])
        return max(self._cuts[number - 1], place - self._shifts[number]) if number else place

    def by_paragraph(self, paragraphs: Sequence[tuple[int, int]]) -> dict[int, list[Cited]]:
        """Return what is cited of each of the text's paragraphs, by its number."""
        found: defaultdict[int, list[Cited]] = defaultdict(list)
        for one in self.cited:
            begins, ends = one.passages[0].begins, one.passages[0].ends
            first = bisect_right(paragraphs, begins, key=lambda span: span[1])
            for place in range(first, bisect_left(paragraphs, ends, key=lambda span: span[0])):
                found[place + 1].append(one)
        return found

    def styled(self, begin: int, end: int, here: Sequence[Cited]) -> Iterator[tuple[str, str]]:
        """Yield a stretch of the numbered text in pieces, each with its style.

        Args:
            begin: Where it begins.
            end: Where it ends.
            here: What of it is cited. A number looks like one; a quote shows before the paragraph that it stands in.
        """
        looks = [(*one.label, "number") for one in here]
        looks += [(one.first, one.last, "quoted") for one in here if one.quoted]
        looks += [(one.first, one.last, "cited") for one in here if not one.quoted]
        edges = sorted({begin, end, *(edge for one in looks for edge in one[:2] if begin < edge < end)})
        for left, right in pairwise(edges):
            yield self.text[left:right], next((style for first, last, style in looks if first <= left < last), "")
