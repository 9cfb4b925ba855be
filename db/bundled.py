"""The bundled talks: the first store, read from a file in the same format as any user's."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from db import store
from db.importing import load
from db.reading.talks import parse_toml

FILE: Final = "abu-dhabi-2026.toml"


def text() -> str:
    """Return the bundled talks as the TOML text that they are kept in."""
    return Path(__file__).parent.joinpath("talks", FILE).read_text(encoding="utf-8")


def new_store(path: Path, empty: bool = False) -> None:
    """Make a store at `path`, with the bundled talks in it or without any.

    Raises:
        StoreError: Something is there already, or it can't be written.
    """
    store.create(path, None if empty else _fill)


def _fill(conn: sqlite3.Connection) -> None:
    load(conn, parse_toml(text(), FILE), "new", FILE)
