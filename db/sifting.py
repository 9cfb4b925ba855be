"""Whether texts have the words that are looked for, told from the texts and not by the index.

The index knows at once which texts have a word, but not which have one that begins so, unless with three letters at
most: it first collects all of them, a tenth of a second for each word that half a million texts have. So common words
are looked for by their first three letters, the newest texts first, and these are sifted here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from db.marking import fold, tokens
from db.query import Term

LETTERS: Final = 3
"""Letters by which the index finds the beginnings of words at once (see `prefix` in `db.schema`)."""


class Sieve:
    """Finds some terms in texts, as the index would.

    Args:
        terms: What is looked for, whether it is to be there or not.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = [(words[0], _pattern(words, term.begins)) for term in terms if (words := tokens(term.text))]

    def has_all(self, texts: Sequence[str]) -> bool:
        """Say whether each term stands in one of the texts."""
        plain = [*map(_plain, texts)]
        return all(any(_stands(one, text) for text in plain) for one in self._terms)

    def has_any(self, texts: Sequence[str]) -> bool:
        """Say whether one of the terms stands in one of the texts."""
        plain = [*map(_plain, texts)]
        return any(_stands(one, text) for one in self._terms for text in plain)


def shortened(term: Term) -> Term | None:
    """Return a term with its last word cut to its first letters, which more texts have; None if it is that short."""
    words = tokens(term.text)
    if not term.begins or not words or len(words[-1]) <= LETTERS:
        return None
    return Term(" ".join([*words[:-1], words[-1][:LETTERS]]))


def lacks(given: str, *texts: object) -> bool:
    """Say whether texts have none of some terms: a function that SQLite calls, see `db.matching`.

    Args:
        given: The terms, as JSON: what each says and whether it is a beginning.
        texts: The texts; what is none, as None of a record without words, has none.
    """
    return not _sieve(given).has_any([text for text in texts if isinstance(text, str) and text])


@lru_cache(maxsize=8)
def _sieve(given: str) -> Sieve:
    return Sieve(Term(text, begins) for text, begins in json.loads(given))


def _pattern(words: Sequence[str], begins: bool) -> re.Pattern[str]:
    phrase = r"[\W_]+".join(map(re.escape, words))
    return re.compile(rf"(?<![^\W_]){phrase}" + ("" if begins else r"(?![^\W_])"))


def _stands(one: tuple[str, re.Pattern[str]], text: str) -> bool:
    first, pattern = one
    return first in text and pattern.search(text) is not None


def _plain(text: str) -> str:
    return text.lower() if text.isascii() else fold.__wrapped__(text)
