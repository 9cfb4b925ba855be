"""Who is in the room, on a page."""

from __future__ import annotations

from dataclasses import replace

from tests import webpage
from tests.tui.draw.make import account, delegation, roster, seat
from tests.tui.draw.page.notes import notes
from tui.draw.page.rooms import room, title


def test_a_round_has_its_title_days_place_status_and_format() -> None:
    made = roster(rounds=2, status="ongoing", format="bilateral")
    assert (
        webpage.text_of(title(made, notes(40))) == "The round round 2 of 2 · 4–5 Feb 2026 · Town · ongoing · bilateral"
    )
    assert 'href="#record-40"' in title(made, notes(40))
    assert webpage.text_of(title(roster(), notes())) == "The round round 1 of 1 · 4–5 Feb 2026 · Town"
    assert title(replace(made, round=None), notes()) == ""


def test_a_delegation_says_who_leads_who_is_new_who_left_and_on_whose_word() -> None:
    seats = (
        seat("Ann", role="head", office="Minister", post=12, id=10),
        seat("Bo", joined=True, status="inferred", state="contested", id=11),
        seat("", description="two aides", id=13),
    )
    host = delegation(name="Gamma", role="host", roster="", id=21)
    made = roster(delegation(*seats, unchanged_from="round 1", left=("Cy",), state="denied"), host)
    said = {10: (account(),), 12: (account(about="title", label="title", value="Minister"),), 21: (account(),)}
    piece = room(made, said, notes())
    assert webpage.text_of(piece) == (
        "Alpha same as round 1 · all named · ✗ denied ★ Ann, Minister, head The Post [1] ¶ 3"
        " Bo, new, inferred ‡ contested + two aides − Cy left"
        " 2 accounts Ann asserts this seat · The Post [1] ¶ 3 Ann: Minister asserts title: Minister · The Post [1] ¶ 3"
        " Gamma host 1 account asserts its part · The Post [1] ¶ 3"
    )
    for record in (20, 10, 11, 13, 21):
        assert f'id="record-{record}"' in piece
