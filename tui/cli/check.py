"""`talks-tui check`: say what is wrong with a store."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.check import Report, check, mend
from db.checks.finding import many
from db.text import shown
from tui.cli.arguments import Parser, make

if TYPE_CHECKING:
    from tui.cli.options import Options

_HELP: Final = """\
examples:
  talks-tui check talks.db
  talks-tui check talks.db --fix
  talks-tui check talks.db --json | jq -r '.[] | select(.kind == "quote").text'

A line for each thing that is wrong, and status 1 if there is any: a damaged file, references that lead nowhere, records
without claims, quotes that aren't in the text they are from, dates that can't be read or sort wrongly, people and
sources that may be there twice, loops, caches that differ from the rows. Nothing is written; with --fix such caches are
made anew from the rows.
"""


def parser() -> Parser:
    """Return what reads its arguments."""
    reads = make("talks-tui check", "Say what is wrong with a store.", _HELP)
    reads.add_argument("store", type=Path, metavar="STORE", help="the store to look over")
    reads.add_argument("--json", action="store_true", help="a JSON list of what was found: kind, record, text")
    reads.add_argument("--fix", action="store_true", help="make caches that differ from the rows anew, then look")
    reads.set_defaults(run=run)
    return reads


def run(options: Options) -> int:
    """Print a line for each thing that is wrong, once what can be counted anew was; return 1 if anything is.

    Raises:
        StoreError: The store can't be opened, or is damaged beyond a list of its faults.
    """
    assert options.store is not None
    if options.fix and mend(options.store) and not options.json:
        print(shown(f"{options.store}: what is cached differed from the rows, and was counted anew."))
    report = check(options.store)
    if options.json:
        print(json.dumps([asdict(finding) for finding in report.findings], indent=2))  # ASCII: safe for a terminal
    elif report.findings:
        print("\n".join(shown(finding.text) for finding in report.findings))
    else:
        print(shown(f"{options.store}: nothing wrong ({_looked_at(report)})."))
    return 1 if report.findings else 0


def _looked_at(report: Report) -> str:
    counts = (report.events, "event"), (report.claims, "claim"), (report.documents, "document")
    return ", ".join(many(number, thing) for number, thing in counts)
