"""Everything that is stated goes back to somebody's word."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.checks.claims import STATING
from tests.db.checks.helpers import findings, of_kind, spoil
from tests.db.helpers import CAST, record

NAMES = {
    "process_party": "process_party:talks/alpha",
    "office": "office:ann/alpha/envoy",
    "event": "event:answer",
    "event_party": "event_party:round/alpha/attendee",
    "delegate": "delegate:round/alpha/ann",
    "position": "position:alpha/land/2026-02-03?",
    "issue": "issue:land",
}


def test_every_kind_that_states_something_is_tried() -> None:
    assert {*STATING, "issue"} == NAMES.keys()


@pytest.mark.parametrize("kind", NAMES)
def test_a_statement_without_a_claim_is_told(sound: Path, kind: str) -> None:
    name = NAMES[kind]
    who = record(sound, *name.split(":", 1))
    spoil(sound, f"DELETE FROM claims WHERE record = {who}", f"DELETE FROM record_state WHERE record = {who}")
    assert findings(sound, "no-claim") == [(name, f"{name} has no claim: add one that says which source reports it.")]


def test_a_claim_on_an_event_stands_for_its_parts_where_none_has_its_own(sound: Path) -> None:
    event, part = record(sound, "event", "round"), record(sound, "event_party", "round/alpha/attendee")
    spoil(sound, f"UPDATE claims SET property = NULL, value = NULL WHERE record = {event}")
    spoil(sound, f"DELETE FROM claims WHERE record = {part}", f"DELETE FROM record_state WHERE record = {part}")
    assert findings(sound, "no-claim") == []
    post, beta = record(sound, "source", "post"), record(sound, "party", "beta")
    newest = "SELECT max(id) FROM records"
    spoil(
        sound,
        "INSERT INTO records (kind, slug, change) VALUES ('event_party', 'round/beta/attendee', 1)",
        f"INSERT INTO event_parties (id, event, party, role) VALUES (({newest}), {event}, {beta}, 'attendee')",
        f"INSERT INTO claims (record, source, change) VALUES (({newest}), {post}, 1)",
    )
    told = [where for where, _ in findings(sound, "no-claim")]
    assert told == ["event_party:round/alpha/attendee"]


def test_what_only_names_a_thing_needs_no_claim(sound: Path) -> None:
    spoil(sound, "UPDATE issues SET proposition = NULL", "DELETE FROM claims WHERE record IN (SELECT id FROM issues)")
    spoil(sound, "DELETE FROM record_state WHERE record IN (SELECT id FROM issues)")
    assert findings(sound, "no-claim") == []
    assert 'name = "Ann"' in CAST


def test_a_record_without_its_row_is_told_with_its_claims(sound: Path) -> None:
    who = record(sound, "position", "alpha/land/2026-02-03?")
    spoil(sound, f"DELETE FROM positions WHERE id = {who}")
    name = NAMES["position"]
    assert findings(sound, "row") == [
        (name, f"{name} has no row in positions, so 1 claim on it says nothing: import the record again.")
    ]


def test_a_record_without_its_row_nor_a_claim_is_told(sound: Path) -> None:
    spoil(sound, "INSERT INTO records (kind, slug, change) VALUES ('person', 'nobody', 1)")
    assert findings(sound, "row") == [("person:nobody", "person:nobody has no row in people: import the record again.")]


def test_a_row_of_another_kind_is_told(sound: Path) -> None:
    town = record(sound, "place", "town")
    spoil(sound, f"INSERT INTO people (id, name) VALUES ({town}, 'Town')")
    assert findings(sound, "row") == [
        ("place:town", "place:town has a row in people, which isn't the table of its kind: remove it.")
    ]


def test_a_kind_that_nobody_knows_is_told(sound: Path) -> None:
    spoil(sound, "INSERT INTO records (kind, slug, change) VALUES ('spell', 'x', 1)")
    assert [where for where, _ in findings(sound, "row")] == ["spell:x"]


def test_a_speaker_who_is_no_person_is_told(sound: Path) -> None:
    town = record(sound, "place", "town")
    spoil(
        sound,
        f"INSERT INTO people (id, name) VALUES ({town}, 'Somebody')",
        f"UPDATE claims SET speaker = {town} WHERE speaker IS NOT NULL",
    )
    [finding] = of_kind(sound, "speaker")
    assert (finding.record, finding.text) == (
        "event:answer",
        "event:answer, claim from post (6): its speaker is place:town, not a person: name who said it.",
    )
