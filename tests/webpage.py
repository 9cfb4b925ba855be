"""A page of HTML as a browser reads it: elements nested as they must be, and what leads out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

_ALONE: Final = {"meta", "br", "hr", "wbr", "col"}
"""Elements without an end."""

_HARMLESS: Final = {
    *("html", "head", "title", "style", "body", "header", "main", "nav", "footer", "section", "article", "aside"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "bdi", "a", "ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "colgroup", "thead", "tbody", "tr", "th", "td", "details", "summary", "blockquote", "q"),
    *("abbr", "b", "strong", "em", "i", "cite", "small", "sup", "time", "s", *_ALONE),
}
_ATTRIBUTES: Final = {
    *("id", "class", "lang", "dir", "href", "rel", "title", "scope", "colspan", "rowspan", "open", "datetime", "role"),
    *("tabindex", "charset", "name", "content", "http-equiv", "aria-label", "aria-labelledby", "aria-hidden"),
    *("aria-describedby", "value", "start", "cite"),
}
_INLINE: Final = {"a", "abbr", "b", "bdi", "cite", "em", "i", "q", "s", "small", "span", "strong", "sup", "time"}
_NO_BLOCK_INSIDE: Final = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "bdi", "span", "a", "q"}
_BLOCK: Final = {"p", "div", "ul", "ol", "dl", "table", "section", "article", "header", "blockquote", "details"}


@dataclass
class Page(HTMLParser):
    """What a page holds. It fails where a browser would have to guess, and where anything could run or be loaded.

    Attributes:
        ids: Every id, in order.
        elements: The names of all elements, in order.
        places: What links within the page point to.
        links: Addresses on the web that it links to.
        pieces: All that is shown, in order.
    """

    ids: list[str] = field(default_factory=list)
    elements: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    @property
    def text(self) -> str:
        """All that is shown, blanks folded."""
        return re.sub(r"\s+", " ", "".join(self.pieces)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _HARMLESS, f"<{tag}> {attrs}"
        given = dict(attrs)
        assert len(given) == len(attrs), f"<{tag}> has an attribute twice: {attrs}"
        assert given.keys() <= _ATTRIBUTES, f"<{tag}> {attrs}"
        if tag in _BLOCK:
            assert not _NO_BLOCK_INSIDE & {*self._open}, f"<{tag}> in {self._open}"
        assert tag != "a" or "a" not in self._open, f"a link in a link: {attrs}"
        self.elements.append(tag)
        self.pieces.append("" if tag in _INLINE else "\n")
        if "id" in given:
            self.ids.append(given["id"] or "")
        if "href" in given:
            self._lead(given)
        if tag not in _ALONE:
            self._open.append(tag)

    def _lead(self, given: dict[str, str | None]) -> None:
        address = given["href"] or ""
        if address.startswith("#"):
            self.places.append(address[1:])
            return
        assert re.match(r"https?://[^\s]+$", address, re.IGNORECASE), address
        assert given.get("rel") == "noopener noreferrer", given
        self.links.append(address)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> ends nothing"
        assert self._open[-1] == tag, f"</{tag}> while {self._open} are open"
        self._open.pop()
        self.pieces.append("" if tag in _INLINE else "\n")

    def handle_data(self, data: str) -> None:
        if "style" in self._open:
            assert not re.search(r"url\(|@import|expression", data), "a style that loads something"
        elif "title" not in self._open:
            self.pieces.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")

    def close(self) -> None:
        """Say whether all that was begun has ended, every id is there once and every link within the page leads on."""
        super().close()
        assert self._open == []
        twice = {one for one in self.ids if self.ids.count(one) > 1} if len({*self.ids}) < len(self.ids) else set()
        assert twice == set()
        assert {*self.places} - {*self.ids} == set()


def read(html: str) -> Page:
    """A page as it is read; it must be whole and harmless."""
    page = Page()
    page.feed(html)
    page.close()
    return page


def text_of(piece: str) -> str:
    """What is shown of a piece of a page."""
    page = Page()
    page.feed(piece)
    return page.text
