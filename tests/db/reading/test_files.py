"""Opening a file that is to be imported."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from db.errors import TalksFileError
from db.reading import files
from tests.db.reading.samples import CALENDAR


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file"


def a_folder(file: Path) -> None:
    file.mkdir()


def a_pipe(file: Path) -> None:
    os.mkfifo(file)


def a_socket(file: Path) -> None:
    before = Path.cwd()
    os.chdir(file.parent)  # its address may have a hundred characters
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(file.name)
    finally:
        os.chdir(before)


def a_device(file: Path) -> None:
    file.symlink_to("/dev/zero")


def a_loop(file: Path) -> None:
    file.symlink_to(file)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda file: None, "can't be read: no such file or directory."),  # noqa: ARG005
        (a_folder, "is a directory: name a file in it."),
        (a_pipe, "is a pipe: save what comes out of it to a file."),
        (a_socket, "is a socket: name a file."),
        (a_device, "is a device: name a file."),
        (a_loop, "can't be read: too many levels of symbolic links."),
        (lambda file: file.touch(), "is empty: there is nothing to import."),
    ],
    ids=["nothing", "a folder", "a pipe", "a socket", "a device", "a loop", "empty"],
)
@pytest.mark.parametrize("look", [files.head, files.tail, files.whole, files.text])
def test_what_is_no_file_is_refused_and_never_waited_for(
    file: Path, make: Callable[[Path], None], why: str, look: Callable[[Path], object]
) -> None:
    make(file)
    with pytest.raises(TalksFileError) as caught:
        look(file)
    assert str(caught.value) == f"{file} {why}"


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(TalksFileError, match="can't be read"):
        files.head(Path("a\0b"))


def test_a_file_that_may_not_be_read_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    file.write_text("text")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(TalksFileError, match="can't be read: permission denied"):
        files.head(file)


def test_the_ends_of_a_large_file_are_read(file: Path) -> None:
    file.write_bytes(b"a" * files.HEAD + b"b" * files.HEAD)
    assert (files.head(file), files.tail(file)) == (b"a" * files.HEAD, b"b" * files.HEAD)


def test_a_file_that_is_too_large_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_bytes(b"12345")
    monkeypatch.setattr(files, "LARGEST", 5)
    assert files.whole(file) == b"12345"
    monkeypatch.setattr(files, "LARGEST", 4)
    with pytest.raises(TalksFileError, match="is larger than 0 MB: split it"):
        files.whole(file)


def test_text_that_stops_being_utf_8_is_refused_with_the_place(file: Path) -> None:
    file.write_bytes(b"a" * 2_000_000 + b"\xff")
    with pytest.raises(TalksFileError, match=r"is not utf-8 text \(byte 2000001\): save it as UTF-8"):
        files.text(file)


def test_an_encoding_is_told_by_the_lines_that_need_one(file: Path) -> None:
    """Among so many names of fields, another program's guess is as likely."""
    words = "Переговоры в Абу-Даби, день первый, делегации прибыли", "Целые дни, перерыв на консультации"
    text = CALENDAR.replace("Second round\\, Abu Dhabi", words[0]).replace("Whole days", words[1])
    file.write_bytes(text.encode("cp1251"))
    found = files.text(file)
    assert found.text == text
    assert found.notes == (
        "It is read as cp1251, which its bytes look like: save it as UTF-8 if letters come out wrong.",
    )


def test_what_is_no_text_is_refused(file: Path) -> None:
    file.write_bytes(bytes((number * 7919 + 13) % 255 + 1 for number in range(3000)))
    with pytest.raises(TalksFileError, match="is no text in any encoding that can be told: save it as UTF-8"):
        files.text(file)


def test_what_is_nested_deeper_than_a_walk_can_go_is_told() -> None:
    deep: object = 1
    for _ in range(files.DEEPEST - 1):
        deep = {"a": [1, 2], "b": deep}
    assert not files.too_deep(deep)  # the list in the innermost is the last level
    assert files.too_deep([deep])
