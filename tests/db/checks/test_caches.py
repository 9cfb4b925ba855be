"""The caches are what the rows add up to."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import store
from db.checks.caches import stale
from tests.db.checks.helpers import findings, spoil
from tests.db.helpers import digest, record, whole

MEND = "“talks-tui check --fix” mends it."


@pytest.mark.parametrize(
    ("sql", "where", "said"),
    [
        (
            "UPDATE record_state SET state = 'denied' WHERE record = {round}",
            "event:round",
            "record_state is not what the rows say of 1 record (event:round)",
        ),
        (
            "DELETE FROM record_state WHERE record IN ({round}, {answer})",
            "event:round",
            "record_state is not what the rows say of 2 records (event:round and event:answer)",
        ),
        (
            "UPDATE timeline SET contested = 0",
            "event:round",
            "timeline is not what the rows say of 1 event (event:round)",
        ),
        (
            "UPDATE timeline SET day = day + 1 WHERE event = {answer}",
            "event:answer",
            "timeline is not what the rows say of 1 event (event:answer)",
        ),
        (
            "UPDATE search SET body = 'nothing of it' WHERE rowid = 2 * {round}",
            "event:round",
            "search is not what the rows say of 1 record (event:round)",
        ),
        (
            "DELETE FROM search WHERE quote = 'not an inch'",
            "event:answer",
            "search is not what the rows say of 1 record (event:answer)",
        ),
        (
            "INSERT INTO day_counts SELECT process, 1, day, 1, 0 FROM day_counts",
            "",
            "day_counts is not what the rows say of 1 day (2026-02-04)",
        ),
        (
            "UPDATE period_counts SET contested = contested + 1 WHERE unit = 'month'",
            "",
            "period_counts is not what the rows say of 1 day (2026-02-01)",
        ),
        (
            "UPDATE timeline_marks SET events = events + 1",
            "",
            "timeline_marks is not what the rows say at 1 mark",
        ),
    ],
)
def test_a_cache_that_differs_is_told(sound: Path, sql: str, where: str, said: str) -> None:
    spoil(sound, sql.format(round=record(sound, "event", "round"), answer=record(sound, "event", "answer")))
    assert findings(sound, "cache") == [(where, f"{said}: {MEND}")]


def test_many_that_differ_are_a_few_and_a_number(store_path: Path) -> None:
    spoil(store_path, "UPDATE record_state SET claims = claims + 1", "DELETE FROM timeline", "DELETE FROM day_counts")
    state, timeline, days = (text for _, text in findings(store_path, "cache"))
    assert " and 215 more): " in state
    assert " of 52 events (" in timeline or " of 50 events (" in timeline
    assert " days (2" in days


def test_a_day_without_a_date_is_called_so(sound: Path) -> None:
    spoil(sound, "INSERT INTO day_counts SELECT process, 0, -1000000000000, 1, 0 FROM day_counts")
    assert [text for _, text in findings(sound, "cache")] == [
        f"day_counts is not what the rows say of 1 day (no date): {MEND}"
    ]


def test_counting_anew_leaves_the_store_alone(sound: Path) -> None:
    spoil(sound, "DELETE FROM timeline")
    before = digest(sound), whole(sound)
    conn = store.read_only(sound)
    conn.execute("PRAGMA query_only = OFF")
    assert len([*stale(conn)]) == len([*stale(conn)]) == 1
    assert conn.execute("SELECT count(*) FROM timeline").fetchone() == (0,)
    conn.close()
    assert (digest(sound), whole(sound)) == before


def test_an_index_that_lost_words_is_told_though_its_rows_are_right(sound: Path) -> None:
    # As FTS5 itself is told to forget a row: what is indexed goes, what it was made of stays.
    spoil(
        sound,
        "CREATE TEMP TABLE kept AS SELECT * FROM search_content",
        "DELETE FROM search WHERE quote = 'not an inch'",
        "INSERT INTO search_content SELECT * FROM kept WHERE c3 = 'not an inch'",
    )
    assert findings(sound, "cache") == [("", f"search doesn't find the words that it holds: {MEND}")]
