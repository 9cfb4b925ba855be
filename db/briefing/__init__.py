"""A briefing: what an editor keeps of a negotiation on one page, every line with the notes that it stands on."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from db.briefing.briefed import (
    Asked,
    Dispute,
    Happening,
    Meeting,
    Present,
    Replaced,
    Section,
    Shifted,
    Standing,
    Turnover,
)
from db.briefing.chosen import coming, disputes, happened
from db.briefing.footnotes import Footnotes, Note
from db.briefing.sides import delegations, meeting, moves, present, replaced, standings, turnovers
from db.briefing.since import Since, since
from db.compare import compare
from db.overview import Process
from db.roster import Round
from db.scope import Scope
from db.values import dataclass
from db.voices import Voice, voice


@dataclass(frozen=True, slots=True)
class Briefing:
    """A briefing; its sections are in the order in which their notes are numbered.

    Attributes:
        process: The negotiation.
        since: Which days it covers.
        voice: On whose word it is; None is everybody's.
        done: What was done in those days, the newest first.
        said: What was said, the newest of each party in turn.
        round: The round whose room is told of; None where there is none.
        before: The round that its delegations are compared with; None where there is none.
        room: What was said of that round.
        turnovers: How its delegations differ from those before.
        delegations: Who is in the room.
        standings: Where the sides stand.
        moves: Which stances moved.
        first: How many stances are on record for the first time.
        replaced: Words that took the place of earlier ones.
        disputes: What is contested, and by whom.
        coming: What is planned.
        notes: What all of this stands on.
    """

    process: Process
    since: Since
    voice: Voice | None
    done: Section[Happening]
    said: Section[Happening]
    round: Round | None
    before: Round | None
    room: Meeting | None
    turnovers: Section[Turnover]
    delegations: Section[Present]
    standings: Section[Standing]
    moves: Section[Shifted]
    first: int
    replaced: Section[Replaced]
    disputes: Section[Dispute]
    coming: Section[Happening]
    notes: tuple[Note, ...]


def briefing(conn: sqlite3.Connection, process: Process, scope: Scope, begins: str = "") -> Briefing:
    """Return a briefing.

    Args:
        conn: An open read transaction.
        process: The negotiation.
        scope: As of when it is, and on whose word; its filters and its round leave nothing out here.
        begins: The first day that it covers, or a round after whose end it begins, as typed; "" is by the rule of
            `db.briefing.since`.

    Raises:
        UsageError: That day can't be read, or is later than the day that the briefing is as of.
        StoreError: The store doesn't hold the voice in scope.
    """
    word = voice(conn, scope.word)
    scope = replace(scope, round=None, contested_only=False, hide_silent=False, query="")
    days = since(conn, process.id, scope, begins)
    asked = Asked(conn, process.id, scope, word, Footnotes())
    compared = compare(conn, process.id, days.before, days.until, scope)
    done, said = (happened(asked, days.before.day, words) for words in (False, True))
    here, parts = present(asked)
    room = meeting(asked, here) if here is not None else None
    changed = turnovers(asked, compared, parts)
    inside = delegations(asked, parts)
    stand = standings(asked)
    moved, first = moves(asked, compared)
    return Briefing(
        process, days, word, done, said, here, compared.delegations.before, room, changed, inside, stand, moved, first,
        replaced(asked, compared), disputes(asked), coming(asked, days.until.day), asked.notes.notes(conn),
    )  # fmt: skip
