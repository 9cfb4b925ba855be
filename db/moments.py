"""What can be compared: a moment, which is a day or a round; and reading one as people type it.

A round stands for its last day, or for its first where no end is known.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Final

from db.asof import UNDATED, closes
from db.dates import DateError, iso, today, typed_day
from db.errors import UsageError
from db.text import brief, folded
from db.values import dataclass

AT_MOST: Final = 400
"""Days that are listed; who wants another one types it."""

_FEW: Final = 6
"""Rounds named in a sentence."""

_ROUND: Final = re.compile(r"(?:round|r)?[\s:#]*(\d{1,6})", re.IGNORECASE | re.ASCII)

_ROUNDS: Final = """
    SELECT events.id, slug, coalesce(number, 0), title, status IN ('planned', 'postponed', 'cancelled'),
        coalesce(ends, ''), coalesce(day, '')
    FROM events CROSS JOIN records USING (id) WHERE type = 'ROUND' AND process = ?
    ORDER BY earliest IS NULL, earliest, number, events.id
"""
_DAYS: Final = """
    SELECT day, events FROM day_counts WHERE process = ? AND planned = 0 AND day > ? ORDER BY day DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a round.

    Attributes:
        day: The day, counted from 1970; of now, today or the last day on which anything is on record.
        name: What a round is called, `Round 1`; "now"; or "" for a day.
        round: The round's record, if it is one.
        now: Whether it is now: everything on record counts.
    """

    day: int
    name: str = ""
    round: int | None = None
    now: bool = False

    @property
    def as_of(self) -> int | None:
        """The day that a scope has for it."""
        return None if self.now else self.day

    @property
    def written(self) -> str:
        """How it can be typed: a name that `Moments.read` understands, or an ISO day."""
        return self.name.lower() or iso(self.day)


@dataclass(frozen=True, slots=True)
class Round:
    """A round that can be compared.

    Attributes:
        id: Its record.
        slug: Its name on the command line.
        number: As counted by those present; 0 if it has none.
        title: Its title.
        planned: Whether it is only a plan, or was called off.
        day: The day that it stands for; None if it has no date.
    """

    id: int
    slug: str
    number: int
    title: str
    planned: bool
    day: int | None

    @property
    def moment(self) -> Moment | None:
        """The moment that it stands for; None where it has no date."""
        name = f"Round {self.number}" if self.number else self.slug
        return None if self.day is None else Moment(self.day, name, self.id)


@dataclass(frozen=True, slots=True)
class Moments:
    """What can be compared in one negotiation.

    Attributes:
        rounds: Its rounds, oldest first, those to come included.
        days: The days on which anything happened and how many events each has, newest first, at most `AT_MOST`.
    """

    rounds: tuple[Round, ...]
    days: tuple[tuple[int, int], ...]

    @property
    def now(self) -> Moment:
        """What is on record now, whatever the clock of this machine says."""
        return Moment(max(today(), self.days[0][0]) if self.days else today(), "now", now=True)

    @property
    def newest(self) -> int:
        """The newest day on which anything happened; today where nothing has."""
        return self.days[0][0] if self.days else today()

    def before(self, moment: Moment) -> Moment:
        """Return what a moment is first compared with: the round before the newest by then, else the day before."""
        begun = [found for one in self.rounds if (found := one.moment) and found.day <= moment.day and not one.planned]
        if len(begun) > 1 and begun[-2].day < moment.day:
            return begun[-2]
        return Moment((self.newest if moment.now else moment.day) - 1)

    def read(self, text: str) -> Moment:
        """Read a moment as a person types it: `4 feb`, `2026-02-04`, `round 1`, `r1`, `1`, a round's slug, `now`.

        A year that isn't typed is the one that puts the day nearest to the newest on record.

        Raises:
            UsageError: It is none, or it could be two; the sentence says what there is.
        """
        typed = folded(text)
        if typed in ("now", "today"):
            return self.now
        number = _ROUND.fullmatch(typed)
        wanted = int(number[1]) if number else None
        found = [one for one in self.rounds if typed in (folded(one.slug), folded(one.title))]
        found = found or [one for one in self.rounds if one.number and one.number == wanted]
        if len(found) > 1:
            listed = _either([one.slug for one in found])
            raise UsageError(f"“{brief(text)}” could be several rounds: type one by its slug, {listed}.")
        if found:
            return self._day_of(found[0])
        if number and (len(number[1]) < 4 or not typed.isdecimal()):  # a number of four digits may be a year
            raise UsageError(f"There is no round {wanted}: {self._known()}.")
        try:
            return Moment(typed_day(text, self.newest))
        except DateError as error:
            if not self.rounds:
                raise
            raise UsageError(f"{str(error).removesuffix('.')}; or name a round: {self._known()}.") from error

    def _day_of(self, found: Round) -> Moment:
        moment = found.moment
        if moment is None:
            raise UsageError(f"“{brief(found.title)}” has no date yet: compare days, such as {iso(self.newest)}.")
        return moment

    def _known(self) -> str:
        """Say which rounds there are."""
        names = [str(one.number) if one.number else one.slug for one in self.rounds]
        if not names:
            return f"this negotiation has none, so type a day such as {iso(self.newest)}"
        more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
        return f"there {'is round' if len(names) == 1 else 'are rounds'} {_listed(names[:_FEW], bool(more))}{more}"


def moments(conn: sqlite3.Connection, process: int) -> Moments:
    """Return what can be compared in a negotiation."""
    rounds = tuple(
        Round(event, slug, number, title, bool(planned), _day(ends, day))
        for event, slug, number, title, planned, ends, day in conn.execute(_ROUNDS, (process,))
    )
    return Moments(rounds, tuple(conn.execute(_DAYS, (process, UNDATED, AT_MOST)).fetchall()))


def _day(ends: str, day: str) -> int | None:
    found = closes(day, ends)
    return None if found == UNDATED else found


def _listed(names: list[str], more: bool) -> str:
    return ", ".join(names) if more or len(names) < 2 else f"{', '.join(names[:-1])} and {names[-1]}"


def _either(names: list[str]) -> str:
    return " or ".join(names)
