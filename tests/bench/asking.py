"""How long the store takes to answer, without a screen: what is filtered, on another word, as of another day."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import Final

from db.board import Look
from db.board import board as read
from db.briefing import briefing
from db.importing import import_file
from db.overview import processes
from db.scope import Scope
from db.search import count
from db.suggest import answer
from db.timeline import window
from db.voices import voices
from tests.bench import synthetic
from tests.bench.searching import COMMON, RARE
from tests.bench.stores import Made, Options, board, readings
from tests.bench.table import Row

FILTERS: Final = (
    "bridge",
    "bridge river",
    "party:north",
    "kind:accuse contested:",
    "since:2020 until:2020-06",
    "-bridge",
)
"""What is looked for, and what the timeline is filtered by."""

Question = Callable[[sqlite3.Connection, int], object]
"""What is asked of a store, and how often it was asked before."""


def sql(stores: Sequence[Made], options: Options) -> Iterator[Row]:
    """Ask each store by turns."""
    with readings(stores) as conns:
        known = [voices(conn) for conn in conns]
        keys = {id(conn): [voice.key for voice in mine] for conn, mine in zip(conns, known, strict=True)}

        def on_a_word(conn: sqlite3.Connection, turn: int, hide: bool = False) -> object:
            mine = keys[id(conn)]
            return read(conn, Look(Scope(word=mine[turn % len(mine)], hide_silent=hide)))

        def as_of(conn: sqlite3.Connection, turn: int) -> object:
            return read(conn, Look(Scope(as_of=synthetic.day_of(turn * 37 % 100))))

        def briefed(conn: sqlite3.Connection, turn: int) -> object:
            mine = keys[id(conn)]
            scope = Scope(word=mine[turn % len(mine)], as_of=synthetic.day_of(turn * 37 % 100))
            return briefing(conn, processes(conn)[0], scope)

        times = max(options.steps, 10)
        yield _asked("all panes, now", conns, lambda conn, _: read(conn, Look(Scope())), times)
        yield _asked("all panes, on another word", conns, on_a_word, times)
        yield _asked("all panes, silence hidden", conns, lambda conn, turn: on_a_word(conn, turn, True), times)
        yield _asked("all panes, as of another day", conns, as_of, times)
        yield _asked("a briefing, now", conns, lambda conn, _: briefing(conn, processes(conn)[0], Scope()), times)
        yield _asked("a briefing, on another word as of another day", conns, briefed, times)
        for what, texts, target in (("common words", COMMON, "p95 ≤ 160 ms"), ("rare words", RARE, "p95 ≤ 50 ms")):
            yield _asked(f"find, {what}", conns, _find(texts), len(texts) * max(1, times // 5), target)
        yield _asked("find, filters", conns, _find(FILTERS), len(FILTERS) * max(1, times // 5), "p95 ≤ 160 ms")
        yield _asked("find, how much there is in all", conns, _count, len(COMMON))
        yield _asked("timeline with a filter: a window", conns, _window, len(FILTERS) * 2)


def _asked(what: str, conns: Sequence[sqlite3.Connection], ask: Question, times: int, target: str = "") -> Row:
    took: list[list[float]] = [[] for _ in conns]
    for turn in range(times):
        for conn, mine in zip(conns, took, strict=True):
            begun = perf_counter()
            ask(conn, turn)
            mine.append(1000 * (perf_counter() - begun))
    return Row(f"asked: {what}", "ms", took, target)


def _find(texts: Sequence[str]) -> Question:
    return lambda conn, turn: answer(conn, texts[turn % len(texts)], Scope(), 50)


def _count(conn: sqlite3.Connection, turn: int) -> object:
    found = answer(conn, COMMON[turn % len(COMMON)], Scope(), 50).results
    return count(conn, found.query, Scope()) if found is not None else None


def _window(conn: sqlite3.Connection, turn: int) -> object:
    process = max(processes(conn), key=lambda one: one.events)
    return window(conn, process.id, Scope(query=FILTERS[turn % len(FILTERS)]), None)


NEWS: Final = """
format = 1
process = "synthetic"
[sources.ticker]
publisher = "Ticker"
short = "TI"
title = "News"
published = "2026-03-01"
[events.news-{number}]
type = "STATEMENT"
status = "held"
title = "News {number}"
starts = "2026-03-01"
claims = [{{source = "ticker", locator = {number}}}]
"""


def following(stores: Sequence[Made], options: Options) -> Iterator[Row]:
    """How long it takes until what somebody else has committed is on the board."""
    waits: list[list[float]] = []
    for one in stores:
        mine: list[float] = []
        copy, news = one.home / "followed.db", one.home / "news.toml"
        shutil.copy(one.path, copy)
        with board(copy, one.home) as probe:
            for number in range(1, options.rounds + 1):
                news.write_text(NEWS.format(number=number), encoding="utf-8")
                import_file(copy, news)
                committed = perf_counter()
                probe.wait_for(rf"\b{one.events + number:,} events")
                mine.append(1000 * (probe.pieces[-1][0] - committed))
                probe.quiet()
        copy.unlink()
        waits.append(mine)
    yield Row("a commit elsewhere, until it is on the board", "ms", waits, "p50 ≤ 500 ms")
