"""The header's figures."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from db.dates import day_number
from db.errors import StoreError
from db.overview import Overview, overview, pick, processes
from db.scope import Scope
from tests.db.helpers import is_one_sentence, reading, writing

Talks = Callable[[str], Path]

TWO = """
[processes.other]
name = "Other"
summary = "Another one."
[events.one]
type = "ROUND"
status = "held"
title = "One"
[events.two]
type = "ROUND"
status = "planned"
title = "Two"
links = [{kind="also_in", to="process:other"}]
[events.three]
type = "STATEMENT"
status = "held"
title = "Three"
claims = [{source="post"}, {source="gazette", modality="denies"}]
[events.four]
process = "other"
type = "STATEMENT"
status = "held"
title = "Four"
[[positions]]
party = "alpha"
issue = "land"
date = "2026"
summary = "S"
claims = [{source="post", property="stance", value="1"}, {source="gazette", property="stance", value="2"}]
"""


def test_the_figures_are_of_the_process_in_scope(talks: Talks) -> None:
    with reading(talks(TWO)) as conn:
        found = overview(conn, Scope())
        assert found.process is not None
        assert (found.process.slug, found.processes, found.rounds, found.events, found.contested) == (
            "talks",
            2,
            2,
            3,
            2,
        )
        other = overview(conn, Scope(process="other"))
        assert other.process is not None
        assert (other.process.summary, other.rounds, other.events, other.contested) == ("Another one.", 0, 2, 0)


def test_the_process_with_the_most_events_comes_first(talks: Talks) -> None:
    with reading(talks(TWO)) as conn:
        assert [(process.slug, process.events) for process in processes(conn)] == [("talks", 3), ("other", 2)]


def test_a_process_that_the_store_lacks_is_refused_beside_those_it_holds(bundled_conn: sqlite3.Connection) -> None:
    with pytest.raises(StoreError, match="it holds: ukraine-peace-talks, iran-talks") as caught:
        overview(bundled_conn, Scope(process="moon-talks"))
    assert is_one_sentence(str(caught.value))


def test_a_store_without_talks_has_no_figures(empty_store: Path) -> None:
    with reading(empty_store) as conn:
        assert overview(conn, Scope()) == Overview(None, 0, 0, 0, 0)
        assert pick((), Scope()) is None
        with pytest.raises(StoreError, match="it holds: none"):
            overview(conn, Scope(process="any"))


def test_as_of_a_day_the_figures_are_of_what_was_known(talks: Talks) -> None:
    path = talks(TWO.replace('title = "Three"', 'title = "Three"\nstarts = "2026-02-03"'))

    def figures(day: int | None) -> tuple[int, int]:
        with reading(path) as conn:
            found = overview(conn, Scope(process="talks", as_of=day))
        return found.events, found.contested

    # Two events have no day, and the position is held from the first day of its year.
    assert figures(day_number(2025, 12, 31)) == (2, 0)
    assert figures(day_number(2026, 1, 1)) == (2, 1)
    assert figures(day_number(2026, 2, 3)) == figures(None) == (3, 2)


def test_when_the_store_was_last_changed_is_known(store_path: Path) -> None:
    with writing(store_path) as conn:
        conn.execute("INSERT INTO changes (made_at, made_by, command) VALUES ('2026-02-04T10:00:00+02:00', 'x', 'y')")
        assert overview(conn, Scope()).changed == 1770192000
        conn.execute("UPDATE changes SET made_at = 'some day' WHERE id = (SELECT max(id) FROM changes)")
        assert overview(conn, Scope()).changed is None
