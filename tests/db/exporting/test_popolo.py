"""Popolo: people, organizations, memberships, areas and events, as its schemas have them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db.exporting.popolo import popolo
from db.importing import How, import_file
from db.scope import Scope
from db.text import UNSAFE
from tests.db.exporting.exported import exported, with_notes
from tests.db.exporting.test_selection import TWO
from tests.db.helpers import ask
from tests.traps import trap

FIELDS = {
    "organizations": "id name other_names identifiers classification sources",
    "areas": "id name",
    "persons": "id name other_names sort_name sources",
    "memberships": "id person_id organization_id role start_date end_date sources",
    "events": "id name description classification start_date end_date location status organization_id parent_id"
    " attendees updated_at sources",
}
"""Properties of Popolo's schemas (popolo-project/popolo-spec, schemas/*.json), of those that this program writes."""
DATE = re.compile(r"\d{4}((-\d{2}){0,2}|(-\d{2}){2}T\d{2}(:\d{2}){0,2}(Z|[+-]\d{2}(:\d{2})?))")
"""The pattern of its dates."""


def document(path: Path, scope: Scope = Scope()) -> dict[str, list[dict[str, Any]]]:  # noqa: B008  (never changed)
    found: dict[str, list[dict[str, Any]]] = json.loads(exported(path, popolo, scope))
    return found


def test_it_is_what_the_schemas_ask_for(store_path: Path) -> None:
    found = document(store_path)
    assert found.keys() == FIELDS.keys()
    for name, records in found.items():
        assert len({one["id"] for one in records}) == len(records) > 0
        for one in records:
            assert set(one) <= set(FIELDS[name].split()), name
            for key in ("start_date", "end_date"):
                assert key not in one or DATE.fullmatch(one[key])
            for source in one.get("sources", []):
                assert set(source) <= {"url", "note"}
                assert source["note"]
    people, parties = ({one["id"] for one in found[name]} for name in ("persons", "organizations"))
    for membership in found["memberships"]:
        assert membership["person_id"] in people
        assert membership["organization_id"] in parties


def test_a_person_has_other_names_and_says_whose_they_are(talks: Callable[[str], Path]) -> None:
    path = talks("""
[sources.again]
publisher = "The Post"
short = "PO"
title = "The next report"
[people.dee]
name = "Dee"
sort_name = "Dee, D."
names = [
  {text="Di", language="fr", source="post"}, {text="Di", language="fr", source="gazette"},
  {text="Di", language="fr", source="again"},
  {text="Dee", source="post"}, {text="Diana", preferred=true}, {text="DD"},
]
""")
    [dee] = [one for one in document(path)["persons"] if one["id"] == "dee"]
    assert dee == {
        "id": "dee", "name": "Diana", "sort_name": "Dee, D.",
        "other_names": [
            {"name": "Di", "lang": "fr", "note": "as in The Post, Gazette"}, {"name": "Dee", "note": "as in The Post"},
            {"name": "DD"},
        ],
    }  # fmt: skip


def test_an_event_has_its_host_who_sat_there_and_its_sources(talks: Callable[[str], Path]) -> None:
    [event] = [one for one in document(talks(TWO))["events"] if one["id"] == "round"]
    updated = event.pop("updated_at")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", updated)
    assert event == {
        "id": "round", "name": "Round", "classification": "ROUND", "start_date": "2026-02-01", "location": "Town",
        "status": "held", "organization_id": "gamma",
        "attendees": [{"id": "ann", "name": "Ann"}, {"id": "cy", "name": "Cy"}],
        "sources": [{"note": "The Post: A report"}, {"note": "Gazette: Another report"}],
    }  # fmt: skip


def test_dates_with_a_doubt_are_left_out_and_counted(talks: Callable[[str], Path]) -> None:
    dates = ("2026-02", "2026-02-03?", "[..2026-02-04]", "2026-02-04T10:00+04:00[Asia/Dubai]", "2026-01-23/2026-01-24")
    path = talks(
        "".join(f'[events.e{n}]\ntype="ROUND"\nstatus="held"\ntitle="E"\nstarts="{d}"\n' for n, d in enumerate(dates))
    )
    text, notes = with_notes(path, popolo)
    assert [(one.get("start_date"), one.get("end_date")) for one in json.loads(text)["events"]] == [
        ("2026-02", None), (None, None), (None, None), ("2026-02-04T10:00:00+04:00", None),
        ("2026-01-23", "2026-01-24"),
    ]  # fmt: skip
    assert notes == ["Popolo has no dates that are uncertain or open: 2 left out."]


def test_our_own_importer_reads_it(store_path: Path, empty_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "popolo.json"
    file.write_text(exported(store_path, popolo), encoding="utf-8")
    report = import_file(empty_store, file, How(source="Popolo", process="Talks"))
    assert report.format == "Popolo"
    added = {count.kind: count.added for count in report.counts}
    for kind in ("party", "person", "place", "office", "event"):
        [(there,)] = ask(store_path, "SELECT count(*) FROM records WHERE kind = ?", kind)
        assert added[kind] == there, kind


def test_an_empty_store_and_a_hostile_one_are_documents_too(empty_store: Path, store_path: Path) -> None:
    assert document(empty_store) == {}
    trap(store_path)
    text = exported(store_path, popolo)
    assert json.loads(text)
    assert not any(UNSAFE.search(line) for line in text.split("\n"))
