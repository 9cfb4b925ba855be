"""What is counted by period is what the rows say, and a hand that was at it is noticed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.counts import add_up
from tests.db.helpers import ask, reading, writing

Talks = Callable[[str], Path]

SIDES = """
[[process_parties]]
party = "alpha"
role = "negotiator"
side = "A"
[[process_parties]]
party = "beta"
role = "negotiator"
side = "B"
"""


def event(slug: str, day: str, kind: str, *parts: str) -> str:
    """An event of a type, with the parties that have a part in it as `party:role`."""
    text = f'[events.{slug}]\ntype = "{kind}"\nstatus = "held"\ntitle = "E"\nstarts = "{day}"\n'
    for part in parts:
        party, _, role = part.partition(":")
        text += f'[[events.{slug}.parties]]\nparty = "{party}"\nrole = "{role}"\n'
    return text


def test_events_are_counted_by_day_week_month_and_year_by_type_and_by_side(talks: Talks) -> None:
    path = talks(
        SIDES
        + event("one", "2026-02-02", "ACCUSE", "alpha:accuser", "beta:accused")
        + event("two", "2026-02-08", "ACCUSE", "beta:accuser")
        + event("three", "2026-02-09", "ROUND", "alpha:attendee", "beta:attendee")
    )
    counted = ask(path, "SELECT unit, day, type, events, side_a, side_b FROM period_counts ORDER BY unit, day, type")
    monday, sunday, next_monday, month, year = 20486, 20492, 20493, 20485, 20454
    assert counted == [
        ("day", monday, "ACCUSE", 1, 1, 0),
        ("day", sunday, "ACCUSE", 1, 0, 1),
        ("day", next_monday, "ROUND", 1, 1, 1),
        ("month", month, "ACCUSE", 2, 1, 1),
        ("month", month, "ROUND", 1, 1, 1),
        ("week", monday, "ACCUSE", 2, 1, 1),
        ("week", next_monday, "ROUND", 1, 1, 1),
        ("year", year, "ACCUSE", 2, 1, 1),
        ("year", year, "ROUND", 1, 1, 1),
    ]


def test_a_party_that_takes_a_side_is_counted_in_all_that_it_does(talks: Talks) -> None:
    one = event("one", "2026-02-02", "ACCUSE", "alpha:accuser")
    path = talks(one)
    assert ask(path, "SELECT sum(side_a) FROM period_counts") == [(0,)]
    talks(SIDES)
    assert ask(path, "SELECT sum(side_a) FROM period_counts") == [(4,)]


def test_an_event_that_moves_is_counted_where_it_is_now(talks: Talks) -> None:
    path = talks(event("one", "2026-02-02", "ACCUSE"))
    talks(event("one", "2027-02-02", "REJECT"))
    assert ask(path, "SELECT type, sum(events) FROM period_counts GROUP BY type") == [("REJECT", 4)]
    assert ask(path, "SELECT sum(events) FROM day_counts") == [(1,)]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE day_counts SET events = events + 5",
        "UPDATE day_counts SET contested = 1",
        "UPDATE day_counts SET day = day + 1",
        "DELETE FROM day_counts",
        "UPDATE period_counts SET events = events + 5 WHERE unit = 'year'",
        "UPDATE period_counts SET contested = 9 WHERE unit = 'week'",
        "UPDATE period_counts SET day = day - 1 WHERE unit = 'day'",
        "UPDATE timeline_marks SET events = events - 1",
        "DELETE FROM timeline_marks",
        "DELETE FROM events WHERE id = (SELECT max(event) FROM timeline)",
        "INSERT INTO events (id, type, status, title) SELECT max(id), 'ACCUSE', 'held', 'By hand' FROM records",
    ],
)
def test_counts_that_a_hand_was_at_do_not_add_up(talks: Talks, sql: str) -> None:
    path = talks(event("one", "2026-02-02", "ACCUSE") + event("two", "2026-02-04", "ROUND"))
    with reading(path) as conn:
        assert add_up(conn)
    with writing(path) as conn:
        conn.execute("PRAGMA foreign_keys = OFF")
        conn.execute(
            "INSERT INTO records (kind, slug, process, change) SELECT 'event', 'by-hand', process, change FROM records"
            " WHERE kind = 'event' LIMIT 1"
        )
        conn.execute(sql)
        assert not add_up(conn)


def test_the_counts_of_the_bundled_talks_and_of_none_add_up(store_path: Path, empty_store: Path) -> None:
    for path in (store_path, empty_store):
        with reading(path) as conn:
            assert add_up(conn)
