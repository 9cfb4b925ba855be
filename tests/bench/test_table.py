"""The table of figures: how it is written, and that the README's is one of it."""

from __future__ import annotations

import re

import pytest

from tests.bench.table import BEGIN, END, HEAD, Row, line, lines, machine, ratio, spread, written
from tests.program import ROOT

CELL = r"(?:–|-?[\d,]+(?:\.\d+)?(?: / -?[\d,]+(?:\.\d+)?)?(?: (?:ms|MB|%|B|×))?|)"


def test_a_row_has_every_store_the_ratio_and_what_it_should_be() -> None:
    row = Row("a step", "ms", [[1.0, 2.0, 3.0], [2.0, 4.0, 6.0]], "ratio ≤ 1.1")
    assert line(row, 2) == "| a step | 2.0 / 3.0 ms | 4.0 / 6.0 ms | 2.00 | ratio ≤ 1.1 |"


def test_what_was_not_measured_is_left_open() -> None:
    assert line(Row("another", "", [], note="not installed"), 2) == "| another |  |  |  | not installed |"
    assert spread([], "ms") == "–"
    assert ratio([[], [1.0]]) == ratio([[1.0]]) == ratio([[0.0], [1.0]]) == ""


@pytest.mark.parametrize(
    ("values", "unit", "shown"),
    [
        ([1234.5], "B", "1,234 B"),
        ([99.94], "ms", "99.9 ms"),
        ([150.2, 160.0], "ms", "155 / 160 ms"),
        ([0.5], "×", "0.50 ×"),
    ],
)
def test_numbers_are_as_exact_as_they_can_be_read(values: list[float], unit: str, shown: str) -> None:
    assert spread(values, unit) == shown


def test_the_block_takes_the_place_of_the_one_before() -> None:
    text = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert written(written(text, ["one", "two"]), ["three"]) == f"before\n{BEGIN}\nthree\n{END}\nafter\n"
    with pytest.raises(ValueError, match="There is no"):
        written("no block", ["one"])


def test_the_machine_is_named() -> None:
    assert re.fullmatch(r"\d+ cores \(.+\), .+, Python .+, Textual .+, SQLite .+\.", machine())


def test_the_figures_of_the_readme_are_of_this_form() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = readme.partition(f"{BEGIN}\n")[2].partition(END)[0].splitlines()
    table = [text for text in block if text.startswith("|")]
    labels = ["1 k events", "1 M events"]
    assert table[:2] == [*lines(labels, [])]
    assert [text for text in block if text and not text.startswith(("|", "Measured on "))] == []
    for text in table[2:]:
        what, *cells, target = map(str.strip, text.split("|")[1:-1])
        assert what
        assert len(cells) + 2 == len(labels) + len(HEAD), target
        assert all(re.fullmatch(CELL, cell.strip()) for cell in cells), text
