"""Who is in the room, on a page: a round's delegations beside each other, and on whose word each seat is known."""

from __future__ import annotations

from collections.abc import Mapping

from db.accounts import Account
from db.roster import Delegation, Roster
from db.seats import Seat
from db.vocabulary import label
from db.whole import section
from tui.draw import look
from tui.draw.days import span
from tui.draw.html import NOTHING, Html, element, items, join, own
from tui.draw.page.claims import QUIET, cites, standing, told
from tui.draw.page.notes import Notes

Said = Mapping[int, tuple[Account, ...]]
"""The claims on records, by record."""


def title(roster: Roster, notes: Notes) -> Html:
    """Return which round it is: its title, days, place, status and format; NOTHING where there is none."""
    at = roster.round
    if at is None:
        return NOTHING
    parts = [
        f"round {roster.index + 1} of {len(roster.rounds)}",
        span(at.starts, at.ends),
        at.place,
        label("status", at.status) if at.status != "held" else "",
        label("format", at.format) if at.format else "",
    ]
    about = element("small", join(map(own, parts), " · "), class_="dim")
    return element("h3", notes.to(at.id, at.title), " ", about)


def room(roster: Roster, said_of: Said, notes: Notes) -> Html:
    """Return the delegations of a round, negotiators first and the host last, each with how it is known."""
    return element("div", *(_team(party, said_of, notes) for party in roster.delegations), class_="teams")


def _team(party: Delegation, said_of: Said, notes: Notes) -> Html:
    stands = NOTHING if party.state in QUIET else standing(party.state)
    note = [
        "host" if party.role == "host" else "",
        f"same as {party.unchanged_from}" if party.unchanged_from else "",
        label("roster", party.roster) if party.roster else "",
    ]
    sections = [
        section(heading, record, kind, said_of.get(record, ()))
        for record, heading, kind in (
            (party.id, "", "event_party"),
            *((seat.id, _who(seat), "delegate") for seat in party.seats),
            *((seat.post, f"{_who(seat)}: {seat.office}", "office") for seat in party.seats if seat.post),
        )
    ]
    return element(
        "section",
        element("h4", own(party.name)),
        element("p", join((*map(own, note), stands), " · "), class_="small dim"),
        items((*(_seat(seat, said_of, notes) for seat in party.seats), *map(_left, party.left))),
        *told([one for one in sections if one.accounts], notes),
        id=notes.place(party.id),
        class_="team",
    )


def _who(seat: Seat) -> str:
    return seat.person or seat.description


def _seat(seat: Seat, said_of: Said, notes: Notes) -> Html:
    """Return a seat: who leads with a star and the word, then the office, what is new, and who reports it."""
    star = element("span", f"{look.mark('head')} ", aria_hidden="true", class_="loud") if seat.role == "head" else ""
    notable = [
        label("delegate_role", seat.role) if seat.role != "member" else "",
        "new" if seat.joined else "",
        label("delegate_status", seat.status) if seat.status != "present" else "",
    ]
    name = element("b", own(seat.person)) if seat.person else own(f"+ {seat.description}")
    stands = standing(seat.state) if seat.state not in QUIET else NOTHING
    known = join((stands, cites(said_of.get(seat.id, ()), notes)), " · ")
    says = join((name, own(seat.office), *notable), ", ")
    return element("li", star, says, element("div", known, class_="small dim"), id=notes.place(seat.id))


def _left(name: str) -> Html:
    return element("li", "− ", own(name), " left", class_="dim")
