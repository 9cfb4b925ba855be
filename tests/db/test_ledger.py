"""The ledger of alleged breaches."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from db.dates import day_number
from db.ledger import Breach, Count, Denial, Ledger, Linked, Party, ledger
from tests.db.helpers import ask, reading, record

Talks = Callable[[str], Path]

TRUCE = """
[events.truce]
type = "TRUCE"
status = "held"
title = "The truce"
"""
STRIKE = """
[events.strike]
type = "ASSAULT"
status = "held"
title = "The strike"
claims = [
  {source="post", locator="1", property="killed", value="70..75", speaker="ann", on_behalf_of="alpha"},
  {source="gazette", locator="2", property="killed", value="71", speaker="ann", on_behalf_of="alpha"},
  {source="gazette", locator="3", property="killed", value="100..", on_behalf_of="beta"},
  {source="post", locator="4", property="injured", value="5"},
  {source="post", locator="5", property="injured", value="9", rank="deprecated", rank_reason="a slip"},
  {source="post", locator="6", property="drones", value="8", modality="denies"},
]
"""


def accusation(slug: str = "breach", claims: str = "", day: str = "2026-02-03", links: str = "") -> str:
    return (
        f'[events.{slug}]\ntype = "ACCUSE"\nstatus = "held"\ntitle = "Alpha: {slug}"\nstarts = "{day}"\n'
        'parties = [{party="alpha", role="accuser"}, {party="gamma", role="accuser"}, {party="beta", role="accused"}]\n'
        f"claims = [{claims}]\nlinks = [{links}]\n"
    )


LINKS = '{kind="breaches", to="truce"}, {kind="about", to="strike"}, {kind="about", to="issue:land"}'


def read(path: Path, limit: int = 500, process: str = "talks") -> Ledger:
    with reading(path) as conn:
        return ledger(conn, record(path, "process", process), limit)


def only(path: Path) -> Breach:
    [found] = read(path).breaches
    return found


def test_an_accusation_is_listed_with_all_that_it_is_linked_to(talks: Talks) -> None:
    path = talks(TRUCE + STRIKE + accusation(claims='{source="post", on_behalf_of="alpha"}', links=LINKS))
    found = only(path)
    assert (found.event, found.title) == (record(path, "event", "breach"), "Alpha: breach")
    assert (found.starts, found.ends, found.state) == ("2026-02-03", "", "single")
    assert found.accusers == (
        Party(record(path, "party", "alpha"), "Alpha", "AL"), Party(record(path, "party", "gamma"), "Gamma", "GM"),
    )  # fmt: skip
    assert [party.short for party in found.accused] == ["BE"]
    assert found.incidents == (Linked(record(path, "event", "strike"), "The strike"),)
    assert found.undertakings == (Linked(record(path, "event", "truce"), "The truce"),)
    assert found.sources == ("GA", "PO")
    assert found.denials == ()


def test_counts_go_from_the_least_to_the_most_that_is_asserted_and_an_open_end_stays_open(talks: Talks) -> None:
    found = only(talks(TRUCE + STRIKE + accusation(links=LINKS)))
    assert found.counts == (Count("killed", "killed", 70, None, 3), Count("injured", "injured", 5, 5, 1))


def test_a_voice_counts_once_in_each_source_and_its_later_word_replaces_the_earlier(talks: Talks) -> None:
    who = 'source="post", property="killed", speaker="ann", on_behalf_of="alpha"'
    claims = (
        f'{{{who}, locator="1", value="3", said_on="2026-02-03"}},'
        f' {{{who}, locator="2", value="7", said_on="2026-02-05"}},'
        f' {{{who}, locator="3", value="6..8", said_on="2026-02-05"}}'
    )
    assert only(talks(accusation(claims=claims))).counts == (Count("killed", "killed", 6, 8, 1),)


def test_counts_of_several_incidents_say_that_they_are_of_several(talks: Talks) -> None:
    other = '[events.other]\ntype = "ASSAULT"\nstatus = "held"\ntitle = "Another"\n'
    other += 'claims = [{source="post", property="injured", value="2"}]\n'
    found = only(talks(TRUCE + STRIKE + other + accusation(links=LINKS + ', {kind="about", to="other"}')))
    assert [one.title for one in found.incidents] == ["The strike", "Another"]
    assert found.counts[1] == Count("injured", "injured", 2, 5, 1, records=2)


def test_each_voice_that_denies_is_named_once_whatever_texts_report_it(talks: Talks) -> None:
    denials = [
        'source="post", locator="1", speaker="bob", on_behalf_of="beta"',
        'source="gazette", locator="2", speaker="bob", on_behalf_of="beta"',
        'source="post", locator="3", on_behalf_of="gamma"',
        'source="gazette", locator="4"',
        'source="post", locator="5", speaker="cy", on_behalf_of="beta", rank="deprecated", rank_reason="misheard"',
        'source="post", locator="6", property="starts", value="2026-02-03"',
    ]
    claims = ", ".join(f'{{{one}, modality="denies"}}' for one in denials)
    asserted = '{source="post", locator="9", on_behalf_of="alpha"}'
    found = only(talks(accusation(claims=f"{claims}, {asserted}")))
    assert found.denials == (Denial("Bob", "BE"), Denial("Gamma", ""), Denial("Gazette", ""))
    assert found.state == "denied"


def test_a_source_whose_only_report_was_set_aside_is_not_listed(talks: Talks) -> None:
    claims = '{source="post"}, {source="gazette", rank="deprecated", rank_reason="a slip"}'
    assert only(talks(accusation(claims=claims))).sources == ("PO",)


def test_a_denial_that_was_taken_back_is_none(talks: Talks) -> None:
    who = 'source="post", speaker="bob", on_behalf_of="beta"'
    claims = (
        f'{{{who}, locator="1", modality="denies", said_on="2026-02-03"}},'
        f' {{{who}, locator="2", said_on="2026-02-05"}}, {{source="post", locator="3", on_behalf_of="alpha"}}'
    )
    assert only(talks(accusation(claims=claims))).denials == ()


def test_the_denial_of_the_incident_is_not_one_of_the_breach(talks: Talks) -> None:
    strike = '[events.strike]\ntype = "ASSAULT"\nstatus = "held"\ntitle = "S"\n'
    strike += 'claims = [{source="post"}, {source="gazette", on_behalf_of="beta", modality="denies"}]\n'
    found = only(talks(TRUCE + strike + accusation(claims='{source="post"}', links=LINKS)))
    assert (found.denials, found.state, found.sources) == ((), "single", ("PO",))


def test_a_date_in_dispute_has_every_value(talks: Talks) -> None:
    claims = (
        '{source="post", property="starts", value="2026-02-03"},'
        ' {source="gazette", property="starts", value="2026-02-01"},'
        ' {source="post", property="ends", value="2026-02-04"}'
    )
    assert only(talks(accusation(claims=claims))).rivals == (("starts", ("2026-02-01", "2026-02-03")),)


def test_the_newest_come_first_and_how_many_there_are_in_all_is_said(talks: Talks) -> None:
    days = ("2026-02-02", "2026-02-05", "2026-01-01")
    path = talks("".join(accusation(f"b{day}", day=day) for day in days))
    assert [breach.starts for breach in read(path).breaches] == sorted(days, reverse=True)
    cut = read(path, limit=2)
    assert ([breach.starts for breach in cut.breaches], cut.total) == (["2026-02-05", "2026-02-02"], 3)


def test_one_that_is_also_in_another_process_is_listed_there_too(talks: Talks) -> None:
    more = '[processes.other]\nname = "Other talks"\n'
    path = talks(more + TRUCE + accusation(links='{kind="also_in", to="process:other"}') + accusation("second"))
    assert [breach.title for breach in read(path, process="other").breaches] == ["Alpha: breach"]
    assert read(path).total == 2


def test_a_process_without_accusations_has_an_empty_ledger(talks: Talks) -> None:
    assert read(talks(TRUCE + STRIKE)) == Ledger((), 0)


def test_the_bundled_talks_have_one_breach_that_is_denied(bundled_conn: sqlite3.Connection) -> None:
    (process,) = bundled_conn.execute("SELECT process FROM records WHERE slug = 'truce-breach-accusation'").fetchone()
    found = {breach.title: breach for breach in ledger(bundled_conn, process).breaches}
    denied = [breach for breach in found.values() if breach.denials]
    assert (len(found), len(denied)) == (2, 1)
    assert [count.low for count in denied[0].counts] == [71, 450]
    assert [one.title for one in denied[0].undertakings] == ["Energy truce"]


def test_a_link_to_a_kind_that_the_program_does_not_know_is_left_out(talks: Talks) -> None:
    path = talks(TRUCE + accusation())
    with sqlite3.connect(path) as conn:
        conn.execute("INSERT INTO records (id, kind, slug, change) VALUES (9999, 'treaty', 'x', 1)")
        (event,) = conn.execute("SELECT id FROM events WHERE type = 'ACCUSE'").fetchone()
        for way in ("about", "breaches"):
            conn.execute(
                "INSERT INTO links (from_record, kind, to_record, change) VALUES (?, ?, 9999, 1)", (event, way)
            )
    conn.close()
    assert (only(path).incidents, only(path).undertakings) == ((), ())


def statements(path: Path) -> list[str]:
    asked: list[str] = []
    process = record(path, "process", "talks")
    with reading(path) as conn:
        conn.set_trace_callback(asked.append)
        ledger(conn, process)
    return asked


@pytest.fixture
def many(talks: Talks) -> Callable[[int], Path]:
    def with_accusations(number: int) -> Path:
        claim = '{source="post", on_behalf_of="alpha"}, {source="gazette", on_behalf_of="beta", modality="denies"}'
        return talks(TRUCE + STRIKE + "".join(accusation(f"b{n}", claim, links=LINKS) for n in range(number)))

    return with_accusations


def test_fifty_accusations_are_read_with_as_many_queries_as_five(many: Callable[[int], Path]) -> None:
    few = len(statements(many(5)))
    path = many(50)
    assert ask(path, "SELECT count(*) FROM events WHERE type = 'ACCUSE'") == [(50,)]
    assert len(statements(path)) == few <= 10


def test_no_query_reads_every_claim_or_every_event(many: Callable[[int], Path]) -> None:
    path = many(5)
    asked = statements(path)
    with reading(path) as conn:
        plans = [row[3] for sql in asked for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert any("claims USING INDEX claims_record" in step for step in plans)
    assert [step for step in plans if step.startswith("SCAN") and not re.search("json_each|subquery", step)] == []


def test_as_of_a_day_what_came_later_is_neither_listed_nor_counted(talks: Talks) -> None:
    denial = '{source="post", locator="9", modality="denies", on_behalf_of="beta", said_on="2026-02-05"}'
    incident = STRIKE.replace('title = "The strike"', 'title = "The strike"\nstarts = "2026-02-02"')
    path = talks(
        TRUCE + incident + accusation(claims=f'{{source="post", locator="8"}}, {denial}', links=LINKS)
        + accusation("later", day="2026-02-06")
    )  # fmt: skip

    def on(day: int | None) -> Ledger:
        with reading(path) as conn:
            return ledger(conn, record(path, "process", "talks"), as_of=day)

    assert on(day_number(2026, 2, 2)) == Ledger((), 0)
    [then] = on(day_number(2026, 2, 4)).breaches
    assert (then.state, then.denials, [one.title for one in then.incidents]) == ("single", (), ["The strike"])
    assert on(day_number(2026, 2, 5)).breaches[0].state == "denied"
    assert on(None).total == 2
