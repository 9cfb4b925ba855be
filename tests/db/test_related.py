"""What hangs together."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from db.related import AT_MOST, Jump, jumps, titles
from tests.db.helpers import reading, record

Talks = Callable[[str], Path]

TALKS = """
[events.round]
type = "ROUND"
status = "held"
title = "The round"
place = "town"
starts = "2026-02-04"
links = [{kind="about", to="issue:land"}]
[[events.round.parties]]
party = "alpha"
role = "attendee"
delegates = [{person="ann", role="head", status="present"}, {role="member", status="present", description="an aide"}]
[events.answer]
type = "STATEMENT"
status = "held"
title = "The answer"
links = [{kind="responds_to", to="round"}]
claims = [{source="post", speaker="bob", on_behalf_of="beta"}]
[[positions]]
party = "alpha"
issue = "land"
date = "2026"
summary = "S"
[[positions]]
party = "alpha"
issue = "land"
date = "2025"
summary = "T"
[[offices]]
person = "ann"
party = "alpha"
title = "Minister"
[[process_parties]]
party = "alpha"
role = "negotiator"
"""


def ways(path: Path, kind: str, slug: str) -> list[tuple[str, str, str]]:
    with reading(path) as conn:
        found = jumps(conn, record(path, kind, slug), kind)
    return [(jump.label, jump.kind, jump.title) for jump in found]


def test_links_lead_both_ways_and_come_first(talks: Talks) -> None:
    path = talks(TALKS)
    assert ways(path, "event", "round") == [
        ("about", "issue", "Land"),
        ("answered by", "event", "The answer"),
        ("place", "place", "Town"),
        ("attends", "party", "Alpha"),
        ("seat", "delegate", "Ann at: The round"),
        ("seat", "delegate", "an aide at: The round"),
    ]
    assert ways(path, "event", "answer") == [("responds to", "event", "The round")]
    assert ways(path, "place", "town") == [("event", "event", "The round")]


def test_each_kind_leads_to_what_it_is_made_of(talks: Talks) -> None:
    path = talks(TALKS)
    assert ways(path, "issue", "land") == [
        ("spoken of in", "event", "The round"),
        ("position", "position", "Alpha on Land"),
        ("position", "position", "Alpha on Land"),
    ]
    assert ways(path, "position", "alpha/land/2026") == [
        ("issue", "issue", "Land"), ("party", "party", "Alpha"), ("other position", "position", "Alpha on Land"),
    ]  # fmt: skip
    assert ways(path, "person", "ann") == [
        ("office", "office", "Ann, Minister"), ("seat", "delegate", "Ann at: The round"),
    ]  # fmt: skip
    assert ways(path, "person", "bob") == [("speaks on", "event", "The answer")]
    assert ways(path, "source", "post") == [("reports on", "event", "The answer")]
    assert ways(path, "process", "talks") == [("negotiator", "process_party", "Alpha in The talks")]
    assert ways(path, "party", "alpha")[0] == ("part", "process_party", "Alpha in The talks")


def test_a_record_without_ways_has_none(talks: Talks) -> None:
    assert ways(talks(TALKS), "person", "cy") == []


def test_a_thousand_ways_are_cut_to_what_can_be_read(talks: Talks) -> None:
    many = "".join(
        f'[events.e{number}]\ntype = "ROUND"\nstatus = "held"\ntitle = "E"\nplace = "town"\n' for number in range(300)
    )
    assert len(ways(talks(many), "place", "town")) == AT_MOST


def test_titles_are_given_for_any_mix_of_records(bundled_conn: sqlite3.Connection) -> None:
    known = dict(bundled_conn.execute("SELECT id, kind FROM records").fetchall())
    found = titles(bundled_conn, [*known, 123456])
    assert {record: kind for record, (kind, _) in found.items()} == known
    assert all(title.strip() for _, title in found.values())


def test_a_jump_is_a_value() -> None:
    assert Jump("a", 1, "event", "t") == Jump("a", 1, "event", "t")


RELAYED = """
[events.e]
type = "STATEMENT"
status = "held"
title = "Said"
claims = [
  {source="post", locator="1", speaker="ann", on_behalf_of="alpha", relayed_by="bob"},
  {source="gazette", locator="2", speaker="ann", on_behalf_of="alpha", relayed_by="bob"},
]
"""


def test_a_person_leads_to_what_they_relayed_besides_what_they_said(talks: Talks) -> None:
    path = talks(RELAYED)
    assert ways(path, "person", "bob") == [("relays", "event", "Said")]
    assert ways(path, "person", "ann") == [("speaks on", "event", "Said")]


def test_much_that_was_said_leaves_room_for_what_was_relayed(talks: Talks) -> None:
    said = "".join(
        f'[events.e{number}]\ntype = "STATEMENT"\nstatus = "held"\ntitle = "E"\n'
        f'claims = [{{source="post", {who}, on_behalf_of="beta"}}]\n'
        for number in range(300)
        for who in ['speaker="bob"' if number % 2 else 'relayed_by="bob"']
    )
    labels = [label for label, _, _ in ways(talks(said), "person", "bob")]
    assert (labels.count("speaks on"), labels.count("relays")) == (AT_MOST // 2, AT_MOST // 2)


def test_what_a_person_relayed_is_found_by_its_index(talks: Talks) -> None:
    path = talks(RELAYED)
    bob = record(path, "person", "bob")
    asked: list[str] = []
    with reading(path) as conn:
        conn.set_trace_callback(asked.append)
        jumps(conn, bob, "person")
        conn.set_trace_callback(None)
        plans = [row[3] for sql in asked for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert any("claims USING INDEX claims_relayed_by" in step for step in plans)
    assert not any(step.startswith("SCAN claims") for step in plans)
