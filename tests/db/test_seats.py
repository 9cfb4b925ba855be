"""The seats at a round."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.overview import overview
from db.scope import Scope
from db.seats import seated, seats_of, sitting
from tests.db.helpers import ask, reading, record
from tests.db.test_roster import part, round_of

Talks = Callable[[str], Path]

SENT = (
    round_of(1, part("alpha", "full", "ann", "bob"))
    + round_of(2, part("beta", "full", "bob", "cy"))
    + '[[offices]]\nperson = "bob"\nparty = "beta"\ntitle = "Envoy of Beta"\n'
)


def seat(path: Path, person: str, event: str) -> int:
    """The id of somebody's seat at a round."""
    [(found,)] = ask(
        path,
        "SELECT id FROM delegates WHERE person = ? AND event = ?",
        record(path, "person", person),
        record(path, "event", event),
    )
    assert isinstance(found, int)
    return found


def test_seats_are_read_in_the_order_in_which_they_are_asked_for(talks: Talks) -> None:
    path = talks(SENT)
    wanted = [seat(path, "cy", "round-2"), seat(path, "bob", "round-2")]
    with reading(path) as conn:
        process = overview(conn, Scope()).process
        assert process is not None
        at = sitting(conn, process.id, record(path, "event", "round-2"), None, None)
        found = seats_of(conn, at, wanted)
    assert [[(one.person, one.office) for one in seats] for seats in found.values()] == [
        [("Cy", ""), ("Bob", "Envoy of Beta")]
    ]


def test_somebody_s_seat_at_a_round_is_told_from_those_at_others(talks: Talks) -> None:
    path = talks(SENT)
    seats = [seat(path, "bob", "round-1"), seat(path, "bob", "round-2")]
    event = record(path, "event", "round-2")
    with reading(path) as conn:
        assert seated(conn, event, seats) == (seats[1], record(path, "party", "beta"))
        assert seated(conn, event, seats[:1]) is None
        assert seated(conn, event, []) is None
