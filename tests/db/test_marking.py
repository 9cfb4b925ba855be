"""Where the words stand that are looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.marking import Marker, tokens
from db.query import Term, parse


def marked(query: str, text: str) -> list[str]:
    return [text[begin:end] for begin, end in Marker(parse(query, 0).terms).marks(text)]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("truce", "Truces: a TRUCE, no untruce", ["Truces", "TRUCE"]),
        ('"truce"', "Truces: a TRUCE", ["TRUCE"]),
        ('"rail bridge"', "The rail, bridge; a bridge rail", ["rail, bridge"]),
        ("nunez", "José Núñez", ["Núñez"]),
        ("НЕХАЙ", "нехай і Нехайко", ["нехай", "Нехайко"]),
        ("a b", "b a", ["b", "a"]),
        ("-truce", "truce", []),
        ("u.s.", "the U.S. and us", ["U.S"]),
    ],
)
def test_words_are_marked(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text) == expected


def test_a_passage_is_cut_out_around_the_first_word() -> None:
    text = "word " * 3000 + "here stands the xylophone and goes on " + "word " * 100
    found = Marker([Term("xylophone")]).passage(text)
    assert found is not None
    assert text[found.place :].startswith("xylophone")
    assert [found.text[begin:end] for begin, end in found.marks] == ["xylophone"]
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert len(found.text) < 200
    assert Marker([Term("absent")]).passage(text) is None


def test_what_is_called_so_ranks_before_what_only_says_it() -> None:
    marker = Marker([Term("rail"), Term("bridge")])
    names = [
        ("Rail bridge", ""), ("Rail bridges", "Other\nrail bridge"), ("Rail bridge closes", ""),
        ("The bridge by rail", ""), ("Railway bridges", ""),
    ]  # fmt: skip
    assert [marker.rank(title, spelled, "").near for title, spelled in names] == [0, 0, 1, 2, 3]
    said = marker.rank("Other", "", "a rail bridge")
    assert (said.near, said.all) == (4, True)
    assert not marker.rank("Other", "", "a rail").all


def test_bm25_prefers_titles_and_short_texts() -> None:
    marker = Marker([Term("truce")])
    title, short, long = (
        marker.rank(*given).bm25 for given in [("A truce", "", ""), ("X", "", "truce"), ("X", "", "truce " + "y " * 90)]
    )
    assert title > short > long > 0


@given(st.text(max_size=60), st.text(max_size=12))
def test_marks_are_in_order_and_within_the_text(text: str, word: str) -> None:
    upto = 0
    for begin, end in Marker([Term(word)]).marks(text):
        assert upto <= begin < end <= len(text)
        assert tokens(text[begin:end])
        upto = end
