"""A stopwatch and a byte counter on the terminal's side: what a program sends, and when."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final, Self

from tests.terminal import Terminal

QUIET: Final = 0.3
"""Seconds without output after which a program has said what it had to say; the detail follows in less."""


@dataclass(frozen=True)
class Answer:
    """What came back after a key.

    Attributes:
        near: Bytes of the first burst: the pane itself.
        far: Bytes of the second: the detail, once the cursor rests.
        took: Milliseconds from the key to the end of the first burst.
        settled: Milliseconds from the key to the last byte of all.
        stream: All that came.
    """

    near: int
    far: int
    took: float
    settled: float
    stream: bytes


class Probe(Terminal):
    """A terminal that notes when each piece of output came."""

    def __init__(
        self, command: Sequence[str | Path], *, size: tuple[int, int] = (120, 40), env: Mapping[str, str] | None = None
    ) -> None:
        self.pieces: list[tuple[float, int]] = []
        """When each piece of output came, and where it ends in `raw`."""
        self.patience = QUIET
        self.started = time.perf_counter()
        super().__init__(command, size=size, env=env)

    def __enter__(self) -> Self:
        return self

    def _take_in(self, text: str) -> None:
        self.pieces.append((time.perf_counter(), len(self._raw)))  # before the emulator takes its time
        super()._take_in(text)

    def first(self, marker: bytes, seconds: float = 20) -> float:
        """Wait for some bytes, and return the seconds from the start to the piece that completed them."""
        self.wait_for(lambda: marker in self._raw, seconds)
        end = self._raw.index(marker) + len(marker)
        return next(at for at, upto in self.pieces if upto >= end) - self.started

    def quiet(self, seconds: float = QUIET) -> None:
        """Read until nothing has come for a while."""
        since = time.perf_counter()

        def silent() -> bool:
            last = max(since, self.pieces[-1][0] if self.pieces else since)
            return time.perf_counter() - last >= seconds

        self.wait_for(silent, 30)

    def watch(self, seconds: float) -> int:
        """Return how many bytes come while nobody does anything."""
        before = len(self._raw)
        until = time.perf_counter() + seconds
        self.wait_for(lambda: time.perf_counter() >= until, seconds + 5)
        return len(self._raw) - before

    def key(self, name: str) -> Answer:
        """Press a key and wait for all that follows; the two bursts are told apart by the longest silence."""
        first, start = len(self.pieces), len(self._raw)
        pressed = time.perf_counter()
        self.press(name)
        self.quiet(self.patience)
        pieces = self.pieces[first:]
        if not pieces:
            return Answer(0, 0, 0, 0, b"")
        gaps = [later[0] - sooner[0] for sooner, later in pairwise(pieces)]
        split = gaps.index(max(gaps)) if gaps and max(gaps) > 0.03 else len(pieces) - 1
        at, upto = pieces[split]
        return Answer(
            near=upto - start,
            far=len(self._raw) - upto,
            took=1000 * (at - pressed),
            settled=1000 * (pieces[-1][0] - pressed),
            stream=bytes(self._raw[start:]),
        )

    def cpu(self) -> float | None:
        """Return the seconds of processor time that the program has used, None where the system doesn't say."""
        with suppress(OSError, ValueError):
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return None

    def memory(self) -> float | None:
        """Return the megabytes that the program has in memory, None where the system doesn't say."""
        with suppress(OSError, ValueError):
            lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
            return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
        return None


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of all are not above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
