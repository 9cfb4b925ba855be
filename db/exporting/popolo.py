"""Popolo JSON (popoloproject.com): who is who, who holds which office, and what happened, with its sources.

Popolo has no word for positions, rosters, denials or rival dates, and its dates have no doubt: what is uncertain, or
open at one end, is left out of them and counted. A talks file has all of that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final, cast

from db.dates import DateError, clock
from db.drafts import Draft
from db.exporting.drafts import drafts, gathered
from db.exporting.prose import plain, sources, title
from db.exporting.selection import Selection
from db.exporting.talks_json import dumped

_DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?", re.ASCII)
"""A date as Popolo has it (the pattern of its `event.json` and `membership.json`): a day, a month or a year."""
_SPAN: Final = re.compile(rf"(?P<first>{_DATE.pattern})/(?P<last>{_DATE.pattern})", re.ASCII)


def popolo(selection: Selection) -> Iterator[str]:
    """Yield a Popolo document: an object of collections, a record of one at a time."""
    vague = 0
    yield "{"
    comma = ""
    for shape, those in groupby(gathered(drafts(selection)), key=lambda one: one[0].shape):
        name, make = _COLLECTIONS.get(shape.kind, ("", _person))
        if not name:
            continue
        yield f'{comma}\n  "{name}": ['
        comma = ""
        for draft, inside in those:
            made = make(selection, draft, inside)
            if shape.kind != "place":
                made["sources"] = [
                    {"url": url, "note": note} if url else {"note": note} for note, url in sources(selection, draft)
                ]
            vague += sum(name in draft.values and made.get(date) is None for name, date in _DATED)
            said = {name: value for name, value in made.items() if value not in (None, "", [])}
            yield f"{comma}\n    {dumped(said, depth=2)}"
            comma = ","
        yield "\n  ]"
        comma = ","
    yield "\n}\n"
    if vague:
        selection.notes.append(f"Popolo has no dates that are uncertain or open: {vague:,} left out.")


_DATED: Final = (("starts", "start_date"), ("ends", "end_date"), ("since", "start_date"), ("until", "end_date"))

_Made = dict[str, Any]


def _named(selection: Selection, draft: Draft) -> _Made:
    """Return what everything that has a name has: its slug, its name, and each other spelling once."""
    name = title(draft, selection)
    others: dict[tuple[str, str | None], list[str]] = {}
    for other in cast(list[Mapping[str, Any]], [*draft.names, {"text": draft.values["name"]}]):
        if other["text"] != name:
            by = others.setdefault((plain(str(other["text"])), other.get("language")), [])
            by += [plain(selection.source(other["source"])[0])] if "source" in other else []
    return {
        "id": draft.slug,
        "name": name,
        "other_names": [
            {"name": text}
            | ({"lang": language} if language else {})
            | ({"note": f"as in {', '.join(dict.fromkeys(by))}"} if by else {})
            for (text, language), by in others.items()
        ],
    }


def _party(selection: Selection, draft: Draft, _inside: Sequence[Draft]) -> _Made:
    made = _named(selection, draft)
    made["other_names"].append({"name": draft.values["short"], "note": "abbreviation"})
    made["classification"] = draft.values["type"]
    if "code" in draft.values:
        made["identifiers"] = [{"scheme": "ISO 3166-1 alpha-2", "identifier": draft.values["code"]}]
    return made


def _place(selection: Selection, draft: Draft, _inside: Sequence[Draft]) -> _Made:
    made = _named(selection, draft)
    return {"id": made["id"], "name": made["name"]}  # an area has no other names


def _person(selection: Selection, draft: Draft, _inside: Sequence[Draft]) -> _Made:
    return _named(selection, draft) | {"sort_name": draft.values.get("sort_name")}


def _office(_selection: Selection, draft: Draft, _inside: Sequence[Draft]) -> _Made:
    said = draft.values
    return {
        "id": draft.slug, "person_id": said["person"], "organization_id": said["party"], "role": said["title"],
        "start_date": _date(said.get("since")), "end_date": _date(said.get("until")),
    }  # fmt: skip


def _event(selection: Selection, draft: Draft, inside: Sequence[Draft]) -> _Made:
    said = draft.values
    starts, ends = str(said.get("starts", "")), said.get("ends")
    if found := _SPAN.fullmatch(starts):
        starts, ends = found["first"], ends or found["last"]
    hosts = [part.values["party"] for part in inside if part.values.get("role") == "host"]
    people = [str(seat.values["person"]) for seat in inside if "person" in seat.values]
    links = cast(list[Mapping[str, str]], draft.links)
    parents = [link["to"] for link in links if link["kind"] == "part_of" and ":" not in link["to"]]
    return {
        "id": draft.slug,
        "name": title(draft, selection),
        "description": plain(str(said.get("summary", ""))),
        "classification": said["type"],
        "start_date": _date(starts),
        "end_date": _date(ends),
        "location": plain(selection.called("place", str(said["place"]))) if "place" in said else None,
        "status": said["status"],
        "organization_id": hosts[0] if len(hosts) == 1 else None,
        "parent_id": parents[0] if parents else None,
        "attendees": [{"id": one, "name": plain(selection.called("person", one))} for one in dict.fromkeys(people)],
        "updated_at": selection.changed("event", str(draft.slug)),
    }


def _date(text: object) -> str | None:
    """Return a stored date as Popolo has it; None for none, and for one that is more or less than a date."""
    given = str(text or "")
    if _DATE.fullmatch(given):
        return given
    try:
        moment = clock(given)
    except DateError:  # a foreign store may hold anything
        return None
    return moment.isoformat(timespec="seconds") if moment else None


_Make = Callable[[Selection, Draft, Sequence[Draft]], _Made]
_COLLECTIONS: Final[Mapping[str, tuple[str, _Make]]] = {
    "party": ("organizations", _party), "place": ("areas", _place), "person": ("persons", _person),
    "office": ("memberships", _office), "event": ("events", _event),
}  # fmt: skip
"""The collection of each kind of record that Popolo knows, and what makes one of it."""
