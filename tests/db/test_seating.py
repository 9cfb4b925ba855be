"""Part of a large room: what is read of it is what the whole has there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import store
from db.dates import day_number
from db.overview import overview
from db.roster import Delegation, Roster, roster
from db.scope import Scope
from db.seating import FITS, Seating, seating
from tests.bench.wide import make_wide
from tests.db.helpers import reading
from tests.db.test_roster import part, round_of

Talks = Callable[[str], Path]

SCOPES = st.builds(
    Scope,
    process=st.none(),
    round=st.none(),
    contested_only=st.booleans(),
    word=st.sampled_from([None, "source:source-3", "party:party-10"]),
    hide_silent=st.booleans(),
    as_of=st.sampled_from([None, *(day_number(2025, month, 2) for month in (1, 3, 4, 5))]),
)
"""Every way to look at the room, and days before and between its rounds."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve parties with ten seats each, at two rounds."""
    path = tmp_path_factory.mktemp("room") / "wide.db"
    make_wide(path, 12, 11, 120)
    with closing(store.writable(path)) as conn, conn:
        conn.execute("UPDATE claims SET value = 'withdrawn' WHERE property = 'status' AND id % 2")
        conn.execute("UPDATE record_state SET state = 'contested' WHERE record % 7 = 0")
    return path


def whole(found: Roster) -> list[tuple[Delegation, int]]:
    """The headings and the seats of a room in their order: each delegation, with -1 or the seat's index."""
    return [(party, index) for party in found.delegations for index in range(-1, len(party.seats))]


def lines(found: Roster) -> Iterator[int]:
    """The records of the headings and the seats that were read."""
    for party in found.delegations:
        if party.inside is None or not party.inside.before:
            yield party.id
        yield from (seat.id for seat in party.seats)


@given(SCOPES, st.integers(0, 200), st.sets(st.integers(0, 11)), st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_a_part_of_a_room_is_what_the_whole_has_there(
    room: Path, scope: Scope, place: int, open_ones: set[int], reach: int
) -> None:
    with reading(room) as conn:
        process = overview(conn, Scope()).process
        assert process is not None
        entire = roster(conn, process.id, scope)
        opened = {party.party for number, party in enumerate(entire.delegations) if number in open_ones}
        large = len(whole(entire)) > FITS
        is_open = opened if large else {party.party for party in entire.delegations}
        shown = [(party, index) for party, index in whole(entire) if index < 0 or party.party in is_open]
        records = [party.id if index < 0 else party.seats[index].id for party, index in shown]
        at = min(place, len(shown) - 1)
        near = records[at] if shown else None
        found = seating(conn, process.id, scope, Seating(near, opened=frozenset(opened)), reach)
    assert (found.round, found.index, found.rounds) == (entire.round, entire.index, entire.rounds)
    if not shown:
        assert found.delegations == ()
        return
    begin, end = max(0, at - reach), at + reach + 1
    begin -= begin > 0 and shown[begin][1] == 0  # no seat is first without its heading
    assert [*lines(found)] == records[begin:end]
    same = {party.id: party for party in entire.delegations}
    for party in found.delegations:
        of = same[party.id]
        inside = party.inside
        if inside is None:
            assert party == of
            continue
        assert inside.seats == len(of.seats)
        assert inside.folded == (party.party not in is_open)
        assert party.seats == (() if inside.folded else of.seats[inside.before : inside.before + len(party.seats)])
        assert replace(party, seats=(), left=(), inside=None) == replace(of, seats=(), left=())
        if inside.folded:
            assert inside.lead == next((seat for seat in of.seats[:1] if seat.role == "head" and seat.person), None)
        else:
            assert inside.named == sum(1 for seat in of.seats if seat.person)
    if found.part is None:
        assert found == entire
    else:
        assert (found.part.before, found.part.total) == (begin, len(shown))
        assert found.part.seats == sum(len(party.seats) for party in entire.delegations)
        assert (found.part.delegations, found.part.large) == (len(entire.delegations), large)


def read(path: Path, asked: Seating, reach: int = 100) -> Roster:
    with reading(path) as conn:
        process = overview(conn, Scope()).process
        assert process is not None
        return seating(conn, process.id, Scope(), asked, reach)


def test_a_small_room_is_read_whole(talks: Talks) -> None:
    path = talks(round_of(1, part("alpha", "full", "ann", "bob")) + round_of(2, part("alpha", "full", "bob", "cy")))
    found = read(path, Seating())
    assert found.part is None
    assert [party.inside for party in found.delegations] == [None]
    assert [party.left for party in found.delegations] == [("Ann",)]


def test_a_delegation_of_a_small_room_can_be_folded(talks: Talks) -> None:
    path = talks(round_of(1, f"{part('alpha', 'full', 'ann', 'bob')}, {part('beta', 'full', 'cy')}"))
    alpha, beta = read(path, Seating()).delegations
    found = read(path, Seating(closed=frozenset({alpha.party})))
    folded, other = found.delegations
    assert found.part is not None
    assert not found.part.large
    assert folded.inside is not None
    assert (folded.inside.seats, folded.inside.folded, folded.seats) == (2, True, ())
    assert other == beta


def test_a_large_room_begins_folded_with_who_leads(room: Path) -> None:
    found = read(room, Seating())
    assert found.part is not None
    assert (found.part.delegations, found.part.seats, found.part.total, found.part.large) == (12, 120, 12, True)
    assert all(party.inside and party.inside.folded and party.inside.lead for party in found.delegations)


def test_a_place_that_is_gone_is_where_it_was(room: Path) -> None:
    opened = frozenset(party.party for party in read(room, Seating()).delegations)
    found = read(room, Seating(10**9, 70, opened), reach=5)
    assert found.part is not None
    assert (found.part.before, found.part.read) == (65, 11)
