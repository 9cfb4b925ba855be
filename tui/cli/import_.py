"""`talks-tui import`: add what files hold to a store."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.errors import TalksFileError
from db.importing import How, import_file
from db.importing.report import RefusedError, Report
from db.text import shown
from tui.cli.arguments import Parser, make
from tui.cli.progress import Progress, Stopper
from tui.draw.imported import lines, would

if TYPE_CHECKING:
    from tui.cli.options import Options

_HELP: Final = """\
examples:
  talks-tui import talks.db round-3.toml
  talks-tui import talks.db events.csv --source "Our own log" --process "Peace talks" --dry-run
  talks-tui import talks.db acled-2026.csv --as acled --skip-bad
  talks-tui import talks.db log.csv --as log.csv.mapping.toml --source "Our own log"
  talks-tui import talks.db *.toml

A file is taken whole or not at all. Records that the store has already are compared by their slugs: what differs
is changed, what is the same is left alone, nothing is ever removed. The same file again adds nothing.

What a file is, its content says: a talks file (TOML or JSON), a table (CSV, TSV, XLSX), Popolo or TimelineJS (JSON),
a calendar (iCalendar), Discourse Network Analyzer (.dna). A table is read through a mapping; without one, a guess is
saved beside it, to be edited. A name means what the store calls so in any spelling; what nothing is called so is made
anew, and listed where it is like something known.

With --skip-bad, what has a fault is left out and written beside its file, as NAME.bad.csv, to be mended and imported
again; the status is 1 all the same.
"""


def parser() -> Parser:
    """Return what reads its arguments."""
    reads = make("talks-tui import", "Add what files hold to a store.", _HELP)
    reads.add_argument("store", type=Path, metavar="STORE", help="the store to add to")
    reads.add_argument("files", type=Path, nargs="+", metavar="FILE", help="what to add")
    reads.add_argument(
        "--as", dest="taken_for", metavar="FORMAT", help="what the files are: a format, a preset, or a mapping (TOML)"
    )
    reads.add_argument("--source", dest="said_by", metavar="NAME", help="whose word it is, where they don't say")
    reads.add_argument("--process", metavar="NAME", help="the negotiation that it is of, where they don't say")
    reads.add_argument("--dry-run", action="store_true", help="only say what would be added, changed, left out and why")
    reads.add_argument("--skip-bad", action="store_true", help="leave out what has a fault, and take the rest")
    reads.add_argument("--json", action="store_true", help="print a JSON object: files, a list of what became of each")
    reads.set_defaults(run=run)
    return reads


def run(options: Options) -> int:
    """Import each file, and say what it did; return 1 if anything was left out, 128 and its number after a signal.

    Raises:
        StoreError: The store can't be opened or written.
        TalksFileError: A file has faults; it was left out whole, those before it are in.
    """
    assert options.store is not None
    how = How(options.taken_for, options.said_by, options.process, options.dry_run, options.skip_bad)
    reports: list[Report] = []
    with Stopper() as stopper:
        for file in options.files:
            try:
                reports.append(_imported(options.store, file, how, stopper))
            except KeyboardInterrupt:
                print(shown(f"Stopped: nothing of {file} is in the store."), file=sys.stderr)
                break
            except TalksFileError as error:
                if isinstance(error, RefusedError):
                    reports.append(error.report)
                if options.json:
                    _print_json(options, reports, error)
                raise TalksFileError([*error.problems, *_before(options, file)]) from error
            if not options.json:
                _print(reports[-1], options.dry_run)
            if stopper.signal:
                print(shown(f"Stopped: {file} is in the store, what is after it is not."), file=sys.stderr)
                break
    if options.json:
        _print_json(options, reports)
    return 128 + stopper.signal if stopper.signal else int(any(report.left_out for report in reports))


def _imported(store: Path, file: Path, how: How, stopper: Stopper) -> Report:
    with Progress(file) as progress:
        stopper.sealed = False
        return import_file(store, file, replace(how, progress=progress, sealed=stopper.seal))


def _before(options: Options, file: Path) -> list[str]:
    """Say that files before a refused one are in, where there are some."""
    number = options.files.index(file)
    if not number or options.dry_run:
        return []
    before = "The file before it is" if number == 1 else f"The {number} files before it are"
    return [f"{before} in {options.store}."]


def _print(report: Report, dry_run: bool) -> None:
    print("\n".join(shown(text) for text in (would(report) if dry_run else lines(report))))
    if report.left_out and not dry_run:
        said = [f"{report.file}: {fault}" for bad in report.bad for fault in bad.faults]
        if report.more_bad:
            said.append(f"{report.file}: {report.more_bad:,} more have faults, which are not listed.")
        said.append(f"What was left out of {report.file} is in {report.rest}: mend it, and import that.")
        print("\n".join(map(shown, said)), file=sys.stderr)


def _print_json(options: Options, reports: list[Report], error: TalksFileError | None = None) -> None:
    """Print what became of each file, in ASCII, so that it is safe for a terminal."""
    done = {
        "store": str(options.store),
        "dry_run": options.dry_run,
        "files": [report.plain() for report in reports],
        "errors": list(error.problems) if error else [],
    }
    print(json.dumps(done, indent=2))
