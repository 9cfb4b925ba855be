"""A source is found by whatever people call it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.errors import StoreError
from db.sources import find_source
from tests.db.helpers import is_one_sentence, reading, record

Talks = Callable[[str], Path]

MORE = """
[sources.daily-post]
publisher = "Daily Post"
short = "DP"
title = "Yet another"
names = [{text = "Пост"}]
"""


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("post", "post"),
        ("The Post", "post"),
        ("POST", "post"),
        ("po", "post"),
        ("A report", "post"),
        ("gaz", "gazette"),
        ("zett", "gazette"),
        ("daily", "daily-post"),
        ("ПОСТ", "daily-post"),
        ("yet", "daily-post"),
    ],
)
def test_a_source_is_known_by_any_of_its_names(talks: Talks, words: str, slug: str) -> None:
    path = talks(MORE)
    with reading(path) as conn:
        assert find_source(conn, words) == record(path, "source", slug)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("report", "“report” may be any of gazette, post: name one of them."),
        ("times", "There is no source “times” in the store; it holds: daily-post, gazette, post."),
        ("", "There is no source “” in the store; it holds: daily-post, gazette, post."),
        ("\x1b[2J", "There is no source"),
        ("x" * 300, "There is no source “xxx"),
    ],
)
def test_one_that_is_unknown_or_ambiguous_is_refused_with_those_there_are(talks: Talks, words: str, said: str) -> None:
    with reading(talks(MORE)) as conn, pytest.raises(StoreError) as caught:
        find_source(conn, words)
    assert said in str(caught.value)
    assert is_one_sentence(str(caught.value))


def test_of_many_a_few_are_named(talks: Talks) -> None:
    path = talks(
        "".join(f'[sources.s{number}]\npublisher = "P"\nshort = "P{number}"\ntitle = "T"\n' for number in range(20))
    )
    with reading(path) as conn:
        with pytest.raises(StoreError, match=r"post.* and 14 more\.$"):
            find_source(conn, "nobody")
        assert find_source(conn, "s1") == record(path, "source", "s1")
