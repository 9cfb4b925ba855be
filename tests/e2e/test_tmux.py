"""In tmux, where many people will have it."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import program

pytestmark = pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is not installed")


class Tmux:
    """A tmux server of its own, with one window.

    Args:
        folder: Where its socket is; short, as sockets need it.
        command: What runs in the window, as a shell has it.
        env: The environment of that.
    """

    def __init__(self, folder: Path, command: str, env: dict[str, str]) -> None:
        self._env = env | {"TMUX_TMPDIR": str(folder)}
        self("-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "36", command)

    def __call__(self, *words: str) -> str:
        """Give tmux a command, and return what it says."""
        done = subprocess.run(
            ["tmux", "-u", *words], env=self._env, capture_output=True, encoding="utf-8", check=True, timeout=20
        )
        return done.stdout

    def wait_for(self, pattern: str, seconds: float = 15) -> None:
        """Look at the window until a pattern is in it."""
        deadline = time.monotonic() + seconds
        while not re.search(pattern, screen := self("capture-pane", "-p")):
            assert time.monotonic() < deadline, f"no {pattern!r}\n{screen}"


@pytest.fixture
def tmux(store_path: Path, home: Path) -> Iterator[Tmux]:
    """The program in tmux; when it has ended, the window says with which status."""
    words = shlex.join([*program.COMMAND, str(store_path)])
    with tempfile.TemporaryDirectory() as folder:
        server = Tmux(Path(folder), f"{words}; echo left with $?; exec cat", program.environment(home, TERM="xterm"))
        try:
            yield server
        finally:
            server("kill-server")


def test_it_runs_in_tmux_and_leaves_it_as_it_was(tmux: Tmux) -> None:
    tmux.wait_for(r"(?s)Rustem Umerov.*4 Detail · \S.*q quit")
    tmux("send-keys", "2", "j")
    tmux.wait_for("4 Detail · Russia on Withdrawal from Donbas")
    tmux("send-keys", "3", "G")
    tmux.wait_for("4 Detail · Referendums")
    tmux("send-keys", "Enter")
    tmux.wait_for("one source")
    tmux("send-keys", "Escape")
    tmux("resize-window", "-x", "80", "-y", "24")
    tmux.wait_for(r"(?m)^ +1 Delegations +2 Positions +3 Timeline +4 Detail$")
    tmux.wait_for("─ 3 Timeline ─")
    tmux("send-keys", "q")
    tmux.wait_for("left with 0")
    state = "#{alternate_on} #{mouse_any_flag} #{cursor_flag} #{keypad_cursor_flag}"
    assert tmux("display-message", "-p", state) == "0 0 1 0\n"
