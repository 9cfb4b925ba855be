"""Whose word: how records read when one voice is heard, which they are never changes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.board import Board, Look, board
from db.contested import Said
from db.scope import Scope
from db.timeline import window
from db.voices import Voice, find, json_of, voice, voices
from db.word import _SQL, SILENT, _told, hear
from tests.db.helpers import reading, record, writing
from tests.db.test_contested import said
from tui.draw.printed import printed

Talks = Callable[[str], Path]

NOTHING = Scope()
SOURCE_1, SIDE_1 = Voice("source:a", "A", "A", None, (1,)), Voice("party:b", "B", "B", 1)

EVENTS = """
[issues.sea]
name = "Sea"
proposition = "Beta keeps the sea."
claims = [{source = "post"}]

[[process_parties]]
party = "alpha"
role = "negotiator"
side = "A"

[[process_parties]]
party = "beta"
role = "negotiator"
side = "B"

[[positions]]
party = "alpha"
issue = "land"
date = "2026-01-01"
stance = 2
summary = "Wants it."
claims = [
  {source = "post", on_behalf_of = "alpha"},
  {source = "gazette", property = "stance", value = 1, on_behalf_of = "alpha"},
]

[events.truce]
type = "TRUCE"
status = "held"
title = "Truce"
starts = "[2026-01-25..2026-01-30]"
ends = "2026-02-01"
claims = [
  {source = "post", property = "starts", value = "2026-01-25", on_behalf_of = "alpha"},
  {source = "gazette", property = "starts", value = "2026-01-30", on_behalf_of = "beta"},
  {source = "gazette", property = "ends", value = "2026-02-01", on_behalf_of = "alpha"},
  {source = "gazette", property = "duration", value = "P7D", on_behalf_of = "beta"},
]

[events.strike]
type = "ASSAULT"
status = "held"
title = "Strike"
starts = "2026-02-03"
claims = [
  {source = "post", property = "starts", value = "2026-02-03"},
  {source = "post", property = "drones", value = "70..80"},
  {source = "gazette"},
]

[events.breach]
type = "ACCUSE"
status = "held"
title = "Breach"
starts = "2026-02-03"
claims = [
  {source = "post", on_behalf_of = "beta"},
  {source = "gazette", on_behalf_of = "beta"},
  {source = "gazette", on_behalf_of = "alpha", modality = "denies"},
]

[events.meeting]
type = "ROUND"
status = "ongoing"
title = "Meeting"
number = 1
starts = "2026-02-04"
claims = [
  {source = "post", property = "status", value = "planned", on_behalf_of = "alpha", said_on = "2026-02-01"},
  {source = "gazette", property = "status", value = "ongoing", on_behalf_of = "beta", said_on = "2026-02-04"},
  {source = "gazette", property = "outcome", modality = "declines", on_behalf_of = "gamma"},
]

[[events.meeting.parties]]
party = "alpha"
role = "attendee"
claims = [{source = "post"}, {source = "gazette"}]
delegates = [
  {person = "ann", role = "head", status = "present", claims = [
    {source = "post", property = "role", value = "head"}, {source = "gazette"}]},
  {person = "bob", role = "head", status = "present", claims = [{source = "gazette", on_behalf_of = "alpha"}]},
]

[[offices]]
person = "ann"
party = "alpha"
title = "Minister"
claims = [{source = "post", property = "title", value = "Top envoy"}]
"""


@pytest.fixture
def store(talks: Talks) -> Path:
    return talks(EVENTS)


def read(store: Path, typed: str, hide_silent: bool = False) -> Board:
    with reading(store) as conn:
        return board(conn, Look(Scope(word=find(conn, typed), hide_silent=hide_silent)))


def rows(store: Path, typed: str) -> dict[str, tuple[str, dict[str, tuple[str, ...]]]]:
    return {entry.title: (entry.state, dict(entry.given)) for entry in read(store, typed).window.entries}


def test_everybody_is_heard_at_first(store: Path) -> None:
    assert {title: state for title, (state, _) in rows(store, "all").items()} == {
        "Meeting": "single", "Truce": "contested", "Strike": "agreed", "Breach": "denied",
    }  # fmt: skip
    assert rows(store, "all")["Truce"][1] == {"starts": ("2026-01-25", "2026-01-30")}


def test_an_outlet_tells_all_that_it_reports_denials_included(store: Path) -> None:
    assert rows(store, "gazette") == {
        "Meeting": ("single", {}),
        "Truce": ("opposed", {"starts": ("2026-01-30",), "ends": ("2026-02-01",), "duration": ("P7D",)}),
        "Strike": ("agreed", {}),
        "Breach": ("denied", {}),
    }
    assert rows(store, "post") == {
        "Meeting": ("single", {}),
        "Truce": ("opposed", {}),  # it stands under the day that this one gives
        "Strike": ("agreed", {"drones": ("70..80",)}),
        "Breach": ("opposed", {}),
    }


def test_a_side_tells_what_is_said_for_it_anywhere_and_is_silent_on_the_rest(store: Path) -> None:
    assert rows(store, "beta") == {
        "Meeting": ("single", {}),
        "Truce": ("opposed", {"starts": ("2026-01-30",), "duration": ("P7D",)}),
        "Strike": (SILENT, {}),
        "Breach": ("opposed", {}),
    }
    assert rows(store, "alpha")["Breach"] == ("denied", {})
    assert rows(store, "gamma")["Meeting"][0] == "declined"


def test_a_word_that_events_have_overtaken_is_not_held_against_its_speaker(store: Path) -> None:
    [meeting] = [entry for entry in read(store, "alpha").window.entries if entry.title == "Meeting"]
    assert (meeting.status, meeting.state) == ("ongoing", "single")


def test_declining_one_thing_after_an_overtaken_word_is_not_declining_all(talks: Talks) -> None:
    path = talks(
        EVENTS.replace(
            '{source = "gazette", property = "outcome", modality = "declines", on_behalf_of = "gamma"}',
            '{source = "gazette", property = "outcome", modality = "declines", on_behalf_of = "alpha"}',
        )
    )
    assert rows(path, "alpha")["Meeting"][0] == "single"


def test_a_date_that_only_others_give_is_not_in_the_row(store: Path) -> None:
    [strike] = [entry for entry in read(store, "gazette").window.entries if entry.title == "Strike"]
    assert (strike.starts, strike.given) == ("", ())
    [silent] = [entry for entry in read(store, "beta").window.entries if entry.title == "Strike"]
    assert silent.starts == "2026-02-03"  # where it says nothing at all, the row is as the store has it
    [truce] = [entry for entry in read(store, "post").window.entries if entry.title == "Truce"]
    assert (truce.starts, truce.ends) == ("2026-01-25", "")


def test_a_delegation_is_told_with_who_leads_it_and_the_office_in_its_own_words(store: Path) -> None:
    def seats(typed: str) -> list[tuple[str, str, str, str]]:
        [alpha] = read(store, typed).roster.delegations
        return [(seat.person, seat.role, seat.office, seat.state) for seat in alpha.seats]

    assert seats("all") == [("Ann", "head", "Minister", "agreed"), ("Bob", "head", "", "single")]
    assert seats("post") == [("Ann", "head", "Top envoy", "agreed"), ("Bob", "head", "", SILENT)]
    assert seats("gazette") == [("Ann", "member", "Minister", "agreed"), ("Bob", "head", "", "single")]


def test_a_cell_has_the_stance_that_the_voice_gives(store: Path) -> None:
    def cell(typed: str) -> tuple[int | None, str, bool]:
        [land] = [issue for issue in read(store, typed).matrix.issues if issue.name == "Land"]
        [found] = [held for held in land.cells if held is not None]
        return found.stance, found.state, land.silent

    assert cell("all")[:2] == (2, "agreed")
    assert cell("gazette") == (1, "agreed", False)
    assert cell("beta") == (2, SILENT, True)


def test_no_voice_changes_which_rows_there_are_or_their_order(store: Path) -> None:
    def shape(found: Board) -> object:
        return (
            [entry.key for entry in found.window.entries],
            [(party.id, [seat.id for seat in party.seats]) for party in found.roster.delegations],
            [(issue.id, [cell and cell.position for cell in issue.cells]) for issue in found.matrix.issues],
            [column.party for column in found.matrix.columns],
        )

    for typed in ("post", "gazette", "alpha", "beta", "gamma"):
        assert shape(read(store, typed)) == shape(read(store, "all"))


def test_what_a_voice_is_silent_on_can_be_hidden_everywhere(store: Path) -> None:
    found = read(store, "beta", hide_silent=True)
    assert [entry.title for entry in found.window.entries] == ["Meeting", "Breach", "Truce"]
    assert (found.window.total, found.window.before) == (3, 0)
    assert found.roster.delegations == ()
    assert found.matrix.issues == ()
    kept = read(store, "post", hide_silent=True)
    assert [issue.name for issue in kept.matrix.issues] == ["Land", "Sea"]
    assert [seat.person for party in kept.roster.delegations for seat in party.seats] == ["Ann"]


def test_hidden_rows_are_counted_and_found_as_if_they_were_not_there(masters: tuple[Path, Path]) -> None:
    for typed in ("rt", "kyiv ind", "moscow", "kyiv", "us"):
        with reading(masters[0]) as conn:
            shown = Scope(word=find(conn, typed))
            process = record(masters[0], "process", "ukraine-peace-talks")
            told = [entry for entry in window(conn, process, shown, None).entries if entry.state != SILENT]
            for only in (False, True):
                hidden = replace(shown, hide_silent=True, contested_only=only)
                every = window(conn, process, replace(hidden, contested_only=False), None).entries
                kept = [entry.key for entry in every]
                assert kept == [entry.key for entry in told]
                for place, key in enumerate(kept):
                    part = window(conn, process, hidden, key, reach=2)
                    assert part.total == (len(kept) if not only else part.total)
                    if not only:
                        assert part.before == max(0, place - 2)
                        assert [entry.key for entry in part.entries] == kept[max(0, place - 2) : place + 2][
                            : len(part.entries)
                        ]


def test_one_query_hears_all_records_by_their_own_index(store: Path) -> None:
    with reading(store) as conn:
        plan = " ".join(str(row[3]) for row in conn.execute(f"EXPLAIN QUERY PLAN {_SQL}", ("[1,2]",)))
        assert "SCAN claims" not in plan
        assert "claims USING INDEX claims_record" in plan
        asked: list[str] = []
        conn.set_trace_callback(asked.append)
        beta = voice(conn, "party:beta")
        asked.clear()
        hear(conn, beta, range(1, 60))
        assert len(asked) == 1
        hear(conn, None, range(1, 60))
        assert len(asked) == 1


@pytest.mark.parametrize("typed", ["post", "beta"])
def test_hiding_silence_looks_at_no_claim_twice(store: Path, typed: str) -> None:
    with reading(store) as conn:
        asked: list[str] = []
        conn.set_trace_callback(asked.append)
        window(conn, 1, Scope(word=find(conn, typed), hide_silent=True), None)
        conn.set_trace_callback(None)
        sql = [text for text in asked if "temp.kept " in text and "claims" in text]
        assert sql
        for text in sql:
            plan = " ".join(str(row[3]) for row in conn.execute(f"EXPLAIN QUERY PLAN {text}"))
            assert "SCAN claims" not in plan
            assert "SCAN timeline" not in plan


@given(st.lists(said(), max_size=8), st.sampled_from([SOURCE_1, SIDE_1]))
def test_a_voice_says_only_what_is_its_own(claims: list[Said], heard: Voice) -> None:
    told = _told(heard, claims)
    own = [claim for claim in claims if heard.says(claim.source, claim.on_behalf_of) and claim.rank != "deprecated"]
    assert {(name, value) for name, values in told.values.items() for value in values} <= {
        (claim.about, claim.value) for claim in own if claim.modality == "asserts"
    }
    if not any(heard.says(claim.source, claim.on_behalf_of) for claim in claims):
        assert told.state == SILENT
    assert not told.others & told.values.keys()


@given(st.lists(said(), max_size=8), st.sampled_from([SOURCE_1, SIDE_1]))
def test_saying_things_in_another_order_changes_nothing(claims: list[Said], heard: Voice) -> None:
    assert _told(heard, claims) == _told(heard, claims[::-1])


@given(st.lists(said(), max_size=8))
def test_who_alone_speaks_is_never_opposed(claims: list[Said]) -> None:
    alone = [replace(claim, source=1) for claim in claims]
    assert _told(SOURCE_1, alone).state != "opposed"


def test_no_voice_is_an_empty_list_of_texts() -> None:
    assert json.loads(json_of(None)) == []
    assert json.loads(json_of(SOURCE_1)) == [1]
    assert json.loads(json_of(SIDE_1)) == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**6),
            st.sampled_from(
                ["", "starts", "ends", "stance", "status", "role", "title", "killed", "unchanged_from", "x"]
            ),
            st.text(max_size=12) | st.sampled_from(["2026-02-04", "-2", "held", "9" * 30]),
            st.sampled_from(["asserts", "denies", "declines"]),
        ),
        max_size=30,
    )
)
def test_a_voice_of_a_foreign_store_may_say_anything(
    masters: tuple[Path, Path], tmp_path: Path, claims: list[tuple[int, str, str, str]]
) -> None:
    path = Path(shutil.copy(masters[0], tmp_path / "foreign.db"))
    with writing(path) as conn:
        records = [row[0] for row in conn.execute("SELECT id FROM records ORDER BY id")]
        (source,) = conn.execute("SELECT min(id) FROM sources").fetchone()
        for pick, name, value, modality in claims:
            conn.execute(
                "INSERT INTO claims (record, property, value, modality, source, change) VALUES (?, ?, ?, ?, ?, 1)",
                (
                    records[pick % len(records)],
                    name or None,
                    value.encode("utf-8", "replace").decode(),
                    modality,
                    source,
                ),
            )
    with reading(path) as conn:
        for one in voices(conn)[:4]:
            for hide in (False, True):
                look = Look(Scope(word=one.key, hide_silent=hide))
                assert all(len(line) <= 100 for line in printed(board(conn, look), 100))
