"""The command as a person starts it, for tests that look at it from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent

_SCRIPT: Final = Path(sys.executable).with_name("talks-tui")
COMMAND: Final = (
    (str(_SCRIPT),) if _SCRIPT.exists() else (sys.executable, "-c", "from tui.cli import main; main()")
)  # fmt: skip
"""The installed command; in a bare checkout what it would run."""

Word = str | bytes | Path
"""Something typed on the command line; bytes need not be UTF-8."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """A bare environment with a home of its own: neither the user's store nor the user's settings are met in it."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
    } | more


def own_store(home: Path) -> Path:
    """Where the user whose environment `environment` makes has a store without naming one."""
    folder = home / ("Library/Application Support" if sys.platform == "darwin" else "data")
    return folder / "talks-tui" / "talks.db"


def run(
    *words: Word, env: Mapping[str, str], cwd: Path, encoding: str = "utf-8", stdout: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end, with nothing on standard input and no terminal anywhere."""
    return subprocess.run(
        [*COMMAND, *words],
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding=encoding,
        timeout=60,
        check=False,
    )
