"""New rows of a change, gathered and written many at a time: a file may bring a hundred thousand records."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from itertools import chain
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

_ORDER: Final = ("records", *TABLE_OF.values(), "claims")
"""Tables in an order in which each row finds the rows that it refers to."""
_TOGETHER: Final = {"records": 200, "claims": 200}
"""Rows that one statement writes. What the checks of a table look through is prepared once for each statement, which
counts where a row is short and there are many; elsewhere single rows are quicker."""
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
                raise StoreError(f"A row of {table} has an id that leaves no room for more: no other can be added.")
        self._last[table] = last + 1
        return last + 1

    def add(self, table: str, columns: Iterable[str], values: tuple[Value, ...]) -> None:
        """Take a row.

        Args:
            table: Its table.
            columns: The names of its columns, the same for each row of the table.
            values: What they say.
        """
        if table not in self._columns:
            self._columns[table] = ", ".join(columns)
        self._rows[table].append(values)

    def write(self) -> None:
        """Write the rows that were taken.

        Raises:
            sqlite3.Error: The store refused one.
        """
        for table, rows in self._rows.items():
            if rows:
                insert = f"INSERT INTO {table} ({self._columns[table]}) VALUES "  # noqa: S608
                marks = f"({', '.join('?' * len(rows[0]))})"
                together = _TOGETHER.get(table, 1)
                alone = 0
                if together > 1 and len(rows) >= together:
                    alone = len(rows) // together * together
                    many = insert + ", ".join([marks] * together)
                    for at in range(0, alone, together):
                        self._conn.execute(many, [*chain.from_iterable(rows[at : at + together])])
                self._conn.executemany(insert + marks, rows[alone:])
                rows.clear()
