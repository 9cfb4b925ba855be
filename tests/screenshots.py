"""The pictures in `screenshots/`, made from the running app: `python -m tests.screenshots`.

The store is the bundled talks, the sizes are fixed, and nothing on the board depends on the day, so that the same
program makes the same files; a test says when they are stale.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db.board import Look
from db.bundled import new_store
from db.scope import Scope
from tests.pilot import settled
from tui.app import TalksApp

FOLDER: Final = Path(__file__).parent.parent / "screenshots"


@dataclass(frozen=True)
class Picture:
    """One picture: its file's name, the size of the terminal, and the keys that lead there."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...] = ()


PICTURES: Final = (
    Picture("board-80x24", (80, 24), ("2", "down", "down")),
    Picture("board-120x36", (120, 36), ("2", "down", "down")),
    Picture("board-200x60", (200, 60), ("2", "down", "down")),
    Picture("word-120x36", (120, 36), ("w", "r", "u", "s", "s", "enter", "3", "end", *["up"] * 14)),
    Picture("accounts-120x36", (120, 36), ("d", "3", "end", "v")),
    Picture("ledger-120x36", (120, 36), ("b",)),
    Picture("as-of-120x36", (120, 36), ("3", *["comma"] * 5)),
    Picture("find-120x36", (120, 36), ("slash", *"truce", "space", *"has", "colon", *"quote")),
    Picture("weeks-120x36", (120, 36), ("minus",)),
    Picture("compare-120x36", (120, 36), ("c", "enter")),
    Picture("briefing-120x36", (120, 36), ("B",)),
    Picture("help-120x36", (120, 36), ("question_mark",)),
)


async def draw(picture: Picture, store: Path) -> str:
    """Return a picture as SVG, with the fonts that the viewer has: no picture fetches anything from elsewhere."""
    app = TalksApp(store, Look(Scope()))
    async with app.run_test(size=picture.size) as pilot:
        await settled(pilot)
        for key in picture.keys:
            await pilot.press(key)
            await settled(pilot)
        svg = app.export_screenshot(title="talks-tui")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL) + "\n"


async def draw_all(store: Path) -> dict[str, str]:
    """Return every picture by its file's name."""
    return {f"{picture.name}.svg": await draw(picture, store) for picture in PICTURES}


def main(folder: Path = FOLDER) -> None:
    """Write every picture."""
    with tempfile.TemporaryDirectory() as made:
        store = Path(made) / "talks.db"
        new_store(store)
        for name, svg in asyncio.run(draw_all(store)).items():
            (folder / name).write_text(svg, encoding="utf-8")
            sys.stdout.write(f"{folder.name}/{name}\n")


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:]))
