"""Since when a briefing tells what is new."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.briefing.since import Since, since
from db.dates import day_number, iso, today
from db.errors import UsageError
from db.scope import Scope
from tests.db.helpers import is_one_sentence, reading, record
from tests.db.stories import STORY, round_of, statement

Talks = Callable[[str], Path]


def read(path: Path, as_of: int | None = None, asked: str = "") -> Since:
    with reading(path) as conn:
        return since(conn, record(path, "process", "talks"), Scope(as_of=as_of), asked)


def told(found: Since) -> tuple[str, str, str]:
    return iso(found.day), found.why, found.round


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (None, ("2026-02-05", "ended", "Round 2")),
        (day_number(2026, 3, 1), ("2026-02-05", "ended", "Round 2")),
        (day_number(2026, 2, 20), ("2026-01-13", "ended", "Round 1")),
        (day_number(2026, 2, 3), ("2026-01-13", "ended", "Round 1")),
        (day_number(2026, 1, 20), ("2026-01-10", "began", "Round 1")),
        (day_number(2026, 1, 10), ("2026-01-10", "began", "Round 1")),
        (day_number(2026, 1, 9), ("2026-01-02", "week", "")),
    ],
)
def test_it_is_since_the_round_before_the_newest_ended(
    talks: Talks, as_of: int | None, expected: tuple[str, str, str]
) -> None:
    assert told(read(talks(STORY), as_of)) == expected


def test_a_plan_is_no_round_that_anything_is_since(talks: Talks) -> None:
    found = read(talks(round_of(1, "2026-05-01", status="planned") + statement("said", "2026-01-20")))
    assert told(found) == ("2026-01-14", "week", "")


def test_without_a_round_it_is_seven_days_to_the_newest_that_anything_happened_on(talks: Talks) -> None:
    path = talks(statement("said", "2026-01-20") + statement("later", "2026-02-20"))
    assert told(read(path)) == ("2026-02-14", "week", "")
    assert told(read(path, day_number(2026, 2, 1))) == ("2026-01-14", "week", "")
    assert read(path, day_number(2026, 2, 1)).newest == day_number(2026, 1, 20)


def test_where_nothing_is_on_record_it_is_seven_days_to_now(talks: Talks) -> None:
    found = read(talks(""))
    assert (found.day, found.why, found.newest) == (today() - 6, "week", None)


def test_rounds_without_a_date_or_that_overlap_leave_the_days_that_there_are(talks: Talks) -> None:
    path = talks(round_of(1, "2026-01-10", "2026-03-01") + round_of(2, "2026-02-03"))
    assert told(read(path, day_number(2026, 2, 4))) == ("2026-02-03", "began", "Round 2")
    assert told(read(path)) == ("2026-03-02", "ended", "Round 1")


@pytest.mark.parametrize(
    ("asked", "day"), [("2026-01-15", "2026-01-15"), ("20 jan", "2026-01-20"), ("round 1", "2026-01-13")]
)
def test_a_person_may_say_since_when(talks: Talks, asked: str, day: str) -> None:
    found = read(talks(STORY), None, asked)
    assert told(found) == (day, "asked", "")
    assert iso(found.before.day) < day


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("2026-02-21", "2026-02-21 is later than 2026-02-20: a briefing begins on or before the day that it is as of."),
        ("round 3", "2026-03-02 is later than 2026-02-20: a briefing begins on or before the day that it is as of."),
        ("round 9", "There is no round 9: there are rounds 1, 2, 3 and 4."),
        ("yesteryear", "“yesteryear” is not a day"),
    ],
)
def test_what_a_person_says_may_not_be_after_the_day_that_it_is_as_of(talks: Talks, asked: str, says: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(talks(STORY), day_number(2026, 2, 20), asked)
    assert says in str(refused.value)
    assert is_one_sentence(str(refused.value))
