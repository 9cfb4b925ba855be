"""`talks-tui new`: a store appears, whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Refusal
from tests.db.helpers import ask, digest


def test_a_new_store_holds_the_bundled_talks(cli: Cli, tmp_path: Path) -> None:
    done = cli("new", "mine.db")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Made mine.db with the bundled talks.\n", "")
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["mine.db"]
    assert ask(tmp_path / "here" / "mine.db", "SELECT slug FROM records WHERE kind = 'process'")


def test_an_empty_store_holds_no_record(cli: Cli, tmp_path: Path) -> None:
    done = cli("new", "mine.db", "--empty")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Made mine.db.\n", "")
    assert ask(tmp_path / "here" / "mine.db", "SELECT count(*) FROM records") == [(0,)]


def test_the_empty_store_has_a_board(cli: Cli) -> None:
    cli("new", "mine.db", "--empty")
    done = cli("mine.db")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nothing is recorded yet." in done.stdout


def test_any_sqlite_tool_opens_a_store(cli: Cli, tmp_path: Path) -> None:
    cli("new", "mine.db")
    with closing(sqlite3.connect(tmp_path / "here" / "mine.db")) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        assert conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        loose = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE '%sqlite_%'"
        loose += " AND name NOT LIKE 'search%'"  # the index of words can't be strict
        assert conn.execute(loose).fetchall() == []


@pytest.mark.parametrize("there", ["a store", "text", "nothing in it", "a folder", "a link to nothing"])
def test_what_is_there_already_is_left_alone(refusal: Refusal, store_path: Path, there: str) -> None:
    match there:
        case "text":
            store_path.write_text("my notes\n")
        case "nothing in it":
            store_path.write_bytes(b"")
        case "a folder":
            store_path.unlink()
            store_path.mkdir()
        case "a link to nothing":
            store_path.unlink()
            store_path.symlink_to("nowhere")
    before = digest(store_path) if store_path.is_file() else None
    assert "is already there" in refusal("new", store_path)
    assert (digest(store_path) if store_path.is_file() else None) == before
    assert [path.name for path in store_path.parent.glob("*talks*")] == [store_path.name]


def test_folders_on_the_way_are_made(cli: Cli, tmp_path: Path) -> None:
    assert cli("new", "some/where/mine.db", "--empty").returncode == 0
    assert (tmp_path / "here" / "some" / "where" / "mine.db").is_file()


def test_a_file_is_no_folder_to_make_a_store_in(refusal: Refusal, store_path: Path) -> None:
    assert "is not a folder" in refusal("new", store_path / "mine.db")


@pytest.mark.parametrize(
    "name", ["new\nline.db", "\x1b[2J.db", "\u202e.db", b"\xff.db", " ", "import", 'it\'s; a "name"']
)
def test_a_store_may_have_any_name_that_a_file_can_have(cli: Cli, name: str | bytes, tmp_path: Path) -> None:
    done = cli("new", name, "--empty")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert "\x1b" not in done.stdout + done.stderr
    (made,) = (tmp_path / "here").iterdir()
    shown = cli(tmp_path / "here" / made)
    assert (shown.returncode, shown.stderr) == (0, "")


def test_a_place_that_cannot_be_written_is_named(refusal: Refusal) -> None:
    if not Path("/proc/self").exists():
        pytest.skip("no folder here that refuses even root")
    assert "/proc/mine.db can't be" in refusal("new", "/proc/mine.db")
