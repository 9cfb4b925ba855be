"""Dates are what the store sorts by, and can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.db.checks.helpers import findings, of_kind, spoil
from tests.db.helpers import is_one_sentence

POSITION = "position:alpha/land/2026-02-03?"


def test_bounds_that_are_not_those_of_the_date_are_told(sound: Path) -> None:
    spoil(sound, "UPDATE events SET latest = NULL, day = '2026-02-09' WHERE title = 'Round'")
    [finding] = of_kind(sound, "date")
    assert (finding.record, finding.text) == (
        "event:round",
        "event:round is sorted by latest none, not 1770335999, day 2026-02-09, not 2026-02-04"
        " as its dates say: import it again.",
    )


def test_a_position_is_held_to_its_date_too(sound: Path) -> None:
    spoil(sound, "UPDATE positions SET earliest = 7")
    [(where, text)] = findings(sound, "date")
    assert where == POSITION
    assert "earliest 7, not 1770076800" in text


def test_an_event_without_a_date_has_no_bounds(sound: Path) -> None:
    spoil(sound, "UPDATE events SET starts = NULL, ends = NULL WHERE title = 'Round'")
    [(_, text)] = findings(sound, "date")
    assert "day 2026-02-04, not none" in text


@pytest.mark.parametrize(
    ("sql", "where"),
    [
        ("UPDATE events SET starts = 'soon' WHERE title = 'Round'", "event:round"),
        ("UPDATE events SET ends = '2026-02-30' WHERE title = 'Round'", "event:round"),
        ("UPDATE positions SET date = 'soon'", POSITION),
        ("UPDATE offices SET until = 'soon'", "office:ann/alpha/envoy"),
        ("UPDATE sources SET published = 'soon' WHERE publisher = 'Gazette'", "source:gazette"),
        ("UPDATE claims SET said_on = '2026-02-04T10:00' WHERE said_on IS NOT NULL", "event:answer"),
    ],
)
def test_a_date_that_cannot_be_read_is_told(sound: Path, sql: str, where: str) -> None:
    spoil(sound, sql)
    [(found, text)] = findings(sound, "date")
    assert found == where
    assert text.startswith(where)
    assert is_one_sentence(text)


def test_a_date_that_a_claim_gives_is_read(sound: Path) -> None:
    spoil(sound, "UPDATE claims SET value = 'soon' WHERE locator = '4'")
    assert findings(sound, "date") == [
        (
            "event:round",
            "event:round, claim from post (4): “soon” is not a date: write it as EDTF, such as 2026-02-04, 2026-02,"
            " 2026-02-03? or [..2026-02-04].",
        )
    ]
    spoil(sound, "UPDATE claims SET property = 'mood' WHERE locator = '4'")
    assert of_kind(sound, "date") == []


def test_an_end_before_its_start_is_told(sound: Path) -> None:
    spoil(sound, "UPDATE events SET ends = '2026-02-01' WHERE title = 'Round'", "UPDATE offices SET until = '2020'")
    assert findings(sound, "date") == [
        ("event:round", "event:round: it ends (2026-02-01) before it starts (2026-02-04): correct one of the two."),
        (
            "office:ann/alpha/envoy",
            "office:ann/alpha/envoy: it ends (2020) before it starts (2025): correct one of the two.",
        ),
    ]
