"""Drafts: records as a file gives them, before anything is known of the store.

Every reader in `db.reading` yields the same drafts, a unit at a time, and `db.importing` alone matches names, checks
and writes them. What is exported is made of the same drafts again (`db.exporting`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from db.shapes import Shape
from db.text import clean, slugged

LONGEST_SLUG: Final = 60
"""Characters of what a field says that are part of a slug."""


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """What a field refers to by a name, where a talks file would give a slug.

    It is matched to what the store and the file call so, in any known spelling.

    Attributes:
        text: The name as the file has it.
        make: The fields of the record that is made if none is called so, beside its name (a source's publisher and
            title are its name too); None if there must be one.
    """

    text: str
    make: Mapping[str, object] | None = None


@dataclass(slots=True)
class Draft:
    """One record as a file gives it.

    Attributes:
        shape: What kind it is.
        where: Its place in the file, for the sentence about a fault.
        slug: As the file names it; None if it is made of the record's fields.
        process: Slug of its home, None for what is given with the import.
        values: Its fields as read, unchecked; a reference is a slug or `Named`.
        parent: The record that it stands in.
        claims, names, links: As read, unchecked; a claim without a `source` is of the one given with the import.
        extra: What no field takes, by the name that the file gives it: kept with the record as JSON.
        columns: What the file calls the place of a field, by its path (`starts`, `claims[1].value`), where a person
            finds it by that: the column of a table.
    """

    shape: Shape
    where: str
    slug: str | None
    process: str | None
    values: dict[str, object]
    parent: Draft | None = None
    claims: list[object] = field(default_factory=list)
    names: list[object] = field(default_factory=list)
    links: list[object] = field(default_factory=list)
    extra: dict[str, object] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Unit:
    """What is taken or left as one: a row of a table, or a record of a document with all that stands in it.

    Attributes:
        where: Its place in the file: `line 12`, `events.round-2`.
        drafts: Its records, a parent before what stands in it.
        raw: The same as the reader's `rest` writes it again.
        problems: Why it can't be taken, as far as the reader can tell: one sentence each, its place included.
    """

    where: str
    drafts: list[Draft]
    raw: object = None
    problems: list[str] = field(default_factory=list)


def made_slug(draft: Draft) -> str:
    """Return the slug that a draft's fields make, where it names none; "" where they make none."""
    parts = [_slug_part(draft, name) for name in draft.shape.slug_from]
    return "/".join(part for part in parts if part)


def _slug_part(draft: Draft, name: str) -> str:
    if name == "process":
        return draft.process or ""
    made_of = draft.shape.fields[name]
    holder: Draft | None = draft
    if made_of.derived:
        holder = draft.parent
        if name == "event":
            while holder is not None and holder.shape.kind != "event":
                holder = holder.parent
            return (holder.slug or "") if holder else ""
    said = written(holder.values.get(name) if holder else None)
    return said if made_of.type in ("ref", "date") or not said else _slugged(said)


@lru_cache(maxsize=1024)  # roles and titles: the same again and again
def _slugged(text: str) -> str:
    return slugged(text)[:LONGEST_SLUG]


def written(given: object) -> str:
    """Return what a field says, cleaned; "" for what can't be in one, which `db.checking` names as its fault."""
    return clean(str(given)) if isinstance(given, str | date) else ""
