"""What stands in a Popolo document: its records by collection, what they refer to, and what they are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from db.errors import TalksFileError
from db.reading.document import Item, Slugs, as_object, listed, said
from db.text import folded

COLLECTIONS: Final = ("areas", "organizations", "persons", "posts", "memberships", "events")
"""What a document may hold, in the order in which one refers to another."""

_TELLING: Final = (
    ("memberships", {"person_id", "organization_id", "post_id", "on_behalf_of_id"}),
    ("persons", {"given_name", "family_name", "birth_date", "gender", "sort_name", "memberships", "contact_details"}),
    ("organizations", {"classification", "founding_date", "dissolution_date", "posts", "parent_id", "abbreviation"}),
)
"""Fields that tell what a bare list is a list of."""
_INNER: Final = {"persons": "person_id", "organizations": "organization_id", "posts": "post_id"}
"""What a record that stands inside one of another collection refers to it by."""
_PARTS: Final = ("given_name", "additional_name", "family_name", "lordname")


def collections(document: object) -> dict[str, list[Any]] | None:
    """Return the records of a document by collection; None if it isn't Popolo.

    A document is an object of collections, or a bare list of one kind, as interfaces give it, alone or as its `result`.
    """
    if isinstance(document, Mapping):
        held = {name: part for name in COLLECTIONS if isinstance(part := document.get(name), list)}
        if held:
            return held
        bare = next((document[name] for name in ("result", "results", "items") if name in document), None)
        return collections(bare) if isinstance(bare, list) else None
    items = listed(document)
    names = {name for item in items for name in item}
    for collection, telling in _TELLING:
        if names & telling and ("name" in names or collection == "memberships"):
            return {collection: [*cast(list[Any], document)]}
    return None


class Held:
    """The records of a document.

    Attributes:
        records: By collection, each with its place.
    """

    def __init__(self, path: Path, document: object) -> None:
        """Take a document apart.

        Raises:
            TalksFileError: It isn't Popolo.
        """
        found = collections(document)
        if found is None:
            raise TalksFileError([f"{path} is not Popolo: it has none of {', '.join(COLLECTIONS)}."])
        self.records: dict[str, list[tuple[str, object]]] = {name: [] for name in COLLECTIONS}
        for name, part in found.items():
            for number, item in enumerate(part, 1):
                self._hold(name, f"{name}[{number}]", item)
        self._by_id = {
            name: {said(item, "id"): item for _, item in part if isinstance(item, Mapping) and said(item, "id")}
            for name, part in self.records.items()
        }
        self._alike = {name: self._spelt(name) for name in COLLECTIONS}

    def found(self, collection: str, given: str, inline: object) -> Item | None:
        """Return what a record refers to: by its id, or as it stands in the record itself."""
        return self._by_id[collection].get(given) or as_object(inline) or None

    def slug(self, collection: str, item: Item) -> str | None:
        """Return a slug for one whose name is that of another too; None for one that its name tells from all others."""
        if all(self._alike[collection][folded(name)] < 2 for name in (name_of(item), *others(item)) if name):
            return None
        return "-".join(Slugs().of(part) for part in (name_of(item), said(item, "id")) if part)

    def _hold(self, collection: str, where: str, item: object) -> None:
        """Keep a record, and those inside it as records of their own."""
        self.records[collection].append((where, item))
        if not isinstance(item, Mapping):
            return
        for inner in ("posts", "memberships"):
            part = item.get(inner)
            if collection in _INNER and isinstance(part, list) and collection != inner:
                for number, within in enumerate(part, 1):
                    known = {_INNER[collection]: item.get("id")}
                    one = {**known, **within} if isinstance(within, Mapping) else within
                    self._hold(inner, f"{where}.{inner}[{number}]", one)

    def _spelt(self, collection: str) -> Counter[str]:
        """Count how many records of a collection are called so, in any spelling."""
        alike: Counter[str] = Counter()
        for _, item in self.records[collection]:
            if isinstance(item, Mapping):
                alike.update({folded(name) for name in (name_of(item), *others(item)) if name})
        return alike


def name_of(item: Item) -> str:
    """Return what a record is called; "" if nothing. Some files have only names that change, with one as the main."""
    changing = sorted(listed(item.get("other_names")), key=lambda other: said(other, "note").casefold() != "main")
    return next((name for one in (item, *changing) if (name := whole(one))), said(item, "label"))


def whole(item: Item) -> str:
    """Return a name, put together if it stands there in parts."""
    return said(item, "name") or " ".join(part for name in _PARTS if (part := said(item, name)))


def is_short(other: Item) -> bool:
    """Say whether another name is the few letters of a column, not one by which people speak of it."""
    return said(other, "note").casefold() == "abbreviation" and 2 <= len(said(other, "name")) <= 4


def others(item: Item) -> list[str]:
    """Return what else a record is called."""
    return [whole(other) for other in listed(item.get("other_names"))]
