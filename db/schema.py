"""How an older store becomes a newer one; the tables themselves are in `migrations/`, one file for each version.

The names are a public contract (other programs read them), so a migration adds and converts; it never renames
silently. Each is applied by sqlite-utils, inside the immediate transaction that `db.store` opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

APPLICATION_ID: Final = 0x74616C6B
""""talk" in ASCII: says in the file's header that it is a store of this program (SQLite, `PRAGMA application_id`)."""

VERSION: Final = 5
"""The schema that this program writes (`PRAGMA user_version`): the number of migrations below."""

TABLES: Final = (
    "changes", "records", "processes", "parties", "process_parties", "people", "places", "offices", "issues",
    "events", "event_parties", "delegates", "positions", "links", "sources", "documents", "claims", "anchors", "names",
    "record_state", "timeline", "stages", "timeline_marks", "day_counts", "period_counts", "search",
)  # fmt: skip
"""Every table of a store, the caches last."""


def run_script(conn: sqlite3.Connection, script: str) -> None:
    """Run each statement of `script` inside the transaction that is open.

    `sqlite3.Connection.executescript` would commit it first.
    """
    from sqlite3 import complete_statement  # noqa: PLC0415  (the reading path never needs this module)

    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if complete_statement(pending):
            conn.execute(pending)
            pending = ""


def upgrade(conn: sqlite3.Connection) -> None:
    """Bring the store on `conn` to `VERSION`, inside the immediate transaction that the caller has opened.

    Args:
        conn: A writable connection with a transaction open.
    """
    # sqlite_utils costs 0.1 s to import, and only writers of a new or older store need it.
    from sqlite_utils import Database, Migrations  # noqa: PLC0415

    from db import caches, counts  # noqa: PLC0415

    migrations = Migrations("talks")
    (before,) = conn.execute("PRAGMA user_version").fetchone()

    @migrations()
    def first_tables(db: Database) -> None:
        run_script(db.conn, _script(1))

    @migrations()
    def anchors_and_voices(db: Database) -> None:
        run_script(db.conn, _script(2))

    @migrations()
    def stages_and_search(db: Database) -> None:
        run_script(db.conn, _script(3))

    @migrations()
    def marks_and_periods(db: Database) -> None:
        run_script(db.conn, _script(4))
        if before < 3:
            caches.recount(db.conn)
        else:  # its caches are right, and a store may be large
            counts.fill(db.conn)

    @migrations()
    def what_files_had_beside(db: Database) -> None:
        run_script(db.conn, _script(5))

    migrations.apply(Database(conn, execute_plugins=False))
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    conn.execute(f"PRAGMA user_version = {VERSION}")


def _script(version: int) -> str:
    from pathlib import Path  # noqa: PLC0415

    return (Path(__file__).parent / "migrations" / f"{version}.sql").read_text(encoding="utf-8")
