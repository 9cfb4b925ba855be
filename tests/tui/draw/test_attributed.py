"""On whose word something is, in words."""

from __future__ import annotations

import pytest

from db.accounts import Account
from tests.tui.draw.make import account
from tui.draw.attributed import according, listed, outlets, person, sentences

POST = account(publisher="The Post")
GAZETTE = account(publisher="Gazette", source=81)


def by(**more: object) -> Account:
    return account(publisher="The Post", **more)


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D", "E"], "A, B, C, D and 1 other"),
        (["A", "B", "C", "D", "E", "F"], "A, B, C, D and 2 others"),
    ],
)  # fmt: skip
def test_names_are_listed_and_many_of_them_counted(names: list[str], text: str) -> None:
    assert listed(names) == text


@pytest.mark.parametrize(
    ("more", "of", "text"),
    [
        ({}, "", ""),
        ({"behalf": "Alpha"}, "", "Alpha"),
        ({"behalf": "Alpha"}, "Alpha", ""),
        ({"speaker": "Ann", "behalf": "Alpha"}, "", "Ann (Alpha)"),
        ({"speaker": "Ann", "behalf": "Alpha"}, "Alpha", "Ann"),
        ({"speaker": "Ann", "behalf": "Alpha", "relayed_by": "Bo"}, "", "Ann (Alpha), relayed by Bo"),
        ({"relayed_by": "Bo"}, "", "Bo"),
    ],
)
def test_an_outlet_cites_a_person_or_a_party_or_speaks_itself(more: dict[str, str], of: str, text: str) -> None:
    assert person(by(**more), of) == text


def test_outlets_come_in_the_order_of_the_alphabet_whoever_spoke_first() -> None:
    assert outlets([POST, GAZETTE]) == outlets([GAZETTE, POST]) == "Gazette and The Post"


def test_an_outlet_that_cites_somebody_says_whom() -> None:
    ann = by(speaker="Ann", behalf="Alpha")
    assert outlets([ann]) == "The Post, citing Ann (Alpha)"
    assert outlets([ann, GAZETTE]) == "Gazette; The Post, citing Ann (Alpha)"
    assert outlets([ann, by(behalf="Beta")]) == "The Post, citing Ann (Alpha) and Beta"


def test_outlets_that_cite_the_same_stand_together() -> None:
    rows = [account(publisher=name, speaker="Ann", behalf="Alpha") for name in ("The Post", "Gazette")]
    assert outlets(rows) == "Gazette and The Post, citing Ann (Alpha)"


def test_what_an_outlet_says_itself_needs_nobody_cited() -> None:
    assert outlets([POST, by(speaker="Ann", behalf="Alpha")]) == "The Post"


def test_a_reservation_is_kept_unless_the_outlet_says_it_without_one_too() -> None:
    assert outlets([by(hedge="reportedly")]) == "The Post, which says “reportedly”"
    assert outlets([by(hedge="reportedly"), POST]) == "The Post"


def test_what_is_inferred_stands_back_where_something_is_said_outright() -> None:
    guess = by(inferred=True, speaker="Ann", behalf="Alpha")
    assert according([guess]) == "inferred from The Post, citing Ann (Alpha)"
    assert according([guess, GAZETTE]) == "according to Gazette"


def test_what_an_outlet_hedges_stands_apart_from_what_others_say() -> None:
    assert outlets([by(hedge="reportedly"), GAZETTE]) == "Gazette; The Post, which says “reportedly”"


def test_what_nobody_asserts_is_only_reported() -> None:
    assert according([by(modality="declines"), account(publisher="Gazette", modality="denies")]) == (
        "reported by Gazette and The Post"
    )


def test_many_outlets_are_counted() -> None:
    many = [account(publisher=f"Paper {number}") for number in range(7)]
    assert outlets(many) == "Paper 0, Paper 1, Paper 2, Paper 3 and 3 other outlets"


def test_each_sentence_has_one_end() -> None:
    assert sentences("One", "", "Two.", "Three?", "“Four.”") == "One. Two. Three? “Four.”"
    assert sentences("", "  ") == ""
