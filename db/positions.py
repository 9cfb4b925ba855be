"""What each side holds on each issue: the matrix."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

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
class Part:
    """The cells of a matrix that are read: those of some issues for some parties.

    Attributes:
        issues: Ids.
        parties: Ids.
        distances: Whether the distance of every issue is known, not of these alone.
    """

    issues: frozenset[int]
    parties: frozenset[int]
    distances: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """Issues by parties.

    Attributes:
        columns: The two sides first.
        issues: The tree, each issue followed by those under it.
        part: Which part of the cells is read (`db.cells`); None if all are.
    """

    columns: tuple[Column, ...]
    issues: tuple[Issue, ...]
    part: Part | None = None


def matrix(conn: sqlite3.Connection, process: int, scope: Scope) -> Matrix:
    """Return what each party of a process holds on each issue: of several positions in one cell, the newest.

    As of a day: of those held by then.
    """
    word = voice(conn, scope.word)
    sources = json_of(word)
    cells = cells_of(conn, process, scope.as_of)
    columns = columns_of(conn, process, sources, scope.as_of)
    nodes = tree(conn, process, sources)
    spoken: set[int] = set()
    disputed = {issue for (issue, _), cell in cells.items() if cell.state in DISPUTED}
    if word is not None:
        heard = hear(
            conn, word, [*(cell.position for cell in cells.values()), *(node.id for node in nodes)], scope.as_of
        )
        cells = {key: told(cell, heard) for key, cell in cells.items()}
        spoken = {node.id for node in nodes if heard.state(node.id, "") != SILENT}
        spoken |= {issue for (issue, _), cell in cells.items() if cell.state != SILENT}
    if scope.hide_silent and word is not None:
        cells = {key: cell for key, cell in cells.items() if cell.state != SILENT}
    if scope.contested_only:
        nodes = kept(nodes, disputed)
    if scope.hide_silent and word is not None:
        nodes = kept(nodes, spoken)
    silent = {node.id for node in nodes if node.id not in spoken} if word is not None else set()
    return Matrix(columns, issues_of(nodes, columns, cells, silent))


DISPUTED: Final = ("contested", "denied")

_HELD_BY: Final = """EXISTS (
    SELECT 1 FROM positions CROSS JOIN records ON records.id = positions.id
    WHERE positions.party = parties.id AND records.process = :process AND {0})"""


def columns_of(conn: sqlite3.Connection, process: int, sources: str, as_of: int | None) -> tuple[Column, ...]:
    """Return the parties with a position, and the negotiators even without one.

    Args:
        conn: An open read transaction.
        process: The negotiation.
        sources: The texts of the voice in scope, as JSON.
        as_of: The day, counted from 1970; None is now.
    """
    rows = conn.execute(
        spelled(f"""
        SELECT parties.id, named(parties), short, coalesce(side, '') FROM parties
        LEFT JOIN process_parties ON process_parties.party = parties.id AND process_parties.process = :process
        WHERE process_parties.role = 'negotiator' OR {_HELD_BY.format(position_held(as_of))}
        ORDER BY side IS NULL, side, process_parties.sort IS NULL, process_parties.sort, parties.name
        """),  # noqa: S608  (a condition of the rule's own)
        {"process": process, "sources": sources, **values(as_of)},
    )
    return tuple(Column(*row) for row in rows)


BLOCK: Final = """
    SELECT its.value AS issue, whose.value AS party
    FROM json_each(:issues) AS its CROSS JOIN json_each(:parties) AS whose
"""
"""The cells of some issues for some parties; the parameters are both as JSON."""

PAIRS: Final = """
    SELECT json_extract(value, '$[0]') AS issue, json_extract(value, '$[1]') AS party FROM json_each(:pairs)
"""
"""Single cells, as JSON: each a list of its issue and its party."""


def cells_of(
    conn: sqlite3.Connection, process: int, as_of: int | None, wanted: str = "", **given: str
) -> dict[tuple[int, int], Cell]:
    """Return the newest position in each cell, by its issue and its party.

    Args:
        conn: An open read transaction.
        process: The negotiation.
        as_of: The day, counted from 1970; None is now.
        wanted: Which cells: `BLOCK` or `PAIRS`; "" is all of them.
        given: The parameters of that.
    """
    found_in = (
        f"({wanted}) AS wanted CROSS JOIN positions"
        " ON positions.issue = wanted.issue AND positions.party = wanted.party CROSS JOIN records USING (id)"
        if wanted
        else "positions CROSS JOIN records USING (id)"
    )
    rows = conn.execute(
        f"""
        SELECT positions.issue, positions.party, positions.id FROM {found_in}
        WHERE process = :process AND {position_held(as_of)}
        ORDER BY coalesce(latest, earliest) IS NOT NULL, coalesce(latest, earliest), positions.id
        """,  # noqa: S608  (conditions of the rule's own)
        {"process": process, **values(as_of), **given},
    )
    # Later rows replace earlier ones: a newer position supersedes.
    newest = {(issue, party): position for issue, party, position in rows}
    then = states(conn, newest.values(), as_of)
    found = {
        position: Cell(position, stance, bool(when), then[position][0] if position in then else state)
        for position, stance, when, state in conn.execute(
            """
            SELECT positions.id, stance, condition IS NOT NULL, coalesce(state, '')
            FROM json_each(?) AS its CROSS JOIN positions ON positions.id = its.value
            LEFT JOIN record_state ON record_state.record = positions.id
            """,
            (json.dumps([*newest.values()]),),
        )
    }
    return {key: found[position] for key, position in newest.items()}


def told(cell: Cell, heard: Heard) -> Cell:
    """Return a cell as a voice tells it."""
    own = "" if cell.stance is None else str(cell.stance)
    stance = heard.value(cell.position, "stance", own)
    known = int(stance) if stance in words("stance") else None
    return replace(cell, stance=known, state=heard.state(cell.position, cell.state))


class Node(NamedTuple):
    """An issue in the tree, without its cells; what its fields mean is said at `Issue`."""

    id: int
    parent: int | None
    name: str
    heading: bool
    depth: int = 0
    branch: bool = False


def tree(conn: sqlite3.Connection, process: int, sources: str) -> list[Node]:
    """Return the issues in reading order; one whose parents form a loop is shown at the top, once."""
    under: defaultdict[int | None, list[Node]] = defaultdict(list)
    nodes: dict[int, Node] = {}
    for issue, parent, name, heading in conn.execute(
        spelled("""
        SELECT issues.id, parent, named(issues), proposition IS NULL FROM issues CROSS JOIN records USING (id)
        WHERE process = :process ORDER BY sort, issues.name, issues.id
        """),
        {"process": process, "sources": sources},
    ):
        nodes[issue] = Node(issue, parent, name, bool(heading))
    for node in nodes.values():
        under[node.parent if node.parent in nodes else None].append(node)
    found: dict[int, Node] = {}
    for root in (*under[None], *nodes.values()):
        waiting = [(root, 0)]
        while waiting:
            node, depth = waiting.pop()
            if node.id in found:
                continue
            inner = under[node.id]
            found[node.id] = Node(node.id, node.parent, node.name, node.heading, depth, bool(inner))
            waiting.extend((child, depth + 1) for child in reversed(inner))
    return [*found.values()]


def issues_of(
    nodes: Iterable[Node],
    columns: tuple[Column, ...],
    cells: Mapping[tuple[int, int], Cell],
    silent: Container[int],
) -> tuple[Issue, ...]:
    """Return the rows of a matrix, with those cells that are there.

    Args:
        nodes: The issues in their order.
        columns: The parties.
        cells: What each holds, by issue and party.
        silent: The issues of which the voice in scope says nothing.
    """
    places = {column.party: place for place, column in enumerate(columns)}
    sides = tuple([place for place, column in enumerate(columns) if column.side == side] for side in "AB")
    rows: defaultdict[int, list[Cell | None]] = defaultdict(lambda: [None] * len(columns))
    for (issue, party), cell in cells.items():
        if party in places:
            rows[issue][places[party]] = cell
    none = (None,) * len(columns)

    def made(node: Node) -> Issue:
        own = rows.get(node.id)
        if own is None:
            return Issue(node.id, node.depth, node.name, node.heading, node.branch, none, None, node.id in silent)
        row = tuple(own)
        # On the word of a voice that is silent on one side's position, how far the two are apart isn't known.
        by_side = [
            [cell.stance if (cell := row[place]) and cell.state != SILENT else None for place in side] for side in sides
        ]
        apart = None if node.heading else distance(*by_side)
        return Issue(node.id, node.depth, node.name, node.heading, node.branch, row, apart, node.id in silent)

    return tuple(map(made, nodes))


def kept(nodes: list[Node], those: Container[int]) -> list[Node]:
    """Keep the issues whose id is in `those`, and the headings above them."""
    found: list[Node] = []
    shallowest = -1
    for node in reversed(nodes):
        if node.id in those or node.depth < shallowest:
            found.append(node)
            shallowest = node.depth
        else:
            shallowest = min(shallowest, node.depth)
    return found[::-1]
