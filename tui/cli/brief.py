"""`talks-tui brief`: one page that an editor would keep, every line with its source."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db import watching
from db.board import snapshot
from db.briefing import briefing
from db.errors import StoreError
from db.exporting.writing import in_place_of, write_text
from db.overview import pick, processes
from db.scope import Scope
from db.steps import typed
from db.text import shown
from db.voices import find
from tui.cli.arguments import Parser, make
from tui.draw.brief import Page, as_object, page
from tui.draw.brief.html import html
from tui.draw.brief.md import markdown
from tui.draw.brief.text import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from db.watching import Connection
    from tui.cli.options import Options

_HELP: Final = """\
examples:
  talks-tui brief talks.db
  talks-tui brief talks.db -o briefing.html
  talks-tui brief talks.db --as-of 2026-01-30 --format text | mail -s "Talks" desk@example.org
  talks-tui brief talks.db --since "round 1" --word moscow

It tells what happened and what was said, who is in the room (changes first), where the sides stand, what moved, what is
contested and by whom, and what is next: a few lines of each, the others counted, each line with its sources as numbered
notes. What nobody is on record as having said is left out, and counted.

It is of the days since the round before the newest ended; where there was none, since the newest began, and without any
round of the last seven days on record. --since gives another first day, or a round, after whose end it begins.

Without --format the ending of -o says which, or else it is Markdown. A file is put in its place once it is whole; one
that is there already is only replaced with --force.

--json prints an object: title, about, sections (heading, lines: record, lead, text, notes; rest), notes (number,
source, title, author, published, locators, url). A record is the id of a row of the store's table “records”.
"""

FORMATS: Final[Mapping[str, Callable[[Page], str]]] = {
    "md": lambda found: "".join(f"{line}\n" for line in markdown(found)),
    "html": lambda found: "".join(html(found)),
    "text": lambda found: "".join(f"{line}\n" for line in text(found)),
}


def parser() -> Parser:
    """Return what reads its arguments."""
    reads = make("talks-tui brief", "Brief an editor: one page on the talks, every line with its source.", _HELP)
    reads.add_argument("store", type=Path, metavar="STORE", help="the store to read")
    reads.add_argument("--as-of", metavar="DAY", help="as the talks stood on a day, such as 2026-01-30 or “30 jan”")
    reads.add_argument(
        "--since", metavar="DAY", help="the first day that it covers, or a round after whose end it begins"
    )
    reads.add_argument("--word", metavar="VOICE", help="on one voice's word alone: an outlet or a side")
    reads.add_argument("--process", metavar="SLUG", help="the negotiation, where the store holds several")
    how = reads.add_mutually_exclusive_group()
    how.add_argument("--format", choices=[*FORMATS], help="Markdown (as long as nothing is said), HTML or text")
    how.add_argument("--json", action="store_true", help="print a JSON object")
    reads.add_argument("-o", "--out", type=Path, metavar="FILE", help="where to write it; else to standard output")
    reads.add_argument("--force", action="store_true", help="replace what is there")
    reads.set_defaults(run=run)
    return reads


def run(options: Options) -> int:
    """Print a briefing, or write it to a file.

    Raises:
        StoreError: The store can't be opened, or doesn't hold the negotiation.
        UsageError: A day can't be read or is after the one that it is as of, or no voice is called as typed.
        TalksError: It can't be written there.
    """
    assert options.store is not None
    name = options.format or _format_of(options.out)
    written = watching.read(options.store, lambda conn: _briefed(conn, options, name))
    if options.out is None or str(options.out) == "-":
        if name == "html" and isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # as the page says, whatever the terminal is
        sys.stdout.write(written)
        return 0
    with in_place_of(options.out, options.force, options.store) as building:
        write_text(building, [written])
    print(shown(f"Wrote {options.out}."))
    return 0


def _format_of(out: Path | None) -> str:
    """Return the format that a file's ending says, or the one for everything else."""
    return {".html": "html", ".htm": "html", ".txt": "text"}.get(out.suffix.lower() if out is not None else "", "md")


def _briefed(conn: Connection, options: Options, name: str) -> str:
    """Return what is to be printed: drawn here, where what of a damaged store can't be drawn has a sentence."""
    with snapshot(conn):
        scope = Scope(process=options.process, word=find(conn, options.word) if options.word is not None else None)
        process = pick(processes(conn), scope)
        if process is None:
            raise StoreError(f"{options.store} holds no negotiation: import a talks file into it first.")
        if options.as_of is not None:
            scope = replace(scope, as_of=typed(conn, scope, options.as_of))
        found = page(briefing(conn, process, scope, options.since or ""))
        if options.json:
            return f"{json.dumps(as_object(found), indent=2)}\n"  # in ASCII, so that it is safe for a terminal
        return FORMATS[name](found)
