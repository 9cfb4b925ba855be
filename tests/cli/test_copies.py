"""Commands on a follower's copy: those that read do, those that write refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import program
from tests.cli.conftest import Cli, Refusal
from tests.db.helpers import digest


@pytest.mark.parametrize(
    "words",
    [
        ("--print",), ("find", "truce"), ("check",), ("compare", "1", "2"), ("--print", "--word", "rt"), ("export",),
        ("export", "--where", "kind:round"),
    ],
    ids=str,
)  # fmt: skip
def test_a_copy_is_read_by_every_command_that_reads(
    cli: Cli, copy: Path, store_path: Path, words: tuple[str, ...]
) -> None:
    command = words[:1] if not words[0].startswith("-") else ()
    rest = words[len(command) :]
    done, same = (cli(*command, path, *rest) for path in (copy, store_path))
    assert (done.returncode, done.stderr) == (0, "")
    plain = done.stdout.replace(str(copy), str(store_path)).splitlines()
    assert plain[1:] == same.stdout.splitlines()[1:]
    assert ("copy, last change 2" in done.stdout) == ("--print" in words)
    assert {path.name for path in copy.parent.iterdir()} == {"copy.db", "copy.db-txid"}


@pytest.mark.parametrize("command", ["import", "attach", "check --fix"])
def test_what_would_change_a_copy_is_refused(refusal: Refusal, copy: Path, home: Path, command: str) -> None:
    before = digest(copy)
    (home / "file").write_text("A text.\n", encoding="utf-8")
    words: dict[str, tuple[program.Word, ...]] = {
        "import": ("import", copy, home / "file"),
        "attach": ("attach", copy, "rt", home / "file"),
        "check --fix": ("check", copy, "--fix"),
    }
    assert "is a follower’s copy" in refusal(*words[command])
    assert digest(copy) == before
