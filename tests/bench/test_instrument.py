"""The stopwatch tells what a key changed from all else that a program sends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.instrument import Probe
from tests.bench.stores import environment

ECHO = """
import os, sys, time, tty
tty.setraw(0)
os.write(1, b"\\x1b[2J\\x1b[Hready")
while (key := os.read(0, 1)) != b"q":
    os.write(1, b"\\x1b[H\\x1b[2;1H" + key)
    if key == b"2":
        time.sleep(0.15)
        os.write(1, b"\\x1b[3;1Hdetail")
"""
"""A program that shows each key in its second line, and after a 2 a detail in its third."""


@pytest.fixture
def probe(tmp_path: Path) -> Iterator[Probe]:
    with Probe([sys.executable, "-c", ECHO], size=(20, 5), env=environment(tmp_path)) as probe:
        yield probe


def test_a_start_is_over_when_a_key_is_answered(probe: Probe) -> None:
    content, answered = probe.live(b"ready", "1")
    assert 0 < content <= answered


def test_only_the_rows_that_are_looked_at_count(probe: Probe) -> None:
    probe.first(b"ready")
    probe.quiet()
    assert probe.key("1", slice(2, 3)).moved == 0
    answer = probe.key("2", slice(2, 3))
    assert answer.moved >= 150
    assert (answer.near, answer.far) == (len(b"\x1b[H\x1b[2;1H2"), len(b"\x1b[3;1Hdetail"))


def test_what_has_come_is_drawn_piece_by_piece(probe: Probe) -> None:
    probe.first(b"ready")
    probe.quiet()
    before = probe.look()
    for key in "345":
        probe.press(key)
        probe.quiet(0.1)
    assert [probe.shown(slice(1, 2)).strip() for _ in probe.changes(before)] == ["3", "4", "5"]


def test_a_held_key_is_counted_by_the_press(probe: Probe) -> None:
    probe.first(b"ready")
    probe.quiet()
    lag, each = probe.hold("1", 0.2, every=0.02)
    assert each == len(b"\x1b[H\x1b[2;1H1")
    assert lag < 5000


def test_memory_and_processor_are_known_where_the_system_tells(probe: Probe) -> None:
    probe.first(b"ready")
    if sys.platform == "linux":
        assert (probe.memory() or 0) > 1
        assert (probe.memory("Pss", "smaps_rollup") or 0) > 1
        assert probe.cpu() is not None
    assert probe.memory("Nothing") is None
