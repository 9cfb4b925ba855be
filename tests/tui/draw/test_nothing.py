"""What stands where there is nothing: why, and how to see more."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from db.dates import day_number
from db.scope import Scope
from tui.draw.nothing import nothing, why
from tui.draw.spans import plain

LONG_AGO = day_number(1900, 1, 1)


@pytest.mark.parametrize(
    ("scope", "printed", "expected"),
    [
        (Scope(), False, "None yet."),
        (Scope(contested_only=True), False, "Nothing contested here; d shows all."),
        (Scope(as_of=LONG_AGO), False, "Nothing was known by 1 Jan 1900; . goes on to the next day, T to now."),
        (Scope(as_of=LONG_AGO), True, "Nothing was known by 1900-01-01: a later day shows more."),
    ],
)
def test_it_says_why_and_how_to_see_more(scope: Scope, printed: bool, expected: str) -> None:
    assert why(scope, "None yet.", printed) == expected


@pytest.mark.parametrize("width", [20, 40, 120])
def test_it_is_drawn_whole_in_any_width(width: int) -> None:
    rows = nothing(Scope(as_of=LONG_AGO), "", width)
    assert all(cell_len(plain(row.line)) <= width for row in rows)
    assert " ".join(plain(row.line).strip() for row in rows) == why(Scope(as_of=LONG_AGO), "")
