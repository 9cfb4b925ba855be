"""Many people on one server: sessions over SSH, a writer among them, and what is left when their lines are cut."""

from __future__ import annotations

import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

from tests import program, sshd
from tests.bench.instrument import Probe
from tests.bench.stores import Made, Options, environment
from tests.bench.table import Row

_MANY: Final = 30
"""Sessions at once."""
_RATE: Final = 20
"""Changes a second."""
_HANG_UPS: Final = 100
_HEADER: Final = slice(0, 1)
_ENDS: Final = b"quit"
"""The last word of the first frame."""


@dataclass
class _Seen:
    """What was measured on one store, in the units of the table."""

    memory: list[float] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    locked: list[float] = field(default_factory=list)


def sessions(stores: Sequence[Made], options: Options) -> Iterator[Row]:
    """Open many sessions on each store: leave them alone, then write; then cut lines."""
    if not sshd.AVAILABLE:
        yield Row("many sessions over SSH", "", [], note="OpenSSH's server is not installed")
        return
    seen = [_together(one, options) for one in stores]
    title = f"{_MANY} sessions over SSH"
    yield Row(f"{title}: memory of each, its share (PSS)", "MB", [one.memory for one in seen], "at most 25 MB")
    yield Row(f"{title}: processor of each, idle", "%", [one.idle for one in seen], "at most 0.3 %")
    more = f"and {_RATE} changes a second"
    yield Row(f"{title} {more}: processor of each", "%", [one.busy for one in seen])
    yield Row(f"{title} {more}: until one is on a screen", "ms", [one.waits for one in seen], "p95 ≤ 1000 ms")
    yield Row(f"{title} {more}: the longest of them", "ms", [[max(one.waits)] for one in seen])
    yield Row(f"{title} {more}: times that something was locked", "", [one.locked for one in seen], "0")
    yield from _starts(stores, options)
    yield from _hang_ups(stores)


def _together(one: Made, options: Options) -> _Seen:
    seen = _Seen()
    copy = one.home / "shared.db"
    shutil.copy(one.path, copy)
    with _server(one) as server, ExitStack() as stack:
        command = server.command(*program.COMMAND, copy)
        probes = [stack.enter_context(Probe(command)) for _ in range(_MANY)]
        _attend(probes, 120, lambda: all(_ENDS in probe.raw for probe in probes))
        _attend(probes, 5)
        pids = server.processes(str(copy))
        assert len(pids) == _MANY
        seen.memory = [_share(pid) for pid in pids]
        seen.idle = _processor(pids, probes, options.seconds)
        count = int(_RATE * options.seconds)
        words = [sys.executable, "-m", "tests.writer", str(copy), str(count), str(_RATE)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as writer:
            seen.busy = _processor(pids, probes, options.seconds)
            _attend(probes, 60, lambda: writer.poll() is not None)
            told, complaints = writer.communicate()
        _attend(probes, 3)
        written = [float(line.split()[1]) for line in told.splitlines()]
        for probe in probes:
            seen.waits += _waits(probe, one.events, written)
        complaints += "".join(probe.raw.decode(errors="replace") for probe in probes)
        seen.locked = [float(len(re.findall(r"\b(?:locked|busy)\b", complaints)))]
        assert len(written) == count, complaints[:500]
    copy.unlink()
    return seen


def _waits(probe: Probe, events: int, written: Sequence[float]) -> list[float]:
    """Return the milliseconds from each change to when the header of a session counted it."""
    shown: list[tuple[float, int]] = []
    for when in probe.changes((), _HEADER):
        found = re.search(r"([\d,]+) events", probe.shown(_HEADER))
        if found:
            shown.append((when, int(found[1].replace(",", ""))))
    waits = []
    for number, committed in enumerate(written, events + 1):
        since = next((when for when, count in shown if count >= number), None)
        assert since is not None, f"{number} events were never shown\n{probe.screen()}"
        waits.append(1000 * max(0.0, since - committed))
    return waits


def _starts(stores: Sequence[Made], options: Options) -> Iterator[Row]:
    """Start here, over SSH, and over a line that another session has open (ControlMaster), by turns."""
    here: list[list[float]] = []
    there: list[list[float]] = []
    shared: list[list[float]] = []
    bare: list[list[float]] = []
    for one in stores:
        with _server(one) as server, server.line() as line:
            board = [*program.COMMAND, one.path]
            ways = board, server.command(*board), server.command(*board, options=line), server.command("true")
            times: list[list[float]] = [[] for _ in ways]
            for _ in range(options.rounds):
                for command, mine in zip(ways, times, strict=True):
                    with Probe(command, env=environment(one.home)) as probe:
                        if command is not ways[-1]:
                            mine.append(1000 * probe.first(_ENDS))
                            probe.press("q")
                        probe.wait_exit()
                        if command is ways[-1]:
                            mine.append(1000 * (time.perf_counter() - probe.started))
        for rows, mine in zip((here, there, shared, bare), times, strict=True):
            rows.append(mine)
    yield Row("start here, until the board stands", "ms", here)
    yield Row("the same over SSH, from the start of the client", "ms", there)
    yield Row("the same over a line that is open already (ControlMaster)", "ms", shared)
    yield Row("SSH itself: it logs in, does nothing, and ends", "ms", bare)
    for what, far in (("over SSH", there), ("over an open line", shared)):
        ratios = [[median(slow) / median(fast)] for fast, slow in zip(here, far, strict=True)]
        yield Row(f"start {what}, against one here", "×", ratios, "at most 2")


def _hang_ups(stores: Sequence[Made]) -> Iterator[Row]:
    """Kill clients of standing boards, and close terminals at any moment of a start, with SIGHUP ignored too."""
    killed: list[list[float]] = []
    closed: list[list[float]] = []
    left: list[list[float]] = []
    for one in stores:
        with _server(one) as server:
            killed.append([_killed(server, one.path) for _ in range(_HANG_UPS)])
            left.append([float(len(server.processes()))])
        moments = random.Random(1)
        closed.append([_closed(one, moments.uniform(0, 0.6), turn) for turn in range(_HANG_UPS)])
    yield Row(f"{_HANG_UPS} clients killed: until the program is gone", "ms", killed, "p95 < 500 ms")
    yield Row(f"{_HANG_UPS} clients killed: processes left", "", left, "0")
    yield Row(f"{_HANG_UPS} terminals closed at any moment of a start: until it is gone", "ms", closed, "p95 < 500 ms")


def _killed(server: sshd.Sshd, path: Path) -> float:
    with Probe(server.command(*program.COMMAND, path)) as probe:
        probe.first(_ENDS)
        (pid,) = server.processes(str(path))
        ended = os.pidfd_open(pid)
        try:
            since = time.perf_counter()
            probe.process.send_signal(signal.SIGKILL)
            assert select.select([ended], [], [], 10)[0], "it outlives its session"
            return 1000 * (time.perf_counter() - since)
        finally:
            os.close(ended)


def _closed(one: Made, moment: float, turn: int) -> float:
    """Close a terminal so many seconds after the start: by turns plain, with SIGHUP ignored, and where none comes."""
    nohup, controlling = turn % 3 == 1, turn % 3 != 2
    env = environment(one.home)
    with Probe([*program.COMMAND, one.path], env=env, nohup=nohup, controlling=controlling) as probe:
        probe.watch(moment)
        since = time.perf_counter()
        probe.hang_up()
        probe.wait_exit(10)
        return 1000 * (time.perf_counter() - since)


@contextmanager
def _server(one: Made) -> Iterator[sshd.Sshd]:
    with (
        tempfile.TemporaryDirectory() as folder,
        sshd.Sshd(Path(folder), environment(one.home) | {"TERM": "xterm-256color"}) as server,
    ):
        yield server


def _attend(probes: Sequence[Probe], seconds: float, until: Callable[[], bool] = bool) -> None:
    """Take in what all sessions send, for so long or until something holds."""
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline and not until():
        for probe in select.select(probes, [], [], 0.05)[0]:
            probe.take()


def _processor(pids: Sequence[int], probes: Sequence[Probe], seconds: float) -> list[float]:
    """Return the share of a processor that each process uses in some seconds, percent."""
    before = [_used(pid) for pid in pids]
    since = time.perf_counter()
    _attend(probes, seconds)
    passed = time.perf_counter() - since
    return [100 * (_used(pid) - was) / passed for pid, was in zip(pids, before, strict=True)]


def _used(pid: int) -> float:
    """Return the seconds of processor time of all threads of a process, finer than its clock ticks."""
    files = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(file.read_text().split()[0]) for file in files) / 1e9


def _share(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
