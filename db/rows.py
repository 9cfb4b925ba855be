"""New rows of a change, gathered and written many at a time: a file may bring a hundred thousand records."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from db.errors import StoreError

Value = str | int | None
Row = Mapping[str, Value]

TABLE_OF: Final = {
    "process": "processes", "party": "parties", "process_party": "process_parties", "person": "people",
    "place": "places", "office": "offices", "issue": "issues", "event": "events", "event_party": "event_parties",
    "delegate": "delegates", "position": "positions", "source": "sources", "document": "documents",
}  # fmt: skip
"""The table that holds each kind of record."""

_ORDER: Final = ("records", *TABLE_OF.values(), "claims", "names", "links", "anchors")
"""Tables in an order in which each row finds the rows that it refers to."""
_MOST_ID: Final = 2**62


class NewRows:
    """Rows that are still to be written, and the ids of those that will be."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._last: dict[str, int] = {}
        self._rows: dict[str, list[tuple[Value, ...]]] = {table: [] for table in _ORDER}
        self._columns: dict[str, str] = {}

    def id_for(self, table: str) -> int:
        """Return the id of the next row of a table; the change that is open keeps others from taking it.

        Raises:
            StoreError: The table is full, as far as its ids go.
        """
        last = self._last.get(table)
        if last is None:
            (last,) = self._conn.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()  # noqa: S608
            if last >= _MOST_ID:
                raise StoreError(f"The store has a row of {table} with an id that leaves no room for more: mend it.")
        self._last[table] = last + 1
        return last + 1

    def add(self, table: str, row: Row) -> None:
        """Take a row; those of a table all have the same columns in the same order."""
        if table not in self._columns:
            marks = ", ".join("?" * len(row))
            self._columns[table] = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608
        self._rows[table].append((*row.values(),))

    def write(self) -> None:
        """Write the rows that were taken.

        Raises:
            sqlite3.Error: The store refused one.
        """
        for table, rows in self._rows.items():
            if rows:
                self._conn.executemany(self._columns[table], rows)
                rows.clear()
