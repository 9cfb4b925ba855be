"""An SSH server of a test's own: OpenSSH's sshd on a high port of the loopback, with its own keys and configuration.

    with Sshd(folder, env=program.environment(home)) as server:
        with Terminal(server.command("talks-tui", store), term="vt100") as terminal:
            terminal.wait_for("Delegations")
        assert server.processes() == []

It lets in one key, for the user who runs the test, and listens to nobody else. It needs no rights, and no file of the
system's own: only as root has it to make the empty folder that sshd demands.
"""

from __future__ import annotations

import os
import pwd
import select
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

MARK: Final = "TALKS_TEST_SERVER"
"""What the sessions of a server have in their environment, for it to know its processes by."""
SSHD: Final = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
"""Where sshd is, which must be called by its whole path; None where there is none."""
AVAILABLE: Final = bool(SSHD and shutil.which("ssh") and shutil.which("ssh-keygen"))
"""Whether the tests that need it can run here."""

_CONFIG: Final = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile none
AuthorizedKeysFile {folder}/user_key.pub
AuthenticationMethods publickey
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
UsePAM no
UseDNS no
StrictModes no
PrintMotd no
PrintLastLog no
MaxStartups 200
MaxSessions 100
Subsystem sftp internal-sftp
SetEnv {env}
"""


class Sshd:
    """A running server.

    Args:
        folder: Where its keys, its configuration and its log are.
        env: What its sessions have in their environment.
        config: More lines of configuration, such as a ForceCommand; a Match block comes last.

    Raises:
        AssertionError: It doesn't start.
    """

    def __init__(self, folder: Path, env: Mapping[str, str], config: str = "") -> None:
        assert SSHD is not None, "sshd is not installed"
        self.folder = folder
        self.mark = f"{MARK}={folder}"
        self.log = folder / "sshd.log"
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("host_key", "user_key"):
            if not (folder / name).exists():
                subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        words = [f'"{name}={value}"' for name, value in {**env, MARK: str(folder)}.items()]
        for _ in range(5):  # another program may take the port in between
            self.port = _free_port()
            text = _CONFIG.format(port=self.port, folder=folder, env=" ".join(words)) + config
            (folder / "sshd_config").write_text(text, encoding="utf-8")
            if self.start():
                break
        else:
            raise AssertionError(f"sshd doesn't start: {self.log.read_text()}")
        host = (folder / "host_key.pub").read_text(encoding="utf-8")
        (folder / "known_hosts").write_text(f"[127.0.0.1]:{self.port} {host}", encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def user(self) -> str:
        """Who logs in."""
        return pwd.getpwuid(os.geteuid()).pw_name

    def options(self) -> list[str]:
        """The options with which ssh, sftp and scp find it, their keys included; none of the user's own is read."""
        settings = {
            "Port": self.port,
            "IdentityFile": self.folder / "user_key",
            "IdentitiesOnly": "yes",
            "UserKnownHostsFile": self.folder / "known_hosts",
            "StrictHostKeyChecking": "yes",
            "BatchMode": "yes",
            "LogLevel": "ERROR",
        }
        return ["-F", "none", *(word for name, value in settings.items() for word in ("-o", f"{name}={value}"))]

    def command(self, *words: str | Path, tty: bool = True, options: tuple[str, ...] = ()) -> list[str]:
        """The command that runs another one on the server.

        Args:
            words: What runs there; nothing is for a server with a ForceCommand.
            tty: Whether there is a terminal there (`-tt`), or none (`-T`).
            options: More options of ssh.
        """
        there = [shlex.join(map(str, words))] if words else []
        return ["ssh", "-tt" if tty else "-T", *self.options(), *options, f"{self.user}@127.0.0.1", *there]

    @contextmanager
    def line(self) -> Iterator[tuple[str, ...]]:
        """Keep a connection open, and give the options with which sessions share it, which then needn't log in."""
        shared = ("-o", f"ControlPath={self.folder}/line")  # a socket: its path must be short
        command = ["ssh", *self.options(), *shared, f"{self.user}@127.0.0.1"]
        subprocess.run([*command, "-M", "-N", "-f"], stdin=subprocess.DEVNULL, check=True, timeout=20)
        try:
            yield shared
        finally:
            subprocess.run([*command, "-O", "exit"], stderr=subprocess.DEVNULL, check=False, timeout=20)

    def processes(self, name: str = "") -> list[int]:
        """The processes that its sessions started and that are still there, zombies left out.

        Args:
            name: What has to stand in the command line.
        """
        pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]
        return [pid for pid in pids if self._is_ours(pid, name)]

    @contextmanager
    def all_gone(self, within: float = 3) -> Iterator[None]:
        """See that what its sessions run when this is entered is gone soon after it is left.

        Args:
            within: Seconds.

        Raises:
            AssertionError: Something is still there, or nothing was.
        """
        descriptors = {os.pidfd_open(pid) for pid in self.processes()}
        assert descriptors, "nothing runs"
        yield
        deadline = time.monotonic() + within
        while descriptors and (left := deadline - time.monotonic()) > 0:
            for descriptor in select.select([*descriptors], [], [], left)[0]:
                os.close(descriptor)
                descriptors.remove(descriptor)
        assert not descriptors, f"{len(descriptors)} processes are still there after {within} s"
        assert self.processes() == []

    def start(self) -> bool:
        """Start it, again on the same port if it was killed; False if it doesn't."""
        assert SSHD is not None
        self.process = subprocess.Popen(
            [SSHD, "-D", "-E", self.log, "-f", self.folder / "sshd_config"], stdin=subprocess.DEVNULL
        )
        return self._listens()

    def kill(self) -> None:
        """Kill it outright, and the processes that serve its sessions."""
        served = [pid for pid in _descendants(self.process.pid) if b"sshd" in _command(pid)]
        self.process.kill()
        self.process.wait(10)
        for pid in served:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def close(self) -> None:
        """End the server, its sessions, and whatever they left."""
        self.process.terminate()
        self.process.wait(10)
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _is_ours(self, pid: int, name: str) -> bool:
        try:
            environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
            line = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:  # gone meanwhile, or somebody else's
            return False
        return bool(line) and self.mark.encode() in environment and name.encode() in line

    def _listens(self) -> bool:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and self.process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                return line.recv(4) == b"SSH-"
        return False


def _descendants(pid: int) -> list[int]:
    """The processes that a process started, and those that they did."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [found for child in map(int, children) for found in (child, *_descendants(child))]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # gone meanwhile
        return b""


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
