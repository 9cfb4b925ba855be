"""The search box as it is typed in: how soon a letter stands in the line, and what is found below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Final

from tests.bench.instrument import Probe
from tests.bench.stores import Made, Options, board
from tests.bench.table import Row

_PAUSE: Final = 0.09
"""Seconds between two letters of somebody who types fast, so that most answers are overtaken."""

COMMON: Final = ("bridge", "river patrol", '"near the', "harbour party:north", "kind:accuse tower")
"""What a large part of all events have."""
RARE: Final = ("round 42", "envoy of north", "kind:person")
"""What a few records have."""


def search(stores: Sequence[Made], options: Options) -> Iterator[Row]:
    """Type into the box of each board: once without waiting, once letter by letter."""
    echoes: list[list[float]] = [[] for _ in stores]
    common: list[list[float]] = [[] for _ in stores]
    rare: list[list[float]] = [[] for _ in stores]
    for number, one in enumerate(stores):
        with board(one.path, one.home) as probe:
            for _ in range(max(1, options.steps // 10)):
                for text in (*COMMON, *RARE):
                    echoes[number] += typed(probe, text)
                    (rare if text in RARE else common)[number] += answered(probe, text)
    yield Row("search: a typed letter stands in the line", "ms", echoes, "p95 ≤ 10 ms")
    yield Row("search: the first page, of common words", "ms", common, "p95 ≤ 160 ms")
    yield Row("search: the first page, of rare ones", "ms", rare, "p95 ≤ 50 ms")


def typed(probe: Probe, text: str) -> list[float]:
    """Type a text without waiting for anything, and return the milliseconds until each letter stood in the line."""
    line = _opened(probe)
    pressed: list[tuple[float, str]] = []
    before = probe.look(line)
    for length, letter in enumerate(text, 1):
        pressed.append((perf_counter(), text[:length]))
        probe.press(letter)
        probe.watch(_PAUSE)
    probe.quiet(probe.patience)
    stood: dict[str, float] = {}
    for at in probe.changes(before, line):
        shown = probe.shown(line)
        stood |= {said: at for _, said in pressed if said not in stood and said in shown}
    probe.key("escape")
    return [1000 * (stood[said] - at) for at, said in pressed if said in stood]


def answered(probe: Probe, text: str) -> list[float]:
    """Return the milliseconds from the last letter of a text to what is found by it; none where that is as before."""
    line = _opened(probe)
    probe.press(text[:-1])
    probe.quiet(1.0)
    below = slice(line.stop, 38)
    before = probe.look(below)
    pressed = perf_counter()
    probe.press(text[-1])
    probe.quiet(1.0)
    changes = [*probe.changes(before, below)]
    probe.key("escape")
    return [1000 * (at - pressed) for at in changes[-1:]]


def _opened(probe: Probe) -> slice:
    """Open the box, and return the row of its line."""
    probe.press("/")
    probe.wait_for("╭─ Find")
    probe.quiet(probe.patience)
    row = next(row for row, text in enumerate(probe.screen().splitlines()) if "╭─ Find" in text) + 1
    return slice(row, row + 1)
