"""What the tests of the data layer share: a small cast to write talks files with, and ways to look into a store."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from db import store

CAST = """
format = 1
process = "talks"

[processes.talks]
name = "The talks"

[sources.post]
publisher = "The Post"
short = "PO"
title = "A report"
published = "2026-02-04"

[sources.gazette]
publisher = "Gazette"
short = "GA"
title = "Another report"
published = "2026-02-04"

[parties.alpha]
name = "Alpha"
short = "AL"
type = "state"
code = "AA"

[parties.beta]
name = "Beta"
short = "BE"
type = "state"
code = "BB"

[parties.gamma]
name = "Gamma"
short = "GM"
type = "organisation"

[people.ann]
name = "Ann"

[people.bob]
name = "Bob"

[people.cy]
name = "Cy"

[places.town]
name = "Town"

[issues.land]
name = "Land"
proposition = "Alpha keeps the land."
"""
"""The opening of a talks file: two sides and a third, three people, two outlets, one place and one issue."""

CACHES = ("record_state", "timeline", "stages", "day_counts", "period_counts", "search")


_NEWS = """
format = 1
process = "ukraine-peace-talks"

[sources.wire]
publisher = "The Wire"
short = "WI"
title = "News"
published = "2026-02-06"

[events.news-{number}]
type = "STATEMENT"
status = "held"
title = "{title}"
starts = "2026-02-06"
claims = [{{source = "wire", locator = 1}}]
"""


def news(title: str, number: int = 1) -> str:
    """A talks file with one more event for the bundled talks: a statement by a wire service."""
    return _NEWS.format(title=title, number=number)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection, closed at the end."""
    with closing(store.read_only(path)) as conn:
        yield conn


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A writable connection, closed at the end."""
    with closing(store.writable(path)) as conn:
        yield conn


def ask(path: Path, sql: str, *values: str | int | None) -> list[tuple[object, ...]]:
    """Every row that a query of the store at `path` gives."""
    with reading(path) as conn:
        return conn.execute(sql, values).fetchall()


def record(path: Path, kind: str, slug: str) -> int:
    """The id of a record; it must be there."""
    [(found,)] = ask(path, "SELECT id FROM records WHERE kind = ? AND slug = ?", kind, slug)
    assert isinstance(found, int)
    return found


def contents(conn: sqlite3.Connection, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of `tables`, or of all tables, in one order."""
    names = tables or tuple(
        name for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    )
    return {name: sorted(conn.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}


def whole(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that the store at `path` holds."""
    with reading(path) as conn:
        return contents(conn)


def digest(path: Path) -> str:
    """A hash of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def is_one_sentence(text: str) -> bool:
    """Whether `text` can be printed to a person as it is: one line that ends as one does and shows no insides."""
    return (
        bool(re.fullmatch(r"[^\n\x00-\x1f\x7f-\x9f]+[.?]", text)) and "Traceback" not in text and "Error(" not in text
    )
