"""How much of the machine one kiosk may take: memory, processor time, open files.

Measured with a million events: 54 MB at the start, 119 MB once everything had been looked at, filtered and compared,
123 MB in a terminal of the largest size that is drawn; 3.4 s of processor time for all of that.
"""

from __future__ import annotations

import resource
from pathlib import Path
from typing import Final

MEGABYTE: Final = 1024 * 1024
ENOUGH: Final = 384 * MEGABYTE
"""Bytes of memory of its own at which it ends by itself: it was never seen to take a third of that."""
MEMORY: Final = 448 * MEGABYTE
"""Bytes beyond which the system gives it no more: Python then fails wherever it is, and may not get to say so."""
SPARE: Final = 64 * MEGABYTE
"""Bytes more, to leave with."""
PROCESSOR: Final = 1800
"""Seconds of processor time: a key takes a few thousandths, an hour of looking on four."""
FILES: Final = 64
"""Open files; it needs a dozen."""


def limit() -> None:
    """Take no more than these from now on; a limit that is lower already stays."""
    _set(resource.RLIMIT_CORE, 0, 0)
    _set(resource.RLIMIT_NOFILE, FILES, FILES)
    _set(resource.RLIMIT_CPU, PROCESSOR, PROCESSOR + 5)  # at the first it is told (SIGXCPU), at the second killed
    _set(resource.RLIMIT_DATA, MEMORY, MEMORY + SPARE)


def taken() -> int:
    """Return how many bytes of memory of its own the process has; 0 where the system doesn't say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]  # proc(5): data and stack
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


def spend_spare() -> None:
    """Take what was spared for leaving; without limits this changes nothing."""
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def _set(what: int, soft: int, hard: int) -> None:
    soft, hard = (
        new if old == resource.RLIM_INFINITY else min(new, old)
        for new, old in zip((soft, hard), resource.getrlimit(what), strict=True)
    )
    resource.setrlimit(what, (soft, hard))
