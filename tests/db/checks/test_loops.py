"""What is ordered never leads back to itself."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.checks.loops import ORDERING, knots
from db.contested import Said, live, supersedes
from db.vocabulary import words
from tests.db.checks.helpers import STORY, Talks, findings, spoil

graphs = st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 9), max_size=4), max_size=10)


def reachable(graph: dict[int, list[int]], start: int) -> set[int]:
    """What a walk of at least one step from `start` can come to."""
    found: set[int] = set()
    fresh = {*graph.get(start, ())}
    while fresh:
        found |= fresh
        fresh = {other for node in fresh for other in graph.get(node, ())} - found
    return found


@given(graphs)
def test_a_knot_holds_exactly_those_that_lead_to_each_other(graph: dict[int, list[int]]) -> None:
    ways = {node: reachable(graph, node) for node in range(10)}
    expected = {
        tuple(other for other in range(10) if node in ways[other] and other in ways[node])
        for node in range(10)
        if node in ways[node]
    }
    assert [tuple(knot) for knot in knots(graph)] == sorted(expected)


def test_a_chain_may_be_longer_than_a_stack() -> None:
    chain = {node: [node + 1] for node in range(50_000)}
    assert knots(chain) == []
    assert knots(chain | {50_000: [0]}) == [[*range(50_001)]]


STATEMENTS = "".join(
    f'[events.{slug}]\ntype = "STATEMENT"\nstatus = "held"\ntitle = "{slug}"\nclaims = [{{source = "post"}}]\n'
    f'links = [{{kind = "KIND", to = "{to}"}}]\n'
    for slug, to in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("e", "d"))
)


@pytest.mark.parametrize("kind", sorted({*words("link")} - {"also_in"}))  # which leads to processes only
def test_a_loop_of_links_is_told_once_by_its_members(talks: Talks, kind: str) -> None:
    found = findings(talks(STORY + STATEMENTS.replace("KIND", kind)), "loop")
    said = f"event:a, event:b and event:c lead back to each other by {kind}: take one of these links out."
    assert found == ([("event:a", said)] if kind in ORDERING else [])


def test_links_of_two_kinds_make_no_loop(talks: Talks) -> None:
    text = STATEMENTS.replace("KIND", "part_of", 1).replace("KIND", "because_of")
    assert findings(talks(STORY + text), "loop") == []


def test_a_link_to_itself_is_a_loop(sound: Path) -> None:
    spoil(sound, "UPDATE links SET to_record = from_record")
    assert findings(sound, "loop") == [
        ("event:answer", "event:answer leads back to itself by responds_to: take one of these links out.")
    ]


def test_issues_that_hold_each_other_are_a_loop(talks: Talks) -> None:
    path = talks(STORY + '[issues.near]\nname = "Near"\nparent = "far"\n[issues.far]\nname = "Far"\nparent = "near"\n')
    assert findings(path, "loop") == [
        ("issue:near", "issue:near and issue:far lead back to each other by parent: take one of these links out.")
    ]


DATES = (
    "", "2026", "2026-02", "2026-02-03", "2026-02-03?", "[..2026-02-03]", "[2026-02-03..]", "2026-02-03/2026-02-05",
    "2026-02-03T10:00Z", "2026-02-03T23:00Z/2026-02-05", "soon", "2026-02-05/2026-02-03", "202X", "-0044",
)  # fmt: skip
said = st.builds(
    Said,
    st.sampled_from(["", "status", "killed"]),
    st.just("x"),
    st.just("asserts"),
    st.integers(1, 2),
    said_on=st.sampled_from(DATES) | st.dates().map(str) | st.none(),
)


@given(st.lists(said, max_size=8))
def test_claims_never_supersede_each_other_in_a_ring(claims: list[Said]) -> None:
    graph = {
        one: [other for other in range(len(claims)) if supersedes(claims[one], claims[other])]
        for one in range(len(claims))
    }
    assert knots(graph) == []
    assert bool(live(claims)) == bool(claims)


def test_claims_do_supersede_each_other() -> None:
    dated = [Said("status", "x", "asserts", 1, said_on=text) for text in DATES]
    assert sum(supersedes(one, other) for one, other in product(dated, dated)) > 5
