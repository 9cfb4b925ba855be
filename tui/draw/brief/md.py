"""A briefing as Markdown (CommonMark), in which whatever the store holds is text and nothing else.

Notes are plain numbers in brackets with a numbered list at the end, which every renderer shows alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from db.text import shown
from tui.draw.address import address
from tui.draw.brief import numbers, source

if TYPE_CHECKING:
    from tui.draw.brief import Page

_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>#&|~$@]|(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)
"""What marks something up inside a line, in CommonMark or in what GitHub adds to it: https://github.github.com/gfm"""
_BLOCK: Final = re.compile(r"^([-+=:]|\d+(?=[.)]))")
"""What begins a block where it stands first in a line: a list, a rule, a heading underlined, a definition."""


def escaped(text: str, first: bool = False) -> str:
    """Return a text of the store as Markdown that shows it as it is, on one line.

    Args:
        text: Anything.
        first: Whether it stands first in its line, where more characters have a meaning.
    """
    plain = _SPECIAL.sub(r"\\\g<0>", " ".join(shown(text).split()))
    if not first:
        return plain
    return _BLOCK.sub(lambda found: f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}", plain)


def markdown(page: Page) -> Iterator[str]:
    """Yield a briefing as lines of Markdown, without line breaks."""
    yield f"# {escaped(page.title, first=True)}"
    yield ""
    for about in page.about:
        yield escaped(about, first=True)
        yield ""
    for part in page.parts:
        yield f"## {escaped(part.heading)}"
        yield ""
        for line in part.lines:
            lead = escaped(line.lead)
            yield f"- {f'**{lead}** — ' if lead else ''}{escaped(line.text, first=not lead)} {numbers(line)}"
        if part.lines:
            yield ""
        if part.rest:
            yield f"{escaped(part.rest, first=True)}"
            yield ""
    if page.notes:
        yield "## Notes"
        yield ""
    for note in page.notes:
        link = address(note.url) if note.first == note.number else ""
        where = f", <{link}>" if link else ""
        yield f"{note.number}. {escaped(source(note), first=True)}{where}"
