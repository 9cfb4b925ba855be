"""Positions in the timeline by marks, judged against a list of all places."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import caches, marks
from db.entries import Key
from db.marks import WHOLE, key_at, misplaced, rank, total
from tests.db.helpers import ask, writing

Talks = Callable[[str], Path]
Places = list[tuple[Key, bool]]


@pytest.fixture(autouse=True)
def close(monkeypatch: pytest.MonkeyPatch) -> None:
    """Marks so close to each other that a few events need several."""
    monkeypatch.setattr(marks, "APART", 3)
    monkeypatch.setattr(marks, "MOST", 6)


def written(numbers: list[tuple[int, int, bool]]) -> str:
    """Events as a talks file has them: number, day of February and whether a source denies each."""
    text = ""
    for number, day, denied in numbers:
        claims = '{source="post"}' + (', {source="gazette", modality="denies"}' if denied else "")
        text += f'[events.e{number}]\ntype = "STATEMENT"\nstatus = "held"\ntitle = "E"\nstarts = "2026-02-{day:02}"\n'
        text += f"claims = [{claims}]\n"
    return text


def places(conn: sqlite3.Connection) -> Places:
    rows = conn.execute("SELECT planned, day, earliest, event, contested FROM timeline ORDER BY 1, 2, 3, 4")
    return [((row[0], row[1], row[2], row[3]), bool(row[4])) for row in rows]


def agree(conn: sqlite3.Connection) -> None:
    """Every place has the position that it has in a list, and the other way round."""
    [(process,)] = conn.execute("SELECT DISTINCT process FROM timeline").fetchall()
    for contested in (False, True):
        listed = [key for key, disputed in places(conn) if disputed or not contested]
        assert total(conn, WHOLE, process, contested) == len(listed)
        for key, _ in places(conn):
            assert rank(conn, WHOLE, process, key, contested) == sum(other < key for other in listed)
            assert rank(conn, WHOLE, process, key, contested, with_it=True) == sum(other <= key for other in listed)
        assert [key_at(conn, WHOLE, process, number, contested) for number in range(len(listed))] == listed
        assert key_at(conn, WHOLE, process, len(listed), contested) is None
    assert misplaced(conn) == 0


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6), st.booleans()), min_size=1), min_size=1))
def test_positions_are_those_of_a_list_whatever_was_imported(
    talks: Talks, files: list[list[tuple[int, int, bool]]]
) -> None:
    for numbers in files:
        path = talks(written(list({number: (number, day, denied) for number, day, denied in numbers}.values())))
        with writing(path) as conn:
            agree(conn)


def test_many_events_of_one_day_have_several_marks(talks: Talks) -> None:
    path = talks(written([(number, 4, False) for number in range(40)]))
    assert len(ask(path, "SELECT id FROM timeline_marks")) > 5
    assert ask(path, "SELECT max(events) <= 6, sum(events) FROM timeline_marks") == [(1, 40)]
    with writing(path) as conn:
        agree(conn)


def test_marks_made_anew_are_of_the_same_rows(talks: Talks) -> None:
    path = talks(written([(number, number % 5 + 1, number % 3 == 0) for number in range(30)]))
    with writing(path) as conn:
        conn.execute("BEGIN IMMEDIATE")
        caches.recount(conn)
        conn.execute("COMMIT")
        agree(conn)


def test_a_mark_that_was_changed_by_hand_is_found(talks: Talks) -> None:
    path = talks(written([(1, 4, False), (2, 5, True)]))
    with writing(path) as conn:
        assert misplaced(conn) == 0
        conn.execute("UPDATE timeline_marks SET contested = contested + 1")
        assert misplaced(conn) == 1


def test_without_events_every_place_is_the_first(empty_store: Path) -> None:
    with writing(empty_store) as conn:
        assert rank(conn, WHOLE, 1, (0, 0, 0, 0), contested=False) == total(conn, WHOLE, 1, contested=False) == 0
        assert key_at(conn, WHOLE, 1, 0, contested=False) is None
