"""The header's figures: which negotiation, and how much of it there is."""

from __future__ import annotations

import sqlite3
from typing import Final

from db.asof import position_held, values
from db.errors import StoreError
from db.scope import Scope
from db.timeline import counts
from db.values import dataclass


@dataclass(frozen=True, slots=True)
class Process:
    """A negotiation that the store holds.

    Attributes:
        id: Its record.
        slug: Its name on the command line.
        name: Its name for people.
        summary: One sentence, or "".
        events: How many events it has, those that are also in it included.
    """

    id: int
    slug: str
    name: str
    summary: str
    events: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What the header says.

    Attributes:
        process: The negotiation in scope; None in a store without one.
        processes: How many the store holds.
        rounds: How many rounds of talks there are.
        events: How many events; as of a day those that were known.
        contested: How many records are in dispute, of whatever kind.
        changed: When the store was last changed, in seconds from 1970 UTC by the clock of who changed it; None if that
            isn't known.
    """

    process: Process | None
    processes: int
    rounds: int
    events: int
    contested: int
    changed: int | None = None


def processes(conn: sqlite3.Connection) -> tuple[Process, ...]:
    """Return the negotiations in the store, the one with the most events first."""
    rows = conn.execute("""
        SELECT processes.id, records.slug, processes.name, coalesce(processes.summary, ''),
            (SELECT coalesce(sum(events), 0) FROM timeline_marks WHERE process = processes.id) AS events
        FROM processes JOIN records USING (id) ORDER BY events DESC, processes.id
    """)
    return tuple(Process(*row) for row in rows)


def pick(known: tuple[Process, ...], scope: Scope) -> Process | None:
    """Return the negotiation in scope.

    Raises:
        StoreError: The scope names one that the store doesn't hold.
    """
    if scope.process is None:
        return known[0] if known else None
    for process in known:
        if process.slug == scope.process:
            return process
    names = ", ".join(process.slug for process in known) or "none"
    raise StoreError(f"There is no negotiation “{scope.process}” in the store; it holds: {names}.")


def overview(conn: sqlite3.Connection, scope: Scope) -> Overview:
    """Return the header's figures.

    Raises:
        StoreError: The scope names a negotiation that the store doesn't hold.
    """
    known = processes(conn)
    process = pick(known, scope)
    if process is None:
        return Overview(None, 0, 0, 0, 0)
    given = {"process": process.id, **values(scope.as_of)}
    (rounds,) = conn.execute(_ROUNDS, given).fetchone()
    (others,) = conn.execute(_CONTESTED if scope.as_of is None else _CONTESTED_THEN, given).fetchone()
    events, contested = counts(conn, process.id, scope.as_of)
    (changed,) = conn.execute(_CHANGED).fetchone() or (None,)
    return Overview(process, len(known), rounds, events, others + contested, changed)


_CHANGED: Final = "SELECT CAST(strftime('%s', made_at) AS INTEGER) FROM changes ORDER BY id DESC LIMIT 1"
OTHERS: Final = """
    SELECT from_record FROM links CROSS JOIN records ON records.id = from_record
    WHERE links.kind = 'also_in' AND to_record = :process AND records.process IS NOT :process
"""
"""The events of other negotiations that are also in the one `:process`."""
_ROUNDS: Final = f"""
    SELECT count(*) FROM timeline INDEXED BY timeline_rounds
    WHERE type = 'ROUND' AND process = :process AND known <= :as_of AND event NOT IN ({OTHERS})
"""  # noqa: S608  (a query of ours)
_CONTESTED: Final = """
    SELECT sum(those) FROM (
        SELECT count(*) AS those FROM record_state
            WHERE state IN ('contested', 'denied') AND process = :process AND kind < 'event'
        UNION ALL SELECT count(*) FROM record_state
            WHERE state IN ('contested', 'denied') AND process = :process AND kind > 'event')
"""
"""All but events, which the timeline counts."""
_CONTESTED_THEN: Final = f"""
    SELECT count(*) FROM record_state
    LEFT JOIN positions ON positions.id = record
    LEFT JOIN event_parties ON event_parties.id = record LEFT JOIN delegates ON delegates.id = record
    LEFT JOIN timeline ON timeline.event = coalesce(event_parties.event, delegates.event)
        AND timeline.process = record_state.process
    WHERE state IN ('contested', 'denied') AND record_state.process = :process AND (kind < 'event' OR kind > 'event')
    AND coalesce(known <= :as_of, 1) AND (kind <> 'position' OR {position_held(0)})
"""  # noqa: S608  (a condition of the rule's own)
"""As of a day: positions held by then, and what is made of events known by then."""
