"""How long until the board stands and answers a key, against the least that a Textual program needs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

from tests import program
from tests.bench.instrument import Probe
from tests.bench.stores import Made, Options, environment
from tests.bench.table import Row

_PANE: Final = slice(1, 19)
"""The rows of the pane in which the first key moves the cursor."""


def start(stores: Sequence[Made], options: Options) -> Iterator[Row]:
    """Start each program by turns, so that whatever else the machine does meets all of them."""
    content: list[list[float]] = [[] for _ in range(1 + len(stores))]
    answered: list[list[float]] = [[] for _ in range(1 + len(stores))]
    sent: list[list[float]] = [[] for _ in stores]
    for turn in range(options.rounds + 1):
        for number in range(1 + len(stores)):
            env = environment(stores[max(0, number - 1)].home)
            command = (
                [*program.COMMAND, stores[number - 1].path] if number else [sys.executable, "-m", "tests.bench.hello"]
            )
            with Probe(command, env=env) as probe:
                marker, rows = (b"quit", _PANE) if number else (b"hello, world", slice(None))
                came, live = probe.live(marker, "j", rows)
                if turn:  # the first is to warm up
                    content[number].append(1000 * came)
                    answered[number].append(1000 * live)
                    if number:
                        sent[number - 1].append(float(len(probe.raw)))
    yield Row("start: a bare Textual program answers a key", "ms", [answered[0]] * len(stores))
    yield Row("start: the board stands", "ms", content[1:], "ratio ≤ 1.1")
    yield Row("start: it answers a key", "ms", answered[1:], "ratio ≤ 1.1")
    against = [[median(values) / median(answered[0])] for values in answered[1:]]
    yield Row("start: that, against the bare program", "×", against)
    yield Row("start: bytes until all is quiet", "B", sent)
