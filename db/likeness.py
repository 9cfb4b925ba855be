"""The passages of a text that are most like one that isn't in it: compared by words, so that long texts take no longer.

Words that the passage shares with the text vote for where it may begin, the rare ones only; what gets most votes is
then compared word by word.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

from db.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.folding import Folded, Span

LEAST: Final = 3
"""Words that a passage needs for its likeness to mean anything."""

_UNSPACED: Final = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD: Final = re.compile(f"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[\\w\u0300-\u036f])+")
"""A word; of scripts that put no blanks between them, a character."""

_STOP: Final = re.compile(r'[.!?:;"\n]')
_VOTES: Final = 20_000
"""Votes that are enough: a word that stands in more places says nothing of where a passage is."""
_WEIGHED: Final = 40
_COMPARED: Final = 4
"""Stretches whose words are counted, those that have most votes; and how many of these are compared."""


class Like(NamedTuple):
    """A passage and how like it is: the share of letters that stand in the same words in the same order, 0 to 1."""

    share: float
    span: Span


class Words:
    """The words of a text, and where each stands."""

    def __init__(self, folded: Folded) -> None:
        self._folded = folded
        found = [(match[0], match.start(), match.end()) for match in _WORD.finditer(folded.folded)]
        self._words = [word for word, _, _ in found]
        self._spans = [(begin, end) for _, begin, end in found]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._words):
            self._places[word].append(place)

    def alike(self, passage: str) -> list[Like]:
        """Return the passages that are most like one, the most like first; none if no word of it is there."""
        wanted = _WORD.findall(fold(passage))
        compared = (self._compared(wanted, *window) for window in self._windows(wanted))
        found: dict[Span, Like] = {}  # windows overlap: what two of them hold counts as in the one that holds all of it
        for like in sorted((like for like in compared if like), key=lambda like: (-like.share, like.span)):
            found.setdefault(like.span, like)
        return [*found.values()]

    def _windows(self, wanted: Sequence[str]) -> list[Span]:
        """Return stretches of words that may hold the passage, those that share most with it."""
        step = max(1, len(wanted) // 4)
        votes: Counter[int] = Counter()
        cast = 0
        rarest = sorted(range(len(wanted)), key=lambda place: len(self._places.get(wanted[place], ())))
        for number, place in enumerate(rarest):
            standing = self._places.get(wanted[place], ())[:_VOTES]
            # Two words in three stand in what is like it: of a third and one more, one votes for it.
            if number > len(wanted) // 3 and cast and cast + len(standing) > _VOTES:
                break
            votes.update((at - place) // step for at in standing)
            cast += len(standing)
        slack = max(2, len(wanted) // 4)
        windows = [
            (max(0, place * step - slack), min(len(self._words), (place + 1) * step + len(wanted) + slack))
            for place, _ in votes.most_common(_WEIGHED)
        ]
        bag = Counter(wanted)
        windows.sort(key=lambda window: -(bag & Counter(self._words[slice(*window)])).total())
        return windows[:_COMPARED]

    def _compared(self, wanted: Sequence[str], first: int, last: int) -> Like | None:
        """Compare the passage with a stretch of words: return what of it is like the passage."""
        here = self._words[first:last]
        blocks = SequenceMatcher(None, wanted, here, autojunk=False).get_matching_blocks()[:-1]
        if not blocks:
            return None
        letters = sum(map(len, wanted))

        def share(begin: int, end: int) -> float:
            same = sum(len(word) for a, _, size in blocks[begin:end] for word in wanted[a : a + size])
            around = sum(map(len, here[blocks[begin].b : blocks[end - 1].b + blocks[end - 1].size]))
            return same / max(letters, around)

        begin, end = 0, len(blocks)  # a word that happens to stand far before or after is no part of it
        while end - begin > 1 and share(begin + 1, end) > share(begin, end):
            begin += 1
        while end - begin > 1 and share(begin, end - 1) > share(begin, end):
            end -= 1
        front, back = blocks[begin], blocks[end - 1]
        left = self._stretched(first + front.b, -1, front.a)
        right = self._stretched(first + back.b + back.size - 1, 1, len(wanted) - back.a - back.size)
        return Like(share(begin, end), self._folded.around(self._spans[left][0], self._spans[right][1]))

    def _stretched(self, place: int, step: int, words: int) -> int:
        """Return the place up to `words` further on: words at its edge that were replaced, in the same sentence."""
        for _ in range(words):
            other = place + step
            if not 0 <= other < len(self._words):
                break
            gap = slice(self._spans[min(place, other)][1], self._spans[max(place, other)][0])
            begin, end = self._folded.around(gap.start, gap.stop)
            if _STOP.search(self._folded.folded[gap]) or "\n" in self._folded.text[begin:end]:
                break
            place = other
        return place
