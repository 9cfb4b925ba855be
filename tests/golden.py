"""The screens in `tests/tui/golden/`, made from the running app as plain text: `python -m tests.golden`.

The briefing stands in `tests/tui/draw/golden/`, in each of its formats. They show the bundled talks. Tests compare them
with what is drawn and printed; when a difference is wanted, make them anew and read the diff.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

from db.board import snapshot
from db.briefing import briefing
from db.bundled import new_store
from db.overview import processes
from db.scope import Scope
from db.store import read_only
from tests.pilot import SIZES, opened
from tests.screenshots import Picture
from tui.cli.brief import FORMATS
from tui.draw.brief import page

FOLDER: Final = Path(__file__).parent / "tui" / "golden"

_WAYS: Final = {"board": (), "positions": ("2", "down", "down"), "contested": ("d", "3")}

SCREENS: Final = (
    *(Picture(f"{name}-{w}x{h}", (w, h), keys) for name, keys in _WAYS.items() for w, h in SIZES),
    Picture("small-59x15", (59, 15)),
)


WRITTEN: Final = Path(__file__).parent / "tui" / "draw" / "golden"
BRIEFINGS: Final = {"briefing.md": "md", "briefing.html": "html", "briefing.txt": "text"}
"""The briefing's files, and the format of each."""


def briefed(store: Path, written: str) -> str:
    """Return the briefing in one of its formats."""
    with closing(read_only(store)) as conn, snapshot(conn):
        return FORMATS[written](page(briefing(conn, processes(conn)[0], Scope())))


async def draw(screen: Picture, store: Path) -> str:
    """Return what the app shows after the keys of `screen`."""
    async with opened(store, screen.size) as talks:
        await talks.press(*screen.keys)
        return talks.text() + "\n"


def main() -> None:
    """Write every screen."""
    with tempfile.TemporaryDirectory() as made:
        store = Path(made) / "talks.db"
        new_store(store)
        for screen in SCREENS:
            (FOLDER / f"{screen.name}.txt").write_text(asyncio.run(draw(screen, store)), encoding="utf-8")
            sys.stdout.write(f"{screen.name}.txt\n")
        for name, written in BRIEFINGS.items():
            (WRITTEN / name).write_text(briefed(store, written), encoding="utf-8")
            sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
