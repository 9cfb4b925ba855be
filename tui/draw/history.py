"""The history of one party on one issue, drawn: a chart of its stance, then each position with who says so.

In the first second the reader wants to know: did it move, when, and which way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from db.vocabulary import label
from tui.draw import look, said
from tui.draw.chart import chart
from tui.draw.days import either, human, short
from tui.draw.header import many
from tui.draw.spans import Line, Row, Span, cells, filled, fit, width_of, wrapped

if TYPE_CHECKING:
    from db.accounts import Account
    from db.history import Held, History
    from db.shift import Shift

_INDENT: Final = 5
"""Cells before what stands under a position: its glyphs stand there."""
_RULES: Final = (
    "hardened: further from neutral, or a yes with a condition · softened: nearer, or a no with one · turned: across",
    "hardened: further from neutral · softened: nearer · turned: across",
    "harder: from neutral · softer: to it · turned: across",
)


def title(history: History | None) -> str:
    """Say who on what."""
    return f"{history.party} on {history.issue}" if history else "History"


def rule(width: int) -> str:
    """Say by which rule a stance hardens or softens, in at most `width` cells."""
    return next((text for text in _RULES if cells(text) <= width), "")


def head(history: History, width: int) -> list[Line]:
    """Draw what stays above the positions: the proposition and the chart."""
    lines = [filled([Span(f" {text}", "dim")], width) for text in wrapped(history.proposition, width - 2)]
    drawn = chart(history, width)
    return [*lines, *drawn, *([filled([], width)] if drawn else [])]


def rows(history: History | None, width: int) -> list[Row]:
    """Draw each position in `width` cells, oldest first: every line of it leads to its record."""
    if history is None:
        return [Row(filled([Span(" It is no longer in the store.", "dim")], width), key=(-1, 0))]
    drawn: list[Row] = []
    for index, held in enumerate(history.held):
        if index:
            drawn.append(Row(filled([], width), key=(held.position, -1)))
        for number, line in enumerate(_block(held, width)):
            drawn.append(Row(filled(line, width), held.position, held.position, (held.position, number)))
    for number, text in enumerate(_notes(history, width)):
        drawn.append(Row(filled([Span(f" {text}", "dim")], width), key=(-1, number)))
    return drawn


def changed(shift: Shift) -> str:
    """Say how a position differs from the one before: `softened by 2 · condition added`."""
    if shift.way == "first":
        return "first on record"
    by = f" by {abs(shift.steps)}" if shift.steps else ""
    words = [f"{shift.way}{by}" if shift.way else "", f"condition {shift.condition}" if shift.condition else ""]
    return " · ".join(word for word in words if word) or "as before"


def _block(held: Held, width: int) -> Iterator[list[Span]]:
    """Yield the lines of one position: its stance, date and change; below them its words and its accounts."""
    yield from _first(held, width)
    room = max(8, width - _INDENT - 1)
    if held.rivals:
        given = sorted([*held.rivals, *([] if held.stance is None else [held.stance])], reverse=True)
        each = " or ".join(f"{look.stance(one)} {label('stance', str(one))}" for one in given)
        yield from _under(f"{look.mark('contested')} accounts differ: {each}", room, "accent")
    if held.condition:
        yield from _under(f"{look.mark('conditional')} on condition: {held.condition}", room, "")
    yield from _under(held.summary, room, look.spoken(held.state, ""))
    for account in held.accounts:
        yield from _account(account, room)


def _first(held: Held, width: int) -> Iterator[list[Span]]:
    """Yield the line that a position is known by: glyph, stance, date; beside them, or below, how it changed."""
    stance = held.stance
    style = "stance-none" if stance is None else look.spoken(held.state, f"stance{stance:+d}")
    glyphs = fit(look.stance(stance) + (look.mark("conditional") if held.condition else ""), _INDENT - 2)
    word = "no known stance" if stance is None else label("stance", str(stance))
    change = "" if stance is None else changed(held.shift)
    sign = look.sign(held.state)
    line = [
        Span(" "), Span(glyphs, style), Span(f" {word}", "title"), Span(f"  {when(held)}"),
        *([Span(f"  {sign.text}", sign.style)] if sign.text else []),
    ]  # fmt: skip
    moved = held.shift.way not in ("", "first")
    beside = Span(f"   {change}", "accent" if moved else "dim")
    if width_of(line) + width_of([beside]) <= width:
        yield [*line, beside]
        return
    yield line
    yield [Span(" " * _INDENT), Span(change, beside.style)]


def when(held: Held) -> str:
    """Say from when on it was held; of a date in dispute every value is given."""
    return either(held.dates) if len(held.dates) > 1 else human(held.dates[0]) or "no date"


def _account(account: Account, width: int) -> Iterator[list[Span]]:
    """Yield the lines of one account: through whom it came, what it gives, and what stands beside it."""
    faint = account.replaced or not account.heard or account.rank == "deprecated"
    style = "dim" if faint else "deny" if account.modality != "asserts" else "say"
    begin = Span(f"{' ' * _INDENT}{account.modality} ", style)
    chain = said.chain_in(account, max(8, width - len(account.modality) - 1))
    gives = said.says(account, "position") if account.about else ""
    beside = f": {gives}" if gives and width_of([begin]) + cells(f"{chain}: {gives}") <= width + _INDENT else ""
    yield [begin, Span(chain, "dim"), Span(beside, "dim" if faint else "")]
    if not beside:
        yield from _under(gives, width - 2, "dim" if faint else "", 2)
    yield from _under(said.notes(account), width - 2, "dim", 2)


def _under(text: str, width: int, style: str, more: int = 0) -> Iterator[list[Span]]:
    for line in wrapped(text, width):
        yield [Span(" " * (_INDENT + more)), Span(line, style)]


def _notes(history: History, width: int) -> Iterator[str]:
    """Yield what is to be said where nothing is on record, or not all of it is shown."""
    day = short(history.until) if history.as_of and history.until is not None else ""
    if not history.held:
        by = f" by {day}" if day else ""
        yield from wrapped(f"No position of {history.party} on this is on record{by}.", width - 2)
    if history.later:
        yield from wrapped(f"… {many(history.later, 'position')} after {day}: T goes back to now.", width - 2)
