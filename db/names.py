"""Finding what is called something: any named thing, by any of its spellings, whoever writes it so."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from db.related import titles
from db.text import NO_MATCH, closeness, folded
from db.voices import Voice

AT_MOST: Final = 100
"""Things that are listed; who looks for one types more of its name."""

_SPELLINGS: Final = """
    SELECT id AS record, name AS text, '' AS source FROM people
    UNION ALL SELECT id, name, '' FROM parties
    UNION ALL SELECT id, name, '' FROM places
    UNION ALL SELECT id, name, '' FROM issues
    UNION ALL SELECT id, name, '' FROM processes
    UNION ALL SELECT id, publisher, '' FROM sources
    UNION ALL SELECT record, text, coalesce(short, '') FROM names LEFT JOIN sources ON sources.id = names.source
"""
_FOUND: Final = f"""
    SELECT record, text, source, min(place) FROM (
        SELECT record, text, source, found(text, :typed) AS place FROM ({_SPELLINGS})
    ) WHERE place < {NO_MATCH} GROUP BY record ORDER BY 4, length(text), text, record LIMIT {AT_MOST}
"""  # noqa: S608  (pieces of this module)


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that is called as was typed.

    Attributes:
        record: Its id.
        kind: Its kind.
        name: As it is shown.
        spelling: The spelling that was found, where it isn't the name; else "".
        source: Short name of the outlet that writes it so, or "".
    """

    record: int
    kind: str
    name: str
    spelling: str
    source: str


def named(conn: sqlite3.Connection, typed: str, word: Voice | None = None) -> tuple[Named, ...]:
    """Return what is called as typed, or has that in one of its names: whole names first, then beginnings.

    Case, accents and a leading "The" make no difference; every script works. At most `AT_MOST` things.

    Args:
        conn: An open read transaction.
        typed: Any text; nothing is called "".
        word: The voice in whose spelling names are shown.
    """
    wanted = folded(typed)
    if not wanted:
        return ()
    conn.create_function("found", 2, _place, deterministic=True)
    rows = conn.execute(_FOUND, {"typed": wanted}).fetchall()
    known = titles(conn, [record for record, *_ in rows], word)
    return tuple(
        Named(record, *known[record], "" if text == known[record][1] else text, source)
        for record, text, source, _ in rows
        if record in known
    )


@lru_cache(maxsize=50_000)
def _fold(text: str) -> str:
    return folded(text)


def _place(text: str, typed: str) -> int:
    return closeness(_fold(text), typed)
