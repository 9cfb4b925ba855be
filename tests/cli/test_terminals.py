"""Where the board can't be drawn it isn't tried: one sentence says what the terminal lacks."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import program
from tests.terminal import Terminal

Start = Callable[..., Terminal]


@pytest.fixture
def start(store_path: Path, home: Path, request: pytest.FixtureRequest) -> Start:
    """Start the command in a terminal that is closed after the test."""

    def start(*words: str, **settings: object) -> Terminal:
        terminal = Terminal(
            [*program.COMMAND, *(words or (str(store_path),))],
            env=program.environment(home),
            size=(200, 24),
            **settings,  # type: ignore[arg-type]
        )
        request.addfinalizer(terminal.close)
        return terminal

    return start


def refused(terminal: Terminal) -> str:
    """What a program says that ends at once, having changed nothing of the terminal."""
    assert terminal.wait_exit() == 2
    assert terminal.leftovers() == []
    assert b"\x1b" not in terminal.raw
    said = terminal.screen().strip()
    assert said.startswith("talks-tui: ")
    assert "Traceback" not in said
    assert "--print" in said
    return said.partition(": ")[2]


@pytest.mark.parametrize("term", ["dumb", "unknown", "no-such-terminal", ""])
def test_a_terminal_that_nobody_can_draw_on_is_refused(start: Start, term: str) -> None:
    assert refused(start(term=term)).startswith("TERM is ")


def test_a_terminal_without_a_name_is_refused(start: Start) -> None:
    assert refused(start(term=None)).startswith("TERM is not set")


def test_a_board_without_a_keyboard_is_refused(start: Start) -> None:
    assert refused(start(stdin=subprocess.DEVNULL)).startswith("standard input is not a terminal")


def test_a_board_without_anything_to_draw_on_is_refused(start: Start) -> None:
    terminal = start(stderr=subprocess.DEVNULL)
    assert terminal.wait_exit() == 2
    assert terminal.leftovers() == []


def test_a_terminal_that_is_refused_makes_no_store_either(start: Start, home: Path) -> None:
    terminal = start("--read-only", term="dumb")
    assert terminal.wait_exit() == 2
    assert list(home.rglob("*")) == []


@pytest.mark.parametrize("term", ["dumb", None])
def test_any_terminal_will_do_for_printing(start: Start, term: str | None, store_path: Path) -> None:
    terminal = start(str(store_path), "--print", term=term)
    assert terminal.wait_exit() == 0
    assert b"Umerov" in terminal.raw
    assert b"\x1b" not in terminal.raw
    assert terminal.leftovers() == []
