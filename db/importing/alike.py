"""Names that are like others: what may be a spelling of something known is listed for a person, never decided here.

Two names are compared only if they share their consonants, or their first letters and about their length; so each is
compared with a few, however many there are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_SOUND: Final = str.maketrans("cqzwg", "kksvk", "aeiouyjh'’`ʼ")
"""Vowels and what is written or left out at will; letters that one script writes for the same sound of another."""
_BESIDE: Final = 8
"""Names that one is compared with by each of its keys."""
_BUDGET: Final = 300_000
"""Comparisons of one import, a few seconds."""
_NEAR: Final = 0.85
_SOUNDS_SO: Final = 0.75
"""How like two names are that count as alike: by their letters alone, and where their consonants are the same."""


class Alike:
    """The names of one kind of record, and which of them are like a new one.

    Attributes:
        spent: Whether there were more to compare than it does: those after are not compared.
    """

    def __init__(self, people: bool) -> None:
        self.spent = False
        self._people = people
        self._left = _BUDGET
        self._names: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)

    def add(self, name: str, slug: str) -> None:
        """Take a folded name of a record."""
        for key in self._keys(name):
            beside = self._names[key]
            if len(beside) < _BESIDE:
                beside.append((name, slug))

    def like(self, name: str) -> list[str]:
        """Return the slugs of the records whose names are like a folded one, the most like first."""
        found: dict[str, float] = {}
        for key in self._keys(name):
            for other, slug in self._names.get(key, ()):
                if self._left <= 0:
                    self.spent = True
                    return []
                self._left -= 1
                share = self._share(name, other)
                if share:
                    found[slug] = max(share, found.get(slug, 0))
        return sorted(found, key=lambda slug: (-found[slug], slug))

    def _keys(self, name: str) -> Iterator[str]:
        words = _WORD.findall(name)
        if not words:
            return
        digits = _digits(name)
        yield f"{_sound(name)} {digits}"
        yield f"{name[:4]}{len(name) // 5} {digits}"
        if len(words) > 1:
            yield f"={' '.join(sorted(words))}"
        if self._people:
            yield f"@{_sound(words[-1])}"

    def _share(self, one: str, other: str) -> float:
        """Return how like two names are, 0 to 1; 0 for those that aren't."""
        if _digits(one) != _digits(other):  # Town 1 is not Town 2
            return 0
        words, others = _WORD.findall(one), _WORD.findall(other)
        if sorted(words) == sorted(others):
            return 1
        if self._people:
            return _person(words, others)
        # “Protesters (Mali)” and “Protesters (Malta)” differ in all that tells them apart: what both have says nothing.
        mine, theirs = " ".join(_without(words, others)), " ".join(_without(others, words))
        ratio = _ratio(mine, theirs) if mine and theirs else _ratio(one, other)
        return ratio if ratio >= (_SOUNDS_SO if _sound(mine) == _sound(theirs) else _NEAR) else 0


def _person(words: list[str], others: list[str]) -> float:
    """Compare two people by their last names, and by the first letters of their first where both have one."""
    both = len(words) > 1 and len(others) > 1
    if both and words[0][0] != others[0][0]:
        return 0
    if both and min(len(words[0]), len(others[0])) > 1 and _ratio(words[0], others[0]) < _SOUNDS_SO:
        return 0
    ratio = _ratio(words[-1], others[-1])
    same = _sound(words[-1]) == _sound(others[-1])
    return ratio if ratio >= (_SOUNDS_SO if same else _NEAR) else 0


def _without(words: list[str], others: list[str]) -> list[str]:
    return [word for word in words if word not in others]


def _digits(name: str) -> str:
    return "" if name.isalpha() else "".join(filter(str.isdigit, name))


def _sound(name: str) -> str:
    """Return the consonants of a name in their order, of several alike in a row the first."""
    return "".join(letter for letter, _ in groupby(name.translate(_SOUND)) if letter != " ")


def _ratio(one: str, other: str) -> float:
    if 2 * min(len(one), len(other)) < _SOUNDS_SO * (len(one) + len(other)):
        return 0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
