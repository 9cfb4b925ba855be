"""The whole program in a real terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import program, sshd
from tests.terminal import Terminal

Launch = Callable[..., Terminal]

SIZES = [(80, 24), (120, 36), (200, 60)]
"""One for each layout."""
STANDS = r"(?s)4 Detail · \S.*q quit"
"""What is on the screen once the board stands, and shows what its cursor is on."""


@pytest.fixture
def launch(home: Path, request: pytest.FixtureRequest) -> Launch:
    """Start the program on a store and wait until it shows what its cursor is on; it is closed after the test."""

    def start(store: Path, *words: str, size: tuple[int, int] = (80, 24)) -> Terminal:
        terminal = Terminal([*program.COMMAND, store, *words], size=size, env=program.environment(home))
        request.addfinalizer(terminal.close)
        terminal.wait_for(STANDS)
        return terminal

    return start


@pytest.fixture
def server(home: Path, tmp_path: Path) -> Iterator[sshd.Sshd]:
    """An SSH server, whose sessions have the home of `home`."""
    if not sshd.AVAILABLE:
        pytest.skip("OpenSSH's server is not installed")
    with sshd.Sshd(tmp_path / "sshd", program.environment(home)) as running:
        yield running


def be_still(terminal: Terminal, seconds: float = 0.3) -> None:
    """Wait until nothing has come for a while: the frame that stands is whole."""
    seen, since = -1, time.monotonic()

    def still() -> bool:
        nonlocal seen, since
        if len(terminal.raw) != seen:
            seen, since = len(terminal.raw), time.monotonic()
        return time.monotonic() - since >= seconds

    terminal.wait_for(still)


def has_keys(terminal: Terminal, title: str) -> bool:
    """Whether the pane of this title is the one that has the keys: its title alone is bold."""
    for y, line in enumerate(terminal.emulator.display):
        x = line.find(f"─ {title} ")
        if x >= 0:
            return bool(terminal.emulator.buffer[y][x + 2].bold)
    return False


def size_id(size: tuple[int, int]) -> str:
    """How a size is called in the name of a test."""
    return f"{size[0]}x{size[1]}"
