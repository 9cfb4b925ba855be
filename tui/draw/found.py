"""What is found for what is typed, drawn: completions, then the hits by kind, with the words marked that were typed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

from db.query import Query
from db.scope import Scope
from db.search import Hit, Results
from db.suggest import Answer, Completion
from tui.draw import look
from tui.draw.days import human, short
from tui.draw.spans import Row, Span, cells, cut, filled, fit, wrapped

COMPLETION, HIT = 0, 1
"""What a row is, at the head of its key; then its number."""

_KINDS: Final = {
    "person": "People", "party": "Parties", "place": "Places", "issue": "Issues", "event": "Events",
    "position": "Positions", "claim": "What is said", "document": "Texts", "source": "Sources", "office": "Offices",
    "delegate": "Seats", "process": "Talks",
}  # fmt: skip
_OFFERED: Final = 22
"""Cells of a completion."""

_EXAMPLES: Final = (
    ("envoys bridge", "beginnings of words, in any order"),
    ('"ceasefire line"', "these very words"),
    ("truce -denied", "without a word"),
    ("party:a,b issue:c", "what either has a part in, on an issue"),
    ("person:x source:y", "who sits or speaks; who reports it"),
    ("kind:accuse", "a kind of event or record"),
    ("status:planned contested:", "how an event stands; what is in dispute"),
    ("since:jan until:2026-02-04", "from a day on, up to a day"),
    ("stance:<0 has:condition", "positions against; has:quote"),
)


def rows(answer: Answer | None, scope: Scope, width: int) -> list[Row]:
    """Draw what is shown for what is typed in `width` cells; None before anything is typed."""
    if answer is None or not answer.text.strip():
        return [*_explained(width)]
    drawn = [_completion(one, number, width) for number, one in enumerate(answer.completions)]
    if answer.results is None:
        # Who is still typing a name is offered names, not told that it is none.
        told = () if answer.completions else wrapped(answer.wrong, width - 2)
        return drawn + [Row(filled([Span(f" {line}", "deny")], width)) for line in told]
    return [*drawn, *_hits(answer.results, scope, width)]


def _explained(width: int) -> Iterator[Row]:
    yield Row(filled([Span(" Everything is looked through: records, spellings, claims, quotes, texts.", "dim")], width))
    yield Row(filled([Span("")], width))
    for typed, means in _EXAMPLES:
        yield Row(filled([Span(f" {fit(typed, 27)} ", "key"), Span(cut(means, width - 30), "dim")], width))


def _completion(one: Completion, number: int, width: int) -> Row:
    line = [Span(" Tab " if not number else "     ", "key"), Span(fit(one.shown, _OFFERED), "link"), Span(" ")]
    return Row(filled([*line, Span(one.means, "dim")], width), 0, key=(COMPLETION, number))


def _hits(results: Results, scope: Scope, width: int) -> Iterator[Row]:
    numbers = count()
    for group in results.groups:
        yield Row(filled([Span(f" {_KINDS.get(group.kind, group.kind)}", "heading")], width))
        for hit in group.hits:
            yield from _hit(hit, next(numbers), width)
    if not results.groups and (results.query.terms or results.query.filters):
        for line in wrapped(widen(results.query, scope), width - 2):
            yield Row(filled([Span(f" {line}", "dim")], width))


def _hit(hit: Hit, number: int, width: int) -> Iterator[Row]:
    """Draw a hit: what it is, when and by whom; below it what else has the words."""
    glyph = look.event(hit.type, hit.status == "planned") if hit.kind == "event" else look.kind(hit.kind)
    told = [part for part in (hit.process, human(hit.date) if hit.date else "", hit.source) if part]
    beside = cut(f" {' · '.join(told)}", width // 2) if told else ""
    title = marked(hit.title, hit.marks, "")
    room = max(1, width - 5 - cells(beside))
    line = [Span(f"  {glyph} ", "glyph"), *filled(title, room), Span(f"{beside} ", "dim")]
    yield Row(filled(line, width), hit.record, key=(HIT, number))
    if hit.snippet:
        yield Row(filled([Span("    "), *marked(hit.snippet, hit.snippet_marks, "dim")], width))


def marked(text: str, marks: tuple[tuple[int, int], ...], style: str) -> list[Span]:
    """Return a text in pieces, those that stand in `marks` in a style that shows without colour too."""
    pieces: list[Span] = []
    at = 0
    for begin, end in marks:
        pieces += [Span(text[at:begin], style), Span(text[begin:end], "match")]
        at = end
    return [span for span in (*pieces, Span(text[at:], style)) if span.text]


def widen(query: Query, scope: Scope) -> str:
    """Say that nothing was found, and what could be left out to find more."""
    ways = [f"without {one}" for one in query.filters]
    if query.words:
        ways.append("with fewer words" if len(query.words) > 1 else "with less of the word")
    if scope.as_of is not None:
        ways.append(f"as of a later day than {short(scope.as_of)} (T on the board shows now)")
    return f"Nothing is found. More may be {', or '.join(ways)}." if ways else "Nothing is found."


def title(name: str, answer: Answer | None, total: int | None) -> str:
    """Say how much is found.

    Args:
        name: What the box is called.
        answer: What is shown.
        total: How much there is in all, once it is counted.
    """
    hits = len(answer.results.hits) if answer is not None and answer.results is not None else 0
    if not hits or answer is None or answer.results is None:
        return name
    if not answer.results.more:
        return f"{name} · {hits} found"
    return f"{name} · the first {hits}{f' of {total:,}' if total else ''}"
