"""What a page rests on, and what its marks mean."""

from __future__ import annotations

from db.whole import Source
from tests import webpage
from tests.tui.draw.page.notes import notes
from tui.draw import look
from tui.draw.page.sources import legend, listed

FULL = Source(80, "The Post", "A report", "Ann Ash", "2026-02-04", "https://post.example/1", "en", "GB", "Alpha")


def test_a_source_says_what_is_known_of_it_and_its_address_is_a_link_and_text() -> None:
    made = notes()
    made.number(80)
    [piece] = listed([FULL], made)
    assert webpage.text_of(piece) == (
        "The Post: A report by Ann Ash · 4 Feb 2026 · in en · from GB · aligned with Alpha https://post.example/1"
    )
    assert 'href="https://post.example/1" rel="noopener noreferrer"' in piece
    assert piece.startswith('<li id="record-80" value="1">')


def test_a_source_without_an_address_or_with_one_that_leads_elsewhere_has_no_link() -> None:
    for url in ("", "javascript:x()"):
        [piece] = listed([Source(80, "The Post", "A report", "", "", url, "", "", "")], notes())
        assert "<a " not in piece
        assert webpage.text_of(piece) == f"The Post: A report {url}".strip()


def test_the_legend_explains_what_the_page_has_and_of_one_voice_only_where_it_is_heard() -> None:
    everybody, one = (webpage.text_of(legend(heard)) for heard in (False, True))
    for name in ("contested", "denied", "agreed", "single", "conditional", "head"):
        assert f"{look.mark(name)} " in everybody
    assert look.mark("silent") not in everybody
    assert look.mark("silent") in one
    assert look.mark("uncited") not in one
