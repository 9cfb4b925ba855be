"""Templates: what falls away, and what has no partner."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.reading.tables.templates import TemplateError, first_of, template

COLUMNS = ["a", "b", "c"]


def said(text: str, *cells: str) -> str:
    return template(text, COLUMNS.index)[0](cells)


@pytest.mark.parametrize(
    ("text", "cells", "found"),
    [
        ("{a}", "xyz", "x"),
        ("{a}-{b}", "xyz", "x-y"),
        ("{a}-{b}", ("x", "", ""), ""),
        ("{a}[: {b}]", ("x", "y", ""), "x: y"),
        ("{a}[: {b}]", ("x", "", ""), "x"),
        ("{a}[: {b}[ – {c}]]", ("x", "y", ""), "x: y"),
        ("{a}[: {b}[ – {c}]]", ("x", "", "z"), "x"),
        ("[{a}][ {b}]", ("", "y", ""), " y"),
        ("[{a}][{b}]", ("", "", ""), ""),
        ("on [{a}][{b}]", ("", "", ""), ""),
        ("on [{a}][{b}]", ("", "y", ""), "on y"),
        (r"\[{a}..{b}\] \{\\", "xyz", "[x..y] {\\"),
        ("plain", "xyz", "plain"),
        ("", "xyz", ""),
    ],
)
def test_what_is_empty_falls_away_with_the_bracket_that_it_stands_in(text: str, cells: str, found: str) -> None:
    assert said(text, *cells) == found


@pytest.mark.parametrize("text", ["{a", "a}", "[{a}", "{a}]", "{a}\\", "{a{b}}"])
def test_what_has_no_partner_is_named(text: str) -> None:
    with pytest.raises(TemplateError, match="has no partner"):
        said(text, *"xyz")


def test_the_columns_that_it_looks_at_are_told() -> None:
    assert template("{c}[ {a}]", COLUMNS.index)[1] == [2, 0]


def test_the_first_that_is_not_empty_counts() -> None:
    texts = [template(text, COLUMNS.index)[0] for text in ("{a}", "{b}", "none")]
    assert [first_of(texts)(cells) for cells in ("xyz", ("", "y", ""), ("", "", ""))] == ["x", "y", "none"]


@given(st.text(alphabet="ab{}[]\\", max_size=12))
def test_any_text_is_a_template_or_is_told_what_it_lacks(text: str) -> None:
    try:
        made, _ = template(text, lambda _: 0)
    except TemplateError:
        return
    assert isinstance(made(["x"]), str)
