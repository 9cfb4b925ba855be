"""A program that is watched: whether it ever had a child, and what it changed on the disk.

    with Terminal(watched.command(told, "talks-tui", store)) as terminal: ...
    assert watched.children(told) == []

A process stands above the program as its reaper: what the program leaves behind becomes a child of that (Linux,
PR_SET_CHILD_SUBREAPER), and what the program waited for itself has left its page faults in the program's own account
(proc(5), cminflt), which only a child can have filled.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

AVAILABLE: Final = sys.platform == "linux"
"""Whether the tests that need it can run here."""

_REAPER: Final = """
import ctypes, json, os, signal, sys
assert ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0  # PR_SET_CHILD_SUBREAPER
for name in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
    signal.signal(name, signal.SIG_IGN)  # typed in the terminal, these are for the program
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ, setsigdef=[signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP])
os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
with open(f"/proc/{pid}/stat") as stat:
    faults = int(stat.read().rpartition(")")[2].split()[8])
with open(f"/proc/{pid}/status") as status:
    ignored = next(int(line.split()[1], 16) for line in status if line.startswith("SigIgn"))
found = ["one that was waited for"] * bool(faults) + ["SIGCHLD ignored"] * bool(ignored >> signal.SIGCHLD - 1 & 1)
_, code = os.waitpid(pid, 0)
try:
    os.waitpid(-1, os.WNOHANG)
    found.append("one that was left behind")
except ChildProcessError:
    pass
with open(sys.argv[1], "w") as told:
    json.dump(found, told)
sys.exit(os.waitstatus_to_exitcode(code) % 256)
"""


def command(told: Path, *words: str | Path) -> list[str | Path]:
    """Return the command that runs another one and watches it.

    Args:
        told: Where it tells what it saw; it must not be in what is compared.
        words: The other one.
    """
    return [sys.executable, "-ISc", _REAPER, told, *words]


def children(told: Path) -> list[str]:
    """What children the program had while it ran: none, if this is empty."""
    found: list[str] = json.loads(told.read_text(encoding="utf-8"))
    return found


def snapshot(folder: Path) -> dict[str, tuple[object, ...]]:
    """Return all that is below a folder, with kind, size, time of change and content; SQLite's companions left out."""
    return dict(_entries(folder))


def _entries(folder: Path) -> Iterator[tuple[str, tuple[object, ...]]]:
    for path in sorted(folder.rglob("*")):
        if path.name.endswith((".db-wal", ".db-shm")):
            continue
        state = path.lstat()
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        times = (state.st_mtime_ns, state.st_size) if content else ()  # a folder's change with the companions
        yield str(path.relative_to(folder)), (oct(state.st_mode), *times, content)
