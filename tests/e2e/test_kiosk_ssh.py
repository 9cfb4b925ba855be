"""The kiosk as an account of an SSH server, with the very block that `talks-tui sshd-config` prints."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import program, sshd, watched
from tests.e2e.test_kiosk import BOXES, HOSTILE, keys, leave, open_box
from tests.faults import fault
from tests.terminal import Terminal, stray_controls

pytestmark = [
    pytest.mark.skipif(not sshd.AVAILABLE, reason="OpenSSH's server is not installed"),
    pytest.mark.skipif(len(program.COMMAND) > 1, reason="the command isn't installed"),
]


@pytest.fixture
def world(tmp_path: Path, store_path: Path) -> Path:
    """All that an account could write to, in a folder whose name a shell would take apart."""
    world = tmp_path / "it's $(touch x) 100%"
    (world / "home").mkdir(parents=True)
    store_path.rename(world / "talks.db")
    return world


@pytest.fixture
def server(world: Path, tmp_path: Path) -> Iterator[sshd.Sshd]:
    """A server with the block; the client's environment is let in, as a careless administrator would."""
    env = program.environment(tmp_path / "nobody")
    user = pwd.getpwuid(os.geteuid()).pw_name
    done = program.run("sshd-config", world / "talks.db", "--user", user, env=env, cwd=world)
    assert (done.returncode, done.stderr) == (0, "")
    # A bare checkout runs its own code; and the server has to know its processes again.
    ours = f'/usr/bin/env -i PYTHONPATH={program.ROOT} {sshd.MARK}="${sshd.MARK}"'
    block = "AcceptEnv *\n" + done.stdout.replace("/usr/bin/env -i", ours)
    with sshd.Sshd(tmp_path / "sshd", program.environment(world / "home"), block) as running:
        yield running


def run(server: sshd.Sshd, *words: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Ask for a command, without a terminal."""
    command = server.command(*words, tty=False, options=options)
    return subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=30, check=False)


def test_sshd_takes_the_block_as_it_is_printed(server: sshd.Sshd) -> None:
    assert sshd.SSHD is not None
    config = server.folder / "sshd_config"
    checked = subprocess.run([sshd.SSHD, "-t", "-f", config], capture_output=True, encoding="utf-8", check=True)
    assert checked.stderr == ""
    asked = ["-T", "-f", str(config), "-C", f"user={server.user},host=x,addr=192.0.2.1"]
    told = subprocess.run([sshd.SSHD, *asked], capture_output=True, encoding="utf-8", check=True).stdout.splitlines()
    assert {"disableforwarding yes", "permituserrc no", "permittty yes", "x11forwarding no", "permittunnel no"} <= {
        *told
    }
    others = ["-T", "-f", str(config), "-C", "user=somebody,host=x,addr=192.0.2.1"]
    told = subprocess.run([sshd.SSHD, *others], capture_output=True, encoding="utf-8", check=True).stdout.splitlines()
    assert "forcecommand none" in told


@fault(
    "A client of the kiosk's account asks for a shell, a command, sftp or scp",
    "it gets the board, as text if it has no terminal",
)
def test_whatever_is_asked_for_the_board_is_what_comes(server: sshd.Sshd, world: Path, tmp_path: Path) -> None:
    before = watched.snapshot(world)
    for words in (
        ("sh", "-c", "touch there"),
        ("; touch there",),
        ("'; touch there; '",),
        ('"; touch there; "',),
        ("$(touch there)",),
        ("\n touch there",),
        ("/usr/lib/openssh/sftp-server",),
        ("x" * 50_000,),
    ):
        done = run(server, *words)
        assert done.returncode == 0, done.stderr
        assert "\nDELEGATIONS " in done.stdout
    (tmp_path / "mine").write_text("x", encoding="utf-8")
    mine, there = str(tmp_path / "mine"), f"{server.user}@127.0.0.1"
    for name, *what in (("sftp", there), ("scp", mine, f"{there}:there"), ("scp", "-O", mine, f"{there}:there")):
        command = [name, *server.options(), *what]
        refused = subprocess.run(command, input=b"put mine\n", capture_output=True, timeout=30, check=False)
        assert refused.returncode != 0
    assert watched.snapshot(world) == before
    assert server.processes() == []


@fault("A client of the kiosk's account asks to forward a port, a socket or a tunnel", "the server refuses")
def test_nothing_is_forwarded(server: sshd.Sshd) -> None:
    through = run(server, options=("-W", f"127.0.0.1:{server.port}"))
    assert (through.returncode, through.stdout) == (255, "")
    assert "stdio forwarding failed" in through.stderr
    for asked in (("-R", "0:127.0.0.1:9"), ("-R", "/tmp/never:127.0.0.1:9"), ("-w", "any:any")):
        back = run(server, options=("-o", "ExitOnForwardFailure=yes", *asked))
        assert back.returncode == 255, asked


@pytest.mark.parametrize(
    "term",
    ["xterm", "x" * 10_000, "xterm\x1b]0;title\x07\x1b[2J$(touch x)\"'`touch x`"],
    ids=["usual", "long", "hostile"],
)
def test_no_key_and_no_environment_of_a_client_changes_anything(server: sshd.Sshd, world: Path, term: str) -> None:
    before = watched.snapshot(world)
    sent = {
        "LANG": "../../x", "LC_ALL": "\x1b[2J", "PYTHONSTARTUP": "x", "PYTHONINSPECT": "1", "PYTHONPATH": "/nowhere",
        "PYTHONPYCACHEPREFIX": str(world), "TEXTUAL_LOG": str(world / "log"), "TEXTUAL_SCREENSHOT": "0", "ENV": "x",
        "TALKS_STORE": "x", "XDG_STATE_HOME": str(world), "LD_PRELOAD": "/nowhere.so", "BASH_ENV": "x", "TERMINFO": "x",
    }  # fmt: skip
    options = ("-e", "none", *(word for name in sent for word in ("-o", f"SendEnv={name}")))
    with Terminal(server.command("sh", "-i", options=options), term=term, env=sent) as terminal:
        terminal.wait_for("q quit|talks-tui: TERM is ")
        if "q quit" in terminal.screen():
            for pane in "13" if term == "xterm" else "":
                terminal.send("".join(f"{pane}{key}\x1b[27u\x1b[27u" for key in keys()).encode())
                open_box(terminal, "?", BOXES["?"])
                terminal.send(HOSTILE.encode())
            leave(terminal)
        else:
            assert terminal.wait_exit() == 2
        ours = terminal.raw.partition(b"\x1b[?1049h")[2]  # before that a login shell may complain of its language
        assert set(stray_controls(ours, clipboard=True)) <= {"\x07"}  # the bell of a box that is full
    assert watched.snapshot(world) == before
    assert server.processes() == []
