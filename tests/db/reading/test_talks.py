"""Drafts: a talks file as it is read, before anything is known of the store."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from db.drafts import Unit
from db.errors import TalksFileError
from db.reading.talks import JSON, TOML, Syntax, TalksReader, parse_toml, toml_tables
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
    assert toml_tables(file) == {"format": 1}


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


def units(document: object, syntax: Syntax = JSON) -> list[Unit]:
    return [*TalksReader(Path("f"), document, syntax).units()]


def test_json_says_the_same_as_toml() -> None:
    tables = tomllib.loads(CAST + NESTED)
    again = units(json.loads(json.dumps(tables)))
    drafts = [draft for unit in again for draft in unit.drafts]
    assert [(one.where, one.slug, one.process, one.values, one.claims) for one in drafts] == [
        (one.where, one.slug, one.process, one.values, one.claims) for one in parse_toml(CAST + NESTED, "f")
    ]
    assert drafts[-1].parent is drafts[-3]


def test_a_unit_is_a_record_with_all_that_stands_in_it() -> None:
    found = {unit.where: unit for unit in units(tomllib.loads(CAST + NESTED), TOML)}
    assert [draft.where for draft in found["events.round"].drafts] == [
        "events.round",
        "events.round.parties[1]",
        "events.round.parties[1].delegates[1]",
        "events.round.parties[1].delegates[2]",
    ]


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ([], 'f: a talks file begins with “"format": 1”.'),
        ({"format": 1, "delegates": []}, 'f: delegates stand inside an event, as "events.SLUG.parties": [{...}].'),
        ({"format": 1, "events": []}, 'f: events: write each as "events": {"SLUG": {...}}.'),
        ({"format": 1, "positions": {}}, 'f: positions: write each as "positions": [{...}].'),
        ({"format": 1, "positions": None}, 'f: positions: write each as "positions": [{...}].'),
    ],
)
def test_json_that_is_no_talks_file_is_refused_in_the_words_of_json(document: object, why: str) -> None:
    with pytest.raises(TalksFileError) as caught:
        units(document)
    assert caught.value.problems == (why,)


def test_the_fault_of_one_record_is_its_own() -> None:
    found = units({"format": 1, "events": {"a": 5, "b": {"claims": 1, "parties": {}}, "c": {"title": "C"}}})
    assert [unit.problems for unit in found] == [
        ["events.a: expected a table of fields, found “5”."],
        [
            'events.b.claims: expected a list, as "claims": [{...}].',
            'events.b.parties: write each as "events.b.parties": [{...}].',
        ],
        [],
    ]


def test_what_is_null_is_not_there() -> None:
    [unit] = units({"format": 1, "process": None, "events": {"a": {"claims": None, "parties": None, "slug": None}}})
    assert unit.problems == []
    assert [draft.where for draft in unit.drafts] == ["events.a"]


@pytest.mark.parametrize("syntax", [TOML, JSON], ids=["toml", "json"])
def test_what_is_left_of_a_file_is_one_again(tmp_path: Path, syntax: Syntax) -> None:
    tables = tomllib.loads(
        'format = 1\nprocess = "talks"\n[events.good]\n[events.bad]\nclaims = 1\nstarts = 2026-02-04\n'
        "[[positions]]\nslug = 1\n[[positions]]\n"
    )
    if syntax is JSON:
        tables = json.loads(json.dumps(tables, default=str))
    reader = TalksReader(Path("f"), tables, syntax)
    rest = tmp_path / "rest"
    reader.rest([unit.raw for unit in reader.units() if unit.problems], rest)
    again = tomllib.loads(rest.read_text()) if syntax is TOML else json.loads(rest.read_text())
    assert again == {
        "format": 1,
        "process": "talks",
        "events": {"bad": tables["events"]["bad"]},
        "positions": [{"slug": 1}],
    }
    with pytest.raises(FileExistsError):
        reader.rest([], rest)


def test_how_much_is_read_is_told() -> None:
    reader = TalksReader(Path("f"), tomllib.loads(CAST), TOML)
    shares = [reader.share() for _ in reader.units()]
    assert shares == sorted(shares)
    assert (0 < shares[0] < 1, shares[-1]) == (True, 1.0)


@pytest.mark.parametrize("key", ["a" + ".a" * 20_000, '"a"' + '."a"' * 20_000, "[a" + ".a" * 20_000 + "]"])
def test_a_key_of_many_parts_does_not_fill_memory(key: str) -> None:
    """Python's own parser would take gigabytes for these."""
    with pytest.raises(TalksFileError, match="f can't be read: it is nested too deeply"):
        parse_toml(f"format = 1\n{key}{'' if key.startswith('[') else ' = 1'}\n", "f")


def test_words_with_many_dots_are_no_key() -> None:
    text = f"format = 1\n[events.a]\ntitle = '''\n{'a.b ' * 300}\n{'.' * 300}\n{'word ' * 100_000}'''\n"
    assert len(parse_toml(text, "f")) == 1
