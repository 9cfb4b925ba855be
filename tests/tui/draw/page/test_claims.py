"""Claims on a page: nothing of one is left out, and rival ones have the same weight."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields

import pytest

from db.accounts import Account
from tests import webpage
from tests.tui.draw.make import account, section
from tests.tui.draw.page.notes import notes
from tui.draw import look
from tui.draw.page.claims import account as drawn
from tui.draw.page.claims import cites, standing, told


def text_of(pieces: Iterable[str]) -> str:
    return webpage.text_of("".join(pieces))


def test_a_claim_says_who_says_what_in_which_words_and_where() -> None:
    row = account(
        about="starts", label="starts", value="2026-02-03", modality="denies", quote="Never", speaker="Ann",
        behalf="Alpha", relayed_by="Bo", locator="10", hedge="reportedly", said_on="2026-02-04", inferred=True,
        note="A note.", rank="preferred", rank_reason="clearer",
    )  # fmt: skip
    piece = drawn(row, "event", notes())
    assert webpage.text_of(piece) == (
        "denies starts: 3 Feb 2026: Never · Ann, for Alpha · relayed by Bo · The Post [1] ¶ 10 · reportedly"
        " · A note · inferred · said 4 Feb 2026 · preferred: clearer"
    )
    assert '<q dir="auto">Never</q>' in piece
    assert '<b class="deny">denies</b>' in piece


def test_an_outlet_in_its_own_voice_and_a_party_without_a_speaker() -> None:
    assert webpage.text_of(drawn(account(), "event", notes())) == "asserts that this happened · The Post [1] ¶ 3"
    assert "· Alpha · The Post" in webpage.text_of(drawn(account(behalf="Alpha"), "event", notes()))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"heard": False}, "not this voice"),
        ({"replaced": True}, "since replaced by a later word"),
        ({"rank": "deprecated", "rank_reason": "a typo"}, "set aside: a typo"),
    ],
)
def test_a_claim_that_counts_less_says_so_in_words_too(more: dict[str, str | bool], words: str) -> None:
    piece = drawn(account(**more), "event", notes())
    assert piece.startswith('<li class="dim">')
    assert words in webpage.text_of(piece)


@pytest.mark.parametrize("field", [field.name for field in fields(Account) if field.type in ("str", str)])
def test_every_text_of_a_claim_is_escaped(field: str) -> None:
    row = account(**{"about": "mood", "rank": "preferred", field: "<b>&"})
    pieces = "".join((*told([section(row)], notes()), cites([row], notes())))
    assert not re.search(r"<b>&(?!amp;)", pieces)
    webpage.text_of(pieces)


def test_what_is_in_dispute_stands_side_by_side_and_the_rest_is_folded() -> None:
    rows = [
        account(id=1, about="starts", label="starts", value="2026-02-03"),
        account(id=2, about="starts", label="starts", value="2026-02-04", publisher="Gazette", source=81),
        account(id=3, about="starts", label="starts", value="2026-02-04", publisher="Wire", source=82),
        *(account(id=number, about="mood", label="mood", value="gloomy") for number in range(4, 7)),
    ]
    rivals, folded = told([section(*rows, contested_on=("starts",))], notes())
    assert webpage.text_of(rivals) == (
        "‡ Accounts differ on: starts asserts 3 Feb 2026 The Post [1] ¶ 3"
        " asserts 4 Feb 2026 Gazette [2] ¶ 3 Wire [3] ¶ 3"
    )
    inside = rivals.partition('<div class="columns">')[2]
    assert re.findall(r"<div([^>]*)>", inside) == ["", ""], "no column has a class of its own"
    assert folded.startswith('<details class="accounts"><summary class="small">3 accounts</summary>')
    assert "2026" not in folded


def test_a_denial_stands_beside_what_it_denies() -> None:
    rows = [account(), account(modality="denies", behalf="Beta"), account(modality="declines", behalf="Gamma")]
    [rivals] = told([section(*rows, denied=True, kind="accusation")], notes())
    assert webpage.text_of(rivals) == (
        "✗ Denied by some asserts what is alleged The Post [1] ¶ 3 denies what is alleged Beta · The Post [1] ¶ 3"
        " declines what is alleged Gamma · The Post [1] ¶ 3"
    )


def test_a_claim_that_was_set_aside_is_no_rival() -> None:
    rows = [
        account(about="starts", value="2026-02-03"),
        account(about="starts", value="2026-02-04"),
        account(about="starts", value="2026-02-09", rank="deprecated", rank_reason="a typo"),
    ]
    rivals, folded = told([section(*rows, contested_on=("starts",))], notes())
    assert "9 Feb" not in rivals
    assert "set aside: a typo" in text_of([folded])


def test_few_accounts_are_in_sight_and_those_on_a_part_stand_under_its_name() -> None:
    [piece] = told([section(heading="Alpha"), section(account(), heading="Beta", kind="event_party")], notes())
    assert piece.startswith('<details class="accounts" open>')
    assert webpage.text_of(piece) == "1 account Beta asserts its part · The Post [1] ¶ 3"
    assert [*told([section()], notes())] == []


def test_an_outlet_is_cited_once_with_all_its_places_in_order() -> None:
    rows = [account(locator=where) for where in ("9", "10", "", "title", "9")]
    rows += [account(publisher="Gazette", source=81, locator=""), account(locator="1", rank="deprecated")]
    assert webpage.text_of(cites(rows, notes())) == "The Post [1] ¶ 9, 10, title · Gazette [2]"


@pytest.mark.parametrize(
    ("state", "disputed", "text"),
    [
        ("", (), ""),
        ("single", (), "¹ one source"),
        ("agreed", (), "≡ agreed by several"),
        ("contested", ("ends", "starts"), "‡ contested: starts, ends"),
        ("contested", ("odd",), "‡ contested: odd"),
        ("denied", (), "✗ denied"),
        ("silent", (), "◌ silent"),
    ],
)
def test_how_a_record_stands_is_a_mark_and_words(state: str, disputed: tuple[str, ...], text: str) -> None:
    piece = standing(state, disputed)
    assert webpage.text_of(piece) == text
    assert ('class="loud"' in piece) == (state in look.LOUD)
