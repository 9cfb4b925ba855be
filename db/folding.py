"""Texts made comparable: blanks, case, quotation marks, dashes and ellipses alike, and the way back to the real one.

Each character is folded by itself, so whatever is cut out of a text folds as it does inside the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

AT_MOST: Final = 1000
"""Occurrences of a quote that are looked at; one with more tells nothing."""

Span = tuple[int, int]
"""A stretch of a text: the characters (code points) before it, and those up to its end."""

_RUN: Final = re.compile(r"\s{2,}")
_ALIKE: Final = str.maketrans(
    dict.fromkeys("‘’‚‛‹›′ʹʼ`´", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
    | {"…": "..."}
)


class _Pieces(dict[str, str]):
    """What each character is folded to, found out once."""

    def __missing__(self, char: str) -> str:
        if char.isspace():
            piece = " "
        else:  # decomposed, so that it is the same however its accents were typed
            bare = unicodedata.normalize("NFD", char).casefold()
            piece = unicodedata.normalize("NFD", bare).translate(_ALIKE)
        self[char] = piece
        return piece


_PIECES: Final = _Pieces()


def fold(text: str) -> str:
    """Return a text as it is compared, without blanks at its ends."""
    return Folded(text).folded.strip(" ")


class Folded:
    """A text as it is compared, with the way back.

    Attributes:
        text: The text itself.
        folded: As it is compared; it may be longer or shorter.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        pieces = list(map(_PIECES.__getitem__, text))
        for run in _RUN.finditer(text):  # of blanks only the first is left
            pieces[run.start() + 1 : run.end()] = [""] * (run.end() - run.start() - 1)
        self.folded = "".join(pieces)
        lengths = [*map(len, pieces)]
        plain = len(self.folded) == len(text) and max(lengths, default=1) == 1
        # Where each character begins in `folded`; in most texts that is where it is.
        self._begins: Sequence[int] = range(len(text) + 1) if plain else [*accumulate(lengths, initial=0)]

    def find(self, quote: str, within: Span | None = None) -> list[Span]:
        """Return where a quote stands in the text, the first `AT_MOST` places, those that overlap included.

        Args:
            quote: Any text; one of blanks alone stands nowhere.
            within: Only there; None is the whole text.
        """
        wanted = fold(quote)
        if not wanted:
            return []
        begin, end = within or (0, len(self.text))
        last = self._begins[end]
        found: list[Span] = []
        at = self.folded.find(wanted, self._begins[begin], last)
        while at >= 0 and len(found) < AT_MOST:
            span = self.around(at, at + len(wanted))
            # What begins or ends inside a character, as the second s of ß, is no place in the real text.
            if (self._begins[span[0]], self._begins[span[1]]) == (at, at + len(wanted)):
                found.append(span)
            at = self.folded.find(wanted, at + 1, last)
        return found

    def around(self, begin: int, end: int) -> Span:
        """Return the characters of the real text that a stretch of the folded one is made of."""
        return bisect_right(self._begins, begin) - 1, bisect_left(self._begins, end)
