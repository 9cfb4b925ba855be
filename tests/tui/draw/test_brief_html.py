"""A briefing as a page of HTML, read by another parser: whatever the store holds is text and nothing else."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

from hypothesis import given

from tests.tui.draw.hostile import ANY, page, plain
from tui.draw.brief.html import html


class Seen(HTMLParser):
    """What a browser makes of a page: its elements, its links and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.links: list[str] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        assert not [name for name, _ in attrs if name.startswith("on")]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def seen(text: str, url: str = "") -> Seen:
    return Seen("".join(html(page(text, url))))


@given(ANY)
def test_whatever_the_store_holds_is_text_and_nothing_else(text: str) -> None:
    if not plain(text):
        return
    found, harmless = seen(text), seen("Text")
    assert found.elements == harmless.elements
    assert found.links == harmless.links == ["#note-1", "#note-1", "#note-2"]
    assert " ".join("".join(found.text).split()).count(plain(text)) >= 5


def test_only_the_first_note_on_a_source_links_to_it_and_safely() -> None:
    text = "".join(html(page("Text", "https://example.org/a?b&c")))
    assert text.count('href="https://example.org/a?b&amp;c"') == 1
    assert 'rel="noopener noreferrer"' in text
    assert 'href="http' not in "".join(html(page("Text", "https://user@example.org")))


def test_the_page_stands_alone() -> None:
    text = "".join(html(page("Text", "https://example.org")))
    assert "default-src 'none'" in text
    for word in ("<script", "<link", "<img", "@import", "url(", 'http-equiv="refresh"'):
        assert word not in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
