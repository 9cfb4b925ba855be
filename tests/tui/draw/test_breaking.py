"""Where the lines of a text break."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from db.text import shown
from tests.tui.draw.make import TEXTS
from tui.draw import breaking
from tui.draw.breaking import broken


def lines(text: str, width: int) -> list[str]:
    return [text[begin:end] for begin, end in broken(text, 0, len(text), width)]


@given(TEXTS.map(str.strip), st.integers(2, 20))
@example("a\ufe0f☆\ufe0f☆\ufe0f", 3)
@example("❤\ufe0f" * 3, 3)
@example("漢 字 x 漢字漢字", 5)
@example("e\u0301" * 10, 4)
def test_no_line_is_too_wide_and_nothing_but_blanks_is_lost(text: str, width: int) -> None:
    spans = [*broken(text, 0, len(text), width)]
    at = 0
    for begin, end in spans:
        assert not text[at:begin].strip(" ")
        assert begin < end
        assert cell_len(shown(text[begin:end])) <= width
        at = end
    assert not text[at:].strip(" ")


@given(st.text("abc é“”— ", max_size=80).map(str.strip), st.integers(2, 20))
def test_narrow_text_breaks_the_same_however_it_is_measured(text: str, width: int) -> None:
    assert breaking._NARROW.fullmatch(text)
    end = len(text)
    assert [*breaking._narrow(text, 0, end, width)] == [*breaking._wide(text, 0, end, width)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 6, ["one", "two", "three"]),
        ("one   two", 4, ["one ", "two"]),
        ("abcdefgh ij", 4, ["abcd", "efgh", "ij"]),
        ("漢字漢字", 5, ["漢字", "漢字"]),
        ("in 漢字漢字", 6, ["in 漢", "字漢字"]),
        ("zwei дня", 5, ["zwei", "дня"]),
        ("", 5, []),
    ],
)
def test_lines_break_between_words_where_they_can(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


def test_every_character_that_counts_as_narrow_takes_one_cell() -> None:
    narrow = [char for char in map(chr, range(0x110000)) if breaking._NARROW.fullmatch(char)]
    assert len(narrow) > 1500
    assert {char: cell_len(char) for char in narrow if cell_len(char) != 1} == {}
    assert not any(re.match(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]", char) for char in narrow)


def test_only_a_part_of_a_text_is_broken() -> None:
    assert [*broken("xx one two yy", 3, 10, 4)] == [(3, 6), (7, 10)]
