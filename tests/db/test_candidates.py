"""However much a filter keeps, and however common the words are, the same is found, and little is read for it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from db import candidates
from db.matching import conditions, sift
from db.scope import Scope
from db.search import Hit, read, search
from tests.bench import synthetic
from tests.db.helpers import reading

WORDS = ("", "bri", "bridge", "bridge riv", '"near the brid', '"bridge river"', "bridge -river", "-harb", "round")
FILTERS = (
    "", "party:north", "-party:north", "issue:bridge", "person:north", "source:paper-3", "-source:paper-3",
    "kind:accuse", "-kind:accuse", "kind:claim", "kind:event", "kind:position", "status:planned", "status:held",
    "contested:", "contested:no", "stance:>0", "has:quote", "has:note", "has:text", "has:summary",
    "since:2025-12", "until:2016", "since:2020-01 until:2020-02", "party:north contested:", "kind:accuse has:quote",
)  # fmt: skip
DAY = synthetic.day_of(50)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "talks.db"
    synthetic.make(path, 1500, positions=50)
    return path


def found(path: Path) -> Iterator[tuple[str, int | None, tuple[Hit, ...], bool]]:
    with reading(path) as conn:
        for word, filters, as_of in product(WORDS, FILTERS, (None, DAY)):
            text = f"{word} {filters}"
            scope = Scope(as_of=as_of)
            results = search(conn, read(conn, text, scope), scope, 20)
            yield text, as_of, results.hits, results.more


def test_every_way_of_looking_finds_the_same(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each of them takes the way of a store that is far larger, and that of one where all is few.
    monkeypatch.setattr(candidates, "NEWEST", 10_000)
    monkeypatch.setattr(candidates, "SIFTED", 0)
    monkeypatch.setattr(candidates, "FEW", 0)
    monkeypatch.setattr(candidates, "LINED", 0)
    one_by_one = [*found(made)]
    monkeypatch.setattr(candidates, "SIFTED", 10_000)
    sifted = [*found(made)]
    monkeypatch.setattr(candidates, "FEW", 10_000)
    monkeypatch.setattr(candidates, "LINED", 10_000)
    gathered = [*found(made)]
    assert len(one_by_one) == len(WORDS) * len(FILTERS) * 2
    assert sum(bool(hits) for _, _, hits, _ in one_by_one) > len(one_by_one) / 2
    for first, second, third in zip(one_by_one, sifted, gathered, strict=True):
        assert first == second, first[0]
        assert first == third, first[0]


def test_the_index_is_asked_for_the_first_letters_of_a_common_word(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "NEWEST", 20)
    monkeypatch.setattr(candidates, "SIFTED", 200)
    asked: list[str] = []
    with reading(made) as conn:
        conn.set_trace_callback(asked.append)
        assert search(conn, read(conn, "bridge river", Scope()), Scope(), 20).hits
        common = [text for text in asked if "MATCH" in text]
        asked.clear()
        assert search(conn, read(conn, '"envoy of north', Scope()), Scope(), 20).hits
        rare = [text for text in asked if "MATCH" in text]
    assert all('"bri" * AND "riv" *' in text for text in common)
    assert not any('"bridge" *' in text for text in (*common, *rare))
    assert len(rare) == 1  # the index had no more: what was sifted is all


@pytest.mark.parametrize("text", ["party:north", "has:quote bridge", "-bridge", "source:paper-3", "kind:accuse tower"])
def test_a_filter_that_keeps_much_is_judged_row_by_row(text: str, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "FEW", 50)
    monkeypatch.setattr(candidates, "LINED", 50)
    monkeypatch.setattr(candidates, "NEWEST", 40)
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    with reading(made) as conn:
        query = read(conn, text, Scope())
        conn.set_progress_handler(step, 1000)
        assert search(conn, query, Scope(), 20).more
    assert steps < 60  # thousands of instructions of SQLite's machine; a filter that is gathered whole takes hundreds


@pytest.mark.parametrize("text", [one for one in (*FILTERS, "-bridge", '-"bridge river"') if one])
def test_a_filter_asked_row_by_row_keeps_what_it_keeps_as_a_whole(text: str, made: Path) -> None:
    with reading(made) as conn:
        sift(conn)
        for as_of in (None, DAY):
            asked = conditions(conn, read(conn, text, Scope()), as_of, functions=True)
            for table, column, whole, each in (
                ("records", "id", asked.of_record("records.id"), asked.of_each("records.id")),
                ("claims", "id", asked.of_claim(), asked.of_each_claim()),
                ("timeline", "event", asked.of_event(), asked.of_each_event()),
            ):
                sql = f"SELECT {column} FROM {table} WHERE 1 {{}} ORDER BY 1"
                kept, judged = (conn.execute(sql.format(part), asked.values).fetchall() for part in (whole, each))
                assert kept == judged, table
            for part in asked.parts:
                inside = f"SELECT id FROM records WHERE {part.record.format('records.id')}"
                if part.whole:
                    left = conn.execute(f"{inside} EXCEPT SELECT * FROM ({part.whole})", asked.values).fetchall()
                    assert left == []
