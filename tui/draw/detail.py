"""One record in full, drawn: each claim on it, one under another, then its fields and where it leads.

In the first second the reader wants to know: who says so, and who says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from db.vocabulary import label, properties
from tui.draw import look
from tui.draw.days import duration, human
from tui.draw.spans import Row, Span, cut, filled, fit, wrapped

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
    return label("state", detail.state) if detail.state else ""


def rows(detail: Detail | None, width: int) -> list[Row]:
    """Draw a record in `width` cells: its text, who says what (what is disputed first), its fields, its links."""
    if detail is None:
        return [Row(filled([Span(" Move to anything, and its sources stand here.", "dim")], width))]
    drawn = list(_text(detail, width))
    for section in detail.sections:
        drawn.extend(_section(section, width))
    drawn.extend(_facts(detail, width))
    drawn.extend(_names(detail, width))
    drawn.extend(_jumps(detail, width))
    subject = detail.subject.record
    # What is no claim and no link has no name of its own: its place tells it from the others.
    return [row._replace(record=subject, key=row.key or (-1, place)) for place, row in enumerate(drawn)]


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


def _section(section: Section, width: int) -> Iterator[Row]:
    if section.heading:
        heading = filled([Span(f" {section.heading}", "heading"), Span(" ›", "dim")], width)
        yield Row(heading, target=section.record, key=(0, section.record))
    disputed = {*section.contested_on, *([""] if section.denied else [])}
    # Stable: within each half the order of the claims stays as it is.
    ordered = sorted(section.accounts, key=lambda account: account.about not in disputed)
    for name, group in groupby(ordered, key=lambda account: account.about):
        if name in disputed:
            what = properties()[name].label if name in properties() else name
            yield Row(filled([Span(f" ‡ {what}: accounts differ" if name else " ✗ denied", "accent")], width))
        for account in group:
            yield from _account(account, section.kind, name in disputed, width)


def _account(account: Account, kind: str, disputed: bool, width: int) -> Iterator[Row]:
    """Draw a claim: what it does, what it says, who said it, where; below it the wording and the notes."""
    outlet, who, where = f"{account.publisher}{_locator(account.locator)}", 30, 28
    if width < 100:
        who, where = 25, 9
    if cell_len(outlet) > where - 1:
        outlet = f"{account.short}{_locator(account.locator)}"
    said = max(8, width - 11 - who - where)
    first, *rest = [*wrapped(_says(account, kind), said - 1)] or [""]
    said_by = f"{fit(voice(account), who - 1)} {fit(outlet, where)}"
    faint = account.replaced or not account.heard
    style = "dim" if faint else "deny" if account.modality != "asserts" else "accent" if disputed else "say"
    line = [
        Span(f" {fit(account.modality, 9)} ", style),
        Span(fit(first, said), "dim" if faint else ""),
        Span(said_by, "dim"),
    ]
    yield Row(filled(line, width), target=account.source, key=(account.id,))
    below = [Span(text) for text in rest] + [Span(text, "dim") for text in _notes(account, width - 12)]
    for number, span in enumerate(below):
        yield Row(filled([Span(" " * 11), span], width), target=account.source, key=(account.id, number))


def voice(account: Account) -> str:
    """Say whose word it is: a person for a party, a party, or the outlet itself."""
    if account.speaker:
        return f"{account.speaker} ({account.behalf_short})"
    return account.behalf or "in its own voice"


def _says(account: Account, kind: str) -> str:
    if not account.about:
        return look.claimed(kind)
    compare = properties()[account.about].compare if account.about in properties() else "text"
    value = {"date": human, "duration": duration}.get(compare, str)(account.value)
    return f"{account.label}: {value}" if value else account.label


def _notes(account: Account, width: int) -> Iterator[str]:
    parts = [
        f"“{account.quote}”" if account.quote else "",
        account.note,
        f"relayed by {account.relayed_by}" if account.relayed_by else "",
        account.hedge,
        "inferred" if account.inferred else "",
        f"said {human(account.said_on)}" if account.said_on else "",
        "since replaced by a later word" if account.replaced else "",
        f"{label('rank', account.rank)}: {account.rank_reason}" if account.rank != "normal" else "",
    ]
    yield from wrapped(" · ".join(part.rstrip(".") for part in parts if part), max(10, width))


def _locator(locator: str) -> str:
    if not locator:
        return ""
    return f" ¶ {locator}" if locator[0].isdigit() else f" {locator}"


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
    spellings = ", ".join(
        f"{name.text} ({name.source})" if name.source else name.text for name in detail.names if name.text
    )
    yield from _field("as written", spellings, width)


def _jumps(detail: Detail, width: int) -> Iterator[Row]:
    for number, jump in enumerate(detail.jumps):
        line = [
            Span(f" {fit(jump.label, _LABEL)}", "dim"),
            Span(cut(jump.title, width - _LABEL - 4), "link"),
            Span(" ›", "dim"),
        ]
        yield Row(filled(line, width), target=jump.record, key=(0, jump.record, number))
