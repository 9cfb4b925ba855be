"""Parties to choose from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.overview import overview
from db.parties import parties
from db.scope import Scope
from tests.db.helpers import reading, record
from tests.db.test_roster import part, round_of

Talks = Callable[[str], Path]

SIDES = """
[[process_parties]]
party = "gamma"
role = "mediator"
sort = 1
[[process_parties]]
party = "beta"
role = "negotiator"
side = "A"
sort = 2
"""


def test_the_sides_come_first_and_who_only_came_to_the_round_last(talks: Talks) -> None:
    path = talks(SIDES + round_of(1, f'{part("alpha", "full")}, {{party="gamma", role="host"}}'))
    with reading(path) as conn:
        process = overview(conn, Scope()).process
        assert process is not None
        found = parties(conn, process.id, record(path, "event", "round-1"), Scope())
        assert [(one.name, one.short, bool(one.part)) for one in found] == [
            ("Beta", "BE", False), ("Gamma", "GM", True), ("Alpha", "AL", True),
        ]  # fmt: skip
        assert [one.name for one in parties(conn, process.id, 0, Scope())] == ["Beta", "Gamma"]


def test_a_party_is_called_as_the_voice_in_scope_writes_it(talks: Talks, load: Callable[[str], object]) -> None:
    path = talks(SIDES)
    load(
        'format = 1\nprocess = "talks"\n[parties.beta]\nname = "Beta"\nshort = "BE"\ntype = "state"\n'
        'names = [{text = "Betaland", source = "post"}]\n'
    )
    with reading(path) as conn:
        process = overview(conn, Scope()).process
        assert process is not None
        names = [parties(conn, process.id, 0, Scope(word=word))[0].name for word in (None, "source:post")]
    assert names == ["Beta", "Betaland"]
