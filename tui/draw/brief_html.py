"""A briefing as one HTML page that stands alone."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Final

from db.text import shown
from tui.draw.address import address
from tui.draw.brief import source

if TYPE_CHECKING:
    from db.footnotes import Note
    from tui.draw.brief import Page, Part
    from tui.draw.brief_lines import Line

_STYLE: Final = """
:root { color-scheme: light dark; --text: #1b1b1b; --dim: #5c5c5c; --ground: #fff; --line: #d4d4d4; --link: #0b57a4 }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4e4e4; --dim: #a3a3a3; --ground: #16181c; --line: #3a3d44; --link: #8ab4f8 }
}
body { margin: 2rem auto; max-width: 46rem; padding: 0 1rem; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem }
h2 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; border-bottom: 1px solid var(--line) }
p { margin: .3rem 0 } ul { margin: .3rem 0; padding-left: 1.2rem } li { margin: .3rem 0 }
.about, .rest { color: var(--dim) } a { color: var(--link) } sup { line-height: 0 } sup a { text-decoration: none }
.notes { font-size: .85rem; color: var(--dim); columns: 18rem 2; column-gap: 2rem; padding-left: 2rem }
.notes li { break-inside: avoid } li:target { background: color-mix(in srgb, var(--link) 18%, transparent) }
@media print {
  :root { --text: #000; --dim: #444; --ground: #fff; --line: #999; --link: #000 } @page { margin: 16mm 14mm }
  body { margin: 0; max-width: none; padding: 0; font: 9.5pt/1.35 Georgia, serif } h1 { font-size: 15pt }
  h2 { font-size: 11pt; margin-top: .8rem; break-after: avoid } li { break-inside: avoid; margin: .12rem 0 }
  .notes { font-size: 7.5pt } a { text-decoration: none }
}
"""


def html(page: Page) -> Iterator[str]:
    """Yield a briefing as lines of HTML, without line breaks: nothing is fetched, and no script runs."""
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_safe(page.title)}</title><style>{_STYLE}</style></head><body><main>"
    yield f"<h1>{_safe(page.title)}</h1>"
    yield from (f'<p class="about">{_safe(about)}</p>' for about in page.about)
    for part in page.parts:
        yield from _part(part)
    if page.notes:
        yield '<h2>Notes</h2><ol class="notes">'
        yield from map(_note, page.notes)
        yield "</ol>"
    yield "</main></body></html>"


def _part(part: Part) -> Iterator[str]:
    yield f"<section><h2>{_safe(part.heading)}</h2>"
    if part.lines:
        yield "<ul>"
        yield from map(_line, part.lines)
        yield "</ul>"
    if part.rest:
        yield f'<p class="rest">{_safe(part.rest)}</p>'
    yield "</section>"


def _line(line: Line) -> str:
    notes = "".join(f'<a href="#note-{number}">[{number}]</a>' for number in line.notes)
    lead = f"<strong>{_safe(line.lead)}:</strong> " if line.lead else ""
    return f"<li>{lead}{_safe(line.text)} <sup>{notes}</sup></li>"


def _note(note: Note) -> str:
    link = address(note.url)
    where = f', <a href="{escape(link)}" rel="noopener noreferrer">{escape(link)}</a>' if link else ""
    return f'<li id="note-{note.number}">{_safe(source(note))}{where if note.first == note.number else ""}</li>'


def _safe(text: str) -> str:
    return escape(" ".join(shown(text).split()))
