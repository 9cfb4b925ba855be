"""Running the command, and judging how it refuses."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from db.text import UNSAFE
from tests import program

Cli = Callable[..., subprocess.CompletedProcess[str]]
Refusal = Callable[..., str]


@pytest.fixture
def cli(home: Path, tmp_path: Path) -> Cli:
    """Run the command in an empty folder, for a user who has nothing yet: `cli("--print", COLUMNS="40")`."""
    folder = tmp_path / "here"
    folder.mkdir()

    def run(
        *words: program.Word, encoding: str = "utf-8", stdout: int = subprocess.PIPE, **env: str
    ) -> subprocess.CompletedProcess[str]:
        return program.run(*words, env=program.environment(home, **env), cwd=folder, encoding=encoding, stdout=stdout)

    return run


@pytest.fixture
def refusal(cli: Cli) -> Refusal:
    """Run the command, which must refuse: return the one sentence that it says, without the program's name."""

    def run(*words: program.Word, status: int = 1, **env: str) -> str:
        done = cli(*words, **env)
        assert done.stdout == ""
        assert done.returncode == status, done.stderr
        said = done.stderr.removesuffix("\n")
        assert not UNSAFE.search(said), said
        assert "Traceback" not in said
        assert re.fullmatch(r"talks-tui[^:]*: .+\.", said), said
        return said.partition(": ")[2]

    return run
