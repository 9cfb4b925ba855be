"""What happened when, drawn."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from db.asof import UNDATED
from db.text import UNSAFE
from db.timeline import Window
from tests.tui.draw.make import FEB_4, HOSTILE, entry, window
from tui.draw.spans import plain, width_of
from tui.draw.timeline import Rows, actors, caption, columns, given, standing, title, when


def drawn(shown: Window, width: int = 80) -> list[str]:
    return [plain(row.line) for row in Rows(shown, width)]


def test_events_stand_under_their_days_and_what_is_planned_apart() -> None:
    found = Rows(
        window(
            entry("A plan", key=(1, FEB_4 + 1, 0, 9), status="planned"),
            entry("A round", type="ROUND", parties=(("RU", "attendee"), ("UA", "attendee"), ("AE", "host"))),
            entry("A truce", type="TRUCE", key=(0, FEB_4, 0, 2), state="denied", sources=("GA", "PO")),
            entry("A strike", FEB_4 - 1, type="ASSAULT", parties=(("RU", "actor"), ("UA", "target"))),
            entry("Something", key=(0, UNDATED, 0, 3), starts=""),
        ),
        80,
    )
    assert [plain(row.line) for row in found] == [
        " Thu 5 Feb 2026 · planned",
        "  ○ A plan                                                              PO",
        " Wed 4 Feb 2026",
        "  ● A round                                               RU UA         PO",
        "  ‖ A truce                                                           ✗ GA · PO",
        " Tue 3 Feb 2026",
        "  ✶ A strike                                              RU → UA       PO",
        " No date",
        "  ◈ Something                                                           PO",
    ]
    assert [row.record for row in found] == [None, 9, None, 1, 2, None, 1, None, 3]


@pytest.mark.parametrize(
    ("more", "said", "beside"),
    [
        ({}, "A meeting", ""),
        ({"status": "ongoing"}, "A meeting (ongoing)", ""),
        ({"status": "postponed"}, "A meeting (postponed)", ""),
        ({"starts": "2026-02-04", "ends": "2026-02-05"}, "A meeting", "4–5 Feb"),
        ({"starts": "2026-02-04", "ends": "2026-02-04"}, "A meeting", ""),
        ({"starts": "[..2026-02-04]"}, "A meeting", "by 4 Feb"),
        ({"starts": "", "ends": "2026-02-05"}, "A meeting", ""),
    ],
)
def test_dates_that_the_heading_does_not_give_are_said_and_rival_ones_each(
    more: dict[str, Any], said: str, beside: str
) -> None:
    assert (title(entry(**more)), when(entry(**more))) == (said, beside)


@pytest.mark.parametrize(
    ("values", "more", "expected"),
    [
        ({}, {}, ""),
        ({"starts": ("2026-01-25", "2026-01-30")}, {}, "25 or 30 Jan"),
        ({"starts": ("2026-01-25", "2026-01-30")}, {"ends": "2026-02-01"}, "25 or 30 Jan – 1 Feb"),
        ({"missiles": ("71",), "drones": ("400..450", "500")}, {}, "71 missiles, 400..450 or 500 drones"),
        ({"reason": ("iran-tensions", "scheduling")}, {}, "tensions with Iran or scheduling"),
        ({"ends": ("2026-02-05",), "duration": ("P2D",)}, {"ends": "2026-02-05"}, "4–5 Feb, 2 days"),
    ],
)
def test_every_value_that_is_given_stands_beside_the_title(
    values: dict[str, tuple[str, ...]], more: dict[str, Any], expected: str
) -> None:
    told = entry(given=tuple(values.items()), **more)
    assert given(told) == expected
    assert when(told) == "" or not {"starts", "ends"} & values.keys()


def test_a_long_title_is_cut_before_what_is_given() -> None:
    long = entry("A strike on the energy system of the whole country", given=(("missiles", ("71",)),))
    [line] = [plain(row.line) for row in Rows(window(long), 70) if row.record]
    assert "A strike on the" in line
    assert "…: 71 missiles" in line


@pytest.mark.parametrize(
    ("parties", "expected"),
    [
        ((), ""),
        ((("RU", "attendee"), ("UA", "attendee"), ("AE", "host")), "RU UA"),
        ((("RU", "actor"), ("UA", "target")), "RU → UA"),
        ((("UA", "accuser"), ("RU", "accused")), "UA → RU"),
        ((("RU", "actor"), ("US", "actor"), ("UA", "target"), ("EU", "target")), "RU US → UA EU"),
        ((("RU", "actor"), ("RU", "attendee")), "RU"),
    ],
)
def test_who_took_part_or_acted_on_whom_is_said(parties: tuple[tuple[str, str], ...], expected: str) -> None:
    assert actors(entry(parties=parties)) == expected


@pytest.mark.parametrize(
    ("state", "contested_on", "expected"),
    [
        ("single", (), "¹"),
        ("agreed", (), "≡"),
        ("silent", (), "◌ silent"),
        ("opposed", (), "≠ others differ"),
        ("", (), ""),
        ("from elsewhere", (), " from elsewhere"),
        ("denied", (), "✗ denied"),
        ("contested", ("starts",), "‡ starts"),
        ("contested", ("ends", "starts"), "‡ starts, ends"),
        ("contested", ("colour",), "‡ colour"),
    ],
)
def test_how_it_stands_is_said(state: str, contested_on: tuple[str, ...], expected: str) -> None:
    assert standing(entry(state=state, contested_on=contested_on)) == expected


@given_any(st.integers(10, 300))
def test_the_title_has_what_the_other_columns_leave(width: int) -> None:
    found = columns(width)
    taken = found.title + found.summary + found.when + found.parties + found.place + found.mark + found.sources
    assert found.title >= 10
    assert taken + 4 == max(width, 10 + found.when + found.parties + found.place + found.mark + found.sources + 4)


@pytest.mark.parametrize("text", ["A meeting", "漢字" * 40, HOSTILE, "x" * 300])
@given_any(width=st.integers(10, 250))
def test_every_row_is_as_wide_as_the_pane_whatever_is_written(text: str, width: int) -> None:
    written = entry(
        text, summary=text, place=text, starts=text, ends="2026", status=text, type=text, state="contested",
        contested_on=(text,), parties=((text, "actor"), (text, "target")), sources=(text, text),
    )  # fmt: skip
    for row in Rows(window(written), width):
        assert width_of(row.line) == width
        assert not UNSAFE.search(plain(row.line))


def test_the_caption_says_which_days_there_are() -> None:
    assert caption(window()) == ""
    assert caption(window(entry())) == "4 Feb 2026"
    assert caption(Window((entry(),), 0, 1, 0, (FEB_4 - 12, FEB_4))) == "23 Jan 2026 – 4 Feb 2026"


def test_no_events_are_no_rows() -> None:
    assert drawn(window()) == []
