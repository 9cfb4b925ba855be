"""Is each thing one record: people, parties, places and sources that may be there twice, and the spelling shown."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from db.checks.finding import Finding, listed, many, quoted
from db.text import folded

_CALLED: Final = """
    SELECT 'person:' || slug, name FROM people JOIN records USING (id)
    UNION ALL SELECT 'person:' || slug, sort_name FROM people JOIN records USING (id) WHERE sort_name IS NOT NULL
    UNION ALL SELECT 'party:' || slug, name FROM parties JOIN records USING (id)
    UNION ALL SELECT 'place:' || slug, name FROM places JOIN records USING (id)
    UNION ALL SELECT 'place:' || slug, sort_name FROM places JOIN records USING (id) WHERE sort_name IS NOT NULL
    UNION ALL SELECT kind || ':' || slug, text FROM names JOIN records ON records.id = names.record
        WHERE kind IN ('person', 'party', 'place')
"""
_SOURCES: Final = "SELECT 'source:' || slug, publisher, title, url FROM sources JOIN records USING (id)"
_PREFERRED: Final = """
    SELECT kind || ':' || slug, text FROM names JOIN records ON records.id = names.record
    WHERE preferred ORDER BY kind, slug, text
"""


def alike(conn: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the people, parties, places and sources that may be the same; only those of one kind are compared."""
    holders: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for how, mark, record, written in _marks(conn):
        holders[how, mark].setdefault(record, written)
    told: set[tuple[str, ...]] = set()
    for (how, _), sharing in holders.items():
        records = tuple(sorted(sharing))
        if len(records) > 1 and records not in told:
            told.add(records)
            together = f"{'both' if len(records) == 2 else 'all'} {how} {quoted(sharing[records[0]])}"
            yield Finding(
                "duplicate",
                records[0],
                f"{listed(records)} may be the same, since they {together}: keep one, or tell them apart.",
            )


def _marks(conn: sqlite3.Connection) -> Iterator[tuple[str, str, str, str]]:
    """Yield what a record should share with none of its kind: how, what it is, the record, and how it is written."""
    for record, name in conn.execute(_CALLED):
        if words := _words(name):
            yield "go by", f"{record.partition(':')[0]} {words}", record, name
    for record, publisher, title, url in conn.execute(_SOURCES):
        yield "have the title", f"{folded(publisher)}\n{folded(title)}", record, f"{publisher}: {title}"
        if url:
            yield "have the address", _address(url), record, url


def _words(name: str) -> str:
    """Return the words of a name in alphabetical order, so that “Quill, Ada” is “Ada Quill”."""
    plain = folded(name)
    return " ".join(sorted(re.findall(r"[^\W_]+", plain))) or plain


def _address(url: str) -> str:
    """Return a web address without what may differ between two that lead to one page."""
    host, slash, path = re.sub(r"^https?://(www\.)?", "", url.partition("#")[0], flags=re.IGNORECASE).partition("/")
    return f"{host.casefold()}{slash}{path}".rstrip("/")


def misspelled(conn: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the records that have several preferred spellings: a desk shows one."""
    preferred: defaultdict[str, list[str]] = defaultdict(list)
    for record, text in conn.execute(_PREFERRED):
        preferred[record].append(quoted(text))
    for record, texts in preferred.items():
        if len(texts) > 1:
            yield Finding(
                "spelling",
                record,
                f"{record} has {many(len(texts), 'preferred spelling')} ({listed(texts)}): prefer one of them.",
            )
