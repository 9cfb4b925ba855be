"""A briefing as plain text, for a mail: 80 columns, safe characters only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tui.draw.brief import numbers, source
from tui.draw.spans import cells, wrapped

if TYPE_CHECKING:
    from tui.draw.brief import Page

WIDTH: Final = 80


def text(page: Page, width: int = WIDTH) -> Iterator[str]:
    """Yield a briefing as lines of at most `width` cells, without line breaks."""
    yield from wrapped(page.title, width)
    yield "=" * min(width, cells(page.title))
    for about in page.about:
        yield from wrapped(about, width)
    for part in page.parts:
        yield ""
        yield from wrapped(part.heading.upper(), width)
        for line in part.lines:
            yield from _hanging("- ", f"{line.lead} — {line.text} {numbers(line)}", width)
        yield from wrapped(part.rest, width)
    if page.notes:
        yield ""
        yield "NOTES"
    for note in page.notes:
        address = f", {note.url}" if note.url and note.first == note.number else ""
        yield from _hanging(f"[{note.number}] ", f"{source(note)}{address}", width)


def _hanging(begin: str, text: str, width: int) -> Iterator[str]:
    for piece in wrapped(text, width - len(begin)):
        yield f"{begin}{piece}"
        begin = " " * len(begin)
