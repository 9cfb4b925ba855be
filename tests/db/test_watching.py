"""Watching a store: what is read is of one moment, and a change of the file is noticed."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db import watching
from db.errors import BusyError, StoreError
from db.schema import VERSION
from db.watching import Watch, patiently
from tests.db.readers import names, rename


def test_a_moment_lasts_until_another_program_commits(store_path: Path) -> None:
    watch = Watch(store_path)
    seen = watch.look()
    assert watch.look() == seen
    rename(store_path, "Other talks")
    assert watch.look() != seen
    assert watch.look().file == seen.file
    watch.close()


def test_a_file_that_takes_the_place_of_another_is_opened_and_prepared_anew(store_path: Path) -> None:
    other = Path(shutil.copy(store_path, store_path.with_name("other.db")))
    rename(other, "Other talks")
    prepared: list[sqlite3.Connection] = []
    watch = Watch(store_path, prepared.append)
    seen = watch.look()
    other.replace(store_path)
    moment = watch.look()
    assert moment.file != seen.file
    with watch.reading(moment) as conn:
        assert "Other talks" in names(conn)
        assert prepared[1:] == [conn]
    watch.close()


def test_tables_that_change_under_a_reader_are_looked_at_anew(store_path: Path) -> None:
    watch = Watch(store_path)
    watch.look()
    with closing(sqlite3.connect(store_path)) as conn:
        conn.execute(f"PRAGMA user_version = {VERSION - 1}")
    with pytest.raises(StoreError, match="older version"):
        watch.look()
    watch.close()


def test_closing_is_not_the_end(store_path: Path) -> None:
    watch = Watch(store_path)
    watch.close()
    watch.interrupt()
    moment = watch.look()
    watch.close()
    assert watch.look() == moment
    watch.close()


def test_what_passes_is_ridden_out_and_what_stays_is_said(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = iter(range(3))

    def passing() -> str:
        if next(tries) < 2:
            raise BusyError("locked")
        return "read"

    def staying() -> str:
        raise BusyError("locked for good")

    assert patiently(store_path, passing) == "read"
    monkeypatch.setattr(watching, "PATIENCE", 0.1)
    with pytest.raises(BusyError, match="for good"):
        patiently(store_path, staying)
