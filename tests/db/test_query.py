"""The language of the search box: what is typed becomes words and filters, or one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.dates import day_number
from db.query import FILTERS, QueryError, parse, unfinished
from tests.db.helpers import is_one_sentence

TODAY = day_number(2026, 2, 10)


def terms(text: str) -> list[tuple[str, bool, bool]]:
    return [(term.text, term.begins, term.negated) for term in parse(text, TODAY).terms]


def filters(text: str) -> list[str]:
    return [str(one) for one in parse(text, TODAY).filters]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("truce", [("truce", True, False)]),
        ("truce* rail", [("truce", True, False), ("rail", True, False)]),
        ('"rail bridge"', [("rail bridge", False, False)]),
        ('"rail bri', [("rail bri", True, False)]),
        ('-rail -"rail bridge"', [("rail", True, True), ("rail bridge", False, True)]),
        ("10:30", [("10:30", True, False)]),
        ("https://example.org/a", [("https://example.org/a", True, False)]),
        ("re: x", [("re", True, False), ("x", True, False)]),
        ('- * "" !!', []),
        ("ПЕРЕМИР'Я", [("ПЕРЕМИР'Я", True, False)]),
    ],
)
def test_words_and_phrases(text: str, expected: list[tuple[str, bool, bool]]) -> None:
    assert terms(text) == expected
    assert filters(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("party:a,b", ["party:a,b"]),
        ("-Party:a", ["-party:a"]),
        ('person:"ann quill",bob', ['person:"ann quill",bob']),
        ('person:"ann qu', ['person:"ann qu"']),
        ("party:", []),
        ("party: since:", []),
        ("contested:", ["contested:yes"]),
        ("-contested:", ["-contested:yes"]),
        ("contested:no", ["contested:no"]),
        ("kind:Accuse,event", ["kind:ACCUSE,event"]),
        ("since:2026-02-04", ["since:2026-02-04"]),
        ("since:feb until:feb", ["since:2026-02-01", "until:2026-02-28"]),
        ("until:2025", ["until:2025-12-31"]),
        ("since:-0044-03-15 until:12000-01-01", ["since:-0044-03-15", "until:+12000-01-01"]),
        ("stance:<0", ["stance:<0"]),
        ("stance:−2", ["stance:=-2"]),
        ("stance:NONE,>=+1", ["stance:none,>=1"]),
        ("has:quote,text", ["has:quote,text"]),
        ("status:planned", ["status:planned"]),
    ],
)
def test_filters(text: str, expected: list[str]) -> None:
    assert filters(text) == expected
    assert terms(text) == []


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        (
            "colour:red",
            "party:, issue:, person:, source:, kind:, status:, since:, until:, contested:, stance: and has:",
        ),
        ("kind:zebra", "person, party"),
        ("status:done", "planned, ongoing, held"),
        ("contested:maybe", "yes and no"),
        ("has:wings", "quote, note, condition, summary and text"),
        ("stance:9", "from -2 (rejects) to 2 (demands)"),
        ("stance:-", "from -2"),
        ("since:2026-02-30", "“2026-02-30” is not a day"),
        ("since:03/04", "could be 2026-03-04 or 2026-04-03"),
        ("until:tomorrowish", "is not a day"),
        ("since:2026-03-01 until:2026-02-01", "since:2026-03-01 is after until:2026-02-01: swap the two."),
        ("x" * 1001, "1,000 at most"),
        ("x " * 41, "40 at most"),
    ],
)
def test_what_is_wrong_is_said_with_what_is_allowed(text: str, allowed: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text, TODAY)
    assert allowed in str(caught.value)
    assert is_one_sentence(str(caught.value))
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("", "", "")),
        ("truce ", ("truce ", "", "")),
        ("truce par", ("truce ", "", "par")),
        ("-par", ("-", "", "par")),
        ("party:", ("party:", "party", "")),
        ("x -party:a,b", ("x -party:a,", "party", "b")),
        ('person:"ann q', ("person:", "person", "ann q")),
        ('"rail', ('"rail', "", "")),
        ("re:", ("re:", "", "")),
    ],
)
def test_what_stands_at_the_end_can_be_completed(text: str, expected: tuple[str, str, str]) -> None:
    assert unfinished(text) == expected


PIECES = st.one_of(
    st.text(max_size=20),
    st.sampled_from([*(f"{name}:" for name in FILTERS), '"', "-", "*", " ", "AND", "NEAR(", "{", "a,b", "<0", "2026-"]),
)
QUERIES = st.lists(PIECES, max_size=8).map("".join)


@given(QUERIES)
def test_anything_is_read_or_refused_in_one_sentence(text: str) -> None:
    try:
        query = parse(text, TODAY)
    except QueryError as error:
        assert is_one_sentence(str(error))
    else:
        assert all(term.text for term in query.terms)
        assert parse(" ".join(map(str, query.filters)), TODAY).filters == query.filters


@given(QUERIES)
def test_what_may_be_completed_is_the_end_of_what_is_typed(text: str) -> None:
    before, name, begun = unfinished(text)
    assert text.startswith(before)
    assert begun in text
    assert name == name.casefold()
