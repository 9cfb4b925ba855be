"""`talks-tui export`: hand on what a store holds, in a format of this program's or of others."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db import defence, watching
from db.board import snapshot
from db.defence import each
from db.errors import StoreError, UsageError
from db.exporting.selection import Selection, select
from db.exporting.writing import in_place_of, write_text
from db.scope import Scope
from db.steps import typed
from db.text import shown
from db.voices import find
from tui.cli.arguments import Parser, make
from tui.cli.progress import Stopper

if TYPE_CHECKING:
    from db.overview import Process
    from db.watching import Connection
    from tui.cli.options import Options

_HELP: Final = """\
examples:
  talks-tui export talks.db > talks.toml
  talks-tui export talks.db -o talks.json
  talks-tui export talks.db --format csv -o tables
  talks-tui export talks.db --where "kind:round status:planned" -o rounds.ics
  talks-tui export talks.db --as-of 2026-01-30 --word moscow -o then.toml
  talks-tui export talks.db -o talks.html

formats: toml and json, talks files with all that the store holds: imported into an empty store, they make the same one;
csv, a file for each table, into a folder or a .zip; popolo, JSON with people, organizations, memberships and events;
ical, a calendar of the events; timelinejs, JSON for a timeline on a web page; html, one page to read, print or put on
the web, which loads and runs nothing. Without --format the ending of -o says which, or else it is toml. Who changed
what and when stays in the store.

--where takes the words and filters of the search box. What they keep brings along what it refers to, so that a talks
file imports by itself. --as-of shows what had happened or been announced by a day, --word how one voice tells it: the
records are the same, with its names and values, and of the claims its own.

A file is put in its place once it is whole. One that is there already is only replaced with --force; of a folder, the
files of the export.
"""

Text = Callable[[Selection], Iterator[str]]
Files = Callable[[Selection, Path], None]


@dataclass(frozen=True)
class Format:
    """A format that can be written.

    Attributes:
        endings: Of the names of its files.
        text: Returns what yields it as text, for those that are one; loaded when it is asked for.
    """

    endings: tuple[str, ...]
    text: Callable[[], Text] | None = None


def _toml() -> Text:
    from db.exporting.talks import toml  # noqa: PLC0415

    return toml


def _json() -> Text:
    from db.exporting.talks_json import talks_json  # noqa: PLC0415

    return talks_json


def _popolo() -> Text:
    from db.exporting.popolo import popolo  # noqa: PLC0415

    return popolo


def _ical() -> Text:
    from db.exporting.ical import ical  # noqa: PLC0415
    from tui.draw.days import human  # noqa: PLC0415

    return lambda selection: ical(selection, human)


def _timelinejs() -> Text:
    from db.exporting.timelinejs import timelinejs  # noqa: PLC0415
    from tui.draw.days import human  # noqa: PLC0415

    return lambda selection: timelinejs(selection, human)


def _html() -> Text:
    from db.overview import processes  # noqa: PLC0415
    from tui.draw.page import pages  # noqa: PLC0415

    def text(selection: Selection) -> Iterator[str]:
        known = processes(selection.conn)
        if selection.scope.process is None and len(known) > 1:
            selection.notes.append(f"The page is of {known[0].slug}; --process names another: {_listed(known[1:])}.")
        return pages(selection.conn, selection.scope)

    return text


def _listed(known: Sequence[Process]) -> str:
    few = ", ".join(process.slug for process in known[:8])
    return f"{few} and {len(known) - 8} more" if len(known) > 8 else few


FORMATS: Final = {
    "toml": Format((".toml",), _toml),
    "json": Format((".json",), _json),
    "csv": Format((".zip", ".csv")),  # files of its own: `_csv`
    "popolo": Format((), _popolo),
    "ical": Format((".ics",), _ical),
    "timelinejs": Format((), _timelinejs),
    "html": Format((".html", ".htm"), _html),
}
"""Every format by the name that it has on the command line."""


def parser() -> Parser:
    """Return what reads its arguments."""
    reads = make("talks-tui export", "Hand on what a store holds: whole, in part, as of a day, on one word.", _HELP)
    reads.add_argument("store", type=Path, metavar="STORE", help="the store to read")
    reads.add_argument("--format", choices=FORMATS, metavar="F", help=", ".join(FORMATS))
    reads.add_argument("--process", metavar="SLUG", help="one negotiation only, where the store holds several")
    reads.add_argument("--as-of", metavar="DAY", help="what was known on a day, such as 2026-01-30 or “30 jan”")
    reads.add_argument("--word", metavar="VOICE", help="on one voice's word: an outlet or a side")
    reads.add_argument("--where", metavar="FILTERS", default="", help="what these keep, such as 'party:us since:feb'")
    reads.add_argument("-o", "--out", type=Path, metavar="FILE", help="where to write it; else to standard output")
    reads.add_argument("--force", action="store_true", help="replace what is there")
    reads.set_defaults(run=run)
    return reads


def run(options: Options) -> int:
    """Write an export, and say what had to be left out of it.

    Raises:
        StoreError: The store can't be opened or read, or doesn't hold what is asked for.
        UsageError: A day, a voice or a filter can't be understood, or the format needs a place.
        TalksError: It can't be written there.
    """
    assert options.store is not None
    gc.enable()  # off since the start, and there is no end to what a long export makes and lets go
    name = options.format or _format_of(options.out)
    with Stopper() as stopper:
        try:
            notes = _print(options, name) if _printed(options) else _write(options, name)
        except (KeyboardInterrupt, StoreError):  # SQLite has its own word for being broken off
            if not stopper.signal:
                raise
            return 128 + stopper.signal
    for note in notes:
        print(shown(note), file=sys.stderr)
    return 0


def _printed(options: Options) -> bool:
    return options.out is None or str(options.out) == "-"


def _format_of(out: Path | None) -> str:
    """Return the format that a file's ending says, or the one for everything else."""
    ending = out.suffix.lower() if out is not None else ""
    return next((name for name, known in FORMATS.items() if ending in known.endings), "toml")


def _selected(conn: Connection, options: Options) -> Selection:
    defence.unhurried(conn)  # what is taken may take long to find; each piece of it has the usual patience again
    scope = Scope(process=options.process)
    as_of = typed(conn, scope, options.as_of) if options.as_of is not None else None
    word = find(conn, options.word) if options.word is not None else None
    return select(conn, Scope(process=options.process, as_of=as_of, word=word, query=options.where))


def _write(options: Options, name: str) -> list[str]:
    """Write an export to its place, and say so; return the notes on it."""
    assert options.store is not None
    assert options.out is not None
    _refuse_one_table(options.out, name)
    folder = FORMATS[name].text is None and not _zips(options.out)
    with in_place_of(options.out, options.force, options.store, folder) as building:
        notes = watching.read(options.store, lambda conn: _build(conn, options, name, building))
    print(shown(f"Wrote {options.out} ({name})."))
    return notes


def _build(conn: Connection, options: Options, name: str, into: Path) -> list[str]:
    """Write an export under a name that isn't its own yet: if the store changes meanwhile, it is asked again."""
    with snapshot(conn):
        selection = _selected(conn, options)
        text = FORMATS[name].text
        if text is not None:
            write_text(into, each(conn, text()(selection)))
        else:
            _csv(options.out)(selection, into)
        return selection.notes


def _csv(out: Path | None) -> Files:
    from db.exporting.tables import tables, zipped  # noqa: PLC0415

    return zipped if _zips(out) else tables


def _zips(out: Path | None) -> bool:
    return out is not None and out.suffix.lower() == ".zip"


def _refuse_one_table(out: Path | None, name: str) -> None:
    if name == "csv" and (out is None or out.suffix.lower() == ".csv"):
        raise UsageError("CSV is a file for each table: say where with -o FOLDER or -o FILE.zip.")


def _print(options: Options, name: str) -> list[str]:
    """Print an export; return the notes on it."""
    assert options.store is not None
    _refuse_one_table(None, name)
    text = FORMATS[name].text
    assert text is not None
    write = text()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # as all of these formats are, whatever the terminal is
    begun = False

    def printed(conn: Connection) -> list[str]:
        nonlocal begun
        if begun:
            raise StoreError(f"{options.store} changed while it was read, so this isn’t whole: write it to a file, -o.")
        with snapshot(conn):
            selection = _selected(conn, options)
            for piece in each(conn, write(selection)):
                begun = True
                sys.stdout.write(piece)
            return selection.notes

    return watching.read(options.store, printed)
