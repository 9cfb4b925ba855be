"""Opening and making stores: what isn't one is refused with a sentence, and left as it was."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db import bundled, schema, store, watching
from db.errors import StoreError
from tests.db.helpers import ask, contents, digest, is_one_sentence, reading, whole, writing

OPENERS = [store.read_only, store.writable, watching.outdated]
Opener = Callable[[Path], object]
Spoil = Callable[[Path], Path]


def opener_name(value: object) -> str:
    return getattr(value, "__name__", "")


def missing(path: Path) -> Path:
    path.unlink()
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def directory(path: Path) -> Path:
    return path.parent


def text(path: Path) -> Path:
    path.write_text("format = 1\n" * 100)
    return path


def nameless(path: Path) -> Path:
    return path / "inside-a-file.db"


def too_long(path: Path) -> Path:
    return path.with_name("x" * 300)


def pipe(path: Path) -> Path:
    path.unlink()
    os.mkfifo(path)
    return path


def foreign(path: Path) -> Path:
    path.unlink()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE holiday_photos (a)")
        conn.commit()
    return path


def cut_short(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def cut_to_its_header(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:100])
    return path


def cut_in_its_header(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:40])
    return path


def random_after_magic(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:16] + random.Random(4).randbytes(20_000))
    return path


def random_after_header(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:100] + random.Random(4).randbytes(200_000))
    return path


def garbled_in_its_schema(path: Path) -> Path:
    """What SQLite says of it repeats the byte, which is no UTF-8."""
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE people", b"CREATE \x80ABLE people"))
    return path


def lacking_a_table(path: Path) -> Path:
    with writing(path) as conn:
        conn.execute("DROP TABLE day_counts")
    return path


def newer(path: Path) -> Path:
    with writing(path) as conn:
        conn.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    return path


def newer_by_its_migrations(path: Path) -> Path:
    with writing(path) as conn:
        conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('talks', 'later', '2030')"
        )
    return path


def everything_in(folder: Path) -> dict[str, str]:
    """Every entry of a folder and a hash of its bytes, but for the two that SQLite keeps beside a store it reads."""
    entries = (entry for entry in folder.iterdir() if not entry.name.endswith(("-wal", "-shm")))
    return {entry.name: digest(entry) if entry.is_file() else "" for entry in entries}


REFUSED: list[tuple[Spoil, str]] = [
    (missing, "no store at"),
    (empty, "is empty"),
    (directory, "is a directory"),
    (text, "not a SQLite file"),
    (nameless, "can't be read: not a directory"),
    (too_long, "can't be read: file name too long"),
    (pipe, "is not a file"),
    (foreign, "not a store of talks"),
    (cut_short, "damaged"),
    (cut_to_its_header, "damaged"),
    (cut_in_its_header, "not a store of talks"),
    (random_after_magic, "not a SQLite file"),
    (random_after_header, "damaged"),
    (garbled_in_its_schema, "damaged"),
    (lacking_a_table, "lacks the tables of a store (day_counts)"),
    (newer, "newer version"),
    (newer_by_its_migrations, "newer version"),
]


@pytest.mark.parametrize("opener", OPENERS, ids=opener_name)
@pytest.mark.parametrize(("spoil", "why"), REFUSED, ids=opener_name)
def test_what_is_no_store_is_refused_in_one_sentence_and_left_as_it_is(
    store_path: Path, spoil: Spoil, why: str, opener: Opener
) -> None:
    path = spoil(store_path)
    before = everything_in(store_path.parent)
    with pytest.raises(StoreError) as caught:
        opener(path)
    assert why in str(caught.value)
    assert is_one_sentence(str(caught.value))
    assert everything_in(store_path.parent) == before


@pytest.mark.parametrize("opener", OPENERS, ids=opener_name)
def test_a_store_that_another_program_keeps_locked_is_refused(
    store_path: Path, opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "WAIT", 0.05)
    monkeypatch.setattr(watching, "PATIENCE", 0.05)
    with closing(sqlite3.connect(store_path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="in use by another program") as caught:
            opener(store_path)
    assert is_one_sentence(str(caught.value))
    opened = opener(store_path)
    if isinstance(opened, sqlite3.Connection):
        opened.close()


def test_reading_changes_no_byte(store_path: Path) -> None:
    before = digest(store_path)
    with reading(store_path) as conn:
        contents(conn)
    assert digest(store_path) == before


def test_a_read_only_connection_cannot_write(store_path: Path) -> None:
    before = whole(store_path)
    with reading(store_path) as conn:
        for statement in (
            "DELETE FROM claims",
            "CREATE TABLE more (a)",
            "PRAGMA user_version = 9",
            "INSERT INTO changes (made_at, made_by, command) VALUES ('', '', '')",
        ):
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                conn.execute(statement)
        conn.execute("PRAGMA query_only = OFF")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            conn.execute("DELETE FROM claims")
    assert whole(store_path) == before


def test_readers_go_on_while_somebody_writes(store_path: Path) -> None:
    with reading(store_path) as reader, writing(store_path) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE people SET name = 'Somebody else'")
        assert reader.execute("SELECT count(*) FROM people WHERE name = 'Somebody else'").fetchone() == (0,)
        writer.execute("COMMIT")
        assert reader.execute("SELECT count(*) FROM people WHERE name <> 'Somebody else'").fetchone() == (0,)


def older(path: Path) -> Path:
    """Make a store of a version before the first: one table, which later versions don't know."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        conn.execute("CREATE TABLE kept (note)")
        conn.execute("INSERT INTO kept VALUES ('still here')")
    return path


def test_an_older_store_is_not_opened_for_reading_only(tmp_path: Path) -> None:
    path = older(tmp_path / "old.db")
    before = digest(path)
    with pytest.raises(StoreError, match="older version") as caught:
        store.read_only(path)
    assert is_one_sentence(str(caught.value))
    assert digest(path) == before
    assert watching.outdated(path)


def test_an_older_store_is_copied_beside_and_upgraded_when_opened_for_a_change(tmp_path: Path) -> None:
    path = older(tmp_path / "old.db")
    store.writable(path).close()
    [copy] = tmp_path.glob("old.db.backup-v0-*")
    with closing(sqlite3.connect(copy)) as conn:
        assert list(contents(conn)) == ["kept"]
    assert ask(path, "SELECT note FROM kept") == [("still here",)]
    assert ask(path, "PRAGMA user_version") == [(schema.VERSION,)]
    assert not watching.outdated(path)


def test_an_upgrade_that_fails_leaves_the_older_store_as_it_was(tmp_path: Path) -> None:
    path = older(tmp_path / "old.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("CREATE TABLE parties (mine)")  # in the way
        before = contents(conn)
    with pytest.raises(StoreError) as caught:
        store.writable(path)
    assert is_one_sentence(str(caught.value))
    with closing(sqlite3.connect(path)) as conn:
        assert contents(conn) == before
        assert conn.execute("PRAGMA user_version").fetchone() == (0,)


def test_a_store_of_this_version_is_opened_without_a_copy(store_path: Path) -> None:
    before = digest(store_path)
    store.writable(store_path).close()
    assert digest(store_path) == before
    assert list(store_path.parent.glob("*backup*")) == []


def fail(_conn: sqlite3.Connection) -> None:
    raise RuntimeError("in the middle")


def test_a_store_is_made_whole_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "some" / "folder" / "talks.db"
    store.create(path)
    assert [entry.name for entry in path.parent.iterdir()] == ["talks.db"]
    assert ask(path, "SELECT count(*) FROM records") == [(0,)]


def test_a_store_that_could_not_be_filled_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="in the middle"):
        store.create(tmp_path / "talks.db", fail)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_already_is_never_replaced(store_path: Path) -> None:
    before = digest(store_path)
    with pytest.raises(StoreError, match="already there") as caught:
        bundled.new_store(store_path)
    assert is_one_sentence(str(caught.value))
    assert digest(store_path) == before
    assert list(store_path.parent.iterdir()) == [store_path]


def test_a_store_that_somebody_makes_meanwhile_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "talks.db"

    def meanwhile(_conn: sqlite3.Connection) -> None:
        path.write_text("theirs")

    with pytest.raises(StoreError, match="already there"):
        store.create(path, meanwhile)
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("file/talks.db", "is not a folder"),
        ("file/deeper/talks.db", "not a directory"),
        ("x" * 300, "file name too long"),
        ("folder", "already there"),
    ],
)
def test_a_store_that_cannot_be_made_is_refused_in_one_sentence(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError, match=why) as caught:
        store.create(tmp_path / name)
    assert is_one_sentence(str(caught.value))
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "folder"]


def test_a_new_store_takes_up_nothing_that_another_left_unfinished(store_path: Path) -> None:
    with writing(store_path) as conn, reading(store_path) as other:
        conn.execute("UPDATE parties SET name = 'Other'")
        other.execute("SELECT name FROM parties").fetchone()
        store_path.unlink()
        with pytest.raises(StoreError, match="-wal is left over from another store") as caught:
            bundled.new_store(store_path)
    assert is_one_sentence(str(caught.value))


def test_a_new_store_is_not_put_where_a_follower_is_about_to_restore_its_copy(tmp_path: Path) -> None:
    (tmp_path / "talks.db-txid").touch()
    with pytest.raises(StoreError, match="-txid is left over from another store") as caught:
        bundled.new_store(tmp_path / "talks.db")
    assert is_one_sentence(str(caught.value))
    assert [path.name for path in tmp_path.iterdir()] == ["talks.db-txid"]


def test_a_new_store_does_not_mind_what_a_reader_of_another_left(store_path: Path) -> None:
    with reading(store_path) as conn:
        contents(conn)
    assert store_path.with_name("talks.db-wal").exists()
    store_path.unlink()
    bundled.new_store(store_path)
    assert ask(store_path, "PRAGMA integrity_check") == [("ok",)]


def test_of_several_threads_that_make_one_store_one_wins(tmp_path: Path) -> None:
    path, told = tmp_path / "talks.db", []
    together = threading.Barrier(4)

    def make() -> None:
        together.wait()
        try:
            bundled.new_store(path)
        except StoreError as error:
            told.append(str(error))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 3
    assert all("already there" in text for text in told)
    assert list(tmp_path.iterdir()) == [path]
    assert ask(path, "SELECT count(*) FROM changes") == [(1,)]
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]


def test_of_several_programs_that_make_one_store_one_wins(tmp_path: Path) -> None:
    path = tmp_path / "talks.db"
    script = """
import sys
from pathlib import Path
from db import bundled
from db.errors import StoreError
print("ready", flush=True)
sys.stdin.readline()
try:
    bundled.new_store(Path(sys.argv[1]))
    print("made")
except StoreError as error:
    print(error)
"""
    root = Path(store.__file__).parents[1]
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(path)],
            cwd=root,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    answers = sorted(program.communicate("go\n", timeout=30)[0].strip() for program in programs)
    assert answers.count("made") == 1
    assert all("already there" in answer for answer in answers if answer != "made")
    assert list(tmp_path.iterdir()) == [path]
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (sqlite3.SQLITE_BUSY, "in use by another program"),
        (sqlite3.SQLITE_CORRUPT, "damaged"),
        (sqlite3.SQLITE_READONLY, "can't be written"),
        (sqlite3.SQLITE_CANTOPEN, "can't be opened"),
        (sqlite3.SQLITE_FULL, "disk is full"),
        (sqlite3.SQLITE_IOERR, "disk is full or failing"),
        (sqlite3.SQLITE_ERROR, "can't be used as a store"),
    ],
)
def test_whatever_sqlite_says_becomes_one_sentence(tmp_path: Path, code: int, why: str) -> None:
    error = sqlite3.OperationalError("some words")
    error.sqlite_errorcode = code
    with pytest.raises(StoreError, match=why) as caught, store.explained(tmp_path / "talks.db"):
        raise error
    assert is_one_sentence(str(caught.value))


_OUTSIDER = """
import sqlite3, sys
conn = sqlite3.connect(sys.argv[1])
conn.execute("UPDATE processes SET summary = 'changed outside' WHERE id = (SELECT min(id) FROM processes)")
conn.commit()
conn.close()
"""


def test_opening_a_store_again_keeps_the_locks_of_who_reads_it(store_path: Path) -> None:
    with closing(store.read_only(store_path)) as reader:
        reader.execute("SELECT count(*) FROM records").fetchone()
        assert not watching.outdated(store_path)
        for _ in range(2):  # the last outsider to close would take the write-ahead log away under an unlocked reader
            subprocess.run([sys.executable, "-c", _OUTSIDER, str(store_path)], check=True)
        (summary,) = reader.execute("SELECT summary FROM processes ORDER BY id LIMIT 1").fetchone()
        assert summary == "changed outside"
        assert store_path.with_name(store_path.name + "-wal").exists()


def test_who_reads_keeps_in_memory_what_is_sorted(store_path: Path) -> None:
    with closing(store.read_only(store_path)) as conn:
        assert conn.execute("PRAGMA temp_store").fetchone() == (2,)  # MEMORY: no file is written in a folder for such


def test_too_little_memory_is_said_in_a_sentence(tmp_path: Path) -> None:
    said = pytest.raises(StoreError, match=r"^.*talks\.db can't be read: there is too little memory\.$")
    with said, store.explained(tmp_path / "talks.db"):
        raise MemoryError
