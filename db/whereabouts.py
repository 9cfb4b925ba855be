"""Where on the board something stands that was found, so that the cursor can go there."""

from __future__ import annotations

import sqlite3

from db.entries import Key
from db.scope import Scope
from db.timeline import window
from db.values import dataclass


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a record stands.

    Attributes:
        key: Its place in the timeline, if it is among the events that are shown there.
        seats: The seats that are it, or its person's, at whatever round.
        source: The source whose text it is.
    """

    key: Key | None = None
    seats: tuple[int, ...] = ()
    source: int | None = None


def whereabouts(conn: sqlite3.Connection, record: int, process: int, scope: Scope) -> Whereabouts:
    """Return where a record stands while a scope is looked at.

    Args:
        conn: An open read transaction.
        record: Its id.
        process: The negotiation that is shown.
        scope: What is looked at; its filters may leave the record out.
    """
    listed = """
        SELECT planned, day, earliest, event FROM timeline WHERE event = :record AND process = :process
        UNION ALL SELECT stages.planned, stages.day, stages.earliest, event
        FROM stages CROSS JOIN timeline USING (event) WHERE event = :record AND process = :process
    """
    given = {"record": record, "process": process}
    for planned, day, earliest, event in conn.execute(listed, given).fetchall():
        key = planned, day, earliest, event
        if any(entry.key == key for entry in window(conn, process, scope, key, reach=1).entries):
            return Whereabouts(key=key)
    seats = conn.execute(
        "SELECT id FROM delegates WHERE person = :record UNION SELECT id FROM delegates WHERE id = :record", given
    )
    source = conn.execute("SELECT source FROM documents WHERE id = :record", given).fetchone()
    return Whereabouts(None, tuple(seat for (seat,) in seats), source[0] if source else None)
