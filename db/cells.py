"""Part of a matrix that is too large to be read whole: all of its issues and parties, and the cells that are in view.

What a small matrix holds is read as it always was (`db.positions`). Filters look at every cell that they need to, but
by what leads to it: the records in dispute, the claims of a voice.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from typing import Final

from db.asof import values
from db.positions import (
    BLOCK,
    DISPUTED,
    PAIRS,
    Cell,
    Matrix,
    Part,
    cells_of,
    columns_of,
    issues_of,
    kept,
    matrix,
    told,
    tree,
)
from db.scope import Scope
from db.values import dataclass
from db.voices import Voice, json_of, voice
from db.word import SILENT, hear

WHOLE: Final = 4000
"""Cells that are read at once; a matrix with more is read in part."""

ISSUES: Final = 40
"""Issues whose cells are read before the pane has said what is in view."""

PARTIES: Final = 20
"""Parties of which they are."""


@dataclass(frozen=True, slots=True)
class View:
    """Which cells of a matrix are in view.

    Attributes:
        issues, parties: Ids; those that aren't there are left aside. None of them is the beginning of the matrix.
        distances: Whether the distance of every issue is asked for, as when they are put in order by it.
    """

    issues: tuple[int, ...] = ()
    parties: tuple[int, ...] = ()
    distances: bool = False


def cells(conn: sqlite3.Connection, process: int, scope: Scope, asked: View, whole: int = WHOLE) -> Matrix:
    """Return the matrix with the cells that are in view; with all of them where it is small.

    Args:
        conn: An open read transaction.
        process: The negotiation.
        scope: What is looked at.
        asked: What is in view.
        whole: How many cells are read whatever is in view.
    """
    word = voice(conn, scope.word)
    columns = columns_of(conn, process, json_of(word), scope.as_of)
    nodes = tree(conn, process, json_of(word))
    if len(nodes) * len(columns) <= whole:
        return matrix(conn, process, scope)
    if scope.contested_only:
        nodes = kept(nodes, _disputed(conn, process, scope.as_of))
    if scope.hide_silent and word is not None:
        nodes = kept(nodes, _spoken(conn, process, word, scope.as_of, [node.id for node in nodes]))
    wanted = {*asked.issues}
    issues = [node.id for node in nodes if node.id in wanted] or [node.id for node in nodes[:ISSUES]]
    wanted = {*asked.parties}
    parties = [column.party for column in columns if column.party in wanted] or [
        column.party for column in columns[:PARTIES]
    ]
    sides = [column.party for column in columns if column.side]
    read = _read(conn, process, scope.as_of, issues, {*parties, *sides})
    if asked.distances:
        others = {node.id for node in nodes if not node.heading}.difference(issues)
        read |= _read(conn, process, scope.as_of, others, sides)
    silent: set[int] = set()
    if word is not None:
        heard = hear(conn, word, [cell.position for cell in read.values()], scope.as_of)
        read = {key: told(cell, heard) for key, cell in read.items()}
        if scope.hide_silent:
            read = {key: cell for key, cell in read.items() if cell.state != SILENT}
        silent = {*issues} - _spoken(conn, process, word, scope.as_of, issues)
    part = Part(frozenset(issues), frozenset({*parties, *sides}), asked.distances)
    return Matrix(columns, issues_of(nodes, columns, read, silent), part)


def _read(
    conn: sqlite3.Connection, process: int, as_of: int | None, issues: Iterable[int], parties: Iterable[int]
) -> dict[tuple[int, int], Cell]:
    return cells_of(conn, process, as_of, BLOCK, issues=json.dumps([*issues]), parties=json.dumps([*parties]))


def place(conn: sqlite3.Connection, process: int, scope: Scope, position: int) -> tuple[int, int] | None:
    """Return the issue and the party whose cell shows a position; None if a newer one stands there, or it is left out.

    Args:
        conn: An open read transaction.
        process: The negotiation.
        scope: What is looked at.
        position: The record.
    """
    row = conn.execute("SELECT issue, party FROM positions WHERE id = ?", (position,)).fetchone()
    if row is None:
        return None
    found = cells(conn, process, scope, View((row[0],), (row[1],)), whole=0)
    for issue in found.issues:
        if any(cell is not None and cell.position == position for cell in issue.cells):
            return row[0], row[1]
    return None


def _newest(
    conn: sqlite3.Connection, process: int, as_of: int | None, found: Iterable[tuple[int, int, int]]
) -> dict[tuple[int, int], Cell]:
    """Return those cells that show one of some positions: given each with its issue and its party."""
    known = {position: (issue, party) for issue, party, position in found}
    pairs = json.dumps([*{*known.values()}])
    shown = cells_of(conn, process, as_of, PAIRS, pairs=pairs)
    return {key: cell for key, cell in shown.items() if known.get(cell.position) == key}


_DISPUTED: Final = f"""
    SELECT issue, party, positions.id FROM record_state CROSS JOIN positions ON positions.id = record
    WHERE state IN {DISPUTED}
"""  # noqa: S608  (two words of our own)
_SAID_LATER: Final = """
    SELECT issue, party, positions.id FROM claims CROSS JOIN positions ON positions.id = record
    WHERE said_on > :as_of_day
"""
"""The positions whose claims may have added up to something else on a day; a date that begins otherwise than with its
year sorts after all days."""


def _disputed(conn: sqlite3.Connection, process: int, as_of: int | None) -> set[int]:
    """Return the issues with a cell in dispute."""
    found = conn.execute(_DISPUTED).fetchall()
    if as_of is not None:
        found += conn.execute(_SAID_LATER, values(as_of)).fetchall()
    shown = _newest(conn, process, as_of, found)
    return {issue for (issue, _), cell in shown.items() if cell.state in DISPUTED}


def _spoken(
    conn: sqlite3.Connection, process: int, word: Voice, as_of: int | None, issues: Collection[int]
) -> set[int]:
    """Return those of some issues that a voice says something of, or of a position on them."""
    mine = "on_behalf_of = :party" if word.party is not None else "source IN (SELECT value FROM json_each(:sources))"
    rows = conn.execute(
        f"""
        SELECT issue, positions.party, positions.id FROM json_each(:issues) AS its
        CROSS JOIN positions ON issue = its.value
        WHERE EXISTS (SELECT 1 FROM claims WHERE record = positions.id AND rank <> 'deprecated' AND {mine})
        """,  # noqa: S608  (one of two conditions)
        {"issues": json.dumps([*issues]), "party": word.party, "sources": json_of(word)},
    )
    shown = _newest(conn, process, as_of, rows.fetchall())
    heard = hear(conn, word, [*issues, *(cell.position for cell in shown.values())], as_of)
    spoken = {issue for issue in issues if heard.state(issue, "") != SILENT}
    return spoken | {issue for (issue, _), cell in shown.items() if heard.state(cell.position, "") != SILENT}
