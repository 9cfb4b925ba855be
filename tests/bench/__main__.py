"""`python -m tests.bench`: measure the program as its user meets it, and print a table."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from db import bundled
from tests.bench import measures, synthetic


def main() -> None:
    """Measure, and print a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the program in a terminal.")
    parser.add_argument("--events", type=int, default=0, help="measure a made-up store of so many (1000, 100000)")
    parser.add_argument("--rounds", type=int, default=10, help="starts of each program")
    parser.add_argument("--steps", type=int, default=20, help="steps of the cursor in each pane")
    parser.add_argument("--idle", type=float, default=10, help="seconds to leave the board alone")
    parser.add_argument("--keep", type=Path, help="where the made-up store is kept for the next time")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store = home / "talks.db"
        if options.events:
            kept = options.keep or home / "made.db"
            if not kept.exists():
                synthetic.make(kept, options.events, positions=5000)
            shutil.copy(kept, store)
        else:
            bundled.new_store(store)
        for line in report(store, home, options):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def report(store: Path, home: Path, options: argparse.Namespace) -> Iterator[str]:
    """Yield the lines of the table as they are known."""
    with sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True) as conn:
        (events,) = conn.execute("SELECT count(*) FROM events").fetchone()
        process, shown = conn.execute(
            "SELECT r.slug, (SELECT count(*) FROM timeline WHERE process = r.id) FROM records AS r"
            " WHERE r.kind = 'process' ORDER BY 2 DESC LIMIT 1"
        ).fetchone()
    conn.close()
    yield "| measured at 120×40 | p50 / p95 |"
    yield "|---|---|"
    yield f"| machine | {platform.system()} {platform.machine()}, {os.cpu_count()} cores |"
    yield f"| Python, Textual, SQLite | {platform.python_version()}, {version('textual')}, {sqlite3.sqlite_version} |"
    yield f"| store | {events:,} events, {store.stat().st_size / 1e6:.1f} MB |"
    measured = (
        *measures.start(store, home, options.rounds),
        *measures.moving(store, home, options.steps),
        *measures.resting(store, home, options.idle),
        *measures.following(store, home, process, shown, options.rounds),
        *measures.hearing(store, home, options.rounds),
        *measures.finding(store, options.rounds),
        *measures.standing(store, home, options.rounds),
    )
    for name, value in measured:
        yield f"| {name} | {value} |"


if __name__ == "__main__":
    main()
