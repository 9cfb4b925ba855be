"""Which events and disputes a briefing tells: a few of each sort, the most telling first.

Which come first is a rule that takes no side: the newest; of what was said the newest word of each party in turn; of
what is planned the soonest. All others are counted, and so is what has no claim that it could stand on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from db.between import stretch
from db.briefing.briefed import AT_MOST, Asked, Dispute, Happening, Section
from db.dates import DAY, DateError, span
from db.entries import Entry
from db.positions import DISPUTED
from db.related import titles
from db.scope import Scope
from db.stages import later, states, stood
from db.timeline import now, window
from db.vocabulary import spoken
from db.word import SILENT, hear

_WORDS: Final = 6
"""Lines of what was said."""
_LOOKED_AT: Final = 120
"""Events, or records in dispute, of which those are chosen."""
_LISTENED_TO: Final = 1000
"""The same for one voice, that may be silent on most of them."""
_FROM_THE_FIRST: Final = -(10**13)
"""A day before all others."""


# What happened, what was said, what is next


def happened(asked: Asked, after: int, said: bool) -> Section[Happening]:
    """Return what was done after a day, the newest first; or what was said, of each party in turn the newest."""
    words = spoken()
    types = words if said else spoken(others=True)
    most = _LOOKED_AT if asked.word is None else _LISTENED_TO
    found = stretch(asked.conn, asked.process, after, asked.scope.as_of, asked.word, "happened", most, types)
    if said:
        return _events(asked, _in_turn(found.entries), found.total, _WORDS)
    return _events(asked, found.entries, found.total)


def coming(asked: Asked, today: int) -> Section[Happening]:
    """Return what is planned, the soonest first; what has no date comes last.

    Args:
        asked: What the briefing is of.
        today: The day that it is as of, counted from 1970.
    """
    scope = Scope(newest_first=False, as_of=asked.scope.as_of, word=asked.scope.word)
    known = window(asked.conn, asked.process, scope, now(), _LOOKED_AT).entries
    planned = sorted((one for one in known if one.planned), key=lambda one: (one.day is None, one.key))
    total = stretch(asked.conn, asked.process, _FROM_THE_FIRST, asked.scope.as_of, None, "announced", 0).total
    found = _events(asked, planned, total)
    return replace(found, lines=tuple(replace(one, passed=_over(one.entry, today)) for one in found.lines))


def _over(entry: Entry, today: int) -> bool:
    """Say whether the last day that an event can be on was before today."""
    try:
        latest = span(entry.starts, entry.ends).latest
    except DateError:  # a foreign store may hold anything
        return False
    return latest is not None and latest // DAY < today


def _events(asked: Asked, entries: Sequence[Entry], total: int, most: int = AT_MOST) -> Section[Happening]:
    """Return the first events of which something is said, in the order of the timeline.

    An event's summary is of all accounts as of now: it is no single voice's word, and that of a day only where the
    event stood as it does now.
    """
    bare = sum(not one.sources or one.state == SILENT for one in entries)
    most += total - bare == most + 1  # a line takes no more room than to say that there is one more
    spoken_of = [one for one in entries if one.sources and one.state != SILENT][: 2 * most]
    said = asked.said(one.id for one in spoken_of)
    then = stood(asked.conn, said, asked.scope.as_of)
    standing = [one for one in spoken_of if said[one.id]]
    bare += len(spoken_of) - len(standing)  # all that was said of them has been set aside, or was said later
    heard = hear(asked.conn, asked.word, said, asked.scope.as_of)
    chosen = [
        replace(
            one,
            summary="" if asked.word is not None or one.id in then else one.summary,
            place=one.place if heard.values(one.id, "place", one.place) else "",
        )
        for one in standing[:most]
    ]
    if not all(one.planned for one in chosen):
        chosen.sort(key=lambda one: one.key, reverse=True)
    lines = tuple(Happening(one, said[one.id], asked.notes.of(said[one.id])) for one in chosen)
    return Section(lines, total - len(lines) - bare, bare)


def _in_turn(entries: Sequence[Entry]) -> list[Entry]:
    """Put events so that each party that acts in them has its turn, the newest of each first."""
    turns: defaultdict[str, int] = defaultdict(int)
    placed: list[tuple[int, int, Entry]] = []
    for place, one in enumerate(entries):
        acting = next((short for short, role in one.parties if role in ("actor", "accuser")), "")
        placed.append((turns[acting], place, one))
        turns[acting] += 1
    return [one for *_, one in sorted(placed, key=lambda row: row[:2])]


# What is contested


def disputes(asked: Asked) -> Section[Dispute]:
    """Return what is in dispute: events first, the newest of them first, then all else."""
    disputed, total = _disputed(asked)
    ids = [record for record, *_ in disputed]
    said, names = asked.said(ids), titles(asked.conn, ids, asked.word)
    lines: list[Dispute] = []
    told, bare = 0, 0
    for record, state, properties in disputed:
        if len(lines) >= AT_MOST:
            break
        told += 1
        before = len(lines)
        differ = {*properties, *([""] if state == "denied" else [])}
        for about, group in groupby(said[record] if record in names else (), key=lambda row: row.about):
            rows = tuple(group)
            if about in differ:
                _, title = names[record]
                lines.append(Dispute(record, title, about, rows[0].label, rows, asked.notes.of(rows)))
        bare += len(lines) == before
    return Section(tuple(lines), total - told, bare)


_OTHERS: Final = """
    SELECT record, state, contested_on FROM record_state
    WHERE state IN ('contested', 'denied') AND process = ? AND kind <> 'event' ORDER BY record DESC LIMIT ?
"""


def _disputed(asked: Asked) -> tuple[list[tuple[int, str, tuple[str, ...]]], int]:
    """Return records in dispute, whoever is heard, with their state and on what accounts differ; and how many are."""
    scope = Scope(as_of=asked.scope.as_of, contested_only=True)
    events = window(asked.conn, asked.process, scope, None, 2 * AT_MOST)
    rows = asked.conn.execute(_OTHERS, (asked.process, _LOOKED_AT)).fetchall()
    ids = [record for record, *_ in rows]
    to_come, then = later(asked.conn, ids, asked.scope.as_of), states(asked.conn, ids, asked.scope.as_of)
    others = [
        (record, *then.get(record, (state, tuple(disputed.split()))))
        for record, state, disputed in rows
        if record not in to_come
    ]
    others = [row for row in others if row[1] in DISPUTED]
    return [*((one.id, one.state, one.contested_on) for one in events.entries), *others], events.total + len(others)
