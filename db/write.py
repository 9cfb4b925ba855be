"""The one write path: every insert and change of a store goes through a `Change`.

A change is one immediate transaction with its row in `changes`. Rows that it edits are kept there as they were, so
that it can be undone; a change that changed nothing leaves no trace.
"""

from __future__ import annotations

import getpass
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final, Literal

from db import caches

Outcome = Literal["added", "changed", "same"]
Value = str | int | None
Row = Mapping[str, Value]

TABLE_OF: Final = {
    "process": "processes", "party": "parties", "process_party": "process_parties", "person": "people",
    "place": "places", "office": "offices", "issue": "issues", "event": "events", "event_party": "event_parties",
    "delegate": "delegates", "position": "positions", "source": "sources", "document": "documents",
}  # fmt: skip
"""The table that holds each kind of record."""


class Change:
    """One transaction on a store, while it is open; made by `change`."""

    def __init__(self, conn: sqlite3.Connection, number: int) -> None:
        self._conn = conn
        self._number = number
        self._touched: set[int] = set()
        self._before: list[dict[str, object]] = []
        self.written = 0

    def find(self, kind: str, slug: str) -> int | None:
        """Return the id of a record, None if the store has none of that kind and slug."""
        found = self._conn.execute("SELECT id FROM records WHERE kind = ? AND slug = ?", (kind, slug)).fetchone()
        return None if found is None else int(found[0])

    def claim_slug(self, kind: str, slug: str) -> tuple[int, bool]:
        """Return the id for a record of this kind and slug and whether it is new; `put_record` writes its row."""
        found = self.find(kind, slug)
        if found is not None:
            return found, False
        made = self._conn.execute(
            "INSERT INTO records (kind, slug, change) VALUES (?, ?, ?)", (kind, slug, self._number)
        ).lastrowid
        assert made is not None
        self._wrote(made)
        return made, True

    def put_record(self, kind: str, record: int, new: bool, process: int | None, row: Row) -> Outcome:
        """Write the row of a record whose id `claim_slug` gave.

        Args:
            kind: The record's kind.
            record: Its id.
            new: Whether `claim_slug` made it.
            process: Id of its home; None if it is shared by all processes.
            row: The columns of its kind's table, without the id.
        """
        table = TABLE_OF[kind]
        if new:
            self._conn.execute("UPDATE records SET process = ? WHERE id = ?", (process, record))
            self._insert(table, {"id": record, **row})
            return "added"
        home = self._edit("records", record, {"process": process})
        if not (self._edit(table, record, row) or home):
            return "same"
        self._conn.execute("UPDATE records SET change = ? WHERE id = ?", (self._number, record))
        self._wrote(record)
        return "changed"

    def put_child(self, table: Literal["claims", "names", "links"], key: Row, rest: Row, nth: int = 0) -> Outcome:
        """Write a claim, a name or a link: added if the store has none with the same `key`, else made to fit.

        Args:
            table: Which of the three.
            key: The columns that tell it from others, `record` or `from_record` first.
            rest: Its other columns.
            nth: Which of several with the same key it is, counted from 0: one speaker may be quoted twice in a place.
        """
        record = key.get("record", key.get("from_record"))
        assert isinstance(record, int)
        # By the record's index and no other: one on a column that is mostly null would find half the table.
        owner, *others = key
        where = f"{owner} = ?" + "".join(f" AND +{name} IS ?" for name in others)
        found = self._conn.execute(
            f"SELECT id FROM {table} WHERE {where} ORDER BY id LIMIT 1 OFFSET {nth}",  # noqa: S608
            tuple(key.values()),
        ).fetchone()
        if found is None:
            self._insert(table, {**key, **rest, "change": self._number})
        elif not self._edit(table, int(found[0]), rest):
            return "same"
        else:
            self._conn.execute(f"UPDATE {table} SET change = ? WHERE id = ?", (self._number, found[0]))  # noqa: S608
        self._wrote(record)
        return "added" if found is None else "changed"

    def put_anchor(self, document: int, claim: int, row: Row) -> Outcome:
        """Write where a claim's passage stands: added if the claim has none, else made to fit.

        Args:
            document: Id of the text that it stands in.
            claim: Id of the claim.
            row: The passage (`exact`, `prefix`, `suffix`) and its place (`begins`, `ends`; both None = not found).
        """
        found = self._conn.execute("SELECT id FROM anchors WHERE claim = ?", (claim,)).fetchone()
        if found is None:
            self._insert("anchors", {"claim": claim, "document": document, **row, "change": self._number})
        elif not self._edit("anchors", int(found[0]), {"document": document, **row}):
            return "same"
        else:
            self._conn.execute("UPDATE anchors SET change = ? WHERE id = ?", (self._number, found[0]))
        self._wrote(document)
        return "added" if found is None else "changed"

    def _wrote(self, record: int) -> None:
        self._touched.add(record)
        self.written += 1

    def _insert(self, table: str, row: Row) -> None:
        marks = ", ".join("?" * len(row))
        self._conn.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608

    def _edit(self, table: str, row_id: int, row: Row) -> bool:
        """Make a row's columns those of `row`, keeping it as it was; False if they are so already."""
        if not row:
            return False
        cursor = self._conn.execute(f"SELECT * FROM {table} WHERE id = ?", (row_id,))  # noqa: S608
        names = [column[0] for column in cursor.description]
        before = dict(zip(names, cursor.fetchone(), strict=True))
        if all(before[name] == value for name, value in row.items()):
            return False
        self._before.append({"table": table, "row": before})
        columns = ", ".join(f"{name} = ?" for name in row)
        self._conn.execute(f"UPDATE {table} SET {columns} WHERE id = ?", (*row.values(), row_id))  # noqa: S608
        return True

    def finish(self) -> None:
        """Bring the caches up to date and keep what was edited; `change` calls it before the commit."""
        caches.refresh(self._conn, self._touched)
        if self._before:
            kept = json.dumps(self._before, ensure_ascii=False)
            self._conn.execute("UPDATE changes SET before = ? WHERE id = ?", (kept, self._number))


@contextmanager
def change(conn: sqlite3.Connection, command: str) -> Iterator[Change]:
    """Open a change; it is committed at the end of the block, undone whole if the block raises.

    Args:
        conn: A writable connection without an open transaction.
        command: What is being done, in the words a person typed.

    Raises:
        sqlite3.Error: The store refused; nothing was written.
    """
    conn.execute("BEGIN IMMEDIATE")
    try:
        number = conn.execute(
            "INSERT INTO changes (made_at, made_by, command) VALUES (?, ?, ?)",
            (datetime.now(UTC).isoformat(timespec="seconds"), _user(), command),
        ).lastrowid
        assert number is not None
        opened = Change(conn, number)
        yield opened
        if opened.written:
            opened.finish()
            conn.execute("COMMIT")
    finally:
        if conn.in_transaction:  # nothing was written, or something went wrong
            conn.execute("ROLLBACK")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no such user id, as in some containers
        return "unknown"
