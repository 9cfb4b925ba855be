"""Contested is derived, by one small rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.contested import Said, State, count_range, disagree, duration_range, in_dispute, live, rivals, supersedes, weigh

DAYS = ["2026-02-01", "2026-02-02", "2026-02-03", "[..2026-02-02]", "2026-02", "2026-02-02?", "", "nonsense"]
VALUES = {
    "starts": ["2026-02-01", "2026-02-04", "2026-02", "[..2026-02-02]", "nonsense"],
    "killed": ["1", "2", "1..3", "2..", "..1", "many"],
    "duration": ["P7D", "P1W", "P2D", "long"],
    "reason": ["scheduling", "iran-tensions"],
    "status": ["planned", "held", "postponed"],
    "mood": ["gloomy", "bright"],
    "no-such-property": ["x", "y"],
    "": [""],
}
abouts = st.sampled_from(sorted(VALUES))


@st.composite
def said(draw: st.DrawFn, about: str | None = None) -> Said:
    """Any claim that a store may hold, a foreign store included."""
    name = draw(abouts) if about is None else about
    return Said(
        about=name,
        value=draw(st.one_of(st.none(), st.sampled_from(VALUES[name]))) if name else None,
        modality=draw(st.sampled_from(["asserts", "asserts", "denies", "declines"])),
        source=draw(st.integers(1, 3)),
        speaker=draw(st.one_of(st.none(), st.integers(1, 2))),
        on_behalf_of=draw(st.one_of(st.none(), st.integers(1, 2))),
        said_on=draw(st.one_of(st.none(), st.sampled_from(DAYS))),
        rank=draw(st.sampled_from(["normal", "normal", "preferred", "deprecated"])),
    )


def claim(value: str | None = None, about: str = "starts", source: int = 1, **more: str | int) -> Said:
    return replace(Said(about, value, "asserts", source), **more)  # type: ignore[arg-type]


@given(abouts.flatmap(lambda name: st.tuples(st.just(name), *[st.sampled_from(VALUES[name])] * 2)))
def test_disagreeing_is_mutual_and_never_with_oneself(given_values: tuple[str, str, str]) -> None:
    name, one, other = given_values
    assert disagree(name, one, other) == disagree(name, other, one)
    assert not disagree(name, one, one)


@given(st.lists(said(), max_size=7).flatmap(lambda claims: st.tuples(st.just(claims), st.permutations(claims))))
def test_the_order_of_claims_changes_nothing(both: tuple[list[Said], list[Said]]) -> None:
    assert weigh(both[0]) == weigh(both[1])


@given(st.lists(said(), max_size=7))
def test_saying_something_twice_changes_only_how_often_it_was_said(claims: list[Said]) -> None:
    once, twice = weigh(claims), weigh([*claims, *claims])
    assert (twice.state, twice.contested_on, twice.sources) == (once.state, once.contested_on, once.sources)
    assert twice.claims == 2 * once.claims


@given(st.lists(said(), max_size=7), said())
def test_a_deprecated_claim_changes_nothing(claims: list[Said], other: Said) -> None:
    assert weigh([*claims, replace(other, rank="deprecated")]) == weigh(claims)


@given(st.text(), st.text())
def test_texts_never_disagree(one: str, other: str) -> None:
    for name in ("title", "name", "mood", "agenda", "outcome", "wording", "condition", "description"):
        assert not disagree(name, one, other)


@given(st.lists(said("mood").filter(lambda one: one.modality != "denies"), max_size=6))
def test_a_text_that_nobody_denies_is_never_contested(claims: list[Said]) -> None:
    assert weigh(claims).contested_on == ()


@given(said(), said())
def test_no_two_claims_supersede_each_other(one: Said, other: Said) -> None:
    assert not (supersedes(one, other) and supersedes(other, one))
    assert not supersedes(one, one)


@given(st.lists(said(), min_size=1, max_size=7))
def test_something_stays_live_unless_everything_is_deprecated(claims: list[Said]) -> None:
    assert bool(live(claims)) == any(one.rank != "deprecated" for one in claims)


@given(st.lists(said(), max_size=7))
def test_a_state_holds_together(claims: list[Said]) -> None:
    state = weigh(claims)
    assert state.state in ("", "single", "agreed", "contested", "denied")
    assert list(state.contested_on) == sorted(set(state.contested_on) - {""})
    assert state.sources <= state.claims <= len(claims)
    if state.state == "contested":
        assert state.contested_on


def test_later_words_replace_earlier_ones_of_the_same_voice() -> None:
    first = claim("2026-02-01", said_on="2026-01-20")
    then = claim("2026-02-04", said_on="2026-02-03")
    assert live([first, then]) == [then]
    assert weigh([first, then]) == State("single", (), 1, 1)


def test_an_earlier_word_of_another_voice_stands() -> None:
    first = claim("2026-02-01", said_on="2026-01-20")
    then = claim("2026-02-04", source=2, said_on="2026-02-03")
    assert weigh([first, then]) == State("contested", ("starts",), 2, 2)


def test_what_changes_as_talks_go_on_is_replaced_by_any_later_voice() -> None:
    planned = claim("planned", "status", said_on="2026-01-20")
    held = claim("held", "status", source=2, said_on="2026-02-04")
    assert live([planned, held]) == [held]
    assert weigh([planned, held]).contested_on == ()


def test_rival_words_of_one_day_stand_side_by_side() -> None:
    held = claim("held", "status", said_on="2026-02-04")
    off = claim("cancelled", "status", source=2, said_on="2026-02-04")
    assert weigh([held, off]) == State("contested", ("status",), 2, 2)


def test_a_person_for_a_party_is_one_voice_whichever_outlet_quotes_it() -> None:
    first = claim("2026-02-01", source=1, said_on="2026-01-20", speaker=7, on_behalf_of=3)
    then = claim("2026-02-04", source=2, said_on="2026-02-03", speaker=7, on_behalf_of=3)
    assert live([first, then]) == [then]


def test_a_word_without_a_day_replaces_nothing_and_is_replaced_by_nothing() -> None:
    undated, dated = claim("2026-02-01"), claim("2026-02-04", said_on="2026-02-03")
    assert live([undated, dated]) == [undated, dated]


def test_a_word_that_may_be_of_the_same_day_replaces_nothing() -> None:
    by_then = claim("2026-02-01", said_on="[..2026-02-03]")
    then = claim("2026-02-04", said_on="2026-02-03")
    assert live([by_then, then]) == [by_then, then]


@pytest.mark.parametrize(
    ("name", "one", "other", "apart"),
    [
        ("starts", "2026-02-04", "2026-02", False),
        ("starts", "2026-02-04", "2026-02-05", True),
        ("starts", "[..2026-02-03]", "2026-02-03", False),
        ("ends", "2026-02-01", "2026-02-06", True),
        ("killed", "70..75", "71", False),
        ("killed", "100..", "99", True),
        ("killed", "..20", "21", True),
        ("killed", "071", "71", False),
        ("duration", "P7D", "P1W", False),
        ("duration", "P2D", "P3D", True),
        ("reason", "scheduling", "iran-tensions", True),
        ("unchanged_from", "round-1", "round-2", True),
        ("starts", "nonsense", "2026", True),
    ],
)
def test_values_are_compared_as_their_property_is(name: str, one: str, other: str, apart: bool) -> None:
    assert disagree(name, one, other) is apart


def test_a_denial_meets_the_assertion_that_it_is_of() -> None:
    asserted = claim("2026-02-04")
    assert in_dispute([asserted, claim("2026-02-04", source=2, modality="denies")])
    assert in_dispute([asserted, claim(None, source=2, modality="denies")])
    assert not in_dispute([asserted, claim("2026-02-09", source=2, modality="denies")])


def test_who_denies_the_record_itself_makes_it_denied() -> None:
    assert weigh([claim(about=""), claim(about="", source=2, modality="denies")]) == State("denied", (), 2, 2)


def test_a_denial_alone_is_no_dispute() -> None:
    assert weigh([claim(about="", modality="denies")]).state == "single"


def test_declining_to_comment_is_no_dispute() -> None:
    assert not in_dispute([claim("2026-02-04"), claim(None, source=2, modality="declines")])


def test_two_sources_that_say_the_same_agree() -> None:
    assert weigh([claim("2026-02-04"), claim("2026-02", source=2)]) == State("agreed", (), 2, 2)


def test_nothing_said_is_no_state() -> None:
    assert weigh([]) == State("", (), 0, 0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("71", (71, 71)),
        ("70..75", (70, 75)),
        ("100..", (100, float("inf"))),
        ("..20", (0, 20)),
        ("75..70", None),
        ("", None),
        ("..", None),
        ("-3", None),
        ("1.5", None),
        ("9" * 400, None),
    ],
)
def test_counts_are_numbers_or_ranges(text: str, found: tuple[float, float] | None) -> None:
    assert count_range(text) == found


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("P7D", 7 * 1440),
        ("P1W", 7 * 1440),
        ("PT90M", 90),
        ("P1DT1H", 1500),
        ("P", None),
        ("PT", None),
        ("7 days", None),
    ],
)
def test_durations_are_minutes(text: str, minutes: int | None) -> None:
    assert duration_range(text) == (None if minutes is None else (minutes, minutes))


def test_the_rival_values_of_a_property_are_those_that_are_asserted_each_once() -> None:
    claims = [
        claim("2026-02-04"), claim("2026-02-01", source=2), claim("2026-02-04", source=3),
        claim("2026-02-09", modality="denies"), claim("5", about="killed"),
    ]  # fmt: skip
    assert rivals(claims, "starts") == ("2026-02-01", "2026-02-04")
    assert rivals(claims, "ends") == ()
