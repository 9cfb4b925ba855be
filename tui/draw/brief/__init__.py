"""A briefing in words: its sections, each of a few lines with their notes. What writes or shows it takes it from here.

In the first ten seconds an editor wants to know: as of when is this, what is new, and can I print it. So each line says
on whose word it is, in words that take no side, and what accounts differ on is given in the order of the alphabet.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from db.briefing.briefed import Section
from db.text import shown
from tui.draw.brief import lines, sides
from tui.draw.days import human, short, stretch
from tui.draw.header import many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from db.briefing import Briefing
    from db.briefing.footnotes import Note
    from tui.draw.brief.lines import Line


class Part(NamedTuple):
    """A section: its heading, its lines, and what is to be said of those that aren't listed."""

    heading: str
    lines: tuple[Line, ...]
    rest: str = ""


class Page(NamedTuple):
    """A briefing in words.

    Attributes:
        title: Its title.
        about: What it is of, in a few sentences.
        parts: Its sections.
        notes: Its notes, in the order of their numbers.
    """

    title: str
    about: tuple[str, ...]
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]


def page(found: Briefing) -> Page:
    """Put a briefing into words."""
    parts = (_done(found), _said(found), _room(found), _standings(found), _moved(found), _disputed(found), _next(found))
    return Page(
        f"{found.process.name}: briefing",
        tuple(_about(found)),
        tuple(part for part in parts if part is not None),
        found.notes,
    )


def numbers(line: Line) -> str:
    """Return the numbers of a line's notes, as they stand at its end: `[1][2]`."""
    return "".join(f"[{number}]" for number in line.notes)


def source(note: Note) -> str:
    """Say where a note leads, without its address: the outlet, its text and where in that; later ones are short."""
    places = [f"¶ {text}" if text[0].isdigit() else text for text in note.locators[:1]]
    where = ", ".join([*places, *note.locators[1:]])
    if note.first != note.number:
        return f"{note.publisher} (as note {note.first}){f', {where}' if where else ''}"
    parts = [note.publisher, f"“{note.title}”", note.author, human(note.published), where]
    return ", ".join(part for part in parts if part)


def noted(note: Note) -> str:
    """Say in full where a note leads, for a line that stands alone: `[3] RT, “Title”, 4 Feb 2026, ¶ 6, https://…`."""
    parts = (f"[{note.number}] {source(replace(note, first=note.number))}", note.url)
    return shown(", ".join(part for part in parts if part))


def as_object(one: Page) -> dict[str, Any]:
    """Return a briefing as a program reads it, its notes by their numbers."""
    return {
        "title": one.title,
        "about": [*one.about],
        "sections": [
            {
                "heading": part.heading,
                "lines": [
                    {"record": line.record, "lead": line.lead, "text": line.text, "notes": [*line.notes]}
                    for line in part.lines
                ],
                "rest": part.rest or None,
            }
            for part in one.parts
        ],
        "notes": [
            {
                "number": note.number, "source": note.publisher, "title": note.title, "author": note.author or None,
                "published": note.published or None, "locators": [*note.locators], "url": note.url or None,
            }
            for note in one.notes
        ],
    }  # fmt: skip


# What it is of


def _about(found: Briefing) -> Iterable[str]:
    if found.voice is not None:
        whose = "what is said on its behalf" if found.voice.party is not None else "what it reports"
        yield (
            f"On {found.voice.whose} word alone: {whose}. What it says nothing of is left out, and so is what others"
            " say."
        )
    until, newest = found.since.until, found.since.newest
    last = "" if newest is None else f"; the newest event on record is of {short(newest)}"
    yield f"{f'As of now{last}' if until.now else f'As of {short(until.day)}'}. New since {_begins(found)}."
    if found.voice is None:
        yield _figures(found)
    if found.notes:
        order = "; where accounts differ each is given, in the order of the alphabet" if found.voice is None else ""
        yield f"Numbers in brackets lead to the notes{order}."


def _figures(found: Briefing) -> str:
    counts = (
        f"{many(found.done.total, 'event')} and {many(found.said.total, 'statement')} in these days",
        f"{many(found.moves.total, 'stance')} moved" if found.moves.total else "no stance moved",
        f"{len({one.record for one in found.disputes.lines}) + found.disputes.beyond or 'nothing'} contested",
        f"{found.coming.total or 'nothing'} planned",
    )
    return f"On record: {', '.join(counts)}."


def _begins(found: Briefing) -> str:
    first, name = short(found.since.day), found.since.round
    return {
        "asked": first,
        "ended": f"{first}, the day after {name} ended",
        "began": f"{first}, when {name} began",
        "week": f"{first}: no round is on record, so it is of seven days",
    }[found.since.why]


def _days(found: Briefing) -> str:
    """Say which days it covers."""
    until = found.since.until
    if until.now:
        return f"since {short(found.since.day)}"
    return stretch(found.since.day, until.day) if found.since.day < until.day else short(until.day)


# Sections


def _part(
    heading: str, section: Section[Any], worded: Callable[[Any], Line], noun: str, found: Briefing, rule: str = ""
) -> Part:
    return Part(heading, tuple(map(worded, section.lines)), _rest(section, noun, found, rule))


def _rest(section: Section[Any], noun: str, found: Briefing, rule: str = "") -> str:
    """Say how many things aren't listed, by which rule, and how many nobody is on record as having said."""
    why = f"of which {found.voice.name} says nothing" if found.voice is not None else "with no source on record"
    some = "And" if found.voice is None else "And up to"  # of what wasn't looked at it isn't known whether it speaks
    parts = [
        f"{some} {many(section.more, f'more {noun}')}{f'; listed {rule}' if rule else ''}." if section.more > 0 else "",
        f"{many(section.bare, noun)} {why} {'is' if section.bare == 1 else 'are'} left out." if section.bare else "",
    ]
    return " ".join(part for part in parts if part)


def _done(found: Briefing) -> Part:
    rule = "are the newest"
    part = _part(f"What happened {_days(found)}", found.done, lines.happening, "event", found, rule)
    return part._replace(rest=part.rest or ("" if part.lines else "Nothing on record happened in these days."))


def _said(found: Briefing) -> Part | None:
    rule = "is the newest of each party in turn"
    part = _part("What was said", found.said, lines.happening, "statement", found, rule)
    return part if part.lines or part.rest else None


def _room(found: Briefing) -> Part:
    if found.round is None:
        return Part("Who is in the room", (), "No round is on record.")
    name = sides.round_name(found.round)
    before = sides.round_name(found.before) if found.before is not None else ""
    told = (
        *([sides.meeting(found.room)] if found.room is not None and found.room.notes else []),
        *(sides.turnover(one, name, before) for one in found.turnovers.lines),
        *map(sides.present, found.delegations.lines),
    )
    rest = _rest(found.delegations, "delegation", found)
    return Part(f"Who is in the room: {name}", told, rest or ("" if told else "No delegation is on record."))


def _standings(found: Briefing) -> Part:
    section, rule = found.standings, "are those on which the sides are furthest apart"
    more = _rest(Section((), section.more), "issue", found, rule)
    bare = _rest(Section((), 0, section.bare), "position", found)
    rest = " ".join(part for part in (more, bare) if part)
    return Part(
        "Where the sides stand",
        tuple(map(sides.standing, section.lines)),
        rest or ("" if section.lines else "No position is on record."),
    )


def _moved(found: Briefing) -> Part:
    moved = found.moves
    none = "" if moved.lines or moved.bare else "No stance on record moved."
    first = f"{many(found.first, 'stance')} {'is' if found.first == 1 else 'are'} on record for the first time."
    rest = (none, first if found.first else "", _rest(moved, "stance", found), _rest(found.replaced, "change", found))
    return Part(
        f"What moved {_days(found)}",
        (*map(sides.shifted, moved.lines), *map(sides.replaced, found.replaced.lines)),
        " ".join(part for part in rest if part),
    )


def _disputed(found: Briefing) -> Part:
    rule = "are the newest"
    part = _part("What is contested, and by whom", found.disputes, lines.dispute, "record", found, rule)
    whose = "" if found.voice is None else f" by {found.voice.whose} account"
    return part._replace(rest=part.rest or ("" if part.lines else f"Nothing on record is contested{whose}."))


def _next(found: Briefing) -> Part:
    part = _part("What is next", found.coming, lines.coming, "plan", found, "are the soonest")
    return part._replace(rest=part.rest or ("" if part.lines else "No plan is on record."))
