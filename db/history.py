"""The history of one party on one issue: each position on record, oldest first, and how it differs from the one before.

Which differences count as hardened, softened or turned is the rule of `db.shift`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from db.accounts import Account, accounts, said
from db.asof import UNDATED, position_held, values
from db.contested import live, rivals
from db.dates import DAY, iso_day
from db.scope import Scope, Subject
from db.shift import Shift, Stand, shift
from db.spelling import spelled
from db.stages import states
from db.values import dataclass
from db.vocabulary import words
from db.voices import Voice, json_of, voice
from db.word import SILENT, hear


@dataclass(frozen=True, slots=True)
class Held:
    """A position of the history.

    Attributes:
        position: Its record.
        dates: From when it was held, EDTF: one, or each that is given where accounts differ.
        day: The civil day that it is listed under, counted from 1970; None if it has no date.
        first, last: The first and the last day from which it can have been held; None where that is open.
        stance: -2 rejects to 2 demands; None = none is known.
        rivals: Other stances that accounts give of it, from against to for.
        condition: On which condition, or "".
        summary: What was held, in one sentence.
        state: What the claims on it add up to; how it stands on the word of the voice in scope.
        shift: How it differs from the last one before it whose stance is known.
        accounts: Who says so.
    """

    position: int
    dates: tuple[str, ...]
    day: int | None
    first: int | None
    last: int | None
    stance: int | None
    rivals: tuple[int, ...]
    condition: str
    summary: str
    state: str
    shift: Shift
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What one party held on one issue, from when on.

    Attributes:
        party: The party's name.
        issue: The issue's name.
        proposition: What one can be for or against.
        held: The positions, oldest first.
        later: How many more there are after the day in scope.
        until: The day up to which it is told, counted from 1970: that in scope, else the last on which anything is on
            record; None if there is none.
        as_of: Whether a day is in scope.
    """

    party: str
    issue: str
    proposition: str
    held: tuple[Held, ...]
    later: int
    until: int | None
    as_of: bool


_CELL: Final = "SELECT issue, party FROM positions WHERE id = ?"
_NAMES: Final = """
    SELECT named(parties), named(issues), coalesce(proposition, ''), records.process
    FROM issues CROSS JOIN records USING (id) JOIN parties ON parties.id = :party WHERE issues.id = :issue
"""
_POSITIONS: Final = """
    SELECT positions.id, date, day, earliest, latest, stance, coalesce(condition, ''), summary, coalesce(state, ''),
        coalesce(contested_on, ''), {held}
    FROM positions CROSS JOIN records USING (id) LEFT JOIN record_state ON record_state.record = positions.id
    WHERE issue = :issue AND party = :party AND records.process IS :process
    ORDER BY coalesce(latest, earliest) IS NOT NULL, coalesce(latest, earliest), positions.id
"""
"""In the order in which the matrix takes the newest (`db.positions`)."""
_LAST_DAY: Final = "SELECT max(day) FROM day_counts WHERE process = ? AND planned = 0 AND day > ?"


def cell(conn: sqlite3.Connection, subject: Subject) -> tuple[int, int] | None:
    """Return the issue and the party of what the detail is of; None if it is neither a position nor an empty cell."""
    if subject.party is not None:
        return subject.record, subject.party
    row = conn.execute(_CELL, (subject.record,)).fetchone()
    return (row[0], row[1]) if row else None


def history(conn: sqlite3.Connection, issue: int, party: int, scope: Scope) -> History | None:
    """Return what a party held on an issue, up to the day in scope and on the word of the voice in scope.

    Args:
        conn: An open read transaction.
        issue: The issue's record.
        party: The party's record.
        scope: Which day, and whose word.

    Returns:
        The history; None if there is no such issue or party, as when another program removed it.
    """
    word = voice(conn, scope.word)
    given = {"issue": issue, "party": party, "sources": json_of(word)}
    named = conn.execute(spelled(_NAMES), given).fetchone()
    if named is None:
        return None
    party_name, issue_name, proposition, process = named
    rows = conn.execute(
        _POSITIONS.format(held=position_held(scope.as_of)), {**given, "process": process, **values(scope.as_of)}
    ).fetchall()
    kept = [row[:-1] for row in rows if row[-1]]
    (until,) = conn.execute(_LAST_DAY, (process, UNDATED)).fetchone()
    held = [*_held(conn, kept, word, scope.as_of)]
    if scope.hide_silent:
        held = [one for one in held if one.state != SILENT]
    until = until if scope.as_of is None else scope.as_of
    later = len(rows) - len(kept)
    return History(party_name, issue_name, proposition, tuple(_compared(held)), later, until, scope.as_of is not None)


def _day(text: str | None) -> int | None:
    return iso_day(text or "")


def _held(
    conn: sqlite3.Connection, rows: list[tuple[Any, ...]], word: Voice | None, as_of: int | None
) -> Iterator[Held]:
    """Yield positions, not yet compared, as a voice tells them: a few queries for all of them."""
    ids = [row[0] for row in rows]
    told = accounts(conn, ids, word, as_of)
    heard = hear(conn, word, ids, as_of)
    then = states(conn, ids, as_of)
    for position, date, day, earliest, latest, stance, condition, summary, own_state, disputed in rows:
        given = told.get(position, ())
        own = "" if stance is None else str(stance)
        counted = live(said(one) for one in given if one.heard)
        state, contested = then.get(position, (own_state, tuple(disputed.split())))
        stances = heard.values(position, "stance", own)
        dates = heard.values(position, "date", date) or (date,)
        if word is None:
            stances = (own, *rivals(counted, "stance")) if "stance" in contested else (own,)
            dates = (rivals(counted, "date") if "date" in contested else ()) or (date,)
        known = [int(one) for one in dict.fromkeys(stances) if one in words("stance")]
        yield Held(
            position, dates, _day(day), _of(earliest), _of(latest), known[0] if known else None,
            tuple(sorted(known[1:])), condition, summary, heard.state(position, state), Shift(""), given,
        )  # fmt: skip


def _of(second: int | None) -> int | None:
    """Return the civil day of a second in UTC."""
    return None if second is None else second // DAY


def _compared(held: list[Held]) -> Iterator[Held]:
    """Yield positions with how each differs from the last known stance before it; one not spoken of isn't known."""
    before: Stand | None = None
    for one in held:
        now = Stand(None if one.state == SILENT else one.stance, one.condition)
        yield replace(one, shift=shift(before, now))
        before = before if now.stance is None else now
