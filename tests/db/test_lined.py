"""What a scope shows of a timeline; the order and the places are judged in the tests of the timeline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.lined import lined, moved, planned_by
from db.marks import WHOLE
from db.scope import Scope
from tests.db.helpers import reading, record

Talks = Callable[[str], Path]

PLAN = (
    '[events.plan]\ntype = "STATEMENT"\nstatus = "planned"\ntitle = "P"\nstarts = "2026-03-01"\nclaims = ['
    '{source="post", property="announced", value="2026-02-10"}]\n'
)
MOVED = (
    '[events.moved]\ntype = "STATEMENT"\nstatus = "held"\ntitle = "M"\nstarts = "2026-02-04"\nclaims = ['
    '{source="post", property="starts", value="2026-02-01", said_on="2026-01-20"},'
    '{source="post", property="starts", value="2026-02-04", said_on="2026-01-31"}]\n'
)
JAN_25, FEB_9, FEB_11 = 20478, 20493, 20495


def test_a_plan_counts_from_when_it_was_announced(talks: Talks) -> None:
    path = talks(PLAN)
    with reading(path) as conn:
        for day, known in ((FEB_9, 0), (FEB_11, 1)):
            line = lined(conn, record(path, "process", "talks"), Scope(as_of=day))
            assert len([*planned_by(conn, line, moved(conn, line))]) == known


def test_what_stood_otherwise_on_a_day_is_told_with_both_its_places(talks: Talks) -> None:
    path = talks(MOVED)
    with reading(path) as conn:
        line = lined(conn, record(path, "process", "talks"), Scope(as_of=JAN_25))
        [one] = moved(conn, line)
        assert (one.then[:2], one.now[:2]) == ((1, 20485), (0, 20488))
        assert moved(conn, lined(conn, record(path, "process", "talks"), Scope(as_of=FEB_9))) == []


def test_the_span_ends_with_the_day_in_scope(talks: Talks) -> None:
    path = talks(MOVED + MOVED.replace("events.moved", "events.later").replace("2026-02-04", "2026-02-08"))
    with reading(path) as conn:
        process = record(path, "process", "talks")
        assert lined(conn, process, Scope()).tables is WHOLE
        assert lined(conn, process, Scope()).span(conn) == (20488, 20492)
        assert lined(conn, process, Scope(as_of=20490)).span(conn) == (20488, 20488)
        assert lined(conn, process, Scope(as_of=20000)).span(conn) is None
