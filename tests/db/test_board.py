"""The board: every pane from one moment of the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from db.board import Look, board, snapshot
from db.errors import StoreError
from db.overview import Overview
from db.scope import Scope, Subject
from tests.db.helpers import reading, record, writing

Talks = Callable[[str], Path]


def test_the_board_of_the_bundled_talks(bundled_conn: sqlite3.Connection) -> None:
    found = board(bundled_conn, Look(Scope()))
    assert found.overview.process is not None
    assert found.overview.process.slug == "ukraine-peace-talks"
    assert (found.overview.rounds, found.overview.contested) == (2, 3)
    assert found.overview.events == found.window.total
    assert [process.slug for process in found.processes] == ["ukraine-peace-talks", "iran-talks"]
    assert found.roster.round is not None
    assert found.roster.round.number == 2
    assert found.matrix.issues
    assert found.detail is None
    assert not bundled_conn.in_transaction


def test_every_pane_is_of_the_process_in_scope(bundled_conn: sqlite3.Connection) -> None:
    found = board(bundled_conn, Look(Scope(process="iran-talks")))
    assert found.overview.process is not None
    assert found.overview.process.name == "US–Iran nuclear talks"
    assert [issue.name for issue in found.matrix.issues] == ["Nuclear deal"]
    assert found.window.total == 2
    assert found.roster.round is None


def test_contested_only_holds_in_every_pane(bundled_conn: sqlite3.Connection) -> None:
    found = board(bundled_conn, Look(Scope(contested_only=True)))
    assert {entry.state for entry in found.window.entries} == {"contested", "denied"}
    assert found.window.total == len(found.window.entries) == 3
    assert found.matrix.issues == ()
    assert found.roster.delegations == ()


def test_the_record_asked_for_comes_along(bundled_conn: sqlite3.Connection, masters: tuple[Path, Path]) -> None:
    subject = Subject(record(masters[0], "event", "round-1"))
    found = board(bundled_conn, Look(Scope(), subject=subject)).detail
    assert found is not None
    assert found.title == "First round of talks"
    assert board(bundled_conn, Look(Scope(), subject=Subject(123456))).detail is None


def test_an_empty_store_is_an_empty_board(empty_store: Path) -> None:
    with reading(empty_store) as conn:
        found = board(conn, Look(Scope()))
    assert found.overview == Overview(None, 0, 0, 0, 0)
    assert (found.roster.round, found.matrix.issues, found.window.entries) == (None, (), ())


def test_a_scope_that_names_nothing_leaves_no_transaction_open(bundled_conn: sqlite3.Connection) -> None:
    with pytest.raises(StoreError, match="no negotiation “moon”"):
        board(bundled_conn, Look(Scope(process="moon")))
    assert not bundled_conn.in_transaction


def test_a_block_reads_one_moment_whatever_others_commit(store_path: Path) -> None:
    count = "SELECT count(*) FROM people"
    with reading(store_path) as conn, writing(store_path) as other:
        with snapshot(conn):
            before = conn.execute(count).fetchone()
            other.execute("PRAGMA foreign_keys = OFF")
            other.execute("DELETE FROM people")
            assert conn.execute(count).fetchone() == before
        assert conn.execute(count).fetchone() == (0,)
