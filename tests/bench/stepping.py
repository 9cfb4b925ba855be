"""What a key costs: until the cursor has moved, until the detail stands, and in bytes; and what a held one costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Final

from tests.bench.instrument import Answer, Probe
from tests.bench.stores import Made, Options, board
from tests.bench.table import Row

WALKS: Final = {
    "roster": ("1", "g", "j", 5),
    "positions": ("2", "g", "j", 6),
    "positions, to the side": ("2", "g", "l", 4),
    "timeline": ("3", "g", "j", 5),
    "detail": ("4", "g", "j", 3),
}
"""For each pane: the keys that go there and to its start, the key that is measured, and how often before it scrolls."""


def walk(probe: Probe, name: str, times: int) -> list[Answer]:
    """Press the key of a walk `times` times, going back to its start before it would scroll."""
    to, back, key, room = WALKS[name]
    answers: list[Answer] = []
    probe.key(to)
    while len(answers) < times:
        probe.key(back)
        if name.endswith("side"):
            probe.key("j")  # off the heading
            for _ in range(room):
                probe.key("h")
        answers += [probe.key(key) for _ in range(min(room, times - len(answers)))]
    return answers


def keys(stores: Sequence[Made], options: Options) -> Iterator[Row]:
    """Take steps in each pane of all boards by turns."""
    with ExitStack() as stack:
        probes = [stack.enter_context(board(one.path, one.home)) for one in stores]
        for name in WALKS:
            told = [walk(probe, name, options.steps) for probe in probes]
            yield _row(f"{name}: a step", "ms", told, "moved", "ratio ≤ 1.1")
            yield _row(f"{name}: a step, bytes", "B", told, "near")
            if any(answer.far for answers in told for answer in answers):
                yield _row(f"{name}: until the detail stands", "ms", told, "settled")
        for probe in probes:
            probe.key("3")
        for what, pair in (("a page", ("pagedown", "pageup")), ("from end to end", ("G", "g"))):
            told = [[probe.key(key) for key in pair * max(1, options.steps // 4)] for probe in probes]
            yield _row(f"timeline: {what}", "ms", told, "moved", "ratio ≤ 1.1")
            yield _row(f"timeline: {what}, bytes", "B", told, "near")


def _row(what: str, unit: str, told: Sequence[Sequence[Answer]], name: str, target: str = "") -> Row:
    values = [[float(getattr(answer, name)) for answer in answers if getattr(answer, name)] for answers in told]
    return Row(what, unit, values, target)


def held(stores: Sequence[Made], options: Options) -> Iterator[Row]:
    """Hold a key down in the timeline, from the newest on: every 8 ms, as fast as a keyboard repeats."""
    lags: list[list[float]] = [[] for _ in stores]
    sent: list[list[float]] = [[] for _ in stores]
    for number, one in enumerate(stores):
        with board(one.path, one.home) as probe:
            probe.key("3")
            for key in ("j", "k"):
                lag, each = probe.hold(key, options.seconds / 2)
                lags[number].append(lag)
                sent[number].append(each)
    yield Row(f"timeline: a key held for {options.seconds / 2:g} s, lag", "ms", lags, "≤ 50 ms")
    yield Row("timeline: a key held, bytes a press", "B", sent)
