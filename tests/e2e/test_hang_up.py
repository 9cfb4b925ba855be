"""It dies with its session: however the line is cut, and whenever, nothing of it is left on the server."""

from __future__ import annotations

import os
import random
import select
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import program
from tests.e2e.conftest import STANDS
from tests.faults import fault
from tests.sshd import AVAILABLE, Sshd
from tests.terminal import Terminal, stray_controls

IGNORING = ("sh", "-c", 'trap "" HUP; exec "$@"', "sh")
"""What nohup does, which would have the board printed into a file."""
Log = Callable[..., Terminal]


@pytest.fixture
def log_in(server: Sshd, store_path: Path, request: pytest.FixtureRequest) -> Log:
    """Start the program on the server, after the words of another command, and wait until the board stands."""

    def start(*before: str) -> Terminal:
        terminal = Terminal(server.command(*before, *program.COMMAND, store_path))
        request.addfinalizer(terminal.close)
        terminal.wait_for(STANDS)
        return terminal

    return start


def parent(pid: int) -> int:
    """The process that started another."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def cpu(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# The line is cut


@fault("The SSH client is killed", "the program is gone at once")
@fault("… and SIGHUP is ignored, as under nohup", "the program is gone at once")
@fault("… and it is in a session of its own (setsid), where no signal comes", "the program is gone at once")
@pytest.mark.parametrize("before", [(), IGNORING, ("setsid", "--wait")], ids=["plain", "ignored", "setsid"])
def test_it_is_gone_when_the_client_is_killed(log_in: Log, server: Sshd, before: tuple[str, ...]) -> None:
    terminal = log_in(*before)
    with server.all_gone():
        terminal.process.kill()


@fault("The session's process on the server dies", "the program is gone at once")
def test_it_is_gone_when_the_session_is_cut_on_the_server(log_in: Log, server: Sshd) -> None:
    log_in()
    (pid,) = server.processes(program.COMMAND[0])
    with server.all_gone():
        os.kill(parent(pid), signal.SIGKILL)


@fault("The user types ~.", "the program is gone at once")
def test_it_is_gone_when_the_client_is_told_to_drop_the_line(log_in: Log, server: Sshd) -> None:
    terminal = log_in()
    with server.all_gone():
        terminal.press("enter", "~.")
        terminal.wait_exit()


@pytest.mark.skipif(not AVAILABLE, reason="OpenSSH's server is not installed")
@fault("The line goes dead", "the program is gone when sshd gives up (ClientAlive)")
def test_it_is_gone_when_the_client_answers_no_more(home: Path, tmp_path: Path, store_path: Path) -> None:
    alive = "ClientAliveInterval 1\nClientAliveCountMax 1\n"
    with (
        Sshd(tmp_path / "sshd", program.environment(home), alive) as server,
        Terminal(server.command(*program.COMMAND, store_path)) as terminal,
    ):
        terminal.wait_for(STANDS)
        with server.all_gone(within=5):
            terminal.send_signal(signal.SIGSTOP)


# Told to leave


@fault("SIGTERM", "it leaves with the terminal restored, status 143")
def test_a_signal_on_the_server_ends_it_and_the_terminal_at_home_is_restored(log_in: Log, server: Sshd) -> None:
    terminal = log_in()
    (pid,) = server.processes(program.COMMAND[0])
    with server.all_gone():
        os.kill(pid, signal.SIGTERM)
        assert terminal.wait_exit() == 128 + signal.SIGTERM
    assert terminal.leftovers() == []
    assert stray_controls(terminal.raw) == []


@fault("SIGTERM while the terminal reads nothing", "it waits without work, and is gone within 3 s")
def test_a_terminal_that_reads_no_more_keeps_it_neither_busy_nor_alive(store_path: Path, home: Path) -> None:
    with Terminal([*program.COMMAND, store_path], size=(200, 60), env=program.environment(home)) as terminal:
        terminal.wait_for(STANDS)
        sent = len(terminal.raw)
        ended = os.pidfd_open(terminal.process.pid)
        try:
            terminal.send_only(b"1?2?3?4?" * 40)  # pages of output that nobody takes
            assert not stays_awake(terminal.process.pid, ended)
            assert len(terminal.raw) == sent
            told = time.monotonic()
            terminal.send_signal(signal.SIGTERM)
            assert select.select([ended], [], [], 3)[0], "still there"
            assert time.monotonic() - told < 3
        finally:
            os.close(ended)
        assert terminal.wait_exit() == -signal.SIGALRM
        assert "terminal attributes" not in str(terminal.leftovers())  # of the rest it can't be told


def stays_awake(pid: int, ended: int) -> bool:
    """Whether a process uses the processor in a whole half second, once it has come to rest; `ended` tells its end."""
    used = [cpu(pid)]
    for _ in range(12):
        assert not select.select([ended], [], [], 0.5)[0], "it has ended"
        used.append(cpu(pid))
        if used[-1] - used[-2] <= 0.02:
            return False
    return True


# At any moment


@fault("The line is cut while it starts", "the program is gone at once")
@fault("… and SIGHUP is ignored, or doesn't come", "the program is gone at once")
@pytest.mark.parametrize("how", [{}, {"nohup": True}, {"controlling": False}], ids=["plain", "nohup", "setsid"])
def test_it_is_gone_whenever_it_is_hung_up_on(store_path: Path, home: Path, how: dict[str, bool]) -> None:
    moments = random.Random(str(how))
    for _ in range(5):
        with Terminal([*program.COMMAND, store_path], env=program.environment(home), **how) as terminal:  # type: ignore[arg-type]
            until = time.monotonic() + moments.uniform(0, 0.6)
            terminal.wait_for(lambda: time.monotonic() >= until)  # noqa: B023 - at once
            terminal.hang_up()
            assert terminal.wait_exit(3) != 0


@fault("SIGTERM while it starts", "the terminal is as it was")
def test_whenever_it_is_told_to_leave_the_terminal_is_as_it_was(store_path: Path, home: Path) -> None:
    moments = random.Random(4)
    for _ in range(6):
        with Terminal([*program.COMMAND, store_path], env=program.environment(home)) as terminal:
            until = time.monotonic() + moments.uniform(0, 0.6)
            terminal.wait_for(lambda: time.monotonic() >= until)  # noqa: B023 - at once
            terminal.send_signal(signal.SIGTERM)
            assert terminal.wait_exit(3) in (128 + signal.SIGTERM, -signal.SIGTERM)
            assert terminal.leftovers() == []
