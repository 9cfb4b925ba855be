"""A briefing as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.traps import TRAPS
from tests.tui.draw.hostile import page
from tui.draw.brief.text import text


def test_lines_hang_under_their_beginning() -> None:
    lines = [*text(page("word " * 30))]
    assert lines[0].startswith("word word")
    assert set(lines[2]) == {"="}
    bullets = [line for line in lines if line.startswith("- ")]
    assert len(bullets) == 2
    assert lines[lines.index(bullets[0]) + 1].startswith("  word")
    assert any(line.startswith("[1] word") for line in lines)


@given(st.text(), st.integers(20, 200))
def test_no_line_is_wider_than_it_may_be(what: str, width: int) -> None:
    assert all(cell_len(line) <= width for line in text(page(what), width))


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_no_trap_comes_through(trap: str) -> None:
    lines = [*text(page(trap, trap))]
    assert all(line.isprintable() or "\u200c" in line or "\u200d" in line for line in lines)
    assert max(map(cell_len, lines)) <= 80
