"""Voices: on whose word the board can be read, an outlet's or a side's; and finding one by what people call it."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from db.errors import StoreError, UsageError
from db.text import IN_A_WORD, NO_MATCH, brief, closeness, folded
from db.values import dataclass

ALL: Final = "all"
"""What is typed for no voice in particular."""

_FEW: Final = 8
"""Voices named in a sentence."""

_TEXT: Final = "publisher, id, slug, short FROM sources CROSS JOIN records USING (id)"


@dataclass(frozen=True, slots=True)
class Voice:
    """A source, all that it reports; or a side, what is said on its behalf, wherever it is reported.

    Attributes:
        key: What a scope keeps of it: `source:SLUG`, `outlet:PUBLISHER` (all of its texts) or `party:SLUG`.
        name: As people read it.
        short: Its 2 to 4 letters.
        party: Id of the side; None for a source.
        sources: Ids of the texts; none for a side.
        names: All that it is called, folded (`db.text.folded`), where they were asked for.
    """

    key: str
    name: str
    short: str
    party: int | None = None
    sources: tuple[int, ...] = ()
    names: frozenset[str] = frozenset()

    @property
    def whose(self) -> str:
        """Its name as the owner of a word: `RT's`, `United States'`."""
        return f"{self.name}’" if self.name.endswith("s") else f"{self.name}’s"

    def says(self, source: int, behalf: int | None) -> bool:
        """Say whether a claim of this source on behalf of this party is the voice's."""
        return behalf == self.party if self.party is not None else source in self.sources


def voices(conn: sqlite3.Connection) -> tuple[Voice, ...]:
    """Return the voices that say something: outlets first, then sides, each in alphabetical order, "The" left aside."""
    texts = conn.execute(f"SELECT {_TEXT} ORDER BY publisher, id")
    outlets = (_outlet(publisher, [*own]) for publisher, own in groupby(texts, key=lambda row: row[0]))
    sides = conn.execute("""
        SELECT slug, name, short, id FROM parties CROSS JOIN records USING (id)
        WHERE EXISTS (SELECT 1 FROM claims WHERE on_behalf_of = parties.id)
    """)
    found = (*_sorted(outlets), *_sorted(Voice(f"party:{slug}", *row) for slug, *row in sides))
    names, _ = _known(conn)
    return tuple(replace(one, names=frozenset(names[one.key])) for one in found)


def voice(conn: sqlite3.Connection, key: str | None) -> Voice | None:
    """Return the voice that a scope keeps; None if it keeps none.

    Raises:
        StoreError: The store doesn't hold it, as when another has taken its place.
    """
    if key is None:
        return None
    kind, _, name = key.partition(":")
    if kind == "outlet":
        texts = conn.execute(f"SELECT {_TEXT} WHERE publisher = ? ORDER BY id", (name,)).fetchall()
        if texts:
            return _outlet(name, texts)
    row = conn.execute("SELECT id FROM records WHERE kind = ? AND slug = ?", (kind, name)).fetchone()
    if row is None or kind not in ("party", "source"):
        raise StoreError(f"There is no voice “{brief(name)}” in the store any more: choose another.")
    table = "parties" if kind == "party" else "sources"
    name_column = "name" if kind == "party" else "publisher"
    name, short = conn.execute(
        f"SELECT {name_column}, short FROM {table} WHERE id = ?",  # noqa: S608  (one of two)
        row,
    ).fetchone()
    return Voice(key, name, short, row[0]) if kind == "party" else Voice(key, name, short, None, row)


def find(conn: sqlite3.Connection, text: str) -> str | None:
    """Return the key of the voice that a person means; None for all of them.

    Args:
        conn: An open store.
        text: A slug, any name that the store knows it by, or a part of one that no other has (where words begin with
            it, those count); case, accents and a leading "The" make no difference.

    Raises:
        UsageError: No voice is called so, or several are.
    """
    typed = folded(text)
    names, wholes = _known(conn)
    found = {key for key in names.keys() | wholes.keys() if text.strip() in (key, key.partition(":")[2])}
    for known in (names, wholes):
        found = found or {key for key, own in known.items() if typed in own}
    if not found and typed == ALL:
        return None
    if not found and typed:
        fits = {key: min(closeness(name, typed) for name in own) for key, own in names.items()}
        begun = {key for key, fit in fits.items() if fit < IN_A_WORD}
        found = begun or {key for key, fit in fits.items() if fit < NO_MATCH}
    if len(found) == 1:
        return found.pop()
    listed = _listed(conn, found or names)
    if found:
        raise UsageError(f"“{brief(text)}” could be {listed}: type more of it.")
    raise UsageError(f"There is no voice “{brief(text)}” in the store; it has {listed}.")


_Names = defaultdict[str, set[str]]


def _known(conn: sqlite3.Connection) -> tuple[_Names, _Names]:
    """Return the folded names of every voice by its key, and those that only count as a whole: titles, single texts."""
    names: _Names = defaultdict(set)
    wholes: _Names = defaultdict(set)
    texts: defaultdict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
    for publisher, *text in conn.execute(
        "SELECT publisher, sources.id, slug, short, title FROM sources CROSS JOIN records USING (id)"
    ):
        texts[publisher].append((text[0], text[1], text[2], text[3]))
    keys: dict[int, str] = {}
    for publisher, own in texts.items():
        outlet = f"source:{own[0][1]}" if len(own) == 1 else f"outlet:{publisher}"
        names[outlet] |= {folded(publisher), *(folded(short) for _, _, short, _ in own)}
        for source, slug, _, title in own:
            keys[source] = outlet
            wholes[f"source:{slug}"] |= {slug, folded(title)}
    for party, slug, name, short in conn.execute(
        "SELECT id, slug, name, short FROM parties CROSS JOIN records USING (id)"
    ):
        keys[party] = f"party:{slug}"
        names[keys[party]] |= {slug, folded(name), folded(short)}
    for record, text in conn.execute("""
        SELECT record, text FROM parties CROSS JOIN names ON record = parties.id
        UNION ALL SELECT record, text FROM sources CROSS JOIN names ON record = sources.id
    """):
        names[keys[record]].add(folded(text))
    return names, wholes


def _outlet(publisher: str, texts: Sequence[tuple[str, int, str, str]]) -> Voice:
    """Return a publisher as a voice; one with a single text is that text."""
    _, _, slug, short = texts[0]
    key = f"source:{slug}" if len(texts) == 1 else f"outlet:{publisher}"
    return Voice(key, publisher, short, None, tuple(text for _, text, _, _ in texts))


def _sorted(found: Iterable[Voice]) -> Iterator[Voice]:
    return iter(sorted(found, key=lambda one: (folded(one.name), one.key)))


def _listed(conn: sqlite3.Connection, keys: Iterable[str]) -> str:
    """Name some voices, for a sentence."""
    found = [one for key in keys if (one := voice(conn, key)) is not None]
    names = [*dict.fromkeys(brief(one.name) for one in _sorted(found))]
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return f"{', '.join(names[:_FEW])}{more}" or "none"


def json_of(found: Voice | None) -> str:
    """Return the ids of a voice's texts as JSON, for a query."""
    return json.dumps(found.sources if found else [])
