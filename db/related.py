"""What hangs together: the titles of records, and the ways from one to others."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Final

from db.spelling import spelled
from db.values import dataclass
from db.vocabulary import label, reverse
from db.voices import Voice, json_of

AT_MOST: Final = 200
"""Ways out of one record that are shown; the million events of a party are not a list to read."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A way from one record to another.

    Attributes:
        label: How they are related.
        record: Id of the other.
        kind: Its kind.
        title: Its title.
    """

    label: str
    record: int
    kind: str
    title: str


_TITLES: Final = {
    "process": "SELECT id, name FROM processes",
    "party": "SELECT id, named(parties) FROM parties",
    "place": "SELECT id, named(places) FROM places",
    "person": "SELECT id, named(people) FROM people",
    "issue": "SELECT id, named(issues) FROM issues",
    "event": "SELECT id, named(events) FROM events",
    "source": "SELECT id, publisher || ': ' || title FROM sources",
    "document": "SELECT documents.id, publisher || ': text' FROM documents JOIN sources ON sources.id = source",
    "office": "SELECT offices.id, named(people) || ', ' || title FROM offices JOIN people ON people.id = person",
    "process_party": """
        SELECT process_parties.id, named(parties) || ' in ' || processes.name FROM process_parties
        JOIN parties ON parties.id = party JOIN processes ON processes.id = process_parties.process""",
    "event_party": """
        SELECT event_parties.id, named(parties) || ' at: ' || named(events) FROM event_parties
        JOIN parties ON parties.id = party JOIN events ON events.id = event""",
    "delegate": """
        SELECT delegates.id, coalesce(named(people), delegates.description, '') || ' at: ' || named(events)
        FROM delegates JOIN events ON events.id = event LEFT JOIN people ON people.id = person""",
    "position": """
        SELECT positions.id, named(parties) || ' on ' || named(issues) FROM positions
        JOIN parties ON parties.id = party JOIN issues ON issues.id = issue""",
}

_WAYS: Final = {
    "event": """
        SELECT 'place', place FROM events WHERE id = :id AND place IS NOT NULL
        UNION ALL SELECT role, party FROM (
            SELECT role, party FROM event_parties WHERE event = :id ORDER BY id)
        UNION ALL SELECT 'seat', id FROM (SELECT id FROM delegates WHERE event = :id ORDER BY id)""",
    "event_party": """
        SELECT 'event', event FROM event_parties WHERE id = :id
        UNION ALL SELECT 'party', party FROM event_parties WHERE id = :id
        UNION ALL SELECT 'seat', delegates.id FROM delegates
        JOIN event_parties USING (event, party) WHERE event_parties.id = :id""",
    "delegate": """
        SELECT 'person', person FROM delegates WHERE id = :id AND person IS NOT NULL
        UNION ALL SELECT 'event', event FROM delegates WHERE id = :id
        UNION ALL SELECT 'party', party FROM delegates WHERE id = :id""",
    "position": """
        SELECT 'issue', issue FROM positions WHERE id = :id
        UNION ALL SELECT 'party', party FROM positions WHERE id = :id
        UNION ALL SELECT 'other position', other.id FROM positions
        JOIN positions AS other USING (issue, party) WHERE positions.id = :id AND other.id <> :id""",
    "issue": """
        SELECT 'part of', parent FROM issues WHERE id = :id AND parent IS NOT NULL
        UNION ALL SELECT 'includes', id FROM (SELECT id FROM issues WHERE parent = :id ORDER BY sort, id)
        UNION ALL SELECT 'position', id FROM (
            SELECT id FROM positions WHERE issue = :id ORDER BY coalesce(latest, earliest) DESC, id)""",
    "person": """
        SELECT 'office', id FROM offices WHERE person = :id
        UNION ALL SELECT 'seat', id FROM delegates WHERE person = :id
        UNION ALL SELECT 'speaks on', record FROM (
            SELECT DISTINCT record FROM claims WHERE speaker = :id LIMIT 100)
        UNION ALL SELECT 'relays', record FROM (
            SELECT DISTINCT record FROM claims WHERE relayed_by = :id LIMIT 100)""",
    "party": """
        SELECT 'part', id FROM process_parties WHERE party = :id
        UNION ALL SELECT 'office', id FROM offices WHERE party = :id
        UNION ALL SELECT 'position', id FROM positions WHERE party = :id""",
    "office": """
        SELECT 'person', person FROM offices WHERE id = :id
        UNION ALL SELECT 'party', party FROM offices WHERE id = :id""",
    "process_party": """
        SELECT 'party', party FROM process_parties WHERE id = :id
        UNION ALL SELECT 'process', process FROM process_parties WHERE id = :id""",
    "process": "SELECT role, id FROM process_parties WHERE process = :id",
    "place": "SELECT 'event', id FROM (SELECT id FROM events WHERE place = :id ORDER BY earliest DESC)",
    "source": "SELECT DISTINCT 'reports on', record FROM claims WHERE source = :id",
    "document": "SELECT 'source', source FROM documents WHERE id = :id",
}


def titles(conn: sqlite3.Connection, records: Iterable[int], word: Voice | None = None) -> dict[int, tuple[str, str]]:
    """Return the kind and title of each of `records`, as a voice spells them: one query for each kind among them."""
    ids = json.dumps([*records])
    kinds = {
        kind
        for (kind,) in conn.execute(
            "SELECT DISTINCT kind FROM records WHERE id IN (SELECT value FROM json_each(?))", (ids,)
        )
    }
    return {
        record: (kind, title)
        for kind in kinds & _TITLES.keys()
        for record, title in conn.execute(
            f"SELECT * FROM ({spelled(_TITLES[kind])}) WHERE id IN (SELECT value FROM json_each(:ids))",  # noqa: S608
            {"ids": ids, "sources": json_of(word)},
        )
    }


def jumps(conn: sqlite3.Connection, record: int, kind: str, word: Voice | None = None) -> tuple[Jump, ...]:
    """Return the ways out of a record: its links in both directions first, then what it is made of."""
    ways: list[tuple[str, int]] = []
    for way, other in conn.execute(
        "SELECT kind, to_record FROM links WHERE from_record = ? ORDER BY id LIMIT ?", (record, AT_MOST)
    ):
        ways.append((label("link", way), other))
    for way, other in conn.execute(
        "SELECT kind, from_record FROM links WHERE to_record = ? ORDER BY id LIMIT ?", (record, AT_MOST)
    ):
        ways.append((reverse(way), other))
    if kind in _WAYS:
        for way, other in conn.execute(f"SELECT * FROM ({_WAYS[kind]}) LIMIT {AT_MOST}", {"id": record}):  # noqa: S608
            ways.append((_way(kind, way), other))
    known = titles(conn, [other for _, other in ways], word)
    return tuple(Jump(way, other, *known[other]) for way, other in ways if other in known)


def _way(kind: str, way: str) -> str:
    return label("event_role", way) if kind == "event" else label("process_role", way) if kind == "process" else way
