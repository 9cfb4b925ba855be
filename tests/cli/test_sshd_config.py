"""What is printed for sshd_config, and what is refused."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests import program
from tests.cli.conftest import Cli, Refusal

pytestmark = pytest.mark.skipif(len(program.COMMAND) > 1, reason="the command isn't installed")

NAMES = [
    "talks.db",
    "two words.db",
    "it's.db",
    '"quoted".db',
    "50%.db",
    "$(touch x)`touch y`.db",
    "-x;y&z.db",
    "переговоры.db",
]


def command(block: str) -> list[str]:
    """The words that the account's shell makes of the ForceCommand."""
    found = re.search(r"^    ForceCommand (.*)$", block, re.MULTILINE)
    assert found
    return shlex.split(found[1])


@pytest.mark.parametrize("name", NAMES)
def test_a_store_of_any_name_is_named_to_the_shell_as_it_is(cli: Cli, store_path: Path, name: str) -> None:
    store = store_path.rename(store_path.with_name(name))
    done = cli("sshd-config", store)
    assert (done.returncode, done.stderr) == (0, "")
    words = command(done.stdout)
    assert words[:3] == ["exec", "/usr/bin/env", "-i"]
    assert words[-3:] == [str(Path(program.COMMAND[0]).resolve()), str(store), "--kiosk"]


def test_what_was_typed_is_in_the_block(cli: Cli, store_path: Path) -> None:
    done = cli("sshd-config", store_path, "--user", "guest", "--idle-timeout", "30")
    assert "\nMatch User guest\n" in done.stdout
    assert command(done.stdout)[-3:] == ["--kiosk", "--idle-timeout", "30"]
    assert done.stdout.endswith("\nMatch all\n")
    assert all(line.startswith("#") for line in done.stdout.partition("Match User")[0].splitlines())


def test_a_path_that_is_not_whole_is_made_so(cli: Cli, store_path: Path, tmp_path: Path) -> None:
    shutil.copy(store_path, tmp_path / "here/talks.db")
    assert command(cli("sshd-config", "talks.db").stdout)[-2] == str(tmp_path / "here/talks.db")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a#b.db", "has a # in it"),
        ("a\\b.db", "has a \\ in it"),
        ("a\nb.db", "has characters in it that sshd_config can't hold"),
        ("a\x1bb.db", "has characters in it that sshd_config can't hold"),
    ],
)
def test_a_path_that_sshd_would_read_otherwise_is_refused(
    refusal: Refusal, store_path: Path, name: str, says: str
) -> None:
    assert says in refusal("sshd-config", store_path.rename(store_path.with_name(name)), status=2)


@pytest.mark.parametrize("user", ["", "*", "a,b", "!root", "a b", "a\nMatch all", "x" * 40, "-x"])
def test_a_user_that_is_a_pattern_or_no_name_is_refused(refusal: Refusal, store_path: Path, user: str) -> None:
    assert "is no name of an account" in refusal("sshd-config", store_path, f"--user={user}", status=2)


@pytest.mark.parametrize("minutes", ["0", "-1", "nan", "inf", "1e9", "soon", ""])
def test_minutes_that_are_none_are_refused(refusal: Refusal, minutes: str) -> None:
    assert "a number of minutes above 0 is needed" in refusal(f"--idle-timeout={minutes}", status=2)


def test_without_a_store_nothing_is_printed(refusal: Refusal, home: Path) -> None:
    assert "There is no store at" in refusal("sshd-config", home / "none.db", status=1)
