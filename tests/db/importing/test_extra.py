"""What is kept beside a record: in one form, clean, and no more than can be shown."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.checking import LONGEST, FieldError
from db.importing.extra import parsed, written
from db.text import UNSAFE

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**62), 2**62) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=()), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)  # fmt: skip


def test_it_is_written_in_one_form() -> None:
    assert written({"b": 1, "a": ["x", {"d": None, "c": date(2026, 2, 4)}]}) == (
        '{"a":["x",{"c":"2026-02-04","d":null}],"b":1}'
    )


def test_what_other_files_left_stays() -> None:
    assert written({"b": 2, "c": 3}, '{"a":1,"b":1}') == '{"a":1,"b":2,"c":3}'


def test_text_in_it_is_only_text() -> None:
    assert written({"na\x1bme": "\x1b[2Jred\u202e"}) == '{"name":"[2Jred"}'


def test_writing_it_again_changes_nothing() -> None:
    once = written({"é": "e\u0301", "n": 1.5})
    assert written(json.loads(once), once) == once


@given(st.dictionaries(st.text(st.characters(exclude_categories=()), max_size=5), VALUES, max_size=4))
def test_whatever_is_kept_is_json_and_the_same_the_next_time(extra: dict[str, object]) -> None:
    once = written(extra)
    assert isinstance(json.loads(once), dict)
    assert not UNSAFE.search(once.replace("\\n", ""))
    assert written(json.loads(once)) == once


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("x" * (LONGEST + 1), "“note” has 20,001 characters, at most 20,000 are allowed"),
        (float("nan"), "“note” is “nan”, which JSON can't say"),
        (float("inf"), "“note” is “inf”"),
        (2**70, "“note” is “a number of more than 20 digits”"),
        (object, "which JSON can't say"),
        (["x" * LONGEST] * 11, "characters in all, at most 200,000 are kept"),
    ],
)
def test_what_cannot_be_kept_is_told(value: object, why: str) -> None:
    with pytest.raises(FieldError, match=why.replace("(", r"\(")):
        written({"note": value})


def test_what_is_nested_too_deeply_is_told() -> None:
    deep: object = 1
    for _ in range(50):
        deep = [deep]
    with pytest.raises(FieldError, match="nested more than 20 deep"):
        written({"note": deep})


def test_a_talks_file_may_write_it_as_a_table_or_as_json() -> None:
    assert parsed({"a": 1}) == parsed('{"a": 1}') == {"a": 1}


@pytest.mark.parametrize("given_value", ["{", "[1]", "1", 7, ["a"], "[" * 100_000])
def test_what_is_neither_is_told(given_value: object) -> None:
    with pytest.raises(FieldError, match="expected a table, or a JSON object"):
        parsed(given_value)
