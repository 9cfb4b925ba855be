"""The ledger of alleged breaches, drawn."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.ledger import Breach, Count, Denial, Ledger, Linked, Party
from db.text import UNSAFE
from tests.tui.draw.make import HOSTILE, TEXTS, breach, ledger
from tui.draw.ledger import TABLE, counted, mark, parties, rows, when
from tui.draw.spans import plain, width_of

DENIED = breach(
    state="denied",
    incidents=(Linked(101, "A strike on the bridge at night"),),
    counts=(Count("killed", "killed", 70, 75, 2), Count("drones", "drones", 450, 450, 1)),
    denials=(Denial("Bob", "BE"), Denial("Gamma", "")),
    undertakings=(Linked(102, "The truce"),),
    sources=("GA", "PO"),
)  # fmt: skip
SINGLE = breach("More of the same", event=103, starts="[..2026-01-30]", accused=())


def drawn(given: Ledger, width: int) -> list[str]:
    return [plain(row.line) for row in rows(given, width)]


def test_with_room_it_is_a_table_with_long_cells_on_further_lines() -> None:
    assert drawn(ledger(DENIED, SINGLE), 110) == [
        "   when       who → whom  what                        counts        would breach    denied by     sources",
        " ✗ 4 Feb 2026 AL → BE     The strike broke the truce  killed 70–75  The truce       Bob (BE)      GA · PO",
        "                          about: A strike on the      2 accounts                    Gamma",
        "                          bridge at night             drones 450",
        "                                                      1 account",
        "",
        "   by 30 Jan  AL → ?      More of the same            none given    not named       nobody on     PO",
        "   2026                                                                             record",
    ]


def test_the_widest_table_has_names_in_full() -> None:
    head, first, *_ = drawn(ledger(DENIED), 198)
    assert "accuser → accused" in head
    assert "Alpha → Beta" in first


def test_without_room_each_is_a_block() -> None:
    assert drawn(ledger(DENIED, SINGLE), 60) == [
        " ✗ The strike broke the truce",
        "   4 Feb 2026 · Alpha → Beta",
        "   about         A strike on the bridge at night",
        "   counts        killed 70–75",
        "                 2 accounts",
        "                 drones 450",
        "                 1 account",
        "   would breach  The truce",
        "   denied by     Bob (BE)",
        "                 Gamma",
        "   sources       GA · PO",
        "",
        "   More of the same",
        "   by 30 Jan 2026 · Alpha → not named",
        "   counts        none given",
        "   would breach  not named",
        "   denied by     nobody on record",
        "   sources       PO",
    ]


def test_counts_that_as_many_accounts_give_say_so_once() -> None:
    one = breach(counts=(Count("killed", "killed", 1, 1, 1), Count("drones", "drones", 2, 2, 1)))
    assert [line.split(maxsplit=1)[-1] for line in drawn(ledger(one), 60)[2:5]] == ["killed 1", "2", "account each"]


@pytest.mark.parametrize("width", [60, 120])
def test_the_cursor_goes_from_one_to_the_next_and_enter_opens_it(width: int) -> None:
    found = rows(ledger(DENIED, SINGLE, total=5), width)
    resting = [row for row in found if row.record is not None]
    assert [(row.record, row.target) for row in resting] == [(100, 100), (103, 103)]
    assert all(row.target is None for row in found if row.record is None)
    assert len({row.key for row in found}) == len(found)
    assert plain(found[-1].line) == " … 3 more, all of them older"


def test_nothing_alleged_is_one_line() -> None:
    assert drawn(ledger(), 120) == [" Nobody is on record as accusing anyone of a breach."]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, ""),
        ({"denials": (Denial("Bob", "BE"),)}, "✗"),
        ({"state": "contested"}, "‡"),
        ({"state": "denied", "denials": (Denial("Bob", "BE"),)}, "✗"),
    ],
)
def test_what_is_denied_or_contested_is_marked(more: dict[str, Any], expected: str) -> None:
    assert mark(breach(**more)) == expected


@pytest.mark.parametrize(
    ("more", "words", "stored"),
    [
        ({}, "4 Feb 2026", "2026-02-04"),
        ({"ends": "2026-02-05"}, "4–5 Feb 2026", "2026-02-04/2026-02-05"),
        ({"starts": ""}, "no date", "no date"),
        ({"starts": "[..2026-02-04]"}, "by 4 Feb 2026", "[..2026-02-04]"),
        (
            {"rivals": (("starts", ("2026-02-01", "2026-02-03")),)},
            "1 or 3 Feb 2026",
            "2026-02-01 or 2026-02-03",
        ),
        (
            {"ends": "2026-02-09", "rivals": (("starts", ("2026-02-01", "2026-02-03")),)},
            "1 or 3 Feb 2026 – 9 Feb 2026",
            "2026-02-01 or 2026-02-03/2026-02-09",
        ),
    ],
)
def test_dates_are_in_words_or_as_stored_and_rival_ones_each(more: dict[str, Any], words: str, stored: str) -> None:
    assert (when(breach(**more)), when(breach(**more), stored=True)) == (words, stored)


def test_parties_are_named_where_there_is_room() -> None:
    two = breach(accusers=(Party(1, "Alpha", "AL"), Party(3, "Gamma", "GM")))
    assert [parties(two, width) for width in (19, 18)] == ["Alpha, Gamma → Beta", "AL GM → BE"]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (Count("killed", "killed", 71, 71, 1), "killed 71"),
        (Count("killed", "killed", 70, 75, 1), "killed 70–75"),
        (Count("killed", "killed", 100, None, 1), "killed 100+"),
        (Count("killed", "killed", 0, 20, 1), "killed up to 20"),
        (Count("killed", "killed", 2, 90, 1, records=2), "killed 2–90 over 2 events"),
    ],
)
def test_a_count_goes_from_the_least_to_the_most(count: Count, expected: str) -> None:
    assert counted(count) == expected


def filled_with(text: str) -> Breach:
    return breach(
        text, starts=text, ends=text, state=text, accusers=(Party(1, text, text),) * 2, accused=(Party(2, text, text),),
        incidents=(Linked(3, text),), counts=(Count(text, text, 1, None, 3, 2),), denials=(Denial(text, text),),
        undertakings=(Linked(4, text),), sources=(text, text), rivals=(("starts", (text, text)),),
    )  # fmt: skip


@given(text=TEXTS | st.sampled_from([HOSTILE, "x" * 300, "漢字" * 40, ""]), width=st.integers(20, 220))
def test_every_row_is_as_wide_as_the_page_whatever_is_written(text: str, width: int) -> None:
    for row in rows(ledger(filled_with(text), filled_with("A word"), total=9), width):
        assert width_of(row.line) == width
        assert not UNSAFE.search(plain(row.line))


@given(text=TEXTS, width=st.sampled_from([30, TABLE, 150]))
def test_whatever_is_written_each_accusation_has_one_line_for_the_cursor(text: str, width: int) -> None:
    found = rows(ledger(filled_with(text), SINGLE), width)
    assert [row.record for row in found if row.record is not None] == [100, 103]
