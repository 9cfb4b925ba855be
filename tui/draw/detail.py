"""One record in full, drawn: each claim on it, one under another, then its fields and where it leads.

In the first second the reader wants to know: who says so, and who says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from db.vocabulary import label, properties
from tui.draw import look, said
from tui.draw.days import duration, human
from tui.draw.header import many
from tui.draw.spans import Row, Span, cells, cut, filled, fit, wrapped

if TYPE_CHECKING:
    from db.accounts import Account
    from db.detail import Detail, Section

_LABEL: Final = 18
"""Cells of the names of fields and links."""

_FIRST: Final = ("position", "proposition", "stance", "condition")
"""Facts that stand before the claims, since these are about them."""


def title(detail: Detail) -> str:
    """Say what the detail is of."""
    return detail.title


def badge(detail: Detail) -> str:
    """Say what its claims add up to."""
    return f"{look.sign(detail.state).text} {label('state', detail.state)}".strip() if detail.state else ""


def rows(detail: Detail | None, width: int, set_aside: bool = False) -> list[Row]:
    """Draw a record in `width` cells: its text, who says what (what is disputed first), its fields, its links.

    Args:
        detail: The record; None for none.
        width: Cells.
        set_aside: Whether claims that were set aside are shown, with the reason why; else they are counted.
    """
    if detail is None:
        return [Row(filled([Span(" Move to anything, and its sources stand here.", "dim")], width))]
    drawn = [*_to_come(detail, width), *_text(detail, width)]
    for section in detail.sections:
        drawn.extend(_section(section, set_aside, width))
    drawn.extend(_facts(detail, width))
    drawn.extend(_names(detail, width))
    drawn.extend(_jumps(detail, width))
    drawn.extend(_beside(detail, width))
    subject = detail.subject.record
    # What is no claim and no link has no name of its own: its place tells it from the others.
    return [row._replace(record=subject, key=row.key or (-1, place)) for place, row in enumerate(drawn)]


def _to_come(detail: Detail, width: int) -> Iterator[Row]:
    """Say that the record is of a later day than the one that is looked at, where it is."""
    if detail.to_come:
        for line in wrapped("Nothing was known of this on the day that is looked at; T goes back to now.", width - 2):
            yield Row(filled([Span(f" {line}", "accent")], width))


def _text(detail: Detail, width: int) -> Iterator[Row]:
    """Draw what the record says; a position as its stance towards the proposition, then under what condition."""
    said = {fact.label: fact.text for fact in detail.facts}
    if "position" in said:
        yield from _field("position", said["position"], width)
    if "proposition" in said:
        yield from _field(said.get("stance", "on"), said["proposition"], width)
    if "condition" in said:
        yield from _field("on condition", said["condition"], width)
    for line in wrapped(detail.text, width - 2):
        yield Row(filled([Span(f" {line}")], width))


def _section(section: Section, set_aside: bool, width: int) -> Iterator[Row]:
    if section.heading:
        heading = filled([Span(f" {section.heading}", "heading"), Span(" ›", "dim")], width)
        yield Row(heading, target=section.record, key=(0, section.record))
    disputed = {*section.contested_on, *([""] if section.denied else [])}
    # Stable: within each half the order of the claims stays as it is.
    kept = [account for account in section.accounts if account.rank != "deprecated"]
    aside = [account for account in section.accounts if account.rank == "deprecated"]
    ordered = sorted(kept, key=lambda account: account.about not in disputed)
    room = _room(width)
    step = said.step_for([one for one in ordered if cells(said.chain(one, said.SHORTEST)) <= room], room)
    for name, group in groupby(ordered, key=lambda account: account.about):
        if name in disputed:
            what = properties()[name].label if name in properties() else name
            yield Row(filled([Span(f" ‡ {what}: accounts differ" if name else " ✗ denied", "accent")], width))
        for account in group:
            yield from _account(account, section.kind, name in disputed, step, width)
    if aside:
        arrow, does = (look.mark("open"), "hides") if set_aside else (look.mark("folded"), "shows")
        text = f" {arrow} {many(len(aside), 'claim')} set aside · Space {does} {'it' if len(aside) == 1 else 'them'}"
        yield Row(filled([Span(text, "dim")], width), key=(-2, section.record))
    for account in aside if set_aside else ():
        yield from _account(account, section.kind, False, step, width)


def _account(account: Account, kind: str, disputed: bool, step: int, width: int) -> Iterator[Row]:
    """Draw a claim: what it does, what it says, through whom it came; below it the wording and the notes.

    A chain that is too long even when shortened has a line of its own.
    """
    chain = said.chain(account, step)
    room = _room(width) if cells(chain) <= _room(width) else 0
    says = max(8, width - 11 - room)
    first, *rest = [*wrapped(said.says(account, kind), says - 1)] or [""]
    faint = account.replaced or not account.heard or account.rank == "deprecated"
    style = "dim" if faint else "deny" if account.modality != "asserts" else "accent" if disputed else "say"
    line = [
        Span(f" {fit(account.modality, 9)} ", style),
        Span(fit(first, says), "dim" if faint else ""),
        Span(fit(chain, room), "dim"),
    ]
    yield Row(filled(line, width), target=account.source, key=(account.id,))
    below = [Span(text) for text in rest]
    if not room:
        below.append(Span(said.chain_in(account, width - 12), "dim"))
    below.extend(Span(text, "dim") for text in wrapped(said.notes(account), max(10, width - 12)))
    for number, span in enumerate(below):
        yield Row(filled([Span(" " * 11), span], width), target=account.source, key=(account.id, number))


def _room(width: int) -> int:
    """Return the cells beside what a claim says, for the chain."""
    return 58 if width >= 100 else max(0, min(34, width - 32))


def _facts(detail: Detail, width: int) -> Iterator[Row]:
    known = properties()
    disputed = {known[name].label for section in detail.sections[:1] for name in section.contested_on if name in known}
    for fact in detail.facts:
        # Of what is in dispute the rival values stand above; the record's own only places it.
        if fact.label not in _FIRST and fact.label not in disputed:
            yield from _field(fact.label, {"date": human, "duration": duration}.get(fact.type, str)(fact.text), width)


def _field(name: str, text: str, width: int) -> Iterator[Row]:
    for number, line in enumerate(wrapped(text, max(10, width - _LABEL - 2))):
        yield Row(filled([Span(f" {fit(name if not number else '', _LABEL)}", "dim"), Span(line)], width))


def _names(detail: Detail, width: int) -> Iterator[Row]:
    for source, names in groupby(detail.names, key=lambda name: name.source):
        spellings = ", ".join(name.text for name in names if name.text)
        yield from _field(f"as written by {source}" if source else "also called", spellings, width)


def _jumps(detail: Detail, width: int) -> Iterator[Row]:
    for number, jump in enumerate(detail.jumps):
        line = [
            Span(f" {fit(jump.label, _LABEL)}", "dim"),
            Span(cut(jump.title, width - _LABEL - 4), "link"),
            Span(" ›", "dim"),
        ]
        yield Row(filled(line, width), target=jump.record, key=(0, jump.record, number))


def _beside(detail: Detail, width: int) -> Iterator[Row]:
    """Draw what the record's file had that no field takes."""
    if detail.beside:
        yield Row(filled([Span(" as the file had it", "heading")], width))
    for name, value in detail.beside:
        yield from _field(name, value, width)
