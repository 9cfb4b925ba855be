"""How the bundled talks and others stood on a day, as the panes read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.board import Board, Look, board
from db.dates import iso, iso_day
from db.detail import detail
from db.scope import Scope, Subject
from db.stages import later, states, stood, unspoken
from tests.db.helpers import ask, reading, record

Talks = Callable[[str], Path]


def day(text: str) -> int:
    found = iso_day(text)
    assert found is not None
    return found


def at(path: Path, text: str | None, **more: object) -> Board:
    with reading(path) as conn:
        return board(conn, Look(Scope(as_of=None if text is None else day(text), **more)))  # type: ignore[arg-type]


def titles(found: Board) -> list[str]:
    return [entry.title for entry in found.window.entries]


def test_on_30_january_the_second_round_is_planned_for_1_february_between_two_sides(store_path: Path) -> None:
    found = at(store_path, "2026-01-30")
    [planned] = [entry for entry in found.window.entries if entry.planned]
    assert (planned.title, planned.status, planned.starts, planned.format) == (
        "Second round of talks", "planned", "2026-02-01", "bilateral",
    )  # fmt: skip
    assert [party for party, _ in planned.parties] == ["RU", "UA"]
    assert found.roster.round is not None
    assert found.roster.round.title == "First round of talks"
    assert not any("strike on" in title.lower() and "large" in title.lower() for title in titles(found))
    assert found.overview.events == len(found.window.entries) == found.window.total


@pytest.mark.parametrize(
    ("on", "status", "starts", "seats"),
    [
        ("2026-01-24", "planned", "2026-02-01", 0),
        ("2026-02-01", "postponed", "2026-02-01", 0),
        ("2026-02-03", "planned", "2026-02-04", 2),
        ("2026-02-04", "ongoing", "2026-02-04", 7),
        (None, "ongoing", "2026-02-04", 7),
    ],
)
def test_a_round_is_shown_as_it_stood(on: str | None, status: str, starts: str, seats: int, store_path: Path) -> None:
    found = at(store_path, on, round=record(store_path, "event", "round-2")).roster
    assert found.round is not None
    assert (found.round.status, found.round.starts) == (status, starts)
    shown = [seat for party in found.delegations for seat in party.seats]
    assert len(shown) == seats
    if status == "planned":
        assert {seat.status for seat in shown} <= {"announced"}


def test_before_all_nothing_is_known_and_far_ahead_it_is_as_now(store_path: Path) -> None:
    early = at(store_path, "1900-01-01")
    assert (early.window.total, early.roster.round, early.overview.rounds, early.overview.contested) == (0, None, 0, 0)
    assert not any(cell for issue in early.matrix.issues for cell in issue.cells)
    now, ahead = at(store_path, None), at(store_path, "9999-12-31")
    assert (ahead.window, ahead.roster, ahead.matrix, ahead.overview) == (
        now.window, now.roster, now.matrix, now.overview,
    )  # fmt: skip


def test_what_is_on_the_board_grows_day_by_day(store_path: Path) -> None:
    met: set[int] = set()
    for number in range(day("2025-11-30"), day("2026-02-08")):
        here = {entry.id for entry in at(store_path, iso(number)).window.entries}
        assert met <= here
        met = here
    assert len(met) == at(store_path, None).window.total


ROOM = """
[[positions]]
party = "alpha"
issue = "land"
date = "2026-01-10"
stance = 2
summary = "Alpha wants it."
claims = [
  {source="post", locator=1, property="stance", value="2", said_on="2026-01-10"},
  {source="gazette", locator=1, property="stance", value="1", said_on="2026-02-03"},
]
[[positions]]
party = "alpha"
issue = "land"
date = "2026-02-01"
stance = 1
summary = "Alpha would share it."
[[offices]]
person = "ann"
party = "alpha"
title = "Envoy"
until = "2026-01-31"
[[offices]]
person = "ann"
party = "alpha"
title = "Minister"
since = "2026-02-01"
[events.round]
type = "ROUND"
status = "held"
title = "Round"
starts = "2026-01-05"
claims = [{source="post", property="announced", value="2026-01-01"}]
[[events.round.parties]]
party = "alpha"
role = "attendee"
delegates = [
  {person="ann", role="head", status="present", claims=[{source="post", locator=2, said_on="2026-01-02"}]},
  {person="bob", role="member", status="present", claims=[{source="post", locator=3}]},
]
claims = [{source="post", locator=4, said_on="2026-01-02"}]
[[events.round.parties]]
party = "beta"
role = "attendee"
"""


def test_a_position_holds_until_a_newer_one_and_a_later_claim_is_no_dispute_yet(talks: Talks) -> None:
    path = talks(ROOM)

    def cell(on: str | None) -> tuple[int | None, str] | None:
        matrix = at(path, on).matrix
        cells = zip(matrix.columns, matrix.issues[0].cells, strict=True)
        found = next((cell for column, cell in cells if column.short == "AL"), None)
        return None if found is None else (found.stance, found.state)

    assert cell("2026-01-09") is None
    assert cell("2026-01-10") == (2, "single")
    assert cell("2026-02-01") == (1, "")
    with reading(path) as conn:
        first = record(path, "position", "alpha/land/2026-01-10")
        assert states(conn, [first], day("2026-02-02")) == {first: ("single", ())}
        assert states(conn, [first], day("2026-02-03")) == states(conn, [first], None) == {}


def test_the_office_held_then_is_shown(talks: Talks) -> None:
    path = talks(ROOM)
    for on, office in (("2026-01-31", "Envoy"), ("2026-02-01", "Minister"), (None, "Minister")):
        assert at(path, on).roster.delegations[0].seats[0].office == office


def test_parts_and_seats_of_what_is_to_come_count_from_when_somebody_spoke_of_them(talks: Talks) -> None:
    path = talks(ROOM)

    def room(on: str) -> list[tuple[str, list[str]]]:
        return [(party.short, [seat.person for seat in party.seats]) for party in at(path, on).roster.delegations]

    assert room("2026-01-01") == []
    assert room("2026-01-02") == [("AL", ["Ann"])]
    assert room("2026-01-05") == [("AL", ["Ann", "Bob"]), ("BE", [])]
    with reading(path) as conn:
        event = record(path, "event", "round")
        then = stood(conn, [event], day("2026-01-03"))
        assert (then[event].status, then[event].begun) == ("planned", False)
        assert len(unspoken(conn, "delegates", then, day("2026-01-03"))) == 1
        assert unspoken(conn, "delegates", {}, day("2026-01-03")) == frozenset()
        assert stood(conn, [event], None) == {}


def test_the_detail_tells_it_as_it_stood_and_leads_to_nothing_later(store_path: Path) -> None:
    subject = Subject(record(store_path, "event", "round-2"))
    with reading(store_path) as conn:
        then = detail(conn, subject, Scope(as_of=day("2026-01-30")))
        now = detail(conn, subject)
    assert then is not None
    assert now is not None
    facts = {fact.label: fact.text for fact in then.facts}
    assert (facts["status"], facts["starts"], facts["format"]) == ("planned", "2026-02-01", "bilateral")
    assert "ends" not in facts
    assert all(not account.said_on or "2026-01" in account.said_on for account in then.sections[0].accounts)
    assert len(then.jumps) < len(now.jumps)
    assert not then.to_come


def test_a_record_of_a_later_day_says_so(store_path: Path) -> None:
    later_event = record(store_path, "event", "large-strike")
    [(position,)] = ask(store_path, "SELECT id FROM positions WHERE day = '2026-02-04' LIMIT 1")
    [(person,)] = ask(store_path, "SELECT id FROM people LIMIT 1")
    [(seat,)] = ask(
        store_path,
        "SELECT delegates.id FROM delegates JOIN records ON records.id = event AND slug LIKE 'iran%' LIMIT 1",
    )
    assert isinstance(position, int)
    assert isinstance(person, int)
    assert isinstance(seat, int)
    with reading(store_path) as conn:
        found = later(conn, [later_event, position, person, seat], day("2026-01-30"))
        assert found == {later_event, position, seat}
        assert later(conn, [later_event], None) == frozenset()
        shown = detail(conn, Subject(later_event), Scope(as_of=day("2026-01-30")))
    assert shown is not None
    assert shown.to_come
