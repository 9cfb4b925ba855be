"""Drafts of a store: what each record says, on a day and on somebody's word."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.board import snapshot
from db.dates import iso_day
from db.drafts import Draft
from db.exporting import drafts as module
from db.exporting.drafts import drafts, gathered
from db.exporting.selection import select
from db.scope import Scope
from tests.db.exporting.exported import exported
from tests.db.exporting.test_selection import TWO
from tests.db.helpers import reading

VOICED = """
[events.strike]
type = "ASSAULT"
status = "held"
title = "A strike"
starts = "2026-02-03"
ends = "2026-02-04"
place = "town"
names = [{text="The attack", source="gazette"}]
claims = [
  {source="post", property="starts", value="2026-02-03"},
  {source="post", property="ends", value="2026-02-04"},
  {source="gazette", property="starts", value="2026-02-05"},
  {source="gazette", property="killed", value="7"},
]
[[events.strike.parties]]
party = "alpha"
role = "actor"
claims = [{source="post", property="role", value="actor"}, {source="gazette", modality="denies"}]
[[positions]]
party = "beta"
issue = "land"
date = "2026-02-05"
stance = 1
condition = "If asked"
summary = "Accepts."
claims = [
  {source="post", property="stance", value="1"},
  {source="post", property="condition", value="If asked"},
  {source="gazette", property="stance", value="-2", speaker="bob", on_behalf_of="beta"},
]
"""


def of(path: Path, scope: Scope) -> dict[str, Draft]:
    with reading(path) as conn, snapshot(conn):
        return {f"{draft.shape.kind}:{draft.slug}": draft for draft in drafts(select(conn, scope))}


def test_fields_are_as_a_talks_file_has_them(talks: Callable[[str], Path]) -> None:
    found = of(talks(VOICED), Scope())
    strike = found["event:strike"]
    assert strike.values == {
        "type": "ASSAULT", "status": "held", "title": "A strike", "place": "town", "starts": "2026-02-03",
        "ends": "2026-02-04",
    }  # fmt: skip
    assert (strike.process, strike.where, strike.parent) == ("talks", "events.strike", None)
    assert strike.names == [{"text": "The attack", "source": "gazette"}]
    assert found["event_party:strike/alpha/actor"].parent is strike
    assert found["event_party:strike/alpha/actor"].claims[1] == {"source": "gazette", "modality": "denies"}


def test_on_an_outlets_word_dates_names_and_claims_are_its_own(talks: Callable[[str], Path]) -> None:
    found = of(talks(VOICED), Scope(word="source:gazette"))
    strike = found["event:strike"]
    assert strike.values["title"] == "The attack"
    assert strike.values["starts"] == "2026-02-05"
    assert "ends" not in strike.values  # only the other one gives it
    assert strike.values["status"] == "held"  # which nobody disputes
    assert [claim["source"] for claim in strike.claims] == ["gazette", "gazette"]  # type: ignore[index]
    position = found["position:beta/land/2026-02-05"].values
    assert (position["stance"], position.get("condition"), position["summary"]) == (-2, None, "Accepts.")
    assert of(talks(""), Scope(word="source:post"))["event:strike"].values["ends"] == "2026-02-04"


def test_on_a_sides_word_there_is_what_was_said_on_its_behalf(talks: Callable[[str], Path]) -> None:
    found = of(talks(VOICED), Scope(word="party:beta"))
    assert found["position:beta/land/2026-02-05"].values["stance"] == -2
    assert [len(draft.claims) for draft in found.values() if draft.claims] == [1]
    assert found["event:strike"].values["title"] == "A strike"


def test_an_end_that_lies_before_a_voices_start_is_left_out(talks: Callable[[str], Path]) -> None:
    path = talks(VOICED.replace('  {source="post", property="ends", value="2026-02-04"},\n', ""))
    assert "ends" not in of(path, Scope(word="source:gazette"))["event:strike"].values
    assert of(path, Scope(word="source:post"))["event:strike"].values["ends"] == "2026-02-04"


def test_as_of_a_day_a_plan_is_as_it_stood_and_what_was_said_later_is_left_out(talks: Callable[[str], Path]) -> None:
    path = talks(TWO)
    then = of(path, Scope(as_of=iso_day("2026-01-24")))["event:round"]
    assert (then.values["status"], then.values["starts"]) == ("planned", "2026-01-30")
    assert [claim.get("value") for claim in then.claims] == ["planned", "2026-01-30"]  # type: ignore[attr-defined]
    later = of(path, Scope(as_of=iso_day("2026-02-02")))["event:round"]
    assert (later.values["status"], later.values["starts"], len(later.claims)) == ("held", "2026-02-01", 3)


def test_as_of_a_day_the_end_of_an_office_that_lay_ahead_is_left_out(talks: Callable[[str], Path]) -> None:
    path = talks(TWO)
    office = "office:ann/alpha/envoy"
    assert of(path, Scope(as_of=iso_day("2026-02-09")))[office].values.get("until") is None
    assert of(path, Scope(as_of=iso_day("2026-02-10")))[office].values["until"] == "2026-02-10"


def test_records_come_in_the_order_of_their_ids_however_many_are_read_at_a_time(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = exported(store_path)
    monkeypatch.setattr(module, "PAGE", 1)
    assert exported(store_path) == whole


def test_what_stands_in_an_event_is_gathered_with_it(talks: Callable[[str], Path]) -> None:
    with reading(talks(TWO)) as conn, snapshot(conn):
        found = {draft.slug: inside for draft, inside in gathered(drafts(select(conn, Scope())))}
    assert [draft.slug for draft in found["round"]] == [
        "round/alpha/attendee", "round/alpha/ann", "round/alpha/cy", "round/gamma/host",
    ]  # fmt: skip
    assert found["quarrel"] == []


def test_a_seat_without_a_part_in_its_event_is_counted(talks: Callable[[str], Path]) -> None:
    path = talks(TWO)
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("UPDATE delegates SET party = (SELECT id FROM records WHERE slug = 'delta') WHERE person NOTNULL")
    with reading(path) as conn, snapshot(conn):
        selection = select(conn, Scope())
        assert not [draft for draft in drafts(selection) if draft.shape.kind == "delegate"]
        assert selection.notes == ["Seats of delegations that have no part in their event: 2 left out."]


def test_a_link_to_a_slug_with_a_clock_time_says_its_kind(talks: Callable[[str], Path]) -> None:
    at = "2026-02-04T10:00[Asia/Dubai]"
    path = talks(f"""
[[positions]]
party = "alpha"
issue = "land"
date = "{at}"
summary = "First."
[[positions]]
slug = "later"
party = "alpha"
issue = "land"
date = "2026-02-05"
summary = "Second."
links = [{{kind="responds_to", to="position:alpha/land/{at}"}}, {{kind="about", to="issue:land"}}]
""")
    assert of(path, Scope())["position:later"].links == [
        {"kind": "responds_to", "to": f"position:alpha/land/{at}"}, {"kind": "about", "to": "issue:land"},
    ]  # fmt: skip


def test_a_claim_that_names_what_is_not_known_yet_is_left_out(talks: Callable[[str], Path]) -> None:
    path = talks(TWO.replace('property="unchanged_from", value="talk"', 'property="unchanged_from", value="far"'))
    part = "event_party:round/alpha/attendee"
    assert len(of(path, Scope())[part].claims) == 2
    assert len(of(path, Scope(as_of=iso_day("2026-02-02")))[part].claims) == 1  # the other event is in March
    assert len(of(path, Scope(as_of=iso_day("2026-03-02")))[part].claims) == 2


def test_a_seat_stands_in_the_part_that_has_a_roster(talks: Callable[[str], Path]) -> None:
    path = talks("""
[events.one]
type = "ROUND"
status = "held"
title = "One"
[[events.one.parties]]
party = "alpha"
role = "host"
[[events.one.parties]]
party = "alpha"
role = "attendee"
roster = "full"
delegates = [{person="ann", role="head", status="present"}]
""")
    parent = of(path, Scope())["delegate:one/alpha/ann"].parent
    assert parent is not None
    assert parent.slug == "one/alpha/attendee"
