"""The ledger of alleged breaches, drawn: a table where there is room, else a block for each.

In the first second the reader wants to know: who says that whom broke what, and who denies it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, zip_longest
from typing import Final

from db.ledger import Breach, Count, Denial, Ledger
from tui.draw import look
from tui.draw.days import either, human, span
from tui.draw.header import many
from tui.draw.said import numbers
from tui.draw.spans import Line, Row, Span, cells, filled, fit, wrapped

TABLE: Final = 100
"""Cells from which on it is a table."""

_SHARES: Final = (11, 12, 27, 14, 15, 14)
"""Hundredths of the width that each column but the last has."""

_LABEL: Final = 14
"""Cells of the names of what stands in a block."""

_Cell = list[Span]
"""The paragraphs of a cell, each with its style."""


def rows(ledger: Ledger, width: int, stored: bool = False) -> list[Row]:
    """Draw the ledger in `width` cells; the cursor rests on the first line of each accusation.

    Args:
        ledger: What is alleged, the newest first.
        width: Cells.
        stored: Whether dates are as stored, in EDTF, as on a printed page; else they are in words.
    """
    if not ledger.breaches:
        return [Row(filled([Span(" Nobody is on record as accusing anyone of a breach.", "dim")], width), key=(-1, 0))]
    table = width >= TABLE
    drawn = [Row(_head(width), key=(-1, 0))] if table else []
    for index, breach in enumerate(ledger.breaches):
        if index:
            drawn.append(Row(filled([], width), key=(breach.event, -1)))
        for number, line in enumerate(_table(breach, width, stored) if table else _block(breach, width, stored)):
            # The cursor goes from one to the next, over what follows the first line.
            event = None if number else breach.event
            drawn.append(Row(filled(line, width), event, event, (breach.event, number)))
    rest = ledger.total - len(ledger.breaches)
    if rest > 0:
        drawn.append(Row(filled([Span(f" … {rest} more, all of them older", "dim")], width), key=(-1, 1)))
    return drawn


def mark(breach: Breach) -> str:
    """Return the mark of what is denied or contested, or ""."""
    return look.mark("denied") if breach.denials else look.mark("contested") if breach.state == "contested" else ""


def when(breach: Breach, stored: bool = False) -> str:
    """Say when it was alleged; of a date in dispute every value is given."""
    rival = dict(breach.rivals)
    dates = [(name, own) for name, own in (("starts", breach.starts), ("ends", breach.ends)) if own or rival.get(name)]
    if not dates:
        return "no date"
    if stored:
        return "/".join(" or ".join(rival.get(name) or (own,)) for name, own in dates)
    if not rival:
        return span(breach.starts, breach.ends)
    return " – ".join(either(rival[name]) if rival.get(name) else human(own) for name, own in dates)


def parties(breach: Breach, width: int) -> str:
    """Say who accuses whom: by name where that fits in `width` cells, else by letters."""
    sides = breach.accusers, breach.accused
    named = " → ".join(", ".join(party.name for party in side) or "not named" for side in sides)
    return named if cells(named) <= width else " → ".join(" ".join(p.short for p in side) or "?" for side in sides)


def counted(count: Count) -> str:
    """Say how large an incident was, from the least to the most that is said: `killed 70–75`."""
    size = numbers(count.low, float("inf") if count.high is None else count.high)
    several = f" over {count.records} events" if count.records > 1 else ""
    return f"{count.label} {size}{several}"


def _counts(breach: Breach) -> Iterator[Span]:
    """Yield the counts, and below those that as many accounts give, how many these are."""
    for accounts, group in groupby(breach.counts, key=lambda count: count.accounts):
        lines = [counted(count) for count in group]
        yield from (Span(line) for line in lines)
        yield Span(f"{many(accounts, 'account')}{' each' if len(lines) > 1 else ''}", "dim")


def denier(denial: Denial) -> str:
    """Say who denies: a person for a party, a party, or an outlet."""
    return f"{denial.name} ({denial.short})" if denial.short else denial.name


def _cells(breach: Breach) -> tuple[_Cell, _Cell, _Cell]:
    """Return what has the same words in a table and in a block: the counts, what it would breach, who denies it."""
    return (
        [*_counts(breach)] or [Span("none given", "dim")],
        [Span(one.title) for one in breach.undertakings] or [Span("not named", "dim")],
        [Span(denier(one), "deny") for one in breach.denials] or [Span("nobody on record", "dim")],
    )


def _widths(width: int) -> list[int]:
    """Share the cells of a table out, a blank after each column included."""
    given = [(width - 3) * share // 100 for share in _SHARES]
    return [*given, width - 3 - sum(given)]


def _head(width: int) -> Line:
    widths = _widths(width)
    who = "accuser → accused" if widths[1] > 17 else "who → whom"
    names = ("when", who, "what", "counts", "would breach", "denied by", "sources")
    text = "".join(fit(name, cells - 1) + " " for name, cells in zip(names, widths, strict=True))
    return filled([Span(f"   {text}", "dim")], width)


def _table(breach: Breach, width: int, stored: bool) -> Iterator[list[Span]]:
    """Yield the lines of one accusation, its cells beside each other."""
    widths = _widths(width)
    counts, undertakings, denials = _cells(breach)
    what = [Span(breach.title), *(Span(f"about: {one.title}", "dim") for one in breach.incidents)]
    columns: tuple[_Cell, ...] = (
        [Span(when(breach, stored), "dim")],
        [Span(parties(breach, widths[1] - 1))],
        what, counts, undertakings, denials,
        [Span(" · ".join(breach.sources), "dim")],
    )  # fmt: skip
    broken = [
        [Span(line, style) for text, style in cell for line in wrapped(text, cells - 1)]
        for cell, cells in zip(columns, widths, strict=True)
    ]
    for number, line in enumerate(zip_longest(*broken, fillvalue=Span(""))):
        begin = Span(f" {fit('' if number else mark(breach), 1)} ", "accent")
        pieces = [Span(fit(text, w - 1) + " ", style) for (text, style), w in zip(line, widths, strict=True)]
        # Neighbours of one style are one span, for the sake of a slow line.
        joined = groupby(pieces, key=lambda piece: piece.style)
        yield [begin, *(Span("".join(piece.text for piece in group), style) for style, group in joined)]


def _block(breach: Breach, width: int, stored: bool) -> Iterator[list[Span]]:
    """Yield the lines of one accusation, one thing under another."""
    counts, undertakings, denials = _cells(breach)
    for number, line in enumerate(wrapped(breach.title, width - 4) if breach.title else [""]):
        yield [Span(f" {fit('' if number else mark(breach), 1)} ", "accent"), Span(line, "title")]
    for line in wrapped(f"{when(breach, stored)} · {parties(breach, width - 22)}", width - 4):
        yield [Span(f"   {line}", "dim")]
    fields: tuple[tuple[str, _Cell], ...] = (
        ("about", [Span(one.title) for one in breach.incidents]),
        ("counts", counts),
        ("would breach", undertakings),
        ("denied by", denials),
        ("sources", [Span(" · ".join(breach.sources))]),
    )
    for name, cell in fields:
        lines = [Span(line, style) for text, style in cell for line in wrapped(text, max(4, width - _LABEL - 4))]
        for number, piece in enumerate(lines):
            yield [Span(f"   {fit('' if number else name, _LABEL)}", "dim"), piece]
