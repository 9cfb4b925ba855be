"""Which source is meant by what people call it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from db.errors import StoreError
from db.text import IN_A_WORD, NO_MATCH, brief, closeness, folded

_FEW: Final = 8
"""Sources that a sentence names before it stops."""

_NAMES: Final = """
    SELECT sources.id, slug AS name, slug FROM sources CROSS JOIN records USING (id)
    UNION ALL SELECT id, publisher, NULL FROM sources
    UNION ALL SELECT id, title, NULL FROM sources
    UNION ALL SELECT id, short, NULL FROM sources
    UNION ALL SELECT record, text, NULL FROM sources CROSS JOIN names ON record = sources.id
"""


def find_source(conn: sqlite3.Connection, words: str) -> int:
    """Return the source that is meant by a slug, by any name that it has, or by a part of one that no other has.

    Where words of a name begin with what is typed, names that only have it inside a word don't count.

    Raises:
        StoreError: There is none, or there are several.
    """
    typed = folded(words)
    slugs: dict[int, str] = {}
    fits: defaultdict[int, int] = defaultdict(lambda: NO_MATCH)
    for source, name, slug in conn.execute(_NAMES):
        if slug is not None:
            slugs[source] = slug
        if typed:
            fits[source] = min(fits[source], closeness(folded(name), typed))
    found = (
        [source for source, slug in slugs.items() if slug == words]
        or [source for source, fit in fits.items() if fit == 0]
        or [source for source, fit in fits.items() if fit < IN_A_WORD]
        or [source for source, fit in fits.items() if fit < NO_MATCH]
    )
    if len(found) == 1:
        return found[0]
    if found:
        listed = _listed(slugs[source] for source in found)
        raise StoreError(f"“{brief(words)}” may be any of {listed}: name one of them.")
    raise StoreError(f"There is no source “{brief(words)}” in the store; it holds: {_listed(slugs.values())}.")


def _listed(slugs: Iterable[str]) -> str:
    names = sorted(slugs)
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return f"{', '.join(names[:_FEW])}{more}" if names else "none"
