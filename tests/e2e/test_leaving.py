"""However the program ends, the terminal is as it was and nothing of it goes on running."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests import program
from tests.db.helpers import digest
from tests.e2e.conftest import Launch
from tests.terminal import Terminal, stray_controls


def no_process_left(terminal: Terminal) -> bool:
    """Whether the session that the program led is empty."""
    try:
        os.killpg(terminal.process.pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_and_the_terminal_is_as_it_was(
    launch: Launch, store_path: Path, number: signal.Signals
) -> None:
    terminal = launch(store_path)
    terminal.send_signal(number)
    assert terminal.wait_exit(5) == 128 + number
    assert terminal.leftovers() == []
    assert stray_controls(terminal.raw) == []
    assert no_process_left(terminal)


def test_it_does_not_outlive_its_terminal(launch: Launch, store_path: Path) -> None:
    before = digest(store_path)
    terminal = launch(store_path)
    terminal.hang_up()
    assert terminal.wait_exit(5) in (128 + signal.SIGHUP, -signal.SIGHUP)
    assert no_process_left(terminal)
    assert digest(store_path) == before


AT_THE_END = """
import atexit, signal
atexit.register(lambda: print("alarm in", signal.getitimer(signal.ITIMER_REAL)[0]))
"""


def test_no_alarm_goes_off_while_python_clears_up(store_path: Path, home: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(AT_THE_END)
    env = program.environment(home, PYTHONPATH=f"{tmp_path}:{program.ROOT}")
    with Terminal([*program.COMMAND, store_path], env=env) as terminal:
        terminal.wait_for(r"(?s)4 Detail · \S.*q quit")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        # By then Python has let go of its handlers: an alarm would kill what is about to end well.
        assert "alarm in 0.0" in terminal.screen()


def test_quitting_from_a_box_leaves_nothing_either(launch: Launch, store_path: Path) -> None:
    terminal = launch(store_path)
    terminal.press("ctrl+g")
    terminal.wait_for("Go to a day")
    terminal.press("q")  # a letter like any other here
    terminal.wait_for(r"│ q ")
    terminal.send_signal(signal.SIGTERM)
    assert terminal.wait_exit(5) == 128 + signal.SIGTERM
    assert terminal.leftovers() == []
    assert no_process_left(terminal)
