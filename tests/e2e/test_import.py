"""A long import in a real terminal: it says how far it is, and leaves nothing behind when it is broken off."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from db.check import check
from tests import program
from tests.db.helpers import whole
from tests.terminal import Terminal

ROWS = 40_000
MAPPING = """
format = 1
name = "A log"
[events]
slug = "log-{id}"
type = "STATEMENT"
status = "held"
title = "{title}"
starts = "{day}"
"""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table that takes seconds to import, with its mapping."""
    path = tmp_path_factory.mktemp("log") / "log.csv"
    rows = (f"{number},What happened {number},2026-02-{number % 28 + 1:02}\n" for number in range(ROWS))
    path.write_text("id,title,day\n" + "".join(rows), encoding="utf-8")
    path.with_name("log.csv.mapping.toml").write_text(MAPPING, encoding="utf-8")
    return path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_import_that_is_broken_off_leaves_the_store_as_it_was(
    store_path: Path, home: Path, log: Path, number: signal.Signals
) -> None:
    before = whole(store_path)
    words = [*program.COMMAND, "import", store_path, log, "--source", "Log", "--process", "ukraine-peace-talks"]
    with Terminal(words, env=program.environment(home)) as terminal:
        terminal.wait_for(r"reading log\.csv")
        if number == signal.SIGINT:
            terminal.press("ctrl+c")
        else:
            terminal.send_signal(number)
        assert terminal.wait_exit(10) == (-number if number == signal.SIGKILL else 128 + number)
        if number != signal.SIGKILL:
            assert f"Stopped: nothing of {log} is in the store." in terminal.raw.decode()
            assert "reading" not in terminal.screen()
            assert terminal.leftovers() == []
    assert whole(store_path) == before
    assert check(store_path).findings == ()
