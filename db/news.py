"""What has changed in a store since somebody last looked: a list of changes, and what each did to which records."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from db.related import titles
from db.rows import TABLE_OF
from db.seen import MOST, Seen, newer, newest, same
from db.values import dataclass
from db.vocabulary import properties

CHANGES: Final = 50
"""Changes that are listed, the newest."""
RECORDS: Final = 200
"""Records that are listed in all."""
_EACH: Final = 50
"""Records that are listed of one change."""
_LONGEST: Final = 4_000_000
"""Characters of a before-image that are read to say which fields were edited."""

_DONE: Final = """
    SELECT id AS record, 'record' AS what, id AS child FROM records WHERE change = :change
    UNION ALL SELECT record, 'claim', id FROM claims WHERE change = :change
    UNION ALL SELECT record, 'name', id FROM names WHERE change = :change
    UNION ALL SELECT from_record, 'link', id FROM links WHERE change = :change
    UNION ALL SELECT document, 'passage', id FROM anchors WHERE change = :change
"""
"""What a change did, as it stands now: whatever a later one did again is that one's."""

_DERIVED: Final = ("id", "earliest", "latest", "day", "sort", "sha256")
"""Columns that follow from others, or say nothing to a reader."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change did to one record.

    Attributes:
        record: Its id.
        kind: Its kind.
        title: Its title.
        added: Whether it is new to the reader.
        edited: Whether its own fields were changed.
        fields: Which of them, as people read them; none where the change is too large to be compared.
        claims: How many claims were added or changed.
        outlets: Short names of those that make them.
        names: How many spellings were added or changed.
        links: How many links.
        passages: How many claims were placed in a text.
    """

    record: int
    kind: str
    title: str
    added: bool
    edited: bool
    fields: tuple[str, ...] = ()
    claims: int = 0
    outlets: tuple[str, ...] = ()
    names: int = 0
    links: int = 0
    passages: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """A change: when it was made (ISO 8601, UTC), by whom, by which command, what it touched; `more` if not all is."""

    change: int
    made_at: str
    made_by: str
    command: str
    touched: tuple[Touched, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class News:
    """What has changed, the newest change first.

    Attributes:
        newest: All that there is to be seen.
        added: How many records were added.
        changed: How many others were changed.
        more: Whether there are more than that.
        batches: The newest changes.
        older: How many changes there are beyond those.
    """

    newest: Seen
    added: int
    changed: int
    more: bool
    batches: tuple[Batch, ...]
    older: int


def news(conn: sqlite3.Connection, seen: Seen) -> News:
    """List what has changed, as far as a person would read it.

    Args:
        conn: An open read transaction.
        seen: What was seen last.
    """
    now = newest(conn)
    if not same(conn, seen):
        return News(now, 0, 0, False, (), 0)
    found, more = newer(conn, seen)
    added = sum(1 for record in found if record > seen.record)
    rows = conn.execute(
        "SELECT id, made_at, made_by, command FROM changes WHERE id > ? ORDER BY id DESC LIMIT ?",
        (seen.change, CHANGES),
    ).fetchall()
    last = rows[-1][0] if rows else seen.change
    (older,) = conn.execute("SELECT count(*) FROM changes WHERE id > ? AND id < ?", (seen.change, last)).fetchone()
    batches = []
    left = RECORDS
    for change, made_at, made_by, command in rows:
        touched, rest = _touched(conn, change, seen, min(left, _EACH))
        left -= len(touched)
        batches.append(Batch(change, made_at, made_by, command, touched, rest))
    return News(now, added, len(found) - added, more, tuple(batches), older)


def _touched(conn: sqlite3.Connection, change: int, seen: Seen, most: int) -> tuple[tuple[Touched, ...], bool]:
    """Return the first `most` records that a change touched, and whether there are more."""
    done: defaultdict[int, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    rows = conn.execute(f"{_DONE} LIMIT {MOST + 1}", {"change": change}).fetchall()
    for record, what, child in rows[:MOST]:
        done[record][what].append(child)
    records = [*done][:most]
    known = titles(conn, records)
    outlets = _outlets(conn, [claim for record in records for claim in done[record]["claim"]])
    edited = [record for record in records if done[record]["record"] and record <= seen.record]
    fields = dict(_fields(conn, change, {record: known[record][0] for record in edited if record in known}))
    touched = []
    for record in records:
        if record in known:
            what = done[record]
            told = tuple(sorted({outlets[claim] for claim in what["claim"] if claim in outlets}))
            added = record > seen.record
            touched.append(
                Touched(
                    record, *known[record], added, bool(what["record"]) and not added, fields.get(record, ()),
                    len(what["claim"]), told, len(what["name"]), len(what["link"]), len(what["passage"]),
                )
            )  # fmt: skip
    return tuple(touched), len(rows) > MOST or len(done) > most


def _outlets(conn: sqlite3.Connection, claims: list[int]) -> dict[int, str]:
    rows = conn.execute(
        """
        SELECT claims.id, short FROM claims CROSS JOIN sources ON sources.id = claims.source
        WHERE claims.id IN (SELECT value FROM json_each(?))
        """,
        (json.dumps(claims),),
    )
    return dict(rows.fetchall())


def _fields(conn: sqlite3.Connection, change: int, kinds: Mapping[int, str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the fields of some records that a change edited: those that differ from the rows as they were before."""
    if not kinds:
        return
    row = conn.execute("SELECT before FROM changes WHERE id = ? AND length(before) <= ?", (change, _LONGEST)).fetchone()
    if row is None:
        return
    tables = {TABLE_OF[kind] for kind in kinds.values()}
    was: defaultdict[int, dict[str, object]] = defaultdict(dict)
    for image in json.loads(row[0]):
        if image["table"] in tables and kinds.get(image["row"]["id"]) is not None:
            was[image["row"]["id"]] = image["row"]
    for record, before in was.items():
        cursor = conn.execute(f"SELECT * FROM {TABLE_OF[kinds[record]]} WHERE id = ?", (record,))  # noqa: S608
        now = cursor.fetchone()
        names = [column[0] for column in cursor.description]
        differ = [
            name
            for name, value in zip(names, now or (), strict=False)
            if name in before and before[name] != value and name not in _DERIVED
        ]
        yield record, tuple(properties()[name].label if name in properties() else name for name in differ)
