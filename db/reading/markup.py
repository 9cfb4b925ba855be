"""HTML as others put it into data: only its words are taken, and the addresses that it links to."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Final

from db.text import clean

_LONGEST: Final = 100_000
"""Characters that are read as HTML; a longer text than any record takes is left as it is."""
_UNSEEN: Final = ("script", "style", "template", "noscript", "iframe")
_INLINE: Final = (
    "a",
    "abbr",
    "b",
    "cite",
    "code",
    "em",
    "i",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
)
_TAG: Final = re.compile(r"<[^<>]*>")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.links: list[str] = []
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen = self._unseen or tag
        elif tag not in _INLINE:
            self.words.append(" ")
        self.links += [value for name, value in attrs if tag == "a" and name == "href" and value]

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""
        elif tag not in _INLINE:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data)


def plain(html: str) -> tuple[str, list[str]]:
    """Return the words of a piece of HTML on one line, and where it links to. Plain text is its own words."""
    if len(html) > _LONGEST or not ("<" in html or "&" in html):
        return clean(html), []
    parser = _Words()
    try:
        parser.feed(html)
        parser.close()
    except AssertionError:  # Python's parser doesn't know all marks that begin with “<!”
        return clean(unescape(_TAG.sub(" ", html))), []
    return clean("".join(parser.words)), parser.links
