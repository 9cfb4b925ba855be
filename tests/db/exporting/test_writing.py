"""A file is put in its place once it is whole; what goes wrong before leaves nothing, and nothing is lost."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.errors import TalksError
from db.exporting.writing import in_place_of, write_text
from tests.db.helpers import digest, is_one_sentence


def listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def refused(path: Path, store: Path, force: bool = False, folder: bool = False) -> str:
    """Why nothing can be written to `path`; nothing is left where it would have been."""
    before = listed(path.parent)
    with pytest.raises(TalksError) as caught, in_place_of(path, force, store, folder) as building:
        write_text(building, ["text"])
    assert listed(path.parent) == before
    assert is_one_sentence(str(caught.value))
    return str(caught.value)


def test_a_file_is_there_once_it_is_whole(store_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.toml"
    with in_place_of(out, False, store_path) as building:
        write_text(building, ["one ", "é\r\n"])
        assert not out.exists()
        assert building.parent == tmp_path
    assert out.read_bytes() == "one é\r\n".encode()
    assert not building.exists()


def test_what_is_there_is_only_replaced_if_that_was_asked_for(store_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.toml"
    out.write_text("mine")
    assert "is already there: choose another name, or replace it with --force." in refused(out, store_path)
    assert out.read_text() == "mine"
    with in_place_of(out, True, store_path) as building:
        write_text(building, ["theirs"])
    assert out.read_text() == "theirs"


@pytest.mark.parametrize("links", [True, False])
def test_what_somebody_else_made_meanwhile_is_not_replaced(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    out = tmp_path / "out.toml"
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    with pytest.raises(TalksError, match="already there"), in_place_of(out, False, store_path) as building:
        write_text(building, ["late"])
        out.write_text("first")
    assert out.read_text() == "first"
    assert {path.name for path in tmp_path.iterdir()} == {"out.toml", store_path.name}
    with in_place_of(tmp_path / "other.toml", False, store_path) as building:
        write_text(building, ["text"])
    assert (tmp_path / "other.toml").read_text() == "text"


@pytest.mark.parametrize("name", ["talks.db", "talks.db-wal", "talks.db-shm", "talks.db-journal", "talks.db-txid"])
def test_the_store_and_what_stands_beside_it_are_never_written_over(store_path: Path, name: str) -> None:
    before = digest(store_path)
    assert "belongs to the store" in refused(store_path.with_name(name), store_path, force=True)
    assert digest(store_path) == before


def test_the_store_is_known_by_any_of_its_names(store_path: Path, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(store_path)
    os.link(store_path, tmp_path / "hard.db")
    for name in ("link.db", "hard.db", "../" + tmp_path.name + "/talks.db"):
        assert "belongs to the store" in refused(tmp_path / name, store_path, force=True)


def test_a_place_that_cannot_be_written_has_a_sentence(store_path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path, why in (
        (tmp_path / "nowhere" / "out.toml", "no such file or directory"),
        (tmp_path / "file" / "out.toml", "not a directory"),
        (tmp_path / ("x" * 300), "file name too long"),
        (tmp_path, "is a folder: name a file in it"),
    ):
        assert why in refused(path, store_path, force=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_may_not_be_written_has_a_sentence(store_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    assert "permission denied" in refused(folder / "out.toml", store_path)


def test_a_disk_that_is_full_has_a_sentence_and_keeps_what_is_there(store_path: Path, tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        yield "text"
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    out = tmp_path / "out.toml"
    out.write_text("before")
    full = pytest.raises(TalksError, match=r"out\.toml can't be written: no space left on device\.")
    with full, in_place_of(out, True, store_path) as building:
        write_text(building, pieces())
    assert out.read_text() == "before"
    assert {path.name for path in tmp_path.iterdir()} == {"out.toml", store_path.name}


def test_what_is_broken_off_leaves_nothing(store_path: Path, tmp_path: Path) -> None:
    for folder in (False, True):
        with pytest.raises(KeyboardInterrupt), in_place_of(tmp_path / "out", False, store_path, folder) as building:
            if folder:
                building.mkdir()
            write_text(building / "a.csv" if folder else building, ["text"])
            raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == [store_path.name]


def test_a_file_has_the_permissions_that_any_new_one_would_have(store_path: Path, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with in_place_of(tmp_path / "out.toml", False, store_path) as building:
            write_text(building, ["text"])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.toml").stat().st_mode) == 0o640


def test_a_link_stays_one(store_path: Path, tmp_path: Path) -> None:
    (tmp_path / "link.toml").symlink_to(tmp_path / "real.toml")
    with in_place_of(tmp_path / "link.toml", False, store_path) as building:
        write_text(building, ["text"])
    assert (tmp_path / "link.toml").is_symlink()
    assert (tmp_path / "real.toml").read_text() == "text"


def test_a_pipe_is_written_to_as_it_is(store_path: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()))
    reader.start()
    with in_place_of(pipe, False, store_path) as building:
        write_text(building, ["text"])
    reader.join(10)
    assert got == ["text"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_keeps_what_it_has_beside_the_files_that_are_put_into_it(store_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    (out / "a.csv").write_text("old")
    assert "already there" in refused(out, store_path, folder=True)
    with in_place_of(out, True, store_path, folder=True) as building:
        building.mkdir()
        write_text(building / "a.csv", ["new"])
    assert {path.name: path.read_text() for path in out.iterdir()} == {"mine.txt": "mine", "a.csv": "new"}
    assert {path.name for path in tmp_path.iterdir()} == {"tables", store_path.name}
