"""Two days or two rounds compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from db.compare import Comparison, Team, compare
from db.dates import day_number, iso
from db.errors import UsageError
from db.moments import moments
from db.scope import Scope
from db.seats import Seat
from db.shift import Shift, Stand
from db.timeline import window
from tests.db.helpers import is_one_sentence, reading, record
from tests.db.stories import STORY, claims, parties, round_of, statement, team
from tests.db.test_positions import SIDES, position

Talks = Callable[[str], Path]


def read(path: Path, a: str, b: str, scope: Scope | None = None, process: str = "talks") -> Comparison:
    with reading(path) as conn:
        home = record(path, "process", process)
        known = moments(conn, home)
        return compare(conn, home, known.read(a), known.read(b), scope or Scope())


def names(seats: tuple[Seat, ...]) -> list[str]:
    return [seat.person for seat in seats]


def of(found: Comparison, short: str) -> Team:
    return next(team for team in found.delegations.teams if team.short == short)


def titles(found: Comparison) -> list[str]:
    return [entry.title for entry in found.happened.entries]


# Who was there


def test_who_joined_left_and_was_promoted_where_both_delegations_are_known_in_full(talks: Talks) -> None:
    alpha = of(read(talks(STORY), "1", "2"), "AL")
    assert alpha.known
    assert (names(alpha.later), names(alpha.earlier)) == (["Dee"], ["Ann"])
    assert [(one.seat.person, one.before, one.after, one.promoted) for one in alpha.changed] == [
        ("Bob", "member", "head", True), ("Cy", "adviser", "member", True),
    ]  # fmt: skip


def test_where_one_is_known_in_part_nobody_is_said_to_have_joined_or_left(talks: Talks) -> None:
    beta = of(read(talks(STORY), "1", "2"), "BE")
    assert not beta.known
    assert (beta.before, beta.after) == ("partial", "full")
    assert (names(beta.later), names(beta.earlier)) == (["Ann"], ["Dee"])


def test_a_party_without_a_delegation_on_record_is_not_said_to_be_absent(talks: Talks) -> None:
    beta = of(read(talks(STORY), "2", "3"), "BE")
    assert (beta.known, beta.after, names(beta.earlier)) == (False, "", ["Ann"])


def test_a_lesser_part_is_no_promotion(talks: Talks) -> None:
    path = talks(
        round_of(1, "2026-01-01", parties=parties(team("alpha", "full", "ann:head", "bob")))
        + round_of(2, "2026-02-01", parties=parties(team("alpha", "full", "ann", "bob:adviser")))
    )
    assert [(one.seat.person, one.promoted) for one in of(read(path, "1", "2"), "AL").changed] == [
        ("Bob", False), ("Ann", False),
    ]  # fmt: skip


def test_who_withdrew_was_not_there(talks: Talks) -> None:
    gone = team("alpha", "full", "ann", "bob").replace(
        'person = "bob", role = "member", status = "present"', 'person = "bob", role = "member", status = "withdrawn"'
    )
    path = talks(
        round_of(1, "2026-01-01", parties=parties(team("alpha", "full", "ann", "bob")))
        + round_of(2, "2026-02-01", parties=parties(gone))
    )
    assert names(of(read(path, "1", "2"), "AL").earlier) == ["Bob"]


def test_a_delegation_that_is_reported_to_be_the_same_says_as_which(masters: tuple[Path, Path]) -> None:
    found = read(masters[0], "1", "2", process="ukraine-peace-talks")
    assert "round 1" in {one.same_as for one in found.delegations.teams}


def test_an_office_that_changed_is_told(talks: Talks) -> None:
    office = '[[offices]]\nperson = "ann"\nparty = "alpha"\ntitle = "{}"\n{}\n'
    path = talks(
        round_of(1, "2026-01-10", parties=parties(team("alpha", "full", "ann")))
        + round_of(2, "2026-02-10", parties=parties(team("alpha", "full", "ann")))
        + office.format("Envoy", 'since = "2025-01-01"\nuntil = "2026-01-31"')
        + office.format("Minister", 'since = "2026-02-01"')
    )
    [change] = of(read(path, "1", "2"), "AL").changed
    assert (change.what, change.before, change.after, change.promoted) == ("office", "Envoy", "Minister", False)


def test_days_are_compared_by_the_newest_round_of_each(talks: Talks) -> None:
    path = talks(STORY)
    found = read(path, "2026-01-20", "2026-02-20").delegations
    assert [one.number if one else None for one in (found.before, found.after)] == [1, 2]
    assert found.teams
    same = read(path, "2026-01-20", "2026-01-25").delegations
    assert same.before == same.after
    assert same.teams == ()
    assert read(path, "2019-01-01", "2026-02-20").delegations.before is None


# Which stances moved


def test_each_stance_that_moved_is_told_with_how_far_the_sides_are_apart(talks: Talks) -> None:
    [land] = read(talks(STORY), "1", "now").stances
    assert (land.name, land.apart) == ("Land", (4, 2))
    assert [(one.short, one.before, one.after, one.shift) for one in land.moves] == [
        ("AL", Stand(2), Stand(1, "If the bridge stays"), Shift("softened", -1, "added")),
        ("BE", Stand(-2), Stand(-1), Shift("softened", 1)),
        ("GM", None, Stand(1), Shift("first")),
    ]


def test_a_condition_in_other_words_moves_a_stance_without_a_step(talks: Talks) -> None:
    path = talks(
        SIDES + position("alpha", 1, "2026-01-01", 'condition = "If"')
        + position("alpha", 1, "2026-02-01", 'condition = "When"')
    )  # fmt: skip
    [land] = read(path, "2026-01-15", "2026-02-15").stances
    assert [one.shift for one in land.moves] == [Shift("", 0, "changed")]
    assert read(path, "2026-02-02", "2026-02-15").stances == ()


def test_the_same_held_anew_is_no_move(talks: Talks) -> None:
    path = talks(SIDES + position("alpha", 1, "2026-01-01") + position("alpha", 1, "2026-02-01"))
    assert read(path, "2026-01-15", "2026-02-15").stances == ()


def test_a_stance_that_is_no_longer_known_is_told_and_one_that_never_was_is_not(talks: Talks) -> None:
    path = talks(
        SIDES + position("alpha", 1, "2026-01-01") + position("alpha", None, "2026-02-01")
        + position("beta", None, "2026-02-01") + position("beta", -1, "2025-01-01")
    )  # fmt: skip
    [land] = read(path, "2026-01-15", "2026-02-15").stances
    assert [(one.short, one.after) for one in land.moves] == [("AL", Stand(None)), ("BE", Stand(None))]
    assert land.apart == (2, None)
    assert read(path, "2020-01-15", "2020-02-15").stances == ()


def test_filters_leave_nothing_out_and_a_voice_is_heard(talks: Talks) -> None:
    path = talks(
        SIDES
        + position("alpha", 2, "2026-01-01", claims('{source = "post", property = "stance", value = "2"}'))
        + position("alpha", 1, "2026-02-01", claims('{source = "gazette", property = "stance", value = "-1"}'))
    )
    wide = read(path, "2026-01-15", "2026-02-15", Scope(contested_only=True, hide_silent=True, query="nothing"))
    assert [one.after for one in wide.stances[0].moves] == [Stand(1)]
    heard = read(path, "2026-01-15", "2026-02-15", Scope(word="source:gazette"))
    assert [(one.before, one.after) for one in heard.stances[0].moves] == [(None, Stand(-1))]


# What happened between


def test_events_after_the_first_day_up_to_and_including_the_last_newest_first(talks: Talks) -> None:
    found = read(talks(STORY), "2026-01-11", "2026-02-04")
    assert titles(found) == ["On the last day", "Round 2 of the talks", "Between"]
    assert found.happened.total == 3


def test_what_was_announced_between_and_is_a_plan_by_then_stands_apart(talks: Talks) -> None:
    path = talks(STORY)
    found = read(path, "1", "2")
    assert [entry.title for entry in found.announced.entries] == ["To come"]
    assert found.announced.total == 1
    assert read(path, "2026-01-22", "2026-02-04").announced.total == 0


def test_only_so_many_are_listed_and_the_others_counted(talks: Talks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.compare.EVENTS", 2)
    found = read(talks(STORY), "2020-01-01", "now")
    assert (titles(found), found.happened.total) == (["Round 3 of the talks", "On the last day"], 9)


def test_an_event_of_another_negotiation_is_left_out(talks: Talks) -> None:
    path = talks(STORY + '[processes.other]\nname = "O"\n' + statement("far", "2026-01-20", 'process = "other"\n'))
    assert "Far" not in titles(read(path, "1", "2"))
    assert titles(read(path, "2026-01-01", "now", process="other")) == ["Far"]


@pytest.mark.parametrize(
    ("a", "b"),
    [("2026-01-20", "2026-01-31"), ("2026-01-24", "2026-02-03"), ("2026-01-30", "2026-02-05"), ("2020-01-01", "now"),
     ("1", "2"), ("2026-02-01", "2026-02-02"), ("0001-01-01", "9999-12-31")],
)  # fmt: skip
def test_what_happened_is_what_the_timeline_shows_of_those_days(masters: tuple[Path, Path], a: str, b: str) -> None:
    found = read(masters[0], a, b, process="ukraine-peace-talks")
    with reading(masters[0]) as conn:
        process = record(masters[0], "process", "ukraine-peace-talks")
        shown = window(conn, process, Scope(as_of=found.b.as_of), None, 10_000).entries
    between = [one for one in shown if not one.planned and found.a.day < (one.day or -(10**9)) <= found.b.day]
    assert found.happened.entries == tuple(between[:50])
    assert found.happened.total == len(between)
    assert found.announced.total == len(found.announced.entries)
    assert {one.id for one in found.announced.entries} <= {one.id for one in shown if one.planned}


# The two moments


def test_reversed_moments_are_refused_in_a_sentence(talks: Talks) -> None:
    with pytest.raises(UsageError) as caught:
        read(talks(STORY), "2", "1")
    assert str(caught.value) == "Round 2 (2026-02-04) is later than Round 1 (2026-01-12): swap the two."
    assert is_one_sentence(str(caught.value))


@pytest.mark.parametrize(("a", "b"), [("1", "1"), ("1", "2026-01-12"), ("now", "now")])
def test_between_a_moment_and_itself_there_is_nothing(talks: Talks, a: str, b: str) -> None:
    found = read(talks(STORY), a, b)
    assert found.same
    assert (found.stances, found.happened.total, found.claims.revisions) == ((), 0, ())


def test_any_two_days_can_be_compared(talks: Talks) -> None:
    path = talks(STORY)
    found = read(path, "-0400-01-01", "+12026-01-01")
    assert found.happened.total == 9
    assert [iso(at.day) for at in (found.a, found.b)] == ["-0400-01-01", "+12026-01-01"]
    nothing = read(path, "+12026-01-01", "+12026-01-02")
    assert (nothing.stances, nothing.happened.total, nothing.announced.total) == ((), 0, 0)


def test_it_looks_through_no_table_that_grows(talks: Talks) -> None:
    path = talks(STORY)
    asked: list[str] = []
    with reading(path) as conn:
        home = record(path, "process", "talks")
        conn.set_trace_callback(asked.append)
        known = moments(conn, home)
        for word in (None, "party:alpha"):
            compare(conn, home, known.read("1"), known.read("2"), Scope(word=word))
            compare(conn, home, known.read("1"), known.now, Scope(word=word))
        conn.set_trace_callback(None)
        steps = [step for sql in asked for (*_, step) in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    tables = "claims|names|records|events|event_parties|delegates|links|record_state|timeline|stages|day_counts"
    assert not [step for step in steps if re.match(rf"SCAN ({tables})\b", step)]
    ranges = [step for step in steps if "day>? AND day<?" in step]
    assert any("timeline" in step for step in ranges)
    assert any("day_counts" in step for step in ranges)


def test_a_round_is_compared_as_of_its_last_day(talks: Talks) -> None:
    found = read(talks(STORY), "1", "2")
    assert (found.a.day, found.b.day) == (day_number(2026, 1, 12), day_number(2026, 2, 4))
    assert "On the last day" in titles(found)
    assert [one.short for one in found.stances[0].moves] == ["AL", "GM"]
