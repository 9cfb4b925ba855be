"""Units into the store: each is written whole or not at all."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence

from db.checking import Fault
from db.drafts import Draft, Unit
from db.importing.meaning import Made
from db.importing.naming import NAMED
from db.importing.numbering import ORDER, Key, Numbers, Ready, Row, Taken
from db.importing.settling import Settler
from db.importing.vetting import Vetter
from db.rows import Value
from db.shapes import CLAIM_KEY, NAME_KEY
from db.write import Change, Child


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
        self._change = opened
        self._settler = settler
        self._alone = alone
        self._numbers = Numbers(opened, settler)
        self._vetter = Vetter(conn, self._numbers)

    def take(self, units: Sequence[Unit]) -> list[Taken]:
        """Check a batch of units and write the good ones; return those with faults.

        Raises:
            TalksFileError: Nothing of the file can be taken.
            sqlite3.Error: The store refused.
        """
        taken = self._numbers.number(self._settler.settle(units))
        self._vetter.vet(taken)
        lost = _lost(taken)
        if self._alone:
            for one, need in lost.items():
                one.faults.append(Fault(one.unit.where, f"it refers to {need.draft.where}, which has a fault."))
        self._write([one for one in taken if not one.faults and one not in lost])
        bad = [one for one in taken if one.faults]
        for one in bad:
            for draft in one.unit.drafts:
                self._skip(draft)
        for one in taken:  # units and their records know each other: so they go without the garbage collector
            one.ready.clear()
            one.needs.clear()
        return bad

    def _write(self, good: Sequence[Taken]) -> None:
        """Write units: all that is new first, so that whatever refers to it finds it."""
        ready = sorted((one for unit in good for one in unit.ready), key=lambda one: ORDER[one.draft.shape.kind])
        stated = {(one.draft.shape.kind, one.slug) for one in ready if one.draft.shape.kind in NAMED}
        for unit in good:
            for made in unit.makes:
                self._write_made(made, stated)
        for one in ready:
            assert one.row is not None
            if one.new:
                self._change.add_record(one.draft.shape.kind, one.record, one.slug, one.process, one.row, one.extra)
        self._change.flush()
        for one in ready:
            self._write_record(one)
        for one in ready:
            if one.claims:
                self._write_claims(one)
            if one.names:
                self._write_others("names", one, one.names, NAME_KEY)
            if one.links:
                self._write_others("links", one, one.links, ("kind", "to_record"))
        self._change.flush()

    def _write_made(self, made: Made, stated: set[Key]) -> None:
        """Write what is made for a name, unless the file has it itself."""
        made.times += 1
        if made.written:
            return
        record = self._numbers.wrote(made)
        if made.key not in stated:
            assert made.row is not None
            self._change.add_record(made.key[0], record, made.slug, made.process, made.row)
            self.counts[made.key[0], "added"] += 1

    def _write_record(self, one: Ready) -> None:
        assert one.row is not None
        kind = one.draft.shape.kind
        if one.new:
            self.counts[kind, "added"] += 1
        else:
            outcome = self._change.put_record(kind, one.record, False, one.process, one.row, one.extra)
            self.counts[kind, outcome] += 1
        if one.draft.extra:
            self.extra.update(dict.fromkeys(one.draft.extra, 1))

    def _write_claims(self, one: Ready) -> None:
        ids: list[int] = []
        if one.new:
            ids = [self._change.add_claim(one.record, row) for row in one.claims]
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

    def _write_others(self, table: Child, one: Ready, rows: Sequence[Row], key_of: Sequence[str]) -> None:
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


def _divided(owner: str, record: int, row: Row, key_of: Sequence[str]) -> tuple[Row, Row]:
    """Return the columns that tell a claim, a name or a link from others, and the rest."""
    key: Row = {owner: record, **{name: row[name] for name in key_of}}
    return key, {name: value for name, value in row.items() if name not in key_of}


def _lost(taken: Sequence[Taken]) -> dict[Taken, Ready]:
    """Return the units without faults that refer to a record of one with a fault, or of such a unit, and to which."""
    lost: dict[Taken, Ready] = {}
    more = any(one.faults for one in taken)
    while more:
        more = False
        for one in taken:
            if one.faults or one in lost:
                continue
            need = next((need for need in one.needs if need.owner.faults or need.owner in lost), None)
            if need is not None:
                lost[one] = need
                more = True
    return lost
