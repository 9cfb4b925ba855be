"""A passage is found however it is set, and what comes nearest to one that isn't there."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.passages import find, nearest

TEXT = "He said: “We won’t\n  leave the river—ever.” Then they left the room (at noon)."


@pytest.mark.parametrize(
    ("quote", "there"),
    [
        ("won't leave", "won’t\n  leave"),
        ('said: "we', "said: “We"),
        ("river-ever", "river—ever"),
        ("(AT NOON).", "(at noon)."),
        ("leave the room", None),
        ("w.n", None),
        ("  ", None),
    ],
)
def test_blanks_case_quotation_marks_and_dashes_make_no_difference(quote: str, there: str | None) -> None:
    assert [TEXT[begin:end] for begin, end in find(TEXT, quote)] == ([] if there is None else [there])


def test_every_place_is_found() -> None:
    assert find("a b a B", "a b") == [(0, 3), (4, 7)]


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_any_part_of_a_text_is_found_in_it(text: str, one: int, other: int) -> None:
    quote = text[min(one, other) : max(one, other)]
    if quote.strip():
        assert find(text, quote)


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        ("then they all left the room", "Then they left the room (at"),
        ("leave a river", "leave the river"),
        ("xyzzy", ""),
        ("", ""),
    ],
)
def test_the_nearest_has_most_words_in_common(quote: str, passage: str) -> None:
    assert nearest(TEXT, quote) == passage


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_nearest_is_a_part_of_the_text(text: str, quote: str) -> None:
    assert nearest(text, quote) in text


def test_a_long_text_is_searched_in_a_moment() -> None:
    text = "the river and the bridge are not what they were when the talks began " * 4_500
    begin = time.process_time()
    assert find(text, "the river and the town") == []
    assert nearest(text, "the river and the town were not what they are") != ""
    assert time.process_time() - begin < 5
