"""What readers of documents share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.dates import bounds
from db.reading.document import Slugs, day, kept, left, said
from db.text import slugged


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("", None),
        ("2026", "2026"),
        ("2026-02-00", "2026-02"),
        ("2026-00-00", "2026"),
        ("2026-02-04", "2026-02-04"),
        ("2026-02-04T00:00:00Z", "2026-02-04"),
        ("2026-02-04T00:00:00+00:00", "2026-02-04"),
        ("2026-02-04 10:00:00", "2026-02-04"),
        ("2026-02-04T10:00:00.123Z", "2026-02-04T10:00:00Z"),
        ("2026-02-04T10:00+0400", "2026-02-04T10:00+04:00"),
        ("2026-02-04T10:00+04", "2026-02-04T10:00+04:00"),
        ("soon", "soon"),
    ],
)
def test_a_date_of_others_is_written_as_ours(given: str, written: str | None) -> None:
    assert day(given) == written
    if written not in (None, "soon"):
        bounds(written)


@pytest.mark.parametrize(
    ("item", "text"),
    [({"a": " x\n y "}, "x y"), ({"a": 5}, "5"), ({"a": "", "b": "x"}, "x"), ({"a": True, "b": [1]}, ""), ({}, "")],
)
def test_the_first_field_that_says_anything_is_taken(item: dict[str, object], text: str) -> None:
    assert said(item, "a", "b") == text


def test_what_says_nothing_is_not_kept_and_what_is_too_large_is_only_told() -> None:
    outline = [[number, number] for number in range(5000)]
    item = {"used": 1, "none": None, "empty": "", "list": [], "zero": 0, "false": False, "outline": outline}
    assert left(item, ["used"]) == {"zero": 0, "false": False, "outline": kept(outline)}
    assert kept(outline) == "(left out: 67,780 characters)"
    assert kept("x" * 20_000) == "x" * 20_000
    assert kept("x" * 20_001) == "(left out: 20,001 characters)"


@given(st.lists(st.lists(st.text(max_size=80), max_size=3), max_size=8))
def test_no_two_slugs_are_the_same(words: list[list[str]]) -> None:
    slugs, again = Slugs(), Slugs()
    made = [slugs.of(*parts) for parts in words]
    assert len({*made}) == len(made)
    assert all(slug == slugged(slug) for slug in made)
    assert made == [again.of(*parts) for parts in words]
