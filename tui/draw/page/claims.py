"""Claims on a page: who says what, and what is in dispute side by side, each account with the same weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from db.accounts import Account
from db.detail import Section
from db.vocabulary import label, properties
from tui.draw import look, said
from tui.draw.header import many
from tui.draw.html import NOTHING, Html, element, items, join, own
from tui.draw.page.notes import Notes

QUIET: Final = ("", "single", "agreed")
"""States that need no words where the sources stand beside."""

IN_SIGHT: Final = 2
"""Accounts that are shown unfolded where there are no more."""


def standing(state: str, contested_on: Sequence[str] = ()) -> Html:
    """Return how a record stands on its claims, in words beside the mark: `‡ contested: starts, ends`."""
    if not state:
        return NOTHING
    known = properties()
    names = [known[name].label for name in known if name in contested_on] or [*contested_on]
    words = f"{label('state', state)}: {', '.join(names)}" if state == "contested" and names else label("state", state)
    sign = element("span", look.sign(state).text, aria_hidden="true")
    return element("span", sign, " ", words, class_="loud" if state in look.LOUD else "dim")


def cites(rows: Iterable[Account], notes: Notes) -> Html:
    """Return where records are claimed, each outlet once with all its places: `RT [1] ¶ 2, 7 · Gazette [2]`."""
    places: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.rank != "deprecated":
            places[row.source, row.publisher].add(row.locator)
    in_order = {source: sorted(filter(None, own), key=_in_text) for source, own in places.items()}
    return join((notes.cite(*source, ", ".join(own)) for source, own in in_order.items()), " · ")


def _in_text(locator: str) -> tuple[int, str]:
    """Return where a locator stands among others: paragraphs by their number, then what has none."""
    return (int(locator), "") if locator.isdecimal() and len(locator) < 10 else (10**10, locator)


def told(sections: Sequence[Section], notes: Notes) -> Iterator[Html]:
    """Yield what was said of a record: what is in dispute side by side and in sight, all else folded."""
    aside = [(section, [*_undisputed(section)]) for section in sections]
    for section in sections:
        yield from _rivals(section, notes)
    count = sum(len(rows) for _, rows in aside)
    if count:
        lists = [
            join((_heading(section), items(account(row, section.kind, notes) for row in rows)))
            for section, rows in aside
            if rows
        ]
        title = element("summary", many(count, "account"), class_="small")
        yield element("details", title, *lists, class_="accounts", open=count <= IN_SIGHT)


def account(row: Account, kind: str, notes: Notes) -> Html:
    """Return one claim: what it does and says, the words used, through whom it came, and what to bear in mind."""
    says = join((_modality(row.modality), own(said.says(row, kind))), " ")
    return element("li", join((join((says, _quote(row)), ": "), _through(row, notes)), " · "), class_=_faint(row))


def _faint(row: Account) -> str | None:
    return "dim" if row.replaced or not row.heard or row.rank == "deprecated" else None


def _quote(row: Account) -> Html:
    return element("q", row.quote, dir="auto") if row.quote else NOTHING


def _through(row: Account, notes: Notes) -> Html:
    """Return through whom a claim came, and what stands beside it."""
    by = [
        own(f"{row.speaker}, for {row.behalf}" if row.speaker and row.behalf else row.speaker or row.behalf),
        own(f"relayed by {row.relayed_by}" if row.relayed_by else ""),
        notes.cite(row.source, row.publisher, row.locator),
        own(row.hedge),
        own(said.notes(row, quoted=False)),
        "" if row.heard else "not this voice",
    ]
    return element("span", join(by, " · "), class_="small dim")


def _disputed(section: Section) -> list[str]:
    return [*([""] if section.denied else []), *section.contested_on]


def _undisputed(section: Section) -> Iterator[Account]:
    disputed = _disputed(section)
    return (row for row in section.accounts if row.about not in disputed or row.rank == "deprecated")


def _heading(section: Section) -> Html:
    return element("p", own(section.heading), class_="small") if section.heading else NOTHING


def _rivals(section: Section, notes: Notes) -> Iterator[Html]:
    """Yield what is in dispute: for each property a column for each thing that is said of it, all of one width."""
    known = properties()
    for name, group in groupby(section.accounts, key=lambda row: row.about):
        if name not in _disputed(section):
            continue
        by_value: defaultdict[tuple[str, str], list[Account]] = defaultdict(list)
        for row in group:
            if row.rank != "deprecated":
                by_value[row.modality, said.value(row)].append(row)
        what = f"Accounts differ on: {known[name].label if name in known else name}" if name else "Denied by some"
        of = join((": ", own(section.heading))) if section.heading else NOTHING
        sign = element("span", look.mark("contested" if name else "denied"), aria_hidden="true")
        columns = [
            element(
                "div",
                element("p", _modality(modality), " ", own(value or look.claimed(section.kind)), class_="value"),
                items(_rival(row, notes) for row in rows),
            )
            for (modality, value), rows in by_value.items()
        ]
        head = element("p", sign, " ", what, of, class_="loud")
        yield element("div", head, element("div", *columns, class_="columns"), class_="rivals")


def _rival(row: Account, notes: Notes) -> Html:
    return element("li", join((_quote(row), _through(row, notes)), " · "), class_=_faint(row))


def _modality(word: str) -> Html:
    return element("b", label("modality", word), class_="deny" if word != "asserts" else None)
