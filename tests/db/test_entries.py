"""The events of a timeline as rows: every value of what is in dispute stands in the row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.scope import Scope
from db.timeline import window
from tests.db.helpers import reading, record

Talks = Callable[[str], Path]

PLAN = """
[events.move]
type = "CHANGE"
status = "held"
title = "Moved"
starts = "2026-02-01"
claims = [{claims}]
"""


@pytest.mark.parametrize(
    ("claims", "given"),
    [
        ('{source = "post", property = "reason", value = "security"}', ()),
        (
            '{source = "post", property = "reason", value = "security"},'
            '{source = "gazette", property = "reason", value = "health"}',
            (),
        ),
        (
            '{source = "post", property = "killed", value = "3"}, {source = "gazette", property = "killed", value = 5},'
            '{source = "post", property = "injured", value = "3"},'
            '{source = "gazette", property = "mood", value = "x"}',
            (("killed", ("3", "5")),),
        ),
        (
            '{source = "post", property = "status", value = "held"},'
            '{source = "gazette", property = "status", value = "cancelled"}',
            (),
        ),
        (
            '{source = "post", property = "starts", value = "2026-02-01", rank = "deprecated", rank_reason = "typo"},'
            '{source = "post", property = "starts", value = "2026-02-02"},'
            '{source = "gazette", property = "starts", value = "2026-02-03"}',
            (("starts", ("2026-02-02", "2026-02-03")),),
        ),
    ],
    ids=[
        "nobody differs",
        "a reason is named, not spelled out",
        "a count",
        "a status has its own place",
        "one was set aside",
    ],
)
def test_every_live_value_of_what_is_in_dispute_stands_in_the_row(
    talks: Talks, claims: str, given: tuple[tuple[str, tuple[str, ...]], ...]
) -> None:
    path = talks(PLAN.replace("{claims}", claims))
    with reading(path) as conn:
        [entry] = window(conn, record(path, "process", "talks"), Scope(), None).entries
    assert entry.given == given


def test_a_window_costs_the_same_number_of_queries_however_many_rows_it_has(masters: tuple[Path, Path]) -> None:
    path = masters[0]
    process = record(path, "process", "ukraine-peace-talks")
    with reading(path) as conn:
        asked: list[str] = []
        conn.set_trace_callback(asked.append)
        counts = []
        for reach in (1, 100):
            for word in (None, "party:ru"):
                asked.clear()
                window(conn, process, Scope(word=word), None, reach)
                counts.append(len(asked))
    assert max(counts) <= 14
    assert counts[1] == counts[3]
