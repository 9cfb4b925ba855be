"""The whole page: what a reader sees first, that every statement has its source, and that it is only ever a page."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice, pairwise
from pathlib import Path
from typing import Final

import pytest

from db import whole
from db.board import snapshot
from db.errors import StoreError
from db.query import QueryError
from db.scope import Scope
from db.voices import find
from tests import traps, webpage
from tests.bench import synthetic
from tests.db.helpers import ask, reading
from tests.everything import FEBRUARY
from tui.draw.page import pages

Talks = Callable[[str], Path]

PLAIN: Final = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "article", "h1", "h2"),
    *("h3", "h4", "h5", "p", "div", "span", "bdi", "b", "small", "q", "cite", "a", "ul", "ol", "li", "dl", "dt", "dd"),
    *("details", "summary", "table", "caption", "thead", "tbody", "tr", "th", "td"),
}
"""Every element that a page has."""


@contextmanager
def read(path: Path) -> Iterator[sqlite3.Connection]:
    with reading(path) as conn, snapshot(conn):
        yield conn


def html(path: Path, scope: Scope = Scope()) -> str:  # noqa: B008  (it can't be changed)
    with read(path) as conn:
        return "".join(pages(conn, scope))


def page(path: Path, scope: Scope = Scope()) -> webpage.Page:  # noqa: B008
    found = webpage.read(html(path, scope))
    assert {*found.elements} <= PLAIN
    return found


@pytest.fixture(scope="module")
def bundled(masters: tuple[Path, Path]) -> Path:
    """The bundled talks, for tests that change nothing."""
    return masters[0]


def test_first_come_which_talks_as_of_when_on_whose_word_then_the_room_then_the_sides(bundled: Path) -> None:
    text = page(bundled).text
    order = [
        "Ukraine peace talks", "Talks between Russia and Ukraine", "As of now", "Last changed ", " UTC",
        "On the word of everybody, side by side", "On record 2 rounds · 50 events · 3 contested",
        "In the room", "Second round of talks round 2 of 2 · 4–5 Feb 2026 · Abu Dhabi · ongoing · trilateral",
        "★ Rustem Umerov, Security Council secretary, head", "First round of talks round 1 of 2",
        "Where the sides stand", "RU Russia side A UA Ukraine side B apart",
        "Withdrawal from Donbas ▲▲ demands ▼▼ rejects",
        "What happened", "To come: Feb 2026", "Second round put off from 1 February", "Accounts differ on: reason",
        "Sources", "https://rt.com/", "Marks", "Accounts differ on a value.",
    ]  # fmt: skip
    at = 0
    for words in order:
        at = text.find(words, at) + len(words)
        assert at >= len(words), words


def test_headings_are_in_order_and_no_level_is_left_out(bundled: Path) -> None:
    levels = [int(name[1]) for name in page(bundled).elements if re.fullmatch(r"h\d", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_every_event_seat_part_position_and_source_has_a_place_and_every_claim_is_there(bundled: Path) -> None:
    found = page(bundled)
    talks = "(SELECT id FROM records WHERE kind = 'process' AND slug = 'ukraine-peace-talks')"
    for kind in ("event", "delegate", "position", "issue"):
        known = ask(bundled, f"SELECT count(*) FROM records WHERE kind = ? AND process = {talks}", kind)[0][0]
        assert len([place for place in found.ids if place.startswith(f"{kind}-")]) >= int(str(known)) > 0
    assert {"event-round-2", "issue-donbas-withdrawal"} <= {*found.ids} & {*found.places}
    cited = [place for place in found.ids if place.startswith("source-")]
    assert sorted(cited) == ["source-kyiv-independent-2026-02-04", "source-rt-2026-02-04"]
    quotes = ask(
        bundled,
        f"""
        SELECT quote FROM claims CROSS JOIN records ON records.id = claims.record
        WHERE quote <> '' AND records.process = {talks} AND kind IN ('event', 'position', 'delegate')
        """,
    )
    assert quotes
    assert [quote for (quote,) in quotes if str(quote) not in found.text] == []


def test_as_of_a_day_and_on_one_voices_word_are_said_and_obeyed(bundled: Path) -> None:
    with read(bundled) as conn:
        rt = find(conn, "RT")
    then = page(bundled, Scope(as_of=FEBRUARY - 5)).text
    assert "As of 30 Jan 2026: what had happened or been announced by then" in then
    assert "Weeks of strikes" in then
    assert "Kyiv: the strike broke" not in then
    heard = page(bundled, Scope(word=rt)).text
    assert "On the word of RT, as it spells, dates and counts" in heard
    assert "Withdrawal from Donbass" in heard
    assert "not this voice" in heard
    assert "◌ silent" in heard


def test_a_filter_is_said_and_leads_nowhere_else(bundled: Path) -> None:
    found = page(bundled, Scope(query="party:eu"))
    assert "Shown events that fit: party:eu" in found.text
    assert 0 < len([place for place in found.ids if place.startswith("event-")]) < 10
    disputed = page(bundled, Scope(contested_only=True))
    assert "Shown only what is contested" in disputed.text
    assert len([place for place in disputed.ids if place.startswith("event-")]) == 3


def test_what_isnt_recorded_is_said(empty_store: Path, load: Callable[[str], object]) -> None:
    sentences = ("No round of talks is recorded yet.", "No issue is recorded yet.", "Nothing is recorded yet.")
    for name in ("No negotiation", "The one"):
        text = page(empty_store).text
        assert text.startswith(name)
        assert [sentence for sentence in (*sentences, "No source is named here.") if sentence not in text] == []
        load('format = 1\n[processes.one]\nname = "The one"\n')
    assert "Nothing was known by 30 Jan 2026" not in page(empty_store).text
    assert "Nothing was known by 2026-01-30" in page(empty_store, Scope(as_of=FEBRUARY - 5)).text


def test_what_the_store_doesnt_hold_is_an_error_before_anything_is_written(bundled: Path) -> None:
    with read(bundled) as conn:
        for scope, error in (
            (Scope(process="nowhere"), StoreError),
            (Scope(word="outlet:nobody"), StoreError),
            (Scope(query="party:nobody"), QueryError),
        ):
            with pytest.raises(error):
                pages(conn, scope)


def test_a_page_is_written_in_pieces_and_reads_no_further_than_it_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "many.db"
    synthetic.make(path, 700)
    told = 0
    each = whole.events

    def counted(*asked: object) -> Iterator[tuple[whole.Told, ...]]:
        nonlocal told
        for stretch in each(*asked):  # type: ignore[arg-type]
            told += len(stretch)
            yield stretch

    monkeypatch.setattr(whole, "events", counted)
    with read(path) as conn:
        pieces = pages(conn, Scope())
        begin = [*islice(pieces, 200)]
        assert 0 < told <= 2 * whole.STRETCH
        rest = [*pieces]
    assert told == 700
    assert max(map(len, (*begin, *rest))) < 50_000
    assert len([one for one in webpage.read("".join((*begin, *rest))).ids if one.startswith("event-")]) == 700


@pytest.mark.parametrize("shift", [0, 5, 10, 15])
def test_a_trap_in_every_text_of_a_store_stays_text(store_path: Path, shift: int) -> None:
    traps.trap(store_path, shift=shift)
    found = page(store_path)
    assert found.links == [], "an address with a trap before it is none"
    assert "x()" in found.text


@pytest.mark.parametrize("table", traps.LISTED)
def test_words_that_no_list_has_stay_text(store_path: Path, table: str) -> None:
    traps.trap(store_path, [(table, column) for column in traps.LISTED[table]])
    page(store_path)


def test_text_runs_in_its_own_direction(talks: Talks) -> None:
    path = talks(
        '[events.e]\ntype = "STATEMENT"\nstatus = "held"\ntitle = "שלום & more"\nstarts = "2026-03-01"\n'
        'summary = "סיכום"\nclaims = [{source = "post", quote = "ציטוט"}]\n'
    )
    text = html(path)
    assert "<bdi>שלום &amp; more</bdi>" in text
    assert '<p dir="auto">סיכום</p>' in text
    assert '<q dir="auto">ציטוט</q>' in text
