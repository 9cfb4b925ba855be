"""The lines of a briefing on the sides, in words: who is in the room, where they stand and what moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from db.vocabulary import label
from tui.draw import said
from tui.draw.attributed import according, listed, outlets, sentences
from tui.draw.brief.lines import PARTIES, SUMMARY, TITLE, Line, briefly, capital, on_the, on_whose_word, sure
from tui.draw.days import human, span
from tui.draw.header import many
from tui.draw.history import changed

if TYPE_CHECKING:
    from db.accounts import Account
    from db.briefing.briefed import Holding, Meeting, Present, Replaced, Shifted, Standing, Turnover
    from db.roster import Round
    from db.seats import Seat
    from db.shift import Stand

_SEATS: Final = 8
"""Seats of a delegation that are named."""


# Who is in the room


def round_name(found: Round) -> str:
    """Say which round it is."""
    return f"Round {found.number}" if found.number else briefly(found.title, TITLE)


def meeting(found: Meeting) -> Line:
    """Say how the round stands, when, where and in which form it is."""
    one = found.round
    status, form = (label(of, word) if word else "" for of, word in (("status", one.status), ("format", one.format)))
    parts = (status, span(one.starts, one.ends), one.place, form, on_whose_word(found.accounts))
    text = sentences(capital(", ".join(part for part in parts if part)))
    return Line(one.id, briefly(one.title, TITLE), text, found.notes)


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
        _claimed(f"Reported to be the same delegation as at {capital(team.same_as)}" if team.same_as else "", same),
        _claimed(capital(named), others),
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
        seats, rest = [f"{many(one.inside.seats, 'seat')}{led}"], 0
    who = "; ".join([*seats, *([f"and {rest} more"] if rest > 0 else [])])
    roster = f"the delegation is {label('roster', one.roster)}" if one.roster else "" if who else "takes part"
    known = "host" if one.role == "host" else "all are named" if one.roster == "full" else roster
    by = on_whose_word(found.accounts)
    known = ", ".join(part for part in (known, by) if part)
    bare = f"{many(found.bare, 'more seat')} with no source on record" if found.bare else ""
    return Line(one.id, one.name, sentences(who, capital(known), bare), found.notes)


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
    on = f"Proposition: {briefly(found.proposition, TITLE)}" if found.proposition else ""
    kept = [*map(_holds, found.holdings[:PARTIES])]
    rest = len(found.holdings) - len(kept)
    others = f"{many(rest, 'other')} {'has' if rest == 1 else 'have'} a position" if rest else ""
    silent = f"No position of {listed(found.silent)} is on record" if found.silent else ""
    return Line(found.issue.id, f"{found.issue.name}{apart}", sentences(on, *kept, others, silent), found.notes)


def _holds(one: Holding) -> str:
    name, stance = one.column.name, one.cell.stance
    inferred = "inferred from " if all(row.inferred for row in one.accounts) else ""
    by = f"({inferred}{outlets(one.accounts, name)})"
    if stance is None:
        held = briefly(one.summary, SUMMARY).removesuffix(".")
        return f"{name}, without a stance on record: {held} {by}" if held else f"{name}: no stance on record {by}"
    condition = f" on a condition: {briefly(one.condition, TITLE).removesuffix('.')}" if one.condition else ""
    return f"{name}: {label('stance', str(stance))}{condition} {by}"


def shifted(found: Shifted) -> Line:
    """Say what a party held and holds, how that differs, and how far apart the sides were and are."""
    move = found.move
    words = "none is known any more" if move.after is None or move.after.stance is None else changed(move.shift)
    was, now = ("unknown" if apart is None else str(apart) for apart in found.apart)
    apart = f"Sides apart: {was} before, {now} now" if was != now else ""
    text = f"from {_stand(move.before)} to {_stand(move.after)}: {words}, {according(found.accounts)}"
    return Line(move.position, f"{move.name} on {found.issue}", sentences(capital(text), apart), found.notes)


def _stand(stand: Stand | None) -> str:
    if stand is None or stand.stance is None:
        return "no known stance"
    condition = f" on a condition ({briefly(stand.condition, TITLE).removesuffix('.')})" if stand.condition else ""
    return f"{label('stance', str(stand.stance))}{condition}"


def replaced(found: Replaced) -> Line:
    """Say which word took the place of which, and on whose."""
    one = found.revision
    before, new = one.before, one.after[0]
    told = bool(new.about) and new.modality == before.modality == "asserts"
    was, now = (sure(said.value(row)) if told else row.modality for row in (before, new))
    day = f"; said {on_the(sure(human(new.said_on)))}" if new.said_on else ""
    lead = f"{briefly(one.title, TITLE)}{f', {new.label}' if new.about else ''}"
    return Line(one.record, lead, sentences(f"From {was} to {now}{day}, {according(one.after)}"), found.notes)
