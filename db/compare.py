"""Two days or two rounds compared: who was there, which stances moved, what happened between, what was said anew.

A round stands for its last day (`db.moments`), each day is read by the rule of `db.asof`. An absence is only said to be
one where both delegations are known in full: of others there are the names that one of the two has.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Literal

from db.between import Stretch, stretch
from db.dates import iso
from db.errors import UsageError
from db.moments import Moment
from db.positions import Cell, Issue, Matrix, matrix
from db.revised import Revised, revised
from db.roster import Delegation, Roster, Round, roster
from db.scope import Scope
from db.seats import Seat
from db.shift import Shift, Stand, shift
from db.values import dataclass
from db.voices import voice
from db.word import SILENT

EVENTS: Final = 50
"""Events of the days between that are listed; the others are counted."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Something else that is said of a person whom both delegations name.

    Attributes:
        seat: The later seat.
        what: role or office.
        before, after: What it was and is; an office may be "", where none is on record.
    """

    seat: Seat
    what: Literal["role", "office"]
    before: str
    after: str

    @property
    def promoted(self) -> bool:
        """Whether somebody came to lead, or an adviser became a member."""
        return self.what == "role" and (self.after == "head" or (self.before, self.after) == ("adviser", "member"))


@dataclass(frozen=True, slots=True)
class Team:
    """A party's delegation at two rounds.

    Attributes:
        party: Its record.
        name: Its name.
        short: Its 2 to 4 letters.
        before, after: How far each delegation is known: full, partial, unreported; "" where there is none on record.
        later: Who is named at the later round only: joined, where both are known in full.
        earlier: Who is named at the earlier round only: left, where both are known in full.
        changed: What changed of those whom both name.
        same_as: The round whose delegation the later one is reported to be the same as, or "".
    """

    party: int
    name: str
    short: str
    before: str
    after: str
    later: tuple[Seat, ...]
    earlier: tuple[Seat, ...]
    changed: tuple[Changed, ...]
    same_as: str = ""

    @property
    def known(self) -> bool:
        """Whether both delegations are known in full, so that who isn't named wasn't there."""
        return self.before == self.after == "full"


@dataclass(frozen=True, slots=True)
class Delegations:
    """Who was there: the rounds whose delegations are compared, None where none was on record; and each party."""

    before: Round | None
    after: Round | None
    teams: tuple[Team, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A party's stance that moved.

    Attributes:
        position: The record of the later position, or of the earlier where none is known later.
        party: The party's record.
        name: Its name.
        short: Its 2 to 4 letters.
        before, after: What it held on each day; None where no position was known.
        shift: How the later differs.
        state: What the claims on the later position add up to.
    """

    position: int
    party: int
    name: str
    short: str
    before: Stand | None
    after: Stand | None
    shift: Shift
    state: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An issue on which something moved.

    Attributes:
        issue: Its record.
        name: Its name.
        apart: The distance between sides A and B on each day, 0 to 4; None = unknown.
        moves: The stances that moved, in the order of the matrix.
    """

    issue: int
    name: str
    apart: tuple[int | None, int | None]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two moments.

    Attributes:
        a, b: The earlier and the later one.
        delegations: Who was there.
        stances: What moved.
        happened: What happened after the one, up to and including the other.
        announced: What was announced between the two and was still to come.
        claims: What was said anew.
    """

    a: Moment
    b: Moment
    delegations: Delegations
    stances: tuple[Moved, ...]
    happened: Stretch
    announced: Stretch
    claims: Revised

    @property
    def same(self) -> bool:
        """Whether the two are one day, so that there is nothing between."""
        return self.a.day == self.b.day


def ordered(a: Moment, b: Moment) -> None:
    """Refuse two moments in the wrong order.

    Raises:
        UsageError: The first is later than the second.
    """
    if a.day > b.day:
        raise UsageError(f"{_named(a)} is later than {_named(b)}: swap the two.")


def _named(moment: Moment) -> str:
    return f"{moment.name} ({iso(moment.day)})" if moment.name else iso(moment.day)


def compare(conn: sqlite3.Connection, process: int, a: Moment, b: Moment, scope: Scope) -> Comparison:
    """Return what differs between two moments.

    Args:
        conn: An open read transaction.
        process: The negotiation.
        a: The earlier moment.
        b: The later one.
        scope: On whose word; its filters leave nothing out here, its day and its round are those of the moments.

    Raises:
        UsageError: `a` is later than `b`.
    """
    ordered(a, b)
    if a.day == b.day:
        return Comparison(a, b, Delegations(None, None), (), Stretch((), 0), Stretch((), 0), Revised((), ()))
    word = voice(conn, scope.word)
    one, other = (
        replace(scope, as_of=at.as_of, round=at.round, contested_only=False, hide_silent=False, query="")
        for at in (a, b)
    )
    return Comparison(
        a, b,
        _delegations(roster(conn, process, one), roster(conn, process, other)),
        tuple(_stances(conn, matrix(conn, process, one), matrix(conn, process, other))),
        stretch(conn, process, a.day, b.as_of, word, "happened", EVENTS),
        stretch(conn, process, a.day, b.as_of, word, "announced", EVENTS),
        revised(conn, process, a.day, b.as_of, word),
    )  # fmt: skip


# Who was there


def _delegations(before: Roster, after: Roster) -> Delegations:
    found = Delegations(before.round, after.round)
    if before.round is None or after.round is None or before.round.id == after.round.id:
        return found
    was, here = (
        {one.party: one for one in at.delegations if one.role != "host" or one.seats} for at in (before, after)
    )
    parties = {**here, **was}  # in the order of the later round, then those of the earlier alone
    return replace(found, teams=tuple(_team(was.get(party), here.get(party)) for party in parties))


def _team(before: Delegation | None, after: Delegation | None) -> Team:
    one = after or before
    assert one is not None
    was, here = (_present(at) if at else {} for at in (before, after))
    changed = [change for name in here if name in was for change in _changes(was[name], here[name])]
    return Team(
        one.party, one.name, one.short,
        before.roster if before else "", after.roster if after else "",
        tuple(seat for name, seat in here.items() if name not in was),
        tuple(seat for name, seat in was.items() if name not in here),
        tuple(changed),
        after.unchanged_from if after else "",
    )  # fmt: skip


def _present(found: Delegation) -> dict[str, Seat]:
    """Return the seats of those who are named, by their names; who withdrew wasn't there."""
    return {seat.person: seat for seat in found.seats if seat.person and seat.status != "withdrawn"}


def _changes(was: Seat, now: Seat) -> Iterator[Changed]:
    if was.role != now.role:
        yield Changed(now, "role", was.role, now.role)
    if was.office != now.office:
        yield Changed(now, "office", was.office, now.office)


# Which stances moved


def _stances(conn: sqlite3.Connection, before: Matrix, after: Matrix) -> Iterator[Moved]:
    was = {
        (issue.id, column.party): cell
        for issue in before.issues
        for column, cell in zip(before.columns, issue.cells, strict=True)
    }
    apart = {issue.id: issue.distance for issue in before.issues}
    cells = [*was.values(), *(cell for issue in after.issues for cell in issue.cells)]
    conditions = _conditions(conn, [cell.position for cell in cells if cell is not None])
    for issue in after.issues:
        moves = tuple(_moves(issue, after, was, conditions))
        if moves or apart.get(issue.id) != issue.distance:
            yield Moved(issue.id, issue.name, (apart.get(issue.id), issue.distance), moves)


def _conditions(conn: sqlite3.Connection, positions: list[int]) -> dict[int, str]:
    rows = conn.execute(
        "SELECT id, coalesce(condition, '') FROM positions WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(positions),),
    )
    return dict(rows.fetchall())


def _moves(
    issue: Issue, matrix: Matrix, was: dict[tuple[int, int], Cell | None], conditions: dict[int, str]
) -> Iterator[Move]:
    for column, cell in zip(matrix.columns, issue.cells, strict=True):
        earlier = was.get((issue.id, column.party))
        before, after = _stand(earlier, conditions), _stand(cell, conditions)
        one = cell or earlier
        known = any(stand and stand.stance is not None for stand in (before, after))
        if one is not None and known and before != after:
            moved = shift(before, after or Stand(None))
            yield Move(one.position, column.party, column.name, column.short, before, after, moved, one.state)


def _stand(cell: Cell | None, conditions: dict[int, str]) -> Stand | None:
    """Return what a cell holds; None where none is known, or the voice in scope is silent on it."""
    if cell is None or cell.state == SILENT:
        return None
    return Stand(cell.stance, conditions.get(cell.position, ""))
