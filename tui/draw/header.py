"""The lines above and below the panes: which negotiation, whose word, how much there is; and the keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from db.overview import Overview
from db.scope import Scope
from db.voices import Voice
from tui.draw import look
from tui.draw.days import short
from tui.draw.spans import Line, Span, cells, cut, filled, width_of


def header(
    overview: Overview,
    scope: Scope,
    voice: Voice | None,
    read_only: bool,
    width: int,
    written: Callable[[int], str] = short,
    news: str = "",
    slow: bool = False,
    copied: str | None = None,
) -> Line:
    """Draw the header in `width` cells; what matters least is left out first, never a badge.

    Args:
        overview: The figures.
        scope: What is looked at.
        voice: Whose word it is read on.
        read_only: Whether it says that nothing can be changed.
        width: Cells.
        written: Writes a day counted from 1970.
        news: How much is new; "" for nothing.
        slow: Whether it says that the line is a slow one.
        copied: How old a follower's copy is, "" if that isn't known; None for a store that is none.
    """
    name = overview.process.name if overview.process else "no negotiation"
    contested = f"{overview.contested:,} contested"
    day, heard = scope.as_of is not None, voice is not None
    least = width_of([Span(" talks ")])
    drawn = (_badges(scope, voice, read_only, news, written, width, step, slow, copied) for step in range(3))
    badges: Sequence[Span] | None = next((line for line in drawn if width_of(line) + least <= width), None)
    if badges is None:
        badges = filled(_badges(scope, voice, read_only, "", written, width, 2, copied=copied), max(0, width - least))
    figures = [f"{many(overview.rounds, 'round')} · {many(overview.events, 'event')} · ", contested]
    full = [
        Span(" talks ", "brand"),
        Span(f" {cut(name, max(8, width // 3))} ", "title"),
        Span(f"│ {'' if day else 'as of now │ '}{'' if heard else 'all voices │ '}", "dim"),
        Span(figures[0], "dim"),
        Span(figures[1], "accent" if overview.contested else "dim"),
    ]
    room = width - width_of(badges)
    bar = Span("│ ", "dim")
    for kept in (full, [*full[:2], bar, *full[3:]], [*full[:2], bar, full[4]], full[:2], full[:1]):
        if width_of(kept) <= room:
            return (*filled(kept, room), *badges)
    return filled([*full[:2]], width)


def _badges(
    scope: Scope,
    voice: Voice | None,
    read_only: bool,
    news: str,
    written: Callable[[int], str],
    width: int,
    step: int,
    slow: bool = False,
    copied: str | None = None,
) -> list[Span]:
    """Draw what is looked at, if it isn't everything as of now: whole, shorter, or as short as can be (0 to 2)."""
    silent = ", silence hidden" if scope.hide_silent and step == 1 else ""
    whose = "" if voice is None else word(voice, scope, width // 3) if not step else f"{voice.short}’s word{silent}"
    parts = [
        f"as of {written(scope.as_of)}" if scope.as_of is not None else "",
        whose,
        f"F {cut(scope.query, (width // 4, 16, 6)[step])}" if scope.query else "",
        ("contested only", "contested", "‡ only")[step] if scope.contested_only else "",
        "" if copied is None else _copy(copied, step),
        ("READ-ONLY", "READ-ONLY", "RO")[step] if read_only else "",
    ]
    new = [Span(f" {look.mark('new')}{news} ", "new")] if news and step < 2 else []
    # What the line is like comes before what is looked at: it is no badge, and gives way when these need the room.
    line = [Span((" low bandwidth ", " low bw ")[step], "dim")] if slow and step < 2 else []
    return [*line, *new, *(Span(f" {part} ", "badge") for part in parts if part)]


def _copy(age: str, step: int) -> str:
    """Say that a follower's copy is shown, and how old it is: there may be newer that hasn't come."""
    return ("copy", f"copy, {age}", f"copy, last change {age}")[2 - step] if age else "copy"


def word(voice: Voice, scope: Scope, width: int) -> str:
    """Say whose word the board is read on, in at most `width` cells where its short name allows."""
    names = (voice.whose, f"{voice.short}’s")
    name = next((name for name in names if cells(name) + 16 <= width), names[-1])
    return f"{cut(name, width)} word{', silence hidden' if scope.hide_silent else ''}"


def as_of(scope: Scope) -> str:
    """Say as of which day a page is, to stand after its title; "" for now."""
    return "" if scope.as_of is None else f" · as of {short(scope.as_of)}"


def footer(keys: Sequence[tuple[str, str]], width: int) -> Line:
    """Draw the footer: as many keys as fit whole, the last two (help and quit) always.

    Args:
        keys: Each key as people read it, and its label.
        width: Cells.
    """
    drawn = [(Span(f" {key}", "key"), Span(f" {label} ", "dim")) for key, label in keys]
    last = drawn[-2:]
    room = width - sum(width_of(entry) for entry in last)
    shown = []
    for entry in drawn[:-2]:
        room -= width_of(entry)
        if room < 0:
            break
        shown.append(entry)
    return filled([span for entry in (*shown, *last) for span in entry], width)


def many(count: int, noun: str) -> str:
    """Count something in words: `1 event`, `1,000 events`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
