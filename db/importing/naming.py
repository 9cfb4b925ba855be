"""Names in a file: which record of the store, or of the file so far, is meant by one, in any spelling that is known.

A name is compared folded (`db.text.folded`): with a record's slug, its name and its spellings; if none is so called,
with its short name and its code, a source's publisher. Nothing else counts: what is only like a name is listed.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import combinations
from typing import Final

from db.drafts import LONGEST_SLUG
from db.importing.alike import Alike
from db.rows import TABLE_OF
from db.text import clean, folded, slugged

NAMED: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "process": (("name",), ()),
    "party": (("name",), ("short", "code")),
    "person": (("name",), ()),
    "place": (("name",), ()),
    "issue": (("name",), ()),
    "source": (("title",), ("publisher", "short")),
}
"""The kinds that can be named: the columns of their names, and those that are looked at if no name fits."""

_MOST_LISTED: Final = 3
_MOST_SEARCHED: Final = 5000
"""Names that are looked through for those nearest to one."""

_Spelled = dict[str, str | tuple[str, ...]]


class _Kind:
    """The spellings of one kind of record: by name, and by what else it is called."""

    def __init__(self, kind: str) -> None:
        self.names: _Spelled = {}
        self.others: _Spelled = {}
        self.slugs: set[str] = set()
        self.alike: Alike | None = None
        self.people = kind == "person"

    def add(self, slug: str, names: Iterable[str | None], others: Iterable[str | None]) -> None:
        self.slugs.add(slug)
        for table, spellings in ((self.names, (slug, *names)), (self.others, others)):
            for text in spellings:
                if text and (spelled := folded(text)):
                    known = table.get(spelled)
                    if known is None:
                        table[spelled] = slug
                    elif slug not in _several(known):
                        table[spelled] = (*_several(known), slug)
                    if self.alike and table is self.names and (spelled != slug or "-" not in slug):
                        self.alike.add(spelled, slug)


class Names:
    """Every spelling that the store and the file so far have of what can be named."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._kinds: dict[str, _Kind] = {}
        self._of_file: dict[tuple[str, str], str] = {}

    def called(self, kind: str, text: str) -> tuple[str, ...]:
        """Return the slugs of the records of a kind whose name, slug or spelling it is."""
        return _several(self._kind(kind).names.get(folded(text), ()))

    def known_as(self, kind: str, text: str) -> tuple[str, ...]:
        """Return the slugs of the records that have it as a short name, a code or a publisher."""
        return _several(self._kind(kind).others.get(folded(text), ()))

    def add(self, kind: str, slug: str, values: Mapping[str, object], spellings: Iterable[object] = ()) -> None:
        """Take a record of the file: what its fields call it, and its other spellings."""
        names, others = NAMED[kind]
        own = [text for name in names if isinstance(text := values.get(name), str)]
        self._of_file[kind, slug] = own[0] if own else slug
        self._kind(kind).add(
            slug,
            [*own, *(text for text in spellings if isinstance(text, str))],
            [text for name in others if isinstance(text := values.get(name), str)],
        )

    def free(self, kind: str, text: str) -> str:
        """Return a slug for something new that is called so."""
        base = slugged(text)[:LONGEST_SLUG].rstrip("-")
        taken = self._kind(kind).slugs
        return next(slug for slug in _numbered(base) if slug not in taken)

    def short(self, kind: str, text: str) -> str:
        """Return 2 to 4 letters for a new party or source, no other's if that can be."""
        known = self._kind(kind)
        candidates = [*_shorts(text)]
        for short in candidates:
            if (spelled := folded(short)) not in known.others and spelled not in known.names:
                return short
        return candidates[0] if candidates else text[:4]

    def like(self, kind: str, text: str) -> list[str]:
        """Return the slugs of the records whose names are like one, but not the same."""
        known = self._kind(kind)
        if known.alike is None:
            known.alike = Alike(known.people)
            for spelled, slugs in known.names.items():
                for slug in _several(slugs):
                    if spelled != slug or "-" not in slug:
                        known.alike.add(spelled, slug)
        return known.alike.like(folded(text))

    def all_compared(self) -> bool:
        """Say whether every new name was compared with those that it may be like."""
        return not any(known.alike.spent for known in self._kinds.values() if known.alike)

    def nearest(self, kind: str, text: str) -> list[str]:
        """Return the names, as they are compared, that are nearest to one that nothing has."""
        known = self._kind(kind)
        names = [name for name in known.names if name not in known.slugs or "-" not in name]
        return get_close_matches(folded(text), names[:_MOST_SEARCHED], _MOST_LISTED)

    def name_of(self, kind: str, slug: str) -> str:
        """Return the name of a record of the file or the store."""
        found = self._of_file.get((kind, slug))
        if found is not None:
            return clean(found)
        names, _ = NAMED[kind]
        row = self._conn.execute(
            f"SELECT {names[0]} FROM records CROSS JOIN {TABLE_OF[kind]} USING (id) WHERE kind = ? AND slug = ?",  # noqa: S608
            (kind, slug),
        ).fetchone()
        return str(row[0]) if row else slug

    def _kind(self, kind: str) -> _Kind:
        known = self._kinds.get(kind)
        if known is None:
            known = self._kinds[kind] = self._read(kind)
        return known

    def _read(self, kind: str) -> _Kind:
        found = _Kind(kind)
        names, others = NAMED[kind]
        rows = self._conn.execute(
            f"SELECT slug, {', '.join((*names, *others))} FROM records CROSS JOIN {TABLE_OF[kind]} USING (id)"  # noqa: S608
            " WHERE kind = ? ORDER BY records.id",
            (kind,),
        )
        for slug, *texts in rows:
            found.add(slug, texts[: len(names)], texts[len(names) :])
        spelled = self._conn.execute(
            "SELECT slug, text FROM records CROSS JOIN names ON names.record = records.id WHERE kind = ?", (kind,)
        )
        for slug, text in spelled:
            found.add(slug, (text,), ())
        return found


def new_values(names: Names, kind: str, text: str, make: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of a record that is made because nothing is called so.

    Args:
        names: What is known, for a short name that no other has.
        kind: What it is to be, one of `NAMED`.
        text: The name.
        make: Fields that are given with it.
    """
    name = clean(text)
    values: dict[str, object] = {"publisher": name, "title": name} if kind == "source" else {"name": name}
    values |= make
    if kind in ("party", "source") and "short" not in values:
        values["short"] = names.short(kind, name)
    if kind == "party":
        values.setdefault("type", "group")
    return values


def _several(slugs: str | tuple[str, ...]) -> tuple[str, ...]:
    return (slugs,) if isinstance(slugs, str) else slugs


def _numbered(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def _shorts(text: str) -> Iterator[str]:
    """Yield short names, the best first: the first letters of its words, or of the name, then some of its letters."""
    words = [word.upper() for word in re.findall(r"[^\W_]+", text)]
    initials = "".join(word if word.isdigit() else word[0] for word in words)
    letters = "".join(words)
    if 2 <= len(initials) <= 4:
        yield initials
    for length in (2, 3, 4):
        if len(letters) >= length:
            yield letters[:length]
    for length in (1, 2, 3):
        for rest in combinations(letters[1:9], length):
            yield letters[0] + "".join(rest)
