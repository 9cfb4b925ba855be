"""Do quotes stand in the text that they are from, where the store keeps it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from db.checks.finding import Finding, claims_named, quoted
from db.passages import Text

_QUOTES: Final = """
    SELECT source, id, quote FROM claims
    WHERE quote <> '' AND source IN (SELECT source FROM documents) ORDER BY source, id
"""


def misquoted(conn: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the quotes that no document of their source has, each with what comes nearest to it."""
    for source, group in groupby(conn.execute(_QUOTES), key=lambda row: row[0]):
        # One source's texts at a time: all of them may be more than memory holds.
        rows = conn.execute("SELECT text FROM documents WHERE source = ? ORDER BY id", (source,))
        texts = [Text(text) for (text,) in rows]
        missing = {
            claim: (quote, instead) for _, claim, quote in group if (instead := _instead(texts, quote)) is not None
        }
        named = claims_named(conn, missing)
        for claim, (quote, instead) in missing.items():
            record, phrase = named[claim]
            near = f"; the nearest is {quoted(instead)}" if instead else ""
            yield Finding(
                "quote", record, f"{phrase}: {quoted(quote)} is not in the source's text{near}: correct the quote."
            )


def _instead(texts: Sequence[Text], quote: str) -> str | None:
    """Return None if one of `texts` has the quote, else the passage that comes nearest, "" if none does."""
    if any(text.find(quote) for text in texts):
        return None
    return next((text.text[slice(*near)] for text in texts if (near := text.nearest(quote))), "")
