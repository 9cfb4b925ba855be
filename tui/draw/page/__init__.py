"""One page of HTML that stands alone: all that a store holds of a negotiation, as a scope has it.

In the first seconds the reader wants to know: which talks these are, as of when and on whose word; who is in the room;
where the sides stand. Then what happened, day by day, and on whose word each statement is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Final

from db import whole
from db.accounts import accounts
from db.asof import UNDATED
from db.dates import DAY
from db.history import history
from db.overview import Overview, overview
from db.positions import Matrix, matrix
from db.roster import roster
from db.scope import Scope
from db.timeline import walk
from db.voices import Voice, voice
from tui.draw.days import short
from tui.draw.header import many
from tui.draw.html import Html, closed, element, join, opened, own, page, to
from tui.draw.nothing import why
from tui.draw.page import positions, rooms, timeline
from tui.draw.page.notes import Notes
from tui.draw.page.sources import legend, listed

if TYPE_CHECKING:
    from db.watching import Connection

_PARTS: Final = {
    "room": "In the room",
    "positions": "Where the sides stand",
    "events": "What happened",
    "sources": "Sources",
    "marks": "Marks",
}
"""The parts of the page, by their ids; a record's has a hyphen in it (`tui.draw.html.anchor`)."""


def pages(conn: Connection, scope: Scope) -> Iterator[str]:
    """Yield the page in pieces, never all of it at once.

    Args:
        conn: An open read transaction, that stays open.
        scope: What is shown: which negotiation, as of which day, on whose word, which events.

    Raises:
        StoreError: The scope names a negotiation or a voice that the store doesn't hold.
        QueryError: Its filter names what the store doesn't hold.
        sqlite3.Error: The store can't be read.
    """
    found = overview(conn, scope)
    word = voice(conn, scope.word)
    process = found.process.id if found.process else 0
    held = matrix(conn, process, scope)
    there = {issue.id for issue in held.issues}
    there |= {cell.position for issue in held.issues for cell in issue.cells if cell is not None}
    counts: Counter[timeline.Month] = Counter()
    for planned, day, _, event in chain.from_iterable(walk(conn, process, scope)):
        there.add(event)
        counts[timeline.month(bool(planned), None if day == UNDATED else day)] += 1
    notes = Notes(partial(whole.named, conn), there)
    name = found.process.name if found.process else "No negotiation"
    head = element("header", element("h1", own(name)), *_facts(scope, found, word))
    return page(name, chain([head], _body(conn, process, scope, held, counts, notes)))


def _body(
    conn: Connection, process: int, scope: Scope, held: Matrix, counts: Counter[timeline.Month], notes: Notes
) -> Iterator[Html]:
    """Yield the parts of the page below its head.

    Args:
        conn: An open read transaction.
        process: The negotiation, 0 for none.
        scope: What is shown.
        held: What each side holds.
        counts: How many events there are under each month.
        notes: The references of the page.
    """
    ways = (element("li", to(part, title)) for part, title in _PARTS.items())
    yield element("nav", element("ul", *ways), aria_label="On this page")
    yield opened("main")
    yield from _part("room", _rooms(conn, process, scope, notes))
    yield from _part("positions", _positions(conn, process, held, scope, notes))
    told = chain.from_iterable(whole.events(conn, process, scope))
    happened = timeline.months(told, counts, notes) if counts else _nothing(scope, "Nothing is recorded yet.")
    yield from _part("events", happened)
    numbers = notes.sources()
    cited = listed(whole.sources(conn, numbers), notes) if numbers else _nothing(scope, "No source is named here.")
    yield from _part("sources", cited, "ol" if numbers else "div")
    yield from _part("marks", iter([legend(scope.word is not None)]))
    yield closed("main")


def _facts(scope: Scope, found: Overview, word: Voice | None) -> Iterator[Html]:
    """Yield what the page is: its summary, as of when, on whose word, what is left out, how much there is."""
    if found.process:
        yield own(found.process.summary, "p")
    at, day = found.changed, scope.as_of
    changed = "" if at is None else f"{short(at // DAY)}, {at // 3600 % 24:02}:{at // 60 % 60:02} UTC"
    left_out = [
        f"events that fit: {scope.query}" if scope.query else "",
        "only what is contested" if scope.contested_only else "",
        "without what that voice is silent on" if scope.hide_silent and word else "",
    ]
    figures = [many(found.rounds, "round"), many(found.events, "event"), f"{found.contested:,} contested"]
    facts = {
        "As of": f"{short(day)}: what had happened or been announced by then" if day is not None else "now",
        "Last changed": changed,
        "On the word of": f"{word.name}, as it spells, dates and counts" if word else "everybody, side by side",
        "Shown": ", ".join(filter(None, left_out)),
        "On record": " · ".join(figures),
    }
    yield element("dl", *(_fact(label, text) for label, text in facts.items() if text), class_="facts")


def _fact(label: str, text: str) -> Html:
    return element("div", element("dt", label), element("dd", own(text)))


def _part(name: str, inside: Iterator[Html], within: str = "div") -> Iterator[Html]:
    """Yield a part of the page under its heading."""
    yield join((opened("section", id=name), element("h2", _PARTS[name]), opened(within)))
    yield from inside
    yield Html(f"{closed(within)}{closed('section')}\n")


def _nothing(scope: Scope, sentence: str) -> Iterator[Html]:
    """Yield a sentence that says why nothing is there."""
    narrowed = scope.contested_only or scope.hide_silent or scope.query
    yield element("p", "Nothing fits what is shown." if narrowed else why(scope, sentence, printed=True), class_="dim")


def _rooms(conn: Connection, process: int, scope: Scope, notes: Notes) -> Iterator[Html]:
    """Yield the round in scope, or the newest, then all others, folded, the newest first."""
    first = roster(conn, process, scope)
    if first.round is None:
        yield from _nothing(scope, "No round of talks is recorded yet.")
        return
    for event in (first.round.id, *(event for event in reversed(first.rounds) if event != first.round.id)):
        found = first if event == first.round.id else roster(conn, process, replace(scope, round=event))
        seats = [seat for party in found.delegations for seat in party.seats]
        ids = {*(party.id for party in found.delegations), *(i for seat in seats for i in (seat.id, seat.post) if i)}
        said_of = accounts(conn, ids, voice(conn, scope.word), scope.as_of)
        yield opened("details", open=event == first.round.id, class_="round")
        yield element("summary", rooms.title(found, notes))
        if found.delegations:
            yield rooms.room(found, said_of, notes)
        else:
            yield from _nothing(replace(scope, as_of=None), "Who takes part is not reported.")  # the round was known
        yield closed("details")


def _positions(conn: Connection, process: int, held: Matrix, scope: Scope, notes: Notes) -> Iterator[Html]:
    """Yield the matrix, then each issue in words."""
    if not held.issues:
        yield from _nothing(scope, "No issue is recorded yet.")
        return
    yield from positions.tables(held, notes)
    propositions = whole.propositions(conn, process)
    for issue in held.issues:
        if issue.heading:
            continue
        said = accounts(conn, [issue.id], voice(conn, scope.word), scope.as_of).get(issue.id, ())
        sides = [column.party for column, cell in zip(held.columns, issue.cells, strict=True) if cell is not None]
        told = (history(conn, issue.id, party, scope) for party in sides)
        yield positions.issue(issue, propositions[issue.id], said, (one for one in told if one is not None), notes)
