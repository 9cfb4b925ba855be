"""All that can be read of a store, drawn as the screen and the prints do, without either: for stores that are foreign.

for name, read in READINGS.items():
    with reading_of(path) as conn:
        lines = [*read(conn)]
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from db import store
from db.board import Look, board, snapshot
from db.briefing import briefing
from db.check import check
from db.compare import compare
from db.detail import detail
from db.document import document
from db.exporting.selection import select
from db.exporting.tables import tables
from db.exporting.talks import toml
from db.history import history
from db.ledger import ledger
from db.moments import moments
from db.news import news
from db.overview import pick, processes
from db.scope import Scope, Subject
from db.seen import Seen
from db.suggest import answer
from db.versus import versus
from db.voices import voices
from tui.cli.export import FORMATS
from tui.draw import brief
from tui.draw import compare as compare_
from tui.draw import detail as detail_
from tui.draw import found as found_
from tui.draw import history as history_
from tui.draw import ledger as ledger_
from tui.draw import news as news_
from tui.draw import periods as periods_
from tui.draw import text as text_
from tui.draw import timeline as timeline_
from tui.draw import versus as versus_
from tui.draw.brief import rows as brief_rows
from tui.draw.brief.html import html
from tui.draw.brief.md import markdown
from tui.draw.brief.text import text
from tui.draw.page import pages
from tui.draw.printed import printed
from tui.draw.spans import Row, plain

WIDTH: Final = 118
FEBRUARY: Final = 20488
"""4 February 2026, in days from 1970: what the bundled talks are about."""

Reading = Callable[[sqlite3.Connection], Iterator[str]]


@contextmanager
def reading_of(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a store as each part of the program does, for one answer.

    Raises:
        StoreError: It can't be opened or read.
    """
    with closing(store.read_only(path)) as conn, store.explained(path), snapshot(conn):
        yield conn


def checked(path: Path) -> list[str]:
    """Return what `check` finds.

    Raises:
        StoreError: It can't be opened, or is damaged beyond a list of its faults.
    """
    return [finding.text for finding in check(path).findings]


def _drawn(rows: Iterable[Row]) -> Iterator[str]:
    return (plain(row.line) for row in rows)


def _boards(conn: sqlite3.Connection) -> Iterator[str]:
    conn.execute("COMMIT")  # a board is of a moment of its own
    known = [voice.key for voice in voices(conn)]
    for scope in (
        Scope(), Scope(contested_only=True), Scope(as_of=FEBRUARY - 5), Scope(newest_first=False),
        *(Scope(word=key, hide_silent=True) for key in known[:1]), Scope(query="envoys since:jan"),
    ):  # fmt: skip
        yield from printed(board(conn, Look(scope), whole=True), WIDTH)
    yield from _drawn(timeline_.Rows(board(conn, Look(Scope())).window, WIDTH))
    conn.execute("BEGIN")


def _process(conn: sqlite3.Connection) -> int:
    found = pick(processes(conn), Scope())
    return found.id if found else 0


def _details(conn: sqlite3.Connection) -> Iterator[str]:
    for (record,) in conn.execute("SELECT id FROM records WHERE id % 9 = 0").fetchall():
        found = detail(conn, Subject(record))
        if found is not None:
            yield detail_.title(found)
            yield from _drawn(detail_.rows(found, WIDTH, set_aside=True))


def _finds(conn: sqlite3.Connection) -> Iterator[str]:
    for query in ("truce", "kind:claim", "umerov -peskov", "since:jan contested: r", "party:rus", "grid text"):
        yield from _drawn(found_.rows(answer(conn, query, Scope()), Scope(), WIDTH))


def _ledger(conn: sqlite3.Connection) -> Iterator[str]:
    return _drawn(ledger_.rows(ledger(conn, _process(conn)), WIDTH))


def _compared(conn: sqlite3.Connection) -> Iterator[str]:
    process = _process(conn)
    known = moments(conn, process)
    found = compare(conn, process, known.read("24 jan 2026"), known.now, Scope())
    yield compare_.title(found)
    yield from _drawn(compare_.rows(found, WIDTH))


def _briefings(conn: sqlite3.Connection) -> Iterator[str]:
    process = pick(processes(conn), Scope())
    known = [voice.key for voice in voices(conn)]
    for scope in (Scope(), Scope(as_of=FEBRUARY - 5), *(Scope(word=key) for key in known[:1])) if process else ():
        assert process is not None
        page = brief.page(briefing(conn, process, scope))
        yield from _drawn(brief_rows.rows(page, WIDTH))
        for written in (markdown(page), text(page), html(page)):
            yield from "\n".join(written).splitlines()


def _histories(conn: sqlite3.Connection) -> Iterator[str]:
    cells = "SELECT issue, party FROM positions GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 4"
    for issue, party in conn.execute(cells).fetchall():
        found = history(conn, issue, party, Scope())
        yield history_.title(found)
        yield from _drawn(history_.rows(found, WIDTH))


def _accounts(conn: sqlite3.Connection) -> Iterator[str]:
    contested = "SELECT record FROM record_state ORDER BY claims DESC LIMIT 6"
    for (record,) in conn.execute(contested).fetchall():
        for by in ("voice", "outlet"):
            yield from _drawn(versus_.rows(versus(conn, record, by), WIDTH))


def _texts(conn: sqlite3.Connection) -> Iterator[str]:
    for (source,) in conn.execute("SELECT id FROM sources").fetchall():
        found = document(conn, source)
        if found is not None:
            yield from _drawn(text_.Page(found, WIDTH))


def _news(conn: sqlite3.Connection) -> Iterator[str]:
    return _drawn(news_.rows(news(conn, Seen(0)), WIDTH))


def _afar(conn: sqlite3.Connection) -> Iterator[str]:
    conn.execute("COMMIT")
    for unit in ("week", "year"):
        found = board(conn, Look(Scope(), unit=unit)).afar
        if found is not None:
            yield from _drawn(periods_.Rows(found, WIDTH))
    conn.execute("BEGIN")


def _exports(conn: sqlite3.Connection) -> Iterator[str]:
    then = Scope(as_of=FEBRUARY - 5, word=next((voice.key for voice in voices(conn)), None))
    yield from "".join(toml(select(conn, then))).split("\n")
    for name, known in FORMATS.items():
        if known.text is not None and name != "html":  # which is read as `pages`
            text = "".join(known.text()(select(conn, Scope())))
            yield from re.sub("\r\n ?", lambda end: "" if end[0][2:] else "\n", text).split("\n")  # folded lines whole
    with TemporaryDirectory() as folder:
        tables(select(conn, Scope()), Path(folder, "tables"))
        for file in Path(folder, "tables").iterdir():
            yield from file.read_text(encoding="utf-8-sig").split("\n")


def _pages(conn: sqlite3.Connection) -> Iterator[str]:
    for scope in (Scope(), Scope(as_of=FEBRUARY - 5, newest_first=False)):
        yield from "".join(pages(conn, scope)).split("\n")


READINGS: Final[Mapping[str, Reading]] = {
    "boards": _boards, "details": _details, "finds": _finds, "ledger": _ledger, "compared": _compared,
    "histories": _histories, "accounts": _accounts, "texts": _texts, "news": _news, "afar": _afar, "pages": _pages,
    "exports": _exports, "briefings": _briefings,
}  # fmt: skip
"""What can be read, by name; each is read in a transaction of its own."""
