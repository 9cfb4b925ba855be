"""What is sent over the line for a step of the cursor, which a slow link makes felt: counted, not timed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.bench.instrument import Answer
from tests.bench.stepping import WALKS, walk
from tests.bench.stores import board
from tests.bench.synthetic import make

LINES: Final = {"true colour": ({"COLORTERM": "truecolor"}, 650), "sixteen": ({"SSH_TTY": "/dev/pts/1"}, 460)}
"""Each kind of line, with the bytes for a step of the cursor in any pane at 120×40, where nothing scrolls."""
FOLLOW: Final = 2_000
"""Bytes for the detail that follows it."""
TAB: Final = 3_000
"""Bytes for going to the next pane, the detail included."""
ROW: Final = 700
"""Bytes for one row more past the edge of the timeline, the detail left out; the terminal scrolls it by itself."""
HELD: Final = 1_100
"""Bytes for each row while a key is held, in sixteen colours, the detail at the end included."""

TERM: Final = {"TERM": "xterm-256color"}

START = 32_000
"""Bytes for the board and the first detail at 120×40; every cell painted twice would be more."""


def within(answers: list[Answer], step: int) -> bool:
    apart = (answer for answer in answers if answer.far)
    together = (answer for answer in answers if not answer.far)  # where the detail came with the step, or none did
    return all(0 < answer.near <= step and answer.far <= FOLLOW for answer in apart) and all(
        0 < answer.near <= step + FOLLOW for answer in together
    )


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", WALKS)
def test_a_step_of_the_cursor_sends_little(name: str, line: str, store_path: Path, home: Path) -> None:
    env, step = LINES[line]
    with board(store_path, home, env=TERM | env) as probe:
        probe.patience = 0.2
        answers = walk(probe, name, 3)
        if not within(answers, step):  # a busy machine can run one answer into the next: take more time for it
            probe.patience = 1.0
            answers = walk(probe, name, 3)
    assert within(answers, step), [(answer.near, answer.far, answer.stream[:300]) for answer in answers]
    # The detail follows the cursor of every other pane, and never its own.
    assert any(answer.far for answer in answers) == (name != "detail")


def test_going_to_another_pane_repaints_neither(store_path: Path, home: Path) -> None:
    with board(store_path, home, env=TERM | {"COLORTERM": "truecolor"}) as probe:
        answers = [probe.key(key) for key in ("tab",) * 5 + ("shift+tab",) * 5]
    assert all(0 < answer.near + answer.far <= TAB for answer in answers), [len(answer.stream) for answer in answers]


def test_a_row_past_the_edge_is_scrolled_by_the_terminal(tmp_path: Path, home: Path) -> None:
    make(tmp_path / "many.db", 300)
    with board(tmp_path / "many.db", home, env=TERM | {"COLORTERM": "truecolor"}) as probe:
        probe.key("3")
        probe.press("g", *"j" * 30)
        probe.quiet()
        answers = [probe.key("j") for _ in range(4)] + [probe.key("k") for _ in range(12)]
    scrolled = [answer for answer in answers if re.search(rb"\x1b\[[0-9]+;[0-9]+r", answer.stream)]
    assert len(scrolled) >= 4
    near = [answer.near for answer in scrolled if answer.far]  # with the day's heading, and the place in the strip
    assert sum(near) / len(near) <= ROW, near


def test_a_held_key_in_sixteen_colours_sends_little_for_each_row(tmp_path: Path, home: Path) -> None:
    make(tmp_path / "many.db", 300)
    with board(tmp_path / "many.db", home, env=TERM | {"SSH_TTY": "/dev/pts/1"}) as probe:
        probe.key("3")
        probe.key("g")
        for key in ("j", "k"):
            before = len(probe.raw)
            for _ in range(60):
                probe.press(key)
                probe.watch(0.02)  # or one frame shows what many keys did
            probe.quiet()
            assert 0 < (len(probe.raw) - before) / 60 <= HELD


def test_a_box_is_painted_once(store_path: Path, home: Path) -> None:
    with board(store_path, home, env=TERM | {"COLORTERM": "truecolor"}) as probe:
        probe.press("?")
        probe.wait_for("Move one row down")
        before = len(probe.raw)
        probe.quiet()
        probe.press("escape")
        probe.quiet()
        assert 0 < len(probe.raw) - before <= 20_000


def test_a_step_clears_nothing_and_scrolls_nothing(store_path: Path, home: Path) -> None:
    with board(store_path, home) as probe:
        streams = [answer.stream for answer in walk(probe, "timeline", 2)]
    for stream in streams:
        assert not re.search(rb"\x1b\[[0-9;]*[JKLMST]", stream)


def test_the_board_is_painted_once_at_the_start(store_path: Path, home: Path) -> None:
    with board(store_path, home) as probe:
        start = probe.raw
    assert [start.count(pane) for pane in (b"1 Delegations", b"2 Positions", b"3 Timeline")] == [1, 1, 1]
    assert len(start) <= START


def test_a_board_that_is_left_alone_sends_nothing(store_path: Path, home: Path) -> None:
    with board(store_path, home) as probe:
        assert probe.watch(2) == 0
