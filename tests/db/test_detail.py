"""One record in full."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from db.detail import Detail, Fact, Spelling, detail
from db.scope import Subject
from db.shapes import SHAPES
from tests.db.helpers import CAST, reading, record, writing

Talks = Callable[[str], Path]


def read(path: Path, kind: str, slug: str, party: str = "") -> Detail:
    with reading(path) as conn:
        subject = Subject(record(path, kind, slug), record(path, "party", party) if party else None)
        found = detail(conn, subject)
    assert found is not None
    return found


def test_every_record_of_the_bundled_talks_has_a_detail_and_its_ways_lead_somewhere(
    bundled_conn: sqlite3.Connection,
) -> None:
    known = dict(bundled_conn.execute("SELECT id, kind FROM records").fetchall())
    assert len(known) > 250
    for number, kind in known.items():
        found = detail(bundled_conn, Subject(number))
        assert found is not None
        assert found.kind == kind
        assert found.title.strip(), number
        assert all(fact.label and fact.text for fact in found.facts), number
        for jump in found.jumps:
            assert known[jump.record] == jump.kind
            assert jump.title.strip()
            assert jump.label.strip()
        for section in found.sections:
            assert section.record in known
            assert section.accounts


def test_every_claim_of_the_bundled_talks_is_in_the_detail_of_its_record(bundled_conn: sqlite3.Connection) -> None:
    shown = set()
    for (number,) in bundled_conn.execute("SELECT DISTINCT record FROM claims").fetchall():
        found = detail(bundled_conn, Subject(number))
        assert found is not None
        [own] = [section for section in found.sections if section.record == number]
        assert own.heading == ""
        shown |= {account.id for account in own.accounts}
    assert shown == {number for (number,) in bundled_conn.execute("SELECT id FROM claims")}


def test_every_kind_of_record_has_a_detail(talks: Talks) -> None:
    path = talks(
        """
[[process_parties]]
party = "alpha"
role = "negotiator"
[[offices]]
person = "ann"
party = "alpha"
title = "Minister"
[events.e]
type = "ROUND"
status = "held"
title = "E"
parties = [{party="alpha", role="attendee", delegates=[{person="ann", role="head", status="present"}]}]
[[positions]]
party = "alpha"
issue = "land"
date = "2026"
summary = "S"
[[documents]]
source = "post"
text = "One two three"
"""
    )
    with reading(path) as conn:
        kinds = {
            found.kind
            for (number,) in conn.execute("SELECT id FROM records").fetchall()
            if (found := detail(conn, Subject(number))) and found.title
        }
    assert kinds == {shape.kind for shape in SHAPES}


def test_a_record_that_is_gone_has_no_detail(bundled_conn: sqlite3.Connection) -> None:
    assert detail(bundled_conn, Subject(123456)) is None


def test_a_kind_that_the_program_does_not_know_has_no_detail(store_path: Path) -> None:
    with sqlite3.connect(store_path) as conn:
        conn.execute("INSERT INTO records (id, kind, slug, change) VALUES (9999, 'treaty', 'x', 1)")
    conn.close()
    with reading(store_path) as conn:
        assert detail(conn, Subject(9999)) is None


def test_rival_accounts_stand_side_by_side_with_what_they_dispute(masters: tuple[Path, Path]) -> None:
    found = read(masters[0], "event", "energy-truce")
    assert (found.kind, found.title, found.state) == ("event", "Energy truce", "contested")
    own = found.sections[0]
    assert (own.contested_on, own.denied) == (("ends", "starts"), False)
    ends = [(account.value, account.behalf_short) for account in own.accounts if account.about == "ends"]
    assert sorted(ends) == [("2026-02-01", "RU"), ("2026-02-01", "US"), ("2026-02-01", "US"), ("2026-02-06", "UA")]


def test_a_denied_record_says_so(masters: tuple[Path, Path]) -> None:
    found = read(masters[0], "event", "truce-breach-accusation")
    assert found.state == "denied"
    assert found.sections[0].denied
    assert found.sections[0].contested_on == ()
    assert {account.modality for account in found.sections[0].accounts if not account.about} == {"asserts", "denies"}


def test_an_event_brings_what_was_said_of_each_part_in_it(masters: tuple[Path, Path]) -> None:
    found = read(masters[0], "event", "round-2")
    headings = [section.heading for section in found.sections]
    assert headings[0] == ""
    assert "part: Russia at: Second round of talks" in headings


def test_facts_say_how_they_are_drawn(masters: tuple[Path, Path]) -> None:
    facts = {fact.label: fact for fact in read(masters[0], "event", "round-1").facts}
    assert facts["starts"] == Fact("starts", "2026-01-23", "date")
    assert facts["type"] == Fact("type", "round of talks")
    assert "lasts" not in facts
    source = {fact.label: fact for fact in read(masters[0], "source", "rt-2026-02-04").facts}
    assert source["address"].type == "url"
    assert (source["author"].text, source["aligned with"].text) == ("not named", "not recorded")


@pytest.mark.parametrize(("given", "shown"), [("stance = -2\n", "rejects"), ("", "no known stance")])
def test_the_stance_of_a_position_is_said_even_if_it_is_not_known(talks: Talks, given: str, shown: str) -> None:
    path = talks(f'[[positions]]\nparty = "alpha"\nissue = "land"\ndate = "2026"\nsummary = "S"\n{given}')
    facts = {fact.label: fact.text for fact in read(path, "position", "alpha/land/2026").facts}
    assert facts["stance"] == shown
    assert "condition" not in facts
    assert read(path, "position", "alpha/land/2026").title == "Alpha on Land"


def test_an_empty_cell_says_who_is_silent_on_what(talks: Talks) -> None:
    found = read(talks(""), "issue", "land", party="beta")
    assert found.facts[0] == Fact("position", "Beta has none that is known")
    assert (found.title, found.text) == ("Land", "Alpha keeps the land.")


def test_spellings_are_listed_with_who_writes_so(masters: tuple[Path, Path]) -> None:
    names = read(masters[0], "place", "donbas").names
    assert names == (Spelling("Donbas", "en", "KI"), Spelling("Donbass", "en", "RT"))


def test_text_of_the_store_comes_out_as_it_is(talks: Talks) -> None:
    assert "[b]" not in CAST
    path = talks('[people.eve]\nname = "[b]Eve[/b]"\n')
    assert read(path, "person", "eve").title == "[b]Eve[/b]"


def test_what_is_kept_beside_a_record_is_shown_as_text(talks: Talks) -> None:
    path = talks(
        '[people.eve]\nname = "Eve"\n[people.eve.extra]\niso = 804\nnotes = ["a", {b = true}]\nregion = "Europe"\n'
    )
    assert read(path, "person", "eve").beside == (("iso", "804"), ("notes", '["a", {"b": true}]'), ("region", "Europe"))
    assert read(path, "person", "ann").beside == ()


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("{broken}", (("", "{broken}"),)),
        ('{"a":' + "[" * 5000 + "}", (("", ('{"a":' + "[" * 5000)[:500] + "…"),)),
        ('{"long":"' + "x" * 900 + '"}', (("long", "x" * 500 + "…"),)),
    ],
)
def test_what_a_foreign_store_keeps_there_is_shown_as_it_stands(
    talks: Talks, kept: str, shown: tuple[tuple[str, str], ...]
) -> None:
    path = talks("")
    with writing(path) as conn:
        conn.execute("UPDATE records SET extra = ? WHERE slug = 'ann'", (kept,))
    assert read(path, "person", "ann").beside == shown


def test_of_very_much_the_first_is_shown(talks: Talks) -> None:
    path = talks("")
    many = ",".join(f'"n{number}":1' for number in range(103))
    with writing(path) as conn:
        conn.execute("UPDATE records SET extra = ? WHERE slug = 'ann'", (f"{{{many}}}",))
    beside = read(path, "person", "ann").beside
    assert (len(beside), beside[-1]) == (101, ("…", "and 3 more"))
