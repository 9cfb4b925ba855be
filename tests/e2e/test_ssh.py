"""Over SSH, through a real server: on each terminal it draws, takes keys, follows the window and leaves cleanly."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import program
from tests.e2e.conftest import SIZES, STANDS, size_id
from tests.faults import fault
from tests.sshd import Sshd
from tests.terminal import Terminal, stray_controls

ROUND = str.maketrans("┌┐└┘", "╭╮╰╯")
"""The Linux console's font has no round corners."""
FRAMES = dict(zip(SIZES, (2, 4, 4), strict=True))
Log = Callable[..., Terminal]


@pytest.fixture
def log_in(server: Sshd, store_path: Path, request: pytest.FixtureRequest) -> Log:
    """Start the program on the server, after the words of another command; the terminal is closed after the test."""

    def start(*before: str, size: tuple[int, int] = (80, 24), term: str | None = "xterm-256color") -> Terminal:
        terminal = Terminal(server.command(*before, *program.COMMAND, store_path), size=size, term=term)
        request.addfinalizer(terminal.close)
        return terminal

    return start


def has_frames(terminal: Terminal, count: int) -> bool:
    """Whether so many frames are on the screen, each with all four sides, and no piece of another."""
    lines = [line.translate(ROUND) for line in terminal.emulator.display]
    tops = [
        (y, found.start(), found.end() - 1) for y, line in enumerate(lines) for found in re.finditer("╭[^╮]*╮", line)
    ]
    for top, left, right in tops:
        bottom = next((y for y in range(top, len(lines)) if lines[y][left] == "╰"), top)
        sides = {(line[left], line[right]) for line in lines[top + 1 : bottom]}
        if sides != {("│", "│")} or lines[bottom][right] != "╯":
            return False
    return len(tops) == count and sum(line.count(corner) for line in lines for corner in "╭╮╰╯") == 4 * count


def leaves(terminal: Terminal, status: int = 0) -> None:
    """See that the program ends with a status, and the terminal is as it was."""
    assert terminal.wait_exit() == status
    assert terminal.leftovers() == []
    assert stray_controls(terminal.raw) == []


@pytest.mark.parametrize(
    ("term", "size", "locale"),
    [
        ("xterm-256color", SIZES[0], "C.UTF-8"),
        ("screen-256color", SIZES[1], "C"),
        ("tmux-256color", SIZES[2], "C.UTF-8"),
        ("xterm-256color", SIZES[1], "C"),
        ("linux", SIZES[0], "C.UTF-8"),
        ("linux", SIZES[2], "C.UTF-8"),
        ("vt100", SIZES[1], "C.UTF-8"),
    ],
    ids=lambda value: value if isinstance(value, str) else size_id(value),
)
def test_it_draws_takes_keys_follows_the_window_and_leaves(
    log_in: Log, server: Sshd, term: str, size: tuple[int, int], locale: str
) -> None:
    terminal = log_in("env", f"LANG={locale}", size=size, term=term)
    terminal.wait_for(STANDS)
    terminal.press("1", "j")
    terminal.wait_for("4 Detail · Igor Kostyukov")
    terminal.wait_for(lambda: has_frames(terminal, FRAMES[size]))
    other = SIZES[1] if size == SIZES[0] else SIZES[0]
    terminal.resize(*other)
    terminal.wait_for(lambda: has_frames(terminal, FRAMES[other]))
    terminal.resize(*size)
    terminal.wait_for(lambda: has_frames(terminal, FRAMES[size]))
    terminal.wait_for(r"(?s)4 Detail · Igor Kostyukov.*q quit")
    terminal.press("q")
    leaves(terminal)
    assert server.processes() == []


@fault("The terminal is a plain console", "it is asked nothing that it would print, and is cleared at the end")
@pytest.mark.parametrize("term", ["linux", "vt100"])
def test_a_plain_console_is_asked_nothing_that_it_does_not_know(log_in: Log, term: str) -> None:
    terminal = log_in(term=term)
    terminal.wait_for(STANDS)
    terminal.press("q")
    leaves(terminal)
    asked = re.findall(rb"\x1b(?:\[[<=>?][^@-~]*[@-~]|[\]PX^_][^\x07\x1b]*)", terminal.raw)
    assert set(asked) == {b"\x1b[?25l", b"\x1b[?25h", b"\x1b[?7l", b"\x1b[?7h"}
    assert terminal.screen().strip("\n") == ""  # it has no second screen to come back from


@fault("The console shows no more than ASCII (LANG=C)", "the board is drawn in ASCII")
@pytest.mark.parametrize("term", ["linux", "vt100"])
def test_a_console_that_may_show_no_more_than_ascii_is_sent_no_more(log_in: Log, term: str) -> None:
    terminal = log_in("env", "LANG=C", term=term)
    terminal.wait_for(r"(?s)4 Detail - \S.*q quit")
    terminal.press("1", "j")
    terminal.wait_for(r"\+- 4 Detail - Igor Kostyukov -+\+")
    lines = terminal.screen().splitlines()
    top, bottom = (next(y for y in range(24) if re.match(end, lines[y])) for end in (r"\+- 1 ", r"\+-.* round 2 of 2"))
    assert {(line[0], line[79:]) for line in lines[top + 1 : bottom]} == {("|", "|")}
    terminal.press("q")
    leaves(terminal)
    assert terminal.raw.isascii()


@fault("TERM is dumb, or no terminal's name", "one sentence says what to set")
@pytest.mark.parametrize("term", ["dumb", "unknown", "no-such-terminal"])
def test_a_terminal_that_nobody_can_draw_on_is_refused(log_in: Log, term: str) -> None:
    terminal = log_in(term=term, size=(200, 24))
    leaves(terminal, 2)
    assert terminal.screen().strip().startswith(f"talks-tui: TERM is '{term}'")
    assert b"\x1b" not in terminal.raw


def test_a_session_without_a_name_for_its_terminal_is_refused(log_in: Log) -> None:
    terminal = log_in("env", "-u", "TERM", size=(200, 24))
    leaves(terminal, 2)
    assert terminal.screen().strip().startswith("talks-tui: TERM is not set")


@fault("There is no terminal: ssh -T, a pipe", "the board is printed")
def test_without_a_terminal_the_board_is_printed(server: Sshd, store_path: Path) -> None:
    command = server.command(*program.COMMAND, store_path, tty=False)
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=20, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Rustem Umerov" in done.stdout
    assert "\x1b" not in done.stdout


def test_into_a_pipe_the_board_is_printed_too(server: Sshd, store_path: Path) -> None:
    words = f"{' '.join(program.COMMAND)} {store_path} | head -1"
    with Terminal(server.command("sh", "-c", words)) as terminal:
        leaves(terminal)
        assert "Ukraine peace talks" in terminal.screen()
        assert b"\x1b" not in terminal.raw


@fault("Standard input is closed", "one sentence says that no key could be read")
def test_without_a_keyboard_it_is_refused(server: Sshd, store_path: Path) -> None:
    words = f"{' '.join(program.COMMAND)} {store_path} <&-"
    with Terminal(server.command("sh", "-c", words), size=(200, 24)) as terminal:
        leaves(terminal, 2)
        assert terminal.screen().strip().startswith("talks-tui: standard input is not a terminal")
        assert b"\x1b" not in terminal.raw
