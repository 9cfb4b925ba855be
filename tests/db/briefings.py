"""What tests of briefings share: reading one, and talks with sources to make it of."""

from __future__ import annotations

from pathlib import Path

from db.briefing import Briefing, briefing
from db.overview import pick, processes
from db.scope import Scope
from tests.db.helpers import reading
from tests.db.stories import claims, parties, round_of, statement

POST = '{source = "post", locator = "1"}'
SOURCED = claims(POST)


def brief(path: Path, scope: Scope | None = None, begins: str = "") -> Briefing:
    """The briefing of the largest negotiation of a store, or of the one in scope."""
    with reading(path) as conn:
        scope = scope or Scope()
        process = pick(processes(conn), scope)
        assert process is not None
        return briefing(conn, process, scope, begins)


def january(path: Path, scope: Scope | None = None) -> Briefing:
    """The same, of all that is new since the first day of 2026."""
    return brief(path, scope, "2026-01-01")


def deed(number: int, day: str, more: str = SOURCED) -> str:
    return statement(f"deed-{number}", day, more).replace('"STATEMENT"', '"ASSAULT"')


def word(number: int, party: str, day: str = "2026-01-10") -> str:
    acting = f'parties = [{{party = "{party}", role = "actor"}}]\n'
    return statement(f"word-{number}", day, acting + SOURCED)


def seat(person: str) -> str:
    return f'{{person = "{person}", role = "member", status = "present", {SOURCED.strip()}}}'


def team(party: str, roster: str, *people: str) -> str:
    seats = ", ".join(map(seat, people))
    return f'{{party = "{party}", role = "attendee", roster = "{roster}", delegates = [{seats}], {SOURCED.strip()}}}'


ROOMS = (
    round_of(1, "2026-01-10", parties=parties(team("alpha", "full", "ann", "bob"), team("beta", "partial", "cy")))
    + round_of(2, "2026-02-10", parties=parties(team("alpha", "full", "bob", "cy"), team("beta", "full", "cy")))
    + SOURCED
)  # fmt: skip

DENIED = claims(
    '{source = "post", on_behalf_of = "alpha"}', '{source = "gazette", modality = "denies", on_behalf_of = "beta"}'
)
COUNTS = claims(
    '{source = "post", property = "killed", value = "10"}', '{source = "gazette", property = "killed", value = "12"}',
    '{source = "post", property = "starts", value = "2026-01-05"}',
    '{source = "gazette", property = "starts", value = "2026-01-06"}',
)  # fmt: skip
