"""What each side holds on each issue: the matrix."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import replace

from db.asof import position_held, values
from db.distance import distance
from db.scope import Scope
from db.spelling import spelled
from db.stages import states
from db.values import dataclass
from db.vocabulary import words
from db.voices import json_of, voice
from db.word import SILENT, Heard, hear


@dataclass(frozen=True, slots=True)
class Column:
    """A party whose positions are shown.

    Attributes:
        party: Its record.
        name: Its name.
        short: Its 2 to 4 letters.
        side: A, B or "".
    """

    party: int
    name: str
    short: str
    side: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a party holds on an issue.

    Attributes:
        position: The record.
        stance: -2 rejects to 2 demands; None = none is known.
        conditional: Whether it has a condition.
        state: What the claims on it add up to; how it stands on the word of the voice in scope.
    """

    position: int
    stance: int | None
    conditional: bool
    state: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A row of the matrix.

    Attributes:
        id: Its record.
        depth: How deep it stands in the tree, from 0.
        name: Its short name.
        heading: Whether it is a heading, without cells.
        branch: Whether other issues stand under it.
        cells: One for each column, None where nothing is known.
        distance: Between sides A and B, 0 to 4; None = unknown.
        silent: Whether the voice in scope says nothing of it, nor of any position on it.
    """

    id: int
    depth: int
    name: str
    heading: bool
    branch: bool
    cells: tuple[Cell | None, ...]
    distance: int | None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """Issues by parties.

    Attributes:
        columns: The two sides first.
        issues: The tree, each issue followed by those under it.
    """

    columns: tuple[Column, ...]
    issues: tuple[Issue, ...]


def matrix(conn: sqlite3.Connection, process: int, scope: Scope) -> Matrix:
    """Return what each party of a process holds on each issue: of several positions in one cell, the newest.

    As of a day: of those held by then.
    """
    word = voice(conn, scope.word)
    sources = json_of(word)
    cells = _cells(conn, process, scope.as_of)
    columns = _columns(conn, process, {party for _, party in cells}, sources)
    nodes = [*_tree(conn, process, sources)]
    spoken: set[int] = set()
    disputed = {key for key, cell in cells.items() if cell.state in ("contested", "denied")}
    if word is not None:
        heard = hear(
            conn, word, [*(cell.position for cell in cells.values()), *(node.id for node in nodes)], scope.as_of
        )
        cells = {key: _told(cell, heard) for key, cell in cells.items()}
        spoken = {node.id for node in nodes if heard.state(node.id, "") != SILENT}
        spoken |= {issue for (issue, _), cell in cells.items() if cell.state != SILENT}
    if scope.hide_silent:
        cells = {key: cell for key, cell in cells.items() if cell.state != SILENT}
    issues = [_issue(node, columns, cells, word is not None and node.id not in spoken) for node in nodes]
    if scope.contested_only:
        issues = _kept(issues, {issue for issue, _ in disputed})
    if scope.hide_silent:
        issues = _kept(issues, spoken)
    return Matrix(columns, tuple(issues))


def _columns(conn: sqlite3.Connection, process: int, holders: set[int], sources: str) -> tuple[Column, ...]:
    """Return the parties with a position, and the negotiators even without one."""
    rows = conn.execute(
        spelled("""
        SELECT parties.id, named(parties), short, coalesce(side, ''), role FROM parties
        LEFT JOIN process_parties ON process_parties.party = parties.id AND process_parties.process = :process
        WHERE process_parties.id IS NOT NULL
            OR parties.id IN (
                SELECT party FROM positions CROSS JOIN records USING (id) WHERE records.process = :process)
        ORDER BY side IS NULL, side, process_parties.sort IS NULL, process_parties.sort, parties.name
        """),
        {"process": process, "sources": sources},
    )
    return tuple(Column(*row[:4]) for row in rows if row[0] in holders or row[4] == "negotiator")


def _cells(conn: sqlite3.Connection, process: int, as_of: int | None) -> dict[tuple[int, int], Cell]:
    rows = conn.execute(
        f"""
        SELECT issue, party, positions.id FROM positions CROSS JOIN records USING (id)
        WHERE process = :process AND {position_held(as_of)}
        ORDER BY coalesce(latest, earliest) IS NOT NULL, coalesce(latest, earliest), positions.id
        """,  # noqa: S608  (a condition of the rule's own)
        {"process": process, **values(as_of)},
    )
    # Later rows replace earlier ones: a newer position supersedes.
    newest = {(issue, party): position for issue, party, position in rows}
    then = states(conn, newest.values(), as_of)
    found = {
        position: Cell(position, stance, bool(when), then[position][0] if position in then else state)
        for position, stance, when, state in conn.execute(
            """
            SELECT positions.id, stance, condition IS NOT NULL, coalesce(state, '')
            FROM positions LEFT JOIN record_state ON record_state.record = positions.id
            WHERE positions.id IN (SELECT value FROM json_each(?))
            """,
            (json.dumps([*newest.values()]),),
        )
    }
    return {key: found[position] for key, position in newest.items()}


def _told(cell: Cell, heard: Heard) -> Cell:
    """Return a cell as a voice tells it."""
    own = "" if cell.stance is None else str(cell.stance)
    stance = heard.value(cell.position, "stance", own)
    known = int(stance) if stance in words("stance") else None
    return replace(cell, stance=known, state=heard.state(cell.position, cell.state))


@dataclass(frozen=True, slots=True)
class _Node:
    id: int
    parent: int | None
    name: str
    heading: bool
    depth: int = 0
    branch: bool = False


def _tree(conn: sqlite3.Connection, process: int, sources: str) -> Iterator[_Node]:
    """Yield the issues in reading order; one whose parents form a loop is shown at the top, once."""
    under: defaultdict[int | None, list[_Node]] = defaultdict(list)
    nodes: dict[int, _Node] = {}
    for issue, parent, name, heading in conn.execute(
        spelled("""
        SELECT issues.id, parent, named(issues), proposition IS NULL FROM issues CROSS JOIN records USING (id)
        WHERE process = :process ORDER BY sort, issues.name, issues.id
        """),
        {"process": process, "sources": sources},
    ):
        nodes[issue] = _Node(issue, parent, name, bool(heading))
    for node in nodes.values():
        under[node.parent if node.parent in nodes else None].append(node)
    seen: set[int] = set()
    for root in (*under[None], *nodes.values()):
        waiting = [(root, 0)]
        while waiting:
            node, depth = waiting.pop()
            if node.id in seen:
                continue
            seen.add(node.id)
            inner = under[node.id]
            yield _Node(node.id, node.parent, node.name, node.heading, depth, bool(inner))
            waiting.extend((child, depth + 1) for child in reversed(inner))


def _issue(node: _Node, columns: tuple[Column, ...], cells: dict[tuple[int, int], Cell], silent: bool) -> Issue:
    row = tuple(cells.get((node.id, column.party)) for column in columns)
    # On the word of a voice that is silent on one side's position, how far the two are apart isn't known.
    by_side = {
        side: [
            cell.stance if cell and cell.state != SILENT else None
            for cell, column in zip(row, columns, strict=True)
            if column.side == side
        ]
        for side in ("A", "B")
    }
    apart = None if node.heading else distance(by_side["A"], by_side["B"])
    return Issue(node.id, node.depth, node.name, node.heading, node.branch, row, apart, silent)


def _kept(issues: list[Issue], those: Container[int]) -> list[Issue]:
    """Keep the issues whose id is in `those`, and the headings above them."""
    kept: list[Issue] = []
    shallowest = -1
    for issue in reversed(issues):
        if issue.id in those or issue.depth < shallowest:
            kept.append(issue)
            shallowest = issue.depth
        else:
            shallowest = min(shallowest, issue.depth)
    return kept[::-1]
