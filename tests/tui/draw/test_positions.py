"""What each side holds, drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.positions import Matrix
from db.text import UNSAFE
from tests.tui.draw.make import HOSTILE, cell, column, issue, matrix
from tui.draw.positions import APART, CELL, Grid, grid, head, legend, rows, visible
from tui.draw.spans import plain, width_of

LAND = issue("Land", id=1)
BORDER = issue("Border", cell(2), cell(-2), None, id=2, depth=1, distance=4)
TROOPS = issue("Troops", cell(-1, conditional=True, state="contested"), cell(None), cell(0), id=3, depth=1)
TALKING = issue("Going on", cell(1, state="denied"), cell(1), cell(1, conditional=True), id=4, distance=0)
TALKS = Matrix((column("RU", "A"), column("UA", "B"), column("NATO")), (LAND, BORDER, TROOPS, TALKING))


def drawn(folded: set[int] | None = None, width: int = 50) -> list[str]:
    layout = grid(TALKS, width)
    return [
        plain(head(TALKS, layout, width)),
        *(plain(row.line) for row in rows(TALKS, layout, folded or set(), width)),
    ]


def test_the_matrix_is_drawn_with_stances_conditions_disputes_and_distances() -> None:
    assert drawn() == [
        " Issue              RU   UA  NATO  apart",
        " ▾ Land",
        "   Border           ▲▲   ▼▼   ·    ████ 4",
        "   Troops         ‡ ▼°   ·    ◇     –",
        " Going on         ✗ ▲    ▲    ▲°        0",
    ]


def test_a_stance_that_is_not_known_is_told_from_one_that_nobody_reports() -> None:
    border, troops = rows(TALKS, grid(TALKS, 50), (), 50)[1:3]
    assert "stance-none" in [span.style for span in troops.line]
    assert "stance-none" not in [span.style for span in border.line]


def test_a_folded_heading_hides_what_is_under_it_and_says_so() -> None:
    assert [line.split()[0] for line in drawn({1})] == ["Issue", "▸", "Going"]
    assert [found.id for found in visible(TALKS, {1})] == [1, 4]


def test_folding_hides_the_whole_branch_and_no_more() -> None:
    tree = matrix(
        0,
        issue("a", id=1), issue("b", id=2, depth=1), issue("c", id=3, depth=2), issue("d", id=4, depth=1),
        issue("e", id=5),
    )  # fmt: skip
    assert [found.id for found in visible(tree, {1})] == [1, 5]
    assert [found.id for found in visible(tree, {2})] == [1, 2, 4, 5]
    assert [found.id for found in visible(tree, {99})] == [1, 2, 3, 4, 5]


@given(st.integers(31, 200), st.integers(1, 40), st.integers(0, 45))
def test_every_party_can_be_scrolled_to_and_whole_columns_are_shown(width: int, parties: int, first: int) -> None:
    found = grid(matrix(parties, issue("Land", *[None] * parties, heading=False)), width, first)
    assert 0 <= found.first <= max(0, parties - found.shown)
    assert found.name + found.shown * CELL + APART <= width
    assert 1 <= found.shown <= parties
    if first < parties:
        assert found.first <= first


@pytest.mark.parametrize("text", ["Land", "漢字" * 30, HOSTILE, "x" * 200])
@given(width=st.integers(31, 160), parties=st.integers(1, 20))
def test_every_row_is_as_wide_as_the_pane_whatever_is_written(text: str, width: int, parties: int) -> None:
    cells = [cell(number % 5 - 2, conditional=True, state="denied") for number in range(parties)]
    written = Matrix(
        tuple(column(text) for _ in cells), (issue(text), issue(text, *cells, depth=3), issue(text, *cells, distance=4))
    )
    layout = grid(written, width)
    lines = [head(written, layout, width), *(row.line for row in rows(written, layout, (), width))]
    for line in lines:
        assert width_of(line) == width
        assert not UNSAFE.search(plain(line))


def test_a_column_begins_where_the_mouse_looks_for_it() -> None:
    layout = Grid(name=20, first=2, shown=3, total=9)
    assert [layout.left_of(number) for number in (2, 3, 4)] == [20, 25, 30]


def test_arrows_in_the_head_say_that_there_are_more_parties() -> None:
    many = matrix(12, issue("Land", *[None] * 12, heading=False))
    heads = [plain(head(many, grid(many, 50, first), 50)) for first in (0, 5, 12)]
    assert [("‹" in line, "›" in line) for line in heads] == [(False, True), (True, True), (True, False)]


@given(st.integers(0, 150))
def test_the_legend_fits_whole_or_is_left_out(width: int) -> None:
    assert len(legend(width)) <= width
    assert legend(150) == "▲▲ demands ▲ accepts ◇ neutral ▼ opposes ▼▼ rejects ° conditional"
