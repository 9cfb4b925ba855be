"""`python -m tests.bench`: measure the program as its user meets it, on stores of several sizes, and print a table."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from tests.bench import synthetic
from tests.bench.asking import following, sql
from tests.bench.exporting import exporting
from tests.bench.importing import importing
from tests.bench.peers import peers
from tests.bench.resting import idle, memory
from tests.bench.searching import search
from tests.bench.sessions import sessions
from tests.bench.starting import start
from tests.bench.stepping import held, keys
from tests.bench.stores import Made, Options, made
from tests.bench.table import Row, lines, machine, written
from tests.bench.zooming import zoom
from tests.program import ROOT

Measure = Callable[[Sequence[Made], Options], Iterator[Row]]

MEASURES: Final[Mapping[str, Measure]] = {
    "start": start, "keys": keys, "held": held, "search": search, "zoom": zoom, "memory": memory, "idle": idle,
    "sql": sql, "following": following, "sessions": sessions, "peers": peers, "exporting": exporting,
    "importing": importing,
}  # fmt: skip
"""What can be measured, in the order of the table."""
_WITHOUT: Final = {"importing"}
"""What needs none of the made-up stores."""


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the program in a terminal.")
    add = parser.add_argument
    add("--events", type=int, nargs="+", default=[1000, 1_000_000], help="of each store (1000 1000000)")
    add("--shape", choices=synthetic.SHAPES, default="usual", help="of the largest store")
    add("--only", choices=MEASURES, nargs="+", default=[*MEASURES], help="measure no more than this")
    add("--rounds", type=int, default=10, help="starts of each program")
    add("--steps", type=int, default=20, help="keys of each kind")
    add("--seconds", type=float, default=10, help="to hold a key, and to leave the board alone")
    add(
        "--keep", type=Path, default=Path(tempfile.gettempdir(), "talks-bench"), help="the folder of the made-up stores"
    )
    add("--peers", type=Path, help="the folder that has vd, and a Python with textual-fastdatatable")
    add("--out", type=Path, help="write the table to a file too")
    add("--readme", action="store_true", help="put the table into the README")
    given = parser.parse_args()
    given.keep.mkdir(parents=True, exist_ok=True)
    options = Options(given.rounds, given.steps, given.seconds, given.peers)
    block: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        events = sorted({*given.events}) if {*given.only} - _WITHOUT else []
        stores = [made(given.keep, count, given.shape if count == events[-1] else "usual", home) for count in events]
        for line in report(stores, options, given.only):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
            block.append(line)
    if given.out is not None:
        given.out.write_text("\n".join([*block, ""]), encoding="utf-8")
    if given.readme:
        readme = ROOT / "README.md"
        readme.write_text(written(readme.read_text(encoding="utf-8"), block), encoding="utf-8")


def report(stores: Sequence[Made], options: Options, only: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the report as they are known."""
    yield f"Measured on {machine()}"
    yield ""
    rows = chain.from_iterable(MEASURES[name](stores, options) for name in MEASURES if name in only)
    yield from lines([f"{one.label} events" for one in stores] or ["measured"], rows)


if __name__ == "__main__":
    main()
