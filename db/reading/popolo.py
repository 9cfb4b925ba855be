"""Popolo, the open government data standard (popoloproject.com): people, organizations and who held which post.

Persons become people, organizations parties, memberships offices, events events and areas places. A membership in an
EveryPolitician file that gives no dates of its own has those of its legislative period.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, cast

from db.drafts import Draft, Named, Unit
from db.reading.document import Document, Item, Slugs, as_object, day, left, listed, said, short
from db.reading.jsonfile import write_json
from db.reading.popolofile import Held, is_short, name_of, others, whole
from db.reading.words import meant
from db.shapes import BY_TABLE
from db.text import brief, folded

_DATES: Final = ("start_date", "end_date")
_ENTITY: Final = ("name", "other_names", "memberships", "posts")
_MEMBERSHIP: Final = (
    *("person_id", "person", "organization_id", "organization", "post_id", "post", "role", "label"),
    *("legislative_period_id", *_DATES),
)
_EVENT: Final = (
    *("name", "description", "location", "area_id", "area", "organization_id", "organization", "parent_id", "status"),
    *_DATES,
)

_CODES: Final = "ISO 3166-1 alpha-2"
_CODE: Final = re.compile(r"[A-Z]{2}")

_Raw = tuple[str, object]
"""A record as it stands in a document: its collection, and what it has."""


class PopoloReader(Document):
    """A Popolo document that is being read: a unit is one of its records."""

    def __init__(self, path: Path, document: object, notes: Iterable[str] = (), known: Sequence[str] = ()) -> None:
        super().__init__("Popolo", notes)
        self._parties = {folded(name) for name in known}
        self._held = Held(path, document)
        self._all = sum(map(len, self._held.records.values()))
        self._slugs = Slugs()
        self._seats = Counter(
            self._seat(item) for _, item in self._held.records["memberships"] if isinstance(item, Mapping)
        )
        self._event_slugs = {id(item): self._event_slug(item) for _, item in self._held.records["events"]}
        self._tell(document)

    def rest(self, raws: Iterable[object], into: Path) -> None:
        """Write some records to a new Popolo document, as `Reader.rest` says."""
        document: dict[str, list[object]] = {}
        for raw in raws:
            collection, item = cast(_Raw, raw)
            document.setdefault(collection, []).append(item)
        write_json(document, into)

    def _tell(self, document: object) -> None:
        if isinstance(document, Mapping):
            for name, part in document.items():
                if isinstance(part, list) and part and name not in self._held.records and isinstance(part[0], Mapping):
                    self.notes.append(f"Left aside, since no record is like them: {len(part):,} {name}.")
        events = (item for _, item in self._held.records["events"] if isinstance(item, Mapping))
        if unknown := sum(meant("event_type", item.get("classification")) is None for item in events):
            self.notes.append(
                f"Taken for meetings, since they don't say what kind of event they are: {unknown:,} events."
            )
        held = {said(item, "post_id") for _, item in self._held.records["memberships"] if isinstance(item, Mapping)}
        bare = sum(said(item, "id") not in held for _, item in self._held.records["posts"] if isinstance(item, Mapping))
        if bare:
            self.notes.append(f"Left aside, since nobody is said to hold them: {bare:,} posts.")

    def _units(self) -> Iterator[Unit]:
        makers = {
            "areas": self._place, "organizations": self._party, "persons": self._person,
            "memberships": self._office, "events": self._event,
        }  # fmt: skip
        for collection, make in makers.items():
            for where, item in self._held.records[collection]:
                unit = Unit(where, [], (collection, item))
                if isinstance(item, Mapping):
                    make(unit, item)
                else:
                    unit.problems.append(f"{where}: expected an object, found “{brief(item)}”.")
                yield unit

    def _entity(self, unit: Unit, collection: str, item: Item, values: dict[str, object], *used: str) -> None:
        """Add what has a name to a unit, with its other spellings."""
        name = name_of(item)
        if not name:
            unit.problems.append(f"{unit.where}.name: it is missing.")
            return
        table = {"areas": "places", "organizations": "parties", "persons": "people"}[collection]
        slug = self._held.slug(collection, item)
        extra = left(item, {*_ENTITY, *used})
        names: list[object] = [
            {"text": whole(other)} | ({"language": language} if (language := said(other, "lang")) else {})
            for other in listed(item.get("other_names"))
            if whole(other) not in ("", name) and not (collection == "organizations" and is_short(other))
        ]
        draft = Draft(BY_TABLE[table], unit.where, slug, None, {"name": name, **values}, names=names, extra=extra)
        unit.drafts.append(draft)

    def _place(self, unit: Unit, item: Item) -> None:
        self._entity(unit, "areas", item, {})

    def _party(self, unit: Unit, item: Item) -> None:
        new = all(folded(name) not in self._parties for name in (name_of(item), *others(item)))
        if self._held.slug("organizations", item):  # one of several of the same name is always a party of its own
            self._entity(unit, "organizations", item, {"short": short(name_of(item)), **_new_party(item)})
        else:
            self._entity(unit, "organizations", item, _new_party(item) if new else {})

    def _person(self, unit: Unit, item: Item) -> None:
        sort_name = said(item, "sort_name")
        self._entity(unit, "persons", item, {"sort_name": sort_name} if sort_name else {}, "sort_name")

    def _office(self, unit: Unit, item: Item) -> None:
        post = self._held.found("posts", said(item, "post_id"), item.get("post")) or {}
        holder, where, title = self._seat(item)
        person = self._ref(unit, "persons", holder, item.get("person"))
        party = self._ref(unit, "organizations", where, item.get("organization") or post.get("organization"))
        period = self._held.found("events", said(item, "legislative_period_id"), None) or {}
        since, until = (day(said(item, name) or said(period, name)) for name in _DATES)
        values: dict[str, object] = {"person": person, "party": party, "title": title, "since": since, "until": until}
        extra = left(item, _MEMBERSHIP)
        for name, part, collection in (
            ("on_behalf_of", said(item, "on_behalf_of_id"), "organizations"),
            ("area", said(item, "area_id") or said(post, "area_id"), "areas"),
            ("legislative_period", said(item, "legislative_period_id"), "events"),
        ):
            known = self._held.found(collection, part, None)
            extra |= {name: name_of(known)} if known else {}
        slug = None
        if self._seats[self._seat(item)] > 1:  # held again: its time tells it from the other
            slug = self._slugs.of(_written(person), _written(party), title, since or "")
        columns = {"since": "start_date", "until": "end_date", "title": "role"}
        draft = Draft(BY_TABLE["offices"], unit.where, slug, None, values, claims=[{}], extra=extra, columns=columns)
        unit.drafts.append(draft)

    def _seat(self, item: Item) -> tuple[str, str, str]:
        """Return who holds which post where, as a membership has it: two ids, and what it is called."""
        post = self._held.found("posts", said(item, "post_id"), item.get("post")) or {}
        person = said(item, "person_id") or said(as_object(item.get("person")), "id", "name")
        party = said(item, "organization_id") or said(post, "organization_id")
        party = party or said(as_object(item.get("organization") or post.get("organization")), "id", "name")
        return person, party, said(post, "label") or said(item, "label", "role") or said(post, "role") or "member"

    def _event(self, unit: Unit, item: Item) -> None:
        title = name_of(item)
        if not title:
            unit.problems.append(f"{unit.where}.name: it is missing.")
        area = self._held.found("areas", said(item, "area_id"), item.get("area"))
        place = said(item, "location") or (name_of(area) if area else "")
        values: dict[str, object] = {
            "type": meant("event_type", item.get("classification")) or "CONSULT",
            "status": meant("status", item.get("status")) or "held",
            "title": title,
            "summary": said(item, "description") or None,
            "place": Named(place, {}) if place else None,
            "starts": day(said(item, "start_date")),
            "ends": day(said(item, "end_date")),
        }
        draft = Draft(BY_TABLE["events"], unit.where, self._event_slugs[id(item)], None, values, claims=[{}])
        draft.extra = left(item, _EVENT)
        for name, field in (("start_date", "starts"), ("end_date", "ends")):
            if said(item, name) != (values[field] or ""):
                draft.extra[name] = said(item, name)
        draft.columns = {"title": "name", "starts": "start_date", "ends": "end_date"}
        parent = self._held.found("events", said(item, "parent_id"), None)
        if parent is not None:
            draft.links.append({"kind": "part_of", "to": self._event_slugs[id(parent)]})
        unit.drafts.append(draft)
        if item.get("organization_id") or item.get("organization"):
            party = self._ref(unit, "organizations", said(item, "organization_id"), item.get("organization"))
            seat: dict[str, object] = {"party": party, "role": "host"}
            where = f"{unit.where}.organization"
            unit.drafts.append(Draft(BY_TABLE["event_parties"], where, None, None, seat, draft, claims=[{}]))

    def _event_slug(self, item: object) -> str:
        if not isinstance(item, Mapping):
            return ""
        return self._slugs.of(name_of(item), said(item, "start_date")[:10])

    def _ref(self, unit: Unit, collection: str, given: str, inline: object) -> str | Named | None:
        found = self._held.found(collection, given, inline)
        if found is None or not name_of(found):
            one = {"persons": "person", "organizations": "organization"}[collection]
            unit.problems.append(
                f"{unit.where}.{one}_id: no {one} of the file is called “{brief(given)}”."
                if given
                else f"{unit.where}: it names no {one}."
            )
            return None
        make = {} if collection == "persons" else _new_party(found)
        return self._held.slug(collection, found) or Named(name_of(found), make)


def _new_party(organization: Item) -> dict[str, object]:
    """Return the fields of a party that the store doesn't have yet."""
    fields: dict[str, object] = {"type": meant("party_type", organization.get("classification")) or "organisation"}
    codes = [
        said(one, "identifier") for one in listed(organization.get("identifiers")) if said(one, "scheme") == _CODES
    ]
    letters = said(organization, "abbreviation")
    for other in listed(organization.get("other_names")):
        letters = letters or (said(other, "name") if is_short(other) else "")
    fields |= {"short": letters} if 2 <= len(letters) <= 4 else {}
    return fields | ({"code": codes[0]} if codes and _CODE.fullmatch(codes[0]) else {})


def _written(reference: str | Named | None) -> str:
    return reference.text if isinstance(reference, Named) else reference or ""
