"""What words of other formats mean in ours: a file of data, beside our own words and their labels."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from db.text import folded
from db.vocabulary import label, words


@cache
def _known(of: str) -> dict[str, str]:
    lists = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    try:
        ours = words(of)
    except KeyError:  # a list that only another format has
        ours = ()
    spelt = {folded(word): word for word in ours} | {folded(label(of, word)): word for word in ours}
    return {folded(word): meant for word, meant in lists[of].items()} | spelt


def meant(of: str, *texts: object) -> str | None:
    """Return what the first text that is known in a list means there; None if none is.

    Args:
        of: A list of `words.toml`.
        texts: As a file has them; what is no text is passed over.
    """
    for text in texts:
        found = _known(of).get(folded(text)) if isinstance(text, str) else None
        if found is not None:
            return found
    return None
