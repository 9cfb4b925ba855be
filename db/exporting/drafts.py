"""The records of a selection as drafts: the same that `db.reading` makes of a talks file, a page of them at a time.

They come in the order of `db.shapes.SHAPES`, and of each table in that of its ids, as an import gives them: so what is
exported, imported into an empty store and exported again is the same. What stands in an event follows it.

As of a day an event is as it stood then, an end of office that lay ahead is left out, and so are claims of a later
day. On one voice's word dates, counts, names and the like are as it gives them, what only others give is left out
where a record can be without it, and of the claims there are its own; but what a slug is made of stays as it is.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from db.asof import day_of
from db.dates import DateError, span
from db.drafts import Draft
from db.exporting.selection import Selection
from db.shapes import BY_TABLE, CLAIM, NAME, NESTED, PASSAGE, SHAPES, Field, Shape
from db.spelling import spelled
from db.stages import Stood, stood
from db.vocabulary import properties, words
from db.voices import json_of
from db.word import Heard, hear

PAGE: Final = 300
"""Records of a table that are read at a time."""
_FIRST: Final = -(2**63)
"""An id below all others."""

_INNER: Final = ("event_parties", "delegates")
"""The tables of what stands in an event, the outer one first."""
_PARENT: Final = {
    "event_parties": "event_parties.event",
    "delegates": """(
        SELECT part.id FROM event_parties AS part CROSS JOIN temp.taken AS with_it ON with_it.record = part.id
        WHERE part.event = delegates.event AND part.party = delegates.party
        ORDER BY part.roster IS NULL, part.id LIMIT 1)""",
}
"""What a record stands in; a seat in its party's part, of several in that which has a roster."""
_ADRIFT: Final = """
    SELECT count(*) FROM temp.taken CROSS JOIN delegates ON id = record WHERE NOT EXISTS (
        SELECT 1 FROM event_parties AS part WHERE part.event = delegates.event AND part.party = delegates.party)
"""
_SPELLED: Final = {"parties": "name", "people": "name", "places": "name", "issues": "name", "events": "title"}
"""The columns that a voice may spell in its own way."""
_ENDS: Final = {"event": ("starts", "ends"), "office": ("since", "until")}
"""The two ends of what lasts."""
CLAIM_ORDER: Final = (
    "source", "locator", "property", "value", "modality", "speaker", "on_behalf_of", "relayed_by", "said_on", "hedge",
    "inferred", "quote", "note", "rank", "rank_reason",
)  # fmt: skip
"""The fields of a claim in the order in which they read best."""
ANCHOR: Final = ("document", *PASSAGE)
"""What a claim says of where its passage stands."""

_Row = tuple[Any, ...]


def drafts(selection: Selection) -> Iterator[Draft]:
    """Yield the records of a selection, each with its slug, a parent before what stands in it.

    What has no value, or that which it has where nothing is said, is left out of their fields. A sentence about what
    can't be among them is added to the selection's notes.
    """
    for shape in SHAPES:
        if shape.table not in _INNER:
            after = _FIRST
            while page := _rows(selection, shape, "{0}.id > :after ORDER BY {0}.id LIMIT :page", after=after):
                yield from _page(selection, shape, page)
                after = page[-1][0]
    (lost,) = selection.conn.execute(_ADRIFT).fetchone()
    if lost:
        selection.notes.append(f"Seats of delegations that have no part in their event: {lost} left out.")


def gathered(found: Iterable[Draft]) -> Iterator[tuple[Draft, list[Draft]]]:
    """Yield records that stand by themselves, each with all that stands in it."""
    last: Draft | None = None
    inside: list[Draft] = []
    for draft in found:
        if draft.parent is not None:
            inside.append(draft)
            continue
        if last is not None:
            yield last, inside
        last, inside = draft, []
    if last is not None:
        yield last, inside


def _page(selection: Selection, shape: Shape, page: list[_Row]) -> Iterator[Draft]:
    """Yield some records of one table, each followed by what stands in it."""
    found = {row[0]: _draft(shape, row, None) for row in page}
    inside: defaultdict[int, list[int]] = defaultdict(list)
    for table in _INNER if shape.table in NESTED else ():
        events = json.dumps([row[0] for row in page])
        where = "{0}.event IN (SELECT value FROM json_each(:events)) ORDER BY {0}.id"
        for row in _rows(selection, BY_TABLE[table], where, events=events):
            if row[4] in found:
                found[row[0]] = _draft(BY_TABLE[table], row, found[row[4]])
                inside[row[4]].append(row[0])
    _values(selection, found)
    _claims(selection, found)
    _names(selection, found)
    _links(selection, found)
    for row in page:
        yield from _nested(row[0], found, inside)


def _nested(record: int, found: Mapping[int, Draft], inside: Mapping[int, list[int]]) -> Iterator[Draft]:
    yield found[record]
    for part in inside.get(record, ()):
        yield from _nested(part, found, inside)


def _draft(shape: Shape, row: _Row, parent: Draft | None) -> Draft:
    _, slug, process, extra, _, *values = row
    given = dict(zip(_given(shape.fields), values, strict=True))
    kept = json.loads(extra) if extra else {}
    return Draft(shape, f"{shape.table}.{slug}", slug, process, given, parent, extra=kept if type(kept) is dict else {})


def _rows(selection: Selection, shape: Shape, where: str, **given: object) -> list[_Row]:
    """Return the id, slug, home, extra and parent of records of one table, and their fields."""
    sql = _select(shape.table, selection.word is not None) + where.format(shape.table)
    return selection.conn.execute(sql, {"page": PAGE, "sources": json_of(selection.word), **given}).fetchall()


@cache
def _select(table: str, told: bool) -> str:
    columns = [
        f"named({table})" if told and _SPELLED.get(table) == name else _column(table, name, field)
        for name, field in _given(BY_TABLE[table].fields).items()
    ]
    asked = ", ".join(["records.slug", "home.slug", "records.extra", _PARENT.get(table, "NULL"), *columns])
    return spelled(f"""
        SELECT {table}.id, {asked} FROM {table}
        CROSS JOIN temp.taken ON taken.record = {table}.id CROSS JOIN records ON records.id = {table}.id
        LEFT JOIN records AS home ON home.id = records.process WHERE """)  # noqa: S608  (names of ours)


def _given(fields: Mapping[str, Field]) -> dict[str, Field]:
    return {name: field for name, field in fields.items() if not field.derived}


def _column(table: str, name: str, field: Field) -> str:
    """Return the expression for a field of a row: of a reference, the slug."""
    column = f"{table}.{name}"
    return f"(SELECT its.slug FROM records AS its WHERE its.id = {column})" if field.type == "ref" else column  # noqa: S608


def _said(fields: Mapping[str, Field], names: tuple[str, ...], values: _Row) -> dict[str, object]:
    """Return the fields that say something, as a talks file would have them."""
    said: dict[str, object] = {}
    for name, value in zip(names, values, strict=True):
        field = fields[name]
        if value is None or value == field.default or (value == "" and field.type != "long"):
            continue
        said[name] = bool(value) if field.type == "flag" else value
    return said


def _values(selection: Selection, found: Mapping[int, Draft]) -> None:
    """Have the fields of records say what they say on the day and on the word that are asked for."""
    then = stood(selection.conn, (one for one, draft in found.items() if draft.shape.kind == "event"), selection.as_of)
    heard = hear(selection.conn, selection.word, found, selection.as_of)
    for record, draft in found.items():
        if record in then:
            _as_stood(draft.values, then[record])
        if selection.as_of is not None and draft.shape.kind == "office":
            until = draft.values["until"]
            draft.values["until"] = until if day_of(str(until or "")) <= selection.as_of else None
        _as_told(draft, record, heard)
        if selection.as_of is not None or selection.word is not None:
            _end_after_start(draft)
        draft.values = _said(draft.shape.fields, tuple(draft.values), tuple(draft.values.values()))


def _as_stood(values: dict[str, object], stage: Stood) -> None:
    if stage.starts != (values["starts"] or ""):  # what the row says of the end belongs to its start: `db.asof`
        values["duration"] = None
    values |= {"status": stage.status, "starts": stage.starts, "ends": stage.ends, "format": stage.format}


def _as_told(draft: Draft, record: int, heard: Heard) -> None:
    if heard.of(record) is None:
        return
    for name, field in _given(draft.shape.fields).items():
        if name in properties() and name not in draft.shape.slug_from:
            before = draft.values[name]
            told = heard.value(record, name, "" if before is None else str(before))
            if field.type == "code" and told and told not in words(field.of):
                continue  # a role of another kind of record
            if field.type == "number":
                draft.values[name] = int(told) if told.lstrip("-").isdecimal() else None
            elif told or not field.required:
                draft.values[name] = told or None


def _end_after_start(draft: Draft) -> None:
    """Leave out an end that lies before the start: those of two days, or of two voices, need not fit."""
    first, last = _ENDS.get(draft.shape.kind, ("", ""))
    if draft.values.get(first) and draft.values.get(last):
        try:
            span(str(draft.values[first]), str(draft.values[last]))
        except DateError:
            draft.values[last] = None


@cache
def _claim_query(whole: bool) -> str:
    columns = [_column("claims", name, CLAIM[name]) for name in CLAIM_ORDER]
    columns += ["(SELECT its.slug FROM records AS its WHERE its.id = anchors.document)"]
    columns += [f"anchors.{name}" for name in PASSAGE]
    refs = {name: known.ref for name, known in properties().items() if known.ref}
    named = " OR ".join(f"property = '{name}' AND its.kind = '{kind}'" for name, kind in refs.items())
    # A claim whose value is a record that isn't taken, as one known only later, would have no meaning.
    missing = f"""
        AND (property IS NULL OR value IS NULL OR property NOT IN ({", ".join(f"'{name}'" for name in refs)})
        OR EXISTS (SELECT 1 FROM records AS its CROSS JOIN temp.taken ON taken.record = its.id
            WHERE its.slug = claims.value AND ({named})))"""  # noqa: S608  (names of ours)
    return f"""
        SELECT claims.record, claims.source, claims.on_behalf_of, {", ".join(columns)} FROM claims
        LEFT JOIN anchors ON anchors.claim = claims.id
        WHERE claims.record IN (SELECT value FROM json_each(?)) {"" if whole else missing}
        ORDER BY claims.record, claims.id"""  # noqa: S608


def _claims(selection: Selection, found: Mapping[int, Draft]) -> None:
    as_of, word = selection.as_of, selection.word
    for record, source, behalf, *values in selection.conn.execute(
        _claim_query(selection.whole), (json.dumps([*found]),)
    ).fetchall():
        claim = _said(CLAIM, CLAIM_ORDER, tuple(values[: len(CLAIM_ORDER)]))
        late = as_of is not None and day_of(str(claim.get("said_on", ""))) > as_of
        if late or (word is not None and not word.says(source, behalf)):
            continue
        passage = dict(zip(ANCHOR, values[len(CLAIM_ORDER) :], strict=True))
        if passage["exact"] is not None:
            told = passage["document"] != claim["source"]  # a text has the slug of its source, if nothing else is said
            claim["passage"] = {
                name: value for name, value in passage.items() if value is not None and (told or name != "document")
            }
        found[record].claims.append(claim)


def _names(selection: Selection, found: Mapping[int, Draft]) -> None:
    columns = ", ".join(_column("names", name, field) for name, field in NAME.items())
    for record, *values in selection.conn.execute(
        f"SELECT record, {columns} FROM names WHERE record IN (SELECT value FROM json_each(?)) ORDER BY record, id",  # noqa: S608
        (json.dumps([*found]),),
    ).fetchall():
        found[record].names.append(_said(NAME, tuple(NAME), tuple(values)))


def _links(selection: Selection, found: Mapping[int, Draft]) -> None:
    """Add the links to what is taken too."""
    for record, kind, other, slug in selection.conn.execute(
        """
        SELECT from_record, links.kind, its.kind, slug FROM links CROSS JOIN temp.taken ON taken.record = to_record
        CROSS JOIN records AS its ON its.id = to_record
        WHERE from_record IN (SELECT value FROM json_each(?)) ORDER BY from_record, links.id
        """,
        (json.dumps([*found]),),
    ).fetchall():
        # A slug may hold a clock time, whose colon would be taken for the end of a kind.
        plain = other == found[record].shape.kind and ":" not in slug
        found[record].links.append({"kind": kind, "to": slug if plain else f"{other}:{slug}"})
