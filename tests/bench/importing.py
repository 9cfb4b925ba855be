"""A large table into a store: how long it takes beside a bare insert of the same rows, and in how much memory."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from db.dates import day_number, iso
from tests import program
from tests.bench.stores import Made, Options
from tests.bench.table import Row

ROWS: Final = 100_000
"""Events in the table: each with two parties, a place, one or two sources, and a count."""
_HEAD: Final = ("id", "date", "type", "title", "summary", "actor", "target", "place", "source", "killed")
_MAPPING: Final = """
format = 1
name = "Made-up events"
[events]
slug = "e-{id}"
type = "{type}"
status = "held"
title = "{title}"
summary = "{summary}"
place = "{place}"
starts = "{date}"
[[events.parties]]
party = { from = "{actor}", make = { type = "group" } }
role = "actor"
[[events.parties]]
party = { from = "{target}", make = { type = "group" } }
role = "target"
[[events.claims]]
source = { from = "{source}", split = ";" }
[[events.claims]]
property = "killed"
value = "{killed}"
source = { from = "{source}", split = ";" }
"""
_SQLITE_UTILS: Final = Path(sys.executable).with_name("sqlite-utils")


@dataclass(frozen=True)
class Spent:
    """What a command cost: seconds by the clock, seconds of the processor, and megabytes at its highest."""

    seconds: float
    cpu: float
    memory: float


def importing(stores: Sequence[Made], options: Options) -> Iterator[Row]:
    """Import the table and insert its rows into a bare one by turns."""
    blank: list[list[float]] = [[] for _ in stores[1:]]
    bare, ours, again, idle = list[Spent](), list[Spent](), list[Spent](), list[Spent]()
    with TemporaryDirectory() as folder:
        home = Path(folder)
        table, single = write(home / "events.csv", ROWS), write(home / "one.csv", 1)
        for turn in range(min(3, options.rounds)):
            store = home / f"{turn}.db"
            _spent([*program.COMMAND, "new", store, "--empty"], home)
            idle.append(_spent([*program.COMMAND, "import", store, single, "--process", "Talks"], home))
            bare.append(_spent([_SQLITE_UTILS, "insert", home / f"{turn}-bare.db", "events", table, "--csv"], home))
            ours.append(_spent([*program.COMMAND, "import", store, table, "--process", "Talks"], home))
            again.append(_spent([*program.COMMAND, "import", store, table, "--process", "Talks"], home))
            for path in home.glob(f"{turn}*.db*"):
                path.unlink()
    rows = f"{ROWS:,} events from a CSV"
    yield Row(f"import: {rows}", "s", [*blank, [one.seconds for one in ours]])
    yield Row("import: the same rows by sqlite-utils into a bare table", "s", [*blank, [one.seconds for one in bare]])
    yield Row("import: how many times as long", "×", [
        *blank, [one.seconds / other.seconds for one, other in zip(ours, bare, strict=True)],
    ], "at most 4")  # fmt: skip
    yield Row("import: how many times as much of the processor", "×", [
        *blank, [one.cpu / other.cpu for one, other in zip(ours, bare, strict=True)],
    ])  # fmt: skip
    yield Row("import: the same file again", "s", [*blank, [one.seconds for one in again]])
    yield Row("import: memory at its highest, over that of a file of one row", "MB", [
        *blank, [one.memory - other.memory for one, other in zip(ours, idle, strict=True)],
    ], "at most 150 MB")  # fmt: skip


def write(path: Path, rows: int) -> Path:
    """Write a table of made-up events, the same each time, and its mapping beside it."""
    chance = random.Random(1)
    parties = [f"Party {number}" for number in range(60)]
    outlets = [f"Outlet {number}" for number in range(200)]
    first = day_number(2018, 1, 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEAD)
        for number in range(rows):
            actor, target = chance.sample(parties, 2)
            title = (
                f"Event {number} between {actor} and {target} {chance.choice(('near', 'at', 'in'))} the line of contact"
            )
            writer.writerow((
                f"E{number}", iso(first + chance.randrange(3000)), chance.choice(("ASSAULT", "CONSULT", "STATEMENT")),
                title, "Something happened there that a source described in a sentence of usual length.", actor, target,
                f"Town {chance.randrange(500)}", "; ".join(chance.sample(outlets, chance.choice((1, 1, 2)))),
                chance.randrange(10),
            ))  # fmt: skip
    path.with_name(f"{path.name}.mapping.toml").write_text(_MAPPING, encoding="utf-8")
    return path


def _spent(command: Sequence[str | Path], home: Path) -> Spent:
    """Run a command to its end, and return what it cost.

    Raises:
        RuntimeError: It failed.
    """
    begun = perf_counter()
    with (home / "said").open("w+", encoding="utf-8") as said:
        child = subprocess.Popen([*command], env=program.environment(home), cwd=home, stdout=said, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        seconds = perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            raise RuntimeError(f"{command[0]} ended with status {child.returncode}: {said.read()}")
    kilobytes = used.ru_maxrss / 1024 if sys.platform == "darwin" else used.ru_maxrss
    return Spent(seconds, used.ru_utime + used.ru_stime, kilobytes / 1024)
