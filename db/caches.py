"""The caches that are read instead of the rows: what claims add up to, the timeline, its counts, and what is found.

The single write path keeps them, inside the transaction that made them stale; `recount` makes them anew from the rows
alone, which is what proves them.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from db import counts, indexing
from db.asof import UNDATED, Course, known, stages
from db.contested import AT_ONE, Said, weigh
from db.dates import DAY, iso_day

_AT_ONE: Final = f"""
    INSERT INTO record_state
    SELECT record, iif(count(DISTINCT source) > 1, 'agreed', 'single'), '', count(*), count(DISTINCT source),
        process, kind
    FROM touched CROSS JOIN records ON records.id = touched.record CROSS JOIN claims USING (record)
    GROUP BY record HAVING {AT_ONE}
"""  # noqa: S608  (a condition of ours)
"""How most records stand, worked out where they are."""
_WEIGHED: Final = """
    SELECT record, process, kind, coalesce(property, ''), value, modality, source, speaker, on_behalf_of, said_on, rank
    FROM touched CROSS JOIN records ON records.id = touched.record CROSS JOIN claims USING (record)
    WHERE record NOT IN (SELECT record FROM record_state) ORDER BY record
"""
_MOVED: Final = """
    FROM touched CROSS JOIN events ON events.id = touched.record
    WHERE status = 'planned' OR ends IS NOT NULL OR EXISTS (
        SELECT 1 FROM claims WHERE record = events.id AND (said_on IS NOT NULL OR property = 'announced'))
"""
_COURSES: Final = f"""
    SELECT events.id, status, coalesce(starts, ''), coalesce(ends, ''), coalesce(format, ''), events.day {_MOVED}
"""
_CLAIMS: Final = f"""
    SELECT record, coalesce(property, ''), value, modality, source, speaker, on_behalf_of, said_on, rank
    FROM (SELECT events.id {_MOVED}) AS moved CROSS JOIN claims ON claims.record = moved.id ORDER BY record
"""  # noqa: S608
"""The events that may have stood otherwise than their rows say, or been known before their day."""
_PUBLISHED: Final = """
    SELECT DISTINCT record, published FROM touched CROSS JOIN events ON events.id = touched.record
    CROSS JOIN claims USING (record) JOIN sources ON sources.id = claims.source
    WHERE status = 'planned' AND published IS NOT NULL
"""
_PLACES: Final = """
    SELECT home.process, events.status = 'planned', events.day, events.earliest, events.id,
        coalesce(record_state.state IN ('contested', 'denied'), 0), events.type, (
            SELECT coalesce(max(side = 'A'), 0) + 2 * coalesce(max(side = 'B'), 0) FROM event_parties
            JOIN process_parties ON process_parties.party = event_parties.party
            AND process_parties.process = home.process
            WHERE event = events.id AND event_parties.role NOT IN ('target', 'accused', 'host')
        )
    FROM (
        SELECT id, process FROM touched CROSS JOIN records ON records.id = touched.record
        WHERE kind = 'event' AND process IS NOT NULL
        UNION
        SELECT links.from_record, links.to_record FROM touched CROSS JOIN links ON links.from_record = touched.record
        JOIN processes ON processes.id = links.to_record WHERE links.kind = 'also_in'
    ) AS home CROSS JOIN events ON events.id = home.id
    LEFT JOIN record_state ON record_state.record = events.id
"""
_MADE_OF: Final = """
    INSERT OR IGNORE INTO touched
    SELECT event FROM touched CROSS JOIN event_parties ON event_parties.id = record
    UNION ALL SELECT event FROM touched CROSS JOIN process_parties ON process_parties.id = record
        CROSS JOIN event_parties ON event_parties.party = process_parties.party
    UNION ALL SELECT claims.record FROM touched CROSS JOIN sources ON sources.id = touched.record
        CROSS JOIN claims ON claims.source = sources.id
        CROSS JOIN events ON events.id = claims.record WHERE status = 'planned'
"""
"""Adds to the table `touched` the events that have another place with it: whose side a party is on says which side
acts in an event, and when a plan is known may hang on when its source appeared."""


def refresh(conn: sqlite3.Connection, records: Iterable[int], new: Sequence[int] = ()) -> None:
    """Bring the caches of the records that a transaction touched up to date.

    Args:
        conn: A connection with the transaction open.
        records: Ids of the records that were written, or whose claims or links were.
        new: A range of ids: the records among them are new.
    """
    _touch(conn, records, new)
    counts.before(conn)
    _renew(conn)
    counts.after(conn)
    indexing.refresh(conn, new)


def recount(conn: sqlite3.Connection) -> None:
    """Make every cache anew from the rows, inside the transaction that is open."""
    for table in ("record_state", "timeline", "stages", "timeline_marks", "day_counts", "period_counts", "search"):
        conn.execute(f"DELETE FROM {table}")  # noqa: S608  (one of these names)
    _touch(conn, (), range(-(2**63), 2**63))
    _renew(conn)
    counts.fill(conn)
    indexing.refresh(conn)


def _touch(conn: sqlite3.Connection, records: Iterable[int], new: Sequence[int]) -> None:
    """Put some records into the table `touched`, and those that change with them."""
    conn.execute("CREATE TEMP TABLE IF NOT EXISTS touched (record INTEGER PRIMARY KEY)")
    conn.execute("DELETE FROM touched")
    conn.executemany("INSERT OR IGNORE INTO touched VALUES (?)", ((record,) for record in records))
    if new:
        conn.execute("INSERT OR IGNORE INTO touched SELECT id FROM records WHERE id BETWEEN ? AND ?", (new[0], new[-1]))
    conn.execute(_MADE_OF)
    conn.execute(indexing.NAMED_AFTER)


def _renew(conn: sqlite3.Connection) -> None:
    """Make the rows of the touched records anew: how they stand, how they stood, where in the timeline they are."""
    conn.execute("DELETE FROM record_state WHERE record IN (SELECT record FROM touched)")
    conn.execute(_AT_ONE)
    conn.executemany("INSERT INTO record_state VALUES (?, ?, ?, ?, ?, ?, ?)", list(_states(conn)))
    courses = _courses(conn)
    conn.execute("DELETE FROM stages WHERE event IN (SELECT record FROM touched)")
    conn.executemany(f"INSERT INTO stages VALUES ({', '.join('?' * 13)})", list(_stages(courses)))  # noqa: S608
    conn.execute("DELETE FROM timeline WHERE event IN (SELECT record FROM touched)")
    conn.executemany("INSERT INTO timeline VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", list(_places(conn, courses)))


def _states(conn: sqlite3.Connection) -> Iterator[tuple[int, str, str, int, int, int | None, str]]:
    for (record, process, kind), rows in groupby(conn.execute(_WEIGHED), key=lambda row: row[:3]):
        state = weigh(Said(*row[3:]) for row in rows)
        if state.state:
            yield record, state.state, " ".join(state.contested_on), state.claims, state.sources, process, kind


def _courses(conn: sqlite3.Connection) -> dict[int, Course]:
    """Return the touched events that a day in the past may show otherwise than their rows."""
    found = conn.execute(_COURSES).fetchall()
    claims = {
        record: [claim for row in rows if (claim := Said(*row[1:])).rank != "deprecated"]
        for record, rows in groupby(conn.execute(_CLAIMS), key=lambda row: row[0])
    }
    published: defaultdict[int, list[str]] = defaultdict(list)
    for record, date in conn.execute(_PUBLISHED):
        published[record].append(date)
    return {
        event: Course(status, starts, ends, form, _listed(day), claims.get(event, ()), published[event])
        for event, status, starts, ends, form, day in found
    }


def _listed(day: str | None) -> int:
    number = iso_day(day or "")
    return UNDATED if number is None else number


def _moment(day: int, earliest: int | None) -> int:
    """Return what sorts an event within its day: one open at the start comes before all that is known to be of it."""
    return earliest if earliest is not None else 0 if day == UNDATED else day * DAY - 1


def _stages(courses: dict[int, Course]) -> Iterator[tuple[object, ...]]:
    for event, course in courses.items():
        for stage in stages(course):
            state = stage.state
            yield (
                event, stage.since, stage.until,
                stage.status == "planned", stage.day, _moment(stage.day, stage.earliest),
                state.state in ("contested", "denied"),
                stage.status, stage.starts, stage.ends, stage.format, state.state, " ".join(state.contested_on),
            )  # fmt: skip


def _places(conn: sqlite3.Connection, courses: dict[int, Course]) -> Iterator[tuple[int | str, ...]]:
    for process, planned, day_text, earliest, event, contested, kind, sides in conn.execute(_PLACES):
        day = _listed(day_text)
        since = known(courses[event]) if event in courses else day
        yield process, planned, day, _moment(day, earliest), event, contested, since, kind, sides
