"""What is meant by a name in a filter: a slug, any spelling, or a part of one that no other has."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from db.query import QueryError
from db.text import IN_A_WORD, NO_MATCH, brief, closeness, folded

_FEW: Final = 8
"""Names in a sentence."""
_NEAR: Final = 3
"""Names in one that guesses."""

_TABLES: Final = {
    "party": ("parties", "name", "short"),
    "issue": ("issues", "name"),
    "person": ("people", "name"),
    "source": ("sources", "publisher", "short", "title"),
}
"""For each filter that names things: their table, and what they are called by, what they are shown as first."""


def named(conn: sqlite3.Connection, name: str) -> Iterator[tuple[int, str, str, bool]]:
    """Yield everything that a filter can name: its id, a name of it, the name it is shown by, whether that is the slug.

    The slug comes before the other names.
    """
    table, shown, *others = _TABLES[name]
    columns = "".join(f" UNION ALL SELECT id, {column}, {shown}, 0 FROM {table}" for column in (shown, *others))  # noqa: S608
    yield from conn.execute(f"""
        SELECT {table}.id, slug, {shown}, 1 FROM {table} CROSS JOIN records USING (id) {columns}
        UNION ALL SELECT record, text, {shown}, 0 FROM {table} CROSS JOIN names ON record = {table}.id
    """)  # noqa: S608  (pieces of this module)


def meant(conn: sqlite3.Connection, name: str, typed: Sequence[str]) -> list[int]:
    """Return the ids of what a filter's values name; an outlet's name stands for all of its texts.

    Case, accents and a leading "The" make no difference; where words begin with what is typed, names that only have it
    inside a word don't count.

    Args:
        conn: An open read transaction.
        name: The filter: party, issue, person or source.
        typed: Its values.

    Raises:
        QueryError: Nothing is called so, or several things are.
    """
    known = [*named(conn, name)]
    return [record for value in typed for record in _one(known, name, value)]


def _one(known: Iterable[tuple[int, str, str, bool]], name: str, value: str) -> list[int]:
    wanted = folded(value)
    fits: defaultdict[int, int] = defaultdict(lambda: NO_MATCH)
    shown: dict[int, str] = {}
    slugs: dict[int, str] = {}
    called: dict[str, str] = {}
    for record, text, title, slug in known:
        fit = closeness(folded(text), wanted) if wanted else NO_MATCH
        fits[record] = -1 if slug and text == value.strip() else min(fits[record], fit)
        shown[record] = title
        if slug:
            slugs[record] = text
        called[folded(text)] = title
    for bound in (-1, 0, IN_A_WORD - 1, IN_A_WORD):
        found = [record for record, fit in fits.items() if fit <= bound]
        if len(found) == 1 or (found and name == "source" and len({shown[record] for record in found}) == 1):
            return found
        if found:
            listed = _listed(f"{brief(shown[record])} ({slugs.get(record, record)})" for record in found)
            raise QueryError(f"{name}:{brief(value)} could be {listed}: type more of it.")
    near = get_close_matches(wanted, called, _NEAR)
    if near:
        raise QueryError(f"There is no {name} “{brief(value)}”; it looks like {_listed(called[one] for one in near)}.")
    raise QueryError(f"There is no {name} “{brief(value)}” in the store; it has {_listed(shown.values())}.")


def _listed(names: Iterable[str]) -> str:
    """Name a few of several things."""
    all_of_them = [*dict.fromkeys(map(brief, names))]
    more = f" and {len(all_of_them) - _FEW} more" if len(all_of_them) > _FEW else ""
    return f"{', '.join(all_of_them[:_FEW])}{more}" or "none"
