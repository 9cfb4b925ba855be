"""The seats at a round: who holds them, in which office, and how that stands on its claims."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from db.asof import held
from db.spelling import spelled
from db.stages import Stood, states, stood
from db.values import dataclass
from db.voices import Voice, json_of

SEATS_ORDER: Final = "person IS NULL, role <> 'head', role, delegates.id"
"""The order of a delegation's seats: heads first, those of whom nobody is named last."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat at a round.

    Attributes:
        id: Its record.
        person: Name, or "" if nobody is named.
        description: Who is meant, where nobody is named.
        role: head, member or adviser.
        status: announced, present, inferred or withdrawn.
        office: The post that the person holds for the party, or "".
        state: What the claims on it add up to; how it stands on the word of the voice in scope.
        joined: Whether it is new since the round before, where both rosters are known in full.
        post: Id of the office; 0 for none.
    """

    id: int
    person: str
    description: str
    role: str
    status: str
    office: str
    state: str
    joined: bool = False
    post: int = 0


@dataclass(frozen=True, slots=True)
class Sitting:
    """A round as it is looked at.

    Attributes:
        process: The negotiation.
        event: The round.
        word: On whose word; None is everybody's.
        as_of: The day, counted from 1970; None is now.
        then: How the round stood on that day, if otherwise than its row says.
    """

    process: int
    event: int
    word: Voice | None
    as_of: int | None
    then: Mapping[int, Stood]

    @property
    def coming(self) -> bool:
        """Whether the round was still to come."""
        return self.event in self.then and not self.then[self.event].begun


def sitting(conn: sqlite3.Connection, process: int, event: int, word: Voice | None, as_of: int | None) -> Sitting:
    """Return a round as it is looked at."""
    return Sitting(process, event, word, as_of, stood(conn, [event], as_of))


def seats_of(conn: sqlite3.Connection, at: Sitting, ids: Iterable[int]) -> defaultdict[int, list[Seat]]:
    """Return seats by their party, in the order of `ids`, with the offices held on the day that is looked at."""
    ordered = [*ids]
    given = {"ids": json.dumps(ordered), "sources": json_of(at.word)}
    rows = conn.execute(
        spelled("""
        SELECT delegates.party, delegates.id, coalesce(named(people), ''),
            coalesce(description, ''), delegates.role, delegates.status, coalesce(state, ''), person
        FROM json_each(:ids) CROSS JOIN delegates ON delegates.id = value
        LEFT JOIN people ON people.id = delegates.person
        LEFT JOIN record_state ON record_state.record = delegates.id
        """),
        given,
    ).fetchall()
    posts = _posts(conn, given["ids"], at.as_of)
    was = states(conn, ordered, at.as_of)
    seats: defaultdict[int, list[Seat]] = defaultdict(list)
    for party, seat, name, description, role, status, state, person in rows:
        post, title = posts.get((person, party), (0, ""))
        then = "announced" if at.coming and status == "present" else status
        stands = was[seat][0] if seat in was else state
        seats[party].append(Seat(seat, name, description, role, then, title, stands, post=post))
    return seats


def seated(conn: sqlite3.Connection, event: int, seats: Iterable[int]) -> tuple[int, int] | None:
    """Return the first of some seats that is at a round, and its party; None if none of them is.

    Args:
        conn: An open read transaction.
        event: The round.
        seats: Ids.
    """
    row = conn.execute(
        """
        SELECT delegates.id, party FROM json_each(?) AS its CROSS JOIN delegates ON delegates.id = its.value
        WHERE event = ? ORDER BY delegates.id LIMIT 1
        """,
        (json.dumps([*seats]), event),
    ).fetchone()
    return None if row is None else (row[0], row[1])


def _posts(conn: sqlite3.Connection, seats: str, as_of: int | None) -> dict[tuple[int, int], tuple[int, str]]:
    """Return the post of each person for each party: of those held then the newest, lasting ones first."""
    # By the person, who has few offices: a party may have thousands.
    rows = conn.execute(
        """
        SELECT offices.person, offices.party, offices.id, title, since, until
        FROM json_each(?) CROSS JOIN delegates ON delegates.id = value
        CROSS JOIN offices INDEXED BY offices_person
            ON offices.person = delegates.person AND offices.party = delegates.party
        ORDER BY until IS NULL, since, offices.id DESC
        """,
        (seats,),
    )
    # Later rows replace earlier ones.
    return {
        (person, party): (post, title) for person, party, post, title, since, until in rows if held(since, until, as_of)
    }
