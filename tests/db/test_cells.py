"""Part of a large matrix: what is read of it is what the whole has there."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import store
from db.cells import View, cells, place
from db.dates import day_number
from db.overview import overview
from db.positions import Matrix, matrix
from db.scope import Scope
from tests.bench.wide import make_wide
from tests.db.helpers import reading

SCOPES = st.builds(
    Scope,
    process=st.none(),
    round=st.none(),
    contested_only=st.booleans(),
    word=st.sampled_from([None, "source:source-3", "party:party-10"]),
    hide_silent=st.booleans(),
    as_of=st.sampled_from([None, *(day_number(2025, month, 2) for month in (1, 2, 4, 9))]),
)
"""Every way to look at the matrix, and days before, between and after its positions."""


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eleven parties by 22 issues, with two positions in each cell."""
    path = tmp_path_factory.mktemp("wide") / "wide.db"
    make_wide(path, 11, 22, 11, held=2)
    with closing(store.writable(path)) as conn, conn:
        conn.execute("UPDATE record_state SET state = 'contested' WHERE record % 19 = 0")
        conn.execute("UPDATE claims SET said_on = '2025-06' WHERE id % 11 = 0")
        conn.execute("UPDATE process_parties SET role = 'outside' WHERE id % 3 = 0")
    return path


def read(path: Path, scope: Scope, view: View | None) -> Matrix:
    """The matrix of the store at `path`: the part in view, or all of it."""
    with reading(path) as conn:
        process = overview(conn, Scope()).process
        assert process is not None
        if view is None:
            return matrix(conn, process.id, scope)
        return cells(conn, process.id, scope, view, whole=0)


@given(SCOPES, st.sets(st.integers(0, 30)), st.sets(st.integers(0, 12)), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_part_of_a_matrix_is_what_the_whole_has_there(
    wide: Path, scope: Scope, rows: set[int], columns: set[int], distances: bool
) -> None:
    entire = read(wide, scope, None)
    issues = tuple(issue.id for number, issue in enumerate(entire.issues) if number in rows)
    parties = tuple(column.party for number, column in enumerate(entire.columns) if number in columns)
    found = read(wide, scope, View((*issues, 10**9), (*parties, 10**9), distances))
    assert found.columns == entire.columns
    assert [issue.id for issue in found.issues] == [issue.id for issue in entire.issues]
    assert found.part is not None
    assert found.part.issues >= {*issues}
    assert found.part.parties >= {*parties}
    for here, there in zip(found.issues, entire.issues, strict=True):
        assert (here.name, here.depth, here.heading, here.branch) == (
            there.name, there.depth, there.heading, there.branch,
        )  # fmt: skip
        if distances or here.id in found.part.issues:
            assert here.distance == there.distance
        if here.id in found.part.issues:
            assert here.silent == there.silent
            for column, mine, other in zip(found.columns, here.cells, there.cells, strict=True):
                if column.party in found.part.parties:
                    assert mine == other


def test_a_small_matrix_is_read_whole(wide: Path) -> None:
    with reading(wide) as conn:
        process = overview(conn, Scope()).process
        assert process is not None
        found = cells(conn, process.id, Scope(), View((10**9,), (10**9,)))
    assert found.part is None
    assert found == read(wide, Scope(), None)


@given(SCOPES)
@settings(max_examples=10, deadline=None)
def test_a_position_is_found_where_it_is_shown_and_nowhere_else(wide: Path, scope: Scope) -> None:
    entire = read(wide, scope, None)
    shown = {
        cell.position: (issue.id, column.party)
        for issue in entire.issues
        for column, cell in zip(entire.columns, issue.cells, strict=True)
        if cell is not None
    }
    with reading(wide) as conn:
        process = overview(conn, Scope()).process
        assert process is not None
        positions = [row[0] for row in conn.execute("SELECT id FROM positions WHERE id % 17 = 0")]
        assert positions
        for position in positions:
            assert place(conn, process.id, scope, position) == shown.get(position)
        assert place(conn, process.id, scope, 10**9) is None
