"""Files of text, in whatever encoding they come."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest

from db import textfile
from db.errors import TalksError, TalksFileError, UsageError
from db.textfile import read_text
from tests.db.helpers import is_one_sentence

RUSSIAN = "Переговоры начались в среду, сообщил представитель делегации. Стороны обсуждают территориальный вопрос."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "article.txt"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (RUSSIAN.encode(), "utf-8"),
        (codecs.BOM_UTF8 + RUSSIAN.encode(), "utf-8"),
        (RUSSIAN.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + RUSSIAN.encode("utf-16-be"), "utf-16"),
        (RUSSIAN.encode("utf-32"), "utf-32"),
    ],
    ids=["utf-8", "with a mark", "utf-16", "utf-16-be", "utf-32"],
)
def test_what_says_its_encoding_is_read_in_it(file: Path, data: bytes, encoding: str) -> None:
    file.write_bytes(data)
    read = read_text(file)
    assert (read.text, read.encoding, read.detected, read.dropped) == (RUSSIAN, encoding, False, 0)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8_r"), ("双方讨论了领土问题和安全保障，会谈持续两天。" * 3, "gb18030")],
    ids=["cp1251", "koi8_r", "gb18030"],
)
def test_what_does_not_say_it_is_found_out_and_said(file: Path, text: str, encoding: str) -> None:
    file.write_bytes(text.encode(encoding))
    read = read_text(file)
    assert (read.text, read.encoding, read.detected) == (text, encoding, True)


def test_an_encoding_that_is_named_is_the_one(file: Path) -> None:
    file.write_bytes(RUSSIAN.encode("cp866"))
    read = read_text(file, "cp866")
    assert (read.text, read.encoding, read.detected) == (RUSSIAN, "cp866", False)
    file.write_bytes("é".encode("utf-16-le"))
    assert read_text(file, "utf-16-le").text == "é"


def test_what_commands_a_terminal_is_left_out_and_counted(file: Path) -> None:
    file.write_bytes("\x1b[31mred\x1b[0m\r\n\tabc\u202edef\u2069\n\n".encode())
    read = read_text(file)
    assert (read.text, read.dropped) == ("[31mred[0m\n abcdef", 4)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "has no text"),
        (b" \n\t\n\x1b", "has no text"),
        (codecs.BOM_UTF8, "has no text"),
        (b"\x7fELF\x02\x01\x01" + bytes(50), "not text"),
        (b"GIF89a\x01\x00\x01\x00\xff", "no text in any encoding"),
        (bytes((number * 7919 + 13) % 255 + 1 for number in range(3000)), "no text in any encoding"),
        (b"%PDF-1.7 text", "is a PDF file"),
        (b"PK\x03\x04 text", "is a Word or ZIP file"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "is not utf-16 text"),
        ("Text".encode("utf-16-le"), "--encoding utf-16-le"),
    ],
    ids=["empty", "blank", "a mark", "a program", "a picture", "noise", "pdf", "docx", "half a character", "no mark"],
)
def test_what_is_no_text_is_refused_in_a_sentence(file: Path, data: bytes, said: str) -> None:
    file.write_bytes(data)
    with pytest.raises(TalksFileError) as caught:
        read_text(file)
    assert said in str(caught.value)
    assert str(file) in str(caught.value)
    assert is_one_sentence(str(caught.value))


@pytest.mark.parametrize("name", ["klingon", "rot13", "base64", "", "utf\0", "x" * 500, "\x1b[2J"])
def test_an_encoding_that_is_none_is_refused_before_the_file_is_looked_at(file: Path, name: str) -> None:
    with pytest.raises(UsageError, match="There is no encoding") as caught:
        read_text(file, name)
    assert is_one_sentence(str(caught.value))


def test_a_file_that_is_not_in_the_named_encoding_is_refused(file: Path) -> None:
    file.write_bytes(RUSSIAN.encode("cp1251"))
    with pytest.raises(TalksFileError, match=r"is not utf-8 text \(byte 1\): name another encoding"):
        read_text(file, "utf-8")


def test_what_can_not_be_read_is_refused(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(textfile, "LARGEST", 10)
    file.write_text("more than ten bytes", encoding="utf-8")
    for path, said in (
        (file, "larger than"),
        (tmp_path, "is not a file"),
        (tmp_path / "pipe", "is not a file"),
        (tmp_path / "nowhere.txt", "can't be read: no such file"),
        (Path("nul\0"), "can't be read"),
    ):
        with pytest.raises(TalksError, match=said) as caught:
            read_text(path)
        assert is_one_sentence(str(caught.value))
