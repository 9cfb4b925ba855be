"""Accounts side by side, drawn: a column for each voice where all have room, else one under another.

In the first second the reader wants to know: on what they differ, in whose words, and who is silent.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from db.accounts import Account
from db.versus import Aspect, Cell, Column, Versus
from tui.draw import look, said
from tui.draw.header import many
from tui.draw.spans import Line, Row, Span, cells, cut, filled, wrapped

NARROWEST: Final = 22
"""Cells that each column has at least; if there are fewer, the accounts stand one under another."""
BESIDE: Final = 90
"""Cells in all below which they do so anyway: columns of a few words each are harder to read than what is stacked."""

_RULE: Final = "│ "


def rows(versus: Versus | None, width: int) -> list[Row]:
    """Draw the accounts of a record in `width` cells; the cursor rests on whatever says something.

    Each account leads to its source where it has a line for itself, that is where they are stacked.
    """
    if versus is None:
        return [Row(filled([Span(" This record is no longer in the store.", "dim")], width), key=(-1, 0))]
    if not versus.aspects:
        drawn = [Row(filled([Span(" Nobody is on record as saying anything about this.", "dim")], width))]
    elif beside(versus, width):
        drawn = [*_columns(versus, width)]
    else:
        drawn = [*_stacked(versus, width)]
    if versus.set_aside:
        note = f" {many(versus.set_aside, 'claim')} set aside, not shown here"
        drawn.append(Row(filled([Span(note, "dim")], width), versus.record))
    # No row has a name of its own: its place tells it from the others.
    return [row._replace(key=(place,)) for place, row in enumerate(drawn)]


def beside(versus: Versus, width: int) -> bool:
    """Say whether all columns have room beside each other; none is ever left out."""
    return width >= BESIDE and _each(versus, width) >= NARROWEST


def _each(versus: Versus, width: int) -> int:
    """Return the cells of a column, its rule and a blank included: the same for all."""
    return (width - 1) // max(1, len(versus.columns))


def head(versus: Versus, width: int) -> Line:
    """Draw the names of the columns, where they stand beside each other."""
    each = _each(versus, width)
    return _line([[Span(column.name, "heading")] for column in versus.columns], each, width)


def _line(pieces: list[list[Span]], each: int, width: int) -> Line:
    """Draw one line of all columns."""
    line = [Span(" ")]
    for number, piece in enumerate(pieces):
        begin = _RULE if number else ""
        line.append(Span(begin, "dim"))
        line.extend(filled(piece, each - len(begin)))
    return filled(line, width)


def _heading(aspect: Aspect, kind: str) -> list[Span]:
    """Say what a row is about, and whether accounts differ on it."""
    what = aspect.label if aspect.about else look.claimed(kind)
    if not aspect.disputed:
        return [Span(f" {what}", "heading")]
    note = "accounts differ" if aspect.about else "denied"
    return [
        Span(f" {what}  ", "heading"),
        Span(f"{look.mark('contested' if aspect.about else 'denied')} {note}", "accent"),
    ]


def _columns(versus: Versus, width: int) -> Iterator[Row]:
    each = _each(versus, width)
    step = _step(versus, each - 3)
    yield Row(head(versus, width))
    for aspect in versus.aspects:
        yield Row(filled(_heading(aspect, versus.kind), width), versus.record)
        cells = [
            [line for _, line in _cell(cell, _silence(versus, column), step, each - 3)]
            for column, cell in zip(versus.columns, aspect.cells, strict=True)
        ]
        for pieces in zip_longest(*cells, fillvalue=Span("")):
            yield Row(_line([[piece] for piece in pieces], each, width), versus.record)


def _stacked(versus: Versus, width: int) -> Iterator[Row]:
    step = _step(versus, width - 6)
    for aspect in versus.aspects:
        yield Row(filled(_heading(aspect, versus.kind), width), versus.record)
        for column, cell in zip(versus.columns, aspect.cells, strict=True):
            silence = _silence(versus, column)
            name = f"{column.name}: " if not cell.accounts else column.name
            if not cell.accounts and cells(name) + len(silence) <= width - 3:
                yield Row(filled([Span(f"   {name}"), Span(silence, "dim")], width), versus.record)
                continue
            yield Row(filled([Span(f"   {cut(name, width - 4)}")], width), versus.record)
            for source, line in _cell(cell, silence, step, width - 6):
                yield Row(filled([Span("     "), line], width), versus.record, source)


def _step(versus: Versus, width: int) -> int:
    """Return by how much all chains are shortened, so that an outlet has one name throughout."""
    cells = (cell for aspect in versus.aspects for cell in aspect.cells)
    return said.step_for((account for cell in cells for account in cell.accounts), width)


def _silence(versus: Versus, column: Column) -> str:
    """Say that one is silent; an outlet may well report the words of others, which stand in their columns."""
    return "silent in its own voice" if versus.by == "voice" and column.party is None else "silent"


def _cell(cell: Cell, silence: str, step: int, width: int) -> Iterator[tuple[int | None, Span]]:
    """Yield the lines of what one says on a property, in `width` cells, each with the source that it is from."""
    if not cell.accounts:
        yield from ((None, Span(line, "dim")) for line in wrapped(silence, width))
    for account in cell.accounts:
        for line in _account(account, account.id in cell.at_odds, step, width):
            yield account.source, line


def _account(account: Account, odd: bool, step: int, width: int) -> Iterator[Span]:
    """Yield what an account says, then in grey its words and notes, and through whom it came."""
    style = "dim" if account.replaced else "deny" if account.modality != "asserts" else "accent" if odd else "say"
    # A denial says so in a word; of values that differ each has the mark, since no colour carries a meaning alone.
    mark = f"{look.mark('contested')} " if odd and account.about else ""
    for line in wrapped(f"{mark}{_says(account)}", width):
        yield Span(line, style)
    for text in (said.notes(account), said.chain(account, step)):
        for line in wrapped(text, width):
            yield Span(line, "dim")


def _says(account: Account) -> str:
    """Return the value; what isn't asserted, or is about the record itself, by its verb."""
    value = said.value(account)
    if account.modality == "asserts" and value:
        return value
    return f"{account.modality}: {value}" if value else account.modality
