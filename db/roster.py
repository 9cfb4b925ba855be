"""Who is in the room: the delegations of one round."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Container
from dataclasses import replace

from db.asof import held, values
from db.scope import Scope
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
class Seat:
    """A seat at a round.

    Attributes:
        id: Its record.
        person: Name, or "" if nobody is named.
        description: Who is meant, where nobody is named.
        role: head, member or adviser.
        status: announced, present, inferred or withdrawn.
        office: The post that the person holds for the party, or "".
        state: What the claims on it add up to; how it stands on the word of the voice in scope.
        joined: Whether it is new since the round before, where both rosters are known in full.
        post: Id of the office; 0 for none.
    """

    id: int
    person: str
    description: str
    role: str
    status: str
    office: str
    state: str
    joined: bool = False
    post: int = 0


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


@dataclass(frozen=True, slots=True)
class Roster:
    """The delegations of one round.

    Attributes:
        round: The round, None where there is none.
        index: Its place among the rounds, from 0 for the oldest.
        rounds: Ids of all rounds, the oldest first.
        delegations: Negotiators first, the host last.
    """

    round: Round | None
    index: int
    rounds: tuple[int, ...]
    delegations: tuple[Delegation, ...]


def roster(conn: sqlite3.Connection, process: int, scope: Scope) -> Roster:
    """Return the delegations of the round in scope: the newest if it names none, or one that isn't there.

    As of a day: of the rounds known by then, with those whose part had been spoken of.
    """
    word = voice(conn, scope.word)
    rounds = _rounds(conn, process, word, scope.as_of)
    if not rounds:
        return Roster(None, 0, (), ())
    ids = tuple(entry.id for entry in rounds)
    index = ids.index(scope.round) if scope.round in ids else _newest(rounds)
    found = _delegations(conn, process, ids[index], word, scope.as_of)
    if index:
        before = {party.party: party for party in _delegations(conn, process, ids[index - 1], word, scope.as_of)}
        found = [_compared(now, before.get(now.party)) for now in found]
    if scope.contested_only:
        found = [kept for party in found if (kept := _kept(party, ("contested", "denied")))]
    if word is not None:
        found = _told(conn, word, found, scope.as_of)
    if scope.hide_silent:
        found = [kept for party in found if (kept := _kept(party, (SILENT,), without=True))]
    return Roster(rounds[index], index, ids, tuple(found))


def _rounds(conn: sqlite3.Connection, process: int, word: Voice | None, as_of: int | None) -> list[Round]:
    rows = conn.execute(
        spelled("""
        SELECT events.id, number, named(events), coalesce(named(places), ''),
            coalesce(starts, ''), coalesce(ends, ''), status, coalesce(format, '')
        FROM events CROSS JOIN records USING (id) LEFT JOIN places ON places.id = events.place
        WHERE type = 'ROUND' AND process = :process AND (
            SELECT known FROM timeline WHERE event = events.id AND timeline.process = :process) <= :as_of
        ORDER BY earliest IS NULL, earliest, number, events.id
        """),
        {"process": process, "sources": json_of(word), **values(as_of)},
    )
    found = [Round(*row) for row in rows]
    then = stood(conn, (entry.id for entry in found), as_of)
    return [
        replace(entry, status=stage.status, starts=stage.starts, ends=stage.ends, format=stage.format)
        if (stage := then.get(entry.id))
        else entry
        for entry in found
    ]


def _newest(rounds: list[Round]) -> int:
    """Return the newest round that is more than a plan; the newest plan if all are."""
    begun = [index for index, entry in enumerate(rounds) if entry.status not in ("planned", "cancelled", "postponed")]
    return begun[-1] if begun else len(rounds) - 1


def _delegations(
    conn: sqlite3.Connection, process: int, event: int, word: Voice | None, as_of: int | None
) -> list[Delegation]:
    given = {"process": process, "event": event, "sources": json_of(word)}
    then = stood(conn, [event], as_of)
    coming = event in then and not then[event].begun
    missing = unspoken(conn, "event_parties", then, as_of)
    seats = _seats(conn, event, word, as_of, coming, unspoken(conn, "delegates", then, as_of))
    rows = conn.execute(
        spelled("""
        SELECT event_parties.id, parties.id, named(parties), parties.short, event_parties.role,
            coalesce(roster, ''), coalesce((
                SELECT coalesce('round ' || other.number, other.title) FROM claims
                JOIN records ON records.kind = 'event' AND records.slug = claims.value
                JOIN events AS other ON other.id = records.id
                WHERE claims.record = event_parties.id AND property = 'unchanged_from' AND modality = 'asserts'
                AND claims.rank <> 'deprecated' ORDER BY claims.id DESC LIMIT 1
            ), ''), coalesce(state, '')
        FROM event_parties JOIN parties ON parties.id = event_parties.party
        LEFT JOIN process_parties ON process_parties.party = parties.id AND process_parties.process = :process
        LEFT JOIN record_state ON record_state.record = event_parties.id
        WHERE event = :event AND event_parties.role IN ('attendee', 'host')
        ORDER BY event_parties.role = 'host', process_parties.sort IS NULL, process_parties.sort,
            process_parties.side IS NULL, process_parties.side, parties.name
        """),
        given,
    )
    found = [
        Delegation(
            part, party, name, short, role, named, "" if coming else same, state,
            tuple(seats[party] if role == "attendee" else ()),
        )
        for part, party, name, short, role, named, same, state in rows
        if part not in missing
    ]  # fmt: skip
    was = states(conn, (party.id for party in found), as_of)
    return [replace(party, state=was[party.id][0]) if party.id in was else party for party in found]


def _seats(
    conn: sqlite3.Connection, event: int, word: Voice | None, as_of: int | None, coming: bool, missing: Container[int]
) -> defaultdict[int, list[Seat]]:
    """Return the seats of each party at an event, heads first, with the offices held on the day that is looked at."""
    rows = conn.execute(
        spelled("""
        SELECT delegates.party, delegates.id, coalesce(named(people), ''),
            coalesce(description, ''), delegates.role, delegates.status, coalesce(state, ''), person
        FROM delegates LEFT JOIN people ON people.id = delegates.person
        LEFT JOIN record_state ON record_state.record = delegates.id
        WHERE event = :event
        ORDER BY delegates.person IS NULL, delegates.role <> 'head', delegates.role, delegates.id
        """),
        {"event": event, "sources": json_of(word)},
    ).fetchall()
    posts = _posts(conn, event, as_of)
    was = states(conn, (row[1] for row in rows), as_of)
    seats: defaultdict[int, list[Seat]] = defaultdict(list)
    for party, seat, name, description, role, status, state, person in rows:
        if seat not in missing:
            post, title = posts.get((person, party), (0, ""))
            then = "announced" if coming and status == "present" else status
            stands = was[seat][0] if seat in was else state
            seats[party].append(Seat(seat, name, description, role, then, title, stands, post=post))
    return seats


def _posts(conn: sqlite3.Connection, event: int, as_of: int | None) -> dict[tuple[int, int], tuple[int, str]]:
    """Return the post of each person at an event for each party: of those held then the newest, lasting ones first."""
    rows = conn.execute(
        """
        SELECT DISTINCT offices.person, offices.party, offices.id, title, since, until FROM delegates
        JOIN offices ON offices.person = delegates.person AND offices.party = delegates.party WHERE event = ?
        ORDER BY until IS NULL, since, offices.id DESC
        """,
        (event,),
    )
    # Later rows replace earlier ones.
    return {
        (person, party): (post, title) for person, party, post, title, since, until in rows if held(since, until, as_of)
    }


def _compared(now: Delegation, before: Delegation | None) -> Delegation:
    """Mark who joined and who left; only where both rosters are known in full is an absence known to be one."""
    if before is None or now.roster != "full" or before.roster != "full":
        return now
    was, here = ({seat.person for seat in party.seats if seat.person} for party in (before, now))
    seats = tuple(replace(seat, joined=bool(seat.person) and seat.person not in was) for seat in now.seats)
    return replace(now, seats=seats, left=tuple(sorted(was - here)))


def _kept(party: Delegation, states: tuple[str, ...], without: bool = False) -> Delegation | None:
    """Return a delegation with only the seats in one of `states`, or without those; None if nothing of it is left."""
    seats = tuple(seat for seat in party.seats if (seat.state in states) != without)
    return replace(party, seats=seats) if seats or (party.state in states) != without else None


def _told(conn: sqlite3.Connection, word: Voice, found: list[Delegation], as_of: int | None) -> list[Delegation]:
    """Return delegations as a voice tells them: who leads, the offices in its words, what it denies or doesn't say."""
    seats = [seat for party in found for seat in party.seats]
    ids = [*(party.id for party in found), *(i for seat in seats for i in (seat.id, seat.post) if i)]
    heard = hear(conn, word, ids, as_of)
    return [
        replace(
            party,
            state=heard.state(party.id, party.state),
            unchanged_from=party.unchanged_from if heard.value(party.id, "unchanged_from", "") else "",
            seats=tuple(
                replace(
                    seat,
                    state=heard.state(seat.id, seat.state),
                    role=heard.value(seat.id, "role", seat.role) or "member",
                    office=heard.value(seat.post, "title", seat.office),
                )
                for seat in party.seats
            ),
        )
        for party in found
    ]
