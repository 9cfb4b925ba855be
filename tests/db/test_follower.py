"""A follower's copy: what is read is of one moment, nobody is held up, and what is half written is not read."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db import reader as reader_module
from db import schema, store, watching
from db.board import Board
from db.check import check, mend
from db.documents import attach
from db.errors import BusyError, StoreError
from db.importing import import_file
from db.reader import Failed, Found, Reader
from db.watching import Watch, read
from tests.db.copies import ROOT, apply, applying, note, restore
from tests.db.helpers import digest, is_one_sentence
from tests.db.readers import ALL, Inbox, Open, named, names, rename
from tests.faults import fault

Follow = Callable[[], tuple[Reader, Inbox]]


@pytest.fixture
def follow(copy: Path, opened: Open) -> Follow:
    """Open readers on the copy."""
    return lambda: opened(copy)


@pytest.fixture(name="_impatient")
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Say at once what would be ridden out for seconds."""
    for module in (reader_module, watching):
        monkeypatch.setattr(module, "PATIENCE", 0.1)


def companions(copy: Path) -> set[str]:
    return {path.name for path in copy.parent.iterdir()}


def test_a_copy_is_read_like_any_store_and_nothing_is_made_beside_it(copy: Path) -> None:
    before = digest(copy)
    assert len(read(copy, names)) == 2
    assert check(copy).findings == ()
    assert companions(copy) == {"copy.db", "copy.db-txid"}
    assert digest(copy) == before


@pytest.mark.parametrize("number", [1, 2])
def test_what_is_applied_is_noticed_and_each_answer_is_of_one_moment(
    store_path: Path, copy: Path, follow: Follow, number: int
) -> None:
    made, inbox = follow()
    assert made.follows
    for name in ("One", "Two", "Three")[:number]:
        rename(store_path, name)
        apply(store_path, copy)
        inbox.wait(Board, named(name))
    assert inbox.of(Failed) == []


def test_a_copy_whose_header_tells_of_no_log_any_more_is_read_on(store_path: Path, copy: Path, follow: Follow) -> None:
    _, inbox = follow()
    with closing(sqlite3.connect(store_path)) as conn:
        conn.execute("CREATE TABLE more (x)")  # touches the first page, which the follower then marks
    rename(store_path, "Other talks")
    apply(store_path, copy)
    assert copy.read_bytes()[18:20] == b"\1\1"
    inbox.wait(Board, named("Other talks"))


def test_a_reader_that_rests_keeps_no_lock_and_one_that_reads_does(store_path: Path, copy: Path) -> None:
    rename(store_path, "Other talks")
    watch = Watch(copy)
    moment = watch.look()
    with watch.reading(moment) as conn:
        before = names(conn)
        applied = threading.Event()

        def apply_something() -> None:
            with applying(copy):
                applied.set()

        child = threading.Thread(target=apply_something)
        child.start()
        assert not applied.wait(0.5)
        assert names(conn) == before
    assert applied.wait(10)
    child.join()
    watch.close()


def test_a_follower_that_waits_for_its_readers_gets_its_turn(copy: Path) -> None:
    watch = Watch(copy)
    moment = watch.look()
    with watch.reading(moment), applying(copy, waiting=True):
        pass  # who reads already goes on
    with applying(copy, waiting=True), pytest.raises(BusyError), watch.reading(moment):
        pass  # who comes now doesn't
    watch.close()


_BUSY_FOLLOWER = """
import sys
from pathlib import Path
from db.store import writable
from tests.db.copies import ROOT, apply
primary, copy = map(Path, sys.argv[1:])
conn = writable(primary)
for number in range(150):
    conn.execute("BEGIN")
    for table in ("processes", "parties", "people", "events"):  # on pages of their own
        conn.execute(f"UPDATE {table} SET {'title' if table == 'events' else 'name'} = ?", (str(number),))
    conn.execute("COMMIT")
    apply(primary, copy, noted=number)
    print(number, flush=True)
"""


def test_no_answer_mixes_two_moments_however_fast_a_follower_applies(store_path: Path, copy: Path) -> None:
    union = "SELECT name FROM processes UNION SELECT name FROM parties UNION SELECT name FROM people"

    def told(conn: sqlite3.Connection) -> list[str]:
        return [name for (name,) in conn.execute(f"{union} UNION SELECT title FROM events")]

    words = [sys.executable, "-c", _BUSY_FOLLOWER, str(store_path), str(copy)]
    seen: set[str] = set()
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "0\n"
        while program.poll() is None:
            answer = read(copy, told)
            assert len(answer) == 1
            seen.update(answer)
    assert len(seen) > 1


def test_while_something_is_applied_questions_wait_and_none_is_lost(copy: Path, follow: Follow) -> None:
    made, inbox = follow()
    with applying(copy):
        number = made.ask(lambda _conn: "asked")
        made.look(ALL)
        tried(made)
        assert inbox.answers == []
    assert inbox.wait(Found).number == number
    inbox.wait(Board)
    assert inbox.of(Failed) == []


def tried(made: Reader) -> None:
    """Wait until the reader has put back what it couldn't answer."""
    put_back, done = made._put_back, threading.Event()

    def noted(unanswered: dict[str, Callable[[sqlite3.Connection], reader_module.Answer | None]]) -> None:
        put_back(unanswered)
        done.set()

    made._put_back = noted  # type: ignore[method-assign]
    assert done.wait(10)


@fault(
    "A follower is killed in the middle of a change",
    "its copy is half written: that is said, the last good board stays, and none of it is shown until it is restored",
)
def test_what_a_killed_follower_leaves_half_written_is_said_and_never_shown(
    store_path: Path, copy: Path, follow: Follow, _impatient: None
) -> None:
    _, inbox = follow()
    rename(store_path, "Other talks")
    apply(store_path, copy, part=0.5, noted=None)
    assert "in the middle of a change" in inbox.wait(Failed).why
    with pytest.raises(BusyError, match="in the middle of a change") as caught:
        read(copy, names)
    assert is_one_sentence(str(caught.value))
    assert inbox.of(Board) == []
    restore(store_path, copy)
    inbox.wait(Board, named("Other talks"))


def test_a_copy_that_is_restored_again_is_ridden_out(store_path: Path, copy: Path, follow: Follow) -> None:
    made, inbox = follow()
    for path in (copy, copy.with_name("copy.db-txid")):
        path.unlink()
    number = made.ask(lambda _conn: "asked")
    rename(store_path, "Other talks")
    restore(store_path, copy)
    inbox.wait(Board, named("Other talks"))
    assert inbox.wait(Found).number == number
    assert inbox.of(Failed) == []


def test_a_copy_that_stays_away_is_said_and_read_again_when_it_is_back(
    store_path: Path, copy: Path, follow: Follow, _impatient: None
) -> None:
    _, inbox = follow()
    for path in (copy, copy.with_name("copy.db-txid")):
        path.unlink()
    assert "has yet to restore it" in inbox.wait(Failed).why
    inbox.wait(Failed, lambda failed: "There is no store at" in failed.why)
    restore(store_path, copy)
    inbox.wait(Board)
    assert all(is_one_sentence(failed.why) for failed in inbox.of(Failed))


def test_a_store_that_becomes_a_copy_is_followed_and_a_copy_that_becomes_a_store_is_not(
    store_path: Path, _impatient: None
) -> None:
    watch = Watch(store_path)
    watch.look()
    assert not watch.follows
    note(store_path, 1)
    watch.look()
    assert watch.follows
    store_path.with_name("talks.db-txid").unlink()
    with pytest.raises(BusyError, match="has yet to restore it"):
        watch.look()
    watch.close()  # as the reader does once it has lost patience
    watch.look()
    assert not watch.follows
    watch.close()


def test_a_copy_behind_a_link_is_known_for_one(copy: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(copy)
    with pytest.raises(StoreError, match="follower’s copy"):
        store.writable(link)
    assert read(link, names) == read(copy, names)


def test_what_would_change_a_copy_is_refused(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "more.toml").write_text("format = 1\n")
    (tmp_path / "text.txt").write_text("A text.\n")
    before = digest(copy)
    for change in (
        lambda: import_file(copy, tmp_path / "more.toml"),
        lambda: attach(copy, "rt", tmp_path / "text.txt"),
        lambda: mend(copy),
        lambda: store.writable(copy),
    ):
        with pytest.raises(StoreError, match="is a follower’s copy") as caught:
            change()
        assert is_one_sentence(str(caught.value))
    assert digest(copy) == before


def test_an_older_copy_is_not_upgraded(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as conn:
        conn.execute("PRAGMA journal_mode = DELETE")
        conn.execute(f"PRAGMA user_version = {schema.VERSION - 1}")
    note(copy, 2)
    assert watching.outdated(copy)
    with pytest.raises(StoreError, match="is a follower’s copy"):
        store.writable(copy)
