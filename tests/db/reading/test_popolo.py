"""Popolo: people, organizations, posts, memberships, events and areas as drafts."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from db.drafts import Draft, Named
from db.errors import TalksFileError
from db.reading.popolo import PopoloReader
from tests.db.reading.samples import POPOLO


def read(document: object, known: tuple[str, ...] = ()) -> tuple[PopoloReader, dict[str, Draft], list[str]]:
    """A document's reader, its drafts by their place, and what is wrong with them."""
    reader = PopoloReader(Path("file.json"), document, known=known)
    units = [*reader.units()]
    drafts = {draft.where: draft for unit in units for draft in unit.drafts}
    return reader, drafts, [problem for unit in units for problem in unit.problems]


def named(value: object) -> str:
    """What a reference names; it must be a name, not a slug."""
    assert isinstance(value, Named)
    return value.text


def test_people_keep_their_spellings_and_what_no_field_takes() -> None:
    _, drafts, problems = read(POPOLO)
    ann, bob = drafts["persons[1]"], drafts["persons[2]"]
    assert problems == []
    assert (ann.shape.kind, ann.slug) == ("person", None)
    assert ann.values == {"name": "Ann Example", "sort_name": "Example, Ann"}
    assert ann.names == [{"text": "A. Example", "language": "en"}, {"text": "Энн", "language": "ru"}]
    assert ann.extra == {
        "id": "p1",
        "email": "ann@example.org",
        "birth_date": "1970-02",
        "identifiers": [{"scheme": "wikidata", "identifier": "Q1"}],
    }
    assert bob.values == {"name": "Bob Sample"}
    assert "gender" not in bob.extra


def test_organizations_are_parties_of_the_type_that_their_classification_means() -> None:
    _, drafts, _ = read(POPOLO)
    assert drafts["organizations[1]"].values == {"name": "Republic of Alpha", "type": "state"}
    assert drafts["organizations[2]"].values == {"name": "Green Party", "type": "organisation", "short": "GP"}
    assert drafts["organizations[2]"].names == [{"text": "The Greens"}]
    assert drafts["organizations[2]"].extra == {"id": "o2", "classification": "party"}


def test_a_party_that_the_store_has_keeps_its_type_and_its_short_name() -> None:
    _, drafts, _ = read(POPOLO, known=("republic of ALPHA", "Green Party"))
    assert drafts["organizations[1]"].values == {"name": "Republic of Alpha"}
    assert drafts["organizations[2]"].values == {"name": "Green Party"}
    assert drafts["organizations[2]"].names == [{"text": "The Greens"}]


def test_an_organizations_abbreviation_and_code_are_the_partys() -> None:
    one = {
        "id": "o",
        "name": "Republic of Alpha",
        "classification": "state",
        "other_names": [{"name": "RA", "note": "abbreviation"}, {"name": "Alphaland"}],
        "identifiers": [{"scheme": "ISO 3166-1 alpha-2", "identifier": "AX"}],
    }
    _, drafts, _ = read({"organizations": [one]})
    draft = drafts["organizations[1]"]
    assert draft.values == {"name": "Republic of Alpha", "type": "state", "short": "RA", "code": "AX"}
    assert draft.names == [{"text": "Alphaland"}]


def test_a_membership_is_an_office_with_the_label_of_its_post() -> None:
    _, drafts, _ = read(POPOLO)
    office = drafts["memberships[1]"]
    assert (named(office.values["person"]), named(office.values["party"])) == ("Ann Example", "Republic of Alpha")
    assert {name: office.values[name] for name in ("title", "since", "until")} == {
        "title": "Minister of Talks",
        "since": "2024-05",
        "until": "2025",
    }
    assert office.claims == [{}]
    assert office.extra == {"area": "North"}


def test_a_membership_without_dates_has_those_of_its_legislative_period() -> None:
    _, drafts, _ = read(POPOLO)
    office = drafts["memberships[2]"]
    assert (office.values["since"], office.values["until"]) == ("2020-01-01", "2024-01-01")
    assert office.extra == {"on_behalf_of_id": "o2", "on_behalf_of": "Green Party", "legislative_period": "First term"}


def test_an_office_that_is_held_again_is_told_apart_by_its_time() -> None:
    _, drafts, _ = read(POPOLO)
    again = [drafts[f"memberships[{number}]"].slug for number in (2, 3)]
    assert again == ["bob-sample-republic-of-alpha-member-2020-01-01", "bob-sample-republic-of-alpha-member-2028-01-01"]
    assert drafts["memberships[1]"].slug is None


def test_events_have_their_kind_their_place_their_host_and_what_they_are_part_of() -> None:
    _, drafts, _ = read(POPOLO)
    term, summit = drafts["events[1]"], drafts["events[2]"]
    assert (term.slug, term.values["type"], term.values["status"]) == ("first-term-2020-01-01", "CONSULT", "held")
    assert (summit.values["type"], summit.values["status"]) == ("ROUND", "planned")
    assert summit.values["starts"] == "2026-02-04T10:00:00+04:00"
    assert named(summit.values["place"]) == "Town Hall"
    assert summit.links == [{"kind": "part_of", "to": "first-term-2020-01-01"}]
    host = drafts["events[1].organization"]
    assert (named(host.values["party"]), host.values["role"], host.parent) == ("Republic of Alpha", "host", term)


def test_what_is_left_aside_is_counted() -> None:
    reader, _, _ = read(POPOLO)
    assert reader.notes == [
        "Left aside, since no record is like them: 1 motions.",
        "Taken for meetings, since they don't say what kind of event they are: 1 events.",
        "Left aside, since nobody is said to hold them: 1 posts.",
    ]


@pytest.mark.parametrize("wrap", [list, lambda items: {"total": 1, "result": items}], ids=["bare", "an answer"])
def test_a_list_of_people_alone_is_read(wrap: Any) -> None:  # noqa: ANN401
    person = {**POPOLO["persons"][0], "memberships": [{"role": "Envoy", "organization": {"name": "Beta", "id": "b"}}]}
    _, drafts, problems = read(wrap([person]))
    assert problems == []
    office = drafts["persons[1].memberships[1]"]
    assert (named(office.values["person"]), named(office.values["party"])) == ("Ann Example", "Beta")


def test_a_person_with_names_that_change_goes_by_the_main_one() -> None:
    names = [
        {"given_name": "Ann", "family_name": "Before"},
        {"note": "Main", "given_name": "Ann", "family_name": "Now"},
    ]
    _, drafts, problems = read({"persons": [{"id": "p", "other_names": names}]})
    assert problems == []
    assert drafts["persons[1]"].values == {"name": "Ann Now"}
    assert drafts["persons[1]"].names == [{"text": "Ann Before"}]


def test_two_people_of_one_name_are_two() -> None:
    document = deepcopy(dict(POPOLO))
    document["persons"] = [{"id": "one", "name": "Ann"}, {"id": "two", "name": "ANN"}]
    document["memberships"] = [{"person_id": "two", "organization_id": "o1", "role": "Envoy"}]
    _, drafts, problems = read(document)
    assert problems == []
    assert [drafts[f"persons[{number}]"].slug for number in (1, 2)] == ["ann-one", "ann-two"]
    assert drafts["memberships[1]"].values["person"] == "ann-two"


def test_two_organizations_of_one_name_are_two_parties() -> None:
    same = [{"id": one, "name": "Green Party", "classification": "party"} for one in ("north", "south")]
    _, drafts, problems = read({"organizations": same}, known=("Green Party",))
    assert problems == []
    assert [draft.slug for draft in drafts.values()] == ["green-party-north", "green-party-south"]
    assert {str(draft.values) for draft in drafts.values()} == {
        "{'name': 'Green Party', 'short': 'GP', 'type': 'organisation'}"
    }


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"persons": [5]}, "persons[1]: expected an object, found “5”."),
        ({"persons": [{"id": "p"}]}, "persons[1].name: it is missing."),
        ({"events": [{"id": "e"}]}, "events[1].name: it is missing."),
        (
            {"memberships": [{"person_id": "x", "organization": {"name": "A"}}]},
            "memberships[1].person_id: no person of the file is called “x”.",
        ),
        ({"memberships": [{"person": {"name": "A"}}]}, "memberships[1]: it names no organization."),
    ],
)
def test_what_cannot_be_taken_is_named(document: object, problem: str) -> None:
    assert read(document)[2] == [problem]


def test_another_document_is_refused() -> None:
    with pytest.raises(TalksFileError, match="is not Popolo: it has none of areas, organizations"):
        PopoloReader(Path("file.json"), {"a": 1})


def test_what_is_left_of_a_document_is_one_again(tmp_path: Path) -> None:
    reader, _, _ = read({"persons": [{**POPOLO["persons"][0], "memberships": [{"organization_id": "o1"}]}]})
    bad = [unit for unit in reader.units() if unit.problems]
    assert [unit.where for unit in bad] == ["persons[1].memberships[1]"]
    rest = tmp_path / "rest.json"
    reader.rest([unit.raw for unit in bad], rest)
    assert json.loads(rest.read_text()) == {"memberships": [{"person_id": "p1", "organization_id": "o1"}]}


def test_how_much_is_read_is_told() -> None:
    reader = PopoloReader(Path("file.json"), POPOLO)
    shares = [reader.share() for _ in reader.units()]
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] <= 1
