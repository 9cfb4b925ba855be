"""`python -m tests.writer STORE COUNT RATE`: another program that writes, `RATE` changes a second, each a new event.

For each it prints, once it is committed, its number and when that was: seconds of the monotonic clock.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from db import store
from db.write import change

_EVENT = {
    "type": "STATEMENT", "status": "held", "summary": None, "place": None, "number": None, "format": None,
    "starts": "2026-02-06", "ends": None, "duration": None, "earliest": 1770336000, "latest": 1770422399,
    "day": "2026-02-06",
}  # fmt: skip


def write(path: Path, count: int, rate: float) -> Iterator[tuple[int, float]]:
    """Add events to the largest negotiation of a store, and yield the number of each and when it was committed.

    Args:
        path: The store's file.
        count: How many.
        rate: How many a second.
    """
    with closing(store.writable(path)) as conn:
        (process,) = conn.execute(
            "SELECT process FROM records WHERE kind = 'event' GROUP BY 1 ORDER BY count(*) DESC"
        ).fetchone()
        due = time.monotonic()
        for number in range(1, count + 1):
            with change(conn, "test") as opened:
                event, new = opened.claim_slug("event", f"written-{number}")
                opened.put_record("event", event, new, process, {**_EVENT, "title": f"News {number}"})
            yield number, time.monotonic()
            due += 1 / rate
            time.sleep(max(0.0, due - time.monotonic()))


if __name__ == "__main__":
    for number, when in write(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])):
        print(number, when, flush=True)  # noqa: T201 - that is what it is for
