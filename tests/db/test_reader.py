"""The reader: one thread that answers every pane, the newest question first."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from unittest.mock import patch

import pytest

from db import defence, store, suggest
from db import reader as reader_module
from db.board import Board, Look, board
from db.detail import Detail
from db.errors import BusyError, StoreError
from db.reader import Answer, Broken, Failed, Found, Reader, Scrolled
from db.schema import VERSION
from db.scope import Scope, Subject
from db.timeline import first, last
from db.watching import Moment
from tests.db.helpers import is_one_sentence, record
from tests.db.readers import ALL, Inbox, Open, named, rename


def alive(made: Reader) -> bool:
    return made._thread.is_alive()


def test_the_first_board_is_read_where_it_is_asked_for(store_path: Path) -> None:
    inbox = Inbox()
    made = Reader(store_path, inbox)
    assert made.first(ALL).window.total > 40
    made.close()
    assert inbox.answers == []


def test_each_question_has_its_answer(store_path: Path, opened: Open) -> None:
    made, inbox = opened(store_path)
    subject = Subject(record(store_path, "event", "round-1"))
    made.describe(subject)
    assert inbox.wait(Detail).subject == subject
    made.scroll(last(newest_first=True))
    found = inbox.wait(Scrolled)
    assert (found.near, found.scope) == (last(newest_first=True), Scope())
    assert found.window.entries
    look = Look(Scope(contested_only=True), subject=subject)
    made.look(look)
    board = inbox.wait(Board)
    assert board.look == look
    assert board.detail is not None
    assert [type(answer) for answer in inbox.answers] == [Detail, Scrolled, Board]


def test_of_many_scopes_the_latest_wins(store_path: Path, opened: Open) -> None:
    made, inbox = opened(store_path)
    for number in range(60):
        made.look(Look(Scope(round=number)))
    wanted = Look(Scope(process="iran-talks"))
    made.look(wanted)
    inbox.wait(Board, lambda board: board.look == wanted)
    made.close()
    boards = inbox.of(Board)
    assert boards[-1].look == wanted
    assert len(boards) < 60
    asked = [board.look.scope.round for board in boards[:-1]]
    assert asked == sorted(asked, key=lambda number: number or 0)


def tried(made: Reader) -> None:
    """Wait until the reader has looked at the store in vain."""
    look, missed = made._watch.look, threading.Event()

    def noted() -> Moment:
        try:
            return look()
        except sqlite3.OperationalError:
            missed.set()
            raise

    with patch.object(made._watch, "look", noted):
        assert missed.wait(10)


def hold(made: Reader, reading: str, steps: int = 300) -> tuple[threading.Event, threading.Event]:
    """Make the reader's next `reading` stand still in the middle of a query: what tells so, and what lets it go on.

    A query of fewer `steps` of SQLite's machine is not held.
    """
    standing, release = threading.Event(), threading.Event()

    def step() -> int:
        if made._reading == reading:
            standing.set()
            release.wait(10)
        return 0

    way = made._watch._way
    assert way is not None
    way.conn.set_progress_handler(step, steps)
    return standing, release


def test_a_question_that_a_newer_one_overtakes_is_interrupted(store_path: Path, opened: Open) -> None:
    made, inbox = opened(store_path)
    standing, release = hold(made, "board")
    made.look(Look(Scope(round=1)))
    assert standing.wait(10)
    wanted = Look(Scope(round=2))
    made.look(wanted)
    release.set()
    assert inbox.wait(Board).look == wanted


def test_a_detail_does_not_overtake_the_board(store_path: Path, opened: Open) -> None:
    made, inbox = opened(store_path)
    standing, release = hold(made, "board")
    made.look(ALL)
    assert standing.wait(10)
    subject = Subject(record(store_path, "event", "round-1"))
    made.describe(subject)
    release.set()
    inbox.wait(Detail)
    assert [type(answer) for answer in inbox.answers] == [Board, Detail]


@pytest.mark.parametrize("steps", [1, 300], ids=["between two queries", "within one"])
def test_closing_drops_what_is_being_read_and_ends_the_thread(store_path: Path, opened: Open, steps: int) -> None:
    made, inbox = opened(store_path)
    standing, release = hold(made, "board", steps)
    made.look(ALL)
    assert standing.wait(10)
    closer = threading.Thread(target=made.close)
    closer.start()
    with made._wake:
        assert made._wake.wait_for(lambda: made._closing, 10)
    release.set()
    closer.join(10)
    assert not alive(made)
    assert inbox.answers == []


def test_no_answer_comes_after_closing(store_path: Path, opened: Open) -> None:
    made, inbox = opened(store_path)
    made.look(ALL)
    made.close()
    assert not alive(made)
    told = len(inbox.answers)
    rename(store_path, "Other talks")
    made.look(ALL)
    made.scroll(first(newest_first=True))
    made.close()
    made.abandon()
    assert len(inbox.answers) == told


def test_a_reader_that_never_started_can_be_closed(store_path: Path) -> None:
    made = Reader(store_path, Inbox())
    made.close()
    made.close()
    assert not alive(made)


def test_a_reader_may_be_closed_by_who_takes_its_answer(store_path: Path) -> None:
    closed = threading.Event()

    def close(_answer: Answer) -> None:
        made.close()
        closed.set()

    made = Reader(store_path, close)
    made.start()
    assert closed.wait(10)
    made._thread.join(10)
    assert not alive(made)
    made.close()


def test_a_commit_between_the_first_board_and_the_start_is_noticed(store_path: Path) -> None:
    inbox = Inbox()
    made = Reader(store_path, inbox)
    made.first(ALL)
    rename(store_path, "Other talks")
    made.start()
    inbox.wait(Board, named("Other talks"))
    made.close()


def test_nothing_is_read_again_while_nothing_changes(store_path: Path, opened: Open) -> None:
    made, inbox = opened(store_path)
    for _ in range(5):
        made.describe(Subject(1))
        inbox.wait(Detail)
        inbox.answers.remove(inbox.of(Detail)[0])
    assert inbox.answers == []


def test_what_another_program_commits_is_noticed_within_a_second(store_path: Path) -> None:
    inbox = Inbox()
    made = Reader(store_path, inbox)
    made.first(ALL)
    made.start()
    script = """
import sys
from pathlib import Path
from tests.db.readers import rename
for line in sys.stdin:
    rename(Path(sys.argv[1]), line.strip())
    print("committed", flush=True)
"""
    delays = []
    with subprocess.Popen(
        [sys.executable, "-c", script, str(store_path)],
        cwd=Path(store.__file__).parents[1],
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for name in ("One", "Two", "Three"):
            program.stdin.write(f"{name}\n")
            program.stdin.flush()
            assert program.stdout.readline() == "committed\n"
            start = monotonic()
            inbox.wait(Board, named(name))
            delays.append(monotonic() - start)
    made.close()
    assert min(delays) < 1  # of three: a busy machine may hold up one of them


def test_a_change_is_read_around_where_the_cursor_is(store_path: Path, opened: Open) -> None:
    made, inbox = opened(store_path)
    subject = Subject(record(store_path, "event", "round-1"))
    made.describe(subject)
    inbox.wait(Detail)
    place = last(newest_first=True)
    made.near(place)
    rename(store_path, "Other talks")
    found = inbox.wait(Board, named("Other talks"))
    assert found.look == Look(Scope(), place, subject)
    assert found.window.entries[found.window.anchor] == found.window.entries[-1]


def test_many_readers_see_one_writer(store_path: Path, opened: Open) -> None:
    inboxes = [opened(store_path)[1] for _ in range(4)]
    for name in ("One", "Two", "Three"):
        rename(store_path, name)
        for inbox in inboxes:
            inbox.wait(Board, named(name))


def test_changes_wait_until_what_was_handed_on_is_shown_but_questions_do_not(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_module, "POLL", 0.02)
    inbox, shown, asked = Inbox(), threading.Event(), threading.Semaphore(0)

    def up_to_date() -> bool:
        asked.release()
        return shown.is_set()

    with closing(Reader(store_path, inbox, up_to_date)) as made:
        made.first(ALL)
        made.start()
        rename(store_path, "One")
        assert asked.acquire(timeout=10)
        assert asked.acquire(timeout=10)  # it has looked twice
        assert inbox.of(Board) == []
        made.describe(Subject(record(store_path, "event", "round-1")))
        inbox.wait(Board, named("One"))
        rename(store_path, "Two")
        shown.set()
        inbox.wait(Board, named("Two"))


def test_a_store_that_vanishes_is_told_once_and_read_again_when_it_is_back(
    store_path: Path, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copy(store_path, store_path.with_name("copy.db")))
    _, inbox = opened(store_path)
    tries = threading.Semaphore(0)
    connect = store.connect

    def counted(path: Path, wait: float, still: bool) -> sqlite3.Connection:
        tries.release()
        return connect(path, wait, still)

    monkeypatch.setattr(store, "connect", counted)
    store_path.unlink()
    assert "There is no store at" in inbox.wait(Failed).why
    assert all(tries.acquire(timeout=10) for _ in range(4))
    rename(copy, "Restored talks")
    copy.replace(store_path)
    inbox.wait(Board, named("Restored talks"))
    assert len(inbox.of(Failed)) == 1


def test_a_store_that_is_damaged_is_told_and_read_again_when_it_is_mended(store_path: Path, opened: Open) -> None:
    copy = Path(shutil.copy(store_path, store_path.with_name("copy.db")))
    _, inbox = opened(store_path)

    def put(content: bytes) -> None:
        other = store_path.with_name("other")
        other.write_bytes(content)
        other.replace(store_path)

    put(b"not a store at all")
    inbox.wait(Failed, lambda failed: "not a SQLite file" in failed.why)
    put(copy.read_bytes()[: copy.stat().st_size // 2])
    inbox.wait(Failed, lambda failed: "is damaged (" in failed.why)
    put(copy.read_bytes())
    inbox.wait(Board)
    assert [is_one_sentence(failed.why) for failed in inbox.of(Failed)] == [True, True]


def test_a_store_that_is_replaced_by_another_is_read_anew(store_path: Path, opened: Open) -> None:
    other = Path(shutil.copy(store_path, store_path.with_name("other.db")))
    rename(other, "Other talks")
    made, inbox = opened(store_path)
    other.replace(store_path)
    inbox.wait(Board, named("Other talks"))
    rename(store_path, "Still other talks")
    inbox.wait(Board, named("Still other talks"))
    made.close()
    assert inbox.of(Failed) == []


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep every reader out of a store meanwhile."""
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA journal_mode = DELETE")
        conn.execute("PRAGMA locking_mode = EXCLUSIVE")
        conn.execute("BEGIN EXCLUSIVE")
        yield


def test_a_store_that_is_locked_for_a_moment_is_waited_for_and_no_question_is_lost(
    store_path: Path, opened: Open
) -> None:
    with locked(store_path):  # no longer a WAL: there readers are never kept out
        pass
    made, inbox = opened(store_path)
    subject = Subject(record(store_path, "event", "round-1"))
    with locked(store_path):
        made.look(Look(Scope(contested_only=True)))
        made.describe(subject)
        number = made.ask(lambda _conn: "asked")
        tried(made)
    assert inbox.wait(Board).look.scope.contested_only
    assert inbox.wait(Found).number == number
    assert inbox.wait(Detail).subject == subject
    assert inbox.of(Failed) == []


def test_a_question_is_asked_again_when_the_store_is_locked_in_the_middle_of_it(store_path: Path, opened: Open) -> None:
    made, inbox = opened(store_path)
    held_up, release = threading.Event(), threading.Event()

    def locked_at_first(_conn: sqlite3.Connection) -> str:
        if not held_up.is_set():
            held_up.set()
            assert release.wait(10)
            raise BusyError("locked")
        return "asked again"

    subject = Subject(record(store_path, "event", "round-1"))
    number = made.ask(locked_at_first)
    assert held_up.wait(10)
    made.look(Look(Scope(contested_only=True)))
    made.describe(subject)
    release.set()
    assert inbox.wait(Found) == Found(number, "asked again")
    assert inbox.wait(Detail).subject == subject
    assert [type(answer) for answer in inbox.answers] == [Found, Board, Detail]


def test_what_is_put_back_gives_way_to_a_board_that_was_asked_for_since(store_path: Path) -> None:
    inbox = Inbox()
    made = Reader(store_path, inbox)
    wanted = Look(Scope(contested_only=True))
    made.first(wanted)
    made.look(wanted)
    older = Scope(round=1)
    made._put_back({"board": partial(board, look=Look(older)), "window": partial(made._scrolled, look=Look(older))})
    made.start()
    inbox.wait(Board)
    made.ask(lambda _conn: "after all that")
    inbox.wait(Found)
    made.close()
    assert [answer.look for answer in inbox.of(Board)] == [wanted]
    assert inbox.of(Scrolled) == []


def test_a_store_that_stays_locked_is_told_once_and_read_again_when_it_is_free(
    store_path: Path, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_module, "PATIENCE", 0.3)
    with locked(store_path):
        pass
    _, inbox = opened(store_path)
    with locked(store_path):
        assert "keeps it locked" in inbox.wait(Failed).why
    inbox.wait(Board)
    assert [is_one_sentence(failed.why) for failed in inbox.of(Failed)] == [True]


def test_closing_while_the_store_is_locked_does_not_wait_for_the_lock(store_path: Path, opened: Open) -> None:
    with locked(store_path):
        pass
    made, _ = opened(store_path)
    with locked(store_path):
        made.look(ALL)
        tried(made)
        start = monotonic()
        made.close()
        assert not alive(made)
        assert monotonic() - start < 1  # the others wait for five seconds


def test_a_store_that_a_newer_version_upgrades_meanwhile_is_told(store_path: Path, opened: Open) -> None:
    _, inbox = opened(store_path)
    with closing(sqlite3.connect(store_path)) as conn:
        conn.execute(f"PRAGMA user_version = {VERSION + 1}")
    assert "made by a newer version" in inbox.wait(Failed).why
    with closing(sqlite3.connect(store_path)) as conn:
        conn.execute(f"PRAGMA user_version = {VERSION}")
    inbox.wait(Board)
    assert len(inbox.of(Failed)) == 1


def test_a_negotiation_that_the_store_lacks_is_told_and_another_can_be_asked_for(
    store_path: Path, opened: Open
) -> None:
    made, inbox = opened(store_path)
    made.look(Look(Scope(process="moon")))
    assert "no negotiation “moon”" in inbox.wait(Failed).why
    made.look(Look(Scope(process="iran-talks")))
    assert inbox.wait(Board).look.scope.process == "iran-talks"


def test_a_record_that_is_gone_has_no_answer_and_stops_nothing(store_path: Path, opened: Open) -> None:
    made, inbox = opened(store_path)
    made.describe(Subject(123456))
    made.look(ALL)
    inbox.wait(Board)
    assert inbox.of(Detail) == []
    assert inbox.of(Failed) == []


def test_what_is_no_store_cannot_be_read_from_the_start(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store at"):
        Reader(tmp_path / "nothing.db", Inbox()).first(ALL)


def test_an_outdated_search_is_interrupted_and_never_answered(store_path: Path, opened: Open) -> None:
    made, inbox = opened(store_path)
    begun = threading.Event()

    def endless(conn: sqlite3.Connection) -> object:
        begun.set()
        numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        return conn.execute(numbers).fetchone()

    first = made.ask(endless)
    assert begun.wait(10)
    asked = monotonic()
    second = made.ask(partial(suggest.answer, text="truce", scope=Scope()))
    assert monotonic() - asked < 0.5  # who types doesn't wait for the search that is under way
    found = inbox.wait(Found, lambda one: one.number == second)
    assert isinstance(found.what, suggest.Answer)
    assert found.what.results is not None
    assert found.what.results.hits
    assert first not in [one.number for one in inbox.of(Found)]


def test_a_question_without_end_is_told_and_the_reader_goes_on(
    store_path: Path, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, inbox = opened(store_path)
    monkeypatch.setattr(defence, "PATIENCE", 0.1)

    def endless(conn: sqlite3.Connection) -> object:
        numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        return conn.execute(numbers).fetchone()

    made.ask(endless)
    assert "takes too long to read" in inbox.wait(Failed).why
    inbox.wait(Board)  # read anew, as after any failure


def test_a_fault_of_the_programs_own_is_handed_on(store_path: Path, opened: Open) -> None:
    made, inbox = opened(store_path)

    def faulty(_conn: sqlite3.Connection) -> object:
        raise TypeError("a fault")

    made.ask(faulty)
    assert str(inbox.wait(Broken).error) == "a fault"


def test_a_fault_that_a_damaged_store_makes_is_the_stores(store_path: Path, opened: Open) -> None:
    made, inbox = opened(store_path)
    with closing(sqlite3.connect(store_path)) as conn, conn:
        conn.execute("DELETE FROM places")
    inbox.wait(Board)

    def faulty(_conn: sqlite3.Connection) -> object:
        raise TypeError("a place that isn't there")

    made.ask(faulty)
    assert "is damaged (a row of events refers to one of places" in inbox.wait(Failed).why


@pytest.mark.parametrize(("spills", "kept_in"), [(False, 2), (True, 0)])
def test_a_large_set_lies_in_memory_or_where_sqlite_keeps_it(store_path: Path, spills: bool, kept_in: int) -> None:
    inbox = Inbox()
    with closing(Reader(store_path, inbox, spills=spills)) as made:
        made.first(ALL)
        made.start()
        made.ask(lambda conn: conn.execute("PRAGMA temp_store").fetchone()[0])
        assert inbox.wait(Found).what == kept_in
