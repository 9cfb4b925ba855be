"""Which things a briefing tells, of those that there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.briefing import Briefing, briefing
from db.chosen import AT_MOST
from db.dates import day_number
from db.overview import pick, processes
from db.scope import Scope
from tests.db.helpers import reading
from tests.db.stories import claims, parties, round_of, statement
from tests.db.test_positions import SIDES, issue, position

Talks = Callable[[str], Path]

POST = '{source = "post", locator = "1"}'
SOURCED = claims(POST)


def brief(path: Path, begins: str = "2026-01-01", scope: Scope | None = None) -> Briefing:
    with reading(path) as conn:
        scope = scope or Scope()
        process = pick(processes(conn), scope)
        assert process is not None
        return briefing(conn, process, scope, begins)


def deed(number: int, day: str, more: str = SOURCED) -> str:
    return statement(f"deed-{number}", day, more).replace('"STATEMENT"', '"ASSAULT"')


def word(number: int, party: str, day: str = "2026-01-10") -> str:
    acting = f'parties = [{{party = "{party}", role = "actor"}}]\n'
    return statement(f"word-{number}", day, acting + SOURCED)


def titles(section: object) -> list[str]:
    return [one.entry.title for one in section.lines]  # type: ignore[attr-defined]


# What happened, what was said


def test_what_was_done_is_told_newest_first_and_the_rest_is_counted(talks: Talks) -> None:
    found = brief(talks("".join(deed(number, f"2026-01-{number:02}") for number in range(1, AT_MOST + 4))))
    assert titles(found.done) == [f"Deed {number}" for number in range(AT_MOST + 3, 3, -1)]
    assert (found.done.more, found.done.bare, found.said.total) == (3, 0, 0)


def test_one_more_is_told_where_only_it_would_be_counted(talks: Talks) -> None:
    found = brief(talks("".join(deed(number, "2026-01-05") for number in range(AT_MOST + 1))))
    assert (len(found.done.lines), found.done.more) == (AT_MOST + 1, 0)


def test_words_are_told_apart_from_deeds(talks: Talks) -> None:
    found = brief(talks(deed(1, "2026-01-05") + word(1, "alpha")))
    assert (titles(found.done), titles(found.said)) == (["Deed 1"], ["Word 1"])


def test_each_party_has_its_turn_with_its_newest_word(talks: Talks) -> None:
    """One side that says much doesn't crowd out the other."""
    many = "".join(word(number, "alpha", f"2026-01-{number:02}") for number in range(10, 25))
    found = brief(talks(many + word(1, "beta", "2026-01-02") + word(2, "gamma", "2026-01-03")))
    assert {"Word 24", "Word 1", "Word 2"} <= {*titles(found.said)}
    assert titles(found.said) == ["Word 24", "Word 23", "Word 22", "Word 21", "Word 2", "Word 1"]
    assert found.said.more == 11


def test_what_nobody_is_on_record_as_saying_is_left_out_and_counted(talks: Talks) -> None:
    found = brief(talks(deed(1, "2026-01-05", "") + deed(2, "2026-01-04") + statement("bare", "2026-01-03")))
    assert (titles(found.done), found.done.bare, found.done.more) == (["Deed 2"], 1, 0)
    assert (titles(found.said), found.said.bare) == ([], 1)


def test_what_was_set_aside_is_no_ground_to_stand_on(talks: Talks) -> None:
    aside = claims('{source = "post", rank = "deprecated", rank_reason = "A slip"}')
    found = brief(talks(deed(1, "2026-01-05", aside) + deed(2, "2026-01-04")))
    assert (titles(found.done), found.done.bare, found.done.more) == (["Deed 2"], 1, 0)


def test_of_a_voice_only_what_it_speaks_of_is_told_without_a_sentence_of_all(talks: Talks) -> None:
    summary = 'summary = "As all tell it."\n'
    path = talks(
        deed(1, "2026-01-05", summary + claims('{source = "gazette"}')) + deed(2, "2026-01-04", summary + SOURCED)
    )
    found = brief(path, scope=Scope(word="source:post"))
    assert ([(one.entry.title, one.entry.summary) for one in found.done.lines], found.done.bare) == (
        [("Deed 2", "")],
        1,
    )
    assert [one.entry.summary for one in brief(path).done.lines] == ["As all tell it."] * 2


def test_as_of_a_day_nothing_is_told_that_was_only_known_later(talks: Talks) -> None:
    moved = claims(
        '{source = "post", property = "starts", value = "2026-02-01", said_on = "2026-01-20"}',
        '{source = "post", property = "starts", value = "2026-02-04", said_on = "2026-02-03"}',
    )
    path = talks(round_of(1, "2026-02-04", parties='summary = "Later than first planned."\n') + moved)
    [plan] = brief(path, scope=Scope(as_of=day_number(2026, 1, 25))).coming.lines
    assert (plan.entry.starts, plan.entry.summary) == ("2026-02-01", "")
    [held] = brief(path).done.lines
    assert held.entry.summary == "Later than first planned."


# What is next


def test_plans_are_told_the_soonest_first_and_those_without_a_date_last(talks: Talks) -> None:
    plans = [("c", "2026-06-01"), ("a", ""), ("b", "2026-05-01")]
    made = "".join(statement(slug, day, SOURCED, status="planned") for slug, day in plans).replace('starts = ""\n', "")
    found = brief(talks(made))
    assert titles(found.coming) == ["B", "C", "A"]
    assert found.done.total == 0


def test_many_plans_are_counted(talks: Talks) -> None:
    made = "".join(statement(f"p-{n}", f"2026-05-{n:02}", SOURCED, status="planned") for n in range(1, 15))
    found = brief(talks(made))
    assert titles(found.coming)[0] == "P 1"
    assert (len(found.coming.lines), found.coming.more) == (AT_MOST, 14 - AT_MOST)


# Who is in the room


def seat(person: str) -> str:
    return f'{{person = "{person}", role = "member", status = "present", {SOURCED.strip()}}}'


def team(party: str, roster: str, *people: str) -> str:
    seats = ", ".join(map(seat, people))
    return f'{{party = "{party}", role = "attendee", roster = "{roster}", delegates = [{seats}], {SOURCED.strip()}}}'


ROOMS = (
    round_of(1, "2026-01-10", parties=parties(team("alpha", "full", "ann", "bob"), team("beta", "partial", "cy")))
    + round_of(2, "2026-02-10", parties=parties(team("alpha", "full", "bob", "cy"), team("beta", "full", "cy")))
    + SOURCED
)  # fmt: skip


def test_who_came_and_went_is_told_with_the_notes_on_their_seats(talks: Talks) -> None:
    found = brief(talks(ROOMS), "")
    [alpha] = found.turnovers.lines
    assert ([one.person for one in alpha.team.later], [one.person for one in alpha.team.earlier]) == (["Cy"], ["Ann"])
    assert alpha.notes == (1,)
    assert [one.delegation.name for one in found.delegations.lines] == ["Alpha", "Beta"]
    assert found.room is not None
    assert found.room.notes


def test_where_no_name_differs_and_not_all_is_known_nothing_is_said_to_have_changed(talks: Talks) -> None:
    assert [one.team.name for one in brief(talks(ROOMS), "").turnovers.lines] == ["Alpha"]


def test_the_same_people_are_told_to_be_the_same(talks: Talks) -> None:
    rooms = "".join(round_of(n, f"2026-0{n}-10", parties=parties(team("alpha", "full", "ann"))) for n in (1, 2))
    [alpha] = brief(talks(rooms), "").turnovers.lines
    assert (alpha.team.known, alpha.team.later, alpha.notes) == (True, (), (1,))


# Where the sides stand, and what moved


def of(slug: str, text: str) -> str:
    return text.replace('issue = "land"', f'issue = "{slug}"')


def test_the_issues_on_which_the_sides_are_furthest_apart_come_first(talks: Talks) -> None:
    made = SIDES + issue("near", "", 'proposition = "Near."') + issue("open", "", 'proposition = "Open."')
    made += position("alpha", 2, more=SOURCED) + position("beta", -2, more=SOURCED)
    made += of("near", position("alpha", 1, more=SOURCED) + position("beta", 1, more=SOURCED))
    made += of("open", position("alpha", 1, more=SOURCED))
    found = brief(talks(made)).standings
    assert [(one.issue.name, one.issue.distance, one.silent) for one in found.lines] == [
        ("Land", 4, ()), ("Near", 0, ()), ("Open", None, ("Beta",)),
    ]  # fmt: skip
    assert [one.column.name for one in found.lines[0].holdings] == ["Alpha", "Beta"]


def test_a_position_that_nobody_is_on_record_for_is_left_out(talks: Talks) -> None:
    found = brief(talks(SIDES + position("alpha", 2, more=SOURCED) + position("beta", -2))).standings
    [land] = found.lines
    assert ([one.column.name for one in land.holdings], found.bare) == (["Alpha"], 1)


def test_stances_that_moved_are_told_and_first_ones_counted(talks: Talks) -> None:
    made = SIDES + position("alpha", 2, "2026-01-10", SOURCED) + position("alpha", 1, "2026-02-20", SOURCED)
    found = brief(talks(made + position("beta", -1, "2026-02-21", SOURCED)), "2026-02-01")
    [moved] = found.moves.lines
    assert (moved.issue, moved.move.name, moved.apart, found.first) == ("Land", "Alpha", (None, 2), 1)


# What is contested


DENIED = claims(
    '{source = "post", on_behalf_of = "alpha"}', '{source = "gazette", modality = "denies", on_behalf_of = "beta"}'
)
COUNTS = claims(
    '{source = "post", property = "killed", value = "10"}', '{source = "gazette", property = "killed", value = "12"}',
    '{source = "post", property = "starts", value = "2026-01-05"}',
    '{source = "gazette", property = "starts", value = "2026-01-06"}',
)  # fmt: skip


def test_what_is_in_dispute_has_a_line_for_each_thing_that_accounts_differ_on(talks: Talks) -> None:
    agreed = COUNTS.replace("[", '[{source = "post", property = "injured", value = "1"}, ', 1)
    found = brief(talks(deed(1, "2026-01-05", agreed) + deed(2, "2026-01-07", DENIED))).disputes
    assert [(one.title, one.label, len(one.accounts)) for one in found.lines] == [
        ("Deed 2", "", 2), ("Deed 1", "starts", 2), ("Deed 1", "killed", 2),
    ]  # fmt: skip


def test_a_dispute_that_is_no_event_is_told_after_those_that_are(talks: Talks) -> None:
    rivals = claims(
        '{source = "post", property = "stance", value = "2"}', '{source = "gazette", property = "stance", value = "-1"}'
    )
    path = talks(SIDES + position("alpha", 2, "2026-02-01", rivals) + deed(1, "2026-01-05", DENIED))
    assert [one.title for one in brief(path).disputes.lines] == ["Deed 1", "Alpha on Land"]
    early = brief(path, scope=Scope(as_of=day_number(2026, 1, 20))).disputes
    assert [one.title for one in early.lines] == ["Deed 1"]


def test_of_a_voice_only_its_own_account_of_a_dispute_is_told(talks: Talks) -> None:
    path = talks(deed(1, "2026-01-05", COUNTS) + deed(2, "2026-01-07", DENIED))
    found = brief(path, scope=Scope(word="party:beta")).disputes
    assert [(one.title, [row.modality for row in one.accounts]) for one in found.lines] == [("Deed 2", ["denies"])]
    assert found.bare == 1


def test_of_many_disputes_the_newest_are_told(talks: Talks) -> None:
    found = brief(talks("".join(deed(n, f"2026-01-{n:02}", DENIED) for n in range(1, 21)))).disputes
    assert [one.title for one in found.lines][:2] == ["Deed 20", "Deed 19"]
    assert (len(found.lines), found.more) == (AT_MOST, 20 - AT_MOST)
