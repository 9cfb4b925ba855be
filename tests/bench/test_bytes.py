"""What is sent over the line for a step of the cursor, which a slow link makes felt: counted, not timed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bench.instrument import Answer
from tests.bench.stepping import WALKS, walk
from tests.bench.stores import board

STEP = 700
"""Bytes for a step of the cursor in any pane at 120×40, where nothing scrolls."""
FOLLOW = 2_500
"""Bytes for the detail that follows it."""


def within(answers: list[Answer]) -> bool:
    return all(0 < answer.near <= STEP and answer.far <= FOLLOW for answer in answers)


@pytest.mark.parametrize("name", WALKS)
def test_a_step_of_the_cursor_sends_little(name: str, store_path: Path, home: Path) -> None:
    with board(store_path, home) as probe:
        probe.patience = 0.2
        answers = walk(probe, name, 3)
        if not within(answers):  # a busy machine can run one answer into the next: take more time for it
            probe.patience = 1.0
            answers = walk(probe, name, 3)
    assert within(answers), [(answer.near, answer.far, answer.stream[:300]) for answer in answers]
    # The detail follows the cursor of every other pane, and never its own.
    assert any(answer.far for answer in answers) == (name != "detail")


def test_a_step_clears_nothing_and_scrolls_nothing(store_path: Path, home: Path) -> None:
    with board(store_path, home) as probe:
        streams = [answer.stream for answer in walk(probe, "timeline", 2)]
    for stream in streams:
        assert not re.search(rb"\x1b\[[0-9;]*[JKLMST]", stream)


def test_a_board_that_is_left_alone_sends_nothing(store_path: Path, home: Path) -> None:
    with board(store_path, home) as probe:
        assert probe.watch(2) == 0
