"""Who is in the room, drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.roster import Roster
from db.scope import Scope
from db.text import UNSAFE
from tests.tui.draw.make import HOSTILE, delegation, roster, seat
from tui.draw.roster import caption, rows
from tui.draw.spans import plain, width_of


def drawn(given: Roster, width: int) -> list[str]:
    return [plain(row.line) for row in rows(given, width)]


TALKS = roster(
    delegation(
        seat("Ann Archer", id=1, role="head", office="Minister"),
        seat("Bob", id=2, office="Deputy head of the Office of the President", status="inferred", state="contested"),
        seat("", id=3, description="others"),
    ),
    delegation(
        seat("Cy", id=4, joined=True), id=21, name="Beta", left=("Dee",), unchanged_from="round 1", state="denied"
    ),
    delegation(id=22, name="Gamma"),
    delegation(id=23, name="Delta", role="host"),
)


def test_delegations_are_drawn_with_who_leads_and_what_has_changed() -> None:
    assert drawn(TALKS, 48) == [
        "  ALPHA                        2 named · others",
        "  ★ Ann Archer     Minister",
        "‡   Bob                                 inferred",
        "      Deputy head of the Office of the President",
        "    + others",
        "✗ BETA                          same as round 1",
        "    Cy                                       new",
        "    − Dee left",
        "  GAMMA",
        "    not reported",
        "  host  Delta",
    ]


def test_an_office_that_fits_stands_beside_the_name() -> None:
    assert " ".join(drawn(TALKS, 80)[2].split()) == "‡ Bob Deputy head of the Office of the President inferred"


def test_the_cursor_rests_on_parts_and_seats_not_on_what_continues_them() -> None:
    records = [row.record for row in rows(TALKS, 48)]
    assert records == [20, 1, 2, None, 3, 21, 4, 21, 22, 22, 23]


def test_each_row_can_be_told_from_the_others() -> None:
    keys = [(row.record, row.key) for row in rows(TALKS, 48)]
    assert len({*keys}) == len(keys)


@pytest.mark.parametrize("text", ["Ann", "漢字" * 20, HOSTILE, "x" * 200])
@given(width=st.integers(20, 120))
def test_every_row_is_as_wide_as_the_pane_whatever_is_written(text: str, width: int) -> None:
    written = roster(
        delegation(
            seat(text, role="head", office=text, status="withdrawn", state="denied", joined=True),
            seat("", description=text),
            name=text,
            left=(text,),
            unchanged_from=text,
        ),
        delegation(name=text, role="host"),
    )
    for row in rows(written, width):
        assert width_of(row.line) == width
        assert not UNSAFE.search(plain(row.line))


@pytest.mark.parametrize(
    ("given", "scope", "expected"),
    [
        (Roster(None, 0, (), ()), Scope(), " No round of talks is recorded yet."),
        (roster(), Scope(), " Who took part is not reported."),
        (roster(), Scope(contested_only=True), " Nothing contested here; d shows all."),
        (roster(), Scope(as_of=20_000), " Who took part is not reported."),
        (roster(status="planned"), Scope(as_of=20_000), " Who will take part is not reported yet."),
        (Roster(None, 0, (), ()), Scope(as_of=-9_000), " Nothing was known by 12 May 1945; . goes on to the next"),
    ],
)
def test_an_empty_room_is_explained(given: Roster, scope: Scope, expected: str) -> None:
    row, *_ = rows(given, 60, scope)
    assert plain(row.line).rstrip() == expected
    assert row.record is None


def test_the_caption_says_which_round_this_is() -> None:
    assert caption(roster(), keys=True, width=60) == "round 1 of 1 · 4–5 Feb · Town"
    ongoing = roster(rounds=3, status="ongoing")
    assert caption(ongoing, keys=True, width=60) == "[ ] round 3 of 3 · 4–5 Feb · Town · ongoing"
    assert caption(ongoing, keys=False, width=60) == "round 3 of 3 · 2026-02-04/2026-02-05 · Town · ongoing"
    assert caption(roster(rounds=3, place="", starts="", ends=""), keys=False, width=60) == "round 3 of 3"
    assert caption(Roster(None, 0, (), ()), keys=True, width=60) == ""


@given(st.integers(0, 60))
def test_a_caption_without_room_leaves_out_whole_parts_the_last_first(width: int) -> None:
    whole = "[ ] round 3 of 3 · 4–5 Feb · Town · ongoing"
    found = caption(roster(rounds=3, status="ongoing"), keys=True, width=width)
    assert len(found) <= width
    assert whole.startswith(found)
    assert (
        found == whole
        or len(f"{found} · {whole.removeprefix(found).split(' · ')[1] if found else ''}") > width
        or not found
    )
