"""Finding a passage in a text, however its blanks, quotation marks and dashes are set."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import Final

_ALIKE: Final = ("'‘’‚‛ʼ′", '"“”„‟«»″', "-‐‑‒–—―−")
"""Characters that one editor sets for another: apostrophes, quotation marks, dashes."""

_WORD: Final = re.compile(r"[^\W_]+")
_CLOSEST: Final = 20
"""Places that have as many words of a quote in them, which are compared letter by letter."""


def find(text: str, quote: str) -> list[tuple[int, int]]:
    """Return where `quote` stands in `text`: the first character of each place, and the one after its last.

    Case, and the way that blanks, quotation marks and dashes are set, make no difference.
    """
    words = quote.split()
    if not words:
        return []
    pattern = r"\s+".join("".join(map(_alike, word)) for word in words)
    return [found.span() for found in re.finditer(pattern, text, re.IGNORECASE)]


def nearest(text: str, quote: str) -> str:
    """Return the passage of `text` that has most in common with `quote`; "" if no word of it is there."""
    spans = [found.span() for found in _WORD.finditer(text)]
    words = [text[begin:end].casefold() for begin, end in spans]
    wanted = Counter(word.casefold() for word in _WORD.findall(quote))
    width = min(wanted.total(), len(words))
    best, places = 0, list[int]()
    missing, common = Counter(wanted), 0
    for end, word in enumerate(words):
        if word in wanted:
            common += missing[word] > 0
            missing[word] -= 1
        if end >= width and (left := words[end - width]) in wanted:
            missing[left] += 1
            common -= missing[left] > 0
        if common > best:
            best, places = common, []
        if common == best and best and len(places) < _CLOSEST:
            places.append(max(0, end - width + 1))
    passages = [text[spans[place][0] : spans[place + width - 1][1]] for place in places]
    matcher = SequenceMatcher(b=quote.casefold(), autojunk=False)
    return max(passages, key=lambda passage: _ratio(matcher, passage), default="")


def _alike(char: str) -> str:
    """Return a pattern for one character that takes every other way to set it, too."""
    for group in _ALIKE:
        if char in group:
            return f"[{re.escape(group)}]"
    return re.escape(char)


def _ratio(matcher: SequenceMatcher[str], passage: str) -> float:
    matcher.set_seq1(passage.casefold())
    return matcher.ratio()
