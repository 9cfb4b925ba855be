"""Text from outside is only text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from db.text import (
    IN_A_WORD,
    MOST_DRAWN,
    MOST_STORED,
    NO_MATCH,
    UNSAFE,
    brief,
    clean,
    clean_lines,
    closeness,
    drawable,
    folded,
    shown,
    slugged,
    thinned,
    unsafe_in,
)

# Any character at all, lone surrogates included, and often those that matter.
anything = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from(" \t\n\r\x00\x1b\x9b\u202e\u2028\ud800e\u0301\u200c\u200d\u200bیक\u094d\u0958👩\ufe0f🏻"),
    )
)
floods = st.lists(
    st.tuples(
        st.sampled_from("eकᄀ👩"), st.text("\u0301\u20dd\u094d\u0cc6\u1161\u11a8\u200d\ufe01\U000e0100🏻", max_size=90)
    )
).map(lambda parts: "".join(base + marks for base, marks in parts))


@given(anything)
@example("a \x1b b")
@example("\u3000\u0301 \x00")
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(anything)
def test_no_unsafe_character_survives_cleaning(text: str) -> None:
    assert not UNSAFE.search(clean(text))
    assert not UNSAFE.search(clean_lines(text).replace("\n", ""))
    assert not UNSAFE.search(shown(text))


@given(anything)
def test_clean_text_is_one_line_that_utf8_and_a_terminal_can_take(text: str) -> None:
    line = clean(text)
    line.encode("utf-8")
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert unicodedata.is_normalized("NFC", line)


@given(anything)
def test_cleaning_lines_twice_changes_nothing(text: str) -> None:
    assert clean_lines(clean_lines(text)) == clean_lines(text)


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("  two\n\tlines \r\n here ", "two lines here"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x9b2Jgone", "2Jgone"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("e\u0301", "\u00e9"),
        ("[b]markup[/b] [@click=app.quit]", "[b]markup[/b] [@click=app.quit]"),
        ("Зеленський · 平壤", "Зеленський · 平壤"),
        ("\ud800", ""),
    ],
)
def test_what_cleaning_keeps(given_text: str, kept: str) -> None:
    assert clean(given_text) == kept


def test_a_long_text_keeps_its_lines_and_blanks_but_no_commands() -> None:
    assert clean_lines("one\n\n  two\tthree\r\n\x1b[2Jfour") == "one\n\n  two three\n[2Jfour"


def test_what_is_shown_makes_every_unsafe_character_visible() -> None:
    assert shown("a\x1bb\nc") == "a\ufffdb\ufffdc"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Post", "post"),
        ("STRASSE", "straße"),
        ("Zürich", "zurich"),
        ("  Two   words ", "two words"),
        ("ﬁnal", "final"),
    ],
)
def test_names_that_people_hold_to_be_the_same_fold_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_the_is_only_left_out_as_a_word_of_its_own() -> None:
    assert folded("Theresa") == "theresa"


@given(anything)
def test_a_slug_is_a_slug_again(text: str) -> None:
    slug = slugged(text)
    assert slug
    assert slugged(slug) == slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Kyiv's partners", "kyiv-s-partners"), ("!!!", "x"), ("Округ 5", "округ-5"), ("a_b/c", "a-b-c")],
)
def test_slugs_are_lower_case_words_joined_by_hyphens(text: str, slug: str) -> None:
    assert slugged(text) == slug


@given(
    st.recursive(
        st.one_of(st.text(), st.integers(), st.floats(), st.booleans()),
        lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    )
)
def test_any_value_of_a_file_is_short_in_a_sentence(value: object) -> None:
    assert len(brief(value)) <= 81


def test_values_that_python_would_not_write_out_are_short_in_a_sentence_too() -> None:
    deep: object = "end"
    for _ in range(5000):
        deep = {"a": deep}
    assert len(brief(deep)) <= 81
    assert brief(10**5000) == "a number of more than 20 digits"
    assert brief("x" * 1000) == "x" * 80 + "…"


@pytest.mark.parametrize(
    ("text", "dropped"), [("one\r\n\ttwo\u2028three", 0), ("\x1b[2J\x9b\u202e.\n\x00", 4), ("", 0), ("\ud800a", 1)]
)
def test_what_cleaning_drops_from_lines_is_counted(text: str, dropped: int) -> None:
    assert unsafe_in(text) == dropped


def test_a_name_fits_better_the_nearer_its_beginning_it_has_what_was_typed() -> None:
    names = ["russia", "russian envoys", "the new russia", "brussels", "kyiv"]
    assert [closeness(name, "russia") for name in names[:3]] == [0, 1, 2]
    assert [closeness(name, "russ") for name in names] == [1, 1, 2, IN_A_WORD, NO_MATCH]


@given(anything | floods)
def test_what_is_shown_is_shown_again_as_it_is(text: str) -> None:
    assert shown(shown(text)) == shown(text)
    if drawable(text):
        assert shown(text) == text


@given(floods)
@example("e" + "\u0301" * 29 + "\u0cc6" + "\u0301" * 40 + "\u0cc2")
def test_floods_of_marks_ebb_and_stay_so(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert thinned(kept, MOST_STORED) == kept
    assert thinned(shown(text), MOST_DRAWN) == shown(text)


def test_as_many_marks_are_kept_as_any_script_needs() -> None:
    assert clean("x" + "\u0336" * 1000 + "y") == "x" + "\u0336" * 30 + "y"
    assert shown("x" + "\u0336" * 1000 + "y") == "x" + "\u0336" * 5 + "y"
    assert unsafe_in("x" + "\u0336" * 1000 + "y\u200b") == 971


@pytest.mark.parametrize(
    "text", ["می‌خواهم", "ශ්‍රී ලංකා", "क्‍ष", "👩‍👩‍👧", "❤️‍🔥", "שָׁלוֹם", "ភាសាខ្មែរ", "tiếng Việt"], ids=ascii
)
def test_what_joins_letters_and_pictures_is_kept_where_it_joins(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)
    assert shown(text) == text.replace("\u200d", "")


INVISIBLE = (
    "\xad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u2060\u2064\u206a\u3164\ufeff\uffa0\ufff9\U000e0041\U0001d173"
)


@pytest.mark.parametrize("char", [*INVISIBLE, "\u200c", "\u200d"], ids=ascii)
def test_what_nobody_sees_makes_no_two_names(char: str) -> None:
    name = f"Pu{char}tin"
    assert clean(name) == "Putin"
    assert folded(name) == folded("Putin")
    assert shown(name) == "Pu\ufffdtin"
    assert clean_lines(name) == "Putin"
    assert unsafe_in(name) == 1


def test_every_character_that_unicode_says_shows_nothing_is_unsafe_or_joins() -> None:
    # Format characters, of which those that show something are few; what else shows nothing is in the list above.
    kept = [char for char in map(chr, range(0x110000)) if unicodedata.category(char) == "Cf" and not UNSAFE.match(char)]
    assert {unicodedata.name(char).split()[0] for char in kept} <= {"ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN"}


@pytest.mark.parametrize(("text", "slug"), [("한국 정부", "한국-정부"), ("Łódź & Émile", "łodz-emile"), ("!?", "x")])
def test_a_slug_is_written_as_what_refers_to_it_is_cleaned(text: str, slug: str) -> None:
    assert slugged(text) == slug == clean(slug)
    assert slugged(slug) == slug
