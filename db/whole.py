"""All that happened, with all that was said of it: the timeline to its end, for what is read away from the board.

It is read a stretch at a time, a few queries for each, so that memory doesn't grow with the store.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from db.accounts import Account, accounts, said
from db.contested import weigh
from db.detail import Section
from db.entries import Entry, Key, entries
from db.related import AT_MOST, Jump, titles
from db.scope import Scope
from db.seats import SEATS_ORDER
from db.spelling import spelled
from db.stages import later, stood, unspoken
from db.timeline import walk
from db.values import dataclass
from db.vocabulary import label, reverse
from db.voices import Voice, json_of, voice

STRETCH: Final = 100
"""Events that are read at a time."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event with all that was said of it.

    Attributes:
        entry: The event, as the timeline has it.
        roles: Each role in it, as people read it, with the names of the parties that have it, in the process's order.
        seats: Who was there for whom, in other events than rounds, whose rooms are read by themselves (`db.roster`):
            the seat's record, and its words.
        sections: The claims on it, those on its parts in which more is said than that they are, those on its seats.
        jumps: Its links to other records, in both directions.
    """

    entry: Entry
    roles: tuple[tuple[str, tuple[str, ...]], ...]
    seats: tuple[tuple[int, str], ...]
    sections: tuple[Section, ...]
    jumps: tuple[Jump, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A publication; what isn't known of it is "".

    Attributes:
        id: Its record.
        publisher, title, author: Who brought it out, what it is called, who wrote it.
        published: EDTF.
        url: Its address.
        language: BCP 47.
        country: ISO 3166-1 alpha-2.
        aligned: Name of the party that it is aligned with.
    """

    id: int
    publisher: str
    title: str
    author: str
    published: str
    url: str
    language: str
    country: str
    aligned: str


def events(conn: sqlite3.Connection, process: int, scope: Scope) -> Iterator[tuple[Told, ...]]:
    """Yield the events of a timeline in reading order, each with all that was said of it, a stretch at a time.

    Args:
        conn: An open read transaction, that stays open.
        process: Whose timeline.
        scope: What is looked at.

    Raises:
        QueryError: The filter names what the store doesn't hold.
    """
    word = voice(conn, scope.word)
    for keys in walk(conn, process, scope, STRETCH):
        yield tuple(_told(conn, process, keys, word, scope.as_of))


def sources(conn: sqlite3.Connection, ids: Iterable[int]) -> Iterator[Source]:
    """Yield sources in the order of their ids as given, a stretch of them read at a time."""
    waiting = iter(ids)
    while batch := [*islice(waiting, STRETCH)]:
        yield from (
            Source(*row)
            for row in conn.execute(
                """
                SELECT sources.id, publisher, title, coalesce(author, ''), coalesce(published, ''), coalesce(url, ''),
                    coalesce(language, ''), coalesce(country, ''),
                    coalesce((SELECT name FROM parties WHERE parties.id = aligned_with), '')
                FROM json_each(?) AS its CROSS JOIN sources ON sources.id = its.value ORDER BY its.key
                """,
                (json.dumps(batch),),
            )
        )


def propositions(conn: sqlite3.Connection, process: int) -> dict[int, str]:
    """Return what one can be for or against on each issue of a negotiation that is no heading, by its record."""
    return dict(
        conn.execute(
            """
            SELECT issues.id, proposition FROM issues CROSS JOIN records USING (id)
            WHERE process = ? AND proposition NOTNULL
            """,
            (process,),
        ).fetchall()
    )


def named(conn: sqlite3.Connection, record: int) -> tuple[str, str]:
    """Return the kind and the slug of a record, by which it is known in every store; ("", "") if there is none."""
    row = conn.execute("SELECT kind, slug FROM records WHERE id = ?", (record,)).fetchone()
    return ("", "") if row is None else (row[0], row[1])


def _told(
    conn: sqlite3.Connection, process: int, keys: list[Key], word: Voice | None, as_of: int | None
) -> Iterator[Told]:
    found = entries(conn, process, keys, word, as_of)
    ids = [entry.id for entry in found]
    parts = _parts(conn, process, ids, word, as_of)
    seats = _seats(conn, process, ids, word, as_of)
    made_of = [part for several in parts.values() for part, _, _ in several]
    made_of += [seat for several in seats.values() for seat, _ in several]
    said_of = accounts(conn, [*ids, *made_of], word, as_of)
    ways = _jumps(conn, ids, word, as_of)
    for entry in found:
        roles: defaultdict[str, list[str]] = defaultdict(list)
        for _, name, role in parts[entry.id]:
            roles[label("event_role", role)].append(name)
        kind = "accusation" if entry.type == "ACCUSE" else "event"
        sections = [section("", entry.id, kind, said_of.get(entry.id, ()))]
        for part, name, _ in parts[entry.id]:
            told = said_of.get(part, ())
            if any(row.about or row.modality != "asserts" for row in told):
                sections.append(section(name, part, "event_party", told))
        sections += [section(name, seat, "delegate", said_of.get(seat, ())) for seat, name in seats[entry.id]]
        yield Told(
            entry,
            tuple((role, tuple(names)) for role, names in roles.items()),
            tuple(seats[entry.id]),
            tuple(section for section in sections if section.accounts),
            tuple(ways[entry.id]),
        )


def section(heading: str, record: int, kind: str, rows: Sequence[Account]) -> Section:
    """Return the claims on a record as a section of a page, with what they differ on; its fields are `Section`'s."""
    weighed = weigh(map(said, rows))
    return Section(heading, record, kind, tuple(rows), weighed.contested_on, weighed.state == "denied")


def _parts(
    conn: sqlite3.Connection, process: int, ids: list[int], word: Voice | None, as_of: int | None
) -> defaultdict[int, list[tuple[int, str, str]]]:
    """Return the parts in each event: its record, the party's name, the role; those that had been spoken of."""
    found: defaultdict[int, list[tuple[int, str, str]]] = defaultdict(list)
    missing = unspoken(conn, "event_parties", stood(conn, ids, as_of), as_of)
    for event, part, name, role in conn.execute(
        spelled("""
        SELECT event, event_parties.id, named(parties), event_parties.role FROM event_parties
        JOIN parties ON parties.id = event_parties.party
        LEFT JOIN process_parties ON process_parties.party = parties.id AND process_parties.process = :process
        WHERE event IN (SELECT value FROM json_each(:ids))
        ORDER BY process_parties.sort IS NULL, process_parties.sort, short, event_parties.id
        """),
        {"process": process, "ids": json.dumps(ids), "sources": json_of(word)},
    ):
        if part not in missing:
            found[event].append((part, name, role))
    return found


def _seats(
    conn: sqlite3.Connection, process: int, ids: list[int], word: Voice | None, as_of: int | None
) -> defaultdict[int, list[tuple[int, str]]]:
    """Return the seats at each event that is no round, in the process's order: its record, who holds it for whom."""
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    missing = unspoken(conn, "delegates", stood(conn, ids, as_of), as_of)
    for event, seat, who, party in conn.execute(
        spelled(f"""
        SELECT event, delegates.id, coalesce(named(people), delegates.description, ''), named(parties)
        FROM json_each(:ids) AS its CROSS JOIN delegates ON delegates.event = its.value
        JOIN parties ON parties.id = delegates.party JOIN events ON events.id = event
        LEFT JOIN people ON people.id = delegates.person
        LEFT JOIN (SELECT party AS side, sort FROM process_parties WHERE process = :process) ON side = parties.id
        WHERE events.type <> 'ROUND' ORDER BY event, sort IS NULL, sort, parties.name, {SEATS_ORDER}
        """),  # noqa: S608  (an order of ours)
        {"process": process, "ids": json.dumps(ids), "sources": json_of(word)},
    ):
        if seat not in missing:
            found[event].append((seat, f"{who}, for {party}"))
    return found


def _jumps(
    conn: sqlite3.Connection, ids: list[int], word: Voice | None, as_of: int | None
) -> defaultdict[int, list[Jump]]:
    """Return the links of each event to what was known: `AT_MOST` of them, those that go out first."""
    ways: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for record, way, other, back, _ in conn.execute(
        """
        SELECT * FROM (
            SELECT from_record, kind, to_record, 0, id FROM links
            WHERE from_record IN (SELECT value FROM json_each(:ids))
            UNION ALL
            SELECT to_record, kind, from_record, 1, id FROM links
            WHERE to_record IN (SELECT value FROM json_each(:ids))
        ) ORDER BY 4, 5
        """,
        {"ids": json.dumps(ids)},
    ):
        if len(ways[record]) < AT_MOST:
            ways[record].append((reverse(way) if back else label("link", way), other))
    others = {other for own in ways.values() for _, other in own}
    to_come = later(conn, others, as_of)
    known = {other: what for other, what in titles(conn, others, word).items() if other not in to_come}
    found: defaultdict[int, list[Jump]] = defaultdict(list)
    for record, own in ways.items():
        found[record] = [Jump(way, other, *known[other]) for way, other in own if other in known]
    return found
