"""The briefing in a real terminal: what Y hands to it is what the command prints."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from tests import program
from tests.terminal import Terminal

CLIPBOARD = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07")


def test_what_is_copied_whole_is_what_the_command_prints(store_path: Path, home: Path) -> None:
    env = program.environment(home)
    printed = program.run("brief", store_path, env=env, cwd=home, encoding="utf-8").stdout
    with Terminal([*program.COMMAND, store_path], env=env, size=(80, 24)) as terminal:
        terminal.wait_for("q quit")
        terminal.press("B")
        terminal.wait_for("New since 25 Jan")
        terminal.press("Y")
        terminal.wait_for(lambda: bool(CLIPBOARD.search(terminal.raw)))
        terminal.press("q")
        assert terminal.wait_exit() == 0
        [copied] = CLIPBOARD.findall(terminal.raw)
    assert base64.b64decode(copied).decode() == printed
