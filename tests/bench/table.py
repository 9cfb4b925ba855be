"""What was measured, as a table in Markdown: a column for each store, the ratio of the largest to the smallest."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.instrument import percentile

BEGIN: Final = "<!-- figures -->"
END: Final = "<!-- end of figures -->"
HEAD: Final = ("measured, p50 / p95", "ratio", "target")


@dataclass(frozen=True)
class Row:
    """One thing that was measured.

    Attributes:
        what: What it is.
        unit: `ms`, `MB`, `%`, `B` or "" for a number.
        values: What was measured on each store, the smallest first; none where it wasn't.
        target: What it should be.
        note: Stands in the last column instead of values, as for a program that isn't there.
    """

    what: str
    unit: str
    values: Sequence[Sequence[float]]
    target: str = ""
    note: str = ""


def machine() -> str:
    """Return what the figures were measured on, a sentence."""
    model = platform.processor() or platform.machine()
    with suppress(OSError):
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
        model = found[1] if found else model
    return (
        f"{os.cpu_count()} cores ({model}), {platform.system()} {platform.release()},"
        f" Python {platform.python_version()}, Textual {version('textual')},"
        f" SQLite {sqlite3.sqlite_version}; a terminal of 120×40."
    )


def lines(labels: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of the table, each as soon as its row is known."""
    what, *last = HEAD
    yield _line(what, *labels, *last)
    yield f"|---|{'---:|' * (len(labels) + 1)}---|"
    for row in rows:
        yield line(row, len(labels))


def line(row: Row, columns: int) -> str:
    """Return one line of the table."""
    cells = [spread(values, row.unit) for values in row.values]
    cells += [""] * (columns - len(cells))
    return _line(row.what, *cells, ratio(row.values), row.note or row.target)


def spread(values: Sequence[float], unit: str) -> str:
    """Write the median and the 95th percentile, one number where there is but one."""
    if not values:
        return "–"
    digits = 0 if unit in ("", "B") or median(values) >= 100 else 1
    digits = 2 if unit == "×" else digits
    shown = [f"{value:,.{digits}f}" for value in (median(values), percentile(values, 0.95))]
    return f"{' / '.join(shown if len(values) > 1 else shown[:1])} {unit}".rstrip()


def ratio(values: Sequence[Sequence[float]]) -> str:
    """Write the ratio of the medians on the largest store and on the smallest; "" where there are no two."""
    if len(values) < 2 or not values[0] or not values[-1] or not median(values[0]):
        return ""
    return f"{median(values[-1]) / median(values[0]):.2f}"


def written(text: str, block: Sequence[str]) -> str:
    """Return a README with the block of figures in it replaced.

    Raises:
        ValueError: It has no such block.
    """
    before, begin, rest = text.partition(f"{BEGIN}\n")
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"There is no {BEGIN} with {END} after it: put both where the figures should stand.")
    return f"{before}{begin}{chr(10).join(block)}\n{end}{after}"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
