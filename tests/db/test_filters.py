"""Each filter as conditions for SQLite: the same records whichever way it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.dates import day_number
from db.filters import part
from db.query import parse
from tests.db.helpers import reading
from tests.db.test_search import store  # noqa: F401  (a fixture)

ASKED = ["party:alpha", "issue:land", "person:kyrylo", "source:gazette", "kind:truce,round", "kind:event",
         "status:planned", "status:held,planned", "since:2026-01-15", "until:2026-01-20", "contested:", "contested:no",
         "stance:<0", "has:quote", "has:note", "has:summary", "has:text"]  # fmt: skip


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.usefixtures("store")
def test_events_are_the_same_one_by_one_in_a_timeline_and_all_at_once(
    text: str, request: pytest.FixtureRequest
) -> None:
    path: Path = request.getfixturevalue("store")
    [one] = parse(text, day_number(2026, 2, 1)).filters
    with reading(path) as conn:
        given: dict[str, str | int] = {}
        made = part(conn, one, "q", given)
        each = conn.execute(f"SELECT id FROM events WHERE {made.record.format('events.id')}", given).fetchall()
        lined = conn.execute(f"SELECT event FROM timeline WHERE {made.event}", given).fetchall()
        assert {event for (event,) in each} == {event for (event,) in lined}
        turned = made.negated()
        left = conn.execute(f"SELECT event FROM timeline WHERE {turned.event}", given).fetchall()
        everything = {event for (event,) in conn.execute("SELECT event FROM timeline")}
        assert {event for (event,) in left} == everything - {event for (event,) in lined}
        if made.events:
            whole = {event for (event,) in conn.execute(made.events, given)}
            assert whole & everything == {event for (event,) in lined}
        if made.kinds is not None:
            kinds = conn.execute(f"SELECT DISTINCT kind FROM records WHERE {made.record.format('records.id')}", given)
            assert {kind for (kind,) in kinds} <= made.kinds


def test_days_that_many_events_have_are_looked_up_one_by_one(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    path: Path = request.getfixturevalue("store")
    [one] = parse("since:2026-01-15", 0).filters
    with reading(path) as conn:
        found = []
        for few in (0, 20_000):
            monkeypatch.setattr("db.filters._FEW", few)
            given: dict[str, str | int] = {}
            made = part(conn, one, "q", given)
            assert bool(made.events) == bool(few)
            rows = conn.execute(f"SELECT id FROM records WHERE {made.record.format('records.id')}", given)
            found.append({record for (record,) in rows})
        assert found[0] == found[1] != set()
