"""Drafts: records as a file gives them, before anything is known of the store.

Every reader in `db.reading` yields the same drafts, a unit at a time, and `db.importing` alone matches names, checks
and writes them. What is exported is made of the same drafts again (`db.exporting`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from db.shapes import Shape


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
