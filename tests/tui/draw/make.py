"""Data to draw, with as little said of each thing as a test needs."""

# ruff: noqa: ANN401 - what is said of a thing is of any of its fields' types

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from db.accounts import Account
from db.between import Stretch
from db.compare import Comparison, Delegations, Move, Team
from db.dates import day_number, iso
from db.detail import Detail, Section
from db.document import Document, Lost, Passage
from db.entries import Entry
from db.history import Held, History
from db.ledger import Breach, Ledger, Party
from db.moments import Moment
from db.overview import Overview, Process
from db.passages import Text
from db.positions import Cell, Column, Issue, Matrix
from db.revised import Revised
from db.roster import Delegation, Roster, Round
from db.scope import Subject
from db.seats import Seat
from db.shift import Shift, Stand
from db.timeline import Window
from db.versus import Aspect, By, Versus
from db.versus import Cell as Told
from db.versus import Column as Voice

FEB_4: Final = day_number(2026, 2, 4)

TEXTS: Final = st.text(
    st.characters(exclude_categories=())
    | st.sampled_from("ab 漢字ｱ\u0301\u200d👩👧🇺🇦\ufe0f\u3000☆\x1b\x9b\x07\n\u202e\u2028\ud800"),
    max_size=30,
)
"""Any text, with more than its share of what is wide, combines, is drawn as one, or commands a terminal."""

HOSTILE: Final = "[/b][@click=app.quit]x\x1b]52;c;eA==\x07\x9b2J\u202ecod\n\ud800漢"
"""Markup and control sequences, as a store that isn't ours may hold."""


def entry(title: str = "A meeting", day: int = FEB_4, **more: Any) -> Entry:
    """An event of the timeline, held on a day."""
    given: dict[str, Any] = {
        "key": (0, day, day * 86_400, 1), "type": "CONSULT", "status": "held", "title": title, "summary": "",
        "place": "", "starts": "2026-02-04", "ends": "", "format": "", "state": "", "contested_on": (), "parties": (),
        "sources": ("PO",),
    }  # fmt: skip
    return Entry(**{**given, **more})


def window(*entries: Entry) -> Window:
    """A timeline of these events and no more."""
    return Window(entries, 0, len(entries), 0, (FEB_4, FEB_4) if entries else None)


def seat(person: str = "Ann", **more: Any) -> Seat:
    """A seat at a round."""
    given: dict[str, Any] = {
        "id": 10, "person": person, "description": "", "role": "member", "status": "present", "office": "", "state": "",
    }  # fmt: skip
    return Seat(**{**given, **more})


def delegation(*seats: Seat, **more: Any) -> Delegation:
    """A party's part in a round."""
    given: dict[str, Any] = {
        "id": 20, "party": 30, "name": "Alpha", "short": "AL", "role": "attendee", "roster": "full",
        "unchanged_from": "", "state": "", "seats": seats,
    }  # fmt: skip
    return Delegation(**{**given, **more})


def roster(*delegations: Delegation, rounds: int = 1, **more: Any) -> Roster:
    """The newest of some rounds."""
    given: dict[str, Any] = {
        "id": 40, "number": rounds, "title": "The round", "place": "Town", "starts": "2026-02-04",
        "ends": "2026-02-05", "status": "held",
    }  # fmt: skip
    return Roster(Round(**{**given, **more}), rounds - 1, tuple(range(rounds)), delegations)


def column(short: str, side: str = "") -> Column:
    """A party of the matrix."""
    return Column(sum(map(ord, short)), f"Party {short}", short, side)


def cell(stance: int | None, conditional: bool = False, state: str = "") -> Cell:
    """A position."""
    return Cell(50, stance, conditional, state)


def issue(name: str, *cells: Cell | None, **more: Any) -> Issue:
    """A row of the matrix; without cells a heading."""
    given: dict[str, Any] = {
        "id": 60, "depth": 0, "name": name, "heading": not cells, "branch": not cells, "cells": cells, "distance": None,
    }  # fmt: skip
    return Issue(**{**given, **more})


def matrix(parties: int, *issues: Issue) -> Matrix:
    """A matrix whose parties are called P0, P1 ..."""
    return Matrix(tuple(column(f"P{number}") for number in range(parties)), issues)


def account(**more: Any) -> Account:
    """What one source says."""
    given: dict[str, Any] = {
        "id": 70, "about": "", "label": "", "value": "", "modality": "asserts", "note": "", "quote": "", "speaker": "",
        "relayed_by": "", "behalf": "", "behalf_short": "", "publisher": "The Post", "short": "PO", "locator": "3",
        "hedge": "", "inferred": False, "said_on": "", "rank": "normal", "rank_reason": "", "source": 80,
        "speaker_id": None, "party": None, "title": "A report", "url": "",
    }  # fmt: skip
    return Account(**{**given, **more})


def section(*accounts: Account, **more: Any) -> Section:
    """The claims on one record."""
    given: dict[str, Any] = {
        "heading": "", "record": 90, "kind": "event", "accounts": accounts, "contested_on": (), "denied": False,
    }  # fmt: skip
    return Section(**{**given, **more})


def detail(*sections: Section, **more: Any) -> Detail:
    """A record in full."""
    given: dict[str, Any] = {
        "subject": Subject(90), "kind": "event", "title": "A meeting", "text": "", "state": "single", "facts": (),
        "sections": sections, "jumps": (), "names": (),
    }  # fmt: skip
    return Detail(**{**given, **more})


def breach(title: str = "The strike broke the truce", **more: Any) -> Breach:
    """An alleged breach, by Alpha against Beta."""
    given: dict[str, Any] = {
        "event": 100, "title": title, "starts": "2026-02-04", "ends": "", "state": "single",
        "accusers": (Party(1, "Alpha", "AL"),), "accused": (Party(2, "Beta", "BE"),), "incidents": (), "counts": (),
        "denials": (), "undertakings": (), "sources": ("PO",),
    }  # fmt: skip
    return Breach(**{**given, **more})


def ledger(*breaches: Breach, total: int = 0) -> Ledger:
    """These alleged breaches, and no more unless more are said to be."""
    return Ledger(breaches, max(total, len(breaches)))


def aspect(about: str, *cells: Told, disputed: bool = False) -> Aspect:
    """A property and what each says on it."""
    return Aspect(about, about, cells, disputed)


def versus(names: tuple[str, ...], *aspects: Aspect, by: By = "voice", **more: Any) -> Versus:
    """Accounts of a record, with a column for each of these names: parties, but for those that begin with "The"."""
    given: dict[str, Any] = {"record": 90, "kind": "event", "title": "A meeting", "set_aside": 0}
    return Versus(
        by=by,
        columns=tuple(Voice(n, None if n.startswith("The ") else 1) for n in names),
        aspects=aspects,
        **{**given, **more},
    )


def overview(name: str = "The talks", **more: Any) -> Overview:
    """The header's figures."""
    given: dict[str, Any] = {
        "process": Process(1, "talks", name, "", 38), "processes": 1, "rounds": 2, "events": 38, "contested": 4,
    }  # fmt: skip
    return Overview(**{**given, **more})


def passage(begins: int, ends: int, number: int = 1, **more: Any) -> Passage:
    """What a claim cites."""
    given: dict[str, Any] = {
        "number": number, "claim": 100 + number, "record": 200 + number, "kind": "event", "title": f"Event {number}",
        "begins": begins, "ends": ends, "how": "quote", "label": "", "speaker": "", "behalf": "", "behalf_short": "",
    }  # fmt: skip
    return Passage(**{**given, **more})


def lost(**more: Any) -> Lost:
    """A claim that isn't placed."""
    given: dict[str, Any] = {
        "claim": 150, "record": 250, "kind": "event", "title": "A meeting", "label": "", "quote": "not there",
        "locator": "7", "exact": "", "places": 0,
    }  # fmt: skip
    return Lost(**{**given, **more})


def document(text: str, *passages: Passage, lost: tuple[Lost, ...] = ()) -> Document:
    """A text with what is cited in it."""
    paragraphs = Text(text).paragraphs
    cited = {
        number
        for number, (begin, end) in enumerate(paragraphs, 1)
        if any(one.begins < end and one.ends > begin for one in passages)
    }
    uncited = tuple(number for number in range(1, len(paragraphs) + 1) if number not in cited)
    return Document(300, 301, "post", "The Post", "A report", text, paragraphs, passages, lost, uncited)


def held(stance: int | None, day: int = FEB_4, **more: Any) -> Held:
    """A position of a history, held from a day on."""
    given: dict[str, Any] = {
        "position": 400 + day - FEB_4, "dates": (iso(day),), "day": day, "first": day, "last": day, "rivals": (),
        "condition": "", "summary": "", "state": "", "shift": Shift(""), "accounts": (),
    }  # fmt: skip
    return Held(stance=stance, **{**given, **more})


def history(*positions: Held, **more: Any) -> History:
    """What Alpha held on the land."""
    given: dict[str, Any] = {
        "party": "Alpha", "issue": "Land", "proposition": "Alpha keeps the land.", "later": 0, "until": FEB_4,
        "as_of": False,
    }  # fmt: skip
    return History(held=positions, **{**given, **more})


def comparison(**more: Any) -> Comparison:
    """Two days between which nothing is on record."""
    given: dict[str, Any] = {
        "a": Moment(FEB_4 - 10), "b": Moment(FEB_4), "delegations": Delegations(None, None), "stances": (),
        "happened": Stretch((), 0), "announced": Stretch((), 0), "claims": Revised((), ()),
    }  # fmt: skip
    return Comparison(**{**given, **more})


def team(**more: Any) -> Team:
    """Alpha's delegation at two rounds, known in full, without a difference."""
    given: dict[str, Any] = {
        "party": 30, "name": "Alpha", "short": "AL", "before": "full", "after": "full", "later": (), "earlier": (),
        "changed": (),
    }  # fmt: skip
    return Team(**{**given, **more})


def move(before: Stand | None, after: Stand | None, change: Shift, **more: Any) -> Move:
    """Alpha's stance that moved."""
    given: dict[str, Any] = {"position": 44, "party": 30, "name": "Alpha", "short": "AL", "state": "single"}
    return Move(before=before, after=after, shift=change, **{**given, **more})
