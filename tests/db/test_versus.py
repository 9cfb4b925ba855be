"""Accounts side by side."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from db.dates import day_number
from db.versus import By, Versus, versus
from tests.db.helpers import reading, record

Talks = Callable[[str], Path]

SIDES = """
[[process_parties]]
party = "alpha"
role = "negotiator"
side = "A"
[[process_parties]]
party = "beta"
role = "negotiator"
side = "B"
[[process_parties]]
party = "gamma"
role = "mediator"
"""
LATER = """
[sources.post-2]
publisher = "The Post"
short = "PO"
title = "The next day"
"""
EVENT = '[events.e]\ntype = "TRUCE"\nstatus = "held"\ntitle = "The truce"\n'


def event(*claims: str) -> str:
    return SIDES + LATER + EVENT + f"claims = [{', '.join(f'{{{claim}}}' for claim in claims)}]\n"


def read(path: Path, by: By = "voice", kind: str = "event", slug: str = "e") -> Versus:
    number = record(path, kind, slug)
    with reading(path) as conn:
        found = versus(conn, number, by)
    assert found is not None
    return found


def names(found: Versus) -> list[str]:
    return [column.name for column in found.columns]


def table(found: Versus) -> dict[str, list[list[str]]]:
    """What each says, by property: values where there are any, else what the claim does."""
    return {
        aspect.about: [[account.value or account.modality for account in cell.accounts] for cell in aspect.cells]
        for aspect in found.aspects
    }


def test_a_voice_is_a_party_with_all_who_speak_for_it_or_an_outlet_of_its_own(talks: Talks) -> None:
    path = talks(
        event(
            'source="post", locator="1", property="starts", value="2026-02-01", speaker="ann", on_behalf_of="alpha"',
            'source="gazette", locator="2", property="starts", value="2026-02-02", speaker="bob", on_behalf_of="alpha"',
            'source="gazette", locator="3", property="starts", value="2026-02-03"',
            'source="post", locator="4", on_behalf_of="gamma", modality="denies"',
        )
    )
    found = read(path)
    assert names(found) == ["Alpha", "Beta", "Gamma", "Gazette"]
    assert table(found) == {
        "": [[], [], ["denies"], []],
        "starts": [["2026-02-02", "2026-02-01"], [], [], ["2026-02-03"]],
    }
    assert [column.party for column in found.columns][-1] is None
    assert (found.title, found.kind, found.by) == ("The truce", "event", "voice")


def test_the_two_sides_stand_there_even_when_they_are_silent(talks: Talks) -> None:
    found = read(talks(event('source="post"')))
    assert names(found) == ["Alpha", "Beta", "The Post"]
    assert table(found) == {"": [[], [], ["asserts"]]}


def test_a_record_that_belongs_to_no_process_has_no_sides_and_a_process_its_own(talks: Talks) -> None:
    path = talks(SIDES)
    assert names(read(path, kind="person", slug="ann")) == []
    assert names(read(path, kind="process", slug="talks")) == ["Alpha", "Beta"]


def test_an_outlet_is_a_publisher_whatever_it_relays_and_in_however_many_texts(talks: Talks) -> None:
    path = talks(
        event(
            'source="post", property="starts", value="2026-02-01", on_behalf_of="alpha"',
            'source="post-2", property="starts", value="2026-02-02"',
            'source="gazette", property="ends", value="2026-02-03", on_behalf_of="beta"',
        )
    )
    found = read(path, "outlet")
    assert names(found) == ["Gazette", "The Post"]
    assert table(found) == {"starts": [[], ["2026-02-01", "2026-02-02"]], "ends": [["2026-02-03"], []]}


def test_columns_are_in_the_order_of_the_alphabet_with_the_article_left_aside(talks: Talks) -> None:
    more = '[parties.zeta]\nname = "The Ábbey"\nshort = "AB"\ntype = "group"\n'
    path = talks(more + event('source="post", on_behalf_of="zeta"', 'source="post", locator="2"'))
    assert names(read(path)) == ["The Ábbey", "Alpha", "Beta", "The Post"]


def test_properties_come_in_the_order_of_the_vocabulary(talks: Talks) -> None:
    found = read(
        talks(
            event(
                'source="post", property="mood", value="calm"',
                'source="post", property="ends", value="2026"',
                'source="post"',
                'source="post", property="starts", value="2026"',
            )
        )
    )
    assert [aspect.about for aspect in found.aspects] == ["", "starts", "ends", "mood"]


def differing(found: Versus, about: str) -> list[bool]:
    [aspect] = [aspect for aspect in found.aspects if aspect.about == about]
    assert aspect.disputed == any(cell.differs for cell in aspect.cells)
    return [cell.differs for cell in aspect.cells]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (("71|alpha", "90|beta"), [True, True, False]),
        (("70..75|alpha", "71|beta", "73|gamma"), [False, True, True]),
        (("70..75|alpha", "71|beta"), [False, False, False]),
        (("71|alpha", "71|beta", "90|gamma"), [True, True, True]),
        (("71|alpha", '71|beta", modality="denies'), [True, True, False]),
        (("71|alpha", '71|beta", modality="declines'), [False, False, False]),
        (('71|alpha", speaker="ann', '90|alpha", speaker="bob'), [True, False, False]),
        (("71|alpha",), [False, False, False]),
    ],
)
def test_a_cell_differs_when_it_is_at_odds_with_another_account(
    talks: Talks, claims: tuple[str, ...], expected: list[bool]
) -> None:
    silent = 'source="post", on_behalf_of="gamma"'
    given = [
        f'source="post", locator="{place}", property="killed", value="{value}", on_behalf_of="{rest}"'
        for place, (value, _, rest) in enumerate(claim.partition("|") for claim in claims)
    ]
    assert differing(read(talks(event(silent, *given))), "killed") == expected


def test_codes_are_compared_as_stored_and_texts_never(talks: Talks) -> None:
    path = talks(
        '[places.town-2]\nname = "Town"\n'
        + event(
            'source="post", property="place", value="town"',
            'source="gazette", property="place", value="town-2"',
            'source="post", property="mood", value="calm"',
            'source="gazette", property="mood", value="tense"',
        )
    )
    found = read(path, "outlet")
    assert table(found)["place"] == [["Town"], ["Town"]]
    assert (differing(found, "place"), differing(found, "mood")) == ([True, True], [False, False])


def test_what_a_later_word_has_replaced_stays_but_differs_from_nothing(talks: Talks) -> None:
    who = 'source="post", property="starts", speaker="ann", on_behalf_of="alpha"'
    found = read(
        talks(
            event(
                f'{who}, locator="1", value="2026-02-01", said_on="2026-02-01"',
                f'{who}, locator="2", value="2026-02-04", said_on="2026-02-03"',
                'source="post", locator="3", property="starts", value="2026-02-04", on_behalf_of="beta"',
            )
        )
    )
    [aspect] = found.aspects
    assert [account.replaced for account in aspect.cells[0].accounts] == [True, False]
    assert differing(found, "starts") == [False, False]


def test_what_was_set_aside_is_counted_and_makes_no_column(talks: Talks) -> None:
    found = read(talks(event('source="gazette", rank="deprecated", rank_reason="a slip"', 'source="post"')))
    assert (names(found), found.set_aside) == (["Alpha", "Beta", "The Post"], 1)


def test_an_accusation_is_told_from_other_events(talks: Talks) -> None:
    path = talks(event('source="post"').replace("TRUCE", "ACCUSE"))
    assert read(path).kind == "accusation"


def test_a_record_that_is_gone_has_no_accounts(bundled_conn: sqlite3.Connection) -> None:
    assert versus(bundled_conn, 123456, "voice") is None


@pytest.mark.parametrize("by", ["voice", "outlet"])
def test_every_claim_that_counts_stands_in_one_cell_and_disputes_are_those_of_the_board(
    bundled_conn: sqlite3.Connection, by: By
) -> None:
    shown: list[int] = []
    for (number,) in bundled_conn.execute("SELECT DISTINCT record FROM claims").fetchall():
        found = versus(bundled_conn, number, by)
        assert found is not None
        assert all(len(aspect.cells) == len(found.columns) for aspect in found.aspects)
        shown += [account.id for aspect in found.aspects for cell in aspect.cells for account in cell.accounts]
        (state, disputed) = bundled_conn.execute(
            "SELECT state, contested_on FROM record_state WHERE record = ?", (number,)
        ).fetchone()
        expected = {*disputed.split(), *([""] if state == "denied" else [])}
        assert {aspect.about for aspect in found.aspects if aspect.disputed} == expected
    assert len(shown) == len({*shown})
    assert {*shown} == {
        number for (number,) in bundled_conn.execute("SELECT id FROM claims WHERE rank <> 'deprecated'")
    }


def test_as_of_a_day_only_what_had_been_said_stands_there(talks: Talks) -> None:
    path = talks(
        event(
            'source="post", property="starts", value="2026-02-01"',
            'source="gazette", property="starts", value="2026-02-02", said_on="2026-02-09"',
        )
    )
    number = record(path, "event", "e")
    with reading(path) as conn:
        then = versus(conn, number, "outlet", as_of=day_number(2026, 2, 8))
    assert then is not None
    assert [column.name for column in then.columns] == ["The Post"]
    assert len(read(path, "outlet").columns) == 2
