"""What it costs to hand a store on, in each format: how long it takes, and how much memory beyond that of any start."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import Final

from db.bundled import new_store
from tests.bench.stores import Made, Options, environment
from tests.bench.table import Row
from tui.cli.export import FORMATS

_SCRIPT: Final = """
import atexit, sys
def told():
    try:
        with open("/proc/self/status") as status:
            sys.stderr.write(status.read())
    except OSError:
        pass  # no Linux
atexit.register(told)
from tui.cli import main
main()
"""
"""The program, which says at its end what it had of the machine: the operating system would count its parent's too."""


def exporting(stores: Sequence[Made], options: Options) -> Iterator[Row]:
    """Export each store in each format, and an empty one for comparison."""
    del options
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        new_store(folder / "empty.db", empty=True)
        for form in FORMATS:
            _, idle = export(folder / "empty.db", form, folder, stores[0].home)
            taken = [export(one.path, form, folder, one.home) for one in stores]
            yield Row(f"export to {form}", "s", [[seconds] for seconds, _ in taken])
            over = [[most - idle] if most and idle else [] for _, most in taken]
            yield Row("its memory at its highest, over that of an empty store", "MB", over, "flat")


def export(store: Path, form: str, folder: Path, home: Path) -> tuple[float, float]:
    """Export a store to a file; return how many seconds it took, and at most how many megabytes, 0 if nobody knows."""
    out = folder / ("out.zip" if form == "csv" else "out")
    begun = monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, "export", store, "--format", form, "-o", out, "--force"],
        env=environment(home), stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    seconds = monotonic() - begun
    out.unlink()
    most = re.search(r"^VmHWM:\s+(\d+) kB$", done.stderr, re.MULTILINE)
    return seconds, int(most[1]) / 1024 if most else 0.0
