"""Does what is ordered have an order: parts of parts, answers to answers and causes of causes that lead back."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from db.checks.finding import Finding, listed, records_named

ORDERING: Final = ("part_of", "responds_to", "postpones", "because_of", "breaches")
"""The kinds of link that put one record before, after or inside another."""

Graph = Mapping[int, Sequence[int]]


def loops(conn: sqlite3.Connection) -> Iterator[Finding]:
    """Yield every loop among the issues and among the links of one kind, by its members."""
    yield from _loops(conn, "parent", "SELECT id, parent FROM issues WHERE parent IS NOT NULL ORDER BY id", ())
    for kind in ORDERING:
        yield from _loops(conn, kind, "SELECT from_record, to_record FROM links WHERE kind = ? ORDER BY id", (kind,))


def _loops(conn: sqlite3.Connection, kind: str, sql: str, values: tuple[str, ...]) -> Iterator[Finding]:
    graph: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in conn.execute(sql, values):
        graph[one].append(other)
    for knot in knots(graph):
        known = records_named(conn, knot)
        members = [known.get(member, str(member)) for member in knot]
        who = f"{listed(members)} lead back to each other" if len(members) > 1 else f"{members[0]} leads back to itself"
        yield Finding("loop", known.get(knot[0], ""), f"{who} by {kind}: take one of these links out.")


def knots(graph: Graph) -> list[list[int]]:
    """Return the sets of nodes that lead back to themselves, each in order of id.

    They are the strongly connected components (S. R. Kosaraju, M. Sharir) that have an edge inside.
    """
    back: defaultdict[int, list[int]] = defaultdict(list)
    for one, others in graph.items():
        for other in others:
            back[other].append(one)
    finished: list[int] = []
    seen: set[int] = set()
    for start in graph:
        finished += _reached(graph, start, seen)
    found = []
    placed: set[int] = set()
    for start in reversed(finished):
        knot = sorted(_reached(back, start, placed))
        if len(knot) > 1 or (knot and knot[0] in graph.get(knot[0], ())):
            found.append(knot)
    return sorted(found)


def _reached(graph: Graph, start: int, seen: set[int]) -> list[int]:
    """Return what can be reached from `start` and isn't `seen` yet, each after all that it leads to; `seen` grows."""
    if start in seen:
        return []
    seen.add(start)
    finished: list[int] = []
    path = [(start, iter(graph.get(start, ())))]  # not by recursion: a chain may be longer than Python's stack
    while path:
        node, others = path[-1]
        for other in others:
            if other not in seen:
                seen.add(other)
                path.append((other, iter(graph.get(other, ()))))
                break
        else:
            finished.append(node)
            path.pop()
    return finished
