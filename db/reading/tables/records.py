"""Records of a row: what compiled rules make, quick enough for a million rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

from db.checks.claims import STATING
from db.drafts import Draft
from db.reading.tables.cells import CellError
from db.reading.tables.templates import Cells, Text
from db.shapes import Shape
from db.text import slugged

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Get = Callable[[Cells], object]
"""What a field is in a row; None leaves it out."""


@dataclass(slots=True)
class Made:
    """What the rules make of a row.

    Attributes:
        where: Its place, for the sentence about a fault.
        drafts: Its records.
        faults: What is wrong in it.
        again: Whether it has a record that an earlier row has too.
    """

    where: str
    drafts: list[Draft] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    again: bool = False


@dataclass(slots=True)
class Item:
    """The fields of a record, a claim, a name or a link, or of what is made for a name.

    Attributes:
        constant: Those that are the same for each row.
        fields: The others: name, what gives it, the column that it is found by.
        splits: The columns that are taken apart, and what stands between their parts.
        needs: The fields without all of which there is nothing.
    """

    constant: dict[str, object]
    fields: list[tuple[str, Get, str]]
    splits: dict[int, str]
    needs: Sequence[str]

    def rows(self, cells: Cells) -> Iterable[Cells]:
        """Return the row once for each part of its cells that are taken apart.

        Several go together, part by part; one that has not as many as the first says nothing.
        """
        if not any([by in cells[at] for at, by in self.splits.items()]):  # noqa: C419  (quicker for so few)
            return (cells,)
        apart = {at: cells[at].split(by) for at, by in self.splits.items() if cells[at]}
        many = len(next(iter(apart.values())))
        if many == 1:  # what stands between parts elsewhere is part of what one says
            return (cells,)
        rows = [list(cells) for _ in range(many)]
        for at, parts in apart.items():
            for row, part in zip(rows, parts if len(parts) == many else [""] * many, strict=True):
                row[at] = part.strip()
        return rows

    def fill(self, cells: Cells, made: Made) -> dict[str, object] | None:
        """Return the fields that a row gives; None if what it needs isn't among them."""
        values = self.constant.copy()
        for name, get, column in self.fields:
            try:
                value = get(cells)
            except CellError as error:
                made.faults.append(f"{made.where}, column {column}: {error}.")
            else:
                if value is not None:
                    values[name] = value
        for name in self.needs:
            if name in values:
                return values
        return None if self.needs else values


@dataclass(slots=True)
class Record:
    """A rule that makes records of one kind.

    Attributes:
        shape: The kind.
        constant: Whether it looks at no column, and so makes the same of each row.
        item: Its own fields.
        slug, process: What gives these, if the rule does.
        lists: Its claims, names and links, those that it has.
        inner: The rules that stand in it.
    """

    shape: Shape
    constant: bool
    item: Item
    slug: Text | None
    process: Text | None
    lists: Sequence[tuple[str, Sequence[Item]]]
    inner: Sequence[Record]
    _columns: dict[tuple[int, ...], Mapping[str, str]] = field(default_factory=dict)
    _said: dict[str, tuple[object, ...]] = field(default_factory=dict)

    def make(self, cells: Cells, made: Made, parent: Draft | None = None) -> None:
        """Add the records that a row gives."""
        item, shape = self.item, self.shape
        for row in item.rows(cells) if item.splits else (cells,):
            values = item.fill(row, made)
            if values is None:
                continue
            slug = None
            if self.slug is not None or not shape.slug_from:
                slug = self._named(row, values)
                if not slug:
                    continue
            home = slug_of(self.process(row)) if self.process is not None else ""
            draft = Draft(shape, made.where, slug, home or (parent.process if parent else None), values, parent)
            draft.columns = self._filled(draft, row, made)
            if slug is not None and shape.kind != "event":
                said = (values, draft.claims, draft.names, draft.links)
                if self._said.setdefault(slug, said) == said and self._said[slug] is not said:
                    made.again = True  # one who stands in many rows is one all the same
                    continue
            made.drafts.append(draft)
            for inner in self.inner:
                inner.make(row, made, draft)

    def _filled(self, draft: Draft, cells: Cells, made: Made) -> Mapping[str, str]:
        """Add a record's claims, names and links; return what the file calls the places of all its fields."""
        which: list[int] = []
        for name, items in self.lists:
            into: list[object] = getattr(draft, name)
            for number, item in enumerate(items):
                for row in item.rows(cells) if item.splits else (cells,):
                    said = item.fill(row, made)
                    if said is not None and not (item.splits and said in into):
                        into.append(said)
                        which.append(number)
            which.append(-1)
        if not draft.claims and self.shape.kind in STATING and not _said_with(draft):
            draft.claims.append(_told(draft.parent))
        key = tuple(which)
        found = self._columns.get(key)
        if found is None:
            found = self._columns[key] = self._found_by(which)
        return found

    def _found_by(self, which: Sequence[int]) -> Mapping[str, str]:
        """Return the columns by the places of fields, for a record that has those of the rules for its lists."""
        found = {name: column for name, _, column in self.item.fields}
        numbers = iter(which)
        for name, items in self.lists:
            for place, number in enumerate(iter(numbers.__next__, -1), 1):
                found |= {f"{name}[{place}].{called}": column for called, _, column in items[number].fields}
        return found

    def _named(self, cells: Cells, values: Mapping[str, object]) -> str:
        """Return the slug of a record: by its rule, of its name, or of an event's day, title and row."""
        if self.slug is not None:
            return slug_of(self.slug(cells))
        name = str(values.get("name") or values.get("title") or "")
        if not name or self.shape.kind != "event":
            return slugged(name)[:60] if name else ""
        row = blake2b("\x1f".join(cells).encode(errors="replace"), digest_size=4).hexdigest()
        return slug_of(f"{values.get('starts', '')} {slugged(name)[:40]} {row}")


def _said_with(draft: Draft) -> bool:
    """Say whether the claim on an event stands for a record too: for its parts, but not for who is in the room."""
    parent = draft.parent
    return parent is not None and draft.shape.kind == "event_party" and parent.values.get("type") != "ROUND"


def _told(holder: Draft | None) -> dict[str, object]:
    """Return the claim of a record whose rule gives none: by the first source of what it stands in, or the import's."""
    while holder is not None:
        for claim in holder.claims:
            if isinstance(claim, dict) and "property" not in claim:
                return {name: claim[name] for name in ("source", "locator") if name in claim}
        holder = holder.parent
    return {}


def slug_of(text: str) -> str:
    """Return a text as a slug; "" of nothing."""
    lower = text.lower()
    return lower if _SLUG.fullmatch(lower) else slugged(text) if text else ""
