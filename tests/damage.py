"""Damaged copies of a store, of many kinds, each made by a number so that it can be made again.

What is done to a copy is drawn from `random.Random(number)`: `damaged(store, 17, folder)` is always the same file.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Final

from db import bundled
from db.documents import attach

PAGE: Final = 4096

Harm = Callable[[random.Random, bytearray, Path], None]


def _flip(given: random.Random, data: bytearray, first: int, last: int, bits: int) -> None:
    for _ in range(bits):
        data[given.randrange(first, last)] ^= 1 << given.randrange(8)


def _one_bit(given: random.Random, data: bytearray, _path: Path) -> None:
    _flip(given, data, 0, len(data), 1)


def _many_bits(given: random.Random, data: bytearray, _path: Path) -> None:
    _flip(given, data, 0, len(data), given.choice((8, 64, 512, 4096)))


def _header(given: random.Random, data: bytearray, _path: Path) -> None:
    _flip(given, data, 0, 100, given.choice((1, 2, 8)))


def _schema(given: random.Random, data: bytearray, _path: Path) -> None:
    _flip(given, data, 100, 8 * PAGE, given.choice((1, 4, 16)))


def _page_heads(given: random.Random, data: bytearray, _path: Path) -> None:
    """Where a page says what it is, how many cells it has and where they are."""
    for _ in range(given.choice((1, 3, 10))):
        page = given.randrange(1, len(data) // PAGE) * PAGE
        _flip(given, data, page, page + 40, given.choice((1, 4)))


def _bytes(given: random.Random, data: bytearray, _path: Path) -> None:
    """Rubbish over a stretch."""
    for _ in range(given.choice((1, 5))):
        first = given.randrange(len(data) - 64)
        data[first : first + 64] = given.randbytes(64)


def _swapped(given: random.Random, data: bytearray, _path: Path) -> None:
    for _ in range(given.choice((1, 4))):
        one, other = (given.randrange(1, len(data) // PAGE) * PAGE for _ in range(2))
        data[one : one + PAGE], data[other : other + PAGE] = data[other : other + PAGE], data[one : one + PAGE]


def _zeroed(given: random.Random, data: bytearray, _path: Path) -> None:
    for _ in range(given.choice((1, 4))):
        page = given.randrange(0, len(data) // PAGE) * PAGE
        data[page : page + PAGE] = bytes(PAGE)


def _truncated(given: random.Random, data: bytearray, _path: Path) -> None:
    del data[given.randrange(len(data)) :]


def _truncated_at_a_page(given: random.Random, data: bytearray, _path: Path) -> None:
    del data[given.randrange(len(data) // PAGE) * PAGE :]


def _free_list(given: random.Random, data: bytearray, _path: Path) -> None:
    """Where the first free page is and how many there are, or what that page says of the others."""
    if given.random() < 0.5:
        _flip(given, data, 32, 40, given.choice((1, 4)))
    else:
        first = (int.from_bytes(data[32:36], "big") - 1) * PAGE
        _flip(given, data, first, first + 80, given.choice((1, 8)))


def _index(given: random.Random, data: bytearray, path: Path) -> None:
    """The pages in which the full-text index is kept."""
    for page in given.choices(_pages(path, "search_"), k=given.choice((1, 3))):
        _flip(given, data, (page - 1) * PAGE, page * PAGE, given.choice((1, 8, 64)))


def _caches(given: random.Random, data: bytearray, path: Path) -> None:
    """The pages of what is counted and sorted beforehand."""
    for page in given.choices(_pages(path, "timeline") + _pages(path, "record_state") + _pages(path, "stages"), k=3):
        _flip(given, data, (page - 1) * PAGE, page * PAGE, given.choice((1, 8, 64)))


def _log(given: random.Random, _data: bytearray, path: Path) -> None:
    """Rubbish in the log that is read over the file."""
    start = bytes.fromhex("377f0682 002de218 00001000") if given.random() < 0.7 else b""
    path.with_name(path.name + "-wal").write_bytes(start + given.randbytes(given.choice((20, 4000, 40_000))))


def _shared_memory(given: random.Random, _data: bytearray, path: Path) -> None:
    path.with_name(path.name + "-wal").write_bytes(b"" if given.random() < 0.5 else given.randbytes(8000))
    path.with_name(path.name + "-shm").write_bytes(given.randbytes(given.choice((10, 32_768))))


def _journal(given: random.Random, _data: bytearray, path: Path) -> None:
    """Rubbish in the journal that is rolled back into the file."""
    start = bytes.fromhex("d9d505f9 20a163d7") if given.random() < 0.7 else b""
    path.with_name(path.name + "-journal").write_bytes(start + given.randbytes(given.choice((20, 5000))))


HARMS: Final[Mapping[str, Harm]] = {
    "one bit": _one_bit, "many bits": _many_bits, "the header": _header, "the schema": _schema,
    "heads of pages": _page_heads, "stretches of bytes": _bytes, "pages swapped": _swapped, "pages zeroed": _zeroed,
    "cut off": _truncated, "cut off at a page": _truncated_at_a_page, "the list of free pages": _free_list,
    "the full-text index": _index, "the caches": _caches, "a log beside it": _log,
    "shared memory beside it": _shared_memory, "a journal beside it": _journal,
}  # fmt: skip
"""What can be done to a copy."""


def sound(path: Path) -> None:
    """Make a store with all that can be damaged: the bundled talks, a text for each source, free pages."""
    bundled.new_store(path)
    article = path.with_name("article.txt")
    article.write_text("The second round opened in Abu Dhabi.\n\n" * 60, encoding="utf-8")
    for source in ("rt-2026-02-04", "kyiv-independent-2026-02-04"):
        attach(path, source, article)
    article.unlink()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE gone AS SELECT zeroblob(4000) FROM records")
        conn.execute("DROP TABLE gone")
        conn.commit()
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@cache
def _pages(path: Path, table: str) -> tuple[int, ...]:
    """Return the pages that belong to tables and indexes whose names begin so."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as conn:
        found = conn.execute("SELECT pageno FROM dbstat WHERE name LIKE ? || '%' ORDER BY 1", (table,)).fetchall()
    return tuple(page for (page,) in found)


def damaged(store: Path, number: int, folder: Path) -> Path:
    """Make a damaged copy.

    Args:
        store: A store that is sound, and nobody has open.
        number: Which damage; the kinds take turns.
        folder: Where the copy is put.
    """
    given = random.Random(number)
    harm = [*HARMS.values()][number % len(HARMS)]
    copy = folder / f"{number}.db"
    data = bytearray(store.read_bytes())
    for left in ("-wal", "-shm", "-journal"):
        copy.with_name(copy.name + left).unlink(missing_ok=True)
    copy.write_bytes(data)
    harm(given, data, copy if harm in (_log, _shared_memory, _journal) else store)
    copy.write_bytes(data)
    return copy
