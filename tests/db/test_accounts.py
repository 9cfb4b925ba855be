"""Who said what: claims in a fixed order, with equal weight."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from db.accounts import Account, accounts, chain, cited, said
from tests.db.helpers import reading, record

Talks = Callable[[str], Path]

EVENT = '[events.e]\ntype = "TRUCE"\nstatus = "held"\ntitle = "E"\n'


def read(path: Path) -> tuple[Account, ...]:
    event = record(path, "event", "e")
    with reading(path) as conn:
        return accounts(conn, [event]).get(event, ())


def test_a_claim_is_read_with_everything_that_was_said_about_it(talks: Talks) -> None:
    claim = (
        'source="post", locator="10", property="ends", value="2026-02-06", speaker="ann", on_behalf_of="alpha",'
        ' relayed_by="bob", hedge="reportedly", inferred=true, note="A week.", quote="a week", said_on="2026-02-03",'
        ' rank="preferred", rank_reason="exact"'
    )
    [account] = read(talks(EVENT + f"claims = [{{{claim}}}]\n"))
    assert (account.about, account.label, account.value, account.modality) == ("ends", "ends", "2026-02-06", "asserts")
    assert (account.speaker, account.behalf, account.behalf_short, account.relayed_by) == ("Ann", "Alpha", "AL", "Bob")
    assert (account.publisher, account.short, account.locator, account.title) == ("The Post", "PO", "10", "A report")
    assert (account.hedge, account.inferred, account.note, account.quote) == ("reportedly", True, "A week.", "a week")
    assert (account.said_on, account.rank, account.rank_reason) == ("2026-02-03", "preferred", "exact")


def test_a_claim_of_the_outlet_itself_has_no_speaker(talks: Talks) -> None:
    [account] = read(talks(EVENT + 'claims = [{source="post"}]\n'))
    assert (account.speaker, account.behalf, account.speaker_id, account.party) == ("", "", None, None)
    assert (account.about, account.value, account.locator, account.inferred) == ("", "", "", False)


def test_outlets_come_in_the_order_of_the_alphabet_whoever_was_entered_first(talks: Talks) -> None:
    rows = [f'{{source="{source}", locator="{locator}"}}' for source in ("post", "gazette") for locator in (10, 9)]
    given = [(account.publisher, account.locator) for account in read(talks(EVENT + f"claims = [{', '.join(rows)}]\n"))]
    assert given == [("Gazette", "9"), ("Gazette", "10"), ("The Post", "9"), ("The Post", "10")]


def test_the_article_of_an_outlet_does_not_count_in_the_alphabet(talks: Talks) -> None:
    path = talks(
        '[sources.quill]\npublisher = "Quill"\nshort = "QU"\ntitle = "Q"\n'
        + EVENT
        + 'claims = [{source="quill"}, {source="post"}, {source="gazette"}]\n'
    )
    assert [account.publisher for account in read(path)] == ["Gazette", "The Post", "Quill"]


def test_claims_come_by_property_with_those_on_the_record_first(talks: Talks) -> None:
    path = talks(
        EVENT
        + 'claims = [{source="post", property="mood", value="x"}, {source="post", property="starts", value="2026"},'
        + ' {source="gazette"}]\n'
    )
    assert [account.about for account in read(path)] == ["", "starts", "mood"]


def test_what_is_set_aside_comes_last_of_its_outlet(talks: Talks) -> None:
    path = talks(
        EVENT + 'claims = [{source="post", locator="1", rank="deprecated", rank_reason="wrong"},'
        ' {source="post", locator="2"}]\n'
    )
    assert [(account.locator, account.rank) for account in read(path)] == [("2", "normal"), ("1", "deprecated")]


def test_codes_and_slugs_are_read_as_people_say_them(talks: Talks) -> None:
    path = talks(
        EVENT + 'claims = [{source="post", property="place", value="town"},'
        ' {source="post", property="reason", value="iran-tensions"},'
        ' {source="post", property="unchanged_from", value="e"}, {source="post", property="mood", value="town"}]\n'
    )
    assert {account.about: account.value for account in read(path)} == {
        "place": "Town", "reason": "tensions with Iran", "unchanged_from": "E", "mood": "town",
    }  # fmt: skip


def test_a_property_that_the_program_does_not_know_is_shown_by_its_name(store_path: Path) -> None:
    with sqlite3.connect(store_path) as conn:
        conn.execute("UPDATE claims SET property = 'weather', value = 'rain' WHERE id = 1")
        (about,) = conn.execute("SELECT record FROM claims WHERE id = 1").fetchone()
    conn.close()
    with reading(store_path) as conn:
        assert accounts(conn, [about])[about][-1].label == "weather"


def test_records_nobody_speaks_of_have_no_accounts(bundled_conn: sqlite3.Connection) -> None:
    assert accounts(bundled_conn, []) == {}
    assert accounts(bundled_conn, [123456]) == {}


WHO = {"relayed_by": "bob", "speaker": "ann", "on_behalf_of": "alpha"}


@pytest.mark.parametrize(
    ("who", "long", "short"),
    [
        ((), ("The Post ¶ 10",), ("PO ¶ 10",)),
        (("on_behalf_of",), ("The Post ¶ 10", "Alpha"), ("PO ¶ 10", "AL")),
        (("speaker", "on_behalf_of"), ("The Post ¶ 10", "Ann", "Alpha"), ("PO ¶ 10", "Ann", "AL")),
        (("relayed_by", "on_behalf_of"), ("The Post ¶ 10", "Bob", "Alpha"), ("PO ¶ 10", "Bob", "AL")),
        (tuple(WHO), ("The Post ¶ 10", "Bob", "Ann", "Alpha"), ("PO ¶ 10", "Bob", "Ann", "AL")),
    ],
)
def test_a_chain_goes_from_the_outlet_through_who_relayed_it_to_the_party(
    talks: Talks, who: tuple[str, ...], long: tuple[str, ...], short: tuple[str, ...]
) -> None:
    given = "".join(f', {key}="{WHO[key]}"' for key in who)
    [account] = read(talks(EVENT + f'claims = [{{source="post", locator="10"{given}}}]\n'))
    assert chain(account) == long
    assert chain(account, short_outlet=True, short_party=True) == short


@pytest.mark.parametrize(("locator", "expected"), [("10", "PO ¶ 10"), ("title", "PO title"), ("", "PO")])
def test_an_outlet_is_cited_with_its_locator(talks: Talks, locator: str, expected: str) -> None:
    given = f', locator="{locator}"' if locator else ""
    [account] = read(talks(EVENT + f'claims = [{{source="post"{given}}}]\n'))
    assert cited(account, short=True) == expected


def test_the_rule_looks_at_the_value_as_it_is_stored_not_at_how_it_is_read(talks: Talks) -> None:
    path = talks(EVENT + 'claims = [{source="post", property="place", value="town"}, {source="gazette"}]\n')
    by_about = {account.about: said(account) for account in read(path)}
    assert (by_about["place"].value, by_about[""].value) == ("town", None)
    assert by_about["place"].voice == (None, None, record(path, "source", "post"))
