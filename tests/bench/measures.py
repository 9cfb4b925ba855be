"""What is measured, each by a function that returns rows of the table."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from db.board import Look
from db.board import board as read
from db.importing import import_file
from db.overview import processes
from db.scope import Scope
from db.search import count
from db.suggest import answer
from db.timeline import window
from db.voices import voices
from tests import program
from tests.bench import synthetic
from tests.bench.instrument import Answer, Probe, percentile
from tests.db.helpers import reading

Row = tuple[str, str]

WALKS: Final = {
    "roster": ("1", "g", "j", 5),
    "positions": ("2", "g", "j", 6),
    "positions, to the side": ("2", "g", "l", 4),
    "timeline": ("3", "g", "j", 5),
    "detail": ("4", "g", "j", 3),
}
"""For each pane: the keys that go there and to its start, the key that is measured, and how often before it scrolls."""


@contextmanager
def board(
    store: Path, home: Path, size: tuple[int, int] = (120, 40), env: Mapping[str, str] | None = None
) -> Iterator[Probe]:
    """The program on a store, once it has come to rest."""
    with Probe([*program.COMMAND, store], size=size, env=program.environment(home, **env or {})) as probe:
        probe.first(b"1 Delegations")
        probe.wait_for(r"4 Detail · \S")
        probe.quiet()
        yield probe


def start(store: Path, home: Path, rounds: int) -> list[Row]:
    """How long until the first frame with data stands, against the least that a Textual program needs."""
    env = program.environment(home)
    hello: list[float] = []
    ours: list[float] = []
    whole: list[float] = []
    for _ in range(rounds):  # by turns, so that whatever else the machine does meets both
        with Probe([sys.executable, "-m", "tests.bench.hello"], env=env) as probe:
            hello.append(probe.first(b"hello, world"))
        with Probe([*program.COMMAND, store], env=env) as probe:
            ours.append(probe.first(b" events"))  # in the header, drawn with the rest
            probe.quiet()
            whole.append(probe.pieces[-1][0] - probe.started)
    return [
        ("start, hello world", _spread([1000 * value for value in hello], "ms")),
        ("start, first frame with data", _spread([1000 * value for value in ours], "ms")),
        ("start, the detail stands too and all is quiet", _spread([1000 * value for value in whole], "ms")),
        ("start, ratio of medians", f"{median(ours) / median(hello):.2f}"),
    ]


def walk(probe: Probe, name: str, times: int) -> list[Answer]:
    """Press the key of a walk `times` times, going back to its start before it would scroll."""
    to, back, key, room = WALKS[name]
    answers: list[Answer] = []
    probe.key(to)
    while len(answers) < times:
        probe.key(back)
        if name.endswith("side"):
            probe.key("j")  # off the heading
            for _ in range(room):
                probe.key("h")
        answers += [probe.key(key) for _ in range(min(room, times - len(answers)))]
    return answers


def moving(store: Path, home: Path, times: int) -> list[Row]:
    """What one step of the cursor costs in each pane."""
    rows = []
    with board(store, home) as probe:
        for name in WALKS:
            answers = walk(probe, name, times)
            rows.append((f"{name}: a step, bytes", _spread([float(answer.near) for answer in answers], "")))
            rows.append((f"{name}: a step", _spread([answer.took for answer in answers], "ms")))
            follows = [float(answer.far) for answer in answers if answer.far]
            if follows:
                rows.append((f"{name}: the detail that follows, bytes", _spread(follows, "")))
                settled = [answer.settled for answer in answers if answer.far]
                rows.append((f"{name}: until the detail stands", _spread(settled, "ms")))
        probe.key("3")
        pages = [probe.key(key) for key in ("pagedown", "pageup") * max(1, times // 4)]
        rows.append(("timeline: a page, bytes", _spread([float(page.near) for page in pages], "")))
        rows.append(("timeline: a page", _spread([page.took for page in pages], "ms")))
        memory = probe.memory()
        if memory is not None:
            rows.append(("memory after all that", f"{memory:.0f} MB"))
    return rows


def resting(store: Path, home: Path, seconds: float) -> list[Row]:
    """What it costs to leave the board open."""
    with board(store, home) as probe:
        before = probe.cpu()
        sent = probe.watch(seconds)
        after = probe.cpu()
    rows = [(f"idle for {seconds:.0f} s, bytes", f"{sent}")]
    if before is not None and after is not None:
        rows.append((f"idle for {seconds:.0f} s, processor", f"{100 * (after - before) / seconds:.1f} %"))
    return rows


NEWS: Final = """
format = 1
process = "{process}"
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


def following(store: Path, home: Path, process: str, events: int, times: int) -> list[Row]:
    """How long it takes until what somebody else has committed is on the board."""
    waits: list[float] = []
    news = home / "news.toml"
    with board(store, home) as probe:
        for number in range(1, times + 1):
            news.write_text(NEWS.format(process=process, number=number), encoding="utf-8")
            import_file(store, news)
            committed = perf_counter()
            probe.wait_for(rf"\b{events + number:,} events")
            waits.append(1000 * (probe.pieces[-1][0] - committed))
            probe.quiet()
    return [("a commit elsewhere, until it is on the board", _spread(waits, "ms"))]


def hearing(store: Path, home: Path, times: int) -> list[Row]:
    """How long all panes take to be read on another voice's word, against a store of 1,000 events read by turns."""
    small = home / "small.db"
    synthetic.make(small, 1000)
    took: dict[tuple[bool, bool], list[float]] = {
        (large, hide): [] for large in (False, True) for hide in (False, True)
    }
    with reading(small) as few, reading(store) as many:
        stores = ((few, voices(few)), (many, voices(many)))
        for turn in range(times * 4):
            for large, (conn, known) in enumerate(stores):
                for hide in (False, True):
                    scope = Scope(word=known[turn % len(known)].key, hide_silent=hide)
                    begun = perf_counter()
                    read(conn, Look(scope))
                    took[bool(large), hide].append(1000 * (perf_counter() - begun))
    rows = []
    for hide, name in ((False, "another voice"), (True, "another voice, silence hidden")):
        few_took, many_took = took[False, hide], took[True, hide]
        rows.append((f"{name}: all panes are read", _spread(many_took, "ms")))
        ratio = percentile(many_took, 0.95) / percentile(few_took, 0.95)
        rows.append((f"{name}: p95 against that at 1,000 events", f"{ratio:.2f}"))
    return rows


def standing(store: Path, home: Path, times: int) -> list[Row]:
    """How long all panes take to be read as of another day, against a store of 1,000 events read by turns."""
    small = home / "small-days.db"
    synthetic.make(small, 1000, positions=5000)
    took: tuple[list[float], list[float]] = [], []
    with reading(small) as few, reading(store) as many:
        for turn in range(times * 4):
            day = synthetic.day_of(turn * 37 % 100)
            for conn, mine in zip((few, many), took, strict=True):
                begun = perf_counter()
                read(conn, Look(Scope(as_of=day)))
                mine.append(1000 * (perf_counter() - begun))
    ratio = percentile(took[1], 0.95) / percentile(took[0], 0.95)
    return [
        ("as of another day: all panes are read", _spread(took[1], "ms")),
        ("as of another day: p95 against that at 1,000 events", f"{ratio:.2f}"),
    ]


TYPED: Final = (
    "bridge",
    "river patrol",
    '"near the',
    "envoy of north",
    "harbour party:north",
    "round 42",
    "kind:accuse tower",
)
"""What is typed into the search box, letter by letter."""

FILTERS: Final = ("bridge", "bridge river", "party:{party}", "kind:accuse contested:", "since:2020 until:2020-06")
"""What the timeline is filtered by."""


def finding(store: Path, times: int) -> list[Row]:
    """How long the first results take at each letter that is typed, and a window of a timeline that is filtered."""
    first: list[float] = []
    counted: list[float] = []
    windows: list[float] = []
    with reading(store) as conn:
        for text in TYPED * max(1, times // 5):
            for length in range(1, len(text) + 1):
                begun = perf_counter()
                found = answer(conn, text[:length], Scope(), 50)
                first.append(1000 * (perf_counter() - begun))
                if found.results is not None and found.results.more:
                    begun = perf_counter()
                    count(conn, found.results.query, Scope())
                    counted.append(1000 * (perf_counter() - begun))
        process = max(processes(conn), key=lambda one: one.events)
        (party,) = conn.execute("SELECT slug FROM records WHERE kind = 'party' ORDER BY id LIMIT 1").fetchone()
        for query in (text.format(party=party) for text in FILTERS):
            near = None
            for _ in range(times):
                begun = perf_counter()
                found_window = window(conn, process.id, Scope(query=query), near)
                windows.append(1000 * (perf_counter() - begun))
                near = found_window.entries[-1].key if found_window.entries else None
    return [
        ("find: first results, at each letter typed", _spread(first, "ms")),
        ("find: how much there is in all", _spread(counted or [0], "ms")),
        ("timeline with a filter: a window", _spread(windows, "ms")),
    ]


def _spread(values: list[float], unit: str) -> str:
    middle, high = median(values), percentile(values, 0.95)
    digits = 1 if unit and middle < 100 else 0
    return f"{middle:,.{digits}f} / {high:,.{digits}f} {unit}".rstrip()
