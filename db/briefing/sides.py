"""What a briefing tells of the sides: who is in the room, where they stand and what moved.

The changes come before what is; of the issues those come first on which the two sides are furthest apart. What has no
claim that it could stand on is counted.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from db.briefing.briefed import (
    AT_MOST,
    Asked,
    Holding,
    Meeting,
    Present,
    Replaced,
    Section,
    Shifted,
    Standing,
    Turnover,
)
from db.compare import Comparison
from db.positions import Cell, Column, matrix
from db.roster import Delegation, Round
from db.scope import Scope
from db.seating import Seating, seating
from db.word import SILENT, hear

# Who is in the room


def meeting(asked: Asked, found: Round) -> Meeting:
    """Return the round with what was said of when, where and how it is held; of one voice, as that tells it."""
    said = asked.said([found.id])[found.id]
    told = [one for one in said if one.about in ("", "status", "starts", "ends", "place", "format")] or said
    heard = hear(asked.conn, asked.word, [found.id], asked.scope.as_of)
    one = replace(
        found,
        status=heard.value(found.id, "status", found.status),
        starts=heard.value(found.id, "starts", found.starts),
        ends=heard.value(found.id, "ends", found.ends),
        format=heard.value(found.id, "format", found.format),
        place=found.place if heard.values(found.id, "place", found.place) else "",
    )
    return Meeting(one, tuple(told), asked.notes.of(told))


def turnovers(asked: Asked, comparison: Comparison, parts: Collection[Delegation]) -> Section[Turnover]:
    """Return how delegations differ from those of the round before, as far as anybody is on record for that."""
    own = {one.party: one.id for one in parts}
    lines, bare = [], 0
    for team in comparison.delegations.teams:
        named = [*team.later, *team.earlier, *(one.seat for one in team.changed)]
        if not (named or team.same_as or team.known):
            continue  # what is known doesn't differ, and not all is known
        part = own.get(team.party, 0)
        said = asked.said([part, *(seat.id for seat in named)])
        seats = [seat for seat in named if said[seat.id]]
        same = [one for one in said[part] if one.about == "unchanged_from"]
        rows = [*(row for seat in seats for row in said[seat.id]), *(same or (() if named else said[part]))]
        bare += not rows
        if rows:
            told = replace(
                team,
                later=tuple(seat for seat in team.later if said[seat.id]),
                earlier=tuple(seat for seat in team.earlier if said[seat.id]),
                changed=tuple(one for one in team.changed if said[one.seat.id]),
                same_as=team.same_as if same else "",
            )
            lines.append(Turnover(told, tuple(rows), asked.notes.of(rows)))
    return Section(tuple(lines[:AT_MOST]), len(lines[AT_MOST:]), bare)


def present(asked: Asked) -> tuple[Round | None, tuple[Delegation, ...]]:
    """Return the round whose room is told of, and the delegations there."""
    scope = Scope(as_of=asked.scope.as_of, word=asked.scope.word)
    found = seating(asked.conn, asked.process, scope, Seating())
    return found.round, found.delegations


def delegations(asked: Asked, found: Sequence[Delegation]) -> Section[Present]:
    """Return the delegations with what was said of them, of their seats and of the offices named with these."""
    lines, bare = [], 0
    for one in found[:AT_MOST]:
        inside, lead = one.inside, one.inside.lead if one.inside is not None else None
        named = [*one.seats, *([lead] if lead is not None else [])]
        said = asked.said([one.id, *(record for seat in named for record in (seat.id, seat.post))])
        seats = [replace(seat, office=seat.office if said[seat.post] else "") for seat in named if said[seat.id]]
        known = [one.id, *(record for seat in seats for record in (seat.id, seat.post))]
        rows = tuple(row for record in dict.fromkeys(known) for row in said[record])
        bare += not rows
        if rows:
            told = replace(
                one,
                seats=tuple(seats[: len(one.seats)]),
                inside=inside and replace(inside, lead=seats[-1] if lead is not None and said[lead.id] else None),
                roster=one.roster if said[one.id] else "",
            )
            bare_seats = len(named) - len(seats) if asked.word is None else 0
            lines.append(Present(told, rows, asked.notes.of(rows), bare_seats))
    return Section(tuple(lines), len(found[AT_MOST:]), bare)


# Where the sides stand, and what moved


def standings(asked: Asked) -> Section[Standing]:
    """Return where the parties stand on the issues: those on which the two sides are furthest apart first."""
    found = matrix(asked.conn, asked.process, Scope(as_of=asked.scope.as_of, word=asked.scope.word))
    held = [issue for issue in found.issues if any(issue.cells)]
    held.sort(key=lambda issue: -1 if issue.distance is None else issue.distance, reverse=True)  # stable
    lines: list[Standing] = []
    bare = 0
    told = 0
    for issue in held:
        if len(lines) == AT_MOST:
            break
        told += 1
        cells = [(column, cell) for column, cell in zip(found.columns, issue.cells, strict=True) if cell is not None]
        holdings = _holdings(asked, cells)
        if holdings:
            (proposition,) = asked.conn.execute(_PROPOSITION, (issue.id,)).fetchone()
            notes = asked.notes.of(row for one in holdings for row in one.accounts)
            silent = tuple(
                column.name
                for column, cell in zip(found.columns, issue.cells, strict=True)
                if column.side and cell is None
            )
            lines.append(Standing(issue, proposition, holdings, silent, notes))
        bare += len(cells) - len(holdings)
    return Section(tuple(lines), len(held) - told, bare)


_PROPOSITION: Final = "SELECT coalesce(proposition, '') FROM issues WHERE id = ?"
_POSITIONS: Final = """
    SELECT id, coalesce(condition, ''), summary FROM positions WHERE id IN (SELECT value FROM json_each(?))
"""


def _holdings(asked: Asked, cells: Sequence[tuple[Column, Cell]]) -> tuple[Holding, ...]:
    ids = [cell.position for _, cell in cells]
    said = asked.said(ids)
    heard = hear(asked.conn, asked.word, ids, asked.scope.as_of)
    rows = {
        position: (
            condition if heard.values(position, "condition", condition) else "",
            summary if asked.word is None else "",  # which is of all accounts
        )
        for position, condition, summary in asked.conn.execute(_POSITIONS, (json.dumps(ids),))
    }
    return tuple(
        Holding(column, cell, *rows[cell.position], said[cell.position])
        for column, cell in cells
        if said[cell.position] and cell.state != SILENT
    )


def moves(asked: Asked, comparison: Comparison) -> tuple[Section[Shifted], int]:
    """Return the stances that moved, and how many are on record for the first time."""
    all_moves = [(issue, move) for issue in comparison.stances for move in issue.moves]
    moved = [(issue, move) for issue, move in all_moves if move.shift.way != "first"]
    said = asked.said(move.position for _, move in moved)
    known = [(issue, move) for issue, move in moved if said[move.position]]
    lines = tuple(
        Shifted(issue.name, issue.apart, move, said[move.position], asked.notes.of(said[move.position]))
        for issue, move in known[:AT_MOST]
    )
    return Section(lines, len(known) - len(lines), len(moved) - len(known)), len(all_moves) - len(moved)


def replaced(asked: Asked, comparison: Comparison) -> Section[Replaced]:
    """Return the words that took the place of earlier ones, the newest first."""
    found = comparison.claims.revisions
    lines = tuple(Replaced(one, asked.notes.of((one.before, *one.after))) for one in found[:AT_MOST])
    return Section(lines, len(found) - len(lines))
