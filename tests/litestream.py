"""Litestream as a test runs it: by what `talks-tui litestream-config` prints, as systemd would.

with Machines(folder, server, followers=2) as machines:
    machines.commit("Envoys meet")
    assert machines.barrier()
    machines.followers[0].kill()
    machines.followers[0].start()
    machines.wait(lambda: "Envoys meet" in titles(machines.copies[0]))
"""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Final, Self

from db.errors import StoreError
from db.importing import import_file
from db.watching import read
from tests import program
from tests.db.helpers import news
from tests.sshd import Sshd
from tui.cli.litestream_config import CONFIG, SOCKET

_BESIDE: Final = Path(sys.executable).with_name("litestream")
LITESTREAM: Final = str(_BESIDE) if _BESIDE.is_file() else shutil.which("litestream") or ""
"""Where it is; "" where it isn't installed."""


def blocks(printed: str) -> dict[str, str]:
    """Cut what the command prints into its files, by name; what is to be checked comes under its heading."""
    found = re.findall(r"^#### (?:/\S+/)?([^:\n]+).*\n((?:(?!####).*\n)*)", printed, re.MULTILINE)
    return {name: text.rstrip() + "\n" for name, text in found}


def words_of(line: str) -> list[str]:
    """The words of a unit's command line, as systemd.syntax(7) and systemd.service(5) split it."""
    found = re.findall(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\S+)""", line)
    return [re.sub(r"\\(.)", r"\1", "".join(word)).replace("%%", "%").replace("$$", "$") for word in found]


def titles(path: Path) -> set[str]:
    """The titles of a store's events; none while it can't be read."""

    def ask(conn: sqlite3.Connection) -> set[str]:
        return {title for (title,) in conn.execute("SELECT title FROM events")}

    try:
        return read(path, ask)
    except StoreError:
        return set()


class Unit:
    """A service of systemd's, as far as Litestream's need it.

    Args:
        text: The unit.
        places: What stands elsewhere here than it says.
        log: The file that it writes to.
    """

    def __init__(self, text: str, places: Mapping[str, str], log: Path) -> None:
        for name, place in places.items():
            text = text.replace(name, place)
        whole = text.replace("\\\n", " ")
        lines = [line.split("=", 1) for line in whole.splitlines() if line.startswith("ExecStart")]
        self._before = [words_of(line) for key, line in lines if key == "ExecStartPre"]
        [self._words] = [words_of(line) for key, line in lines if key == "ExecStart"]
        self._log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> bool:
        """Do what comes before it, and start it; False if that failed, as it does while the replica is away."""
        with self._log.open("ab") as log:
            if any(subprocess.run(words, stdout=log, stderr=log, check=False).returncode for words in self._before):
                return False
        self.launch()
        return True

    def launch(self, env: Mapping[str, str] | None = None) -> None:
        """Start it."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(self._words, env=env, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def wait(self) -> None:
        """Wait for the end of one that isn't there to stay."""
        assert self.process is not None
        self.process.wait(60)

    def kill(self) -> None:
        """Kill it outright, if it runs."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)


class Machines:
    """A store, its replica on an SSH server, and the copies of followers: each on a machine of its own, so to speak.

    Attributes:
        primary: The store.
        copies: The followers' copies.
        replicate: What streams the store.
        followers: What follows it.
        committed: The titles of what was committed.
    """

    def __init__(self, folder: Path, store: Path, server: Sshd, followers: int) -> None:
        self._undo = ExitStack()
        self._server = server
        self._folder = folder
        self._env = program.environment(folder)
        # The name of a socket is a short one.
        self.socket = Path(self._undo.enter_context(tempfile.TemporaryDirectory(prefix="talks-"))) / "socket"
        self._url = f"sftp://{server.user}@127.0.0.1:{server.port}{folder}/replica"
        self.primary = self._place("primary")
        self.committed: set[str] = set()
        shutil.copy(store, self.primary)
        self.replicate = self.unit(self.primary, "talks-replicate.service")
        self.copies = [self._place(f"follower-{number}") for number in range(1, followers + 1)]
        self.followers = [self.unit(copy, "talks-follow.service") for copy in self.copies]
        (folder / "bin").mkdir()
        (folder / "bin" / "systemctl").write_text('#!/bin/sh\necho "$@" >> "$ASKED"\n', encoding="utf-8")
        (folder / "bin" / "systemctl").chmod(0o755)

    def __enter__(self) -> Self:
        assert self.replicate.start()
        self.wait(self.barrier)
        for unit in self.followers:
            self.wait(unit.start)
        self.wait(lambda: all(titles(copy) for copy in self.copies))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for unit in (self.replicate, *self.followers):
            unit.kill()
        self._undo.close()

    def commit(self, title: str) -> None:
        """Import an event into the store."""
        file = self._folder / "news.toml"
        file.write_text(news(title, len(self.committed)), encoding="utf-8")
        import_file(self.primary, file)
        self.committed.add(title)

    def suspend(self, unit: Unit) -> None:
        """Have a unit stand still."""
        assert unit.process is not None
        unit.process.send_signal(signal.SIGSTOP)

    def barrier(self, seconds: int = 10) -> bool:
        """Wait until the replica has all that is committed; False if it hasn't within some seconds."""
        words = ["sync", "-wait", "-timeout", str(seconds), "-socket", str(self.socket), str(self.primary)]
        return subprocess.run([LITESTREAM, *words], capture_output=True, check=False).returncode == 0

    def mend(self) -> list[Unit]:
        """Run what the timer runs on each machine, and start what it wants to have started again; return that."""
        env = self._env | {"PATH": f"{self._folder / 'bin'}:{self._env['PATH']}"}
        places = {"sleep 20": "sleep 0.5", "-timeout 30": "-timeout 1"}  # a test has no minute
        units = dict(zip((self.primary, *self.copies), (self.replicate, *self.followers), strict=True))
        asked = {path: path.with_name("asked") for path in units}
        checks = [self.unit(path, "talks-check.service", places) for path in units]
        for check, file in zip(checks, asked.values(), strict=True):
            check.launch(env | {"ASKED": str(file)})
        for check in checks:
            check.wait()
        stalled = [unit for path, unit in units.items() if asked[path].exists()]
        for unit in stalled:
            unit.kill()
            self.wait(unit.start)
        for file in asked.values():
            file.unlink(missing_ok=True)
        return stalled

    def lost(self, copy: Path) -> set[str]:
        """What was committed and isn't in a copy."""
        return self.committed - titles(copy)

    def restore(self, *words: str) -> Path:
        """Restore the store from its replica, as another file: what a new machine would have."""
        other = self._folder / f"restored-{len(list(self._folder.glob('restored-*')))}.db"
        config = self._config(self.primary)
        flags = ["-config", str(config), "-no-expand-env", *words, "-o", str(other), str(self.primary)]
        subprocess.run([LITESTREAM, "restore", *flags], check=True, capture_output=True, timeout=60)
        return other

    def wait(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until a condition holds.

        Raises:
            AssertionError: It doesn't within some seconds.
        """
        deadline, pause = monotonic() + seconds, threading.Event()
        while not condition():
            assert monotonic() < deadline, f"waited {seconds} s in vain: {self.logs()}"
            pause.wait(0.05)

    def logs(self) -> str:
        """The last lines of what the units wrote."""
        return "\n".join(log.read_text()[-1000:] for log in sorted(self._folder.glob("*/*.log")))

    def _place(self, name: str) -> Path:
        (self._folder / name).mkdir()
        return self._folder / name / "talks.db"

    def _config(self, path: Path) -> Path:
        return path.with_name("litestream.yml")

    def unit(self, path: Path, name: str, places: Mapping[str, str] | None = None) -> Unit:
        """Make the configuration of the machine with the store or copy at `path`, and one of its units."""
        keys = ("--key", self._server.folder / "user_key", "--host-key", self._server.folder / "known_hosts")
        done = program.run("litestream-config", path, self._url, *keys, env=self._env, cwd=self._folder)
        assert done.returncode == 0, done.stderr
        files = blocks(done.stdout)
        config = self._config(path)
        config.write_text(files["litestream.yml"].replace(SOCKET, str(self.socket)), encoding="utf-8")
        places = {CONFIG: str(config), SOCKET: str(self.socket), **(places or {})}
        return Unit(files[name], places, path.with_name("unit.log"))
