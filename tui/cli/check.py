"""`talks-tui check`: say what is wrong with a store."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from db.check import Report, check, mend
from db.checks.finding import many
from db.text import shown

if TYPE_CHECKING:
    from tui.cli.options import Options


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
