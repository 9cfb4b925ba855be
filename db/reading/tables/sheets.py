"""What all tables are to the rules: rows of texts under a header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from db.errors import TalksFileError
from db.text import brief

LONGEST_CELL: Final = 1_000_000
"""Characters of a cell: a book has fewer."""
MOST_COLUMNS: Final = 16_384
"""Columns of a table: as many as Excel has."""


class Row(NamedTuple):
    """A row.

    Attributes:
        number: Where it begins: a line or a row of a sheet, counted from 1.
        cells: What stands in it, one text a column.
        raw: The same as `rest` writes it again.
        fault: Why it can't be read, without its place and without a full stop; "" if it can.
    """

    number: int
    cells: Sequence[str]
    raw: object
    fault: str


class Sheet(Protocol):
    """A table that is being read.

    Attributes:
        kind: What it is, as people read it: CSV, XLSX.
        unit: What its rows are counted by: line, row.
        header: The names of its columns.
        notes: What a person should know of how it is read, a sentence each.
    """

    kind: str
    unit: str
    header: list[str]
    notes: list[str]

    def rows(self) -> Generator[Row]:
        """Yield the rows that aren't empty.

        Raises:
            TalksFileError: It can't be read any further.
        """

    def share(self) -> float:
        """Return how much of it is read, 0 to 1."""

    def rest(self, raws: Iterable[object], into: Path) -> None:
        """Write some rows to a new file like this one.

        Raises:
            OSError: It can't be written.
        """


def named(path: Path, names: Sequence[str], notes: list[str]) -> list[str]:
    """Return the names of a header, fit for a mapping; a column without a name is called by its place.

    Raises:
        TalksFileError: Two columns have one name, most have none, or there are too many.
    """
    stripped = [name.strip().lstrip("\ufeff") for name in names]
    while stripped and not stripped[-1]:
        stripped.pop()
    if len(stripped) > MOST_COLUMNS:
        raise TalksFileError([f"{path}: the header has {len(stripped):,} columns, at most {MOST_COLUMNS:,} are read."])
    nameless = [at for at, name in enumerate(stripped, 1) if not name]
    if len(nameless) * 2 >= max(len(stripped), 1):
        raise TalksFileError([f"{path}: its first row names no columns: a table begins with a header."])
    header = [name or f"column {at}" for at, name in enumerate(stripped, 1)]
    for name, times in Counter(header).items():
        if times > 1:
            places = ", ".join(str(at) for at, one in enumerate(header, 1) if one == name)
            raise TalksFileError(
                [f"{path}: columns {places} of the header are all called “{brief(name)}”: give each a name of its own."]
            )
    if nameless:
        which = ", ".join(map(str, nameless))
        notes.append(f"The header has no name for column {which}: it is called “column {nameless[0]}”.")
    return header
