"""HTML as others put it into data: only its words are taken, and the addresses that it links to.

It is walked through once from mark to mark. Python's own parser starts over at each mark that has no end, and would be
busy for minutes with a text that is made for it.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from db.text import clean

_MARK: Final = re.compile(r"<(?:!--|(/?)([a-z][a-z0-9]*)([^<>]*)>|![^<>]*>|\?[^<>]*>)", re.IGNORECASE)
"""A tag, the beginning of a comment, a declaration; none of them reaches over another."""
_HREF: Final = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""", re.IGNORECASE)
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
)
"""What stands in the middle of a word or a sentence; all else begins a new one."""


def plain(html: str) -> tuple[str, list[str]]:
    """Return the words of a piece of HTML on one line, and where it links to. Plain text is its own words."""
    if not ("<" in html or "&" in html):
        return clean(html), []
    words: list[str] = []
    links: list[str] = []
    at, lower = 0, html.lower()
    for mark in _MARK.finditer(html):
        if mark.start() < at:
            continue  # inside what isn't seen
        words.append(html[at : mark.start()])
        closes, tag, rest = mark[1], (mark[2] or "").lower(), mark[3]
        at = mark.end()
        if mark[0] == "<!--":
            at = _after(html, "-->", at)
        elif tag in _UNSEEN and not closes:
            at = _after(lower, f"</{tag}", at, whole=True)
        elif tag == "a" and (link := _HREF.search(rest)):
            links.append(unescape(link[1] or link[2] or link[3] or ""))
        words.append("" if tag in _INLINE else " ")
    words.append(html[at:])
    return clean(unescape("".join(words))), [link for link in links if link]


def _after(text: str, end: str, at: int, whole: bool = False) -> int:
    """Return where the end of what isn't seen is; the end of the text without one."""
    found = text.find(end, at)
    return len(text) if found < 0 else found if whole else found + len(end)
