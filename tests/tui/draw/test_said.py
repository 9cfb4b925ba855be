"""A claim in words: what it says, through whom it came, what stands beside it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from db.text import UNSAFE
from tests.tui.draw.make import TEXTS, account
from tui.draw.said import SHORTEST, chain, chain_in, count, notes, numbers, says, step_for

RELAYED = account(
    relayed_by="Bo Lee", speaker="Ann Ash", behalf="Alpha", behalf_short="AL", hedge="reportedly", locator="10"
)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (0, "The Post ¶ 10 → Bo Lee → Ann Ash → Alpha · reportedly"),
        (1, "PO ¶ 10 → Bo Lee → Ann Ash → Alpha · reportedly"),
        (2, "PO ¶ 10 → Bo Lee → Ann Ash → AL · reportedly"),
    ],
)
def test_a_chain_goes_from_the_outlet_to_the_party_and_keeps_the_reservation(step: int, expected: str) -> None:
    assert chain(RELAYED, step) == expected


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (53, "The Post ¶ 10 → Bo Lee → Ann Ash → Alpha · reportedly"),
        (52, "PO ¶ 10 → Bo Lee → Ann Ash → Alpha · reportedly"),
        (46, "PO ¶ 10 → Bo Lee → Ann Ash → AL · reportedly"),
        (43, "PO ¶ 10 → Bo Lee → Ann Ash →… · reportedly"),
        (30, "PO ¶ 10 → Bo Lee… · reportedly"),
    ],
)
def test_a_chain_is_shortened_step_by_step_and_only_then_cut(width: int, expected: str) -> None:
    assert chain_in(RELAYED, width) == expected


def test_chains_in_one_column_are_shortened_by_the_same_step() -> None:
    own = account()
    assert [step_for([own, RELAYED], width) for width in (53, 52, 46, 12, 3)] == [0, 1, SHORTEST, SHORTEST, SHORTEST]
    assert step_for([own], 12) == 0
    assert step_for([], 0) == 0


@given(st.fixed_dictionaries(dict.fromkeys(("relayed_by", "speaker", "behalf", "hedge", "publisher"), TEXTS)))
def test_a_chain_that_is_cut_to_a_width_never_leaves_it(more: dict[str, Any]) -> None:
    for width in (5, 20, 60):
        text = chain_in(account(behalf_short=more["behalf"][:4], short=more["publisher"][:4], **more), width)
        assert cell_len(text) <= width
        assert not UNSAFE.search(text)


@pytest.mark.parametrize(
    ("stored", "expected"),
    [("71", "71"), ("70..75", "70–75"), ("100..", "100+"), ("..20", "up to 20"), ("0", "0"), ("many", "many")],
)
def test_counts_are_written_for_people(stored: str, expected: str) -> None:
    assert count(stored) == expected


def test_an_open_end_stays_open() -> None:
    assert numbers(0, float("inf")) == "0+"
    assert numbers(999_999_999_999_999, 999_999_999_999_999) == "9" * 15


@pytest.mark.parametrize(
    ("about", "value", "expected"),
    [
        ("", "", "what is alleged"),
        ("starts", "2026-02-04", "x: 4 Feb 2026"),
        ("duration", "P7D", "x: 7 days"),
        ("killed", "70..75", "x: 70–75"),
        ("weather", "rain", "x: rain"),
        ("mood", "", "x"),
    ],
)
def test_what_a_claim_says_is_in_words(about: str, value: str, expected: str) -> None:
    assert says(account(about=about, label="x", value=value), "accusation") == expected


def test_notes_say_what_the_chain_does_not() -> None:
    claim = account(
        quote="No.", note="In short.", inferred=True, said_on="2026-02-04", replaced=True, rank="preferred",
        rank_reason="exact", relayed_by="Bo", hedge="reportedly",
    )  # fmt: skip
    assert notes(claim) == (
        "“No.” · In short · inferred · said 4 Feb 2026 · since replaced by a later word · preferred: exact"
    )
    assert notes(account()) == ""
