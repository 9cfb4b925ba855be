"""Who is in the room: the delegations of one round."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from db.asof import values
from db.overview import OTHERS
from db.scope import Scope
from db.seats import SEATS_ORDER, Seat, Sitting, seats_of, sitting
from db.spelling import spelled
from db.stages import states, stood, unspoken
from db.values import dataclass
from db.voices import Voice, json_of, voice
from db.word import SILENT, hear


@dataclass(frozen=True, slots=True)
class Round:
    """A round of talks.

    Attributes:
        id: Its record.
        number: As counted by those present, if it is known.
        title: Its title.
        place: Where, or "".
        starts, ends: EDTF, or "".
        status: planned, ongoing, held ...
        format: bilateral, trilateral ..., or "".
    """

    id: int
    number: int | None
    title: str
    place: str
    starts: str
    ends: str
    status: str
    format: str = ""


@dataclass(frozen=True, slots=True)
class Inside:
    """What there is of a delegation of which not all is read.

    Attributes:
        seats: How many seats it has.
        named: How many of them somebody is named for.
        folded: Whether none of them is shown.
        before: How many come before the first that is read.
        lead: Who leads it, where it is folded and somebody does.
    """

    seats: int
    named: int
    folded: bool
    before: int = 0
    lead: Seat | None = None


@dataclass(frozen=True, slots=True)
class Delegation:
    """A party's part in a round.

    Attributes:
        id: The record of its part.
        party: Id of the party.
        name: Its name.
        short: Its 2 to 4 letters.
        role: attendee or host.
        roster: full, partial, unreported, or "" where it sends no delegation.
        unchanged_from: The round whose delegation it is reported to be the same as, or "".
        state: What the claims on its part add up to; how it stands on the word of the voice in scope.
        seats: Heads first.
        left: Names of those who were there the round before and no longer are, where both rosters are known in full.
        inside: What there is of it, where `seats` isn't all; None where it is.
    """

    id: int
    party: int
    name: str
    short: str
    role: str
    roster: str
    unchanged_from: str
    state: str
    seats: tuple[Seat, ...]
    left: tuple[str, ...] = ()
    inside: Inside | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a room is read; a heading and a seat of an open delegation count alike.

    Attributes:
        before: How many come before those that are read.
        read: How many are read.
        total: How many there are.
        delegations: How many delegations there are.
        seats: How many seats those have, folded or not.
        large: Whether delegations begin folded, since all of them open would be more than a screen.
    """

    before: int
    read: int
    total: int
    delegations: int
    seats: int
    large: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """The delegations of one round.

    Attributes:
        round: The round, None where there is none.
        index: Its place among the rounds, from 0 for the oldest.
        rounds: Ids of all rounds, the oldest first.
        delegations: Negotiators first, the host last.
        part: Which part of them is read (`db.seating`); None if all are.
    """

    round: Round | None
    index: int
    rounds: tuple[int, ...]
    delegations: tuple[Delegation, ...]
    part: Part | None = None


def roster(conn: sqlite3.Connection, process: int, scope: Scope) -> Roster:
    """Return the delegations of the round in scope: the newest if it names none, or one that isn't there.

    As of a day: of the rounds known by then, with those whose part had been spoken of.
    """
    word = voice(conn, scope.word)
    ids, index = rounds_of(conn, process, scope)
    if not ids:
        return Roster(None, 0, (), ())
    now = sitting(conn, process, ids[index], word, scope.as_of)
    found = _delegations(conn, now)
    if index:
        then = sitting(conn, process, ids[index - 1], word, scope.as_of)
        before = {party.party: party for party in _delegations(conn, then)}
        found = [_compared(party, before.get(party.party)) for party in found]
    if scope.contested_only:
        found = [kept for party in found if (kept := _kept(party, DISPUTED))]
    found = told(conn, now, found)
    if scope.hide_silent:
        found = [kept for party in found if (kept := _kept(party, (SILENT,), without=True))]
    return Roster(round_of(conn, ids[index], word, scope.as_of), index, ids, tuple(found))


def rounds_of(conn: sqlite3.Connection, process: int, scope: Scope) -> tuple[tuple[int, ...], int]:
    """Return the rounds that were known, the oldest first, and the place of the one in scope among them.

    Those that are only also in the negotiation are another's.
    """
    rows = conn.execute(
        f"""
        SELECT id, status FROM events INDEXED BY events_rounds
        CROSS JOIN timeline INDEXED BY timeline_rounds ON timeline.event = events.id AND timeline.type = 'ROUND'
        WHERE events.type = 'ROUND' AND process = :process AND known <= :as_of AND id NOT IN ({OTHERS})
        ORDER BY events.earliest IS NULL, events.earliest, number, id
        """,  # noqa: S608  (a query of ours)
        {"process": process, **values(scope.as_of)},
    ).fetchall()
    then = stood(conn, (event for event, _ in rows), scope.as_of)
    statuses = {event: then[event].status if event in then else status for event, status in rows}
    ids = tuple(statuses)
    return ids, ids.index(scope.round) if scope.round in statuses else _newest([*statuses.values()])


def round_of(conn: sqlite3.Connection, event: int, word: Voice | None, as_of: int | None) -> Round:
    """Return a round, as it stood on a day."""
    row = conn.execute(
        spelled("""
        SELECT events.id, number, named(events), coalesce(named(places), ''),
            coalesce(starts, ''), coalesce(ends, ''), status, coalesce(format, '')
        FROM events LEFT JOIN places ON places.id = events.place WHERE events.id = :event
        """),
        {"event": event, "sources": json_of(word)},
    ).fetchone()
    found, stage = Round(*row), stood(conn, (event,), as_of).get(event)
    if stage is None:
        return found
    return replace(found, status=stage.status, starts=stage.starts, ends=stage.ends, format=stage.format)


DISPUTED: Final = ("contested", "denied")


def _newest(statuses: list[str]) -> int:
    """Return the place of the newest round that is more than a plan; of the newest plan if all are."""
    begun = [index for index, status in enumerate(statuses) if status not in ("planned", "cancelled", "postponed")]
    return begun[-1] if begun else len(statuses) - 1


def _delegations(conn: sqlite3.Connection, at: Sitting) -> list[Delegation]:
    """Return the delegations of a round with all of their seats."""
    missing = unspoken(conn, "delegates", dict(at.then), at.as_of)
    ordered = conn.execute(f"SELECT id FROM delegates WHERE event = ? ORDER BY {SEATS_ORDER}", (at.event,))  # noqa: S608
    seats = seats_of(conn, at, (seat for (seat,) in ordered if seat not in missing))
    return [
        replace(party, seats=tuple(seats[party.party])) if party.role == "attendee" else party
        for party in parts_of(conn, at)
    ]


PARTS: Final = """
    FROM event_parties CROSS JOIN parties ON parties.id = event_parties.party
    LEFT JOIN process_parties ON process_parties.party = parties.id AND process_parties.process = :process
    WHERE event = :event AND event_parties.role IN ('attendee', 'host')
"""
"""The parts in a round that are shown; the parameters are `process` and `event`."""

PARTS_ORDER: Final = """
    event_parties.role = 'host', process_parties.sort IS NULL, process_parties.sort,
    process_parties.side IS NULL, process_parties.side, parties.name, event_parties.id
"""
"""The order of delegations: that of the process, the host last."""


def parts_of(conn: sqlite3.Connection, at: Sitting, among: Iterable[int] | None = None) -> list[Delegation]:
    """Return the delegations of a round without their seats.

    Args:
        conn: An open read transaction.
        at: The round.
        among: Ids of the parts that are read; None is all of those that had been spoken of.
    """
    missing = unspoken(conn, "event_parties", dict(at.then), at.as_of)
    only = "" if among is None else "AND event_parties.id IN (SELECT value FROM json_each(:among))"
    rows = conn.execute(
        spelled(f"""
        SELECT event_parties.id, parties.id, named(parties), parties.short, event_parties.role,
            coalesce(roster, ''), coalesce((
                SELECT coalesce('round ' || other.number, other.title) FROM claims
                JOIN records ON records.kind = 'event' AND records.slug = claims.value
                JOIN events AS other ON other.id = records.id
                WHERE claims.record = event_parties.id AND property = 'unchanged_from' AND modality = 'asserts'
                AND claims.rank <> 'deprecated' ORDER BY claims.id DESC LIMIT 1
            ), ''), coalesce((SELECT state FROM record_state WHERE record = event_parties.id), '')
        {PARTS} {only} ORDER BY {PARTS_ORDER}
        """),  # noqa: S608  (pieces of this module)
        {
            "process": at.process,
            "event": at.event,
            "sources": json_of(at.word),
            "among": json.dumps([*(among or ())]),
        },
    )
    found = [
        Delegation(part, party, name, short, role, named, "" if at.coming else same, state, ())
        for part, party, name, short, role, named, same, state in rows
        if part not in missing
    ]
    was = states(conn, (party.id for party in found), at.as_of)
    return [replace(party, state=was[party.id][0]) if party.id in was else party for party in found]


def _compared(now: Delegation, before: Delegation | None) -> Delegation:
    """Mark who joined and who left; only where both rosters are known in full is an absence known to be one."""
    if before is None or now.roster != "full" or before.roster != "full":
        return now
    was, here = ({seat.person for seat in party.seats if seat.person} for party in (before, now))
    return compared(now, was, here)


def compared(now: Delegation, was: set[str], here: set[str]) -> Delegation:
    """Mark who joined and who left a delegation: who of those that are here was not there before, and the reverse."""
    seats = tuple(replace(seat, joined=bool(seat.person) and seat.person not in was) for seat in now.seats)
    return replace(now, seats=seats, left=tuple(sorted(was - here)))


def _kept(party: Delegation, states: tuple[str, ...], without: bool = False) -> Delegation | None:
    """Return a delegation with only the seats in one of `states`, or without those; None if nothing of it is left."""
    seats = tuple(seat for seat in party.seats if (seat.state in states) != without)
    return replace(party, seats=seats) if seats or (party.state in states) != without else None


def told(conn: sqlite3.Connection, at: Sitting, found: list[Delegation]) -> list[Delegation]:
    """Return delegations as the voice in scope tells them.

    Who leads, the offices in its words, what it denies or doesn't say.
    """
    if at.word is None:
        return found
    seats = [seat for party in found for seat in (*party.seats, *_lead(party))]
    ids = [*(party.id for party in found), *(i for seat in seats for i in (seat.id, seat.post) if i)]
    heard = hear(conn, at.word, ids, at.as_of)

    def of(seat: Seat) -> Seat:
        return replace(
            seat,
            state=heard.state(seat.id, seat.state),
            role=heard.value(seat.id, "role", seat.role) or "member",
            office=heard.value(seat.post, "title", seat.office),
        )

    return [
        replace(
            party,
            state=heard.state(party.id, party.state),
            unchanged_from=party.unchanged_from if heard.value(party.id, "unchanged_from", "") else "",
            seats=tuple(map(of, party.seats)),
            inside=party.inside and replace(party.inside, lead=next(map(of, _lead(party)), None)),
        )
        for party in found
    ]


def _lead(party: Delegation) -> tuple[Seat, ...]:
    return (party.inside.lead,) if party.inside is not None and party.inside.lead is not None else ()
