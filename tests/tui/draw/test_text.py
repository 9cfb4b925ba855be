"""The text of a source, drawn: what is cited, what isn't, and what can't be found."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.document import Document
from db.text import UNSAFE
from tests.tui.draw.make import HOSTILE, TEXTS, document, lost, passage
from tui.draw.spans import plain, width_of
from tui.draw.text import Page, caption, title, voice

TEXT = (
    "Envoys meet in town\n\n"
    "The envoys met by the river in the morning, and Ann said that the tolls come first.\n\n"
    "They would be back on Monday."
)
TOLLS = TEXT.index("the tolls"), TEXT.index(" first") + 6
SECOND = TEXT.index("The envoys"), TEXT.index("first.") + 6


def article() -> Document:
    return document(
        TEXT,
        passage(*SECOND, 1, how="paragraph", behalf="Alpha", behalf_short="AL", label="agenda"),
        passage(*TOLLS, 2, speaker="Ann", behalf="Alpha", behalf_short="AL"),
        passage(*TOLLS, 2, claim=112, record=212, title="Another"),
        lost=(lost(), lost(claim=151, quote="", locator="title", exact="It was so."), lost(claim=152, places=3)),
    )


def drawn(given: Document, width: int = 52) -> list[str]:
    return [plain(row.line) for row in Page(given, width)]


def test_paragraphs_are_numbered_passages_marked_and_the_rest_listed_below() -> None:
    assert drawn(article()) == [
        "  1 □ Envoys meet in town",
        "",
        "  2   The envoys met by the river in the morning,",
        "      and Ann said that the tolls come first[2].[1]",
        "",
        "  3 □ They would be back on Monday.",
        "",
        " Not found in this text",
        "    ? A meeting “not there” ¶ 7",
        "    ? A meeting “It was so.” title",
        "    ? A meeting “not there” in 3 places ¶ 7",
        "",
        " What is cited",
        "  [1] Event 1 · agenda · Alpha",
        "  [2] Event 2 · Ann (AL)",
        "  [2] Another · in its own voice",
    ]


def test_a_text_without_claims_is_the_text_alone() -> None:
    assert drawn(document("One.\n\n  Two.")) == ["  1 □ One.", "", "  2 □ Two."]
    assert drawn(document("")) == []


def test_title_and_caption_say_whose_it_is_and_how_much_is_cited() -> None:
    assert title(article()) == "The Post: A report"
    assert caption(article()) == "1 of 3 paragraphs cited · 3 passages not found"
    assert caption(document("One.", passage(0, 3))) == "1 of 1 paragraph cited"
    assert caption(document("One.", lost=(lost(),))) == "0 of 1 paragraph cited · 1 passage not found"


def test_whose_word_a_passage_is() -> None:
    assert voice(passage(0, 1, speaker="Ann", behalf="Alpha", behalf_short="AL")) == "Ann (AL)"
    assert voice(passage(0, 1, behalf="Alpha")) == "Alpha"
    assert voice(passage(0, 1)) == "in its own voice"


def test_quotes_paragraphs_and_numbers_look_different() -> None:
    styles = [(span.text, span.style) for span in Page(article(), 52)[3].line]
    assert styles[:6] == [
        ("      ", "dim"), ("and Ann said that ", "cited"), ("the tolls come first", "quoted"), ("[2]", "number"),
        (".", "cited"), ("[1]", "number"),
    ]  # fmt: skip


def test_enter_leads_from_the_words_to_the_record_and_the_cursor_rests_on_every_line_of_text() -> None:
    page = Page(article(), 52)
    found = [(row.record, row.target) for row in page]
    assert found[0] == (300, None)  # the text itself
    assert found[1] == (None, None)  # between two paragraphs
    assert found[2] == (201, 201)
    assert found[3] == (202, 202)  # the quote before the paragraph around it
    assert found[8] == (250, 250)
    assert found[13:] == [(201, 201), (202, 202), (212, 212)]


def test_the_claim_that_one_came_from_is_the_one_that_enter_leads_back_to() -> None:
    page = Page(article(), 52, claim=112)
    assert page[3].target == 212
    assert [page.of_claim(claim) for claim in (101, 102, 112, 150, 152, 9)] == [2, 3, 3, 8, 10, None]


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_each_line_has_a_key_by_which_it_is_found_again_at_any_width(width: int) -> None:
    page, other = Page(article(), width), Page(article(), 33)
    keys = [row.key for row in page if row.record is not None]
    assert len({*keys}) == len(keys)
    for index, row in enumerate(page):
        if row.key is not None:
            assert page.at(row.key) == index
            place = other.at(row.key)
            assert place is not None
            assert other[place].key is not None
    assert page.at((1, 999)) is None
    assert page.at((0, 10**6)) is None


def test_where_passages_and_uncited_paragraphs_begin() -> None:
    page = Page(article(), 52)
    assert (page.passages, page.uncited) == ((2, 3), (0, 5))
    assert [page.last_of(row) for row in range(6)] == [0, 1, 3, 3, 4, 5]


def test_what_is_copied_is_what_the_source_says() -> None:
    page = Page(article(), 52)
    assert page.text(3) == "and Ann said that the tolls come first."
    assert page.text(13) == "[1] Event 1 · agenda · Alpha"
    narrow = Page(article(), 20)
    said = " ".join(narrow.text(row) for row in range(len(narrow)) if narrow[row].key and narrow[row].key[0] == 0)  # type: ignore[index]
    assert said.split() == TEXT.split()


def test_a_passage_over_several_paragraphs_is_marked_in_each_and_numbered_at_its_end() -> None:
    given = document("One two.\n\nThree four.\n\nFive.", passage(4, 15))
    assert drawn(given)[:5] == ["  1   One two.", "", "  2   Three[1] four.", "", "  3 □ Five."]
    styles = [[(span.text, span.style) for span in row.line[1:3]] for row in Page(given, 30)[:3]]
    assert styles == [[("One ", ""), ("two.", "quoted")], [], [("Three", "quoted"), ("[1]", "number")]]


def test_slices_and_places_from_the_end_are_rows_too() -> None:
    page = Page(article(), 52)
    assert page[-1] == page[len(page) - 1]
    assert page[2:4] == [page[2], page[3]]
    with pytest.raises(IndexError):
        page[len(page)]


@given(st.lists(TEXTS, max_size=4), st.integers(12, 90), st.data())
def test_every_row_is_as_wide_as_the_pane_whatever_is_written(
    texts: list[str], width: int, data: st.DataObject
) -> None:
    text = "\n".join(texts)
    ends = st.integers(0, len(text))
    spans = sorted({tuple(sorted((data.draw(ends), data.draw(ends)))) for _ in range(3)})
    cited = [passage(begin, end, number) for number, (begin, end) in enumerate(spans, 1) if begin < end]
    page = Page(document(text, *cited, lost=(lost(title=HOSTILE, quote=HOSTILE, locator=HOSTILE),)), width)
    for row in page:
        assert width_of(row.line) == width
        assert not UNSAFE.search(plain(row.line))
    keys = [row.key for row in page if row.record is not None]
    assert len({*keys}) == len(keys)


LONG = {
    "many paragraphs": "\n\n".join(["Some words of a paragraph that goes on for a while, as they do. " * 6] * 800),
    "one line": "word " * 200_000,
    "no blanks": "x" * 1_000_000,
    "only blanks": "x" + " " * 1_000_000 + "x",
    "wide": "漢字" * 150_000,
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_text_is_open_at_once_and_a_row_drawn_without_the_others(name: str) -> None:
    given = document(LONG[name], passage(0, 1), passage(len(LONG[name]) - 2, len(LONG[name]), 2))
    began = time.perf_counter()
    page = Page(given, 80)
    assert time.perf_counter() - began < 1  # a hundredth of it on an idle machine; what grows by squares takes minutes
    assert len(page._drawn) == 0
    assert plain(page[len(page) // 2].line)
    assert len(page._drawn) == 1
