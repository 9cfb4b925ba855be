"""The screens in `tests/tui/golden/` as plain text, made from the running app: `python -m tests.golden`.

They show the bundled talks. A test compares them with what the app draws; when a difference is wanted, make them
anew and read the diff.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Final

from db.bundled import new_store
from tests.pilot import SIZES, opened
from tests.screenshots import Picture

FOLDER: Final = Path(__file__).parent / "tui" / "golden"

_WAYS: Final = {"board": (), "positions": ("2", "down", "down"), "contested": ("d", "3")}

SCREENS: Final = (
    *(Picture(f"{name}-{w}x{h}", (w, h), keys) for name, keys in _WAYS.items() for w, h in SIZES),
    Picture("small-59x15", (59, 15)),
)


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


if __name__ == "__main__":
    main()
