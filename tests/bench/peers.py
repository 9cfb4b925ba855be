"""Other programs that show rows in a terminal, on the same rows: where they are installed, else that is said."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db import store
from tests.bench.instrument import Probe
from tests.bench.stores import Made, Options, environment
from tests.bench.table import Row

_HEAD: Final = ("day", "type", "status", "title", "summary", "id")
_EVENTS: Final = f"SELECT {', '.join(_HEAD)} FROM events ORDER BY day, id"
_APP: Final = Path(__file__).with_name("peer.py")
_MOST: Final = 100_000
"""Rows that Textual's own table is given: it takes minutes for more."""
_PATIENCE: Final = 180
"""Seconds that it may take until its rows stand."""
_DAY: Final = r"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}"


@dataclass(frozen=True)
class Peer:
    """Another program, in which `j` moves one row on.

    Attributes:
        name: What it is.
        command: How it is started, before the file; empty where it isn't installed.
        marker: A regular expression for the screen on which its rows stand, with `{rows}` for how many.
        after: What follows the file.
        rows: How many it is given at most; 0 is all.
    """

    name: str
    command: tuple[str | Path, ...]
    marker: str
    after: tuple[str, ...] = ()
    rows: int = 0


def peers(stores: Sequence[Made], options: Options) -> Iterator[Row]:
    """Start each program on the rows of the largest store, move in it, and look at its memory."""
    one = stores[-1]
    blank: list[list[float]] = [[] for _ in stores[1:]]
    for peer in _known(options.peers):
        if not peer.command:
            yield Row(peer.name, "", [], note="not installed")
            continue
        rows = min(peer.rows or one.events, one.events)
        file = _exported(one, rows)
        name = f"{peer.name}{f', {rows:,} rows' if rows < one.events else ''}"
        try:
            usable, moved, most = _measured(peer, file, rows, one, options)
        except AssertionError:  # it ended, or its rows didn't come
            yield Row(name, "", [], note="shows no rows")
            continue
        yield Row(f"{name}: usable after", "ms", [*blank, usable])
        yield Row(f"{name}: a step", "ms", [*blank, moved])
        yield Row(f"{name}: memory at its highest", "MB", [*blank, most])


def _measured(
    peer: Peer, file: Path, rows: int, one: Made, options: Options
) -> tuple[list[float], list[float], list[float]]:
    """Return the milliseconds until it can be used, those of each step, and the megabytes that it took at most."""
    usable: list[float] = []
    moved: list[float] = []
    most: list[float] = []
    for _ in range(min(3, options.rounds)):
        with Probe([*peer.command, file, *peer.after], env=environment(one.home)) as probe:
            probe.wait_for(peer.marker.format(rows=rows), _PATIENCE)
            first = probe.key("j")
            usable.append(first.moved + 1000 * (first.pressed - probe.started))
            moved += [answer.moved for answer in (probe.key("j") for _ in range(options.steps)) if answer.moved]
            most += [value for value in [probe.memory()] if value is not None]
    return usable, moved, most


def _known(folder: Path | None) -> Iterator[Peer]:
    """Yield the programs, those of Python out of a folder of their own if one is named."""
    where = str(folder) if folder else None
    python = folder / "python" if folder else Path(sys.executable)
    fast = subprocess.run([python, "-c", "import textual_fastdatatable"], capture_output=True, check=False, timeout=60)
    visidata, less = shutil.which("vd", path=where), shutil.which("less")
    yield Peer("VisiData", (visidata,) if visidata else (), r"{rows} rows|{rows:,} rows")
    yield Peer("textual-fastdatatable", () if fast.returncode else (python, _APP), _DAY, after=("fast",))
    yield Peer("Textual's DataTable", (sys.executable, _APP), _DAY, rows=_MOST)
    yield Peer("less", (less, "-S") if less else (), _DAY)


def _exported(one: Made, rows: int) -> Path:
    """Return a file with so many rows of a store, which is kept beside it."""
    file = one.path.with_name(f"{one.path.stem}-{rows}.csv")
    if not file.exists():
        with closing(store.read_only(one.path)) as conn, file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(_HEAD)
            writer.writerows(conn.execute(f"{_EVENTS} LIMIT ?", (rows,)))
    return file
