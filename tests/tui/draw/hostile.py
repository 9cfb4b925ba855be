"""Text that would mark something up, and a briefing with it in every place: for tests of what writes one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from hypothesis import strategies as st

from db.briefing.footnotes import Note
from db.text import shown
from tui.draw.brief import Page, Part
from tui.draw.brief.lines import Line

HOSTILE: Final = (
    "[a link](https://evil.example)", "![a picture](https://evil.example/x.png)", "<script>alert(1)</script>",
    "<b>bold</b>",
    "# a heading", "## another", "- a list", "+ a list", "* a list", "1. a list", "12) a list", "> a quotation",
    "| a | table |", "|---|---|", "```", "~~~", "    code", "---", "***", "___", "===", "**bold**", "_bold_", "`code`",
    "~~struck~~", "&lt;b&gt;", "&#91;x&#93;", "a\\", "\\[x]", "[1]", "[1]: https://evil.example", "[^1]: a note",
    "<https://evil.example>", "https://evil.example", "www.evil.example", "me@evil.example", "$x$", "a  ", ":::",
    "x\n# y",
    "x\n\n<b>y", "]", "[", "](https://evil.example)", "", "   ", "\u00a0", "**", "*", "#", "-", "1.", "\t- x",
)  # fmt: skip

ANY: Final = st.one_of(st.sampled_from(HOSTILE), st.text(), st.text(alphabet="[]()<>*_`#-+=.1!\\|~&: \nax/@"))


def note(number: int, text: str, url: str = "") -> Note:
    return Note(number, 7, text, text, text, "2026-02-04", url, (text or "1",), number)


def page(text: str, url: str = "") -> Page:
    lines = (Line(1, text, text, (1,)), Line(2, "", text, (1, 2)))
    return Page(text, (text,), (Part(text, lines, text),), (note(1, text, url), replace(note(2, text, url), first=1)))


def plain(text: str) -> str:
    return " ".join(shown(text).split())
