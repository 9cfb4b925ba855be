"""A briefing on the screen: its lines broken for the width, each leading to its record, and its notes to texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from db.text import shown
from tui.draw.brief import noted, numbers, source
from tui.draw.spans import Row, Span, filled, wrapped

if TYPE_CHECKING:
    from tui.draw.brief import Page

_INDENT: Final = 3
_HANGING: Final = 2
"""Cells by which the rest of a line stands in, so that each line's beginning is seen."""
_WIDEST: Final = 120
"""Cells that a line of text is read in without losing it."""
_ABOUT: Final = -1
"""The section of the sentences at the top, in a row's key."""
_NOTES: Final = -2
"""That of the notes."""


def rows(page: Page, width: int) -> list[Row]:
    """Draw a briefing in `width` cells. A row's key begins with its section and its line: `copied` takes both."""
    drawn: list[Row] = []
    for place, about in enumerate(page.about):
        drawn.extend(_broken(about, "", 1, width, (_ABOUT, place)))
    for section, part in enumerate(page.parts):
        drawn.append(Row(filled([], width)))
        drawn.append(Row(filled([Span(f" {part.heading}", "heading")], width)))
        for place, line in enumerate(part.lines):
            text = f"{line.lead} — {line.text} {numbers(line)}"
            drawn.extend(_broken(text, line.lead, _INDENT, width, (section, place), line.record))
        drawn.extend(_broken(part.rest, part.rest, _INDENT, width, (section, len(part.lines)), style="dim"))
    if page.notes:
        drawn += [Row(filled([], width)), Row(filled([Span(" Notes", "heading")], width))]
    for place, note in enumerate(page.notes):
        number = f"[{note.number}]"
        drawn.extend(
            _broken(f"{number} {source(note)}", number, _INDENT, width, (_NOTES, place), note.source, style="number")
        )
    return drawn


def copied(page: Page, key: tuple[int, ...]) -> str:
    """Return what is copied of the row with a key: all of its line, with its notes below; a note with its address."""
    section, place, *_ = key
    if section == _NOTES:
        return noted(page.notes[place])
    if section == _ABOUT:
        return shown(page.about[place])
    part = page.parts[section]
    if place == len(part.lines):
        return shown(part.rest)
    line = part.lines[place]
    notes = [noted(note) for note in page.notes if note.number in line.notes]
    return "\n".join([shown(f"{line.lead} — {line.text} {numbers(line)}"), *notes])


def _broken(
    text: str, lead: str, indent: int, width: int, key: tuple[int, int], record: int | None = None, style: str = "title"
) -> Iterator[Row]:
    """Yield a text in rows, what it begins with in a style of its own; the cursor rests on each of them."""
    left = len(" ".join(lead.split()))
    for number, piece in enumerate(wrapped(text, max(4, min(width, _WIDEST) - indent - _HANGING - 1))):
        begin, rest = piece[:left], piece[left:]
        left = max(0, left - len(piece) - 1)
        hanging = _HANGING if number and record is not None else 0
        spans = [Span(" " * (indent + hanging)), Span(begin, style), Span(rest)]
        yield Row(filled(spans, width), record, record, (*key, number), stop=True)
