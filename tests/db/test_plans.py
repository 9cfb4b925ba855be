"""What reading costs: no query of any pane or page looks through all claims, and a claim takes little room."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest

from db import cells as table
from db.board import Look, board
from db.compare import compare
from db.dates import day_number
from db.detail import detail
from db.document import document, documents, wanted
from db.documents import attach
from db.history import history
from db.importing import import_file
from db.ledger import ledger
from db.moments import moments
from db.news import news
from db.parties import parties as everybody
from db.scope import Scope, Subject
from db.search import count, read, search
from db.seating import Seating, seating
from db.seats import seated
from db.seen import Seen
from db.steps import day_after, day_before, round_days
from db.versus import versus
from db.views import View, all_recalled
from db.voices import voices
from db.word import hear
from tests.db.helpers import ask, reading

JAN_30 = day_number(2026, 1, 30)

Reads = Callable[[sqlite3.Connection], object]

BIG = (
    "claims",
    "names",
    "anchors",
    "records",
    "events",
    "event_parties",
    "delegates",
    "links",
    "record_state",
    "timeline",
    "stages",
)
"""Tables that grow with a store: nobody may look through one of them."""

ALLOWED = {
    # Claims that have a quote or a note are indexed for themselves.
    "claims": r"SCAN claims USING INDEX claims_(quoting|noting)",
    # Rounds are few, and indexed for themselves.
    "events": r"(SCAN|SEARCH) events USING COVERING INDEX events_rounds",
    # The header's count of what is in dispute goes by an index of that alone.
    "record_state": r"SCAN record_state USING (COVERING )?INDEX record_state_contested",
}


def boards(conn: sqlite3.Connection) -> Iterator[object]:
    for word, as_of in product((None, "source:rt-2026-02-04", "party:ru"), (None, JAN_30)):
        for hide in (False, True) if word else (False,):
            for only in (False, True):
                yield board(
                    conn, Look(Scope(word=word, hide_silent=hide, contested_only=only, as_of=as_of), seen=Seen(0))
                )


def crowds(conn: sqlite3.Connection) -> Iterator[object]:
    (process,) = conn.execute("SELECT id FROM processes ORDER BY id LIMIT 1").fetchone()
    parties = tuple(party for (party,) in conn.execute("SELECT id FROM parties").fetchall())
    (seat,) = conn.execute("SELECT max(id) FROM delegates").fetchone()
    (position,) = conn.execute("SELECT max(id) FROM positions").fetchone()
    for word, as_of, only in product((None, "source:rt-2026-02-04", "party:ru"), (None, JAN_30), (False, True)):
        for hide in (False, True) if word else (False,):
            scope = Scope(word=word, hide_silent=hide, contested_only=only, as_of=as_of)
            for closed in ((), parties):
                yield seating(conn, process, scope, Seating(seat, closed=frozenset(closed)), reach=3)
            yield table.cells(conn, process, scope, table.View(distances=True), whole=0)
            yield table.place(conn, process, scope, position)
    yield seated(conn, 1, [seat])
    yield everybody(conn, process, 0, Scope(word="party:ru"))


def details(conn: sqlite3.Connection) -> Iterator[object]:
    for kind, first in conn.execute("SELECT kind, min(id) FROM records GROUP BY kind").fetchall():
        assert kind
        for word, as_of in product((None, "party:ru"), (None, JAN_30)):
            yield detail(conn, Subject(first), Scope(word=word, as_of=as_of))


def pages(conn: sqlite3.Connection) -> Iterator[object]:
    (process,) = conn.execute("SELECT id FROM processes ORDER BY id LIMIT 1").fetchone()
    (truce,) = conn.execute("SELECT id FROM records WHERE kind = 'event' AND slug = 'energy-truce'").fetchone()
    (source,) = conn.execute("SELECT id FROM sources ORDER BY id LIMIT 1").fetchone()
    yield ledger(conn, process)
    yield ledger(conn, process, as_of=JAN_30)
    yield day_before(conn, process, None)
    yield day_after(conn, process, JAN_30)
    yield round_days(conn, process)
    yield versus(conn, truce, "voice")
    yield versus(conn, truce, "outlet")
    yield wanted(conn, truce)
    yield wanted(conn, truce, 1)
    yield document(conn, source)
    yield documents(conn)
    yield voices(conn)
    yield hear(conn, voices(conn)[0], range(50))
    issue, party = conn.execute("SELECT issue, party FROM positions LIMIT 1").fetchone()
    yield history(conn, issue, party, Scope(as_of=20_000))
    known = moments(conn, process)
    for word in (None, "party:ru"):
        yield compare(conn, process, known.read("1"), known.read("2"), Scope(word=word))
        yield compare(conn, process, known.read("2026-01-31"), known.now, Scope(word=word))
    yield news(conn, Seen(0))
    yield all_recalled(conn, [View(word="party:ru", round="round-2")])


ASKED = (
    "truce", '"energy truce"', "e", "truce -energy", "party:ru", "party:ru truce", "issue:territory", "person:umerov",
    "source:rt truce", "kind:accuse", "kind:accuse truce", "status:planned", "contested:", "contested:no truce",
    "stance:<0", "stance:<0 kind:position", "has:quote", "has:note truce", "has:condition", "has:summary kind:event",
    "has:text kind:event", "since:2026-02-01 kind:event", "until:2026-02-01 truce", "source:rt kind:claim",
)  # fmt: skip
"""Queries of every sort: the tables that a word or a filter leads to are found by an index."""


def searches(conn: sqlite3.Connection) -> Iterator[object]:
    for text in ASKED:
        query = read(conn, text, Scope())
        for as_of in (None, 20_485):
            scope = Scope(as_of=as_of)
            yield search(conn, query, scope)
            yield count(conn, query, scope)
            yield board(conn, Look(Scope(query=text, as_of=as_of)))


@pytest.fixture
def grown(store_path: Path, tmp_path: Path) -> Path:
    """The bundled talks with a text, and with what SQLite learns of a store that has been in use for a while."""
    file = tmp_path / "text.txt"
    file.write_text("One.\n\nTwo.\n", encoding="utf-8")
    attach(store_path, "rt-2026-02-04", file)
    return store_path


@pytest.mark.parametrize("reads", [boards, crowds, details, pages, searches], ids=lambda reads: reads.__name__)
def test_nothing_that_is_shown_is_found_by_looking_through_a_table_that_grows(
    grown: Path, reads: Callable[[sqlite3.Connection], Iterator[object]]
) -> None:
    asked: set[str] = set()
    with reading(grown) as conn:
        conn.set_trace_callback(asked.add)
        assert [*reads(conn)]
        conn.set_trace_callback(None)
        queries = [text for text in asked if text.lstrip().upper().startswith(("SELECT", "WITH"))]
        assert queries
        assert any("claims" in text for text in queries)
        slow = [
            (step, text)
            for text in queries
            for (*_, step) in conn.execute(f"EXPLAIN QUERY PLAN {text}")
            for table in (*BIG, *(["positions"] if reads is crowds else []))  # a small matrix is read whole
            if re.match(rf"SCAN {table}\b", step) and not re.match(ALLOWED.get(table, "(?!)"), step)
            if "SELECT kind, min(id)" not in text
        ]
    assert slow == []


def test_a_claim_takes_less_than_half_a_kilobyte_with_all_its_indexes(empty_store: Path, tmp_path: Path) -> None:
    def size() -> int:
        [(pages, page)] = ask(empty_store, "SELECT page_count, page_size FROM pragma_page_count, pragma_page_size")
        assert isinstance(pages, int)
        assert isinstance(page, int)
        return pages * page

    def events(each: int) -> str:
        claim = (
            '{source = "post", locator = "1", property = "starts", value = "2026-02-04",'
            ' speaker = "ann", on_behalf_of = "alpha", said_on = "2026-02-04"}'
        )
        one = '[events.talk-{}]\ntype = "STATEMENT"\nstatus = "held"\ntitle = "Talk"\nclaims = [{}]\n'
        return "".join(one.format(number, ", ".join([claim] * each)) for number in range(50))

    head = """format = 1
process = "talks"
[processes.talks]
name = "Talks"
[sources.post]
publisher = "The Post"
short = "PO"
title = "A report"
[parties.alpha]
name = "Alpha"
short = "AL"
type = "state"
[people.ann]
name = "Ann"
"""
    file = tmp_path / "claims.toml"
    sizes = []
    for each in (1, 21):  # of the same events: what grows is their claims
        file.write_text(head + events(each), encoding="utf-8")
        import_file(empty_store, file)
        sizes.append(size())
    [(claims,)] = ask(empty_store, "SELECT count(*) FROM claims")
    assert claims == 1050
    assert (sizes[1] - sizes[0]) / 1000 < 512
