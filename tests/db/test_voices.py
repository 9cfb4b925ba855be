"""Voices: outlets and sides, and finding one by whatever people call it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.errors import StoreError, UsageError
from db.voices import find, voice, voices
from tests.db.helpers import is_one_sentence, reading, record

Talks = Callable[[str], Path]

MORE = """
[sources.post-2]
publisher = "The Post"
short = "PO"
title = "A second report"

[parties.gamma-friends]
name = "Friends of Gamma"
short = "FG"
type = "group"
names = [{text = "Gammaville"}, {text = "Ğämma-Freunde"}]

[events.talk]
type = "STATEMENT"
status = "held"
title = "Talk"
claims = [{source = "post", on_behalf_of = "beta"}, {source = "gazette", on_behalf_of = "alpha"}]
"""


@pytest.fixture
def store(talks: Talks) -> Path:
    return talks(MORE)


def test_outlets_come_first_and_only_sides_that_are_spoken_for(store: Path) -> None:
    with reading(store) as conn:
        found = voices(conn)
    assert [(one.key, one.name, one.short) for one in found] == [
        ("source:gazette", "Gazette", "GA"),
        ("outlet:The Post", "The Post", "PO"),
        ("party:alpha", "Alpha", "AL"),
        ("party:beta", "Beta", "BE"),
    ]
    assert [(len(one.sources), one.party is None) for one in found] == [(1, True), (2, True), (0, False), (0, False)]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("gazette", "source:gazette"),
        ("GA", "source:gazette"),
        ("The Gazette", "source:gazette"),
        ("another report", "source:gazette"),
        ("gaz", "source:gazette"),
        ("the post", "outlet:The Post"),
        ("POST", "outlet:The Post"),
        ("post", "source:post"),
        ("outlet:The Post", "outlet:The Post"),
        ("post-2", "source:post-2"),
        ("source:post", "source:post"),
        ("A second report", "source:post-2"),
        ("gamma", "party:gamma"),
        ("Gammaville", "party:gamma-friends"),
        ("gamma-freunde", "party:gamma-friends"),
        ("friends of", "party:gamma-friends"),
        ("eta", "party:beta"),  # in a word, and in no other
        ("ga", "source:gazette"),
        ("party:beta", "party:beta"),
        ("be", "party:beta"),
        ("all", None),
        (" ALL ", None),
    ],
)
def test_a_voice_is_found_by_any_name_of_it(store: Path, typed: str, key: str | None) -> None:
    with reading(store) as conn:
        assert find(conn, typed) == key
        assert key is None or voice(conn, key) is not None


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("g", "“g” could be"),
        ("gam", "“gam” could be Friends of Gamma, Gamma: type more of it."),
        ("nobody", "There is no voice “nobody” in the store; it has Alpha, Beta"),
        ("", "There is no voice “”"),
        ("second", "There is no voice “second”"),
    ],
)
def test_what_nobody_or_several_are_called_is_refused_with_the_names_there_are(
    store: Path, typed: str, named: str
) -> None:
    with reading(store) as conn, pytest.raises(UsageError) as caught:
        find(conn, typed)
    assert str(caught.value).startswith(named)
    assert is_one_sentence(str(caught.value))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_voice_or_a_sentence(store: Path, typed: str) -> None:
    with reading(store) as conn:
        try:
            key = find(conn, typed)
        except UsageError as error:
            assert "\n" not in str(error)
        else:
            assert key is None or voice(conn, key) is not None


def test_an_empty_store_has_no_voices_and_says_so(empty_store: Path) -> None:
    with reading(empty_store) as conn:
        assert voices(conn) == ()
        with pytest.raises(UsageError, match="it has none"):
            find(conn, "anybody")


@pytest.mark.parametrize("key", ["party:gone", "source:gone", "outlet:Gone", "place:town", "", "nonsense"])
def test_a_voice_that_the_store_has_no_more_is_a_sentence(store: Path, key: str) -> None:
    with reading(store) as conn, pytest.raises(StoreError) as caught:
        voice(conn, key)
    assert is_one_sentence(str(caught.value))


def test_an_outlet_says_what_any_of_its_texts_reports_and_a_side_what_is_said_for_it(store: Path) -> None:
    post, second = record(store, "source", "post"), record(store, "source", "post-2")
    beta = record(store, "party", "beta")
    with reading(store) as conn:
        outlet, text, side = (voice(conn, key) for key in ("outlet:The Post", "source:post-2", "party:beta"))
    assert outlet
    assert text
    assert side
    assert [outlet.says(source, None) for source in (post, second, 1)] == [True, True, False]
    assert [text.says(source, beta) for source in (post, second)] == [False, True]
    assert [side.says(post, party) for party in (beta, None, 1)] == [True, False, False]
    assert [one.whose for one in (outlet, side)] == ["The Post’s", "Beta’s"]
