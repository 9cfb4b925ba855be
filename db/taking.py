"""Units into the store: each is checked whole, and written whole or not at all."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from db.checking import Fault, FieldError, Place, check_claim, checked
from db.drafts import Draft, Unit
from db.extra import written
from db.filling import derive, passage
from db.rows import TABLE_OF, Value
from db.settling import Made, Settled, Settler
from db.shapes import CLAIM, CLAIM_KEY, LINK, NAME, NAME_KEY, SHAPES
from db.text import clean, clean_lines
from db.write import Change, Child

_ORDER: Final = {shape.kind: number for number, shape in enumerate(SHAPES)}
_ONCE: Final = {"event_party": ("event", "party", "role"), "process_party": ("process", "party")}
"""Kinds of which there is one for the same columns, whatever its slug."""
_MOST_KNOWN: Final = 50_000

Row = dict[str, Value]
Key = tuple[str, str]


@dataclass(slots=True, eq=False)
class _Ready:
    """A draft whose slug is known: what is left is to check its fields and write it."""

    draft: Draft
    slug: str
    owner: Taken
    partly: bool
    record: int = 0
    new: bool = True
    process: int | None = None
    row: Row | None = None
    extra: str | None = None
    claims: Sequence[Row] = ()
    passages: Sequence[tuple[int, int, Row]] = ()
    names: Sequence[Row] = ()
    links: Sequence[Row] = ()


class Taken:
    """A unit that is taken, or has faults.

    Attributes:
        unit: What the reader gave.
        faults: What is wrong with it.
    """

    __slots__ = ("faults", "makes", "needs", "ready", "unit")

    def __init__(self, settled: Settled) -> None:
        self.unit: Unit = settled.unit
        self.faults: list[Fault] = settled.faults
        self.makes: list[Made] = settled.makes
        self.ready: list[_Ready] = []
        self.needs: list[_Ready] = []


class Taker:
    """Takes the units of one file into one change, one batch after another.

    Attributes:
        counts: How often each kind had each outcome: `added`, `changed`, `same`, `skipped`.
        extra: How often each column that no field takes was kept.
    """

    def __init__(self, conn: sqlite3.Connection, opened: Change, settler: Settler, alone: bool) -> None:
        """Prepare.

        Args:
            conn: The change's connection.
            opened: The change.
            settler: What finds out what names mean.
            alone: Whether good units are taken without the bad ones: then those that need a bad one are bad too.
        """
        self.counts: Counter[Key] = Counter()
        self.extra: Counter[str] = Counter()
        self._conn = conn
        self._change = opened
        self._settler = settler
        self._alone = alone
        self._known: dict[Key, int | None] = {}
        self._here: dict[Key, _Ready] = {}
        self._by_draft: dict[int, _Ready] = {}
        self._seen: dict[int, str] = {}
        self._ids: dict[Key, int] = {}
        self._once: dict[tuple[Value, ...], int] = {}
        self._texts: dict[str, tuple[int, str] | None] = {}
        self._current: Taken | None = None

    def take(self, units: Sequence[Unit]) -> list[Taken]:
        """Check a batch of units and write the good ones; return those with faults.

        Raises:
            TalksFileError: Nothing of the file can be taken.
            sqlite3.Error: The store refused.
        """
        for kept in (self._here, self._by_draft, self._once, self._texts):
            kept.clear()
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        taken = self._number(self._settler.settle(units))
        for one in taken:
            self._check(one)
        if self._alone:
            _spread(taken)
        self._write([one for one in taken if not one.faults])
        bad = [one for one in taken if one.faults]
        for one in bad:
            for draft in one.unit.drafts:
                self._skip(draft)
        return bad

    # Which records they are

    def _number(self, settled: Sequence[Settled]) -> list[Taken]:
        """Find the id of each record, or give it one: those of a kind one after another, in the order of the file."""
        taken = [Taken(one) for one in settled]
        for one, owner in zip(settled, taken, strict=True):
            for draft in one.unit.drafts:
                slug = one.slugs.get(id(draft))
                if slug is not None:
                    self._meet(one, owner, draft, slug)
            for made in one.makes:
                if (made.draft.shape.kind, made.slug) not in self._ids:
                    self._ids[made.draft.shape.kind, made.slug] = self._change.new_id("records")
        by_kind: defaultdict[str, list[str]] = defaultdict(list)
        for kind, slug in self._here:
            by_kind[kind].append(slug)
        for kind in sorted(by_kind, key=_ORDER.__getitem__):
            found = self._change.find_all(kind, by_kind[kind])
            for slug in by_kind[kind]:
                ready = self._here[kind, slug]
                known = found.get(slug)
                ready.new = known is None
                ready.record = known or self._ids.get((kind, slug)) or self._change.new_id("records")
                before = self._seen.get(ready.record)
                if before is not None:
                    ready.owner.faults.append(_same(ready.draft, slug, before))
                elif ready.draft.parent is None:  # the others stand with their parents
                    self._seen[ready.record] = ready.draft.where
        return taken

    def _meet(self, settled: Settled, owner: Taken, draft: Draft, slug: str) -> None:
        """Take note of a record; the same twice in a batch is a fault.

        Where names are taken for what they mean, two may mean the same: what is said of it comes together.
        """
        other = self._here.get((draft.shape.kind, slug))
        if other is None:
            ready = _Ready(draft, slug, owner, id(draft) in settled.partly)
            self._here[draft.shape.kind, slug] = ready
            self._by_draft[id(draft)] = ready
            owner.ready.append(ready)
        elif id(draft) in settled.named and other.owner is owner:
            other.draft.claims.extend(draft.claims)
            self._by_draft[id(draft)] = other
        else:
            owner.faults.append(_same(draft, slug, other.draft.where))

    def _find(self, kind: str, slug: str) -> int | None:
        """Return the id of a record of the file or the store; the unit that is being checked needs it from now on."""
        key = kind, slug
        known = self._known.get(key)
        if known is not None:
            return known
        assert self._current is not None
        here = self._here.get(key)
        if here is not None:
            if here.new and here.owner is not self._current:
                self._current.needs.append(here)
            return here.record
        made = self._settler.made.get(key)
        if made is not None and key in self._ids:
            if made not in self._current.makes:
                self._current.makes.append(made)
            return self._ids[key]
        known = self._change.find(kind, slug)
        if known is not None:
            self._known[key] = known
        return known

    # What they say

    def _check(self, one: Taken) -> None:
        self._current = one
        for made in one.makes:
            self._check_made(one, made)
        for ready in one.ready:
            self._check_record(ready)
            if ready.draft.claims:
                self._check_claims(ready)
            if ready.draft.names:
                ready.names = self._check_names(ready)
            if ready.draft.links:
                ready.links = self._check_links(ready)

    def _check_made(self, one: Taken, made: Made) -> None:
        """Check what is made for a name, where it is named first."""
        if made.row is None:
            place = Place(one.unit.where)
            made.row = checked(made.draft.shape.fields, made.draft.values, place, self._find, made.faults)
            home = made.draft.process
            made.process = self._find("process", home) if home else None
        one.faults.extend(made.faults)

    def _check_record(self, ready: _Ready) -> None:
        draft, faults = ready.draft, ready.owner.faults
        before = len(faults)
        place = Place(draft.where, draft.columns)
        kind = draft.shape.kind
        row = checked(draft.shape.fields, draft.values, place, self._find, faults, ready.partly)
        if draft.shape.home:
            ready.process = self._find("process", draft.process) if draft.process else None
            if ready.process is None:
                why = f"there is no process “{draft.process}”" if draft.process else "it belongs to no process"
                faults.append(place.fault("", f'{why}: put process = "SLUG" at the top of the file.'))
        if draft.extra:
            try:
                ready.extra = written(draft.extra, self._kept(ready))
            except FieldError as error:
                faults.append(place.fault("extra", f"{error}."))
        if len(faults) > before:
            return
        if kind == "process_party":
            row["process"] = ready.process
        elif kind in ("event_party", "delegate"):
            self._put_inside(ready, row)
        if not ready.partly:
            derive(kind, row, place, faults)
        if kind in _ONCE and self._is_another(ready, row):
            same = ", ".join(draft.shape.slug_from)
            faults.append(place.fault("", f"another {kind} has the same {same}."))
        ready.row = row

    def _put_inside(self, ready: _Ready, row: Row) -> None:
        """Fill in the event that a party's part or a seat is of, and the seat's party."""
        seat = self._parent(ready.draft)
        event = seat if ready.draft.shape.kind == "event_party" else self._parent(seat.draft) if seat else None
        row["event"] = event.record if event else None
        if ready.draft.shape.kind == "delegate" and seat:
            row["party"] = self._find("party", clean(str(seat.draft.values.get("party"))))
        for holder in (seat, event):
            if holder is not None and holder.new and holder.owner is not ready.owner:
                ready.owner.needs.append(holder)

    def _parent(self, draft: Draft) -> _Ready | None:
        return self._by_draft.get(id(draft.parent)) if draft.parent is not None else None

    def _is_another(self, ready: _Ready, row: Row) -> bool:
        """Say whether the file or the store has another record of the kind for the same columns."""
        kind = ready.draft.shape.kind
        columns = _ONCE[kind]
        values = tuple(row[name] for name in columns)
        other = self._once.setdefault((kind, *values), ready.record)
        if other != ready.record:
            return True
        where = " AND ".join(f"{name} = ?" for name in columns)
        found = self._conn.execute(f"SELECT id FROM {TABLE_OF[kind]} WHERE {where}", values).fetchone()  # noqa: S608
        return found is not None and found[0] != ready.record

    def _kept(self, ready: _Ready) -> str | None:
        if ready.new:
            return None
        (kept,) = self._conn.execute("SELECT extra FROM records WHERE id = ?", (ready.record,)).fetchone()
        return None if kept is None else str(kept)

    def _check_claims(self, ready: _Ready) -> None:
        draft, faults = ready.draft, ready.owner.faults
        claims: list[Row] = []
        for number, given in enumerate(draft.claims, 1):
            place = Place(draft.where, draft.columns, f"claims[{number}]")
            stands = None
            if isinstance(given, dict) and "passage" in given:
                given = {**given}  # noqa: PLW2901
                stands = given.pop("passage")
            row = checked(CLAIM, given, place, self._find, faults)
            check_claim(row, place, self._find, faults)
            if stands is not None and isinstance(given, dict):
                self._check_passage(ready, number - 1, stands, given, place)
            claims.append(row)
        ready.claims = claims

    def _check_passage(
        self, ready: _Ready, number: int, stands: object, claim: dict[str, object], place: Place
    ) -> None:
        named = stands.get("document") if isinstance(stands, dict) else None
        source = clean(str(claim.get("source")))
        document = self._text_of(clean(str(named)) if named else source)
        try:
            row = passage(stands, document[1] if document else None)
        except FieldError as error:
            ready.owner.faults.append(place.fault("passage", f"{error}."))
            return
        assert document is not None
        ready.passages = [*ready.passages, (number, document[0], row)]

    def _text_of(self, slug: str) -> tuple[int, str] | None:
        """Return the id of a document and its text, as the file has it or the store."""
        if slug not in self._texts:
            record = self._find("document", slug)
            here = self._here.get(("document", slug))
            if here is not None:
                self._texts[slug] = here.record, clean_lines(str(here.draft.values.get("text")))
            else:
                row = self._conn.execute("SELECT id, text FROM documents WHERE id = ?", (record,)).fetchone()
                self._texts[slug] = (int(row[0]), str(row[1])) if row else None
        else:
            self._find("document", slug)
        return self._texts[slug]

    def _check_names(self, ready: _Ready) -> list[Row]:
        draft = ready.draft
        return [
            checked(
                NAME, given, Place(draft.where, draft.columns, f"names[{number}]"), self._find, ready.owner.faults
            )
            for number, given in enumerate(draft.names, 1)
        ]  # fmt: skip

    def _check_links(self, ready: _Ready) -> list[Row]:
        """Check links; the `to` of one is a slug of the same kind, or `kind:slug`."""
        links: list[Row] = []
        for number, given in enumerate(ready.draft.links, 1):
            place = Place(ready.draft.where, ready.draft.columns, f"links[{number}]")
            row = checked(LINK, given, place, self._find, ready.owner.faults)
            to = str(row.get("to"))
            kind, _, slug = to.partition(":") if ":" in to else ("", "", to)  # a slug may hold a clock time
            kind = kind or ready.draft.shape.kind
            target = self._find(kind, slug)
            if target is None and "to" in row:
                ready.owner.faults.append(place.fault("to", f"there is no {kind} “{slug}” in the file or the store."))
            links.append({"kind": row.get("kind"), "to_record": target})
        return links

    # Into the store

    def _write(self, good: Sequence[Taken]) -> None:
        """Write units: all that is new first, so that whatever refers to it finds it."""
        ready = sorted((one for unit in good for one in unit.ready), key=lambda one: _ORDER[one.draft.shape.kind])
        taken_over = {(one.draft.shape.kind, one.slug) for one in ready}
        for unit in good:
            for made in unit.makes:
                self._write_made(made, taken_over)
        for one in ready:
            assert one.row is not None
            if one.new:
                self._change.add_record(one.draft.shape.kind, one.record, one.slug, one.process, one.row, one.extra)
        self._change.flush()
        for one in ready:
            self._write_record(one)
        for one in ready:
            self._write_claims(one)
            self._write_others("names", one, one.names, NAME_KEY)
            self._write_others("links", one, one.links, ("kind", "to_record"))
        self._change.flush()

    def _write_made(self, made: Made, taken_over: set[Key]) -> None:
        made.times += 1
        if made.written:
            return
        made.written = True
        kind = made.draft.shape.kind
        if (kind, made.slug) not in taken_over:
            assert made.row is not None
            self._change.add_record(kind, self._ids[kind, made.slug], made.slug, made.process, made.row)
            self.counts[kind, "added"] += 1

    def _write_record(self, one: _Ready) -> None:
        assert one.row is not None
        kind = one.draft.shape.kind
        outcome = "added" if one.new else self._change.put_record(
            kind, one.record, False, one.process, one.row, one.extra
        )  # fmt: skip
        self.counts[kind, outcome] += 1
        self.extra.update(one.draft.extra.keys())

    def _write_claims(self, one: _Ready) -> None:
        ids: list[int] = []
        if one.new:
            for row in one.claims:
                ids.append(self._change.add_child("claims", {"record": one.record, **row}))
            self.counts["claim", "added"] += len(ids)
        else:
            alike: Counter[tuple[Value, ...]] = Counter()
            for row in one.claims:
                key, rest = _divided("record", one.record, row, CLAIM_KEY)
                said = tuple(key.values())
                outcome, number = self._change.put_child_row("claims", key, rest, alike[said])
                alike[said] += 1
                self.counts["claim", outcome] += 1
                ids.append(number)
        if one.passages:
            self._change.flush()
            for number, document, row in one.passages:
                self.counts["passage", self._change.put_anchor(document, ids[number], row)] += 1

    def _write_others(self, table: Child, one: _Ready, rows: Sequence[Row], key_of: Sequence[str]) -> None:
        """Write the names or the links of a record."""
        owner = "from_record" if table == "links" else "record"
        for row in rows:
            key, rest = _divided(owner, one.record, row, key_of)
            self.counts[table[:-1], self._change.put_child(table, key, rest)] += 1

    def _skip(self, draft: Draft) -> None:
        self.counts[draft.shape.kind, "skipped"] += 1
        for kind, left in (("claim", draft.claims), ("name", draft.names), ("link", draft.links)):
            if left:
                self.counts[kind, "skipped"] += len(left)


def _same(draft: Draft, slug: str, other: str) -> Fault:
    reason = f"the same {draft.shape.kind} as {other} (“{slug}”): give one a slug of its own."
    return Place(draft.where).fault("", reason)


def _divided(owner: str, record: int, row: Row, key_of: Sequence[str]) -> tuple[Row, Row]:
    """Return the columns that tell a claim, a name or a link from others, and the rest."""
    key: Row = {owner: record, **{name: row[name] for name in key_of}}
    return key, {name: value for name, value in row.items() if name not in key_of}


def _spread(taken: Sequence[Taken]) -> None:
    """Give a fault to what refers to something that has one and isn't in the store, until there is no more of it."""
    changed = True
    while changed:
        changed = False
        for one in taken:
            if one.faults:
                continue
            lost = next((need for need in one.needs if need.owner.faults), None)
            if lost is not None:
                one.faults.append(Fault(one.unit.where, f"it refers to {lost.draft.where}, which has a fault."))
                changed = True
