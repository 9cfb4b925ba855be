"""Where the words that are looked for stand in a text: to mark them, to cut out what is around them, to weigh them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from db.query import Term

Marks = tuple[tuple[int, int], ...]
"""Stretches of a text: the characters before each, and those up to its end."""

AROUND: Final = 40
"""Characters kept before the first word that is marked."""
LONGEST: Final = 160
"""Characters of a passage that is cut out."""

_WORD: Final = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
"""A word, as the index cuts them: letters and digits of any script, and the accents upon them."""


@lru_cache(maxsize=20_000)
def _fold(word: str) -> str:
    """Return a word as the index compares it: case folded, without accents."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(char for char in plain if not unicodedata.combining(char))


def tokens(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return [_fold(found[0]) for found in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class Passage:
    """What is cut out of a text: the stretch, where the words stand in it, and where the first does in the text."""

    text: str
    marks: Marks
    place: int


class Marker:
    """Finds some terms in texts.

    Args:
        terms: What is looked for; those that are left out mark nothing.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = [(words, term.begins) for term in terms if not term.negated and (words := tokens(term.text))]
        self.wanted = [word for words, _ in self._terms for word in words]

    def marks(self, text: str) -> Marks:
        """Return every stretch that one of the terms finds, in order, none in another."""
        return tuple(self._found(text))

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        words = [(found.start(), found.end(), found[0]) for found in _WORD.finditer(text)]
        upto = 0
        for place in range(len(words)):
            last = max((self._fits(words, place, *term) for term in self._terms), default=0)
            if last and words[place][0] >= upto:
                upto = words[place + last - 1][1]
                yield words[place][0], upto

    @staticmethod
    def _fits(words: Sequence[tuple[int, int, str]], place: int, wanted: Sequence[str], begins: bool) -> int:
        """Return how many words from a place on are those of a term; 0 if they aren't."""
        if place + len(wanted) > len(words):
            return 0
        for offset, word in enumerate(wanted):
            has = _fold(words[place + offset][2])
            whole = has == word or (begins and offset == len(wanted) - 1 and has.startswith(word))
            if not whole:
                return 0
        return len(wanted)

    def has_all(self, text: str) -> bool:
        """Say whether every term stands in a text."""
        words = [(found.start(), found.end(), found[0]) for found in _WORD.finditer(text)]
        return all(any(self._fits(words, place, *term) for place in range(len(words))) for term in self._terms)

    def passage(self, text: str) -> Passage | None:
        """Cut out of a text what stands around the first of the terms in it; None if none does."""
        found = self._first(text)
        if found is None:
            return None
        begin = 0 if found <= AROUND else max(text.rfind(" ", 0, found - AROUND), found - 2 * AROUND) + 1
        end = min(len(text), begin + LONGEST)
        if end < len(text) and not text[end].isspace():
            end = max(text.rfind(" ", begin + 1, end), begin + LONGEST // 2)
        part = " ".join(text[begin:end].split())
        shown = f"{'…' * (begin > 0)}{part}{'…' * (end < len(text))}"
        return Passage(shown, self.marks(shown), found)

    def _first(self, text: str) -> int | None:
        """Return where the first term in a text begins; of a long text no more is read than need be."""
        for begin in range(0, len(text), _STEP):
            found = self.marks(text[begin : begin + _STEP + LONGEST])
            if found:
                return begin + found[0][0]
        return None

    def closeness(self, title: str, names: str) -> int:
        """Return how well what something is called fits all the terms: the least is the best.

        0 is one of its names, 1 one that begins so, 2 one that has all as whole words, 3 one that has words that
        begin so, 4 is none.
        """
        best = 4
        for name in (title, *names.split("\n")):
            words = tokens(name)
            if words == self.wanted:
                return 0
            if words[: len(self.wanted)] == self.wanted:
                best = min(best, 1)
            elif best > 2 and {*self.wanted} <= {*words}:
                best = 2
            elif best > 3 and self.has_all(name):
                best = 3
        return best


_STEP: Final = 4000
"""Characters of a long text that are read at a time."""
