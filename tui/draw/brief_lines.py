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
from tui.draw.history import changed

if TYPE_CHECKING:
    from db.accounts import Account
    from db.briefed import Dispute, Happening, Holding, Meeting, Present, Replaced, Shifted, Standing, Turnover
    from db.entries import Entry
    from db.roster import Round
    from db.seats import Seat
    from db.shift import Stand

_SEATS: Final = 8
"""Seats of a delegation that are named."""
_PARTIES: Final = 8
"""Parties, or voices, in one line."""
_TITLE: Final = 200
_SUMMARY: Final = 400
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


def _brief(text: str, most: int) -> str:
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
    what = ", ".join(part for part in (_title(entry), _place(entry), announced, _by(found.accounts)) if part)
    text = sentences(
        what, _brief(entry.summary, _SUMMARY), _counts(found.accounts), _denied(found.accounts), _differ(entry)
    )
    return Line(entry.id, _when(entry), text, found.notes)


def _title(entry: Entry) -> str:
    title = _brief(entry.title.strip(), _TITLE).removesuffix(".")
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
        return _capital(_sure(span(ends[0][0], ends[1][0])) or "no date")
    return _capital(" – ".join(_sure(either(end)) for end in ends if any(end)))


def _sure(day: str) -> str:
    """Say of a day that isn't certain that it isn't."""
    return f"{day[:-1]} (uncertain)" if day.endswith("?") else day


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _by(accounts: Sequence[Account]) -> str:
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
    return sentences(*map(_capital, (*agreed, *rivals)))


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
        return f"announced {_on(_sure(either(sorted(days))))}"
    spoken = sorted({one.said_on for one in accounts if one.said_on})
    return f"first spoken of {_on(_sure(human(spoken[0])))}" if spoken else "with no day of its announcement on record"


def _on(day: str) -> str:
    """Put the word before a day that it needs: "on", unless it has one, as "by" or "between"."""
    return f"on {day}" if day[:1].isdigit() else day


# Who is in the room


def round_name(found: Round) -> str:
    """Say which round it is."""
    return f"Round {found.number}" if found.number else _brief(found.title, _TITLE)


def meeting(found: Meeting) -> Line:
    """Say how the round stands, when, where and in which form it is."""
    one = found.round
    parts = (
        label("status", one.status),
        span(one.starts, one.ends),
        one.place,
        label("format", one.format) if one.format else "",
    )
    what = ", ".join(part for part in parts if part)
    return Line(
        one.id,
        _brief(one.title, _TITLE),
        sentences(_capital(f"{what}, {_by(found.accounts)}")),
        found.notes,
    )


def turnover(found: Turnover, now: str, before: str) -> Line:
    """Say who came and went since the round before, as far as that is known."""
    team = found.team
    same = [one for one in found.accounts if one.about == "unchanged_from"]
    others = [one for one in found.accounts if one.about != "unchanged_from"]
    later, earlier = ("joined", "left") if team.known else (f"named at {now} only", f"named at {before} only")
    parts = [
        *([f"{later}: {_people(team.later)}"] if team.later else []),
        *([f"{earlier}: {_people(team.earlier)}"] if team.earlier else []),
        *(f"{one.seat.person}: from {one.before or 'none'} to {one.after or 'none'}" for one in team.changed[:_SEATS]),
    ]
    named = "; ".join(parts) or ("the same people in the same parts" if team.known else "")
    unknown = ""
    if parts and not team.known:
        rosters = [(at, known) for at, known in ((before, team.before), (now, team.after)) if known != "full"]
        why = " and ".join(f"{label('roster', known) if known else 'not on record'} for {at}" for at, known in rosters)
        unknown = f"Who joined or left can't be said: the delegation is {why}"
    text = sentences(
        _claimed(f"Reported to be the same delegation as at {_capital(team.same_as)}" if team.same_as else "", same),
        _claimed(_capital(named), others),
        unknown,
    )
    return Line(team.party, f"{team.name}, since {before}", text, found.notes)


def _claimed(text: str, accounts: Sequence[Account]) -> str:
    """Say on whose word something is, if there is anything to say."""
    return f"{text}, {according(accounts)}" if text and accounts else text


def _people(seats: Sequence[Seat]) -> str:
    return listed([seat.person for seat in seats], _SEATS)


def present(found: Present) -> Line:
    """Say who sits for a party, in which part and office, and how far that is known."""
    one = found.delegation
    seats = [_seat(seat) for seat in one.seats[:_SEATS]]
    rest = (one.inside.seats if one.inside else len(one.seats)) - len(seats)
    if one.inside and not seats:
        led = f", led by {_seat(one.inside.lead)}" if one.inside.lead else ""
        seats, rest = [f"{many(one.inside.seats, 'seat')}, {one.inside.named} of them named{led}"], 0
    who = "; ".join([*seats, *([f"and {rest} more"] if rest > 0 else [])])
    roster = f"the delegation is {label('roster', one.roster)}" if one.roster else "" if who else "takes part"
    known = "host" if one.role == "host" else "all are named" if one.roster == "full" else roster
    by = _by(found.accounts)
    known = ", ".join(part for part in (known, by) if part)
    return Line(one.id, one.name, sentences(who, _capital(known)), found.notes)


def _seat(seat: Seat) -> str:
    known = label("delegate_status", seat.status) if seat.status != "present" else ""
    role = label("delegate_role", seat.role) if seat.role != "member" else ""
    words = ", ".join(part for part in (role, known) if part)
    name = ", ".join(part for part in (seat.person or seat.description or "not named", seat.office) if part)
    return f"{name} ({words})" if words else name


# Where the sides stand, and what moved


def standing(found: Standing) -> Line:
    """Say what each party holds on an issue, and of which side nothing is on record."""
    apart = "" if found.issue.distance is None else f" (sides {found.issue.distance} of 4 apart)"
    on = f"Proposition: {_brief(found.proposition, _TITLE)}" if found.proposition else ""
    kept = [*map(_holds, found.holdings[:_PARTIES])]
    rest = len(found.holdings) - len(kept)
    others = f"{many(rest, 'other')} {'has' if rest == 1 else 'have'} a position" if rest else ""
    silent = f"No position of {listed(found.silent)} is on record" if found.silent else ""
    return Line(found.issue.id, f"{found.issue.name}{apart}", sentences(on, *kept, others, silent), found.notes)


def _holds(one: Holding) -> str:
    name, stance = one.column.name, one.cell.stance
    inferred = "inferred from " if all(row.inferred for row in one.accounts) else ""
    by = f"({inferred}{outlets(one.accounts, name)})"
    if stance is None:
        held = _brief(one.summary, _SUMMARY).removesuffix(".")
        return f"{name}, without a stance on record: {held} {by}" if held else f"{name}: no stance on record {by}"
    condition = f" on a condition: {_brief(one.condition, _TITLE).removesuffix('.')}" if one.condition else ""
    return f"{name}: {label('stance', str(stance))}{condition} {by}"


def shifted(found: Shifted) -> Line:
    """Say what a party held and holds, how that differs, and how far apart the sides were and are."""
    move = found.move
    words = "none is known any more" if move.after is None or move.after.stance is None else changed(move.shift)
    was, now = ("unknown" if apart is None else str(apart) for apart in found.apart)
    apart = f"Sides apart: {was} before, {now} now" if was != now else ""
    text = f"from {_stand(move.before)} to {_stand(move.after)}: {words}, {according(found.accounts)}"
    return Line(move.position, f"{move.name} on {found.issue}", sentences(_capital(text), apart), found.notes)


def _stand(stand: Stand | None) -> str:
    if stand is None or stand.stance is None:
        return "no known stance"
    condition = f" on a condition ({_brief(stand.condition, _TITLE).removesuffix('.')})" if stand.condition else ""
    return f"{label('stance', str(stand.stance))}{condition}"


def replaced(found: Replaced) -> Line:
    """Say which word took the place of which, and on whose."""
    one = found.revision
    before, new = one.before, one.after[0]
    told = bool(new.about) and new.modality == before.modality == "asserts"
    was, now = (_sure(said.value(row)) if told else row.modality for row in (before, new))
    day = f"; said {_on(_sure(human(new.said_on)))}" if new.said_on else ""
    lead = f"{_brief(one.title, _TITLE)}{f', {new.label}' if new.about else ''}"
    return Line(one.record, lead, sentences(f"From {was} to {now}{day}, {according(one.after)}"), found.notes)


# What is contested


def dispute(found: Dispute) -> Line:
    """Say who says what, in the order of the alphabet."""
    voices: defaultdict[str, list[Account]] = defaultdict(list)
    for one in found.accounts:
        voices[one.behalf or one.speaker or one.publisher].append(one)
    names = sorted(voices, key=lambda name: (folded(name), name))
    parts = [_account(name, voices[name]) for name in names[:_PARTIES]]
    rest = len(names) - len(parts)
    about = f", {found.label}" if found.about else ""
    others = f"{many(rest, 'other account')} {'is' if rest == 1 else 'are'} on record" if rest else ""
    return Line(found.record, f"{_brief(found.title, _TITLE)}{about}", sentences(*parts, others), found.notes)


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
    what = _sure(value) or modality if modality == "asserts" else f"{modality} {_sure(value)}".rstrip()
    return f"{name}: {'declines to say' if modality == 'declines' else what}{f' ({where})' if where else ''}"
