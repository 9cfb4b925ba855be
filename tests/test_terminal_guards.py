"""What the program does when its terminal misbehaves, when it is told to leave, and when it fails."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from db.text import UNSAFE
from tests.terminal import Terminal, stray_controls
from tui.hygiene import ControlFilter
from tui.terminal import CRASHED, crash_note, why_not

# A small app between the guards. Every line after the title tells what happened to it.
APP = '''
import os, sys, time
from textual.widgets import Input, Static
from tui.driver import GuardedApp
from tui.terminal import install_guards, why_not

HOSTILE = os.environ.get("HOSTILE", "").encode("ascii").decode("unicode_escape")

class Small(GuardedApp[None]):
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("f2", "fail", "Fail"), ("f3", "thread", "Thread"), ("f4", "flood", "Flood"), ("f5", "stick", "")]

    def compose(self):
        if "compose" in sys.argv:
            word = "secret-in-a-local"
            raise LookupError("secret-in-the-message\\x1b]0;title\\x07")
        yield Static(HOSTILE or "nothing hostile", markup=False, id="hostile")
        box = Input(placeholder="type here")
        box.border_title = "box"
        yield box
        yield Static("", markup=False, id="echo")

    def on_mount(self):
        self.query_one("#hostile").border_title = None
        self.query_one("#echo").update("ready")

    def on_input_changed(self, event):
        self.query_one("#echo").update(f"typed <{event.value}>")

    def action_fail(self):
        word = "secret-in-a-local"
        raise LookupError("secret-in-the-message\\x1b]0;title\\x07")

    def action_thread(self):
        self.run_worker(self.action_fail, thread=True)

    def action_flood(self):
        echo = self.query_one("#echo")
        echo.styles.height = "1fr"
        self.set_interval(0.001, lambda: echo.update(f"{time.monotonic()} " * 200))

    def action_stick(self):
        while True:
            pass

def close():
    with open(sys.argv[1], "a") as log:
        log.write("closed")

reason = why_not(sys.stdin.isatty(), sys.stderr.isatty(), os.environ.get("TERM"))
if reason:
    print("small:", reason)
    sys.exit(2)
app = Small()
remove = install_guards(app, close)
app.run()
remove()
sys.exit(app.return_code or 0)
'''
