"""Drafts: a talks file as it is read, before anything is known of the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.errors import TalksFileError
from db.reading.talks import parse_toml, read_toml
from tests.db.helpers import CAST, is_one_sentence

NESTED = """
[events.round]
type = "ROUND"
status = "held"
title = "Round"
claims = [{source="post"}]
names = [{text="The round"}]
links = [{kind="about", to="issue:land"}]

[[events.round.parties]]
party = "alpha"
role = "attendee"
claims = [{source="post"}, {source="gazette"}]

[[events.round.parties.delegates]]
person = "ann"
role = "head"
status = "present"

[[events.round.parties.delegates]]
person = "bob"
role = "member"
status = "present"
process = "other"
"""


def test_each_record_of_a_file_is_a_draft_with_its_place() -> None:
    drafts = {draft.where: draft for draft in parse_toml(CAST + NESTED, "file.toml")}
    event = drafts["events.round"]
    assert (event.shape.kind, event.slug, event.process) == ("event", "round", "talks")
    assert event.values == {"type": "ROUND", "status": "held", "title": "Round"}
    assert [len(part) for part in (event.claims, event.names, event.links)] == [1, 1, 1]
    part = drafts["events.round.parties[1]"]
    assert (part.shape.kind, part.slug, part.parent, len(part.claims)) == ("event_party", None, event, 2)
    seat = drafts["events.round.parties[1].delegates[2]"]
    assert (seat.shape.kind, seat.values["person"], seat.parent, seat.process) == ("delegate", "bob", part, "other")


def test_a_record_has_the_process_that_it_names_or_that_of_the_file() -> None:
    text = 'format = 1\nprocess = "one"\n[issues.a]\nname = "A"\n[issues.b]\nname = "B"\nprocess = "two"\n'
    assert [draft.process for draft in parse_toml(text, "f")] == ["one", "two"]


def test_a_file_of_nothing_has_no_drafts() -> None:
    assert parse_toml("format = 1", "f") == []


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "f.toml"
    file.write_bytes(b"\xef\xbb\xbfformat = 1\n")
    assert read_toml(file) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "f: a talks file begins with “format = 1”."),
        ("format = 2", "f: a talks file begins with “format = 1”."),
        ("format = 1\nprocess = 3", "f: process must be the slug of a process, in quotes."),
        ("format = 1\n[delegates]", "f: delegates stand inside an event, as [[events.SLUG.parties]]."),
        ("format = 1\n[[events]]", "f: events: write each as [events.SLUG]."),
        ("format = 1\n[positions.a]", "f: positions: write each as [[positions]]."),
        ("format = 1\nevents = 5", "f: events: write each as [events.SLUG]."),
        ("format = 1\nevents.a = 5", "f: events.a: expected a table of fields, found “5”."),
        ("format = 1\npositions = [1]", "f: positions[1]: expected a table of fields, found “1”."),
        ("format = 1\n[events.a]\nclaims = 'x'", "f: events.a.claims: expected a list, as claims = [ {...} ]."),
        ("format = 1\n[events.a]\nparties = {}", "f: events.a.parties: write each as [[events.a.parties]]."),
        ("format = 1\n[[positions]]\nslug = 3", "f: positions[1].slug: expected text in quotes."),
        ("format = 1\n[events.a]\nprocess = []", "f: events.a.process: expected text in quotes."),
    ],
)
def test_what_is_no_talks_file_is_refused_with_its_place(text: str, why: str) -> None:
    with pytest.raises(TalksFileError) as caught:
        parse_toml(text, "f")
    assert caught.value.problems == (why,)


def test_a_table_that_talks_files_lack_is_named_beside_those_they_have() -> None:
    with pytest.raises(TalksFileError, match=r"no table “event”: it may have processes, parties,.* events,"):
        parse_toml("format = 1\n[event.a]\n", "f")


def test_all_faults_of_a_file_are_named_at_once() -> None:
    with pytest.raises(TalksFileError) as caught:
        parse_toml("process = 1\n[nonsense]\n[events]\na = 1\nb = 2\n", "f")
    assert len(caught.value.problems) == 5
    assert all(is_one_sentence(problem) and problem.startswith("f: ") for problem in caught.value.problems)


def test_a_sentence_about_a_fault_holds_no_command_from_the_file() -> None:
    with pytest.raises(TalksFileError) as caught:
        parse_toml('format = 1\n["a\\u001b[2J\\nb"]\n', "f")
    assert is_one_sentence(str(caught.value))
