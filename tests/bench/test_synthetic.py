"""A made-up store is what an import of its events would have made, the same each time, and can be made hard."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from db import schema, store
from db.asof import UNDATED
from db.check import check
from db.dates import day_number
from db.importing import load
from tests.bench import synthetic
from tests.db.helpers import ask


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, but for when and by whom they were written."""
    columns = dict.fromkeys(schema.TABLES, "*") | {"changes": "id, command, before", "search": "rowid, *"}
    return {table: sorted(ask(path, f"SELECT {columns[table]} FROM {table}"), key=repr) for table in schema.TABLES}


def imported(path: Path, events: int) -> None:
    store.create(path)
    with closing(store.writable(path)) as conn:
        load(conn, synthetic.cast(20), "bench", "cast")
        for batch in synthetic.batches(events):
            load(conn, batch, "bench", "events")


def test_its_rows_are_those_that_an_import_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthetic, "BATCH", 150)
    one, two = tmp_path / "imported.db", tmp_path / "made.db"
    imported(one, 400)
    synthetic.make(two, 400, positions=20)
    first, second = contents(one), contents(two)
    assert len(first["events"]) == 400
    assert first["stages"]
    for table in schema.TABLES:
        assert first[table] == second[table], table
    assert ask(one, "SELECT name, sql FROM sqlite_schema ORDER BY name") == ask(
        two, "SELECT name, sql FROM sqlite_schema ORDER BY name"
    )


def test_it_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one.db", "two.db"):
        synthetic.make(tmp_path / name, 100)
    assert contents(tmp_path / "one.db") == contents(tmp_path / "two.db")


@pytest.mark.parametrize("shape", synthetic.SHAPES)
def test_whatever_its_shape_nothing_is_wrong_with_it(shape: str, tmp_path: Path) -> None:
    path = tmp_path / "made.db"
    synthetic.make(path, 60, shape=shape)
    assert {found.kind for found in check(path).findings} == {"no-claim"}  # of the issues
    assert len(ask(path, "SELECT 1 FROM timeline")) == 60


def test_a_crowd_stands_on_one_day(tmp_path: Path) -> None:
    crowds = []
    for shape in ("one-day", "crowded-day"):
        path = tmp_path / f"{shape}.db"
        synthetic.make(path, 100, shape=shape)
        crowds.append(ask(path, "SELECT max(n) FROM (SELECT count(*) AS n FROM timeline GROUP BY day)")[0][0])
    assert crowds == [100, 20]


def test_ages_reach_from_long_before_the_calendar_to_its_last_year(tmp_path: Path) -> None:
    path = tmp_path / "made.db"
    synthetic.make(path, 300, shape="ages")
    early, late = day_number(-3500, 1, 1), day_number(9500, 1, 1)
    counted = "SELECT sum(day < ?), sum(day > ?) FROM timeline WHERE day > ?"
    before, after = ask(path, counted, early, late, UNDATED)[0]
    assert before
    assert after


def test_titles_can_be_very_long(tmp_path: Path) -> None:
    path = tmp_path / "made.db"
    synthetic.make(path, 10, shape="long-titles")
    assert ask(path, "SELECT count(*) FROM events WHERE length(title) >= 100000") == [(1,)]
