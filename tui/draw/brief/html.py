"""A briefing as one HTML page that stands alone, for a screen and for paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.draw.address import address
from tui.draw.brief import source
from tui.draw.html import Html, element, escape, items, join, link, page, to

if TYPE_CHECKING:
    from db.briefing.footnotes import Note
    from tui.draw.brief import Page, Part
    from tui.draw.brief.lines import Line


def html(brief: Page) -> Iterator[str]:
    """Yield a briefing as HTML, piece by piece: nothing is fetched, nothing runs."""
    return page(brief.title, _body(brief), style="brief.css")


def _body(brief: Page) -> Iterator[Html]:
    yield element("h1", brief.title)
    yield from (element("p", about, class_="about") for about in brief.about)
    yield from map(_part, brief.parts)
    if brief.notes:
        yield element("h2", "Notes")
        yield element("ol", *map(_note, brief.notes), class_="notes")


def _part(part: Part) -> Html:
    rest = element("p", part.rest, class_="rest") if part.rest else ""
    return element("section", element("h2", part.heading), items(map(_line, part.lines)), rest)


def _line(line: Line) -> Html:
    notes = join(to(f"note-{number}", f"[{number}]") for number in line.notes)
    lead = element("strong", line.lead) if line.lead else ""
    return element("li", join((lead, join((line.text, " ", element("sup", notes)))), " — "))


def _note(note: Note) -> Html:
    known = address(note.url) if note.first == note.number else ""
    where = join((", ", link(known))) if known else ""
    return element("li", escape(source(note)), where, id=f"note-{note.number}")
