"""What each side holds, on a page: issues down and parties across, then each position in words with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from db.accounts import Account
from db.history import Held, History
from db.positions import Cell, Column, Issue, Matrix
from db.vocabulary import label
from db.whole import section
from tui.draw import look
from tui.draw.days import either
from tui.draw.history import changed
from tui.draw.html import NOTHING, Html, element, items, join, own
from tui.draw.page.claims import QUIET, cites, standing, told
from tui.draw.page.notes import Notes

BESIDE: Final = 12
"""Parties beside each other in a table: as many as a sheet of paper has room for; others follow in tables below."""
_DEEPEST: Final = 4
"""Steps of the tree by which an issue is set in."""


def tables(matrix: Matrix, notes: Notes) -> Iterator[Html]:
    """Yield the matrix, in as many tables as its parties need."""
    sides = sum(1 for column in matrix.columns if column.side)
    for first in range(0, max(1, len(matrix.columns)), BESIDE):
        parties = matrix.columns[first : first + BESIDE]
        at = sides if first == 0 and sides else None
        heads = _beside([*map(_head, parties)], at, element("th", "apart", scope="col"))
        caption = element("caption", "Who is for and against what", class_="hidden")
        head = element("thead", element("tr", element("th", "Issue", scope="col"), *heads))
        rows = (_row(issue, issue.cells[first : first + BESIDE], at, not first, notes) for issue in matrix.issues)
        table = element("table", caption, head, element("tbody", *rows))
        yield element("div", table, class_="wide", tabindex="0", role="region", aria_label="Positions")


def _beside(cells: list[Html], at: int | None, apart: Html) -> list[Html]:
    """Return a row's cells with how far the sides are apart right beside theirs; None where that isn't shown."""
    return cells if at is None else [*cells[:at], apart, *cells[at:]]


def _head(column: Column) -> Html:
    side = element("small", label("side", column.side)) if column.side else NOTHING
    parts = element("b", own(column.short)), element("small", own(column.name)), side
    return element("th", join(parts, " "), scope="col")


def _row(issue: Issue, cells: Sequence[Cell | None], at: int | None, place: bool, notes: Notes) -> Html:
    """Return a row of a table: an issue with its cells, or a heading, which has its `place` in the first table."""
    inset = f"in{min(issue.depth, _DEEPEST)}"
    if issue.heading:
        name = element("th", own(issue.name), scope="row", colspan=str(len(cells) + 1 + (at is not None)), class_=inset)
        return element("tr", name, id=notes.place(issue.id) if place else None, class_="heading")
    name = element("th", notes.to(issue.id, issue.name), scope="row", class_=inset)
    return element("tr", name, *_beside([_cell(cell, notes) for cell in cells], at, _apart(issue.distance)))


def _cell(cell: Cell | None, notes: Notes) -> Html:
    if cell is None:
        nothing = element("span", look.stance(None), aria_hidden="true")
        return element("td", nothing, element("span", "none known", class_="hidden"), class_="none")
    condition = element("small", f"{look.mark('conditional')}\xa0if") if cell.conditional else NOTHING
    loud = element("div", standing(cell.state), class_="small") if cell.state not in QUIET else NOTHING
    return element("td", notes.to(cell.position, stance(cell.stance, condition)), loud, class_=_tint(cell.stance))


def _tint(value: int | None) -> str:
    return "none" if value is None else f"stance{value}"


def stance(value: int | None, beside: str = "") -> Html:
    """Return a stance: its glyph with what is `beside` it, and what it means in a word."""
    glyph = join((element("span", look.stance(value), aria_hidden="true"), beside), "\xa0")
    word = "not known" if value is None else label("stance", str(value))
    return join((element("span", glyph, class_="sign"), word), " ")


def _apart(distance: int | None) -> Html:
    if distance is None:
        return element("td", element("span", "–", aria_hidden="true"), element("span", "unknown", class_="hidden"))
    bar = element("span", look.mark("bar") * distance, aria_hidden="true", class_="bar")
    return element("td", element("b", str(distance)), " of 4 ", bar, class_="apart")


def issue(about: Issue, proposition: str, said: Sequence[Account], histories: Iterable[History], notes: Notes) -> Html:
    """Return an issue in words: what one can be for or against, then what each party holds, who says so, and before.

    Args:
        about: The issue.
        proposition: What one can be for or against.
        said: The claims on the issue itself.
        histories: What each party held on it.
        notes: The references of the page.
    """
    known = [history for history in histories if history.held]
    brief = join((join((own(one.party), stance(one.held[-1].stance)), " ") for one in known), " · ")
    return element(
        "details",
        element("summary", element("h3", own(about.name)), " ", element("small", brief, class_="dim")),
        own(proposition, "p"),
        *told([section("", about.id, "issue", said)], notes),
        *(_held(one, notes) for one in known),
        id=notes.place(about.id),
        class_="issue",
    )


def _held(history: History, notes: Notes) -> Html:
    *before, now = history.held
    earlier = (element("li", own(_since(one)), ": ", _what(one), id=notes.place(one.position)) for one in before[::-1])
    sign = element("span", stance(now.stance), class_=f"stance {_tint(now.stance)}")
    turn = changed(now.shift) if before else ""
    since = join((own(_since(now)), turn, standing(now.state), cites(now.accounts, notes)), " · ")
    return element(
        "section",
        element("h4", own(history.party), " ", sign),
        own(now.summary, "p"),
        element("p", "On condition: ", own(now.condition)) if now.condition else NOTHING,
        element("p", since, class_="small dim"),
        *told([section("", now.position, "position", now.accounts)], notes),
        element("p", "Before:", class_="small") if before else NOTHING,
        items(earlier, class_="small"),
        id=notes.place(now.position),
        class_="position",
    )


def _since(held: Held) -> str:
    """Say from when a position was held, with every date that is given."""
    days = either(held.dates)
    return f"held {days}" if days.startswith(("by ", "between ")) else f"held from {days}"


def _what(held: Held) -> Html:
    condition = own(f"on condition: {held.condition}") if held.condition else NOTHING
    return join((stance(held.stance), own(held.summary), condition), "; ")
