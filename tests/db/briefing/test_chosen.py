"""Which things a briefing tells, of those that there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.briefing.briefed import AT_MOST
from db.dates import day_number
from db.scope import Scope
from tests.db.briefings import COUNTS, DENIED, SOURCED, deed, january, word
from tests.db.stories import claims, round_of, statement
from tests.db.test_positions import SIDES, position

Talks = Callable[[str], Path]


def titles(section: object) -> list[str]:
    return [one.entry.title for one in section.lines]  # type: ignore[attr-defined]


# What happened, what was said


def test_what_was_done_is_told_newest_first_and_the_rest_is_counted(talks: Talks) -> None:
    found = january(talks("".join(deed(number, f"2026-01-{number:02}") for number in range(1, AT_MOST + 4))))
    assert titles(found.done) == [f"Deed {number}" for number in range(AT_MOST + 3, 3, -1)]
    assert (found.done.more, found.done.bare, found.said.total) == (3, 0, 0)


def test_one_more_is_told_where_only_it_would_be_counted(talks: Talks) -> None:
    found = january(talks("".join(deed(number, "2026-01-05") for number in range(AT_MOST + 1))))
    assert (len(found.done.lines), found.done.more) == (AT_MOST + 1, 0)


def test_words_are_told_apart_from_deeds(talks: Talks) -> None:
    found = january(talks(deed(1, "2026-01-05") + word(1, "alpha")))
    assert (titles(found.done), titles(found.said)) == (["Deed 1"], ["Word 1"])


def test_each_party_has_its_turn_with_its_newest_word(talks: Talks) -> None:
    """One side that says much doesn't crowd out the other."""
    many = "".join(word(number, "alpha", f"2026-01-{number:02}") for number in range(10, 25))
    found = january(talks(many + word(1, "beta", "2026-01-02") + word(2, "gamma", "2026-01-03")))
    assert {"Word 24", "Word 1", "Word 2"} <= {*titles(found.said)}
    assert titles(found.said) == ["Word 24", "Word 23", "Word 22", "Word 21", "Word 2", "Word 1"]
    assert found.said.more == 11


def test_what_nobody_is_on_record_as_saying_is_left_out_and_counted(talks: Talks) -> None:
    found = january(talks(deed(1, "2026-01-05", "") + deed(2, "2026-01-04") + statement("bare", "2026-01-03")))
    assert (titles(found.done), found.done.bare, found.done.more) == (["Deed 2"], 1, 0)
    assert (titles(found.said), found.said.bare) == ([], 1)


def test_what_was_set_aside_is_no_ground_to_stand_on(talks: Talks) -> None:
    aside = claims('{source = "post", rank = "deprecated", rank_reason = "A slip"}')
    found = january(talks(deed(1, "2026-01-05", aside) + deed(2, "2026-01-04")))
    assert (titles(found.done), found.done.bare, found.done.more) == (["Deed 2"], 1, 0)


def test_of_a_voice_only_what_it_speaks_of_is_told_without_a_sentence_of_all(talks: Talks) -> None:
    summary = 'summary = "As all tell it."\n'
    path = talks(
        deed(1, "2026-01-05", summary + claims('{source = "gazette"}')) + deed(2, "2026-01-04", summary + SOURCED)
    )
    found = january(path, scope=Scope(word="source:post"))
    assert ([(one.entry.title, one.entry.summary) for one in found.done.lines], found.done.bare) == (
        [("Deed 2", "")],
        1,
    )
    assert [one.entry.summary for one in january(path).done.lines] == ["As all tell it."] * 2


def test_as_of_a_day_nothing_is_told_that_was_only_known_later(talks: Talks) -> None:
    moved = claims(
        '{source = "post", property = "starts", value = "2026-02-01", said_on = "2026-01-20"}',
        '{source = "post", property = "starts", value = "2026-02-04", said_on = "2026-02-03"}',
    )
    path = talks(round_of(1, "2026-02-04", parties='summary = "Later than first planned."\n') + moved)
    [plan] = january(path, scope=Scope(as_of=day_number(2026, 1, 25))).coming.lines
    assert (plan.entry.starts, plan.entry.summary) == ("2026-02-01", "")
    [held] = january(path).done.lines
    assert held.entry.summary == "Later than first planned."


# What is next


def test_plans_are_told_the_soonest_first_and_those_without_a_date_last(talks: Talks) -> None:
    plans = [("c", "2026-06-01"), ("a", ""), ("b", "2026-05-01")]
    made = "".join(statement(slug, day, SOURCED, status="planned") for slug, day in plans).replace('starts = ""\n', "")
    found = january(talks(made))
    assert titles(found.coming) == ["B", "C", "A"]
    assert found.done.total == 0


def test_many_plans_are_counted(talks: Talks) -> None:
    made = "".join(statement(f"p-{n}", f"2026-05-{n:02}", SOURCED, status="planned") for n in range(1, 15))
    found = january(talks(made))
    assert titles(found.coming)[0] == "P 1"
    assert (len(found.coming.lines), found.coming.more) == (AT_MOST, 14 - AT_MOST)


# What is contested


def test_what_is_in_dispute_has_a_line_for_each_thing_that_accounts_differ_on(talks: Talks) -> None:
    agreed = COUNTS.replace("[", '[{source = "post", property = "injured", value = "1"}, ', 1)
    found = january(talks(deed(1, "2026-01-05", agreed) + deed(2, "2026-01-07", DENIED))).disputes
    assert [(one.title, one.label, len(one.accounts)) for one in found.lines] == [
        ("Deed 2", "", 2), ("Deed 1", "starts", 2), ("Deed 1", "killed", 2),
    ]  # fmt: skip


def test_a_dispute_that_is_no_event_is_told_after_those_that_are(talks: Talks) -> None:
    rivals = claims(
        '{source = "post", property = "stance", value = "2"}', '{source = "gazette", property = "stance", value = "-1"}'
    )
    path = talks(SIDES + position("alpha", 2, "2026-02-01", rivals) + deed(1, "2026-01-05", DENIED))
    assert [one.title for one in january(path).disputes.lines] == ["Deed 1", "Alpha on Land"]
    early = january(path, scope=Scope(as_of=day_number(2026, 1, 20))).disputes
    assert [one.title for one in early.lines] == ["Deed 1"]


def test_of_a_voice_only_its_own_account_of_a_dispute_is_told(talks: Talks) -> None:
    path = talks(deed(1, "2026-01-05", COUNTS) + deed(2, "2026-01-07", DENIED))
    found = january(path, scope=Scope(word="party:beta")).disputes
    assert [(one.title, [row.modality for row in one.accounts]) for one in found.lines] == [("Deed 2", ["denies"])]
    assert found.bare == 1


def test_of_many_disputes_the_newest_are_told(talks: Talks) -> None:
    found = january(talks("".join(deed(n, f"2026-01-{n:02}", DENIED) for n in range(1, 21)))).disputes
    assert [one.title for one in found.lines][:2] == ["Deed 20", "Deed 19"]
    assert (len(found.lines), found.more) == (AT_MOST, 20 - AT_MOST)
