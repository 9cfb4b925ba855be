"""Damaged stores of every kind: a sentence, or a board that works. The same by the thousand: `tests.bench.damaging`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import program
from tests.bench.damaging import outcome, run
from tests.damage import HARMS, damaged, sound
from tests.db.helpers import CAST
from tests.faults import fault
from tests.terminal import Terminal, stray_controls


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("damage") / "master.db"
    sound(path)
    return path


def test_a_sound_store_is_read_to_the_end(master: Path, tmp_path: Path) -> None:
    change = tmp_path / "change.toml"
    change.write_text(CAST, encoding="utf-8")
    copy = damaged(master, 0, tmp_path)
    copy.write_bytes(master.read_bytes())
    assert set(outcome(copy, change).values()) == {"read"}


@pytest.mark.parametrize("part", range(2))
def test_no_damage_crashes_or_hangs_what_reads_a_store(master: Path, part: int) -> None:
    copies = 2 * len(HARMS)
    found = run(master, part * copies, copies)
    assert len(found) == copies
    said = {text for _, outcomes, _ in found for text in outcomes.values()}
    assert not [text for text in said if text.startswith(("CRASH", "NO SENTENCE"))]
    assert len(said) > 10  # some are read, the others told in many ways


@fault(
    "The store's file is damaged before it is opened", "a sentence and status 1, or a board as far as it can be read"
)
@pytest.mark.parametrize("number", range(1000, 1000 + len(HARMS)), ids=lambda number: [*HARMS][number % len(HARMS)])
def test_a_board_over_a_damaged_store_says_so_or_works(master: Path, home: Path, tmp_path: Path, number: int) -> None:
    copy = damaged(master, number, tmp_path)
    with Terminal([*program.COMMAND, copy], env=program.environment(home), size=(120, 36)) as terminal:
        terminal.wait_for("q quit|^talks-tui: ")
        if "q quit" in terminal.screen():
            terminal.press(*"jj2jjl3gjG", "enter", "d", "b")
            terminal.wait_for("Violation ledger|damaged|^talks-tui: ")
            terminal.press("q")
        status = terminal.wait_exit()
        assert status in (0, 1), terminal.screen()
        assert "Traceback" not in terminal.screen()
        assert ("talks-tui: " in terminal.screen()) == (status == 1)
        assert terminal.leftovers() == []
        assert stray_controls(terminal.raw) == []
