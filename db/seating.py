"""Part of a room that is too large to be shown whole: headings around a place, and the seats there that are not folded.

What a small room holds is read as it always was (`db.roster`). Of a large one the delegations begin folded, each with
who leads it and how many seats it has, and of what is unfolded only the seats near the place are read. Filters look at
every seat, but by its id alone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from db.roster import (
    DISPUTED,
    PARTS,
    PARTS_ORDER,
    Delegation,
    Inside,
    Part,
    Roster,
    compared,
    parts_of,
    round_of,
    rounds_of,
    told,
)
from db.scope import Scope
from db.seats import SEATS_ORDER, Seat, Sitting, seats_of, sitting
from db.spelling import spelled
from db.stages import states, unspoken
from db.values import dataclass
from db.voices import Voice, json_of, voice
from db.word import SILENT, hear

FITS: Final = 60
"""Headings and seats that are shown unfolded from the start: what the tallest of the three sizes has lines for."""

REACH: Final = 60
"""Headings and seats that are read on each side of a place."""


@dataclass(frozen=True, slots=True)
class Seating:
    """Where in a room one is.

    Attributes:
        near: The part or the seat there; None is the first.
        at: How many headings and seats come before it: the place if it is gone.
        opened, closed: The parties whose delegation was unfolded, or folded, otherwise than it begins.
    """

    near: int | None = None
    at: int = 0
    opened: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Heading:
    """A delegation before anything of it is read.

    Attributes:
        part, party: Ids.
        seats: The ids of its seats in their order, where a filter has looked at each.
        count: How many there are.
        open: Whether they are shown.
    """

    part: int
    party: int
    seats: Sequence[int] | None
    count: int
    open: bool

    @property
    def length(self) -> int:
        """How many lines, so to speak, it takes: its heading, and its seats if they are shown."""
        return 1 + self.count * self.open


def seating(conn: sqlite3.Connection, process: int, scope: Scope, asked: Seating, reach: int = REACH) -> Roster:
    """Return the delegations of the round in scope, and of a large room those around a place.

    Args:
        conn: An open read transaction.
        process: The negotiation.
        scope: What is looked at.
        asked: Where, and what is folded.
        reach: Headings and seats on each side.
    """
    word = voice(conn, scope.word)
    rounds, index = rounds_of(conn, process, scope)
    if not rounds:
        return Roster(None, 0, (), ())
    now = sitting(conn, process, rounds[index], word, scope.as_of)
    headings, large = _headings(conn, now, scope, asked)
    before = sitting(conn, process, rounds[index - 1], word, scope.as_of) if index else None
    ends = [*accumulate(heading.length for heading in headings)]
    total = ends[-1] if ends else 0
    place = _place(conn, now, headings, asked)
    first, last = max(0, min(place, total) - reach), min(total, place + reach + 1)
    # No seat that is the first of its delegation comes without its heading.
    first -= any(end - heading.length == first - 1 < end - 1 for heading, end in zip(headings, ends, strict=True))
    shown = [
        (heading, range(max(0, first - end + heading.length), heading.length - max(0, end - last)))
        for heading, end in zip(headings, ends, strict=True)
        if end > first and end - heading.length < last
    ]
    whole = last - first == total and not large and all(one.open or not one.count for one in headings)
    part = Part(first, last - first, total, len(headings), sum(one.count for one in headings), large)
    found = told(conn, now, [*_read(conn, now, before, shown)])
    here = round_of(conn, rounds[index], word, scope.as_of)
    return Roster(here, index, rounds, tuple(found), None if whole else part)


def _headings(conn: sqlite3.Connection, at: Sitting, scope: Scope, asked: Seating) -> tuple[list[_Heading], bool]:
    """Return every delegation of a round in its order, and whether they begin folded."""
    missing = unspoken(conn, "event_parties", dict(at.then), at.as_of)
    rows = conn.execute(
        f"""
        SELECT event_parties.id, event_parties.party, (event_parties.role = 'attendee') * (
            SELECT count(*) FROM delegates
            WHERE delegates.event = event_parties.event AND delegates.party = event_parties.party)
        {PARTS} ORDER BY {PARTS_ORDER}
        """,  # noqa: S608  (pieces of the roster's own)
        {"process": at.process, "event": at.event},
    )
    counted: list[tuple[int, int, Sequence[int] | None, int]] = [
        (part, party, None, count) for part, party, count in rows if part not in missing
    ]
    kept = _kept(conn, at, scope)
    if kept is not None:
        mine = [(part, party, kept.get(party, ()) if count else ()) for part, party, _, count in counted]
        left = _left(conn, at, scope, [part for part, _, seats in mine if not seats])
        counted = [(part, party, seats, len(seats)) for part, party, seats in mine if seats or part in left]
    large = len(counted) + sum(count for *_, count in counted) > FITS

    def is_open(party: int) -> bool:
        return party in asked.opened if large else party not in asked.closed

    return [_Heading(part, party, seats, count, is_open(party)) for part, party, seats, count in counted], large


def _kept(conn: sqlite3.Connection, at: Sitting, scope: Scope) -> dict[int, list[int]] | None:
    """Return the seats of each party that the scope leaves, in their order; None if it leaves all."""
    missing = unspoken(conn, "delegates", dict(at.then), at.as_of)
    if not (missing or scope.contested_only or scope.hide_silent):
        return None
    ordered = conn.execute(f"SELECT party, id FROM delegates WHERE event = ? ORDER BY {SEATS_ORDER}", (at.event,))  # noqa: S608
    seats = [(party, seat) for party, seat in ordered if seat not in missing]
    if scope.contested_only:
        disputed = _disputed(conn, at, [seat for _, seat in seats])
        seats = [(party, seat) for party, seat in seats if seat in disputed]
    if scope.hide_silent and at.word is not None:
        spoken = _spoken(conn, at.word, [seat for _, seat in seats], at.as_of)
        seats = [(party, seat) for party, seat in seats if seat in spoken]
    found: dict[int, list[int]] = {}
    for party, seat in seats:
        found.setdefault(party, []).append(seat)
    return found


def _left(conn: sqlite3.Connection, at: Sitting, scope: Scope, parts: Sequence[int]) -> Collection[int]:
    """Return the parts that the scope leaves although it leaves none of their seats."""
    left: Collection[int] = parts
    if scope.contested_only:
        left = _disputed(conn, at, left)
    if scope.hide_silent and at.word is not None:
        left = _spoken(conn, at.word, left, at.as_of)
    return left


def _disputed(conn: sqlite3.Connection, at: Sitting, records: Collection[int]) -> set[int]:
    """Return those of some records that were in dispute."""
    was = states(conn, records, at.as_of)
    rows = conn.execute(
        "SELECT value FROM json_each(?) CROSS JOIN record_state ON record = value"
        " WHERE state IN (SELECT value FROM json_each(?))",
        (json.dumps([*records]), json.dumps(DISPUTED)),
    )
    now = {record for (record,) in rows if record not in was}
    return now | {record for record, (state, _) in was.items() if state in DISPUTED}


def _spoken(conn: sqlite3.Connection, word: Voice, records: Collection[int], as_of: int | None) -> set[int]:
    """Return those of some records that a voice says something of."""
    mine = "on_behalf_of = :party" if word.party is not None else "source IN (SELECT value FROM json_each(:sources))"
    rows = conn.execute(
        f"""
        SELECT its.value FROM json_each(:ids) AS its
        WHERE EXISTS (SELECT 1 FROM claims WHERE record = its.value AND rank <> 'deprecated' AND {mine})
        """,  # noqa: S608  (one of two conditions)
        {"ids": json.dumps([*records]), "party": word.party, "sources": json_of(word)},
    )
    found = {record for (record,) in rows}
    if as_of is None:
        return found
    heard = hear(conn, word, found, as_of)
    return {record for record in found if heard.state(record, "") != SILENT}


def _place(conn: sqlite3.Connection, at: Sitting, headings: Sequence[_Heading], asked: Seating) -> int:
    """Return how many headings and seats come before the place that is asked for."""
    if asked.near is None:
        return 0
    before = 0
    seat = conn.execute("SELECT party FROM delegates WHERE id = ? AND event = ?", (asked.near, at.event)).fetchone()
    for heading in headings:
        if heading.part == asked.near:
            return before
        if seat is not None and heading.party == seat[0] and heading.count:
            return before + (_rank(conn, at, heading, asked.near) if heading.open else 0)
        before += heading.length
    return min(asked.at, max(0, before - 1))


def _rank(conn: sqlite3.Connection, at: Sitting, heading: _Heading, seat: int) -> int:
    """Return which line of its delegation, counted from 0 at the heading, a seat is on."""
    if heading.seats is not None:
        return heading.seats.index(seat) + 1 if seat in heading.seats else 0
    (rank,) = conn.execute(
        f"""
        SELECT count(*) FROM delegates WHERE event = :event AND party = :party AND ({SEATS_ORDER})
            <= (SELECT {SEATS_ORDER} FROM delegates WHERE id = :seat)
        """,  # noqa: S608
        {"event": at.event, "party": heading.party, "seat": seat},
    ).fetchone()
    return int(rank)


def _ordered(conn: sqlite3.Connection, at: Sitting, party: int, limit: int, offset: int) -> list[int]:
    rows = conn.execute(
        f"SELECT id FROM delegates WHERE event = ? AND party = ? ORDER BY {SEATS_ORDER} LIMIT ? OFFSET ?",  # noqa: S608
        (at.event, party, limit, offset),
    )
    return [seat for (seat,) in rows]


def _first(conn: sqlite3.Connection, at: Sitting, parties: Sequence[int]) -> dict[int, int]:
    """Return the first seat of each delegation: one query for all of them."""
    rows = conn.execute(
        f"""
        SELECT its.value, (
            SELECT delegates.id FROM delegates WHERE event = ? AND party = its.value ORDER BY {SEATS_ORDER} LIMIT 1)
        FROM json_each(?) AS its
        """,  # noqa: S608  (the order of all seats)
        (at.event, json.dumps([*parties])),
    )
    return dict(rows.fetchall())


_Shown = Sequence[tuple[_Heading, range]]
"""Delegations, and which of their lines are read: 0 is the heading, 1 the first seat."""


def _read(conn: sqlite3.Connection, at: Sitting, before: Sitting | None, shown: _Shown) -> Iterator[Delegation]:
    """Yield delegations with those of their seats that are read; of one that is folded with who leads it."""
    first = _first(conn, at, [heading.party for heading, _ in shown if not heading.open and heading.seats is None])
    ids: dict[int, list[int]] = {}
    for heading, lines in shown:
        begin, end = max(0, lines.start - 1), lines.stop - 1
        if heading.open and heading.seats is None and end > begin:
            ids[heading.part] = _ordered(conn, at, heading.party, end - begin, begin)
        elif heading.seats is not None:
            ids[heading.part] = [*heading.seats[begin:end]] if heading.open else [*heading.seats[:1]]
        elif heading.count and not heading.open:
            ids[heading.part] = [first[heading.party]]
    seats = {
        seat.id: seat for own in seats_of(conn, at, (i for own in ids.values() for i in own)).values() for seat in own
    }
    parts = {part.id: part for part in parts_of(conn, at, [heading.part for heading, _ in shown])}
    earlier = _known(conn, before) if before is not None and any(heading.open for heading, _ in shown) else {}
    for heading, lines in shown:
        read = tuple(seats[seat] for seat in ids.get(heading.part, ()))
        inside = None if len(lines) == heading.length and heading.open else _inside(conn, at, heading, lines, read)
        inside = inside if heading.count else None
        party = replace(parts[heading.part], seats=read if heading.open else (), inside=inside)
        if heading.open and before is not None and party.roster == earlier.get(heading.party) == "full":
            party = compared(party, _people(conn, before, heading.party), _people(conn, at, heading.party))
            party = replace(party, left=party.left if lines.stop == heading.length else ())
        yield party


def _inside(conn: sqlite3.Connection, at: Sitting, heading: _Heading, lines: range, read: Sequence[Seat]) -> Inside:
    """Say how much there is of a delegation that isn't read whole."""
    if not heading.open:
        lead = read[0] if read and read[0].role == "head" and read[0].person else None
        return Inside(heading.count, 0, True, 0, lead)
    if heading.seats is None:
        (named,) = conn.execute(
            "SELECT count(person) FROM delegates WHERE event = ? AND party = ?", (at.event, heading.party)
        ).fetchone()
    else:
        (named,) = conn.execute(
            "SELECT count(person) FROM json_each(?) AS its CROSS JOIN delegates ON delegates.id = its.value",
            (json.dumps([*heading.seats]),),
        ).fetchone()
    return Inside(heading.count, named, False, max(0, lines.start - 1) if lines.start else 0)


def _known(conn: sqlite3.Connection, at: Sitting) -> dict[int, str]:
    """Return what is known of each party's delegation at a round: full, partial, unreported, or ""."""
    missing = unspoken(conn, "event_parties", dict(at.then), at.as_of)
    rows = conn.execute(
        f"SELECT event_parties.id, event_parties.party, coalesce(roster, '') {PARTS} ORDER BY {PARTS_ORDER}",
        {"process": at.process, "event": at.event},
    )
    return {party: known for part, party, known in rows if part not in missing}


def _people(conn: sqlite3.Connection, at: Sitting, party: int) -> set[str]:
    """Return the names of all who were in a delegation."""
    missing = unspoken(conn, "delegates", dict(at.then), at.as_of)
    rows = conn.execute(
        spelled("""
        SELECT delegates.id, named(people) FROM delegates CROSS JOIN people ON people.id = person
        WHERE event = :event AND party = :party
        """),
        {"event": at.event, "party": party, "sources": json_of(at.word)},
    )
    return {name for seat, name in rows if seat not in missing and name}
