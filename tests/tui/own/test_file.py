"""A file of the user's own: whole or not at all, shared by sessions, and never overwritten where it can't be read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.db.helpers import is_one_sentence
from tests.program import ROOT
from tui.own import file as own_file
from tui.own.file import LARGEST, ForeignError, OwnError, OwnFile


def read(found: Any) -> tuple[int, ...]:  # noqa: ANN401
    if not isinstance(found, list) or not all(isinstance(one, int) for one in found):
        raise ForeignError("it holds something else")
    return tuple(found)


def numbers(path: Path | None) -> OwnFile[tuple[int, ...]]:
    return OwnFile(path, "numbers", (), read, list)


def add(path: Path | None, number: int = 1) -> str:
    return numbers(path).change(lambda known: (*known, number))


def test_a_file_that_is_not_there_is_empty_and_is_made_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "numbers.json"
    assert numbers(path).load() == ()
    assert not path.parent.exists()
    assert add(path) == ""
    assert add(path, 2) == ""
    assert numbers(path).load() == (1, 2)
    assert {one.name for one in path.parent.iterdir()} == {"numbers.json", ".numbers.json.lock"}


FOREIGN = [b"", b"{", b"\xff\xfe", b'{"format": 9}', b'["one"]', b"[" * 100_000, b"[" + b"1," * LARGEST + b"1]"]


@pytest.mark.parametrize("held", FOREIGN, ids=lambda held: str(held[:9]))
def test_what_cannot_be_read_is_said_and_moved_aside_before_anything_is_written(held: bytes, tmp_path: Path) -> None:
    path = tmp_path / "numbers.json"
    path.write_bytes(held)
    with pytest.raises(OwnError) as said:
        numbers(path).load()
    assert is_one_sentence(str(said.value))
    assert str(path) in str(said.value)
    assert path.read_bytes() == held

    told = add(path)
    aside = tmp_path / "numbers.json.damaged-1"
    assert is_one_sentence(told)
    assert str(aside) in told
    assert aside.read_bytes() == held
    assert numbers(path).load() == (1,)


def test_each_damaged_file_gets_a_name_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "numbers.json"
    for text in ("one", "two"):
        path.write_text(text)
        add(path)
    assert [(tmp_path / f"numbers.json.damaged-{n}").read_text() for n in (1, 2)] == ["one", "two"]


def test_a_folder_in_its_place_is_moved_aside_too(tmp_path: Path) -> None:
    path = tmp_path / "numbers.json"
    path.mkdir()
    (path / "precious").write_text("x")
    with pytest.raises(OwnError):
        numbers(path).load()
    assert "damaged-1" in add(path)
    assert (tmp_path / "numbers.json.damaged-1" / "precious").exists()


def test_a_pipe_in_its_place_keeps_nobody_waiting(tmp_path: Path) -> None:
    path = tmp_path / "numbers.json"
    os.mkfifo(path)
    with pytest.raises(OwnError, match="it is no file"):
        numbers(path).load()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OwnError) as said:
        add(tmp_path / "file" / "deeper" / "numbers.json")
    assert is_one_sentence(str(said.value))
    assert "numbers can't be kept" in str(said.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OwnError, match="permission denied"):
            add(tmp_path / "numbers.json")
    finally:
        tmp_path.chmod(0o700)


def test_without_a_folder_nothing_is_known_and_nothing_kept() -> None:
    assert numbers(None).load() == ()
    with pytest.raises(OwnError) as said:
        add(None)
    assert is_one_sentence(str(said.value))


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "numbers.json"
    add(path)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OwnError, match="no space left on device"):
        add(path, 2)
    assert numbers(path).load() == (1,)
    assert {one.name for one in tmp_path.iterdir()} == {"numbers.json", ".numbers.json.lock"}


def test_a_link_to_where_settings_are_kept_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles" / "numbers.json", tmp_path / "numbers.json"
    real.parent.mkdir()
    real.write_text("[1]")
    link.symlink_to(real)
    add(link, 2)
    assert link.is_symlink()
    assert json.loads(real.read_text()) == [1, 2]


MANY = """
import sys
from pathlib import Path
from tests.tui.own.test_file import add
for number in range(20):
    add(Path(sys.argv[1]), int(sys.argv[2]) * 100 + number)
"""


def test_sessions_at_the_same_time_lose_nothing_of_each_other(tmp_path: Path) -> None:
    path = tmp_path / "numbers.json"
    running = [
        subprocess.Popen([sys.executable, "-c", MANY, str(path), str(number)], cwd=ROOT, stderr=subprocess.PIPE)
        for number in range(3)
    ]
    for one in running:
        _, error = one.communicate(timeout=60)
        assert one.returncode == 0, error
    assert sorted(numbers(path).load()) == sorted(100 * one + number for one in range(3) for number in range(20))


def test_a_session_that_never_lets_go_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "numbers.json"
    add(path)
    monkeypatch.setattr(own_file, "_PAUSE", 0)
    with own_file._locked(tmp_path / ".numbers.json.lock"), pytest.raises(OwnError, match="another session"):
        add(path)
