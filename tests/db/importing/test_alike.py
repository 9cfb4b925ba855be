"""Names that are like others: what a person should look at, and what not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.importing import alike
from db.importing.alike import Alike


def like(one: str, other: str, people: bool = False) -> bool:
    names = Alike(people)
    names.add(one, "one")
    return names.like(other) == ["one"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("volodymyr zelensky", "zelenskiy"),
        ("volodymyr zelensky", "v. zelenskyy"),
        ("volodymyr zelensky", "zelensky volodymyr"),
        ("sergei lavrov", "sergey lavrov"),
    ],
)
def test_people_are_alike_by_their_last_names(one: str, other: str) -> None:
    assert like(one, other, people=True)
    assert like(other, one, people=True)


@pytest.mark.parametrize(("one", "other"), [("olena zelenska", "volodymyr zelensky"), ("ann archer", "ann butcher")])
def test_other_people_are_not(one: str, other: str) -> None:
    assert not like(one, other, people=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [("kyiv", "kiev"), ("kharkiv", "kharkov"), ("wagner group", "wagner groop"), ("donbas", "donbass")],
)
def test_places_and_parties_are_alike_by_their_letters_or_consonants(one: str, other: str) -> None:
    assert like(one, other)
    assert like(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("town 1", "town 2"),
        ("iran", "iraq"),
        ("north korea", "south korea"),
        ("mali", "malawi"),
        ("protesters (nigeria)", "protesters (algeria)"),
        ("east river communal militia", "west river communal militia"),
        ("protesters (mali)", "rioters (mali)"),
    ],
)
def test_what_only_looks_so_is_not(one: str, other: str) -> None:
    assert not like(one, other)


def test_the_most_like_comes_first() -> None:
    names = Alike(people=False)
    names.add("kharkow", "near")
    names.add("kharkiv oblast", "far")
    names.add("kharkiv", "same")
    assert names.like("kharkivv")[0] == "same"


def test_after_many_comparisons_it_says_that_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "_BUDGET", 3)
    names = Alike(people=False)
    names.add("kyiv", "kyiv")
    for _ in range(3):
        names.like("kiev")
    assert names.like("kiev") == []
    assert names.spent


@given(st.lists(st.text(max_size=20), max_size=5), st.text(max_size=20), st.booleans())
def test_no_name_is_too_odd_to_be_compared(known: list[str], name: str, people: bool) -> None:
    names = Alike(people)
    for number, one in enumerate(known):
        names.add(one, f"r{number}")
    assert set(names.like(name)) <= {f"r{number}" for number in range(len(known))}
