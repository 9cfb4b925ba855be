"""The parties of a negotiation, to choose one from: by its name, and where on the board it stands."""

from __future__ import annotations

import sqlite3

from db.scope import Scope
from db.spelling import spelled
from db.values import dataclass
from db.voices import json_of, voice


@dataclass(frozen=True, slots=True)
class Party:
    """A party that can be gone to.

    Attributes:
        id: Its record.
        name: Its name, as the voice in scope writes it.
        short: Its 2 to 4 letters.
        part: Id of its part in the round that is shown; 0 if it has none.
    """

    id: int
    name: str
    short: str
    part: int


def parties(conn: sqlite3.Connection, process: int, event: int, scope: Scope) -> tuple[Party, ...]:
    """Return the parties of a negotiation and of a round, sides A and B first, then in the order of the process.

    Args:
        conn: An open read transaction.
        process: The negotiation.
        event: The round that is shown; 0 is none.
        scope: What is looked at.
    """
    rows = conn.execute(
        spelled("""
        SELECT * FROM (
            SELECT parties.id, named(parties) AS name, short, coalesce((
                SELECT id FROM event_parties WHERE event = :event AND party = parties.id
                AND role IN ('attendee', 'host') ORDER BY role LIMIT 1
            ), 0) AS part FROM parties
        ) AS found LEFT JOIN process_parties ON party = found.id AND process = :process
        WHERE process_parties.id IS NOT NULL OR part
        ORDER BY side IS NULL, side, sort IS NULL, sort, name
        """),
        {"process": process, "event": event, "sources": json_of(voice(conn, scope.word))},
    )
    return tuple(Party(*row[:4]) for row in rows)
