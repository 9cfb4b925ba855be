"""One thing that is wrong with a store, and the words that all checks say it in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from db.text import brief

NAMED: Final = 5
"""Things that one sentence names; of more it says how many there are."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        kind: What sort of fault it is: a word that other programs may rely on.
        record: Where, as kind:slug; "" if it isn't about one record.
        text: One sentence: what, where, and how to mend it. It repeats what the store holds, as it is.
    """

    kind: str
    record: str
    text: str


def listed(things: Sequence[str]) -> str:
    """Return things in one phrase: “a, b and c”; of many the first few, and how many more there are."""
    if len(things) > NAMED:
        return f"{', '.join(things[:NAMED])} and {len(things) - NAMED:,} more"
    return " and ".join(part for part in (", ".join(things[:-1]), *things[-1:]) if part)


def quoted(text: str) -> str:
    """Return what a store holds in quotation marks, short enough for a sentence."""
    return f"“{brief(text)}”"


def many(number: int, thing: str) -> str:
    """Return how many there are: “1 claim”, “1,200 claims”."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def records_named(conn: sqlite3.Connection, records: Iterable[int]) -> dict[int, str]:
    """Return kind:slug of each of `records` that is in the spine, by id."""
    return dict(
        conn.execute(
            "SELECT id, kind || ':' || slug FROM records WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps([*records]),),
        )
    )


def claims_named(conn: sqlite3.Connection, claims: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return the record that each of `claims` is on, as kind:slug, and a phrase for the claim itself, by id."""
    named = conn.execute(
        """
        SELECT claims.id, coalesce(records.kind || ':' || records.slug, ''), coalesce(told.slug, ''), locator
        FROM claims LEFT JOIN records ON records.id = claims.record LEFT JOIN records AS told ON told.id = claims.source
        WHERE claims.id IN (SELECT value FROM json_each(?))
        """,
        (json.dumps([*claims]),),
    )
    return {
        claim: (record, f"{record}, claim from {source}{f' ({locator})' if locator else ''}")
        for claim, record, source, locator in named
    }
