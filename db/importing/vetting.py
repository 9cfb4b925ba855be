"""Units are checked whole: the fields of each record, its claims, names and links, and what holds only between them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from db.checking import FieldError, Place, check_claim, checked
from db.drafts import Draft
from db.importing.extra import written
from db.importing.filling import derive, passage
from db.importing.meaning import Made
from db.importing.numbering import Numbers, Ready, Row, Taken
from db.rows import TABLE_OF, Value
from db.shapes import CLAIM, LINK, NAME, Field
from db.text import clean, clean_lines

_ONCE: Final = {"event_party": ("event", "party", "role"), "process_party": ("process", "party")}
"""Kinds of which there is one for the same columns, whatever its slug."""
_MOST_KEPT: Final = 20_000


class Vetter:
    """Checks the units of one file, one batch after another."""

    def __init__(self, conn: sqlite3.Connection, numbers: Numbers) -> None:
        self._conn = conn
        self._numbers = numbers
        self._rows: dict[tuple[object, ...] | None, Row] = {}
        self._once: dict[tuple[Value, ...], int] = {}
        self._texts: dict[str, tuple[int, str] | None] = {}

    def vet(self, batch: list[Taken]) -> None:
        """Check the units of a batch: each has its rows, or faults, when it is done."""
        self._once.clear()
        self._texts.clear()
        if len(self._rows) > _MOST_KEPT:
            self._rows.clear()
        for one in batch:
            self._numbers.current = one
            for made in one.makes:
                self._made(one, made)
            for ready in one.ready:
                self._record(ready)
                if ready.draft.claims:
                    self._claims(ready)
                if ready.draft.names:
                    ready.names = self._names(ready)
                if ready.draft.links:
                    ready.links = self._links(ready)

    def _made(self, one: Taken, made: Made) -> None:
        """Check what is made for a name, where it is named first."""
        if made.row is None:
            fields, place = made.draft.shape.fields, Place(one.unit.where)
            made.row = checked(fields, made.draft.values, place, self._numbers.find, made.faults)
            home = made.draft.process
            made.process = self._numbers.find("process", home) if home else None
        one.faults.extend(made.faults)

    def _record(self, ready: Ready) -> None:
        draft, faults = ready.draft, ready.owner.faults
        before = len(faults)
        shape, place = draft.shape, Place(draft.where, draft.columns)
        if shape.kind == "event_party":
            row = self._often(shape.kind, shape.fields, draft.values, draft).copy()
        else:
            row = checked(shape.fields, draft.values, place, self._numbers.find, faults, ready.partly)
        if shape.home:
            self._home(ready, place)
        if ready.partly and ready.new:
            faults.append(place.fault("", f"it is {ready.slug} by its name, which has a fault further up."))
        if draft.extra:
            try:
                ready.extra = written(draft.extra, self._kept(ready))
            except FieldError as error:
                faults.append(place.fault("extra", f"{error}."))
        if len(faults) > before:
            return
        if shape.kind == "process_party":
            row["process"] = ready.process
        elif shape.kind == "delegate":
            self._put_inside(ready, row)
            derive(shape.kind, row, place, faults)
        elif shape.kind == "event_party":
            self._put_inside(ready, row)
        elif not ready.partly:
            derive(shape.kind, row, place, faults)
        if shape.kind in _ONCE and self._is_another(ready, row):
            faults.append(place.fault("", f"another {shape.kind} has the same {', '.join(shape.slug_from)}."))
        ready.row = row

    def _home(self, ready: Ready, place: Place) -> None:
        """Find the process of a record that belongs to one."""
        home = ready.draft.process
        ready.process = self._numbers.find("process", home) if home else None
        if home and ready.process is None:
            why = f"there is no process “{home}” in the file or the store: add it first, or correct its slug."
            ready.owner.faults.append(place.fault("process", why))
        elif not home:
            why = 'it belongs to no process: put process = "SLUG" at the top of the file.'
            ready.owner.faults.append(place.fault("", why))

    def _often(self, what: str, fields: Mapping[str, Field], given: object, draft: Draft, part: str = "") -> Row:
        """Return what a part or a claim says, checked: many say the same, which is looked at once."""
        owner = self._numbers.current
        assert owner is not None
        alike = (what, *given.items()) if type(given) is dict else None
        try:
            known = self._rows.get(alike)
        except TypeError:  # a list or a table in it
            known = alike = None
        if known is not None:
            return known
        before = len(owner.faults), len(owner.needs), len(owner.makes)
        place = Place(draft.where, draft.columns, part)
        row = checked(fields, given, place, self._numbers.find, owner.faults)
        if what == "claim":
            check_claim(row, place, self._numbers.find, owner.faults)
        # What it needs, another unit needs too, and has to find for itself; and to a dict, 1 is True.
        alone = before == (len(owner.faults), len(owner.needs), len(owner.makes))
        if alike and alone and all(type(pair[1]) is str for pair in alike[1:]):
            self._rows[alike] = row
        return row

    def _put_inside(self, ready: Ready, row: Row) -> None:
        """Fill in the event that a party's part or a seat is of, and the seat's party."""
        seat = self._numbers.parent(ready.draft)
        event = seat
        if ready.draft.shape.kind == "delegate" and seat:
            row["party"] = self._numbers.find("party", clean(str(seat.draft.values.get("party"))))
            self._numbers.need(seat)
            event = self._numbers.parent(seat.draft)
        row["event"] = event.record if event else None
        if event:
            self._numbers.need(event)

    def _is_another(self, ready: Ready, row: Row) -> bool:
        """Say whether the file or the store has another record of the kind for the same columns."""
        kind = ready.draft.shape.kind
        columns = _ONCE[kind]
        values = tuple([row[name] for name in columns])
        if self._once.setdefault((kind, *values), ready.record) != ready.record:
            return True
        event = self._numbers.parent(ready.draft)
        if event is not None and event.new:  # so the store has no other part in it
            return False
        where = " AND ".join(f"{name} = ?" for name in columns)
        found = self._conn.execute(f"SELECT id FROM {TABLE_OF[kind]} WHERE {where}", values).fetchone()  # noqa: S608
        return found is not None and found[0] != ready.record

    def _kept(self, ready: Ready) -> str | None:
        if ready.new:
            return None
        (kept,) = self._conn.execute("SELECT extra FROM records WHERE id = ?", (ready.record,)).fetchone()
        return None if kept is None else str(kept)

    def _claims(self, ready: Ready) -> None:
        draft = ready.draft
        claims: list[Row] = []
        for number, given in enumerate(draft.claims, 1):
            stands = None
            if isinstance(given, dict) and "passage" in given:
                stands = given["passage"]
                given = {name: value for name, value in given.items() if name != "passage"}  # noqa: PLW2901
            claims.append(self._often("claim", CLAIM, given, draft, f"claims[{number}]"))
            if stands is not None and isinstance(given, dict):
                self._passage(ready, number, stands, given.get("source"))
        ready.claims = claims

    def _passage(self, ready: Ready, number: int, stands: object, source: object) -> None:
        named = stands.get("document") if isinstance(stands, dict) else None
        document = self._text_of(clean(str(named or source)))
        try:
            row = passage(stands, document[1] if document else None)
        except FieldError as error:
            place = Place(ready.draft.where, ready.draft.columns, f"claims[{number}]")
            ready.owner.faults.append(place.fault("passage", f"{error}."))
        else:
            assert document is not None
            ready.passages = [*ready.passages, (number - 1, document[0], row)]

    def _text_of(self, slug: str) -> tuple[int, str] | None:
        """Return the id of a document and its text, as the file has it or the store."""
        record = self._numbers.find("document", slug)
        if slug not in self._texts:
            here = self._numbers.here("document", slug)
            if here is not None:
                self._texts[slug] = here.record, clean_lines(str(here.draft.values.get("text")))
            else:
                row = self._conn.execute("SELECT id, text FROM documents WHERE id = ?", (record,)).fetchone()
                self._texts[slug] = (int(row[0]), str(row[1])) if row else None
        return self._texts[slug]

    def _names(self, ready: Ready) -> list[Row]:
        return [
            checked(
                NAME, given, Place(ready.draft.where, ready.draft.columns, f"names[{number}]"), self._numbers.find,
                ready.owner.faults,
            )
            for number, given in enumerate(ready.draft.names, 1)
        ]  # fmt: skip

    def _links(self, ready: Ready) -> list[Row]:
        """Check links; the `to` of one is a slug of the same kind, or `kind:slug`."""
        links: list[Row] = []
        faults = ready.owner.faults
        for number, given in enumerate(ready.draft.links, 1):
            place = Place(ready.draft.where, ready.draft.columns, f"links[{number}]")
            row = checked(LINK, given, place, self._numbers.find, faults)
            to = str(row.get("to"))
            kind, _, slug = to.partition(":") if ":" in to else ("", "", to)  # a slug may hold a clock time
            kind = kind or ready.draft.shape.kind
            target = self._numbers.find(kind, slug)
            if target is None and "to" in row:
                faults.append(place.fault("to", f"there is no {kind} “{slug}” in the file or the store."))
            links.append({"kind": row.get("kind"), "to_record": target})
        return links
