"""A sieve tells from the texts alone what the index tells."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.marking import fold
from db.query import Term
from db.sifting import LETTERS, Sieve, lacks, shortened

WORDS = st.text("ab é'-.й", min_size=1, max_size=6).filter(lambda text: any(char.isalnum() for char in text))
TEXTS = st.text("abc é'-. йи\n", max_size=30)


@pytest.mark.parametrize(
    ("term", "text", "stands"),
    [
        (Term("brid"), "The bridge", True),
        (Term("brid"), "A footbridge", False),
        (Term("bridge", begins=False), "bridges", False),
        (Term("bridge", begins=False), "the bridge, again", True),
        (Term("rail bri"), "Rail — bridge", True),
        (Term("rail bri"), "rail and bridge", False),
        (Term("sao"), "São Paulo", True),
        (Term("10:30"), "at 10.30 sharp", True),
        (Term("bridge"), "the_bridge", True),
    ],
)
def test_words_stand_where_they_begin(term: Term, text: str, stands: bool) -> None:
    assert Sieve([term]).has_all([text]) is stands
    assert Sieve([term]).has_any(["other", text]) is stands


def test_a_phrase_stands_in_one_text_words_in_several() -> None:
    assert Sieve([Term("rail"), Term("bridge")]).has_all(["rail", "bridge"])
    assert not Sieve([Term("rail bridge", begins=False)]).has_all(["rail", "bridge"])


@given(WORDS, st.booleans(), TEXTS)
def test_it_finds_what_the_index_finds(word: str, begins: bool, text: str) -> None:
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.execute("CREATE VIRTUAL TABLE search USING fts5 (body, plain, tokenize = 'unicode61 remove_diacritics 2')")
        conn.execute("INSERT INTO search VALUES (?, ?)", (text, fold(text)))  # both are asked, as the program does
        star = " *" if begins else ""
        asked = f'"{fold(word)}"{star}'
        found = conn.execute("SELECT 1 FROM search WHERE search MATCH ?", (asked,)).fetchone() is not None
    assert Sieve([Term(word, begins)]).has_all([text]) is found


@given(WORDS, TEXTS)
def test_a_shortened_term_stands_wherever_the_term_does(word: str, text: str) -> None:
    short = shortened(Term(word))
    if short is not None and Sieve([Term(word)]).has_all([text]):
        assert Sieve([short]).has_all([text])


def test_only_the_last_word_of_what_is_still_typed_is_shortened() -> None:
    assert shortened(Term("rail bridge")) == Term("rail bri")
    assert shortened(Term("bridge", begins=False)) is None
    assert shortened(Term("b" * LETTERS)) is None


def test_what_lacks_words_has_none_of_them() -> None:
    given = json.dumps([("bridge", True), ("rail line", False)])
    assert lacks(given, "a river", None, "")
    assert lacks(given, "a rail", "a line")
    assert not lacks(given, "a river", "two bridges")
    assert not lacks(given, "the rail line")
    assert lacks(given, None)
