"""What a locked process can't do; each in a process of its own, as a lock can't be taken off."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import program

FORBIDDEN = """
open(there, "w")
open(there, "a")
open(there, "x")
open(store, "r+")
os.open(there, os.O_CREAT | os.O_RDONLY)
os.open(store, os.O_RDWR)
os.open(folder, os.O_RDWR | getattr(os, "O_TMPFILE", os.O_CREAT))
os.mkdir(there)
os.rename(store, there)
os.replace(store, there)
os.remove(store)
os.rmdir(folder)
os.link(store, there)
os.symlink(store, there)
os.truncate(store, 0)
os.chmod(store, 0)
os.utime(store)
os.chdir(folder)
os.kill(os.getpid(), 0)
os.system("true")
os.fork()
os.forkpty()
os.execv("/bin/true", ["true"])
os.posix_spawn("/bin/true", ["true"], {})
os.spawnl(os.P_WAIT, "/bin/true", "true")
Path(there).touch()
Path(there).write_text("x")
shutil.copy(store, there)
shutil.rmtree(folder)
tempfile.mkstemp(dir=folder)
tempfile.TemporaryFile(dir=folder)
tempfile.mkdtemp(dir=folder)
subprocess.run(["true"])
subprocess.Popen(["true"])
asyncio.run(asyncio.create_subprocess_exec("true"))
socket.create_connection(("127.0.0.1", 9), timeout=1)
socket.socket().bind(("127.0.0.1", 0))
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))
socket.getaddrinfo("localhost", 9)
syslog.syslog("x")
breakpoint()
__import__("webbrowser").open("http://127.0.0.1")
__import__("ctypes")
__import__("pty").spawn("true")
sqlite3.connect(store)
sqlite3.connect(":memory:")
sqlite3.connect(f"file:{store}?mode=rw", uri=True)
sqlite3.connect(f"file:{store}?mode=ro&mode=rwc", uri=True)
sqlite3.connect(f"file:{store}", uri=True)
"""

TRIED = """
import asyncio, json, os, shutil, socket, sqlite3, subprocess, sys, syslog, tempfile
from pathlib import Path
store, folder, told = sys.argv[1:4]
there = folder + "/there"
asyncio.run(asyncio.sleep(0))
out = os.fdopen(os.dup(1), "w")
from tui.kiosk.lock import RefusedError, lock
lock()
done = []
for line in sys.argv[4].split("\\n"):
    try:
        exec(line)
    except (RefusedError, ImportError):
        continue
    except BaseException as error:
        done.append([line, repr(error)])
    else:
        done.append([line, "done"])
print(json.dumps(done), file=out, flush=True)
"""


def tried(statements: str, store: Path, folder: Path) -> list[list[str]]:
    """Which statements a locked process does, or fails at in another way than being refused."""
    done = subprocess.run(
        [sys.executable, "-c", TRIED, store, folder, "", statements.strip()],
        env=program.environment(folder, EDITOR="vi", BROWSER="true"),
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found


def test_whatever_writes_starts_or_reaches_something_is_refused(store_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    before = store_path.stat()
    assert tried(FORBIDDEN, store_path, folder) == []
    assert list(folder.iterdir()) == []
    assert store_path.stat() == before


def test_what_the_board_needs_is_left(store_path: Path, tmp_path: Path) -> None:
    allowed = """
open(store, "rb").read(1)
os.listdir(folder)
__import__("colorsys")
sqlite3.connect(f"file:{store}?mode=ro", uri=True).execute("SELECT 1")
sqlite3.connect(f"file:{store}?mode=ro&immutable=1", uri=True)
asyncio.run(asyncio.sleep(0))
"""
    lines = allowed.strip().split("\n")
    assert tried(allowed, store_path, tmp_path) == [[line, "done"] for line in lines]


@pytest.mark.parametrize(
    ("statement", "status", "says"),
    [
        ("raise SystemExit(3)", 3, ""),
        ("raise LookupError('in-the-data')", 70, "talks-tui stopped: a fault of its own (LookupError"),
        ("open('there', 'w')", 70, "talks-tui stopped: a fault of its own (RefusedError"),
        ("t = __import__('threading').Thread(target=open, args=('there', 'w')); t.start(); t.join()", 0, ""),
    ],
)
def test_its_end_is_a_status_and_a_sentence_at_most(tmp_path: Path, statement: str, status: int, says: str) -> None:
    script = f"from tui.kiosk.lock import lock; lock(); {statement}; raise SystemExit"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=program.environment(tmp_path, PYTHONINSPECT="1"),
        input="open('inspected', 'w')\nprint('an interpreter')\n",
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.startswith(says)
    assert len(done.stderr.splitlines()) == bool(says)
    assert "in-the-data" not in done.stderr


def test_of_the_environment_only_what_cannot_act_is_kept(tmp_path: Path) -> None:
    hostile = {"TEXTUAL_LOG": "log", "TEXTUAL": "devtools", "TALKS_DEBUG": "1", "LD_PRELOAD": "", "TMPDIR": "x"}
    script = "import os; from tui.kiosk.lock import lock; lock(); print(sorted(os.environ))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=program.environment(tmp_path, TERM="xterm", **hostile),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.strip() == str(["HOME", "LANG", "TERM", "XDG_DATA_HOME"])
