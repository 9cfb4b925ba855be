"""What it costs to leave the board open: processor, bytes, memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.bench.instrument import Probe
from tests.bench.stores import Made, Options, board
from tests.bench.table import Row


def idle(stores: Sequence[Made], options: Options) -> Iterator[Row]:
    """Leave each board alone."""
    sent: list[list[float]] = []
    busy: list[list[float]] = []
    for one in stores:
        with board(one.path, one.home) as probe:
            before = probe.cpu()
            sent.append([float(probe.watch(options.seconds))])
            after = probe.cpu()
        busy.append([] if before is None or after is None else [100 * (after - before) / options.seconds])
    yield Row(f"idle for {options.seconds:g} s: bytes", "B", sent, "0")
    yield Row(f"idle for {options.seconds:g} s: processor", "%", busy)


def memory(stores: Sequence[Made], options: Options) -> Iterator[Row]:
    """Look at the memory of each board at the start, and again after a walk through all of it."""
    del options
    first: list[list[float]] = []
    most: list[list[float]] = []
    now: list[list[float]] = []
    for one in stores:
        with board(one.path, one.home) as probe:
            first.append(_known(probe.memory("Pss", "smaps_rollup")))
            roam(probe)
            most.append(_known(probe.memory()))
            now.append(_known(probe.memory("Pss", "smaps_rollup")))
    yield Row("memory at the start, its share (PSS)", "MB", first)
    yield Row("memory after both ends, searches and a filter (PSS)", "MB", now, "at most 20 MB more")
    yield Row("memory at its highest (VmHWM)", "MB", most, "at most 20 MB more")


def roam(probe: Probe) -> None:
    """Visit both ends of the timeline, search for common words and a rare one, filter, and let the filter go."""
    for key in ("3", "G", "g", "G", "pageup", "pageup", "g"):
        probe.key(key)
    for text in ("bridge", "r", "-bridge", "party:north", "has:quote river", "round 7"):
        probe.key("/")
        probe.press(text)
        probe.quiet(1.0)
        probe.key("escape")
    for text in ("bridge", "party:north"):
        probe.key("F")
        probe.press(text)
        probe.quiet(1.0)
        probe.key("enter")
        probe.quiet(1.0)
        probe.key("G")
        probe.key("escape")


def _known(value: float | None) -> list[float]:
    return [] if value is None else [value]
