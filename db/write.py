"""The one write path: every insert and change of a store goes through a `Change`.

A change is one immediate transaction with its row in `changes`. Rows that it edits are kept there as they were, so
that it can be undone; a change that changed nothing leaves no trace.
"""

from __future__ import annotations

import getpass
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple

from db import caches
from db.rows import TABLE_OF, NewRows, Row, Value

Outcome = Literal["added", "changed", "same"]
Child = Literal["claims", "names", "links"]

_SPINE: Final = ("id", "kind", "slug", "process", "change", "extra")

LISTED: Final = 1000
"""Edits of fields that are listed one by one."""


class Edit(NamedTuple):
    """A field that was changed.

    Attributes:
        table, row: Where it stands: the table, and the id of the row.
        column: Its name.
        before, after: What it said, and says.
    """

    table: str
    row: int
    column: str
    before: Value
    after: Value


class Change:
    """One transaction on a store, while it is open; made by `change`.

    Attributes:
        written: How many rows were written, those that are only taken included.
        edits: The fields that were changed, the first `LISTED`.
        edited: How many there are.
    """

    def __init__(self, conn: sqlite3.Connection, number: int) -> None:
        self._conn = conn
        self._number = number
        self._touched: set[int] = set()
        self._before: list[dict[str, object]] = []
        self._new = NewRows(conn)
        self._first_new: int | None = None
        self._last_new = 0
        self.written = 0
        self.edits: list[Edit] = []
        self.edited = 0

    def find(self, kind: str, slug: str) -> int | None:
        """Return the id of a record, None if the store has none of that kind and slug."""
        found = self._conn.execute("SELECT id FROM records WHERE kind = ? AND slug = ?", (kind, slug)).fetchone()
        return None if found is None else int(found[0])

    def find_all(self, kind: str, slugs: list[str]) -> dict[str, int]:
        """Return the ids of records of one kind by their slugs, of those that the store has."""
        return dict(
            self._conn.execute(
                "SELECT slug, records.id FROM json_each(?) CROSS JOIN records ON kind = ? AND slug = value",
                (json.dumps(slugs), kind),
            )
        )

    def claim_slug(self, kind: str, slug: str) -> tuple[int, bool]:
        """Return the id for a record of this kind and slug and whether it is new; `put_record` writes its row."""
        found = self.find(kind, slug)
        if found is not None:
            return found, False
        made = self.new_id("records")
        self._conn.execute(
            "INSERT INTO records (id, kind, slug, change) VALUES (?, ?, ?, ?)", (made, kind, slug, self._number)
        )
        self._wrote(made)
        return made, True

    def put_record(
        self, kind: str, record: int, new: bool, process: int | None, row: Row, extra: str | None = None
    ) -> Outcome:
        """Write the row of a record whose id `claim_slug` gave.

        Args:
            kind: The record's kind.
            record: Its id.
            new: Whether `claim_slug` made it.
            process: Id of its home; None if it is shared by all processes.
            row: The columns of its kind's table, without the id.
            extra: What is kept beside them, a JSON object; None leaves what there is.
        """
        table = TABLE_OF[kind]
        if new:
            self._conn.execute("UPDATE records SET process = ?, extra = ? WHERE id = ?", (process, extra, record))
            self._insert(table, {"id": record, **row})
            return "added"
        home = self._edit("records", record, {"process": process} | ({} if extra is None else {"extra": extra}))
        if not (self._edit(table, record, row) or home):
            return "same"
        self._conn.execute("UPDATE records SET change = ? WHERE id = ?", (self._number, record))
        self._wrote(record)
        return "changed"

    def put_child(self, table: Child, key: Row, rest: Row, nth: int = 0) -> Outcome:
        """Write a claim, a name or a link: added if the store has none with the same `key`, else made to fit.

        Args:
            table: Which of the three.
            key: The columns that tell it from others, `record` or `from_record` first.
            rest: Its other columns.
            nth: Which of several with the same key it is, counted from 0: one speaker may be quoted twice in a place.
        """
        return self.put_child_row(table, key, rest, nth)[0]

    def put_child_row(self, table: Child, key: Row, rest: Row, nth: int = 0) -> tuple[Outcome, int]:
        """Write a claim, a name or a link as `put_child` does; return its id too."""
        record = key.get("record", key.get("from_record"))
        assert isinstance(record, int)
        # By the record's index and no other: one on a column that is mostly null would find half the table.
        owner, *others = key
        where = f"{owner} = ?" + "".join(f" AND +{name} IS ?" for name in others)
        found = self._conn.execute(
            f"SELECT id FROM {table} WHERE {where} ORDER BY id LIMIT 1 OFFSET {nth}",  # noqa: S608
            tuple(key.values()),
        ).fetchone()
        number = self.new_id(table) if found is None else int(found[0])
        if found is None:
            self._insert(table, {"id": number, **key, **rest, "change": self._number})
        elif not self._edit(table, number, rest):
            return "same", number
        else:
            self._conn.execute(f"UPDATE {table} SET change = ? WHERE id = ?", (self._number, number))  # noqa: S608
        self._wrote(record)
        return "added" if found is None else "changed", number

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

    def new_id(self, table: str) -> int:
        """Return the id for a new row of `records`, `claims`, `names` or `links`."""
        return self._new.id_for(table)

    def add_record(
        self, kind: str, record: int, slug: str, process: int | None, row: Row, extra: str | None = None
    ) -> None:
        """Take a record that the store doesn't have; `flush` writes it with all others that were taken.

        Args:
            kind: Its kind.
            record: Its id, from `new_id`.
            slug: Its slug.
            process: Id of its home; None if it is shared by all processes.
            row: The columns of its kind's table, without the id, in the same order for each of the kind.
            extra: What is kept beside them, a JSON object.
        """
        self._new.add("records", _SPINE, (record, kind, slug, process, self._number, extra))
        self._new.add(TABLE_OF[kind], ("id", *row), (record, *row.values()))
        self._first_new = record if self._first_new is None else min(record, self._first_new)
        self._last_new = max(record, self._last_new)
        self.written += 1

    def add_claim(self, record: int, row: Row) -> int:
        """Take a claim on a record that was taken, all columns that a file gives, and return its id."""
        number = self._new.id_for("claims")
        self._new.add("claims", ("id", "record", *row, "change"), (number, record, *row.values(), self._number))
        self.written += 1
        return number

    def flush(self) -> None:
        """Write what was taken.

        Raises:
            sqlite3.Error: The store refused.
        """
        self._new.write()

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
        edits = [Edit(table, row_id, name, before[name], value) for name, value in row.items() if before[name] != value]
        if not edits:
            return False
        self.edited += len(edits)
        self.edits += edits[: LISTED - len(self.edits)]
        self._before.append({"table": table, "row": before})
        columns = ", ".join(f"{name} = ?" for name in row)
        self._conn.execute(f"UPDATE {table} SET {columns} WHERE id = ?", (*row.values(), row_id))  # noqa: S608
        return True

    def finish(self) -> None:
        """Bring the caches up to date and keep what was edited; `change` calls it before the commit."""
        self.flush()
        new = () if self._first_new is None else range(self._first_new, self._last_new + 1)
        caches.refresh(self._conn, self._touched, new)
        if self._before:
            kept = json.dumps(self._before, ensure_ascii=False)
            self._conn.execute("UPDATE changes SET before = ? WHERE id = ?", (kept, self._number))


def _anyway() -> None:
    """Nothing to be done before the commit."""


@contextmanager
def change(
    conn: sqlite3.Connection, command: str, keep: bool = True, sealed: Callable[[], None] = _anyway
) -> Iterator[Change]:
    """Open a change; it is committed at the end of the block, undone whole if the block raises.

    Args:
        conn: A writable connection without an open transaction.
        command: What is being done, in the words a person typed.
        keep: Whether it is committed; if not it is undone at the end, to see only what it would do.
        sealed: Called when all is written, right before the commit: from there on it can't be broken off.

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
        if opened.written and keep:
            opened.finish()
            sealed()
            conn.execute("COMMIT")
    finally:
        if conn.in_transaction:  # nothing was written, or something went wrong
            conn.execute("ROLLBACK")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no such user id, as in some containers
        return "unknown"
