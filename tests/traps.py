"""Traps: texts that no terminal may obey, and stores with one in every column that has text.

The columns are read off the store itself, so that a new one is trapped as soon as there is one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from db.schema import TABLES

MARKUP: Final = "[/b][@click=app.quit]x[/]"

TRAPS: Final[Mapping[str, str]] = {
    "markup": MARKUP,
    "markup of the web": "</style></title>\"'><script>x()</script><svg\x0conload=x()><!-- ]]>&lt;javascript:x()",
    "clear and leave the screen": "\x1b[2J\x1b[?1049l\x1bc",
    "rename the window": "\x1b]0;title\x07\x1b]2;title\x1b\\",
    "a link": "\x1b]8;;file:///etc/passwd\x1b\\here\x1b]8;;\x1b\\",
    "the clipboard": "\x1b]52;c;aGk=\x07",
    "a question to the terminal": "\x1bP+q544e\x1b\\\x1b[6n\x1b[c",
    "C1": "\x9b5n\x85\x9d0;t\x9c\x90q\x9c",
    "what is read backwards": "\u202egnp\u2066x\u2069\u200f\u061c\u200ey",
    "lines": "one\r\ntwo\u2028three\u2029four\x0b\x0c\tfive",
    "zero": "\x00\x08\x7f{}%s$(id)`id`'\";--",
    "nothing to see": "a\u200bb\u2060\u2061\u2064c\ufeffd\u00ade\ufff9\ufffbf\u034fg\u180eh\U0001d173i",
    "tags": "\U000e0001" + "".join(chr(0xE0000 + ord(letter)) for letter in "hidden") + "\U000e007f",
    "fillers": "\u115f\u1160\u3164\uffa0",
    "joiners where nothing joins": "P\u200du\u200ct\u200di\u200dn",
    "a flood of marks": "e" + "\u0301\u0336\u20dd" * 1000 + "x",
    "a flood of syllables": "\u1100" + "\u1161\u11a8" * 1000 + "x",
    "a flood of selectors": "a" + "\ufe01\U000e0100" * 500 + "👍" + "\U0001f3fb" * 500,
    "a flood of joined pictures": "👩\u200d" * 1000 + "x",
    "wide": "漢字かな한글" * 30,
    "of either width": "±×÷§¶★☆°·①▲Ωя…" * 20,
    "joined": "می\u200cخواهم ශ්\u200dරී क्\u200dष 👩\u200d👩\u200d👧\ufe0f🇺🇦❤\ufe0f",
}  # fmt: skip
"""What a foreign store may hold, by what it is after."""

LISTED: Final[Mapping[str, tuple[str, ...]]] = {
    "records": ("kind", "slug"),
    "parties": ("type", "code"),
    "process_parties": ("role", "side"),
    "offices": ("since", "until"),
    "events": ("type", "status", "format", "starts", "ends", "duration", "day"),
    "event_parties": ("role", "roster"),
    "delegates": ("role", "status"),
    "positions": ("date", "day"),
    "sources": ("published", "language", "country"),
    "documents": ("sha256",),
    "claims": ("property", "modality", "said_on", "rank"),
    "links": ("kind",),
    "names": ("language",),
    "changes": ("made_at", "before"),
    "record_state": ("state", "contested_on", "kind"),
    "timeline": ("type",),
    "stages": ("status", "starts", "ends", "format", "state", "contested_on"),
    "period_counts": ("unit", "type"),
    "search": ("kind",),
}
"""Columns whose words are those of a list, or dates: rubbish in one hides rows, so they have turns of their own."""


def columns(conn: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield every column of every table of a store that holds text, with its table."""
    for table in TABLES:
        for _, name, kind, *_ in conn.execute(f"PRAGMA table_info({table})").fetchall():
            if kind == "TEXT" or table == "search":
                yield table, name


def prose(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return the columns in which people write what they like: all that aren't `LISTED`."""
    return [(table, name) for table, name in columns(conn) if name not in LISTED.get(table, ())]


def trap(store: Path, where: Iterable[tuple[str, str]] | None = None, shift: int = 0) -> None:
    """Put a trap before every text in some columns, each row and each column having another.

    Args:
        store: The store, written as a program does that doesn't use our write path.
        where: The columns; None for those that have prose.
        shift: Which trap the first row has.
    """
    with closing(sqlite3.connect(store)) as conn, conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        conn.execute("CREATE TEMP TABLE traps (turn INTEGER PRIMARY KEY, text TEXT)")
        conn.executemany("INSERT INTO traps VALUES (?, ?)", enumerate(TRAPS.values()))
        for place, (table, name) in enumerate(prose(conn) if where is None else where):
            row = _row(conn, table)
            alone = f" || ({row})" if (table, name) in _UNIQUE else ""
            conn.execute(
                f"UPDATE {table} SET {name} ="
                f" (SELECT text FROM traps WHERE turn = ({row} + ?) % {len(TRAPS)}) || ' ' || {name}{alone}",
                (shift + 7 * place,),
            )


_UNIQUE: Final = {("records", "kind"), ("records", "slug"), ("event_parties", "role"), ("links", "kind")}
"""Where a table wants its rows to differ, which one trap might make alike."""


def _row(conn: sqlite3.Connection, table: str) -> str:
    """Return an expression that tells most rows of a table from each other: its number, or the sum of its key."""
    key = [name for _, name, kind, _, _, part in conn.execute(f"PRAGMA table_info({table})") if part and kind != "TEXT"]
    return " + ".join(f"abs({table}.{name})" for name in key) or f"{table}.rowid"
