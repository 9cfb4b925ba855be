"""What befalls a store while people look at it or write to it: a sentence, or the board goes on."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from db.schema import VERSION
from tests import program
from tests.db.helpers import CAST, whole
from tests.e2e.conftest import Launch
from tests.faults import fault
from tests.terminal import Terminal, stray_controls
from tui.terminal import CRASHED


def leave(terminal: Terminal) -> None:
    """Quit: it is quick, and nothing is left."""
    told = time.monotonic()
    terminal.press("q")
    assert terminal.wait_exit(3) == 0, terminal.screen()
    assert time.monotonic() - told < 3
    assert terminal.leftovers() == []
    assert stray_controls(terminal.raw) == []


@fault("The store is deleted, or moved away", "a sentence says so; once it is back the board goes on by itself")
def test_a_store_that_is_deleted_is_said_on_whatever_is_open(launch: Launch, store_path: Path) -> None:
    terminal = launch(store_path, size=(120, 36))
    terminal.press("b")
    terminal.wait_for("Violation ledger")
    away = store_path.rename(store_path.with_name("away.db"))
    terminal.wait_for(r"There is no store at")
    terminal.press("escape")
    terminal.wait_for(r"\A There is no store at")
    away.rename(store_path)
    terminal.wait_for(r"\A talks ")
    leave(terminal)


def test_one_can_leave_while_the_store_is_gone(launch: Launch, store_path: Path) -> None:
    terminal = launch(store_path)
    store_path.unlink()
    terminal.wait_for("There is no store at")
    leave(terminal)


@fault(
    "Another program keeps the store locked", "the board stands and can be left at once; it goes on when the lock goes"
)
def test_a_lock_holds_nobody_up_who_leaves(launch: Launch, store_path: Path) -> None:
    with closing(sqlite3.connect(store_path)) as conn:
        conn.execute("PRAGMA journal_mode = DELETE")  # of a WAL readers are never kept out
    terminals = [launch(store_path, size=(120, 36)) for _ in range(2)]
    with locked(store_path):
        for terminal in terminals:
            terminal.press("d", "3", "j")
        leave(terminals.pop())
    terminals[0].wait_for("contested only")
    leave(terminals[0])


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep everybody else out of a store meanwhile."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("BEGIN EXCLUSIVE")
        yield
        conn.execute("ROLLBACK")


@fault("A newer version of the program upgrades the store", "a sentence says that it was, and what to do")
def test_a_store_that_is_upgraded_meanwhile_is_not_read_blindly(launch: Launch, store_path: Path) -> None:
    terminal = launch(store_path, size=(120, 36))
    with closing(sqlite3.connect(store_path)) as conn, conn:
        conn.execute("ALTER TABLE events RENAME COLUMN title TO headline")
        conn.execute(f"PRAGMA user_version = {VERSION + 1}")
    terminal.wait_for(f"newer version of talks-tui|tables are version {VERSION + 1}")
    leave(terminal)


def flipped(path: Path) -> None:
    """Rubbish over the middle of the file, in place, as a failing disk leaves it."""
    with path.open("r+b") as file:
        file.seek(8 * 4096)
        file.write(b"\xa5" * (path.stat().st_size - 9 * 4096))


def halved(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


@fault(
    "The store's file is damaged", "a sentence says so and to restore it; a sound copy put in its place is read at once"
)
@pytest.mark.parametrize("harm", [flipped, halved])
def test_a_store_that_is_damaged_is_said_and_a_sound_copy_is_read(
    launch: Launch, store_path: Path, harm: Callable[[Path], None]
) -> None:
    sound, damaged = (Path(shutil.copy(store_path, store_path.with_name(name))) for name in ("sound.db", "damaged.db"))
    harm(damaged)
    terminal = launch(store_path, size=(120, 36))
    damaged.replace(store_path)
    terminal.wait_for("is damaged|can't be used as a store")
    sound.replace(store_path)
    terminal.wait_for(r"\A talks ")
    leave(terminal)


@pytest.mark.parametrize("harm", [flipped, halved])
def test_a_store_that_is_damaged_in_place_shows_what_was_read_or_says_so(
    launch: Launch, store_path: Path, harm: Callable[[Path], None]
) -> None:
    terminal = launch(store_path, size=(120, 36))
    harm(store_path)  # much of it is in memory, and SQLite doesn't look again
    for key, shown in (("d", "contested only|damaged|can't be used"), ("b", "Violation ledger|damaged|can't be used")):
        terminal.press(key)
        terminal.wait_for(shown)
    leave(terminal)  # from the page


def limited(size: int, home: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command where no file may grow beyond `size` bytes, as on a full disk."""
    return subprocess.run(
        ["sh", "-c", f'ulimit -f {size // 512}; exec "$@"', "sh", *program.COMMAND, *map(str, words)],
        env=program.environment(home),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@fault("The disk is full", "a sentence says so; the store is as it was")
def test_a_full_disk_changes_nothing(store_path: Path, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "file.toml"
    people = "\n".join(f'[people.p{number}]\nname = "Person {number} {"x" * 80}"\n' for number in range(3000))
    file.write_text(CAST + people, encoding="utf-8")
    before = whole(store_path)
    done = limited(400_000, home, "import", store_path, file)
    assert (done.returncode, done.stdout) == (1, "")
    assert "the disk is full or failing" in done.stderr
    assert done.stderr.count("\n") == 1
    assert whole(store_path) == before
    assert program.run("import", store_path, file, env=program.environment(home), cwd=home).returncode == 0


def test_a_full_disk_keeps_nobody_from_reading_or_says_why(store_path: Path, home: Path) -> None:
    done = limited(0, home, store_path, "--print", "--read-only")
    assert done.returncode in (0, 1)
    assert done.stderr.count("\n") == done.returncode
    assert "Traceback" not in done.stderr
    assert ("the disk is full or failing" in done.stderr) == (done.returncode == 1)


FAULTY = """
import sys
from tui.draw import detail

def rows(*_):
    raise TypeError("what is drawn is no text")

detail.rows = rows
from tui.cli import main
main()
"""


@pytest.mark.parametrize("damaged", [False, True])
def test_what_cannot_be_drawn_is_the_stores_fault_only_if_it_is_damaged(
    store_path: Path, home: Path, damaged: bool
) -> None:
    if damaged:
        with closing(sqlite3.connect(store_path)) as conn, conn:
            conn.execute("DELETE FROM places")
    command = [sys.executable, "-c", FAULTY, str(store_path)]
    with Terminal(command, env=program.environment(home), size=(120, 36)) as terminal:
        assert terminal.wait_exit() == (1 if damaged else CRASHED)
        said = " ".join(terminal.screen().split())
        assert ("is damaged (a row of events refers to one of places that isn't there)" in said) == damaged
        assert ("a fault of its own (TypeError" in said) != damaged
        assert terminal.leftovers() == []
