"""Long work at the command line: how far it is, and how it is broken off."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from time import monotonic
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Final

from db.text import shown

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE: Final = 0.5
"""Seconds after which somebody who waits wants to know how far it is."""
_READ: Final = 0.999
"""The part of a file from which on it is the indexes that take their time."""


class Progress:
    """A line on standard error that says how much of a file is read; none where that is no terminal, or it is quick."""

    def __init__(self, file: Path) -> None:
        self._name = shown(file.name)
        self._begun = monotonic()
        self._bar: Bar | None = None

    def __enter__(self) -> Progress:
        return self

    def __call__(self, share: float) -> None:
        """Say how much is read, 0 to 1."""
        if self._bar is None and monotonic() - self._begun > PATIENCE and sys.stderr.isatty():
            self._bar = _bar()
            self._bar.start()
            self._bar.add_task("", total=1.0)
        if self._bar is not None:
            what = f"reading {self._name}" if share < _READ else f"indexing {self._name}"
            self._bar.update(self._bar.task_ids[0], completed=share, description=what)

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


def _bar() -> Bar:
    from rich.console import Console  # noqa: PLC0415  (most imports are over before it is needed)
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn  # noqa: PLC0415

    columns = TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn()
    return Progress(*columns, console=Console(stderr=True), transient=True)


class Stopper:
    """Has Ctrl+C, and a kill, break off what is being done, up to the moment from which it can't be undone.

    Attributes:
        signal: Number of the signal that came; 0 for none.
        sealed: Whether a signal only is taken note of.
    """

    def __init__(self) -> None:
        self.signal = 0
        self.sealed = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Stopper:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._stop)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def seal(self) -> None:
        """From here on a signal only is taken note of."""
        self.sealed = True

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        self.signal = number
        if not self.sealed:
            raise KeyboardInterrupt
