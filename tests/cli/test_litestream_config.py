"""What is printed for Litestream and systemd: they read it as it is meant, whatever a path is called."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.conftest import Cli, Refusal
from tests.litestream import LITESTREAM, blocks, words_of
from tui.cli.litestream_config import SOCKET, _unit

KEYS = """\
# backup.example:22 SSH-2.0-OpenSSH_9.2
backup.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH3Xv9tbgbkzLJ4Wqm0XoYqHc5X3yYbq2mQnq3nHc3xW
backup.example ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBH3Xv9tbgbkzLJ4Wqm0XoYqHc5X3y
"""
PATHS = ["talks.db", 'it\'s my "talks".db', "back\\slash.db", "$HOME and ${PID}.db", "переговоры.db", "a;b&c~.db"]

pytestmark = pytest.mark.skipif(not LITESTREAM, reason="Litestream is not installed")


@pytest.mark.parametrize("name", PATHS)
def test_litestream_and_systemd_find_the_store_whatever_it_is_called(
    cli: Cli, name: str, store_path: Path, tmp_path: Path
) -> None:
    path = store_path.rename(tmp_path / name)
    done = cli("litestream-config", path, f"file://{tmp_path}/replica")
    assert (done.returncode, done.stderr) == (0, "")
    files = blocks(done.stdout)
    config = tmp_path / "litestream.yml"
    config.write_text(files["litestream.yml"].replace(SOCKET, f"/tmp/{os.getpid()}.sock"), encoding="utf-8")
    flags: list[str | Path] = ["-config", config, "-no-expand-env"]
    subprocess.run([LITESTREAM, "replicate", *flags, "-once"], check=True, capture_output=True, timeout=60)
    [restore] = re.findall("(?m)^ExecStart=(.*)$", files["talks-follow.service"])
    assert words_of(restore)[-1] == str(path)
    path.unlink()
    subprocess.run([LITESTREAM, "restore", *flags, path], check=True, capture_output=True, timeout=60)
    assert cli("--print", path).returncode == 0


@given(st.text(st.characters(exclude_categories=("C", "Z")) | st.sampled_from(" \\\"'$%{}")))
def test_whatever_a_path_is_called_it_is_one_word_of_a_unit(name: str) -> None:
    assert words_of(f"a {_unit(Path('/x') / name)} b") == ["a", str(Path("/x") / name), "b"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("name", ["talks.db", "a'b c\"d\\$e.db"])
def test_systemd_has_nothing_to_say_against_the_units(cli: Cli, name: str, tmp_path: Path) -> None:
    files = blocks(cli("litestream-config", tmp_path / name, "s3://bucket/talks").stdout)
    units = [tmp_path / unit for unit in files if unit.startswith("talks-")]
    assert len(units) == 4
    for unit in units:
        unit.write_text(files[unit.name], encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *units],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_over_sftp_the_key_that_the_server_will_show_is_pinned(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text(KEYS, encoding="utf-8")
    done = cli(
        *("litestream-config", "talks.db", "sftp://talks@backup.example/srv/talks"),
        *("--key", tmp_path / "id", "--host-key", tmp_path / "keys"),
    )
    config = blocks(done.stdout)["litestream.yml"]
    assert f'key-path: "{tmp_path}/id"\n' in config
    assert 'host-key: "ecdsa-sha2-nistp256 AAAA' in config
    assert 'url: "sftp://talks@backup.example/srv/talks"\n' in config


def test_what_is_to_be_checked_can_be_typed(cli: Cli, tmp_path: Path) -> None:
    checks = blocks(cli("litestream-config", tmp_path / "my talks.db", "s3://bucket/talks").stdout)[
        "To look at by hand"
    ]
    lines = [line for line in checks.splitlines() if not line.startswith("#")]
    assert [shlex.split(line)[:2] for line in lines if "litestream" in line.split()[0]] == [
        [LITESTREAM, command] for command in ("sync", "ltx", "restore")
    ]
    assert f"cat '{tmp_path}/my talks.db-txid'" in lines


@pytest.mark.parametrize(
    "replica",
    ["", "talks.db", "/srv/talks", "ftp://host/path", "s3://", "s3:bucket", "sftp://host/path", "sftp://user@host",
     "file://host/path", "file:relative", "s3://bucket/a b", "s3://bucket/\x1b[2J", "sftp://u@[::1/path", "https://x/y"],
)  # fmt: skip
def test_what_is_no_place_for_a_replica_is_refused(refusal: Refusal, replica: str) -> None:
    assert "is no place for a replica" in refusal("litestream-config", "talks.db", replica, status=2)


@pytest.mark.parametrize(
    "name", ["100%.db", "what?.db", "a#b.db", "line\nbreak.db", "x\x1b[2J.db", b"\xff.db"], ids=repr
)
def test_a_store_that_litestream_could_not_open_is_refused(refusal: Refusal, name: str | bytes) -> None:
    assert "that Litestream can't open" in refusal("litestream-config", name, "s3://bucket/talks", status=2)


def test_a_directory_is_refused(refusal: Refusal, tmp_path: Path) -> None:
    assert "is a directory" in refusal("litestream-config", tmp_path, "s3://bucket/talks", status=2)


def test_sftp_without_keys_is_refused(refusal: Refusal, tmp_path: Path) -> None:
    words = ("litestream-config", "talks.db", "sftp://talks@backup.example/srv/talks")
    assert "ssh-keyscan backup.example" in refusal(*words, status=2)
    (tmp_path / "none").write_text("nothing\n")
    for file, why in (("none", "has no public key"), ("missing", "can’t be read")):
        assert why in refusal(*words, "--key", "id", "--host-key", tmp_path / file, status=2)
