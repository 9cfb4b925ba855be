"""What happened, or was announced, after one day and up to another: the newest of it, and how much there is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Final, Literal

from db.asof import values
from db.entries import Entry, entries
from db.values import dataclass
from db.voices import Voice

What = Literal["happened", "announced"]
"""What is asked for: what happened in those days, or what was announced in them and was still to come at their end."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Events of the days between: the newest of them, and how many there are."""

    entries: tuple[Entry, ...]
    total: int


_STOOD: Final = "stages.since <= :as_of AND stages.until > :as_of"
"""The stage that an event was at on the later day."""
_WHICH: Final[dict[What, str]] = {
    "happened": "{0}.planned = 0 AND {0}.day > :after AND {0}.day <= :as_of",
    "announced": "{0}.planned = 1 AND known > :after AND known <= :as_of",
}
_TYPES: Final = "AND {0}.type IN (SELECT value FROM json_each(:types))"

_KEYS: Final = """
    SELECT planned, day, earliest, event FROM timeline WHERE process = :process AND {now} {types}
    AND NOT EXISTS (SELECT 1 FROM stages WHERE stages.event = timeline.event AND {stood})
    UNION ALL SELECT stages.planned, stages.day, stages.earliest, event FROM stages CROSS JOIN timeline USING (event)
    WHERE process = :process AND {stood} AND {then} {types}
    ORDER BY 1 DESC, 2 DESC, 3 DESC, 4 DESC LIMIT :limit
"""
_TOTAL: Final = """
    SELECT coalesce(sum(sign), 0) FROM (
        SELECT {sign} AS sign FROM {counted} WHERE process = :process AND {counts} {only}
        UNION ALL SELECT -1 FROM stages CROSS JOIN timeline USING (event)
        WHERE process = :process AND {stood} AND {now} {types}
        UNION ALL SELECT 1 FROM stages CROSS JOIN timeline USING (event)
        WHERE process = :process AND {stood} AND {then} {types}
    )
"""
"""What happened is counted by days, what was announced one by one; then what stood otherwise on the later day."""
_COUNTED: Final = {
    ("happened", False): {"sign": "events", "counted": "day_counts", "only": ""},
    ("happened", True): {
        "sign": "events", "counted": "period_counts", "only": f"AND unit = 'day' {_TYPES.format('period_counts')}",
    },
    ("announced", False): {"sign": "1", "counted": "timeline", "only": ""},
    ("announced", True): {"sign": "1", "counted": "timeline", "only": _TYPES.format("timeline")},
}  # fmt: skip
"""What is counted, by what is asked for and whether only events of some types are."""


def stretch(
    conn: sqlite3.Connection,
    process: int,
    after: int,
    until: int | None,
    word: Voice | None,
    what: What,
    limit: int,
    types: Iterable[str] | None = None,
) -> Stretch:
    """Return what happened after a day, up to and including another.

    Args:
        conn: An open read transaction.
        process: Whose events; those also in it included.
        after: The earlier day, counted from 1970.
        until: The later day; None is now.
        word: On whose word they are told; it leaves none out.
        what: Which of them.
        limit: How many of the newest are read; the others are counted.
        types: Of which types; None is all of them.
    """
    given = {
        "process": process, "after": after, "limit": limit, "types": json.dumps([*(types or ())]), **values(until),
    }  # fmt: skip
    which = _WHICH[what]
    rows = {
        "now": which.format("timeline"),
        "then": which.format("stages"),
        "stood": _STOOD,
        "types": "" if types is None else _TYPES.format("timeline"),
    }
    keys = [(row[0], row[1], row[2], row[3]) for row in conn.execute(_KEYS.format(**rows), given)]
    counted = _COUNTED[what, types is not None]
    total = _TOTAL.format(**rows, **counted, counts=which.format(counted["counted"]))
    return Stretch(entries(conn, process, keys, word, until), conn.execute(total, given).fetchone()[0])
