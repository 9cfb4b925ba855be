"""What the tests of the checks share: a story without a fault, and ways to put one in that no import lets by."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from db.check import check
from db.checks.finding import Finding

Talks = Callable[[str], Path]

STORY = """
claims = [{source = "post", locator = 1}]

[[process_parties]]
party = "alpha"
role = "negotiator"
side = "A"
claims = [{source = "post", locator = 2}]

[[offices]]
person = "ann"
party = "alpha"
title = "Envoy"
since = "2025"
until = "2026-03"
claims = [{source = "post", locator = 3}]

[events.round]
type = "ROUND"
status = "held"
title = "Round"
starts = "2026-02-04"
ends = "2026-02-05"
place = "town"
claims = [
  {source = "post", locator = 4, property = "starts", value = "2026-02-04"},
  {source = "gazette", locator = 1, property = "starts", value = "2026-02-05"},
]
[[events.round.parties]]
party = "alpha"
role = "attendee"
roster = "full"
claims = [{source = "post", locator = 5}]
delegates = [{person = "ann", role = "head", status = "present", claims = [{source = "post", locator = 5}]}]

[events.answer]
type = "STATEMENT"
status = "held"
title = "Answer"
starts = "[..2026-02-04]"
claims = [
  {source = "post", locator = 6, speaker = "ann", on_behalf_of = "alpha", quote = "not an inch", said_on = "2026-02"},
]
links = [{kind = "responds_to", to = "round"}]

[[positions]]
party = "alpha"
issue = "land"
date = "2026-02-03?"
stance = 2
summary = "Alpha wants it."
claims = [{source = "post", locator = 7}]

[[documents]]
source = "post"
text = '''
The talks began. “Not  an
inch”, said Ann, who was in no hurry to leave the town.
'''
"""
"""What follows the cast of `tests.db.helpers`, whose last table is an issue; nothing is wrong with the two."""


def spoil(path: Path, *statements: str) -> None:
    """Change a store behind the program's back, whatever its foreign keys say."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        for statement in statements:
            conn.execute(statement)


def findings(path: Path, kind: str) -> list[tuple[str, str]]:
    """Where each fault of one kind is, and what is said of it; there may be none of another kind.

    What was spoiled makes the caches of it stale too, which is told of caches alone.
    """
    found = check(path).findings
    assert {finding.kind for finding in found} <= {kind, "cache"}, found
    return [(finding.record, finding.text) for finding in found if finding.kind == kind]


def of_kind(path: Path, kind: str) -> list[Finding]:
    """The faults of one kind, where there may be others."""
    return [finding for finding in check(path).findings if finding.kind == kind]
