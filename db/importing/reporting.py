"""From what was written to what a person is told of it."""

from __future__ import annotations

import sqlite3
from typing import Final

from db.importing.report import LISTED, Count, Edited, MadeNew, Report
from db.importing.settling import Settler
from db.importing.taking import Taker
from db.rows import Value
from db.shapes import CLAIM, NAME, SHAPES, Field
from db.write import Change, Edit

_KINDS: Final = (*(shape.kind for shape in SHAPES), "claim", "name", "link", "passage")
_PARTS: Final = {"claims": "claim", "names": "name", "links": "link", "anchors": "passage"}
_FIELDS: Final = {**{shape.table: shape.fields for shape in SHAPES}, "claims": CLAIM, "names": NAME,
                  "records": {"process": Field("ref")}}  # fmt: skip
_OWNER: Final = {
    "claims": "SELECT record FROM claims WHERE id = ?",
    "names": "SELECT record FROM names WHERE id = ?",
    "links": "SELECT from_record FROM links WHERE id = ?",
    "anchors": "SELECT record FROM anchors JOIN claims ON claims.id = claim WHERE anchors.id = ?",
}
_DERIVED: Final = ("earliest", "latest", "day", "sha256")
"""Columns that follow from others."""


def reported(
    conn: sqlite3.Connection, opened: Change, taker: Taker, settler: Settler, read: tuple[str, str, list[str]]
) -> Report:
    """Return what a change did, as far as it is known before it ends.

    Args:
        conn: The change's connection.
        opened: The change, all written.
        taker: What wrote it.
        settler: What found out what names mean.
        read: What the file is called, what it was taken for, and what its reader says of it.
    """
    name, form, notes = read
    counts = (Count(kind, *(taker.counts[kind, outcome] for outcome in ("added", "changed", "same", "skipped")))
              for kind in _KINDS)  # fmt: skip
    edits = [edit for edit in opened.edits if edit.column not in _DERIVED]
    meanings = settler.meanings
    if not meanings.all_compared:
        notes = [*notes, "There are more new names than can be compared with known ones: some may be like one."]
    made = sorted((one for one in meanings.made.values() if one.written), key=lambda one: (-one.times, one.slug))
    return Report(
        name, form, tuple(notes),
        tuple(one for one in counts if one.added or one.changed or one.same or one.skipped),
        tuple(_edited(conn, edit) for edit in edits[:LISTED]),
        max(0, opened.edited - (len(opened.edits) - len(edits)) - LISTED),
        tuple(MadeNew(one.draft.shape.kind, one.name, one.slug, one.times) for one in made),
        tuple(meanings.uncertain), meanings.more_uncertain,
        extra=dict(taker.extra.most_common()),
    )  # fmt: skip


def _edited(conn: sqlite3.Connection, edit: Edit) -> Edited:
    record = edit.row
    if edit.table in _OWNER:
        (record,) = conn.execute(_OWNER[edit.table], (edit.row,)).fetchone()
    kind, slug = conn.execute("SELECT kind, slug FROM records WHERE id = ?", (record,)).fetchone()
    before, after = (_shown(conn, edit, value) for value in (edit.before, edit.after))
    return Edited(kind, slug, _PARTS.get(edit.table, ""), edit.column, before, after)


def _shown(conn: sqlite3.Connection, edit: Edit, value: Value) -> Value:
    """Return what a field says: a reference as a slug."""
    known = _FIELDS.get(edit.table, {}).get(edit.column)
    if known is None or known.type != "ref" or value is None:
        return value
    row = conn.execute("SELECT slug FROM records WHERE id = ?", (value,)).fetchone()
    return str(row[0]) if row else value
