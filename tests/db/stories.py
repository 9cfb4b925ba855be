"""A longer story to test with: four rounds, delegations known in full, positions that move, words that are replaced."""

from __future__ import annotations

from typing import Final

from tests.db.test_positions import SIDES, position


def claims(*given: str) -> str:
    return f"claims = [{', '.join(given)}]\n"


def round_of(number: int, starts: str, ends: str = "", status: str = "held", parties: str = "") -> str:
    until = f'ends = "{ends}"\n' if ends else ""
    return (
        f'[events.round-{number}]\ntype = "ROUND"\nnumber = {number}\nstatus = "{status}"\n'
        f'title = "Round {number} of the talks"\nstarts = "{starts}"\n{until}{parties}'
    )


def team(party: str, roster: str, *seats: str) -> str:
    """A party's part in the round that comes before it in the file; each seat is `person` or `person:role`."""
    pairs = [seat.partition(":") for seat in seats]
    listed = ", ".join(
        f'{{person = "{person}", role = "{role or "member"}", status = "present"}}' for person, _, role in pairs
    )
    return f'{{party = "{party}", role = "attendee", roster = "{roster}", delegates = [{listed}]}}'


def parties(*teams: str) -> str:
    return f"parties = [{', '.join(teams)}]\n"


def statement(slug: str, day: str, more: str = "", status: str = "held") -> str:
    return (
        f'[events.{slug}]\ntype = "STATEMENT"\nstatus = "{status}"\ntitle = "{slug.replace("-", " ").capitalize()}"\n'
        f'starts = "{day}"\n{more}'
    )


WORD: Final = (
    '{{source = "post", locator = "2", property = "{}", value = "{}", said_on = "{}", speaker = "ann",'
    ' on_behalf_of = "alpha"}}'
)

STORY: Final = (
    SIDES
    + '[people.dee]\nname = "Dee"\n'
    + round_of(1, "2026-01-10", "2026-01-12", parties=parties(
        team("alpha", "full", "ann:head", "bob", "cy:adviser"), team("beta", "partial", "dee:head"),
    ))
    + round_of(2, "2026-02-03", "2026-02-04", parties=parties(
        team("alpha", "full", "bob:head", "cy:member", "dee"), team("beta", "full", "ann:head"),
    ))
    + round_of(3, "2026-03-01", parties=parties(team("alpha", "full", "bob:head", "cy:member", "dee")))
    + round_of(4, "2026-05-01", status="planned")
    + position("alpha", 2, "2026-01-10")
    + position("alpha", 1, "2026-02-03", 'condition = "If the bridge stays"')
    + position("beta", -2, "2026-01-11")
    + position("beta", -1, "2026-02-20")
    + position("gamma", 1, "2026-02-04")
    + statement("before-all", "2025-12-01")
    + statement("during-the-first", "2026-01-11")
    + statement("between", "2026-01-20")
    + statement("on-the-last-day", "2026-02-04")
    + statement("a-count", "2026-01-05", claims(
        WORD.format("killed", "10", "2026-01-06"), WORD.format("killed", "12", "2026-01-25"),
        '{source = "gazette", property = "killed", value = "12", said_on = "2026-01-05"}',
    ))
    + statement("a-denial", "2026-01-08", claims(
        '{source = "post", said_on = "2026-01-08", on_behalf_of = "alpha"}',
        '{source = "gazette", modality = "denies", said_on = "2026-01-30", on_behalf_of = "beta"}',
    ))
    + statement("to-come", "2026-06-01", claims(
        '{source = "post", property = "announced", value = "2026-01-22"}',
    ), status="planned")
)  # fmt: skip
"""Beside the cast of `tests.db.helpers`."""
