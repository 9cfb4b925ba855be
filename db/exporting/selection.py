"""Which records an export has: those that are asked for, and all that they refer to, so that it stands by itself.

* **A process** has the records whose home it is, and the events that are also in it.
* **Filters** keep of these what they keep in a search (`db.matching`).
* **What is kept brings along what it refers to**: parties, people, places, sources, issues with those above them, the
  process; of its claims, who speaks, for whom, and in which source. An event comes whole, with its parties and their
  seats, so that no roster is a part of one; a process with its parties, a person with their offices, a source with its
  text. A link to another event or position is no such reference: it is kept where both are.
* **As of a day** leaves out what wasn't known by then (`db.asof`): events, positions, seats that nobody had spoken of,
  and offices that hadn't begun.
* **Whose word** changes how rows read, never which there are.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from db.asof import counts, day_of, values
from db.kept import own_tables
from db.matching import ALL, conditions
from db.overview import OTHERS, pick, processes
from db.related import titles
from db.scope import Scope
from db.search import read
from db.shapes import CLAIM, SHAPES
from db.stages import ON_THE_DAY, stood, unspoken
from db.vocabulary import properties
from db.voices import Voice, voice

_REMEMBERED: Final = 4096
"""Names that are kept at hand: the same few are asked for over and over."""

_WITH: Final = (
    ("event_parties", "event"), ("delegates", "event"), ("process_parties", "process"), ("offices", "person"),
    ("documents", "source"),
)  # fmt: skip
"""What comes with a record that it refers to: its table, and the column in which it does."""
_NAMED: Final = ("process", "party", "person", "place", "issue", "source")
"""The kinds that come along where something is linked to them."""


def _ways(of: str, many: bool) -> Iterator[str]:
    """Yield queries for `other`: all that some records refer to, and what comes with them.

    Args:
        of: The temporary table of the records.
        many: Whether they are many, so that it is quicker to go through what the store has.
    """

    def joined(table: str, record: str) -> str:
        on = f"ON its.record = {record}"
        return f"{table} CROSS JOIN {of} AS its {on}" if many else f"{of} AS its CROSS JOIN {table} {on}"

    yield f"SELECT process AS other FROM {joined('records', 'records.id')}"  # noqa: S608  (names of ours, here and below)
    for shape in SHAPES:
        refs = [name for name, field in shape.fields.items() if field.type == "ref"]
        for name in refs:
            yield f"SELECT {shape.table}.{name} AS other FROM {joined(shape.table, f'{shape.table}.id')}"  # noqa: S608
    for name, field in CLAIM.items():
        if field.type == "ref":
            yield f"SELECT claims.{name} AS other FROM {joined('claims', 'claims.record')}"  # noqa: S608
    for name, known in properties().items():
        if known.ref:
            there = f"records.kind = '{known.ref}' AND records.slug = claims.value"
            said = f"{joined('claims', 'claims.record')} CROSS JOIN records ON {there}"
            yield f"SELECT records.id AS other FROM {said} WHERE claims.property = '{name}'"  # noqa: S608
    yield f"SELECT names.source AS other FROM {joined('names', 'names.record')}"  # noqa: S608
    kinds = ", ".join(f"'{kind}'" for kind in _NAMED)
    linked = f"{joined('links', 'from_record')} CROSS JOIN records ON records.id = to_record"
    yield f"SELECT to_record AS other FROM {linked} WHERE records.kind IN ({kinds})"  # noqa: S608
    for table, column in _WITH:
        yield f"SELECT {table}.id AS other FROM {joined(table, f'{table}.{column}')}"  # noqa: S608


class Selection:
    """The records of an export, in the temporary table `taken` of its connection; made by `select`.

    Attributes:
        conn: The connection, in the transaction in which all of it is read.
        scope: What was asked for.
        as_of: The day that it is as of, counted from 1970; None is now.
        word: Whose word it is read on; None is everybody's.
        whole: Whether it is the whole store as it is now.
        notes: Takes sentences about what a format had to leave out.
    """

    def __init__(self, conn: sqlite3.Connection, scope: Scope, word: Voice | None, whole: bool) -> None:
        self.conn = conn
        self.scope = scope
        self.as_of = scope.as_of
        self.word = word
        self.whole = whole
        self.notes: list[str] = []
        self.called = lru_cache(_REMEMBERED)(self._called)
        """Returns the title of a record by kind and slug, as the voice or the desk spells it; "" if there is none."""
        self.source = lru_cache(_REMEMBERED)(self._source)
        """Returns the publisher, the title and the address of a source by its slug."""

    def _called(self, kind: str, slug: str) -> str:
        row = self.conn.execute("SELECT id FROM records WHERE kind = ? AND slug = ?", (kind, slug)).fetchone()
        return titles(self.conn, row, self.word).get(row[0], ("", ""))[1] if row else ""

    def _source(self, slug: str) -> tuple[str, str, str]:
        row = self.conn.execute(
            """
            SELECT publisher, title, coalesce(url, '') FROM records JOIN sources USING (id)
            WHERE kind = 'source' AND slug = ?
            """,
            (slug,),
        ).fetchone()
        return row or ("", "", "")

    def changed(self, kind: str, slug: str) -> str:
        """Return when a record was last changed, ISO 8601 in UTC; "" if that isn't known."""
        row = self.conn.execute(
            "SELECT made_at FROM records JOIN changes ON changes.id = change WHERE kind = ? AND slug = ?", (kind, slug)
        ).fetchone()
        return str(row[0]) if row else ""


def select(conn: sqlite3.Connection, scope: Scope) -> Selection:
    """Find the records of an export.

    Args:
        conn: An open read transaction (`db.board.snapshot`), which lasts as long as the selection is used.
        scope: What is asked for: the process (None is all of them), the day, the voice, and the query as filters.

    Raises:
        StoreError: The scope names a negotiation or a voice that the store doesn't hold.
        QueryError: The query can't be understood, or names what the store doesn't hold.
    """
    word = voice(conn, scope.word)
    part = scope.process is not None or bool(scope.query)
    with own_tables(conn):
        _forget(conn)
        if not part and scope.as_of is None:
            conn.execute("CREATE TEMP VIEW taken AS SELECT id AS record FROM main.records")
            return Selection(conn, scope, word, whole=True)
        # A record takes some twenty bytes of memory: nothing is written beside a store that is read (`db.defence`).
        conn.execute("CREATE TABLE temp.taken (record INTEGER PRIMARY KEY)")
        if scope.process is not None:
            _take_process(conn, scope)
        if scope.query:
            _take_kept(conn, scope)
        if not part:
            conn.execute("INSERT INTO temp.taken SELECT id FROM records")
        if scope.as_of is not None:
            _leave_out(conn, scope.as_of)
    return Selection(conn, scope, word, whole=False)


def _forget(conn: sqlite3.Connection) -> None:
    """Drop what an earlier selection on the same connection has left."""
    there = conn.execute("SELECT type FROM temp.sqlite_schema WHERE name = 'taken'").fetchone()
    if there:
        conn.execute(f"DROP {there[0]} temp.taken")


def _take_process(conn: sqlite3.Connection, scope: Scope) -> None:
    process = pick(processes(conn), scope)
    assert process is not None  # one that is named and isn't there has been refused
    conn.execute(
        f"""
        INSERT INTO temp.taken SELECT id FROM records
        WHERE process = :process OR id = :process OR id IN ({OTHERS})
        """,  # noqa: S608  (a query of ours)
        {"process": process.id},
    )
    _complete(conn)


def _take_kept(conn: sqlite3.Connection, scope: Scope) -> None:
    """Take what the filters keep, of a process that was taken or of all, and what that refers to."""
    asked = conditions(conn, read(conn, scope.query, scope))
    kept, given = asked.of_record("own.id"), asked.values
    if asked.words:
        kept += " AND own.id IN (SELECT rowid / 2 FROM search WHERE search MATCH :q_words AND rowid % 2 = 0)"
        given = given | {"q_words": asked.match(ALL)}
    if scope.process is None:
        conn.execute(f"INSERT INTO temp.taken SELECT id FROM records AS own WHERE 1{kept}", given)  # noqa: S608  (of `db.matching`)
    else:
        own = f"SELECT id FROM records AS own WHERE own.id = taken.record{kept}"  # noqa: S608
        conn.execute(f"DELETE FROM temp.taken WHERE NOT EXISTS ({own})", given)  # noqa: S608
    _complete(conn)


def _complete(conn: sqlite3.Connection) -> None:
    """Take what the taken records refer to, and what those do, until there is nothing more."""
    turn, of = 0, "temp.taken"
    while True:
        into = f"temp.turn_{turn % 2}"
        conn.execute(f"DROP TABLE IF EXISTS {into}")
        conn.execute(f"CREATE TABLE {into} (record INTEGER PRIMARY KEY)")
        for way in _ways(of, many=turn == 0):
            conn.execute(f"""
                INSERT OR IGNORE INTO {into} SELECT other FROM ({way})
                WHERE other IS NOT NULL AND other NOT IN (SELECT record FROM temp.taken)
            """)  # noqa: S608
        if not conn.execute(f"INSERT INTO temp.taken SELECT record FROM {into}").rowcount:  # noqa: S608
            return
        turn, of = turn + 1, into


def _leave_out(conn: sqlite3.Connection, as_of: int) -> None:
    """Leave out what nobody knew on a day."""
    given = values(as_of)
    conn.execute(f"DELETE FROM temp.taken WHERE NOT {counts('taken.record')}", given)  # noqa: S608  (the rule's own)
    offices = conn.execute("SELECT id, since FROM temp.taken CROSS JOIN offices ON id = record WHERE since <> ''")
    out = [office for office, since in offices.fetchall() if day_of(since) > as_of]
    moved = conn.execute(
        f"SELECT stages.event FROM {ON_THE_DAY} CROSS JOIN temp.taken ON taken.record = stages.event",  # noqa: S608
        given,
    ).fetchall()
    then = stood(conn, (event for (event,) in moved), as_of)
    out += unspoken(conn, "delegates", then, as_of)
    _drop(conn, out)
    # A part that nobody spoke of stays if somebody spoke of a seat in it.
    parts = json.dumps([*unspoken(conn, "event_parties", then, as_of)])
    empty = conn.execute(
        """
        SELECT id FROM event_parties AS part WHERE id IN (SELECT value FROM json_each(?)) AND NOT EXISTS (
            SELECT 1 FROM delegates AS seat CROSS JOIN temp.taken ON taken.record = seat.id
            WHERE seat.event = part.event AND seat.party = part.party)
        """,
        (parts,),
    )
    _drop(conn, [part for (part,) in empty.fetchall()])


def _drop(conn: sqlite3.Connection, records: list[int]) -> None:
    conn.execute("DELETE FROM temp.taken WHERE record IN (SELECT value FROM json_each(?))", (json.dumps(records),))
