"""Over a slow line, in a real terminal: what is asked of it, and what the keys do to that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import program
from tests.terminal import Terminal, stray_controls

MOUSE = {1000, 1003, 1006, 1015}
Open = Callable[..., Terminal]


@pytest.fixture
def over(home: Path, store_path: Path, request: pytest.FixtureRequest) -> Open:
    """Start the program with more in its environment; it is closed after the test."""

    def start(*words: str, **more: str) -> Terminal:
        env = program.environment(home, TERM="xterm-256color", **more)
        terminal = Terminal([*program.COMMAND, store_path, *words], env=env)
        request.addfinalizer(terminal.close)
        terminal.wait_for(r"(?s)4 Detail · \S.*q quit")
        return terminal

    return start


def says(terminal: Terminal) -> bool:
    return "low bandwidth" in terminal.screen().splitlines()[0]


def test_over_ssh_it_keeps_to_sixteen_colours_and_leaves_the_mouse_alone(over: Open) -> None:
    terminal = over(SSH_CONNECTION="192.0.2.1 50000 192.0.2.2 22")
    assert says(terminal)
    assert not terminal.modes & MOUSE
    assert b"38;" not in terminal.raw
    assert b"48;" not in terminal.raw
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.leftovers() == []
    assert stray_controls(terminal.raw) == []


@pytest.mark.parametrize("words", [("--no-low-bandwidth",), ("--mouse",)])
def test_what_is_said_on_the_command_line_counts_more(words: tuple[str, ...], over: Open) -> None:
    terminal = over(*words, SSH_TTY="/dev/pts/1")
    assert terminal.modes >= MOUSE
    assert says(terminal) == ("--mouse" in words)


@pytest.mark.parametrize("words", [("--low-bandwidth",), ("--no-mouse",)])
def test_nearby_it_is_asked_for(words: tuple[str, ...], over: Open) -> None:
    terminal = over(*words, COLORTERM="truecolor")
    assert not terminal.modes & MOUSE
    assert says(terminal) == ("--low-bandwidth" in words)
    assert b"38;2;" in terminal.raw


def test_it_is_switched_from_the_palette(over: Open) -> None:
    terminal = over()
    assert terminal.modes >= MOUSE
    for word, slow in (("on", True), ("off", False)):
        terminal.press("ctrl+p")
        terminal.wait_for("Search for commands")
        terminal.press(*"low bandw")
        terminal.wait_for(f"Low bandwidth: {word}")
        terminal.press("enter")
        terminal.wait_for(r"\A[^\n]*low bandwidth" if slow else r"\A(?!.*low bandwidth)")
        assert bool(terminal.modes & MOUSE) != slow
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.leftovers() == []
    assert stray_controls(terminal.raw) == []
