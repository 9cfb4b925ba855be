"""All that happened, with all that was said of it: the same in one stretch as in many."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from db import whole
from db.accounts import accounts
from db.dates import day_number
from db.overview import overview
from db.related import AT_MOST
from db.scope import Scope
from db.timeline import walk
from db.voices import find
from db.whole import Told, events, named, propositions, sources
from tests.db.helpers import reading, record

Talks = Callable[[str], Path]

FEB_3 = day_number(2026, 2, 3)


def all_of(conn: sqlite3.Connection, scope: Scope) -> list[Told]:
    found = overview(conn, scope).process
    assert found is not None
    return [*chain.from_iterable(events(conn, found.id, scope))]


def by_title(conn: sqlite3.Connection, scope: Scope) -> dict[str, Told]:
    return {one.entry.title: one for one in all_of(conn, scope)}


def test_an_event_has_its_roles_and_every_claim_on_it_and_its_links(bundled_conn: sqlite3.Connection) -> None:
    told = by_title(bundled_conn, Scope())
    strike = told["Kyiv: the strike broke the energy truce"]
    assert strike.roles == (("is accused", ("Russia",)), ("accuses", ("Ukraine",)))
    [section] = strike.sections
    assert (section.kind, section.denied, section.heading) == ("accusation", True, "")
    assert section.accounts == accounts(bundled_conn, [strike.entry.id])[strike.entry.id]
    assert ("would breach", "Energy truce") in [(jump.label, jump.title) for jump in strike.jumps]
    truce = told["Energy truce"]
    assert truce.sections[0].contested_on == ("ends", "starts")
    assert ("breach alleged in", strike.entry.title) in [(jump.label, jump.title) for jump in truce.jumps]


def test_a_part_of_which_more_is_said_than_that_it_is_has_a_section_of_its_own(
    bundled_conn: sqlite3.Connection,
) -> None:
    told = by_title(bundled_conn, Scope())["Second round of talks"]
    same = {section.heading: section for section in told.sections}
    assert same["Russia"].kind == "event_party"
    assert "unchanged_from" in [row.about for row in same["Russia"].accounts]
    assert "United Arab Emirates" not in same


def test_who_was_there_is_told_of_other_events_than_rounds(bundled_conn: sqlite3.Connection) -> None:
    told = by_title(bundled_conn, Scope())
    florida = told["Dmitriev meets a US delegation in Florida"]
    assert [who for _, who in florida.seats] == ["Kirill Dmitriev, for Russia"]
    assert [section.kind for section in florida.sections if section.heading == florida.seats[0][1]] == ["delegate"]
    istanbul = told["US envoys to meet Iranian officials in Istanbul"]
    assert istanbul.seats[-1][1] == "Iranian officials, for Iran"
    assert told["Second round of talks"].seats == ()


@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize(
    "scope",
    [
        Scope(),
        Scope(newest_first=False),
        Scope(as_of=FEB_3),
        Scope(contested_only=True),
        Scope(word="outlet:RT"),
        Scope(word="outlet:RT", hide_silent=True),
        Scope(query="party:ru since:feb"),
    ],
    ids=["now", "oldest first", "as of a day", "contested", "a voice", "what it says", "a filter"],
)
def test_however_long_the_stretches_what_is_told_is_the_same(
    bundled_conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, scope: Scope, size: int
) -> None:
    found = all_of(bundled_conn, scope)
    process = overview(bundled_conn, scope).process
    assert process is not None
    assert [one.entry.key for one in found] == [*chain.from_iterable(walk(bundled_conn, process.id, scope))]
    monkeypatch.setattr(whole, "STRETCH", size)
    assert all_of(bundled_conn, scope) == found
    assert found


def test_as_of_a_day_nothing_is_told_of_later(bundled_conn: sqlite3.Connection) -> None:
    now, then = (by_title(bundled_conn, Scope(as_of=day)) for day in (None, day_number(2026, 1, 30)))
    second = "Second round of talks"
    assert then[second].entry.status == "planned"
    assert set(then) < set(now)
    assert {row.id for row in then[second].sections[0].accounts} < {row.id for row in now[second].sections[0].accounts}
    assert {jump.title for one in then.values() for jump in one.jumps if jump.kind == "event"} <= set(then)


def test_who_had_not_been_spoken_of_yet_is_not_told_of(talks: Talks) -> None:
    said = [f'claims = [{{source = "post", said_on = "2026-01-{day}"}}]\n' for day in (10, 20)]
    text = '[events.e]\ntype = "CONSULT"\nstatus = "held"\ntitle = "E"\nstarts = "2026-03-01"\n'
    text += 'claims = [{source = "post", property = "announced", value = "2026-01-10", said_on = "2026-01-10"}]\n'
    for party, spoken in zip(("alpha", "beta"), said, strict=True):
        text += f'[[events.e.parties]]\nparty = "{party}"\nrole = "attendee"\nroster = "full"\n{spoken}'
        text += f'[[events.e.parties.delegates]]\ndescription = "an envoy"\nrole = "head"\nstatus = "present"\n{spoken}'
    with reading(talks(text)) as conn:
        for day, parties in ((day_number(2026, 1, 15), ("Alpha",)), (day_number(2026, 1, 25), ("Alpha", "Beta"))):
            told = by_title(conn, Scope(as_of=day))["E"]
            assert told.roles == (("attends", parties),)
            assert [who for _, who in told.seats] == [f"an envoy, for {party}" for party in parties]


def test_on_one_voices_word_names_are_its_own_and_others_are_told_apart(bundled_conn: sqlite3.Connection) -> None:
    told = by_title(bundled_conn, Scope(word=find(bundled_conn, "RT")))
    assert ("attends", ("Russia", "Ukraine", "US")) in told["Second round of talks"].roles
    heard = {row.publisher: row.heard for section in told["Second round of talks"].sections for row in section.accounts}
    assert heard == {"RT": True, "The Kyiv Independent": False}


def test_links_are_listed_up_to_a_number(talks: Talks) -> None:
    text = '[events.e]\ntype = "TRUCE"\nstatus = "held"\ntitle = "E"\nstarts = "2026-03-01"\n'
    for number in range(AT_MOST + 5):
        text += f'[events.b{number}]\ntype = "ACCUSE"\nstatus = "held"\ntitle = "B{number}"\nstarts = "2026-03-02"\n'
        text += 'links = [{kind = "breaches", to = "e"}]\n'
    with reading(talks(text)) as conn:
        told = by_title(conn, Scope())
    assert [jump.title for jump in told["E"].jumps] == [f"B{number}" for number in range(AT_MOST)]
    assert [jump.label for jump in told["B3"].jumps] == ["would breach"]


def test_sources_come_in_the_order_in_which_they_are_asked_for(talks: Talks, monkeypatch: pytest.MonkeyPatch) -> None:
    more = "".join(f'[sources.s{n}]\npublisher = "P{n}"\nshort = "P"\ntitle = "T"\n' for n in range(9))
    path = talks(
        more + '[sources.full]\npublisher = "F"\nshort = "F"\ntitle = "T"\nauthor = "A"\npublished = "2026"\n'
        'url = "https://f.example"\nlanguage = "en"\ncountry = "AA"\naligned_with = "alpha"\n'
    )
    ids = [record(path, "source", f"s{n}") for n in (5, 2, 8, 0)]
    monkeypatch.setattr(whole, "STRETCH", 3)
    with reading(path) as conn:
        found = [*sources(conn, [*ids, record(path, "source", "full")])]
    assert [one.publisher for one in found] == ["P5", "P2", "P8", "P0", "F"]
    assert found[-1] == replace(
        found[-1], title="T", author="A", published="2026", url="https://f.example", language="en", country="AA",
        aligned="Alpha",
    )  # fmt: skip
    assert (found[0].author, found[0].url, found[0].aligned) == ("", "", "")


def test_a_record_is_known_by_its_kind_and_slug_and_an_issue_by_its_proposition(talks: Talks) -> None:
    path = talks('[issues.heading]\nname = "A heading"\n')
    with reading(path) as conn:
        assert named(conn, record(path, "issue", "land")) == ("issue", "land")
        assert named(conn, -1) == ("", "")
        process = record(path, "process", "talks")
        assert propositions(conn, process) == {record(path, "issue", "land"): "Alpha keeps the land."}
