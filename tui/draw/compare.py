"""Two days or rounds compared, drawn: who was there, which stances moved, what happened between, what was said anew.

In the first second the reader wants to know: did anybody move, and who is new at the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from db.compare import EVENTS
from db.dates import iso
from db.timeline import Window
from db.vocabulary import label, properties
from tui.draw import look, said, timeline
from tui.draw.days import human, short
from tui.draw.header import many
from tui.draw.history import changed
from tui.draw.spans import Line, Row, Span, cells, filled, fit, wrapped

if TYPE_CHECKING:
    from db.between import Stretch
    from db.compare import Changed, Comparison, Moved, Team
    from db.moments import Moment
    from db.revised import Revision, Turn
    from db.roster import Round
    from db.seats import Seat
    from db.shift import Stand

_NOTE: Final = 0
"""The record of a line that leads nowhere, and that the cursor rests on all the same, so that it can be read."""
_INDENT: Final = 3
_STAND: Final = 12
"""Cells of a stance in words."""

_Lines = Iterator[tuple[int | None, list[Span]]]
"""Lines of a section, each with the record that it leads to; None for a heading."""


def title(comparison: Comparison) -> str:
    """Say what is compared: `Round 1 (12 Jan 2026) → now`."""
    return f"{moment(comparison.a)} → {moment(comparison.b)}"


def moment(at: Moment, stored: bool = False) -> str:
    """Write a moment: its name and its day; of now only that."""
    day = iso(at.day) if stored else short(at.day)
    return at.name if at.now else f"{at.name} ({day})" if at.name else day


def rows(comparison: Comparison, width: int, stored: bool = False) -> list[Row]:
    """Draw a comparison in `width` cells: four sections, each line that speaks of a record leading to it.

    Args:
        comparison: What differs.
        width: Cells.
        stored: Whether days are in ISO 8601, as on a printed page; else they are in words.
    """
    if comparison.same:
        text = f"Both are {moment(comparison.a, stored)}: there is nothing between; choose an earlier first day."
        return [Row(line, _NOTE, key=(-1, n)) for n, line in enumerate(_wrapped(text, width, "dim"))]
    sections = (
        ("Delegations", _who(comparison), _delegations(comparison, width)),
        ("Stances", _how_many(comparison), _stances(comparison, width)),
        ("Between", many(comparison.happened.total, "event"), _between(comparison, width, stored)),
        ("Said anew", _how_often(comparison), _claims(comparison, width, stored)),
    )
    drawn: list[Row] = []
    for number, (name, note, lines) in enumerate(sections):
        if number:
            drawn.append(Row(filled([], width), key=(number, -2)))
        head = [Span(f" {name}", "heading"), *([Span(f" · {note}", "dim")] if note else [])]
        drawn.append(Row(filled(head, width), key=(number, -1)))
        for place, (record, line) in enumerate(lines):
            drawn.append(Row(filled(line, width), record, record or None, (number, record or 0, place)))
    return drawn


# Who was there


def _who(comparison: Comparison) -> str:
    """Say which rounds are compared."""
    one, other = comparison.delegations.before, comparison.delegations.after
    return f"{_round(one)} → {_round(other)}" if one and other and one.id != other.id else ""


def _round(found: Round) -> str:
    name = f"Round {found.number}" if found.number else found.title
    return name if found.status in ("held", "ongoing") else f"{name} ({label('status', found.status)})"


def _delegations(comparison: Comparison, width: int) -> _Lines:
    found = comparison.delegations
    if found.before is None or found.after is None:
        when = "the later" if found.after is None else "the earlier"
        text = f"No round is on record by {when} of the two: a later day, or a round, can be compared."
        yield from _note(text, width)
    elif found.before.id == found.after.id:
        yield from _note(f"Both fall to {_round(found.before)}: choose a day before it, or another round.", width)
    elif not found.teams:
        yield from _note("No delegation to either round is on record.", width)
    else:
        for team in found.teams:
            yield from _team(team, found.before, found.after, width)


def _team(team: Team, before: Round, after: Round, width: int) -> _Lines:
    """Yield the lines of one party: what is known of who came and went, and why no more is."""
    yield team.party, [Span(f"{' ' * _INDENT}{team.name}", "title"), Span(f" {team.short}", "dim")]
    later, earlier = ("joined", "left") if team.known else (_only(after, "later"), _only(before, "earlier"))
    named = [
        *((change.seat, "promoted" if change.promoted else change.what, _change(change)) for change in team.changed),
        *((seat, later, _part(seat)) for seat in team.later),
        *((seat, earlier, _part(seat)) for seat in team.earlier),
    ]
    room = max((cells(word) for _, word, _ in named), default=0)
    for seat, word, what in named:
        begin = [Span(f"{' ' * 2 * _INDENT}{fit(word, room)}  ", "accent" if team.known else "dim"), Span(seat.person)]
        yield from _beside(seat.id, begin, f"  {what}" if what else "", width)
    if team.same_as:
        yield from _note(f"reported to be the same delegation as {team.same_as}", width, 2 * _INDENT)
    if team.known and not named:
        yield from _note("the same people in the same parts", width, 2 * _INDENT)
    if not team.known:
        why = " and ".join(
            f"{_roster(known)} at {_round(at)}"
            for known, at in ((team.before, before), (team.after, after))
            if known != "full"
        )
        nobody = "" if named else "no name differs; "
        yield from _note(f"{nobody}who joined or left can't be said: {why}", width, 2 * _INDENT)


def _only(at: Round, else_: str) -> str:
    """Say that somebody is named at one round alone."""
    name = _round(at)
    return f"only at {name if cells(name) <= 10 else f'the {else_}'}"


def _change(change: Changed) -> str:
    return f"{change.before or 'none'} → {change.after or 'none'}"


def _roster(known: str) -> str:
    return label("roster", known) if known else "no delegation on record"


def _part(seat: Seat) -> str:
    """Say what a seat is: its part, if it is no plain member, how it is known, and the office of who has it."""
    known = label("delegate_status", seat.status) if seat.status != "present" else ""
    parts = [label("delegate_role", seat.role) if seat.role != "member" else "", known, seat.office]
    return ", ".join(part for part in parts if part)


# Which stances moved


def _how_many(comparison: Comparison) -> str:
    """Count what moved, and what is known of a party for the first time."""
    moves = [move for issue in comparison.stances for move in issue.moves]
    new = sum(move.shift.way == "first" for move in moves)
    counts = [f"{len(moves) - new:,} moved", *([f"{new:,} known for the first time"] if new else [])]
    return " · ".join(counts)


def _stances(comparison: Comparison, width: int) -> _Lines:
    if not comparison.stances:
        yield from _note("No stance on record moved; an earlier first day widens the search.", width)
    for issue in comparison.stances:
        yield from _issue(issue, width)


def _issue(issue: Moved, width: int) -> _Lines:
    one, other = ("unknown" if apart is None else str(apart) for apart in issue.apart)
    apart = f"sides {one} apart as before" if one == other else f"sides apart: {one} → {other}"
    apart = "how far apart isn't known" if one == other == "unknown" else apart
    yield from _beside(issue.issue, [Span(f"{' ' * _INDENT}{issue.name}", "title")], f"  {apart}", width)
    for move in issue.moves:
        sign = look.sign(move.state)
        line = [
            Span(f"{' ' * 2 * _INDENT}{fit(move.short, 5)}"),
            *_stand(move.before), Span(" → ", "dim"), *_stand(move.after), Span(fit(sign.text, 1), sign.style),
        ]  # fmt: skip
        words = "none is known any more" if move.after is None or move.after.stance is None else changed(move.shift)
        yield from _beside(move.position, line, f"  {words}", width)


def _stand(stand: Stand | None) -> list[Span]:
    if stand is None or stand.stance is None:
        return [Span(look.stance(None), "dim"), Span(fit(" not known", _STAND - 1), "dim")]
    glyphs = look.stance(stand.stance) + (look.mark("conditional") if stand.condition else "")
    word = fit(f" {label('stance', str(stand.stance))}", _STAND - cells(glyphs))
    tint = f"stance{stand.stance:+d}"
    return [Span(glyphs, tint), Span(word)]


# What happened between


def _between(comparison: Comparison, width: int, stored: bool) -> _Lines:
    happened, announced = comparison.happened, comparison.announced
    if not happened.total:
        yield from _note("Nothing on record happened between; an earlier first day widens the search.", width)
    yield from _stretch(happened, width, stored)
    if announced.total:
        text = f"{many(announced.total, 'event')} announced meanwhile, still planned by then"
        yield from _note(text, width)
        yield from _stretch(announced, width, stored)


def _stretch(stretch: Stretch, width: int, stored: bool) -> _Lines:
    if stored:
        for entry in stretch.entries:
            begin = f"   {'no date' if entry.day is None else iso(entry.day)}  {look.event(entry.type, entry.planned)} "
            tail = (timeline.actors(entry), entry.place, timeline.standing(entry), " ".join(entry.sources))
            beside = f"  | {'  '.join(part for part in tail if part)}"
            yield from _beside(entry.id, [Span(f"{begin}{timeline.title(entry)}")], beside, width)
    else:
        for row in timeline.Rows(Window(stretch.entries, 0, stretch.total, 0, None), width):
            yield row.record, [*row.line]
    if stretch.total > len(stretch.entries):
        rest = stretch.total - len(stretch.entries)
        yield from _note(f"… and {rest:,} more, older than these {EVENTS}", width)


# What was said anew


def _how_often(comparison: Comparison) -> str:
    found = comparison.claims
    turns = f" · {many(len(found.turns), 'dispute')} begun or ended" if found.turns else ""
    return f"{many(len(found.revisions), 'claim')} changed{turns}"


def _claims(comparison: Comparison, width: int, stored: bool) -> _Lines:
    found = comparison.claims
    if not found.revisions and not found.turns:
        text = "No claim with a day of its own replaced an earlier word; an earlier first day widens the search."
        yield from _note(text, width)
    record = 0
    for revision in found.revisions:
        if revision.record != record:
            record = revision.record
            yield from _titled(record, revision.title, width)
        yield from _revision(revision, width, stored)
    for turn in found.turns:
        yield from _turn(turn, width)
    if found.cut:
        yield from _note("… and more: choose two days that are closer together", width)


def _titled(record: int, text: str, width: int) -> _Lines:
    for line in wrapped(text, width - _INDENT - 1):
        yield record, [Span(f"{' ' * _INDENT}{line}", "title")]


def _revision(revision: Revision, width: int, stored: bool) -> _Lines:
    """Yield the lines of a word that replaced another: what it was and is, and who says so since when."""
    before, new = revision.before, revision.after[0]
    if new.about and new.modality == before.modality == "asserts":
        was, now = ((one.stored if stored else said.value(one)) or "nothing" for one in (before, new))
        text = f"{new.label}: {was} → {now}"
    else:
        text = f"{before.modality} → {new.modality} {said.says(new, revision.kind)}"
    for line in wrapped(text, width - 2 * _INDENT - 1):
        yield revision.record, [Span(f"{' ' * 2 * _INDENT}{line}", "say")]
    room = width - 3 * _INDENT - 1
    for account in revision.after:
        day = account.said_on if stored else human(account.said_on)
        chain = said.chain_in(account, max(8, room - cells(day) - 2))
        yield revision.record, [Span(f"{' ' * 3 * _INDENT}{chain}, {day}", "dim")]


def _turn(turn: Turn, width: int) -> _Lines:
    was, now = (label("state", state) if state else "nothing said" for state in (turn.before, turn.after))
    known = properties()
    names = ", ".join(known[name].label if name in known else name for name in turn.contested_on)
    words = f"  {was} → {look.sign(turn.after).text} {now}{f' on {names}' if names else ''}"
    yield from _beside(turn.record, [Span(f"{' ' * _INDENT}{turn.title}", "title")], words, width)


# Lines


def _beside(record: int, line: list[Span], tail: str, width: int) -> _Lines:
    """Yield a line with something dim behind it; what doesn't fit is broken, and the tail stands below."""
    begin, last = line[:-1], line[-1]
    before = sum(cells(span.text) for span in begin)
    if before + cells(last.text) + cells(tail) <= width:
        yield record, [*line, Span(tail, "dim")]
        return
    indent = cells(last.text) - cells(last.text.lstrip()) if not begin else 0
    pieces = [*wrapped(last.text, max(4, width - before - indent))] or [""]
    yield record, [*begin, Span(f"{' ' * indent}{pieces[0]}", last.style)]
    for piece in pieces[1:]:
        yield record, [Span(f"{' ' * (before + indent)}{piece}", last.style)]
    for piece in wrapped(tail, max(4, width - 3 * _INDENT)):
        yield record, [Span(f"{' ' * 3 * _INDENT}{piece}", "dim")]


def _note(text: str, width: int, indent: int = _INDENT) -> _Lines:
    for line in wrapped(text, max(4, width - indent - 1)):
        yield _NOTE, [Span(f"{' ' * indent}{line}", "dim")]


def _wrapped(text: str, width: int, style: str) -> Iterable[Line]:
    return [filled([Span(f" {line}", style)], width) for line in wrapped(text, max(4, width - 2))]
