"""What was said anew between two days."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.asof import day_of
from db.dates import iso_day
from db.revised import Revised, _dated, revised
from db.voices import voice
from tests.db.helpers import ask, reading, record
from tests.db.stories import STORY, WORD, claims, statement

Talks = Callable[[str], Path]


def read(path: Path, after: str, until: str | None, word: str | None = None) -> Revised:
    first, last = iso_day(after), None if until is None else iso_day(until)
    assert first is not None
    with reading(path) as conn:
        return revised(conn, record(path, "process", "talks"), first, last, voice(conn, word))


def told(found: Revised) -> list[tuple[str, str, str, str]]:
    return [(one.title, one.after[0].about, one.before.stored, one.after[0].stored) for one in found.revisions]


def test_a_later_word_of_the_same_voice_is_told_with_what_it_replaced_and_who_said_it(talks: Talks) -> None:
    found = read(talks(STORY), "2026-01-12", "2026-02-04")
    assert told(found) == [("A count", "killed", "10", "12")]
    [account] = found.revisions[0].after
    assert (account.publisher, account.speaker, account.behalf, account.said_on) == (
        "The Post", "Ann", "Alpha", "2026-01-25",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("after", "until", "count"),
    [
        ("2026-01-24", "2026-01-25", 1),
        ("2026-01-25", "2026-01-26", 0),
        ("2026-01-10", "2026-01-24", 0),
        ("2026-01-10", None, 1),
        ("-0100-01-01", None, 1),
        ("2026-01-10", "+20000-01-01", 1),
        ("+20000-01-01", "+20001-01-01", 0),
    ],
)
def test_the_first_day_is_left_out_and_the_last_is_in(talks: Talks, after: str, until: str | None, count: int) -> None:
    assert len(read(talks(STORY), after, until).revisions) == count


@pytest.mark.parametrize(
    "said_on",
    ["2026-01-25", "2026-01-25?", "2026-01-25~", "[..2026-01-25]", "[2026-01-25..]", "2026-01-25/2026-01-26",
     "2026-01-25T09:00Z"],
)  # fmt: skip
def test_a_day_may_be_uncertain_or_open(talks: Talks, said_on: str) -> None:
    earlier = WORD.format("status", "planned", "2026-01-02")
    path = talks(statement("plan", "2026-02-01", claims(earlier, WORD.format("status", "held", said_on))))
    found = read(path, "2026-01-24", "2026-01-25")
    # A word that may have been said before the earlier one doesn't replace it.
    assert told(found) == ([] if said_on.startswith("[..") else [("Plan", "status", "planned", "held")])
    assert read(path, "2026-01-25", "2026-02-25").revisions == ()


def test_by_the_text_of_their_dates_claims_are_found_as_by_their_days(talks: Talks) -> None:
    day = date(2025, 12, 28)
    texts = []
    for number in range(70):
        one, then = day + timedelta(number), day + timedelta(number + 2)
        forms = (
            f"{one}", f"{one}?", f"{one:%Y-%m}", f"{one:%Y}", f"[..{one}]", f"[{one}..]", f"{one}/{then}",
            f"[{one}..{then}]", f"{one}T23:30-05:00", f"../{one}",
        )  # fmt: skip
        texts.append(forms[number % len(forms)])
    path = talks(statement("many", "2025-01-01", claims(*(WORD.format("mood", n, t) for n, t in enumerate(texts)))))
    with reading(path) as conn:
        home = record(path, "process", "talks")
        first = day_of("2025-12-20")
        for after, until in (
            (first, first + 30),
            (first + 11, first + 12),
            (first + 20, None),
            (first + 42, first + 43),
        ):
            expected = [day_of(text) for text in texts if after < day_of(text) <= (until or 10**9)]
            assert sorted(found for found, _ in _dated(conn, home, after, until)) == sorted(expected)


def test_the_same_word_again_changes_nothing_and_one_set_aside_counts_for_nothing(talks: Talks) -> None:
    again = claims(
        WORD.format("killed", "10", "2026-01-06"), WORD.format("killed", "10", "2026-01-25"),
        WORD.format("killed", "11", "2026-01-26").removesuffix("}") + ', rank = "deprecated", rank_reason = "a slip"}',
    )  # fmt: skip
    assert told(read(talks(statement("count", "2026-01-05", again)), "2026-01-12", None)) == []


def test_what_changes_over_time_is_replaced_by_anybody_step_by_step(talks: Talks) -> None:
    steps = claims(
        '{source = "post", property = "status", value = "planned", said_on = "2026-01-02"}',
        '{source = "gazette", property = "status", value = "postponed", said_on = "2026-01-13"}',
        '{source = "post", property = "status", value = "postponed", said_on = "2026-01-13"}',
        '{source = "post", property = "status", value = "held", said_on = "2026-01-20"}',
    )
    found = read(talks(statement("meeting", "2026-01-20", steps)), "2026-01-05", None)
    assert told(found) == [
        ("Meeting", "status", "postponed", "held"), ("Meeting", "status", "planned", "postponed"),
    ]  # fmt: skip
    assert [account.short for account in found.revisions[1].after] == ["GA", "PO"]


def test_a_voice_that_denies_what_it_had_asserted_is_told(talks: Talks) -> None:
    turned = claims(
        '{source = "post", on_behalf_of = "alpha", said_on = "2026-01-02"}',
        '{source = "post", on_behalf_of = "alpha", said_on = "2026-01-13", modality = "denies"}',
    )
    [found] = read(talks(statement("strike", "2026-01-01", turned)), "2026-01-05", None).revisions
    assert (found.before.modality, found.after[0].modality) == ("asserts", "denies")


def test_records_that_came_into_dispute_or_out_of_it_are_told(talks: Talks) -> None:
    found = read(talks(STORY), "2026-01-12", "2026-02-04")
    assert [(one.title, one.before, one.after, one.contested_on) for one in found.turns] == [
        ("A count", "contested", "agreed", ()), ("A denial", "single", "denied", ()),
    ]  # fmt: skip
    assert read(talks(STORY), "2026-01-30", "2026-02-04").turns == ()


def test_what_was_not_there_yet_did_not_come_into_dispute(talks: Talks) -> None:
    rival = claims(WORD.format("killed", "1", "2026-01-20"), '{source = "gazette", property = "killed", value = "9"}')
    path = talks(statement("strike", "2026-01-20", rival))
    assert read(path, "2026-01-12", "2026-02-04").turns == ()
    assert ask(path, "SELECT state FROM record_state WHERE state = 'contested'")


def test_on_one_voices_word_only_its_own_words_are_told(talks: Talks) -> None:
    path = talks(STORY)
    assert len(read(path, "2026-01-12", "2026-02-04", "party:alpha").revisions) == 1
    assert read(path, "2026-01-12", "2026-02-04", "source:gazette").revisions == ()


def test_of_too_many_the_newest_are_looked_at_and_that_is_said(talks: Talks, monkeypatch: pytest.MonkeyPatch) -> None:
    first = WORD.format("killed", "1", "2026-01-02")
    pairs = {day: claims(first, WORD.format("killed", "2", f"2026-01-{day}")) for day in (10, 11, 12)}
    path = talks("".join(statement(f"strike-{day}", "2026-01-01", pair) for day, pair in pairs.items()))
    monkeypatch.setattr("db.revised.AT_MOST", 2)
    found = read(path, "2026-01-05", None)
    assert [one.title for one in found.revisions] == ["Strike 12", "Strike 11"]
    assert found.cut
    assert not read(path, "2026-01-10", None).cut


def test_it_looks_through_no_table_that_grows(talks: Talks) -> None:
    path = talks(STORY)
    asked: list[str] = []
    with reading(path) as conn:
        conn.set_trace_callback(asked.append)
        revised(conn, record(path, "process", "talks"), 20_000, 30_000, voice(conn, "party:alpha"))
        conn.set_trace_callback(None)
        steps = [step for sql in asked for (*_, step) in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert any("claims_said_on" in step for step in steps)
    tables = "claims|records|events|timeline|record_state|stages|delegates|positions|event_parties"
    assert not [step for step in steps if re.match(rf"SCAN ({tables})\b", step)]
    assert not [step for step in steps if "sqlite_autoindex_records_1 (kind=?)" in step]
