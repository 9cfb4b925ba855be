"""New rows: gathered, numbered, written in an order in which each finds what it refers to."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from db.errors import StoreError
from db.rows import NewRows
from tests.db.helpers import writing


def test_rows_are_written_many_at_a_time_and_all_of_them(empty_store: Path) -> None:
    with writing(empty_store) as conn:
        conn.execute("INSERT INTO changes VALUES (1, '', '', '', '[]')")
        rows = NewRows(conn)
        ids = [rows.id_for("records") for _ in range(501)]
        assert ids == [*range(1, 502)]
        for number in reversed(ids):  # each kind's table is written after the spine, whatever came first
            rows.add("people", ("id", "name"), (number, f"P{number}"))
            rows.add("records", ("id", "kind", "slug", "change"), (number, "person", f"p{number}", 1))
        rows.write()
        rows.write()
        assert conn.execute("SELECT count(*), count(DISTINCT slug) FROM records JOIN people USING (id)").fetchone() == (
            501, 501,
        )  # fmt: skip


def test_ids_go_on_from_those_of_the_store(store_path: Path) -> None:
    with writing(store_path) as conn:
        (last,) = conn.execute("SELECT max(id) FROM claims").fetchone()
        assert NewRows(conn).id_for("claims") == last + 1


def test_what_the_store_refuses_is_raised(empty_store: Path) -> None:
    with writing(empty_store) as conn:
        rows = NewRows(conn)
        rows.add("people", ("id", "name"), (1, "Nobody’s"))
        with pytest.raises(sqlite3.IntegrityError):
            rows.write()


def test_a_store_without_room_for_ids_is_refused(store_path: Path) -> None:
    with writing(store_path) as conn:
        conn.execute("UPDATE links SET id = 9223372036854775807 WHERE id = (SELECT max(id) FROM links)")
        with pytest.raises(StoreError, match="leaves no room for more"):
            NewRows(conn).id_for("links")
