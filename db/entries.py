"""The events of a timeline as rows: what each says, on everybody's word or on one voice's."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import replace

from db.asof import UNDATED
from db.contested import live, rivals
from db.dates import iso_day
from db.spelling import spelled
from db.stages import Stood, stood, unspoken
from db.values import dataclass
from db.vocabulary import properties
from db.voices import Voice, json_of
from db.word import Heard, hear, said_of

Key = tuple[int, int, int, int]
"""A place in the order: planned (0 or 1), day from 1970, second from 1970, event id."""

Given = tuple[tuple[str, tuple[str, ...]], ...]
"""Properties with every value that is given of each."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in the timeline.

    Attributes:
        key: Its place in the order; the last part is its id.
        type: A word of the list `event_type`.
        status: planned, ongoing, held ...
        title: One line.
        summary: One sentence, or "".
        place: Where, or "".
        starts, ends: EDTF, or "".
        format: bilateral, trilateral ..., or "".
        state: What the claims on it add up to; how it stands on the word of the voice in scope.
        contested_on: The properties in dispute; of one voice, those that it gives rival values of.
        parties: Short name and role of each party with a part in it, in the process's order.
        sources: Short names of those that report it, in alphabetical order.
        given: What stands in the row beside the title: each date or count in dispute with every value that is given,
            in order; of one voice, every property of a row that it gives.
    """

    key: Key
    type: str
    status: str
    title: str
    summary: str
    place: str
    starts: str
    ends: str
    format: str
    state: str
    contested_on: tuple[str, ...]
    parties: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    given: Given = ()

    @property
    def id(self) -> int:
        """The event's record."""
        return self.key[3]

    @property
    def planned(self) -> bool:
        """Whether it is still to come, and set apart."""
        return bool(self.key[0])

    @property
    def day(self) -> int | None:
        """The civil day it is listed under, counted from 1970; None if it has no date."""
        return None if self.key[1] == UNDATED else self.key[1]


def entries(
    conn: sqlite3.Connection, process: int, keys: list[Key], word: Voice | None, as_of: int | None = None
) -> tuple[Entry, ...]:
    """Return the entries for `keys`: a few queries for all of them, nothing per row.

    Args:
        conn: An open read transaction.
        process: Whose timeline it is.
        keys: The events and their places.
        word: Whose word it is read on.
        as_of: The day that it is read as of, counted from 1970.
    """
    ids = json.dumps([key[3] for key in keys])
    then = stood(conn, (key[3] for key in keys), as_of)
    parties = _parties(conn, process, ids, unspoken(conn, "event_parties", then, as_of))
    sources = _sources(conn, ids)
    rows = {
        event: (kind, status, title, summary, place, starts, ends, form, state, tuple(disputed.split()))
        for event, kind, status, title, summary, place, starts, ends, form, state, disputed in conn.execute(
            spelled("""
            SELECT events.id, type, status, named(events), coalesce(summary, ''), coalesce(named(places), ''),
                coalesce(starts, ''), coalesce(ends, ''), coalesce(format, ''), coalesce(state, ''),
                coalesce(contested_on, '')
            FROM events LEFT JOIN places ON places.id = events.place
            LEFT JOIN record_state ON record_state.record = events.id
            WHERE events.id IN (SELECT value FROM json_each(:ids))
            """),
            {"ids": ids, "sources": json_of(word)},
        )
    }
    found = [
        _as_stood(Entry(key, *rows[key[3]], tuple(parties[key[3]]), tuple(sources[key[3]])), then)
        for key in keys
        if key[3] in rows
    ]
    if word is not None:
        heard = hear(conn, word, rows, as_of)
        return tuple(_told(entry, heard) for entry in found)
    # Rival words would leave no room for the title: the row names the property, and one voice's word stands in it.
    in_row = [name for name, known in properties().items() if known.row and known.compare != "code"]
    disputed = {entry.id: [name for name in in_row if name in entry.contested_on] for entry in found}
    rival = _rivals(conn, {event: names for event, names in disputed.items() if names}, as_of)
    return tuple(replace(entry, given=rival[entry.id]) if entry.id in rival else entry for entry in found)


def _parties(
    conn: sqlite3.Connection, process: int, ids: str, unspoken: Container[int]
) -> defaultdict[int, list[tuple[str, str]]]:
    """Return the short name and role of each party with a part in an event, without the parts in `unspoken`."""
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for event, part, short, role in conn.execute(
        """
        SELECT event, event_parties.id, short, event_parties.role FROM event_parties
        JOIN parties ON parties.id = event_parties.party
        LEFT JOIN process_parties ON process_parties.party = parties.id AND process_parties.process = ?
        WHERE event IN (SELECT value FROM json_each(?))
        ORDER BY process_parties.sort IS NULL, process_parties.sort, short
        """,
        (process, ids),
    ):
        if part not in unspoken:
            found[event].append((short, role))
    return found


def _sources(conn: sqlite3.Connection, ids: str) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for event, short in conn.execute(
        """
        SELECT DISTINCT record, short FROM claims JOIN sources ON sources.id = claims.source
        WHERE record IN (SELECT value FROM json_each(?)) ORDER BY short
        """,
        (ids,),
    ):
        found[event].append(short)
    return found


def _as_stood(entry: Entry, then: Mapping[int, Stood]) -> Entry:
    """Return an entry as it stood on the day that is looked at."""
    stage = then.get(entry.id)
    if stage is None:
        return entry
    return replace(
        entry, status=stage.status, starts=stage.starts, ends=stage.ends, format=stage.format, state=stage.state,
        contested_on=tuple(stage.contested_on.split()),
    )  # fmt: skip


def _told(entry: Entry, heard: Heard) -> Entry:
    """Return an entry as a voice tells it: its dates and counts in the row, and whether it denies or doesn't say it."""
    told = heard.of(entry.id)
    if told is None:
        return entry
    given = [(name, told.values[name]) for name, known in properties().items() if known.row and name in told.values]
    if given and given[0] == ("starts", told.values.get("starts")) and "ends" not in told.values:
        days = [iso_day(value) for value in told.values["starts"]]
        given = given[1:] if days == [entry.day] else given  # the day that it is listed under
    return replace(
        entry,
        status=heard.value(entry.id, "status", entry.status) or entry.status,
        starts=heard.value(entry.id, "starts", entry.starts),
        ends=heard.value(entry.id, "ends", entry.ends),
        state=heard.state(entry.id, entry.state),
        contested_on=told.contested_on,
        given=tuple(given),
    )


def _rivals(conn: sqlite3.Connection, disputed: Mapping[int, list[str]], as_of: int | None) -> dict[int, Given]:
    """Return every value of the properties in dispute, by event: one query for all of them."""
    if not disputed:
        return {}
    found = {}
    for event, claims in said_of(conn, disputed, as_of).items():
        counted = live(claims)
        values = {name: rivals(counted, name) for name in disputed[event]}
        found[event] = tuple((name, given) for name, given in values.items() if len(given) > 1)
    return found
