"""Many people on one server, and somebody who writes: all see it, nobody waits for anybody, and nothing stays."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from tests import program
from tests.e2e.conftest import STANDS
from tests.faults import fault
from tests.sshd import Sshd
from tests.terminal import ROOT, Terminal


@fault("Many read while somebody writes", "all see each change soon, and nothing is ever locked")
def test_everybody_sees_what_somebody_writes(server: Sshd, store_path: Path) -> None:
    with ExitStack() as stack:
        command = server.command(*program.COMMAND, store_path)
        readers = [stack.enter_context(Terminal(command, size=(120, 36))) for _ in range(5)]
        for reader in readers:
            reader.wait_for(STANDS)
        words = [sys.executable, "-m", "tests.writer", str(store_path), "20", "20"]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=30, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        written = float(done.stdout.split()[-1])
        for reader in readers:
            reader.wait_for(r"\A.*\b70 events", timeout=2)
        assert time.monotonic() - written < 2
        assert not [reader for reader in readers if b"locked" in reader.raw or b"busy" in reader.raw]
        with server.all_gone():
            for reader in readers:
                reader.process.kill()
