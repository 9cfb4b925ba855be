"""Where the words that are looked for stand in a text: to mark them, to cut out what is around them, to weigh them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from db.query import Term
from db.values import dataclass

Marks = tuple[tuple[int, int], ...]
"""Stretches of a text: the characters before each, and those up to its end."""

AROUND: Final = 40
"""Characters kept before the first word that is marked."""
LONGEST: Final = 160
"""Characters of a passage that is cut out."""

_WORD: Final = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
"""A word, as the index cuts them: letters and digits of any script, and the accents upon them."""


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Return a word as the index compares it: case folded, without accents."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(char for char in plain if not unicodedata.combining(char))


def tokens(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return [fold(found[0]) for found in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class Passage:
    """What is cut out of a text: the stretch, where the words stand in it, and where the first does in the text."""

    text: str
    marks: Marks
    place: int


class Rank(NamedTuple):
    """How well something fits.

    Attributes:
        near: How near what it is called comes, the least is the best: 0 is one of its names, 1 one that begins so, 2
            one that has all as whole words, 3 one that has words that begin so, 4 is none.
        bm25: The more, the better.
        all: Whether it has every word.
    """

    near: int
    bm25: float
    all: bool


class Marker:
    """Finds some terms in texts.

    Args:
        terms: What is looked for; those that are left out mark nothing.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = [(words, term.begins) for term in terms if not term.negated and (words := tokens(term.text))]
        self.wanted = [word for words, _ in self._terms for word in words]
        self._whole = {*self.wanted}

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
            has = fold(words[place + offset][2])
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

    def rank(self, title: str, names: str, body: str) -> Rank:
        """Return how well something fits all the terms.

        SQLite's own bm25 first counts everything that has each word, to weigh rare words more. Here every word must be
        there, so that hardly changes the order; it is left out, and the cost is that of what is ranked.

        Args:
            title: What it is called.
            names: Its other spellings, a line each.
            body: What else it says.
        """
        called = [tokens(name) for name in (title, *names.split("\n")) if name]
        near = min(map(self._near, called), default=4)
        columns = ((_TITLE, called[0] if title else []), (_NAMES, [*chain(*called[bool(title) :])]), (1, tokens(body)))
        length = sum(len(words) for _, words in columns)
        bm25, has_all = 0.0, True
        for one in self.wanted:
            often = sum(weight * sum(word.startswith(one) for word in words) for weight, words in columns)
            has_all = has_all and often > 0
            bm25 += often * (_K1 + 1) / (often + _K1 * (1 - _B + _B * length / _USUAL))
        return Rank(near, bm25, has_all)

    def _near(self, words: list[str]) -> int:
        if words[: len(self.wanted)] == self.wanted:
            return 0 if len(words) == len(self.wanted) else 1
        if self._whole <= {*words}:
            return 2
        return 3 if all(any(word.startswith(one) for word in words) for one in self._whole) else 4


_TITLE: Final = 10
_NAMES: Final = 8
"""How much more a word of a title, or of another spelling, weighs than one of a text."""
_K1: Final = 1.2
_B: Final = 0.75
"""The usual two constants of bm25: how soon more of a word stops to matter, and how much the length of a text does."""
_USUAL: Final = 15
"""Words of a usual text."""
_STEP: Final = 4000
"""Characters of a long text that are read at a time."""
