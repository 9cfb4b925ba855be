"""The delegations, drawn.

In the first second the reader wants to know: who is in the room, who leads each side, and whether that has changed.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from typing import Final

from db.roster import Delegation, Roster
from db.scope import Scope
from db.seats import Seat
from db.vocabulary import label
from tui.draw import look
from tui.draw.days import span
from tui.draw.header import many
from tui.draw.nothing import nothing
from tui.draw.spans import Row, Span, cells, cut, filled, fit, wrapped

_NOW: Final = Scope()


def rows(roster: Roster, width: int, scope: Scope = _NOW, printed: bool = False, new: Container[int] = ()) -> list[Row]:
    """Draw the delegations of a round in `width` cells, the negotiators first and the host last; mark what is new."""
    large = roster.part is not None and roster.part.large
    drawn = [row for party in roster.delegations for row in _party(party, width, new, large)]
    if drawn:
        return drawn
    if roster.round is None:
        return nothing(scope, "No round of talks is recorded yet.", width, printed)
    scope = replace(scope, as_of=None)  # the round was known by then
    if roster.round.status == "planned":
        return nothing(scope, "Who will take part is not reported yet.", width, printed)
    return nothing(scope, "Who took part is not reported.", width, printed)


def title(roster: Roster, plain: str) -> str:
    """Return the pane's title: of a large room it says how large."""
    part = roster.part
    if part is None or not part.large:
        return plain
    return f"{plain} · {many(part.delegations, 'delegation')} · {many(part.seats, 'seat')}"


def caption(roster: Roster, keys: bool, width: int) -> str:
    """Say which round this is in at most `width` cells: number, days, place, status, format; the last go first.

    Args:
        roster: What is shown.
        keys: Whether it is on the board, where keys step to another round; else its days are as stored, in EDTF.
        width: Cells.
    """
    if roster.round is None:
        return ""
    entry = roster.round
    begin = "[ ] " if keys and len(roster.rounds) > 1 else ""
    stored = "/".join(dict.fromkeys(day for day in (entry.starts, entry.ends) if day))
    when = span(entry.starts, entry.ends, year=False) if keys else stored
    parts = [f"{begin}round {roster.index + 1} of {len(roster.rounds)}", when, entry.place]
    if entry.status != "held":
        parts.append(entry.status)
    if entry.format:
        parts.append(label("format", entry.format))
    text = ""
    for part in filter(None, parts):
        longer = f"{text} · {part}" if text else part
        if cells(longer) > width:
            break
        text = longer
    return text


def _party(party: Delegation, width: int, new: Container[int], large: bool) -> Iterator[Row]:
    if party.role == "host":
        line = [
            *_gutter(party.state, party.id in new),
            Span("host  ", "dim"),
            Span(party.name, look.spoken(party.state, "")),
        ]
        yield Row(filled(line, width), party.id)
        return
    inside = party.inside
    if inside is None or not inside.before:
        yield Row(filled(_heading(party, width, new, large), width), party.id)
    if inside is not None and inside.folded:
        return
    for seat in party.seats:
        yield from _seat(seat, width, seat.id in new)
    if not party.seats and inside is None:
        yield Row(filled([Span("    not reported", "dim")], width), party.id, key=(party.id, 0))
    for name in party.left:
        yield Row(filled([Span(f"    − {cut(name, width - 11)} left", "dim")], width), party.id, key=(party.id, 1))


def _heading(party: Delegation, width: int, new: Container[int], large: bool) -> list[Span]:
    """Draw a delegation's name and what is known of it; of one that is folded who leads it and how large it is."""
    note = _note(party)
    inside = party.inside
    folded = inside is not None and inside.folded
    arrow = f"{look.mark('folded')} " if folded else f"{look.mark('open')} " if large and party.seats else ""
    room = max(8, width - cells(note) - 4)
    style = look.spoken(party.state, "heading")
    lead = inside.lead if inside is not None else None
    name = f"{arrow}{party.name.upper()}"
    spans = [*_gutter(party.state, party.id in new)]
    if lead is None or room < _LED:
        spans.append(Span(f"{fit(name, room)} ", style))
    else:
        own = room * 2 // 5
        star = look.mark("head")
        spans += [
            Span(f"{fit(name, own)} ", style),
            Span(f"{star} ", "accent"),
            Span(f"{fit(lead.person, room - own - cells(star) - 2)} ", look.spoken(lead.state, "")),
        ]
    return [*spans, Span(note, "dim")]


_LED: Final = 30
"""Cells of a heading from which on there is room for who leads."""


def _gutter(state: str, new: bool) -> tuple[Span, Span]:
    """Draw the two cells at the left: how it stands on its claims, and whether it is new."""
    sign = look.sign(state)
    return sign._replace(text=fit(sign.text, 1)), look.fresh(new)


def _note(party: Delegation) -> str:
    """Say at the party's heading what is known of its delegation as a whole."""
    if party.inside is not None and party.inside.folded:
        return many(party.inside.seats, "seat")
    if party.unchanged_from:
        return f"same as {party.unchanged_from}"
    if party.inside is not None:
        named, others = party.inside.named, party.inside.named < party.inside.seats
        return f"{named:,} named{' · others' if others else ''}"
    named = sum(1 for seat in party.seats if seat.person)
    others = any(not seat.person for seat in party.seats)
    if not party.seats:
        return ""
    return f"{named} named{' · others' if others else ''}"


def _seat(seat: Seat, width: int, new: bool) -> Iterator[Row]:
    """Draw a seat: a star for a head, the name, the office; what doesn't fit beside the name stands below it."""
    marks = [
        *(["new"] if seat.joined else []),
        *([seat.status] if seat.status in ("inferred", "withdrawn") else []),
    ]
    tail = f" {' '.join(marks)}" if marks else ""
    room = width - 4 - len(tail)
    name, style = (seat.person, look.spoken(seat.state, "")) if seat.person else (f"+ {seat.description}", "dim")
    beside = fit(name, max(cells(name), min(20, room // 3))) if seat.person else name
    below: list[str] = []
    if seat.office and cells(beside) + 1 + cells(seat.office) <= room:
        body = [Span(beside, style), Span(f" {seat.office}", "dim")]
    else:
        first, *rest = [*wrapped(name, room)] or [""]
        body = [Span(first, style)]
        below = [*rest, *wrapped(seat.office, width - 6)]
    star = Span(f"{look.mark('head')} " if seat.role == "head" else "  ", "accent")
    line = filled([*_gutter(seat.state, new), star, *body], width - len(tail))
    yield Row((*line, Span(tail, "dim")), seat.id)
    for number, text in enumerate(below):
        yield Row(filled([Span(f"      {text}", "dim")], width), key=(seat.id, number))
