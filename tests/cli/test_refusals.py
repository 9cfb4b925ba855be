"""What can't be opened is refused in one sentence, and left byte for byte as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from db import schema
from tests.cli.conftest import Cli, Refusal
from tests.db.helpers import CAST, digest


def spoiled(path: Path, *statements: str) -> None:
    """Change a store behind the program's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        for statement in statements:
            conn.execute(statement)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 3 * 4096 + 100])


def foreign(path: Path) -> None:
    path.unlink()
    spoiled(path, "CREATE TABLE notes (text)", "INSERT INTO notes VALUES ('mine')")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


SPOILS: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (Path.unlink, "There is no store at {path}: make one with “talks-tui new {path}”."),
    "empty": (lambda path: path.write_bytes(b""), "{path} is empty:"),
    "a directory": (folder, "{path} is a directory:"),
    "text": (lambda path: path.write_text("my notes\n" * 99), "{path} is not a SQLite file:"),
    "another program's": (foreign, "{path} is a SQLite file but not a store of talks:"),
    "truncated": (truncated, "{path} is damaged"),
    "only a header": (lambda path: path.write_bytes(path.read_bytes()[:100]), "{path} "),
    "garbage inside": (
        lambda path: path.write_bytes(path.read_bytes()[:100] + os.urandom(path.stat().st_size - 100)),
        "{path} is damaged",
    ),
    "of a newer version": (
        lambda path: spoiled(path, f"PRAGMA user_version = {schema.VERSION + 1}"),
        "{path} was made by a newer version",
    ),
    "without a table": (lambda path: spoiled(path, "DROP TABLE day_counts"), "{path} lacks the tables"),
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_store_that_is_none_is_refused(refusal: Refusal, cli: Cli, store_path: Path, spoil: str) -> None:
    SPOILS[spoil][0](store_path)
    before = digest(store_path) if store_path.is_file() else None
    said = refusal(store_path)
    assert said.startswith(SPOILS[spoil][1].format(path=store_path))
    file = store_path.with_name("cast.toml")
    file.write_text(CAST, encoding="utf-8")
    for words in ((store_path, "--read-only"), ("check", store_path), ("import", store_path, file)):
        done = cli(*words)
        assert (done.returncode, done.stdout, done.stderr) == (1, "", f"talks-tui: {said}\n")
    assert (digest(store_path) if store_path.is_file() else None) == before
    assert not list(store_path.parent.glob("talks.db?*"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_store_that_may_not_be_read_is_refused(refusal: Refusal, store_path: Path) -> None:
    store_path.chmod(0)
    assert "check the permissions" in refusal(store_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_store_that_may_not_be_written_takes_no_import(refusal: Refusal, store_path: Path) -> None:
    file = store_path.with_name("cast.toml")
    file.write_text(CAST, encoding="utf-8")
    store_path.chmod(0o444)
    assert "can't be written" in refusal("import", store_path, file)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the store as a program does that lets nobody else in."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA locking_mode = EXCLUSIVE")
        conn.execute("BEGIN EXCLUSIVE")
        conn.execute("UPDATE changes SET made_by = made_by")
        yield
        conn.execute("ROLLBACK")


def test_a_store_that_another_program_keeps_locked_is_refused_in_time(refusal: Refusal, store_path: Path) -> None:
    with locked(store_path):
        assert refusal(store_path).startswith(f"{store_path} is in use by another program")


def test_an_import_waits_in_vain_for_another_one_that_never_ends(refusal: Refusal, store_path: Path) -> None:
    file = store_path.with_name("cast.toml")
    file.write_text(CAST, encoding="utf-8")
    with closing(sqlite3.connect(store_path, isolation_level=None)) as conn:
        conn.execute("BEGIN IMMEDIATE")
        assert refusal("import", store_path, file).startswith(f"{store_path} is in use by another program")
        conn.execute("ROLLBACK")


def test_who_only_reads_needs_not_wait_for_a_writer(cli: Cli, store_path: Path) -> None:
    with closing(sqlite3.connect(store_path, isolation_level=None)) as conn:
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("DELETE FROM day_counts")
        done = cli(store_path)
        conn.execute("ROLLBACK")
    assert (done.returncode, done.stderr) == (0, "")


OLDER = f"PRAGMA user_version = {schema.VERSION - 1}"


def test_reading_only_never_upgrades_an_older_store(refusal: Refusal, store_path: Path) -> None:
    spoiled(store_path, OLDER)
    before = digest(store_path)
    said = refusal(store_path, "--read-only")
    assert said.startswith(f"{store_path} was made by an older version")
    assert said.endswith(f"“talks-tui {store_path}”, without --read-only, upgrades it.")
    assert digest(store_path) == before


def test_opening_an_older_store_keeps_a_copy_and_upgrades_it(cli: Cli, store_path: Path) -> None:
    fresh = cli(store_path).stdout
    spoiled(store_path, OLDER)
    before = digest(store_path)
    done = cli(store_path)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", fresh)
    (copy,) = store_path.parent.glob("talks.db.backup-v*")
    with closing(sqlite3.connect(copy)) as conn:
        assert conn.execute("PRAGMA user_version").fetchone() == (schema.VERSION - 1,)
    assert digest(store_path) != before
    assert cli(store_path, "--read-only").returncode == 0


@pytest.mark.parametrize("name", ["frobnicate", "exports", "help", "imports"])
def test_a_word_that_is_no_command_is_taken_for_a_store(refusal: Refusal, name: str) -> None:
    assert refusal(name) == f"There is no store at {name}: make one with “talks-tui new {name}”."


@pytest.mark.parametrize("name", ["new", "import", "attach"])
def test_a_store_may_be_named_like_a_command(cli: Cli, store_path: Path, tmp_path: Path, name: str) -> None:
    shutil.copy(store_path, tmp_path / "here" / name)
    assert "Umerov" in cli(f"./{name}").stdout


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("new\nline.db", "new\ufffdline.db"),
        ("\x1b]52;c;aGk=\x07.db", "\ufffd]52;c;aGk=\ufffd.db"),
        ("a\u202ebd.\x9b5n", "a\ufffdbd.\ufffd5n"),
        (b"\xff\xfe.db", "\ufffd\ufffd.db"),
        ("", "."),
        ("x" * 300, "x" * 300),
        ("?mode=rwc", "?mode=rwc"),
        ("file:talks.db?mode=rwc", "file:talks.db?mode=rwc"),
        (":memory:", ":memory:"),
    ],
    ids=["line break", "escape", "bidi and C1", "not UTF-8", "nothing", "long", "a query", "a URI", "memory"],
)
def test_a_name_can_neither_command_the_terminal_nor_sqlite(
    refusal: Refusal, name: str | bytes, shown: str, tmp_path: Path
) -> None:
    assert shown in refusal(name)
    assert list((tmp_path / "here").iterdir()) == []


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_could_be_read_for_ever_is_not_read(refusal: Refusal, tmp_path: Path, kind: str) -> None:
    path = Path("/dev/zero")
    if kind == "pipe":
        path = tmp_path / "pipe"
        os.mkfifo(path)
    assert "is not a file" in refusal(path)
