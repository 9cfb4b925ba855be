"""What was typed after `talks-tui`; what is typed most is read here, without the parser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

SUBCOMMANDS: Final = {
    "new": "new", "import": "import_", "export": "export", "attach": "attach", "find": "find", "check": "check",
    "compare": "compare", "brief": "brief", "sshd-config": "sshd_config", "litestream-config": "litestream_config",
}  # fmt: skip
"""The subcommands, and the module of each: its `parser` reads what follows, its `run` carries it out."""


class Options:
    """What was typed, checked: `run` carries it out and returns the exit status.

    What has a value here is what the board is opened with where nothing is typed.
    """

    run: Callable[[Options], int]
    store: Path | None = None
    files: list[Path]
    taken_for: str | None
    said_by: str | None
    dry_run: bool
    skip_bad: bool
    source: str
    format: str | None
    where: str
    out: Path | None
    force: bool
    file: Path
    a: str
    b: str
    encoding: str | None
    anew: bool
    fix: bool
    json: bool
    query: list[str]
    limit: int
    replica: str
    key: Path | None
    host_key: Path | None
    empty: bool
    process: str | None = None
    word: str | None = None
    view: str | None = None
    as_of: str | None = None
    since: str | None = None
    read_only: bool = False
    kiosk: bool = False
    idle_timeout: float | None = None
    user: str
    print: bool = False
    low_bandwidth: bool | None = None
    mouse: bool | None = None


def plain(words: Sequence[str]) -> Options | None:
    """Read nothing or the path of a store, which is all that most starts are given; None if there is more to read.

    Args:
        words: The command line after the program's name.
    """
    if len(words) > 1 or any(word.startswith("-") or word in SUBCOMMANDS for word in words):
        return None
    from tui.cli.board import run  # noqa: PLC0415

    options = Options()
    options.run = run
    options.store = Path(words[0]) if words else None
    return options
