"""Large rooms and large matrices: what shows is read when it shows, and nothing is missed on the way through."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from db.overview import overview
from db.positions import Matrix, matrix
from db.roster import Roster, roster
from db.scope import Scope
from tests.bench.wide import make_wide
from tests.db.helpers import ask, reading
from tests.pilot import SIZES, Driven, opened
from tests.tui.test_repaint import Wire, differences, wire
from tui.draw.positions import CELL, cell
from tui.draw.spans import plain
from tui.panes.positions import PositionsPane
from tui.panes.roster import RosterPane

__all__ = ["wire"]  # a fixture


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty parties with 25 seats each, and a matrix of 150 issues."""
    path = tmp_path_factory.mktemp("crowds") / "wide.db"
    make_wide(path, 30, 150, 750)
    return path


@pytest.fixture
def wide(master: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(master, tmp_path / "wide.db"))


def whole(path: Path, scope: Scope | None = None) -> tuple[Roster, Matrix]:
    """All of the room and of the matrix."""
    with reading(path) as conn:
        process = overview(conn, Scope()).process
        assert process is not None
        return roster(conn, process.id, scope or Scope()), matrix(conn, process.id, scope or Scope())


def room(talks: Driven) -> RosterPane:
    return talks.board.roster


def table(talks: Driven) -> PositionsPane:
    return talks.board.positions


def in_view(pane: PositionsPane, given: Matrix) -> tuple[list[str], list[str]]:
    """The cells in view as they are drawn, row by row, and as the whole matrix has them."""
    grid = pane._grid
    rows = range(pane.offset_y, min(len(pane.rows), pane.offset_y + pane.view.height))
    columns = slice(grid.first, grid.first + grid.shown)
    by_id = {issue.id: issue for issue in given.issues}
    shown, meant = [], []
    for row in rows:
        issue = by_id[pane.rows[row].record or 0]
        text = "".join(span.text for span in pane.rows[row].line)
        shown.append(text[grid.name : grid.name + grid.shown * CELL])
        cells = "".join(span.text for content in issue.cells[columns] for span in cell(content))
        meant.append(" " * (grid.shown * CELL) if issue.heading else cells)
    return shown, meant


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_large_room_begins_folded_and_says_how_large_it_is(size: tuple[int, int], wide: Path) -> None:
    async with opened(wide, size) as talks:
        assert room(talks).title == "1 Delegations · 30 delegations · 750 seats"
        assert len(room(talks).rows) == 30
        assert "▸ PARTY 5" in plain(room(talks).rows[4].line)
        assert "25 seats" in plain(room(talks).rows[4].line)


async def test_who_leads_a_folded_delegation_is_said_where_there_is_room(wide: Path) -> None:
    async with opened(wide) as talks:
        assert "★ Envoy 1-2" in plain(room(talks).rows[0].line)


async def test_space_unfolds_a_delegation_and_folds_it_again_from_any_of_its_seats(wide: Path) -> None:
    async with opened(wide) as talks:
        await talks.press("j", "space")
        assert "▾ PARTY 2" in talks.row("roster")
        assert len({row.record for row in room(talks).rows} - {None}) == 55
        await talks.press("j", "j", "space")
        assert "▸ PARTY 2" in talks.row("roster")
        assert len(room(talks).rows) == 30
        await talks.press("j")
        assert "▸ PARTY 3" in talks.row("roster")


@pytest.mark.parametrize("keys", [("j",), ("pagedown",), ("ctrl+d",)], ids=str)
async def test_on_the_way_down_a_large_room_every_seat_is_met_in_its_order(keys: tuple[str, ...], wide: Path) -> None:
    async with opened(wide) as talks:
        pane = room(talks)
        for party in whole(wide)[0].delegations[:6]:
            pane._turn(party.party, folded=False)
        pane._want(None, 0)
        await talks.rest()
        met: list[int] = []
        for _ in range(400):
            rows = [row.record for row in pane.rows[pane.offset_y : pane.offset_y + pane.view.height]]
            met += [record for record in rows if record is not None and record not in met]
            before = pane.row
            await talks.press(*keys)
            if pane.row == before:
                break
    expected = [
        record
        for number, party in enumerate(whole(wide)[0].delegations)
        for record in (party.id, *(seat.id for seat in party.seats if number < 6))
    ]
    assert met == expected


async def test_the_first_and_the_last_of_a_room_are_a_key_away(wide: Path) -> None:
    async with opened(wide) as talks:
        pane = room(talks)
        for party in whole(wide)[0].delegations:
            pane._turn(party.party, folded=False)
        pane._want(None, 0)
        await talks.rest()
        await talks.press("G")
        last = whole(wide)[0].delegations[-1]
        assert {last.seats[-1].id, last.id} <= {row.record for row in pane.rows[-5:]}
        assert pane.cursor == len(pane.rows) - 1
        assert pane.offset_y + pane.view.height == len(pane.rows)
        await talks.press("g")
        assert talks.record("roster") == whole(wide)[0].delegations[0].id
        assert pane.offset_y == 0


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_whatever_is_in_view_of_a_large_matrix_is_what_the_whole_has_there(
    size: tuple[int, int], wide: Path
) -> None:
    choose = random.Random(size[0])
    _, given = whole(wide)
    async with opened(wide, size) as talks:
        await talks.press("2")
        assert table(talks).partial
        for key in choose.choices(
            ["j", "pagedown", "pageup", "ctrl+d", "G", "g", "}", "{", "l", "h", "space", "f"], k=40
        ):
            await talks.press(key)
            shown, meant = in_view(table(talks), given)
            assert shown == meant, key
            subject = table(talks).subject
            assert subject is not None


async def test_parties_are_paged_and_the_title_says_which_are_shown(wide: Path) -> None:
    async with opened(wide) as talks:
        pane = table(talks)
        shown = pane._grid.shown
        await talks.press("2", "j")
        assert f"{shown} of 30 parties" in pane.title
        await talks.press("}")
        assert f"{shown + 1}–{2 * shown} of 30 parties" in pane.title
        assert pane.column == shown
        for _ in range(8):
            await talks.press("}")
        assert f"{30 - shown + 1}–30 of 30 parties" in pane.title
        assert pane.column == 29
        for _ in range(8):
            await talks.press("shift+left")
        assert (pane._grid.first, pane.column) == (0, 0)


async def test_o_puts_the_issues_furthest_apart_first_and_back(wide: Path) -> None:
    _, given = whole(wide)
    apart = {issue.id: issue.distance for issue in given.issues}
    async with opened(wide) as talks:
        pane = table(talks)
        await talks.press("2")
        before = [row.record for row in pane.rows]
        await talks.press("j", "j", "o")
        order = [apart[row.record or 0] for row in pane.rows]
        assert order == sorted(order, key=lambda one: -1 if one is None else one, reverse=True)
        assert len(order) == 135
        assert "furthest apart first" in pane.title
        shown, meant = in_view(pane, given)
        assert shown == meant
        await talks.press("o")
        assert [row.record for row in pane.rows] == before


async def test_a_party_is_gone_to_by_its_name(wide: Path) -> None:
    async with opened(wide) as talks:
        await talks.press("P")
        await talks.type("party 23")
        await talks.press("enter")
        assert talks.focused == "roster"
        assert "PARTY 23" in talks.row("roster")
        await talks.press("2", "P")
        await talks.type("p19")
        await talks.press("enter")
        assert talks.focused == "positions"
        assert table(talks)._matrix.columns[table(talks).column].name == "Party 19"


async def test_what_is_found_is_gone_to_wherever_it_is(wide: Path) -> None:
    [(position, issue)] = ask(
        wide, "SELECT max(positions.id), issues.name FROM positions JOIN issues ON issues.id = positions.issue"
    )
    async with opened(wide) as talks:
        await talks.press("slash")
        await talks.type("Envoy 29-9")
        await talks.press("enter")
        assert talks.focused == "roster"
        assert "Envoy 29-9" in talks.row("roster")
        await talks.press("2", "slash")
        await talks.type(f'kind:position party:party-39 "{issue}"')
        await talks.press("enter")
        assert talks.focused == "positions"
        assert table(talks).subject is not None
        assert table(talks).subject.record == position  # type: ignore[union-attr]
        await talks.press("left_parenthesis", "left_parenthesis")
        assert talks.focused == "roster"


async def test_nothing_is_left_behind_in_a_large_room(wide: Path, wire: Wire) -> None:
    choose = random.Random(7)
    keys = [*"jjjjkhll12{}oG", "g", "space", "pagedown", "pageup", "ctrl+d", "d", "f"]
    async with opened(wide) as talks:
        assert differences(talks, wire) == []
        pressed = []
        for key in choose.choices(keys, k=60):
            pressed.append(key)
            await talks.press(key)
            assert differences(talks, wire) == [], pressed
