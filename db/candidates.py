"""What may be listed of a query: rows of the index that have its words, or else the newest of what its filters keep.

Nothing is collected beforehand that grows with the store: of a filter that keeps few records each is looked at; of one
that keeps many, the newest rows are judged one by one until there are enough. Of words that more than `NEWEST` records
and claims have, only the newest so many are ranked, beside whatever is a name (people, parties, places, issues …).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Final, NamedTuple

from db.asof import day_of
from db.marking import Marker
from db.matching import ALL, OWN, Conditions
from db.overview import processes
from db.query import Query
from db.scope import Scope
from db.sifting import Sieve

NEWEST: Final = 300
"""Of words that more has, as many of the newest records and claims are ranked."""
SIFTED: Final = 2000
"""As many of those that may have them are looked at to find these, before the index is asked for no others."""
FEW: Final = 5000
"""Records that a filter keeps, of which each is looked at; of more, those that have the words are."""
LINED: Final = 25_000
"""The same where several filters keep them, and no words are looked for: fewer may be left than are looked through."""
WEIGHED: Final = 1000
"""Characters of a text by which it is ranked."""
_THINGS: Final = ("person", "party", "place", "issue", "process", "source", "office")
"""Kinds whose records are names more than texts."""

_COLUMNS: Final = "search.rowid, " + ", ".join(  # of a foreign store they may be anything
    f"CAST(coalesce(search.{name}, '') AS TEXT)" for name in ("title", "names", "body", "quote", "kind")
)
_WORDED: Final = f"""
    SELECT {_COLUMNS}, said_on
    FROM search LEFT JOIN claims ON search.rowid % 2 = 1 AND claims.id = search.rowid / 2
    WHERE search MATCH :match {{0}} ORDER BY search.rowid DESC LIMIT :most
"""  # noqa: S608  (pieces of this module)
_AMONG: Final = f"""
    WITH few (record) AS MATERIALIZED (SELECT DISTINCT record FROM (SELECT NULL AS record WHERE 0 UNION ALL {{0}}))
    SELECT {_COLUMNS}, NULL FROM few CROSS JOIN search ON search.rowid = 2 * few.record WHERE 1 {{1}}
    UNION ALL SELECT {_COLUMNS}, said_on FROM few CROSS JOIN claims USING (record)
    CROSS JOIN search ON search.rowid = 2 * claims.id + 1 WHERE 1 {{2}}
"""  # noqa: S608  (pieces of this module)
_ROUGHLY: Final = "SELECT count(*) FROM (SELECT 1 FROM ({0}) LIMIT :few)"
_LINED: Final = """
    (SELECT DISTINCT event FROM (SELECT NULL AS event WHERE 0 UNION ALL {0})) CROSS JOIN timeline USING (event)"""
_EVENTS: Final = """
    SELECT timeline.event FROM {0} WHERE process = :process {1}
    ORDER BY planned DESC, day DESC, earliest DESC, timeline.event DESC LIMIT :limit
"""
_TABLES: Final = {
    "position": ("positions", "day DESC, id DESC"), "person": ("people", "id DESC"), "party": ("parties", "id DESC"),
    "place": ("places", "id DESC"), "issue": ("issues", "id DESC"), "process": ("processes", "id DESC"),
    "source": ("sources", "id DESC"), "document": ("documents", "id DESC"), "office": ("offices", "id DESC"),
    "delegate": ("delegates", "id DESC"),
}  # fmt: skip
"""The tables of what is listed without words, and the order of each: the newest first."""


class Found(NamedTuple):
    """A row of the index, or what would be one: its number, and how it ranks (the least is the best)."""

    row: int
    kind: str
    rank: tuple[float, ...]


_Row = tuple[int, str, str, str, str, str, str | None]


def worded(conn: sqlite3.Connection, query: Query, asked: Conditions, marker: Marker, scope: Scope) -> Iterator[Found]:
    """Yield what has the words that are looked for."""
    sieve = Sieve(query.words)
    few = _fewest(conn, asked, [one.whole for one in asked.parts], FEW)
    if few:
        rows = _among(conn, asked, few, sieve)
    else:
        sql = _WORDED.format(asked.of_row("coalesce(claims.record, search.rowid / 2)"))
        rows = _newest_with(conn, sql, asked, sieve, ALL)
    things = [kind for kind in _THINGS if asked.may_be(kind)]
    if len(rows) == NEWEST and things:  # they are by far not all: names stand beside the newest
        rows += _newest_with(conn, _WORDED.format(asked.of_name("(search.rowid / 2)")), asked, sieve, OWN, *things)
    for row, title, names, text, said, kind, said_on in rows:
        if said_on and scope.as_of is not None and day_of(said_on) > scope.as_of:
            continue
        body, quote = text[:WEIGHED], said if row % 2 else ""
        rank = marker.rank(title, names, f"{body}\n{quote}")
        if rank.all or len(body) == WEIGHED:  # else some of it is only said of the record: the claim is found
            near = rank.near - (kind in _THINGS and rank.near in (2, 3))  # of a name, any word is as good as the first
            yield Found(row, kind, (near, -rank.bm25, -row))


def _newest_with(
    conn: sqlite3.Connection, sql: str, asked: Conditions, sieve: Sieve, columns: str, *kinds: str
) -> list[_Row]:
    """Return the newest rows of the index with the words in some columns: those that may have them are sifted first."""
    if asked.loose != asked.words:
        loose = asked.values | {"match": asked.match(columns, *kinds, loose=True), "most": SIFTED}
        found: list[_Row] = []
        looked_at = 0
        with closing(conn.execute(sql, loose)) as rows:
            for row in rows:
                looked_at += 1
                if sieve.has_all(row[1:5] if columns == ALL else row[1:4]):
                    found.append(row)
                    if len(found) == NEWEST:
                        return found
        if looked_at < SIFTED:  # that was all
            return found
    strict = asked.values | {"match": asked.match(columns, *kinds), "most": NEWEST}
    return conn.execute(sql, strict).fetchall()


def _among(conn: sqlite3.Connection, asked: Conditions, few: str, sieve: Sieve) -> list[_Row]:
    """Return the newest rows with the words, of the few records that a filter keeps."""
    sql = _AMONG.format(few, asked.of_each("few.record"), asked.of_each_claim())
    found = [row for row in conn.execute(sql, asked.values) if sieve.has_all(row[1:5])]
    return sorted(found, key=lambda row: -row[0])[:NEWEST]


def _fewest(conn: sqlite3.Connection, asked: Conditions, sets: Iterable[str], most: int) -> str:
    """Return that of several queries for all that a filter keeps which keeps the least; "" if none keeps few."""
    best, least = "", most
    for one in filter(None, sets):
        (many,) = conn.execute(_ROUGHLY.format(one), asked.values | {"few": least}).fetchone()
        if many < least:
            best, least = one, many
    return best


def newest(conn: sqlite3.Connection, asked: Conditions, limit: int) -> Iterator[Found]:
    """Yield what the filters keep, the newest of each kind first."""
    given = asked.values | {"limit": limit}
    few = _fewest(conn, asked, [one.whole for one in asked.parts], LINED if len(asked.parts) > 1 else FEW)
    if asked.may_be("event"):
        sql = _EVENTS.format(_LINED.format(few) if few else "timeline", asked.of_each_event())
        seen: dict[int, None] = {}
        for process in processes(conn):
            rows = conn.execute(sql, given | {"process": process.id})
            seen |= dict.fromkeys(event for (event,) in rows)
        yield from (Found(2 * event, "event", (0, place)) for place, event in enumerate(seen))
    for number, (kind, (table, order)) in enumerate(_TABLES.items(), 1):
        if asked.may_be(kind):
            among = f"{table} WHERE id IN ({few})" if few else f"{table} WHERE 1"
            by = "id DESC" if asked.others else order
            sql = f"SELECT id FROM {among} {asked.of_each(f'{table}.id')} ORDER BY {by} LIMIT :limit"  # noqa: S608
            ids = enumerate(record for (record,) in conn.execute(sql, given))
            yield from (Found(2 * record, kind, (number, -record if asked.others else at)) for at, record in ids)
    if asked.kinds is not None and asked.may_be("claim"):
        sql = f"SELECT id FROM claims WHERE 1 {asked.of_each_claim()} ORDER BY id DESC LIMIT :limit"  # noqa: S608
        yield from (Found(2 * claim + 1, "claim", (len(_TABLES) + 1, -claim)) for (claim,) in conn.execute(sql, given))
