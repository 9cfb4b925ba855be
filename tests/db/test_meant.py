"""What is meant by a name in a filter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.meant import meant
from db.query import QueryError
from tests.db.helpers import is_one_sentence, reading, record

Talks = Callable[[str], Path]

MORE = """
[people.kyrylo]
name = "Kyrylo Orlan"
names = [{text = "Кирило Орлан", language = "uk"}]

[people.anna]
name = "Anna Quill"

[sources.post-2]
publisher = "The Post"
short = "PO"
title = "A second report"
published = "2026-02-05"
"""


@pytest.fixture
def store(talks: Talks) -> Path:
    return talks(MORE)


@pytest.mark.parametrize(
    ("name", "typed", "slugs"),
    [
        ("party", "alpha", ["alpha"]),
        ("party", "AL", ["alpha"]),
        ("party", "gam", ["gamma"]),
        ("person", "ann", ["ann"]),
        ("person", "орлан", ["kyrylo"]),
        ("person", "quill", ["anna"]),
        ("issue", "LAND", ["land"]),
        ("source", "post", ["post"]),
        ("source", "the post", ["post", "post-2"]),
        ("source", "PO", ["post", "post-2"]),
        ("source", "second", ["post-2"]),
    ],
)
def test_a_name_is_a_slug_a_spelling_or_a_part_of_one(store: Path, name: str, typed: str, slugs: list[str]) -> None:
    with reading(store) as conn:
        assert sorted(meant(conn, name, [typed])) == sorted(record(store, name, slug) for slug in slugs)


def test_several_values_are_all_meant(store: Path) -> None:
    with reading(store) as conn:
        assert meant(conn, "party", ["alpha", "beta"]) == [record(store, "party", slug) for slug in ("alpha", "beta")]


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("person", "an", "person:an could be Ann (ann), Anna Quill (anna): type more of it."),
        ("party", "alpah", "There is no party “alpah”; it looks like Alpha"),
        ("party", "zzz", "There is no party “zzz” in the store; it has Alpha, Beta, Gamma."),
        ("issue", "!", "There is no issue “!” in the store; it has Land."),
    ],
)
def test_a_name_of_none_or_of_several_is_refused(store: Path, name: str, typed: str, said: str) -> None:
    with reading(store) as conn, pytest.raises(QueryError) as caught:
        meant(conn, name, [typed])
    assert said in str(caught.value)
    assert is_one_sentence(str(caught.value))
