"""The history of one party on one issue, drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.history import History
from db.shift import Shift
from db.text import UNSAFE
from tests.tui.draw.make import FEB_4, HOSTILE, TEXTS, account, held, history
from tui.draw.history import changed, head, rows, rule, title
from tui.draw.spans import plain, width_of

SAID = account(speaker="Ann", behalf="Alpha", hedge="reportedly", quote="so be it", note="A note.")
TOLD = history(
    held(2, FEB_4 - 20, shift=Shift("first"), summary="Wants all of it."),
    held(1, FEB_4, shift=Shift("softened", -1, "added"), condition="If asked", summary="Would share.", accounts=(SAID,),
         state="single"),
)  # fmt: skip


def drawn(found: History | None, width: int = 77) -> list[str]:
    return [plain(row.line) for row in rows(found, width)]


def test_each_position_says_when_what_how_it_changed_and_who_says_so() -> None:
    assert drawn(TOLD) == [
        " ▲▲  demands  15 Jan 2026   first on record",
        "     Wants all of it.",
        "",
        " ▲°  accepts  4 Feb 2026  ¹   softened by 1 · condition added",
        "     ° on condition: If asked",
        "     Would share.",
        "     asserts The Post ¶ 3 → Ann → Alpha · reportedly",
        "       “so be it” · A note",
    ]


def test_where_it_is_narrow_the_change_stands_below_and_nothing_is_cut() -> None:
    lines = drawn(TOLD, 44)
    assert lines[3:5] == [" ▲°  accepts  4 Feb 2026  ¹", "     softened by 1 · condition added"]
    assert "…" not in "".join(lines)


def test_rival_stances_and_dates_stand_beside_each_other() -> None:
    rival = history(held(1, rivals=(-2,), dates=("2026-02-02", "2026-02-04"), state="contested"))
    text = "\n".join(drawn(rival))
    assert "‡ accounts differ: ▲ accepts or ▼▼ rejects" in text
    assert "2 or 4 Feb 2026" in text


def test_what_gives_or_denies_a_value_says_so() -> None:
    denial = account(modality="denies")
    value = account(about="stance", label="stance", value="accepts", stored="1")
    text = drawn(history(held(1, accounts=(denial, value))))
    assert "     denies The Post ¶ 3" in text
    assert "     asserts The Post ¶ 3: stance: accepts" in text


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        (Shift("first"), "first on record"),
        (Shift("hardened", -2), "hardened by 2"),
        (Shift("turned", 3, "dropped"), "turned by 3 · condition dropped"),
        (Shift("softened", 0, "added"), "softened · condition added"),
        (Shift("", 0, "changed"), "condition changed"),
        (Shift(""), "as before"),
    ],
)
def test_a_change_is_in_the_words_of_the_rule(shift: Shift, expected: str) -> None:
    assert changed(shift) == expected


def test_an_unknown_stance_says_no_change() -> None:
    assert drawn(history(held(None))) == [" ·   no known stance  4 Feb 2026"]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (history(), [" No position of Alpha on this is on record."]),
        (history(as_of=True), [" No position of Alpha on this is on record by 4 Feb 2026."]),
        (
            history(as_of=True, later=2),
            [" No position of Alpha on this is on record by 4 Feb 2026.",
             " … 2 positions after 4 Feb 2026: T goes back to now."],
        ),
        (None, [" It is no longer in the store."]),
    ],
)  # fmt: skip
def test_nothing_on_record_says_so_and_how_to_see_more(found: History | None, expected: list[str]) -> None:
    assert drawn(found) == expected


def test_above_it_stand_the_proposition_and_the_chart() -> None:
    lines = [plain(line) for line in head(TOLD, 77)]
    assert lines[0] == " Alpha keeps the land."
    assert len(lines) == 9
    assert title(TOLD) == "Alpha on Land"
    assert [plain(line) for line in head(history(), 77)] == [" Alpha keeps the land."]


def test_every_line_of_a_position_leads_to_it_and_has_a_key_of_its_own() -> None:
    found = rows(TOLD, 60)
    assert {row.target for row in found if row.record} == {380, 400}
    assert len({row.key for row in found}) == len(found)
    assert all(row.record is not None for row in found if plain(row.line))


@pytest.mark.parametrize("width", [54, 74, 120])
def test_the_rule_is_in_the_frame_at_every_width(width: int) -> None:
    assert 0 < len(rule(width)) <= width
    assert rule(5) == ""


@given(text=TEXTS | st.sampled_from([HOSTILE, "x" * 300, "漢字" * 40, ""]), width=st.integers(20, 220))
def test_every_row_is_as_wide_as_the_page_whatever_is_written(text: str, width: int) -> None:
    said = account(quote=text, speaker=text, note=text, value=text, about=text, label=text, publisher=text)
    one = held(1, summary=text, condition=text, dates=(text, text), accounts=(said,), state=text, rivals=(2,))
    found = history(one, party=text, issue=text, proposition=text, as_of=True, later=3)
    for line in [*head(found, width), *(row.line for row in rows(found, width))]:
        assert width_of(line) == width
        assert not UNSAFE.search(plain(line))
