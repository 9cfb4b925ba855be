"""A stopwatch and a byte counter on the terminal's side: what a program sends, and when.

While something is measured, output is only noted; what it does to the screen is worked out afterwards, piece by piece,
so that a slow emulator is in nobody's way.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Self

from tests.terminal import Terminal

QUIET: Final = 0.3
"""Seconds without output after which a program has said what it had to say; the detail follows in less."""

Look = tuple[tuple[object, ...], ...]
"""How some rows of the screen look: their characters and colours."""


@dataclass(frozen=True)
class Answer:
    """What came back after a key.

    Attributes:
        near: Bytes of the first burst: the pane itself.
        far: Bytes of the second: the detail, once the cursor rests.
        moved: Milliseconds from the key to the first change on the screen; 0 for none.
        took: Milliseconds from the key to the end of the first burst.
        settled: Milliseconds from the key to the last byte of all.
        stream: All that came.
        pressed: When the key was pressed, seconds on the clock.
    """

    near: int
    far: int
    moved: float
    took: float
    settled: float
    stream: bytes
    pressed: float = 0


class Probe(Terminal):
    """A terminal that notes when each piece of output came."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        size: tuple[int, int] = (120, 40),
        env: Mapping[str, str] | None = None,
        nohup: bool = False,
        controlling: bool = True,
    ) -> None:
        self.pieces: list[tuple[float, int]] = []
        """When each piece of output came, and where it ends in `raw`."""
        self.patience = QUIET
        self._undrawn: list[tuple[int, bool, str]] = []  # the piece that it came in, on which screen, what
        self.started = time.perf_counter()
        super().__init__(command, size=size, env=env, nohup=nohup, controlling=controlling)

    def __enter__(self) -> Self:
        return self

    def _take_in(self, text: str) -> None:
        self.pieces.append((time.perf_counter(), len(self._raw)))
        super()._take_in(text)

    def _draw(self, text: str) -> None:
        self._undrawn.append((len(self.pieces), 1049 in self.modes, text))

    @property
    def emulator(self) -> Any:  # noqa: ANN401 - pyte has no types
        """The pyte screen in use, with all that has come drawn on it."""
        self._draw_up_to(len(self.pieces))
        return super().emulator

    def _draw_up_to(self, piece: int) -> None:
        while self._undrawn and self._undrawn[0][0] <= piece:
            _, alternate, text = self._undrawn.pop(0)
            self._streams[alternate].feed(text)

    def first(self, marker: bytes, seconds: float = 20) -> float:
        """Wait for some bytes, and return the seconds from the start to the piece that completed them."""
        self.wait_for(lambda: marker in self._raw, seconds)
        end = self._raw.index(marker) + len(marker)
        return next(at for at, upto in self.pieces if upto >= end) - self.started

    def quiet(self, seconds: float = QUIET, most: float = 30) -> None:
        """Read until nothing has come for a while."""
        since = time.perf_counter()

        def silent() -> bool:
            last = max(since, self.pieces[-1][0] if self.pieces else since)
            return time.perf_counter() - last >= seconds

        self.wait_for(silent, most)

    def watch(self, seconds: float) -> int:
        """Return how many bytes come while nobody does anything."""
        before = len(self._raw)
        until = time.perf_counter() + seconds
        self.wait_for(lambda: time.perf_counter() >= until, seconds + 5)
        return len(self._raw) - before

    def look(self, rows: slice = slice(None)) -> Look:
        """Return how some rows look now."""
        return _look(self.emulator, rows)

    def changes(self, before: Look, rows: slice = slice(None)) -> Iterator[float]:
        """Draw what has come piece by piece, and yield when some rows came to look otherwise than the piece before."""
        while self._undrawn:
            piece = self._undrawn[0][0]
            self._draw_up_to(piece)
            now = _look(super().emulator, rows)
            if now != before:
                yield self.pieces[piece - 1][0]
            before = now

    def shown(self, rows: slice) -> str:
        """Return the text of some rows as drawn so far: of `changes`, at the piece that it has come to."""
        return "\n".join(super().emulator.display[rows])

    def live(self, marker: bytes, key: str, rows: slice = slice(None)) -> tuple[float, float]:
        """Press a key once the first content stands, and return the seconds from the start to that and to its answer.

        Args:
            marker: Bytes at the end of the first content.
            key: What is pressed.
            rows: Where it changes something.
        """
        content = self.first(marker)
        self.press(key)
        pressed = len(self.pieces)
        self.quiet(self.patience)
        self._draw_up_to(pressed)
        answered = next(self.changes(_look(super().emulator, rows), rows), None)
        assert answered is not None, f"{key} changed nothing\n{self.screen()}"
        return content, answered - self.started

    def key(self, name: str, rows: slice = slice(None)) -> Answer:
        """Press a key and wait for all that follows; the two bursts are told apart by the longest silence."""
        before = self.look(rows)
        first, start = len(self.pieces), len(self._raw)
        pressed = time.perf_counter()
        self.press(name)
        self.quiet(self.patience)
        pieces = self.pieces[first:]
        if not pieces:
            return Answer(0, 0, 0, 0, 0, b"", pressed)
        moved = next(self.changes(before, rows), pressed)
        gaps = [later[0] - sooner[0] for sooner, later in pairwise(pieces)]
        split = gaps.index(max(gaps)) if gaps and max(gaps) > 0.012 else len(pieces) - 1
        at, upto = pieces[split]
        return Answer(
            near=upto - start,
            far=len(self._raw) - upto,
            moved=1000 * (moved - pressed),
            took=1000 * (at - pressed),
            settled=1000 * (pieces[-1][0] - pressed),
            stream=bytes(self._raw[start:]),
            pressed=pressed,
        )

    def hold(self, name: str, seconds: float, every: float = 0.008) -> tuple[float, float]:
        """Hold a key down, and return the milliseconds from the last press to what it drew, and the bytes a press.

        What the program draws when the key rests, such as a detail, is told apart by the silence before it.
        """
        first, start = len(self.pieces), len(self._raw)
        begun = due = time.perf_counter()
        presses = 0
        while due < begun + seconds:
            while (wait := due - time.perf_counter()) > 0:
                self._read(wait)
            self.press(name)
            presses, due = presses + 1, due + every
        last = time.perf_counter()
        self.quiet(self.patience)
        times = [at for at, _ in self.pieces[first:]]
        late = [at for at in times if at > last]
        end = next((sooner for sooner, later in pairwise(late) if later - sooner > 0.08), late[-1] if late else last)
        sent = next((upto for at, upto in self.pieces[first:] if at >= end), len(self._raw)) - start
        return 1000 * (end - last), sent / presses

    def cpu(self) -> float | None:
        """Return the seconds of processor time that the program has used, None where the system doesn't say."""
        with suppress(OSError, ValueError):
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return None

    def memory(self, what: str = "VmHWM", file: str = "status") -> float | None:
        """Return the megabytes that the program has had in memory at most, None where the system doesn't say.

        Args:
            what: Another line, as `Pss` of the file `smaps_rollup`: its share of what it has now.
            file: Of `/proc/PID`.
        """
        with suppress(OSError, ValueError, StopIteration):
            lines = Path(f"/proc/{self.process.pid}/{file}").read_text().splitlines()
            return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) / 1024
        return None


def _look(screen: Any, rows: slice) -> Look:  # noqa: ANN401 - pyte has no types
    cells = ([screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)[rows])
    return tuple(tuple((cell.data, cell.fg, cell.bg, cell.bold, cell.reverse) for cell in row) for row in cells)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of all are not above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
