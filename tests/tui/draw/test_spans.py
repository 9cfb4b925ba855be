"""Text is made to fit, cell by cell, and nothing that commands a terminal comes through."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from db.text import UNSAFE, shown
from tests.tui.draw.make import TEXTS
from tui.draw.spans import Span, cells, cut, filled, fit, plain, width_of, wrapped

WIDTHS = st.integers(0, 25)


@given(TEXTS, WIDTHS, st.booleans())
def test_fitted_text_takes_exactly_its_width(text: str, width: int, right: bool) -> None:
    fitted = fit(text, width, right)
    assert cell_len(fitted) == width
    assert not UNSAFE.search(fitted)
    assert fit(fitted, width) == fitted


@given(TEXTS, WIDTHS)
def test_cut_text_takes_at_most_its_width(text: str, width: int) -> None:
    piece = cut(text, width)
    assert cell_len(piece) <= width
    assert not UNSAFE.search(piece)


@given(TEXTS)
def test_text_that_fits_is_not_cut(text: str) -> None:
    assert cut(text, cell_len(shown(text))) == shown(text).rstrip()


@given(st.lists(TEXTS, max_size=4), WIDTHS)
def test_a_filled_line_takes_exactly_its_width(texts: list[str], width: int) -> None:
    line = filled([Span(text, "dim") for text in texts], width)
    assert width_of(line) == width
    assert not any(UNSAFE.search(span.text) for span in line)


@given(TEXTS, st.integers(1, 25))
def test_wrapped_lines_take_at_most_their_width(text: str, width: int) -> None:
    for line in wrapped(text, width):
        assert cell_len(line) <= width
        assert line
        assert not UNSAFE.search(line)


@given(TEXTS, st.integers(2, 25))
def test_wrapping_loses_nothing_but_blanks(text: str, width: int) -> None:
    assert "".join("".join(wrapped(text, width)).split()) == "".join(shown(text).split())


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 0, ""),
        ("", 3, "   "),
        ("talks", 5, "talks"),
        ("talks", 7, "talks  "),
        ("talks", 4, "tal…"),
        ("talks", 1, "…"),
        ("talks", 0, ""),
        ("two words", 5, "two… "),  # no blank before the ellipsis
        ("漢字漢字", 5, "漢字…"),
        ("漢字漢字", 4, "漢… "),  # half of a wide character is none
        ("e\u0301te\u0301", 3, "e\u0301te\u0301"),
        ("a\x1b[2Jb", 8, "a\ufffd[2Jb  "),
        ("two\nlines", 9, "two\ufffdlines"),
    ],
)
def test_text_is_padded_or_cut_with_an_ellipsis(text: str, width: int, expected: str) -> None:
    assert fit(text, width) == expected


def test_padding_can_go_to_the_left() -> None:
    assert fit("38", 5, right=True) == "   38"


def test_a_filled_line_is_cut_in_the_middle_of_a_span_or_padded_with_plain_blanks() -> None:
    spans = [Span("one ", "dim"), Span("two", "accent"), Span("three")]
    assert filled(spans, 6) == (Span("one ", "dim"), Span("t…", "accent"))
    assert filled(spans, 14) == (*spans, Span("  "))
    assert filled([], 2) == (Span("  "),)


def test_text_is_wrapped_between_words_and_only_a_long_word_is_broken() -> None:
    assert [*wrapped("the talks go on", 9)] == ["the talks", "go on"]
    assert [*wrapped("a  b \n c", 9)] == ["a b \ufffd c"]
    assert [*wrapped("in Verkhovna-Rada today", 6)] == ["in", "Verkho", "vna-Ra", "da", "today"]
    assert [*wrapped("", 9)] == []
    assert [*wrapped("漢字", 1)] == []  # no room for any of it


def test_plain_text_has_no_blanks_at_its_end() -> None:
    assert plain((Span("one", "dim"), Span(" two"), Span("   "))) == "one two"


MILLIONS = {
    "letters": "x" * 10**6,
    "words": "word " * 200_000,
    "wide": "漢字" * 500_000,
    "marks": "e" + "\u0301" * 10**6,
    "joined pictures": "👩\u200d" * 500_000,
    "commands": "\x1b[2J" * 250_000,
}


@pytest.mark.parametrize("text", MILLIONS.values(), ids=MILLIONS)
def test_a_line_of_a_million_characters_is_drawn_as_far_as_there_is_room(text: str) -> None:
    start = perf_counter()
    for _ in range(20):
        assert cell_len(fit(text, 80)) == 80
        assert width_of(filled([Span(text)], 80)) == 80
    assert cells(text) > 80 or text == MILLIONS["marks"]
    lines = [*wrapped(text, 80)]
    assert len(lines) < 300
    assert lines[-1].endswith("…")
    assert perf_counter() - start < 5  # it takes some hundredths
