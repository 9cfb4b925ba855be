"""The lines of a briefing in words: each says what, and on whose word; `tui.draw.brief` puts them into sections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from db.text import folded
from db.vocabulary import label, properties
from tui.draw import said
from tui.draw.attributed import according, listed, outlets, person, sentences
from tui.draw.days import either, human, span
from tui.draw.header import many

if TYPE_CHECKING:
    from db.accounts import Account
    from db.briefing.briefed import Dispute, Happening
    from db.entries import Entry

PARTIES: Final = 8
"""Parties, or voices, in one line."""
TITLE: Final = 200
SUMMARY: Final = 400
"""Characters of a title and of a sentence that a page has room for."""


class Line(NamedTuple):
    """A line.

    Attributes:
        record: What it is about.
        lead: What it begins with, set off from the rest: a day, a name, a title.
        text: Sentences.
        notes: The numbers of its notes.
    """

    record: int
    lead: str
    text: str
    notes: tuple[int, ...]


def briefly(text: str, most: int) -> str:
    """Return as much of a text as a page has room for."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


# What happened, what was said, what is next


def happening(found: Happening) -> Line:
    """Say what happened, when and where, on whose word, how large it was, who denies it and what accounts differ on."""
    return _event(found)


def coming(found: Happening) -> Line:
    """Say what is planned, when and where, how it stands, when it was announced and on whose word."""
    return _event(found, _announced(found.accounts))


def _event(found: Happening, announced: str = "") -> Line:
    entry = found.entry
    what = ", ".join(part for part in (_title(entry), _place(entry), announced, on_whose_word(found.accounts)) if part)
    text = sentences(
        what, briefly(entry.summary, SUMMARY), _counts(found.accounts), _denied(found.accounts), _differ(entry),
        "That has passed; nothing on record says whether it took place" if found.passed else "",
    )  # fmt: skip
    return Line(entry.id, _when(entry), text, found.notes)


def _title(entry: Entry) -> str:
    title = briefly(entry.title.strip(), TITLE).removesuffix(".")
    standing = [label("status", entry.status)] if entry.status != "held" else []
    standing += [label("format", entry.format)] if entry.status in ("planned", "postponed") and entry.format else []
    return f"{title} ({', '.join(standing)})" if standing else title


def _place(entry: Entry) -> str:
    """Return where it is, unless its title says so."""
    return "" if folded(entry.place) in folded(entry.title) else entry.place


def _when(entry: Entry) -> str:
    """Say when it was; of a day in dispute every value is given."""
    given = dict(entry.given)
    ends = [given.get(name, (own,)) for name, own in (("starts", entry.starts), ("ends", entry.ends))]
    if all(len(end) == 1 for end in ends):
        return capital(sure(span(ends[0][0], ends[1][0])) or "no date")
    return capital(" – ".join(sure(either(end)) for end in ends if any(end)))


def sure(day: str) -> str:
    """Say of a day that isn't certain that it isn't."""
    return f"{day[:-1]} (uncertain)" if day.endswith("?") else day


def capital(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def on_whose_word(accounts: Sequence[Account]) -> str:
    """Say on whose word it is: by who asserts the thing itself, or else anything about it."""
    asserted = [one for one in accounts if one.modality == "asserts"]
    return according([one for one in asserted if not one.about] or asserted or accounts)


def _counts(accounts: Sequence[Account]) -> str:
    """Say how large it was, each number with who gives it: `Missiles 71, drones 450, according to Ann (Alpha)`."""
    known = properties()
    told: defaultdict[str, defaultdict[str, list[Account]]] = defaultdict(lambda: defaultdict(list))
    for one in accounts:
        if one.about in known and known[one.about].compare == "count" and one.modality == "asserts":
            told[one.label][said.value(one)].append(one)
    by_voices: defaultdict[str, list[str]] = defaultdict(list)
    for name, values in told.items():
        if len(values) == 1:
            [(value, given)] = values.items()
            by_voices[_voices(given)].append(f"{name} {value}")
    rivals = [
        f"{name} {' or '.join(f'{value}, according to {_voices(given)}' for value, given in values.items())}"
        for name, values in told.items()
        if len(values) > 1
    ]
    agreed = [f"{', '.join(numbers)}, according to {voices}" for voices, numbers in by_voices.items()]
    return sentences(*map(capital, (*agreed, *rivals)))


def _denied(accounts: Sequence[Account]) -> str:
    denials = [one for one in accounts if one.modality == "denies" and not one.about]
    return f"Denied by {_voices(denials)}" if denials else ""


def _voices(accounts: Sequence[Account]) -> str:
    """Name those who say something: whom an outlet cites, or the outlet itself, in the order of the alphabet."""
    names = {person(one) or one.publisher for one in accounts}
    return listed(sorted(names, key=folded))


def _differ(entry: Entry) -> str:
    """Say on what accounts of an event differ."""
    names = [known.label for name, known in properties().items() if name in entry.contested_on]
    if entry.state == "opposed":
        return "Other accounts differ"
    return f"Accounts differ on {listed(names)}" if names else ""


def _announced(accounts: Sequence[Account]) -> str:
    days = {one.stored for one in accounts if one.about == "announced" and one.modality == "asserts"}
    if days:
        return f"announced {on_the(sure(either(sorted(days))))}"
    spoken = sorted({one.said_on for one in accounts if one.said_on})
    return f"first spoken of {on_the(sure(human(spoken[0])))}" if spoken else "with no day given for its announcement"


def on_the(day: str) -> str:
    """Put the word before a day that it needs: "on", unless it has one, as "by" or "between"."""
    return f"on {day}" if day[:1].isdigit() else day


# What is contested


def dispute(found: Dispute) -> Line:
    """Say who says what, in the order of the alphabet."""
    voices: defaultdict[str, list[Account]] = defaultdict(list)
    for one in found.accounts:
        voices[one.behalf or one.speaker or one.publisher].append(one)
    names = sorted(voices, key=lambda name: (folded(name), name))
    parts = [_account(name, voices[name]) for name in names[:PARTIES]]
    rest = len(names) - len(parts)
    about = f", {found.label}" if found.about else ""
    others = f"{many(rest, 'other account')} {'is' if rest == 1 else 'are'} on record" if rest else ""
    return Line(found.record, f"{briefly(found.title, TITLE)}{about}", sentences(*parts, others), found.notes)


def _account(name: str, accounts: Sequence[Account]) -> str:
    """Say what one voice says of a property: `Russia: scheduling (RT, citing Dmitry Peskov)`."""
    given: defaultdict[tuple[str, str], list[Account]] = defaultdict(list)
    for one in accounts:
        given[one.modality, said.value(one)].append(one)
    return "; ".join(_gives(name, *key, rows) for key, rows in given.items())


def _gives(name: str, modality: str, value: str, rows: Sequence[Account]) -> str:
    by = outlets(rows, name)
    how = ["inferred"] if all(row.inferred for row in rows) else []
    where = " from ".join([*how, *([by] if by != name else [])])
    what = sure(value) or modality if modality == "asserts" else f"{modality} {sure(value)}".rstrip()
    return f"{name}: {'declines to say' if modality == 'declines' else what}{f' ({where})' if where else ''}"
