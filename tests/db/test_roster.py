"""Who is in the room."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from db.overview import overview
from db.roster import Delegation, Roster, roster
from db.scope import Scope
from tests.db.helpers import reading, record

Talks = Callable[[str], Path]
Seats = dict[str, list[str]]


def round_of(number: int, parts: str, status: str = "held", starts: str = "") -> str:
    return (
        f'[events.round-{number}]\ntype = "ROUND"\nstatus = "{status}"\ntitle = "Round {number}"\nnumber = {number}\n'
        f'starts = "{starts or f"2026-0{number}-01"}"\nparties = [{parts}]\n'
    )


def part(party: str, roster_known: str, *people: str, claims: str = "") -> str:
    seats = ", ".join(f'{{person="{who}", role="member", status="present"}}' for who in people)
    return f'{{party="{party}", role="attendee", roster="{roster_known}", claims=[{claims}], delegates=[{seats}]}}'


def read(path: Path, scope: Scope | None = None) -> Roster:
    with reading(path) as conn:
        process = overview(conn, Scope()).process
        assert process is not None
        return roster(conn, process.id, scope or Scope())


def only(found: Roster) -> Delegation:
    [delegation] = found.delegations
    return delegation


def test_the_newest_round_that_is_more_than_a_plan_is_shown(talks: Talks) -> None:
    path = talks(
        round_of(1, "") + round_of(2, "", "ongoing") + round_of(3, "", "planned") + round_of(4, "", "cancelled")
    )
    found = read(path)
    assert found.round is not None
    assert (found.round.title, found.index, len(found.rounds)) == ("Round 2", 1, 4)
    assert found.rounds == tuple(record(path, "event", f"round-{number}") for number in (1, 2, 3, 4))


def test_the_round_in_scope_is_shown_and_one_that_is_gone_is_the_newest(talks: Talks) -> None:
    path = talks(round_of(1, "") + round_of(2, ""))
    first = record(path, "event", "round-1")
    assert read(path, Scope(round=first)).index == 0
    assert read(path, Scope(round=123456)).index == 1


def test_where_all_rounds_are_plans_the_last_is_shown(talks: Talks) -> None:
    assert read(talks(round_of(1, "", "planned") + round_of(2, "", "planned"))).index == 1


def test_without_a_round_there_is_no_roster(talks: Talks) -> None:
    assert read(talks("")) == Roster(None, 0, (), ())


@pytest.mark.parametrize(
    ("before", "now", "joined", "left"),
    [
        ("full", "full", ["Cy"], ("Ann",)),
        ("full", "partial", [], ()),
        ("partial", "full", [], ()),
        ("unreported", "full", [], ()),
        ("full", "unreported", [], ()),
    ],
)
def test_who_joined_and_left_is_shown_only_where_both_rosters_are_known_in_full(
    talks: Talks, before: str, now: str, joined: list[str], left: tuple[str, ...]
) -> None:
    path = talks(round_of(1, part("alpha", before, "ann", "bob")) + round_of(2, part("alpha", now, "bob", "cy")))
    delegation = only(read(path))
    assert [seat.person for seat in delegation.seats if seat.joined] == joined
    assert delegation.left == left


def test_a_first_appearance_is_not_a_joining(talks: Talks) -> None:
    path = talks(round_of(1, part("beta", "full", "bob")) + round_of(2, part("alpha", "full", "ann")))
    assert [seat.joined for seat in only(read(path)).seats] == [False]


def test_the_same_delegation_as_last_time_is_said_on_the_part(talks: Talks) -> None:
    claim = '{source="post", property="unchanged_from", value="round-1"}'
    path = talks(round_of(1, part("alpha", "full", "ann")) + round_of(2, part("alpha", "partial", claims=claim)))
    assert only(read(path)).unchanged_from == "round 1"


@pytest.mark.parametrize("more", ['modality="denies"', 'rank="deprecated", rank_reason="withdrawn"'])
def test_a_denied_or_deprecated_word_makes_no_delegation_the_same(talks: Talks, more: str) -> None:
    claim = f'{{source="post", property="unchanged_from", value="round-1", {more}}}'
    path = talks(round_of(1, part("alpha", "full", "ann")) + round_of(2, part("alpha", "partial", claims=claim)))
    assert only(read(path)).unchanged_from == ""


def test_heads_come_first_and_the_unnamed_last(talks: Talks) -> None:
    seats = (
        '{role="member", status="announced", description="two aides"}, {person="ann", role="member", status="present"},'
        ' {person="bob", role="head", status="inferred"}, {person="cy", role="adviser", status="present"}'
    )
    path = talks(round_of(1, f'{{party="alpha", role="attendee", roster="partial", delegates=[{seats}]}}'))
    assert [(seat.person or seat.description, seat.role, seat.status) for seat in only(read(path)).seats] == [
        ("Bob", "head", "inferred"), ("Cy", "adviser", "present"), ("Ann", "member", "present"),
        ("two aides", "member", "announced"),
    ]  # fmt: skip


def test_a_person_is_shown_with_the_office_held_for_that_party(talks: Talks) -> None:
    path = talks(
        round_of(1, part("alpha", "full", "ann"))
        + '[[offices]]\nperson = "ann"\nparty = "beta"\ntitle = "Envoy of Beta"\n'
        + '[[offices]]\nperson = "ann"\nparty = "alpha"\ntitle = "Minister"\nsince = "2025"\n'
        + '[[offices]]\nperson = "ann"\nparty = "alpha"\ntitle = "Judge"\nsince = "2024"\n'
        + '[[offices]]\nperson = "ann"\nparty = "alpha"\ntitle = "Mayor"\nsince = "2025-06"\nuntil = "2025-12"\n'
    )
    assert only(read(path)).seats[0].office == "Minister"


def test_negotiators_come_in_the_order_of_the_process_and_the_host_last(talks: Talks) -> None:
    roles = (("gamma", 1), ("beta", 2), ("alpha", 3))
    path = talks(
        "".join(f'[[process_parties]]\nparty = "{slug}"\nrole = "negotiator"\nsort = {sort}\n' for slug, sort in roles)
        + round_of(1, '{party="gamma", role="host"}, {party="alpha", role="attendee"}, {party="beta", role="attendee"}')
    )
    assert [(entry.short, entry.role) for entry in read(path).delegations] == [
        ("BE", "attendee"), ("AL", "attendee"), ("GM", "host"),
    ]  # fmt: skip


def test_contested_only_keeps_the_seats_in_dispute(talks: Talks) -> None:
    denied = 'claims=[{source="post"}, {source="gazette", modality="denies"}]'
    seats = (
        f'{{person="ann", role="head", status="present", {denied}}}, {{person="bob", role="member", status="present"}}'
    )
    path = talks(
        round_of(1, f'{{party="alpha", role="attendee", delegates=[{seats}]}}, {{party="beta", role="attendee"}}')
    )
    found = read(path, Scope(contested_only=True))
    assert [seat.person for seat in only(found).seats] == ["Ann"]
    assert only(found).seats[0].state == "denied"


def test_rounds_of_another_process_are_not_counted(bundled_conn: sqlite3.Connection) -> None:
    other = overview(bundled_conn, Scope(process="iran-talks")).process
    assert other is not None
    assert roster(bundled_conn, other.id, Scope()).round is None


def test_the_second_round_of_the_bundled_talks(masters: tuple[Path, Path]) -> None:
    found = read(masters[0])
    assert found.round is not None
    assert (found.round.number, found.round.place, found.round.status) == (2, "Abu Dhabi", "ongoing")
    shown = {
        entry.short: ([seat.person or seat.description for seat in entry.seats], entry.unchanged_from)
        for entry in found.delegations
    }
    assert list(shown) == ["RU", "UA", "US", "UAE"]
    assert shown["RU"] == (["Igor Kostyukov", "other defence officials"], "round 1")
    assert shown["UA"][0][:2] == ["Rustem Umerov", "Kyrylo Budanov"]
    assert {seat.status for seat in found.delegations[0].seats} == {"inferred"}
    assert [seat.role for seat in found.delegations[1].seats] == ["head", "head", "member"]
    assert all(not entry.left and not any(seat.joined for seat in entry.seats) for entry in found.delegations)
