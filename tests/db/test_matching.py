"""From a query to what the index is asked: nothing typed means anything to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.matching import ALL, OWN, conditions, events_matching
from db.query import Query, Term, parse
from tests.db.helpers import reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", '{title names body plain} : ("a" *)'),
        ('a "b c"', '{title names body plain} : ("a" * AND "b c")'),
        ("AND OR* NEAR(", '{title names body plain} : ("and" * AND "or" * AND "near(" *)'),
        ("{x} ^y", '{title names body plain} : ("{x}" * AND "^y" *)'),
    ],
)
def test_words_are_quoted(store_path: Path, text: str, expected: str) -> None:
    with reading(store_path) as conn:
        asked = conditions(conn, parse(text, 0))
        assert asked.match(OWN) == expected
        assert asked.match(OWN, "person", "party") == f"kind : (person OR party) AND {expected}"
        conn.execute("SELECT rowid FROM search WHERE search MATCH ?", (asked.match(ALL),)).fetchall()


def test_a_quotation_mark_in_a_word_is_doubled(store_path: Path) -> None:
    with reading(store_path) as conn:
        asked = conditions(conn, Query((Term('a"b'),)))
        assert asked.match(OWN) == '{title names body plain} : ("a""b" *)'


def test_kinds_are_those_that_every_filter_can_keep(store_path: Path) -> None:
    with reading(store_path) as conn:
        assert conditions(conn, parse("a", 0)).kinds is None
        assert conditions(conn, parse("kind:event,claim since:2026", 0)).kinds == frozenset({"event"})
        assert conditions(conn, parse("stance:1 status:held", 0)).kinds == frozenset()
        assert conditions(conn, parse("-stance:1", 0)).kinds is None


def test_what_can_be_asked_for_whole_comes_first(store_path: Path, talks: Callable[[str], Path]) -> None:
    with reading(talks("")) as conn:
        for text in ("word", "has:summary word", "has:summary party:alpha", "has:summary", "-word"):
            kept, given = events_matching(conn, parse(text, 0))
            assert bool(kept[0].whole) == ("word" in text.split() or "party" in text)
            assert all(one.each for one in kept)
            if kept[0].whole:
                conn.execute(kept[0].whole, {**given, "process": 1}).fetchall()
    with reading(store_path) as conn:
        assert events_matching(conn, Query()) == ((), {})
