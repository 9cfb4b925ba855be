"""Texts made comparable, and the way back to the real one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from db.folding import AT_MOST, Folded, fold

# Any text, with more than its share of what changes its length when it is folded.
anything = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("ab ßİŉﬁé…“’—\u00a0\t\ne\u0301\U0001d5a0\U0001f642Ω")
)


@given(anything, st.data())
@example("Straße", None)
def test_whatever_is_cut_out_of_a_text_is_found_again_at_its_place(text: str, data: st.DataObject | None) -> None:
    ends = st.integers(0, len(text))
    begin, end = sorted((data.draw(ends), data.draw(ends))) if data else (4, 6)
    cut = text[begin:end]
    bare = cut.strip()
    if fold(cut):
        first = begin + len(cut) - len(cut.lstrip())
        assert (first, first + len(bare)) in Folded(text).find(cut)


@given(anything, anything)
def test_what_is_found_folds_as_what_was_looked_for(text: str, quote: str) -> None:
    for begin, end in Folded(text).find(quote):
        assert fold(text[begin:end]) == fold(quote)


@given(anything)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(anything)
def test_how_an_accent_was_typed_makes_no_difference_to_a_word(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert fold(unicodedata.normalize("NFD", composed)) == fold(composed)


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("It’s “very\n  close”, he said", 'it\'s "VERY close"', "It’s “very\n  close”"),
        ("x … and—so", "... AND-so", "… and—so"),
        ("𝖠𝖡 İstanbul ßx", "i̇stanbul SSX", "İstanbul ßx"),
        ("a cafe\u0301 b", "caf\u00e9", "cafe\u0301"),
        ("Ελλάς", "ΕΛΛΆΣ", "Ελλάς"),
        ("one\u00a0two", "one two", "one\u00a0two"),
        ("𐐀b", "𐐨B", "𐐀b"),
        ("one \n two \n three", "two", "two"),
    ],
)
def test_what_counts_as_alike(text: str, quote: str, found: str) -> None:
    [(begin, end)] = Folded(text).find(quote)
    assert text[begin:end] == found


@pytest.mark.parametrize(
    ("text", "quote"), [("Straße", "s"), ("wait…", ".."), ("text", ""), ("text", " \n"), ("", "a")]
)
def test_half_a_character_and_nothing_stand_nowhere(text: str, quote: str) -> None:
    assert [text[begin:end] for begin, end in Folded(text).find(quote)] == (["S"] if quote == "s" else [])


def test_every_place_is_found_even_those_that_overlap_and_only_where_one_looks() -> None:
    text = Folded("ha ha ha")
    assert text.find("ha ha") == [(0, 5), (3, 8)]
    assert text.find("ha", (1, 8)) == [(3, 5), (6, 8)]
    assert text.find("ha", (1, 4)) == []


def test_a_quote_that_is_everywhere_is_found_no_more_often_than_it_helps() -> None:
    assert len(Folded("a" * 5000).find("a")) == AT_MOST
