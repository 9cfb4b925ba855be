"""What a briefing tells of the sides: who is in the room, where they stand, what moved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.scope import Scope
from tests.db.briefings import ROOMS, SOURCED, brief, team
from tests.db.stories import claims, parties, round_of
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


def test_who_nobody_is_on_record_for_is_not_named(talks: Talks) -> None:
    bare = '{person = "bob", role = "member", status = "present"}'
    office = '[[offices]]\nperson = "ann"\nparty = "alpha"\ntitle = "Envoy"\n'
    room = round_of(1, "2026-01-10", parties=parties(team("alpha", "full", "ann").replace("[{", f"[{bare}, {{", 1)))
    [alpha] = brief(talks(room + office)).delegations.lines
    assert [(one.person, one.office) for one in alpha.delegation.seats] == [("Ann", "")]
    assert alpha.bare == 1


def test_of_one_voice_only_those_are_in_the_room_whom_it_names(talks: Talks) -> None:
    heard = team("alpha", "partial", "ann", "bob").replace("post", "gazette", 1)
    room = round_of(1, "2026-01-10", "2026-01-12", parties=parties(heard))
    dates = claims(
        '{source = "post", property = "starts", value = "2026-01-10"}',
        '{source = "gazette", property = "ends", value = "2026-01-12"}',
    )
    path = talks(room + dates)
    post, gazette = (brief(path, Scope(word=f"source:{name}")) for name in ("post", "gazette"))
    for found, name, day in ((post, "Bob", ("2026-01-10", "")), (gazette, "Ann", ("", "2026-01-12"))):
        [alpha] = found.delegations.lines
        assert ([one.person for one in alpha.delegation.seats], alpha.bare) == ([name], 0)
        assert found.room is not None
        assert (found.room.round.starts, found.room.round.ends) == day


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


def test_of_one_voice_only_its_own_condition_and_no_sentence_of_all_is_told(talks: Talks) -> None:
    given = claims('{source = "post"}', '{source = "gazette", property = "condition", value = "If so"}')
    path = talks(SIDES + position("alpha", 1, more=f'condition = "If so"\n{given}'))
    told = []
    for word in (None, "source:post", "source:gazette"):
        [land] = brief(path, Scope(word=word)).standings.lines
        told += [(one.condition, one.summary) for one in land.holdings]
    assert told == [("If so", "On 2026-02-04"), ("", ""), ("If so", "")]


def test_stances_that_moved_are_told_and_first_ones_counted(talks: Talks) -> None:
    made = SIDES + position("alpha", 2, "2026-01-10", SOURCED) + position("alpha", 1, "2026-02-20", SOURCED)
    found = brief(talks(made + position("beta", -1, "2026-02-21", SOURCED)), begins="2026-02-01")
    [moved] = found.moves.lines
    assert (moved.issue, moved.move.name, moved.apart, found.first) == ("Land", "Alpha", (None, 2), 1)
