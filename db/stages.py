"""How records stood on a day: what the `stages` cache and dated claims say, for those that stood otherwise than now."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Final, Literal

from db.asof import counts, day_of, values
from db.contested import weigh
from db.values import dataclass
from db.word import said_of

_STOOD: Final = """
    SELECT stages.event, status, starts, ends, format, state, contested_on, timeline.day <= :as_of
    FROM stages CROSS JOIN timeline USING (event)
    WHERE event IN (SELECT value FROM json_each(:ids)) AND since <= :as_of AND until > :as_of
"""

_LENGTHS: Final = ", ".join(f"({digits}, {10**digits})" for digits in range(1, 15))
ON_THE_DAY: Final = f"""(SELECT column1 AS digits, column2 AS longest FROM (VALUES {_LENGTHS}))
    CROSS JOIN stages ON length(stages.until - stages.since) = digits
    AND stages.since > :as_of - longest AND stages.since <= :as_of AND stages.until > :as_of"""  # noqa: S608
"""What goes after FROM for the stages of the day `:as_of`.

Stages overlap, so no order of them has those of a day together; but of those that last about as long, by the number
of digits in their days, those of a day begin close to each other.
"""


@dataclass(frozen=True, slots=True)
class Stood:
    """How an event stood on a day.

    Attributes:
        status: planned, ongoing, held ...
        starts, ends: EDTF, or "".
        format: bilateral, trilateral ..., or "".
        state: What the claims said by then add up to.
        contested_on: The properties in dispute, blank-separated.
        begun: Whether its own day had come.
    """

    status: str
    starts: str
    ends: str
    format: str
    state: str
    contested_on: str
    begun: bool


def stood(conn: sqlite3.Connection, events: Iterable[int], as_of: int | None) -> dict[int, Stood]:
    """Return how events stood on a day, those that stood otherwise than their rows say: one query for all of them.

    Args:
        conn: An open read transaction.
        events: Ids.
        as_of: The day, counted from 1970; for None, now, there are none.
    """
    if as_of is None:
        return {}
    given = {"ids": json.dumps([*events]), "as_of": as_of}
    return {event: Stood(*row) for event, *row in conn.execute(_STOOD, given)}


def unspoken(
    conn: sqlite3.Connection,
    table: Literal["event_parties", "delegates"],
    found: dict[int, Stood],
    as_of: int | None,
) -> frozenset[int]:
    """Return the parts or seats of events to come that nobody had spoken of on a day: those without a claim said by it.

    Args:
        conn: An open read transaction.
        table: Whose rows are asked for.
        found: The events as they stood.
        as_of: The day, counted from 1970.
    """
    coming = [event for event, stage in found.items() if not stage.begun]
    if as_of is None or not coming:
        return frozenset()
    said: dict[int, bool] = {}
    for record, said_on in conn.execute(
        f"""
        SELECT {table}.id, said_on FROM {table} LEFT JOIN claims ON record = {table}.id AND rank <> 'deprecated'
        WHERE event IN (SELECT value FROM json_each(?))
        """,  # noqa: S608  (one of two)
        (json.dumps(coming),),
    ):
        said[record] = said.get(record, False) or (said_on is not None and day_of(said_on) <= as_of)
    return frozenset(record for record, spoken in said.items() if not spoken)


def states(
    conn: sqlite3.Connection, records: Iterable[int], as_of: int | None
) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Return what the claims on records added up to on a day, for those with claims of a later one.

    The others stand as `record_state` says. One query for all of them.

    Args:
        conn: An open read transaction.
        records: Ids.
        as_of: The day, counted from 1970; for None, now, there are none.
    """
    if as_of is None:
        return {}
    dated = conn.execute(
        "SELECT record, said_on FROM claims WHERE record IN (SELECT value FROM json_each(?)) AND said_on IS NOT NULL",
        (json.dumps([*records]),),
    )
    later = {record for record, said_on in dated if day_of(said_on) > as_of}
    said = said_of(conn, later, as_of) if later else {}
    found = {record: weigh(said.get(record, ())) for record in later}
    return {record: (state.state, state.contested_on) for record, state in found.items()}


_LATER: Final = f"SELECT value FROM json_each(:ids) WHERE NOT {counts('value')}"  # noqa: S608  (of the rule's own)


def later(conn: sqlite3.Connection, records: Iterable[int], as_of: int | None) -> frozenset[int]:
    """Return those of `records` of which nothing was known on a day: one query for all of them.

    Args:
        conn: An open read transaction.
        records: Ids, of any kind.
        as_of: The day, counted from 1970; for None, now, there are none.
    """
    if as_of is None:
        return frozenset()
    found = conn.execute(_LATER, {"ids": json.dumps([*records]), **values(as_of)})
    return frozenset(record for (record,) in found)
