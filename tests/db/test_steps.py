"""Days to look at: of a record, of the rounds, the next one on which anything changed."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from db.dates import DateError, iso, iso_day
from db.scope import Scope
from db.steps import Unit, day_after, day_before, record_day, round_days, typed, walked
from tests.db.helpers import reading, record


def day(text: str) -> int:
    found = iso_day(text)
    assert found is not None
    return found


def test_back_from_now_each_day_on_which_anything_changed_is_met(store_path: Path) -> None:
    process = record(store_path, "process", "ukraine-peace-talks")
    with reading(store_path) as conn:
        met, here = list[str](), day_before(conn, process, None)
        while here is not None:
            met.append(iso(here))
            here = day_before(conn, process, here)
        assert met == [
            "2026-02-04", "2026-02-03", "2026-02-01", "2026-01-31", "2026-01-30", "2026-01-25", "2026-01-24",
            "2026-01-23", "2025-12-02", "2022-09-01",
        ]  # fmt: skip
        forth, at = [], day_after(conn, process, day("1900-01-01"))
        while at is not None:
            forth.append(iso(at))
            at = day_after(conn, process, at)
        assert forth == met[::-1]


def test_a_store_without_days_has_none(empty_store: Path) -> None:
    with reading(empty_store) as conn:
        assert day_before(conn, 1, None) is None
        assert day_after(conn, 1, 0) is None
        assert round_days(conn, 1) == ()


def test_a_round_is_looked_at_on_its_last_day_and_one_to_come_not_at_all(store_path: Path) -> None:
    with reading(store_path) as conn:
        process = record(store_path, "process", "ukraine-peace-talks")
        assert [iso(found) for found in round_days(conn, process)] == ["2026-01-24", "2026-02-05"]


@pytest.mark.parametrize(
    ("kind", "slug", "expected"),
    [
        ("event", "large-strike", "2026-02-03"),
        ("event", "trump-asks-for-pause", "2026-01-30"),
        ("source", "rt-2026-02-04", "2026-02-04"),
        ("person", "mark-rutte", None),
        ("party", "ru", None),
    ],
)
def test_the_day_of_a_record_is_the_one_that_it_is_listed_under(
    kind: str, slug: str, expected: str | None, store_path: Path
) -> None:
    with reading(store_path) as conn:
        found = record_day(conn, record(store_path, kind, slug))
        assert (None if found is None else iso(found)) == expected
        assert record_day(conn, 123_456) is None


@pytest.mark.parametrize("table", ["positions", "delegates", "event_parties", "offices", "documents"])
def test_every_kind_can_be_asked_for_its_day(table: str, store_path: Path) -> None:
    with reading(store_path) as conn:
        for (found,) in conn.execute(f"SELECT id FROM {table} LIMIT 3").fetchall():
            day = record_day(conn, found)
            assert day is None or iso(day).startswith("202")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("30 jan", "2026-01-30"), ("2025-12-02", "2025-12-02"), ("Now", None), ("3 feb", "2026-02-03")],
)
def test_a_typed_day_is_of_the_year_of_the_talks(text: str, expected: str | None, store_path: Path) -> None:
    with reading(store_path) as conn:
        found = typed(conn, Scope(), text)
    assert (None if found is None else iso(found)) == expected


def test_a_typed_day_that_could_be_two_is_refused(store_path: Path) -> None:
    with reading(store_path) as conn, pytest.raises(DateError, match="could be"):
        typed(conn, Scope(), "03/04")


@pytest.mark.parametrize(
    ("start", "keys", "expected"),
    [
        (None, ",", "2026-02-04"),
        (None, ",,,", "2026-02-01"),
        (None, ".", None),
        (None, "<", "2026-02-05"),
        (None, "<<<<", "2026-01-24"),
        (None, ">", None),
        ("2026-01-24", ">", "2026-02-05"),
        ("2026-01-24", ">>>", None),
        ("2022-09-01", ",", "2022-09-01"),
        ("2022-09-01", ",.", "2025-12-02"),
        ("2026-02-04", ".,", "2026-02-04"),
        ("1900-01-01", ".", "2022-09-01"),
        ("9999-12-31", ".", None),
        ("9999-12-31", ",", "2026-02-04"),
    ],
)
def test_steps_lead_from_day_to_day_and_from_round_to_round(
    start: str | None, keys: str, expected: str | None, store_path: Path
) -> None:
    process = record(store_path, "process", "ukraine-peace-talks")
    steps: dict[str, tuple[Unit, Literal[-1, 1]]] = {
        ",": ("day", -1), ".": ("day", 1), "<": ("round", -1), ">": ("round", 1),
    }  # fmt: skip
    with reading(store_path) as conn:
        found = walked(conn, process, None if start is None else day(start), [steps[key] for key in keys])
    assert (None if found is None else iso(found)) == expected
