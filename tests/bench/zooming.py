"""What it costs to look at more time at once, and back, where the timeline has keys for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tests.bench.stores import Made, Options, board
from tests.bench.table import Row
from tui.commands import COMMANDS

OUT: Final = "-"
IN: Final = "+"


def zoom(stores: Sequence[Made], options: Options) -> Iterator[Row]:
    """Zoom out to years and in to days again."""
    if not any("minus" in command.keys.split(",") for command in COMMANDS):
        return
    told: list[list[float]] = [[] for _ in stores]
    sent: list[list[float]] = [[] for _ in stores]
    for number, one in enumerate(stores):
        with board(one.path, one.home) as probe:
            probe.key("3")
            for _ in range(max(1, options.steps // 6)):
                answers = [probe.key(key) for key in (OUT, OUT, OUT, IN, IN, IN)]
                told[number] += [answer.moved for answer in answers]
                sent[number] += [float(answer.near) for answer in answers]
    yield Row("timeline: zoom by one level", "ms", told, "p95 ≤ 50 ms")
    yield Row("timeline: zoom by one level, bytes", "B", sent)
