"""Passages that are like one that isn't there."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.folding import Folded
from db.likeness import Words

TEXT = (
    "The envoys met at the river. They spoke of the bridge for two days, and of tolls.\n\n"
    "A second meeting was planned for Monday; the river rose and it was put off.\n\n"
    "両国の代表団は領土問題について協議した。"
)


def best(text: str, passage: str) -> tuple[float, str]:
    like = Words(Folded(text)).alike(passage)[0]
    return round(like.share, 2), text[slice(*like.span)]


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("They spoke of the bridge for two days", "They spoke of the bridge for two days"),
        ("they talked of the bridge for three days", "They spoke of the bridge for two days"),
        ("We spoke of the bridge for two weeks", "They spoke of the bridge for two days"),  # its edges were replaced
        ("the meeting was planned for Monday", "second meeting was planned for Monday"),
        ("両国の代表団は経済問題について協議した", "両国の代表団は領土問題について協議した"),
    ],
)
def test_the_passage_most_like_one_is_found(passage: str, found: str) -> None:
    assert best(TEXT, passage)[1] == found


def test_the_share_is_of_letters_in_the_same_words_in_the_same_order() -> None:
    assert best("one two three four", "one two three four") == (1.0, "one two three four")
    assert best("one two 12345 four", "one two three four")[0] == round(10 / 15, 2)
    assert best("four three two one", "one two three four")[0] < 0.5


def test_a_replaced_edge_stays_in_its_sentence_and_its_paragraph() -> None:
    assert best("No. Spoke of the bridge.", "They spoke of the bridge")[1] == "Spoke of the bridge"
    assert best("Title\nspoke of the bridge", "They spoke of the bridge")[1] == "spoke of the bridge"


def test_a_word_that_happens_to_stand_before_or_behind_it_is_no_part_of_it() -> None:
    said = "envoys spoke of tolls at a bridge for three whole hours and left without a word"
    assert best(f"The rain stopped late, {said}", f"The {said}")[1] == f"late, {said}"
    assert best(f"{said}, so many hours went by", f"{said} by")[1] == f"{said}, so"


@pytest.mark.parametrize(("text", "passage"), [(TEXT, "xyzzy plugh"), ("", "a word"), (TEXT, ""), (TEXT, "…—")])
def test_without_a_word_in_common_nothing_is_like_it(text: str, passage: str) -> None:
    assert Words(Folded(text)).alike(passage) == []


@given(st.text("ab c.\n", max_size=80), st.text("ab c.\n", max_size=30))
def test_what_is_found_is_a_stretch_of_the_text_the_most_alike_first(text: str, passage: str) -> None:
    found = Words(Folded(text)).alike(passage)
    assert [like.share for like in found] == sorted((like.share for like in found), reverse=True)
    for share, (begin, end) in found:
        assert 0 < share <= 1
        assert 0 <= begin < end <= len(text)
        assert text[begin:end] == text[begin:end].strip()


def test_a_long_text_with_a_few_changes_in_each_paragraph_keeps_every_one(words: Callable[[int], str]) -> None:
    rnd = random.Random(7)
    before = [words(60) for _ in range(400)]
    after = [" ".join(word if rnd.random() > 0.1 else "changed" for word in text.split()) for text in before]
    text = "\n\n".join(after)
    found = Words(Folded(text))
    for number in range(0, 400, 4):
        (share, (begin, end)), *_ = found.alike(before[number])
        assert share > 0.6
        middle = text.index(after[number]) + len(after[number]) // 2
        assert begin < middle < end


@pytest.fixture
def words() -> Callable[[int], str]:
    """So many words of a language of which a third are common ones."""
    rnd = random.Random(1)
    known = ["the", "of", "a", "to", "and"] * 200 + [f"word{number}" for number in range(2000)]
    return lambda count: " ".join(rnd.choice(known) for _ in range(count))
