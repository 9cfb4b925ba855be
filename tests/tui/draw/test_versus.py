"""Accounts side by side, drawn."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.text import UNSAFE
from db.versus import Cell, Versus
from tests.tui.draw.make import HOSTILE, TEXTS, account, aspect, versus
from tui.draw.spans import plain, width_of
from tui.draw.versus import BESIDE, NARROWEST, beside, head, rows


def drawn(given: Versus | None, width: int) -> list[str]:
    return [plain(row.line) for row in rows(given, width)]


ANN = account(id=1, speaker="Ann", behalf="Alpha", behalf_short="AL", source=80)
BOB = account(
    id=2, modality="denies", speaker="Bob", behalf="Beta", behalf_short="BE", source=81, quote="No.",
    publisher="Gazette", short="GA",
)  # fmt: skip
FROM = account(id=3, about="starts", value="2026-02-01", behalf="Alpha", behalf_short="AL", hedge="reportedly")
TILL = account(id=4, about="starts", value="2026-02-03", behalf="Beta", behalf_short="BE", note="By then.", source=81)
TRUCE = versus(
    ("Alpha", "Beta", "The Post"),
    aspect("", Cell((ANN,), frozenset({1})), Cell((BOB,), frozenset({2})), Cell(), disputed=True),
    aspect("starts", Cell((FROM,), frozenset({3})), Cell((TILL,), frozenset({4})), Cell(), disputed=True),
    aspect("duration", Cell(), Cell(), Cell((account(id=5, about="duration", value="P7D"),))),
    set_aside=1,
)


def test_with_room_each_voice_has_a_column_of_the_same_width_and_silence_is_said() -> None:
    assert drawn(TRUCE, 94) == [
        " Alpha                          │ Beta                         │ The Post",
        " that this happened  ✗ denied",
        " asserts                        │ denies                       │ silent in its own voice",
        " PO ¶ 3 → Ann → Alpha           │ “No.”                        │",
        "                                │ GA ¶ 3 → Bob → Beta          │",
        " starts  ‡ accounts differ",
        " ‡ 1 Feb 2026                   │ ‡ 3 Feb 2026                 │ silent in its own voice",
        " PO ¶ 3 → Alpha · reportedly    │ By then                      │",
        "                                │ PO ¶ 3 → Beta                │",
        " duration",
        " silent                         │ silent                       │ 7 days",
        "                                │                              │ PO ¶ 3",
        " 1 claim set aside, not shown here",
    ]


def test_without_room_voices_stand_one_under_another_in_the_same_order() -> None:
    assert drawn(TRUCE, 50) == [
        " that this happened  ✗ denied",
        "   Alpha",
        "     asserts",
        "     The Post ¶ 3 → Ann → Alpha",
        "   Beta",
        "     denies",
        "     “No.”",
        "     Gazette ¶ 3 → Bob → Beta",
        "   The Post: silent in its own voice",
        " starts  ‡ accounts differ",
        "   Alpha",
        "     ‡ 1 Feb 2026",
        "     The Post ¶ 3 → Alpha · reportedly",
        "   Beta",
        "     ‡ 3 Feb 2026",
        "     By then",
        "     The Post ¶ 3 → Beta",
        "   The Post: silent in its own voice",
        " duration",
        "   Alpha: silent",
        "   Beta: silent",
        "   The Post",
        "     7 days",
        "     The Post ¶ 3",
        " 1 claim set aside, not shown here",
    ]


def test_an_outlet_that_reports_nothing_is_silent_altogether() -> None:
    given = versus(("Alpha", "The Post"), aspect("", Cell((ANN,)), Cell()), by="outlet")
    assert drawn(given, 40)[-1] == "   The Post: silent"


def test_where_a_name_leaves_no_room_silence_is_said_below_it() -> None:
    given = versus(("The " + "long " * 9 + "name",), aspect("", Cell()))
    assert drawn(given, 22)[1:] == ["   The long long lon…", "     silent in its", "     own voice"]


def test_columns_stand_beside_each_other_only_where_all_have_room() -> None:
    five = versus(tuple(f"V{number}" for number in range(5)), aspect("", *[Cell()] * 5))
    assert [beside(five, width) for width in (5 * NARROWEST, 5 * NARROWEST + 1)] == [False, True]
    assert [beside(TRUCE, width) for width in (78, BESIDE - 1, BESIDE)] == [False, False, True]
    many = versus(tuple(f"V{number}" for number in range(9)), aspect("", *[Cell()] * 9))
    assert sum("silent" in line for line in drawn(many, 120)) == 9


@given(st.integers(1, 8), st.integers(0, 40))
def test_all_columns_weigh_the_same(columns: int, more: int) -> None:
    width = columns * NARROWEST + 1 + more
    names = tuple("x" * 99 for _ in range(columns))
    text = plain(head(versus(names), width))
    ends = [place for place, char in enumerate(text) if char == "…"]
    assert len(ends) == columns
    assert len({after - before for before, after in pairwise(ends)}) <= 1


def test_a_stacked_account_leads_to_its_source_and_the_cursor_rests_on_what_is_said() -> None:
    stacked = rows(TRUCE, 50)
    assert {row.record for row in stacked} == {90}
    assert [row.target for row in stacked[:9]] == [None, None, 80, 80, None, 81, 81, 81, None]
    side = rows(TRUCE, 94)
    assert [row.record for row in side] == [None, *[90] * 12]
    assert {row.target for row in side} == {None}
    for found in (stacked, side):
        assert len({row.key for row in found}) == len(found)


@pytest.mark.parametrize("width", [40, 94])
def test_what_was_replaced_says_so_and_who_declines_does_too(width: int) -> None:
    old = account(id=6, about="mood", value="calm", replaced=True)
    no = account(id=7, about="mood", value="tense", modality="declines")
    text = "\n".join(drawn(versus(("Alpha", "Beta"), aspect("mood", Cell((old,)), Cell((no,)))), width))
    assert "since replaced by a later word" in text
    assert "declines: tense" in text
    assert "accounts differ" not in text


def test_an_accusation_is_spoken_of_as_what_is_alleged() -> None:
    assert drawn(versus(("Alpha",), aspect("", Cell((ANN,))), kind="accusation"), 90)[1] == " what is alleged"


def test_nothing_said_and_nothing_there_are_explained() -> None:
    assert drawn(versus(("Alpha", "Beta")), 80) == [" Nobody is on record as saying anything about this."]
    assert drawn(None, 80) == [" This record is no longer in the store."]


@given(
    text=TEXTS | st.sampled_from([HOSTILE, "x" * 90, "漢字" * 20, ""]),
    columns=st.integers(0, 5),
    width=st.integers(20, 220),
)
def test_every_row_is_as_wide_as_the_page_whatever_is_written(text: str, columns: int, width: int) -> None:
    said = account(
        about=text, label=text, value=text, modality=text, note=text, quote=text, speaker=text, relayed_by=text,
        behalf=text, behalf_short=text, publisher=text, short=text, locator=text, hedge=text, said_on=text, rank=text,
        rank_reason=text,
    )  # fmt: skip
    cells = [Cell((said, said), frozenset({70})) if number % 2 == 0 else Cell() for number in range(columns)]
    given = versus(
        (text,) * columns, aspect(text, *cells, disputed=True), aspect("starts", *cells), kind=text, set_aside=3
    )
    for row in rows(given, width):
        assert width_of(row.line) == width
        assert not UNSAFE.search(plain(row.line))
