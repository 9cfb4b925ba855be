"""What a page refers to."""

from __future__ import annotations

from tests import webpage
from tests.tui.draw.page.notes import notes
from tui.draw.page.notes import Notes


def test_sources_are_numbered_as_they_are_first_named() -> None:
    made = notes()
    cited = [made.cite(source, "The Post", "3") for source in (80, 7, 80)]
    assert [webpage.text_of(piece) for piece in cited] == ["The Post [1] ¶ 3", "The Post [2] ¶ 3", "The Post [1] ¶ 3"]
    assert cited[1].startswith('<a href="#record-7">')
    assert made.sources() == (80, 7)


def test_a_locator_that_is_no_paragraph_stands_as_it_is() -> None:
    assert webpage.text_of(notes().cite(80, "The Post", "title")) == "The Post [1] title"
    assert webpage.text_of(notes().cite(80, "The Post")) == "The Post [1]"


def test_only_what_the_page_has_a_place_for_is_a_link() -> None:
    made = notes(60)
    assert made.to(60, "Land & sea") == '<a href="#record-60"><bdi>Land &amp; sea</bdi></a>'
    assert made.to(61, "Land & sea") == "<bdi>Land &amp; sea</bdi>"


def test_a_record_that_is_named_again_and_again_is_looked_up_once() -> None:
    asked: list[int] = []

    def named(record: int) -> tuple[str, str]:
        asked.append(record)
        return "source", "post"

    made = Notes(named)
    assert {made.place(80) for _ in range(5)} == {"source-post"}
    assert asked == [80]
