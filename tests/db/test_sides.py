"""What a briefing tells of the sides: who is in the room, where they stand, what moved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.db.briefings import ROOMS, SOURCED, brief, team
from tests.db.stories import parties, round_of
from tests.db.test_positions import SIDES, issue, position

Talks = Callable[[str], Path]


# Who is in the room


def test_who_came_and_went_is_told_with_the_notes_on_their_seats(talks: Talks) -> None:
    found = brief(talks(ROOMS))
    [alpha] = found.turnovers.lines
    assert ([one.person for one in alpha.team.later], [one.person for one in alpha.team.earlier]) == (["Cy"], ["Ann"])
    assert alpha.notes == (1,)
    assert [one.delegation.name for one in found.delegations.lines] == ["Alpha", "Beta"]
    assert found.room is not None
    assert found.room.notes


def test_where_no_name_differs_and_not_all_is_known_nothing_is_said_to_have_changed(talks: Talks) -> None:
    assert [one.team.name for one in brief(talks(ROOMS)).turnovers.lines] == ["Alpha"]


def test_the_same_people_are_told_to_be_the_same(talks: Talks) -> None:
    rooms = "".join(round_of(n, f"2026-0{n}-10", parties=parties(team("alpha", "full", "ann"))) for n in (1, 2))
    [alpha] = brief(talks(rooms)).turnovers.lines
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
    found = brief(talks(made + position("beta", -1, "2026-02-21", SOURCED)), begins="2026-02-01")
    [moved] = found.moves.lines
    assert (moved.issue, moved.move.name, moved.apart, found.first) == ("Land", "Alpha", (None, 2), 1)
