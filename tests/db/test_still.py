"""A store in a folder that its reader may not write: read whole, in whatever state those who may write leave it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from db import still
from db.errors import BusyError
from db.still import Still
from tests.db.copies import ROOT, note
from tests.db.helpers import digest, is_one_sentence, writing
from tests.db.readers import names, rename
from tests.faults import fault

_GUEST = """
import os, sys
from pathlib import Path
from db import follower, still, watching  # while it may read all that Python needs
from db.errors import StoreError

Path("/").as_uri()  # some Pythons load what that takes only now

if os.geteuid() == 0:  # who has all rights has to give them up
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
path = Path(sys.argv[1])
watching.PATIENCE = float(sys.argv[2])
watch = watching.Watch(path)

def names():
    with watch.reading(watch.look()) as conn:
        found = [name for (name,) in conn.execute("SELECT name FROM processes ORDER BY name")]
        return f"{type(watch._way).__name__}: {found[-1]}"

for _ in sys.stdin:
    try:
        print(watching.patiently(path, names), flush=True)
    except StoreError as error:
        print(error, flush=True)
"""


class Guest:
    """A reader in a process of its own, without the right to write anywhere."""

    def __init__(self, path: Path, patience: float = 5) -> None:
        words = [sys.executable, "-c", _GUEST, str(path), str(patience)]
        self._program = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._program.communicate(timeout=10)

    def ask(self) -> str:
        """How it gets at the file, and the last name that it reads there; or why it can't."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write("\n")
        return self._program.stdout.readline().strip()


@pytest.fixture
def shelf(masters: tuple[Path, Path]) -> Iterator[Path]:
    """A store that everybody may read, in a folder that only root may write; pytest's own are its user's alone."""
    folder = Path(tempfile.mkdtemp(prefix="talks-shelf-"))
    path = Path(shutil.copy(masters[0], folder / "talks.db"))
    path.chmod(0o444)
    folder.chmod(0o555)
    yield path
    folder.chmod(0o755)
    shutil.rmtree(folder)


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="somebody has to write where another may not")


def beside(path: Path) -> set[str]:
    return {other.name for other in path.parent.iterdir()} - {path.name}


def test_who_may_write_nowhere_reads_all_the_same_and_leaves_nothing(shelf: Path) -> None:
    before = digest(shelf)
    with Guest(shelf) as guest:
        assert guest.ask() == "Still: Ukraine peace talks"
        assert guest.ask() == "Still: Ukraine peace talks"
    assert digest(shelf) == before
    assert beside(shelf) == set()


def test_who_may_write_nowhere_follows_a_copy_too(shelf: Path) -> None:
    shelf.parent.chmod(0o755)
    note(shelf, 1)
    shelf.parent.chmod(0o555)
    with Guest(shelf) as guest:
        assert guest.ask() == "Follower: Ukraine peace talks"
    assert beside(shelf) == {"talks.db-txid"}


@as_root
def test_the_ordinary_way_is_taken_as_soon_as_somebody_has_the_store_open(shelf: Path) -> None:
    with Guest(shelf) as guest:
        assert guest.ask() == "Still: Ukraine peace talks"
        with writing(shelf) as conn:
            conn.execute("UPDATE processes SET name = 'Written' WHERE name LIKE 'Ukraine%'")
            assert guest.ask() == "Live: Written"
        rename(shelf, "Written again")
        assert guest.ask() == "Live: Written again"
    with Guest(shelf) as guest:  # another begins with what all of them left
        assert guest.ask() == "Live: Written again"


@as_root
def test_what_is_written_and_closed_between_two_looks_is_noticed(shelf: Path) -> None:
    with Guest(shelf) as guest:
        assert guest.ask() == "Still: Ukraine peace talks"
        rename(shelf, "Written and closed")
        assert beside(shelf) == set()
        assert guest.ask() == "Still: Written and closed"


@fault(
    "Who wrote the store crashed, and its reader may not write there",
    "what is in the log beside it is read, or said to be there; it is never left out",
)
@as_root
def test_what_a_crash_leaves_in_the_log_is_read_or_said_and_never_left_out(shelf: Path) -> None:
    with writing(shelf) as conn:
        conn.execute("UPDATE processes SET name = 'Written' WHERE name LIKE 'Ukraine%'")
        copies = {path: path.read_bytes() for path in shelf.parent.iterdir()}
    for path, content in copies.items():
        path.write_bytes(content)
    with Guest(shelf) as guest:
        assert guest.ask() == "Live: Written"
    shelf.with_name("talks.db-shm").unlink()
    with Guest(shelf, patience=0.1) as guest:
        why = guest.ask()
    assert "has changes beside it" in why
    assert is_one_sentence(why)


@pytest.fixture
def quiet(store_path: Path) -> Path:
    """A store that was last written a while ago."""
    os.utime(store_path, (1e9, 1e9))
    return store_path


def by_itself(path: Path) -> None:
    """Write a store and put its pages in place, as one does that closes it last."""
    rename(path, "Other talks")


def in_use(path: Path) -> None:
    """Open a store, without a change."""
    path.with_name("talks.db-wal").touch()


def replaced(path: Path) -> None:
    """Put another file in its place."""
    other = Path(shutil.copy2(path, path.with_name("other.db")))
    other.replace(path)


def gone(path: Path) -> None:
    """Remove the file."""
    path.unlink()


@pytest.mark.parametrize("change", [by_itself, in_use, replaced, gone], ids=lambda change: change.__name__)
def test_an_answer_is_thrown_away_if_the_file_changes_meanwhile(quiet: Path, change: Callable[[Path], None]) -> None:
    way = Still(quiet)
    moment = way.look()
    assert moment is not None
    with pytest.raises(BusyError) as caught, way.reading(moment) as conn:
        names(conn)
        change(quiet)
        conn.execute("SELECT nonsense")  # what goes wrong in reading a file that changes is nobody's concern
    assert is_one_sentence(str(caught.value))
    way.close()


def test_a_file_that_was_written_just_now_may_be_written_again_unnoticed(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = store_path.stat().st_mtime
    monkeypatch.setattr(still, "time", lambda: written + 0.005)
    with pytest.raises(BusyError, match="changes faster"):
        Still(store_path)
    monkeypatch.setattr(still, "time", lambda: written + 1)
    Still(store_path).close()
    monkeypatch.setattr(still, "time", lambda: written - 3600)  # the clock was put back
    Still(store_path).close()


def test_another_journal_than_the_log_is_not_read_past(shelf: Path) -> None:
    folder = shelf.parent
    folder.chmod(0o755)
    shelf.chmod(0o644)
    with closing(sqlite3.connect(shelf)) as conn:
        conn.execute("PRAGMA journal_mode = DELETE")
        conn.execute("PRAGMA synchronous = FULL")
        conn.execute("PRAGMA cache_size = 1")
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("UPDATE records SET slug = slug || '-x'")
        copies = {path: path.read_bytes() for path in folder.iterdir()}
        conn.execute("ROLLBACK")
    for path, content in copies.items():
        path.write_bytes(content)
    shelf.chmod(0o444)
    folder.chmod(0o555)
    with Guest(shelf, patience=0.1) as guest:
        why = guest.ask()
    assert "journal lies beside it" in why
    assert is_one_sentence(why)
