"""The ledger of alleged breaches: who accuses whom, of what, how large it was, who denies it, what it would breach.

It is derived from accusations (events of type ACCUSE), their links and the claims on them and on their incidents.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isinf
from typing import Final

from db.asof import by, values
from db.contested import Said, count_range, live, rivals
from db.related import titles
from db.stages import later, states
from db.text import folded
from db.values import dataclass
from db.vocabulary import properties


@dataclass(frozen=True, slots=True)
class Party:
    """A party that accuses or is accused: its record, its name and its 2 to 4 letters."""

    record: int
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A record that an accusation is linked to: its id and its title."""

    record: int
    title: str


@dataclass(frozen=True, slots=True)
class Count:
    """How large the incident was, across the accounts of it.

    Attributes:
        about: The property.
        label: How people read it.
        low: The least that any account gives.
        high: The most; None where an account leaves it open.
        accounts: How many give it: a voice counts once in each source.
        records: How many incidents they speak of; with several, low and high are not rival counts of one.
    """

    about: str
    label: str
    low: int
    high: int | None
    accounts: int
    records: int = 1


@dataclass(frozen=True, slots=True)
class Denial:
    """Who denies what is alleged.

    Attributes:
        name: A person, a party, or an outlet in its own voice.
        short: The letters of the party that a person speaks for, else "".
    """

    name: str
    short: str


@dataclass(frozen=True, slots=True)
class Breach:
    """An alleged breach; all that is listed is in the order of the alphabet, incidents and undertakings as linked.

    Attributes:
        event: The accusation's record.
        title: Its title.
        starts, ends: EDTF, or "".
        state: What the claims on it add up to.
        accusers, accused: The parties.
        incidents: The events that it is about.
        counts: How large these were, in the vocabulary's order.
        denials: Who denies it, by claims that still stand.
        undertakings: What it would breach.
        sources: Short names of those that report it or give a count.
        rivals: For each date in dispute, starts or ends, its property and every value that is given.
    """

    event: int
    title: str
    starts: str
    ends: str
    state: str
    accusers: tuple[Party, ...]
    accused: tuple[Party, ...]
    incidents: tuple[Linked, ...]
    counts: tuple[Count, ...]
    denials: tuple[Denial, ...]
    undertakings: tuple[Linked, ...]
    sources: tuple[str, ...]
    rivals: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The alleged breaches of a process, the newest first, and how many there are in all."""

    breaches: tuple[Breach, ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Claims:
    """The claims on some records: by record, and how the voices and the sources in them are called."""

    given: Mapping[int, Sequence[Said]]
    live: Mapping[int, Sequence[Said]]
    voices: Mapping[tuple[int | None, int | None, int | None], Denial]
    shorts: Mapping[int, str]


_DATES: Final = ("starts", "ends")

_EVENTS: Final = """
    SELECT timeline.event, count(*) OVER () FROM events CROSS JOIN timeline ON timeline.event = events.id
    WHERE events.type = 'ACCUSE' AND timeline.process = :process AND known <= :as_of
    ORDER BY planned DESC, timeline.day DESC, timeline.earliest DESC, timeline.event DESC LIMIT :limit
"""
"""Through the index on types: accusations are few among the events of a process."""

_ROWS: Final = """
    SELECT events.id, title, coalesce(starts, ''), coalesce(ends, ''), coalesce(state, ''), coalesce(contested_on, '')
    FROM events LEFT JOIN record_state ON record_state.record = events.id
    WHERE events.id IN (SELECT value FROM json_each(?))
"""
_PARTIES: Final = """
    SELECT event, role, parties.id, name, short FROM event_parties JOIN parties ON parties.id = party
    WHERE event IN (SELECT value FROM json_each(?)) AND role IN ('accuser', 'accused')
"""
_LINKS: Final = """
    SELECT from_record, kind, to_record FROM links
    WHERE from_record IN (SELECT value FROM json_each(?)) AND kind IN ('about', 'breaches') ORDER BY id
"""
_CLAIMS: Final = """
    SELECT record, coalesce(property, ''), value, modality, source, speaker, on_behalf_of, said_on, rank,
        coalesce(people.name, ''), coalesce(parties.name, ''), coalesce(parties.short, ''), publisher, sources.short
    FROM claims JOIN sources ON sources.id = source
    LEFT JOIN people ON people.id = speaker LEFT JOIN parties ON parties.id = on_behalf_of
    WHERE record IN (SELECT value FROM json_each(?)) AND rank <> 'deprecated'
"""


def ledger(conn: sqlite3.Connection, process: int, limit: int = 500, as_of: int | None = None) -> Ledger:
    """Return the alleged breaches of a process, those also in it included: a fixed number of queries for all of them.

    Args:
        conn: An open read transaction.
        process: Whose accusations.
        limit: How many at most, at least 1.
        as_of: The day, counted from 1970, that they are as of; None is now.
    """
    found = conn.execute(_EVENTS, {"process": process, "limit": limit, **values(as_of)}).fetchall()
    events = [event for event, _ in found]
    ids = json.dumps(events)
    rows = {event: row for event, *row in conn.execute(_ROWS, (ids,))}
    parties = _parties(conn, ids)
    incidents, undertakings = _links(conn, ids, as_of)
    claims = _claims(conn, {*events, *(other.record for others in incidents.values() for other in others)}, as_of)
    then = states(conn, events, as_of)
    breaches = []
    for event in events:
        title, starts, ends, state, disputed = rows[event]
        state, disputed = (then[event][0], " ".join(then[event][1])) if event in then else (state, disputed)
        own = claims.live.get(event, ())
        counted = {record: claims.live.get(record, ()) for record in (event, *(one.record for one in incidents[event]))}
        breach = Breach(
            event, title, starts, ends, state,
            accusers=_listed(parties[event, "accuser"]),
            accused=_listed(parties[event, "accused"]),
            incidents=tuple(incidents[event]),
            counts=tuple(_counts(counted)),
            denials=_denials(own, claims),
            undertakings=tuple(undertakings[event]),
            sources=_sources(claims, event, counted),
            rivals=tuple((name, rivals(own, name)) for name in _DATES if name in disputed.split()),
        )  # fmt: skip
        breaches.append(breach)
    return Ledger(tuple(breaches), found[0][1] if found else 0)


def _parties(conn: sqlite3.Connection, ids: str) -> defaultdict[tuple[int, str], list[Party]]:
    """Return who accuses and who is accused, by event and role."""
    parties: defaultdict[tuple[int, str], list[Party]] = defaultdict(list)
    for event, role, *party in conn.execute(_PARTIES, (ids,)):
        parties[event, role].append(Party(*party))
    return parties


def _links(
    conn: sqlite3.Connection, ids: str, as_of: int | None
) -> tuple[defaultdict[int, list[Linked]], defaultdict[int, list[Linked]]]:
    """Return the incidents of each accusation and the undertakings that it would breach, in the order of the links."""
    rows = conn.execute(_LINKS, (ids,)).fetchall()
    linked = {other for _, _, other in rows}
    known = titles(conn, linked - later(conn, linked, as_of))
    incidents: defaultdict[int, list[Linked]] = defaultdict(list)
    undertakings: defaultdict[int, list[Linked]] = defaultdict(list)
    for event, way, other in rows:
        if other not in known:  # a foreign store may hold kinds of its own
            continue
        kind, title = known[other]
        if way == "breaches":
            undertakings[event].append(Linked(other, title))
        elif kind == "event":
            incidents[event].append(Linked(other, title))
    return incidents, undertakings


def _claims(conn: sqlite3.Connection, records: Iterable[int], as_of: int | None) -> _Claims:
    given: defaultdict[int, list[Said]] = defaultdict(list)
    voices, shorts = {}, {}
    for record, *row in conn.execute(_CLAIMS, (json.dumps([*records]),)):
        *claim, person, party, party_short, publisher, short = row
        said = Said(*claim)
        if not by([said], as_of):
            continue
        given[record].append(said)
        voices[said.voice] = Denial(person or party or publisher, party_short if person else "")
        shorts[said.source] = short
    return _Claims(given, {record: live(rows) for record, rows in given.items()}, voices, shorts)


def _listed(parties: Iterable[Party]) -> tuple[Party, ...]:
    return tuple(sorted(parties, key=lambda party: (folded(party.name), party.record)))


def _denials(own: Iterable[Said], claims: _Claims) -> tuple[Denial, ...]:
    """Return the voices that deny an accusation, each once, whatever texts report it."""
    voices = {claims.voices[said.voice] for said in own if said.modality == "denies" and not said.about}
    return tuple(sorted(voices, key=lambda voice: (folded(voice.name), voice.short)))


def _counts(counted: Mapping[int, Sequence[Said]]) -> Iterator[Count]:
    """Yield each count that the claims give, those by record that still stand."""
    by_name: defaultdict[str, list[tuple[int, Said, tuple[float, float]]]] = defaultdict(list)
    for row in _given(counted):
        by_name[row[1].about].append(row)
    for name, known in properties().items():
        if given := by_name.get(name):
            low, high = min(least for _, _, (least, _) in given), max(most for _, _, (_, most) in given)
            accounts = len({(said.voice, said.source) for _, said, _ in given})
            records = len({record for record, _, _ in given})
            yield Count(name, known.label, int(low), None if isinf(high) else int(high), accounts, records)


def _given(counted: Mapping[int, Sequence[Said]]) -> Iterator[tuple[int, Said, tuple[float, float]]]:
    """Yield the claims that assert a count which can be read, with their records and its range."""
    known = properties()
    for record, rows in counted.items():
        for said in rows:
            if said.modality == "asserts" and said.about in known and known[said.about].compare == "count":
                found = count_range(said.value or "")
                if found is not None:
                    yield record, said, found


def _sources(claims: _Claims, event: int, counted: Mapping[int, Sequence[Said]]) -> tuple[str, ...]:
    told = {said.source for said in claims.given.get(event, ())}
    told |= {said.source for _, said, _ in _given(counted)}
    return tuple(sorted({claims.shorts[source] for source in told}, key=lambda short: (folded(short), short)))
