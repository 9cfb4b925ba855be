"""Since when a briefing tells what is new: the one home of the rule.

A briefing is of the newest round that is more than a plan, and of all that came to it: it begins on the day after the
round before that ended. Where there was no round before it begins with the round itself; without any round it is the
last seven days on which, or after which, anything is on record.
"""

from __future__ import annotations

import sqlite3
from typing import Final, Literal

from db.asof import UNDATED
from db.dates import iso
from db.errors import UsageError
from db.moments import Moment, Moments, moments
from db.roster import round_of, rounds_of
from db.scope import Scope
from db.values import dataclass

WEEK: Final = 7
"""Days that a briefing covers where there is no round."""

_NO_MORE_THAN_A_PLAN: Final = ("planned", "postponed", "cancelled")

Why = Literal["asked", "ended", "began", "week"]
"""Why a briefing begins when it does: a person said so, a round had ended, the round began, or there is none."""


@dataclass(frozen=True, slots=True)
class Since:
    """Which days a briefing covers.

    Attributes:
        day: The first of them, counted from 1970.
        until: The last: a day, or now.
        why: Why it begins then.
        round: What the round is called that had ended or began, or "".
        newest: The newest day by then on which anything happened; None if nothing had.
    """

    day: int
    until: Moment
    why: Why
    round: str
    newest: int | None

    @property
    def before(self) -> Moment:
        """The day before the first, which the last is compared with."""
        return Moment(self.day - 1)


def since(conn: sqlite3.Connection, process: int, scope: Scope, asked: str = "") -> Since:
    """Return which days a briefing covers.

    Args:
        conn: An open read transaction.
        process: The negotiation.
        scope: As of when it is.
        asked: The first day as a person types it, or a round, after whose end it begins; "" is by the rule.

    Raises:
        UsageError: It can't be read, or is later than the day that the briefing is as of.
    """
    known = moments(conn, process)
    until = known.now if scope.as_of is None else Moment(scope.as_of)
    newest = next((day for day, _ in known.days if day <= until.day), None)
    if asked:
        return Since(_typed(known, asked, until), until, "asked", "", newest)
    ids, index = rounds_of(conn, process, scope)
    if ids and round_of(conn, ids[index], None, scope.as_of).status not in _NO_MORE_THAN_A_PLAN:
        found = {one.id: one.moment for one in known.rounds}
        ended = found.get(ids[index - 1]) if index else None
        if ended is not None and ended.day < until.day:
            return Since(ended.day + 1, until, "ended", ended.name, newest)
        began = round_of(conn, ids[index], None, scope.as_of)
        first = _first_day(conn, ids[index])
        if first is not None and first <= until.day:
            return Since(first, until, "began", f"Round {began.number}" if began.number else began.title, newest)
    last = until.day if newest is None else newest
    return Since(last - WEEK + 1, until, "week", "", newest)


def _typed(known: Moments, text: str, until: Moment) -> int:
    moment = known.read(text)
    day = moment.day if moment.round is None else moment.day + 1
    if day > until.day:
        last = "now" if until.now else iso(until.day)
        raise UsageError(f"{iso(day)} is later than {last}: a briefing begins on or before the day that it is as of.")
    return day


def _first_day(conn: sqlite3.Connection, event: int) -> int | None:
    """Return the day that a round is listed under; None if it has no date."""
    row = conn.execute("SELECT day FROM timeline WHERE event = ? AND day > ?", (event, UNDATED)).fetchone()
    return None if row is None else int(row[0])
