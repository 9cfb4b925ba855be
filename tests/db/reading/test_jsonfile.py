"""JSON as others write it: strict, and never more than memory has room for."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from db.errors import TalksFileError
from db.reading import jsonfile
from db.reading.jsonfile import parse_json, read_json, write_json


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "f is not JSON: it ends too early: expecting value (line 1, column 1)."),
        ('{"a": 1', "f is not JSON: it ends too early: expecting ',' delimiter (line 1, column 8)."),
        ('{"a": 1}\n{"a": 2}', "f is not JSON: extra data (line 2, column 1)."),
        ("{'a': 1}", "f is not JSON: expecting property name enclosed in double quotes (line 1, column 2)."),
        ('{"a": {"b": 1, "b": 2}}', "f is not JSON that can be relied on: “b” stands twice in one object."),
        ('{"a": NaN}', "f is not JSON that can be relied on: NaN is no number."),
        ("[-Infinity]", "f is not JSON that can be relied on: -Infinity is no number."),
        ("[1e999]", "f is not JSON that can be relied on: 1e999 is too large a number."),
        (f"[{'9' * 5000}]", "f is not JSON that can be relied on: a number is too long."),
        ("[" * 100_000, "f can't be read: it is nested too deeply."),
        ("[" * 100 + "]" * 100, "f can't be read: it is nested too deeply."),
    ],
)
def test_what_two_programs_would_not_read_alike_is_refused(text: str, why: str) -> None:
    with pytest.raises(TalksFileError) as caught:
        parse_json(text, "f")
    assert str(caught.value) == why


def test_what_would_fill_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonfile, "_MOST", 5)
    assert parse_json("[1, 2, 3, 4]", "f") == [1, 2, 3, 4]
    with pytest.raises(TalksFileError, match="f has more than 5 values: split it"):
        parse_json("[1, 2, 3, 4, [5]]", "f")


@pytest.mark.parametrize(
    "data",
    ['{"a": "Кіїв"}'.encode(), codecs.BOM_UTF8 + '{"a": "Кіїв"}'.encode(), '{"a": "Кіїв"}'.encode("utf-16")],
    ids=["utf-8", "with a mark", "utf-16"],
)
def test_an_encoding_that_is_certain_is_read_without_a_word(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "f").write_bytes(data)
    assert read_json(tmp_path / "f") == ({"a": "Кіїв"}, [])


def test_an_encoding_that_is_only_likely_is_told(tmp_path: Path) -> None:
    words = "Переговоры начались в среду, сообщил представитель делегации."
    (tmp_path / "f").write_bytes(f'{{"a": "{words}"}}'.encode("cp1251"))
    document, notes = read_json(tmp_path / "f")
    assert document == {"a": words}
    assert notes == ["It is read as cp1251, which its bytes look like: save it as UTF-8 if letters come out wrong."]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    document = {"a": ["Київ", 1, 2.5, None, True, "\ud800"]}
    write_json(document, tmp_path / "f")
    assert read_json(tmp_path / "f") == (document, [])
    with pytest.raises(FileExistsError):
        write_json(document, tmp_path / "f")
