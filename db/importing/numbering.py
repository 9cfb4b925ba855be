"""Which record each draft is: one that the store has, by its slug, or a new one with an id of its own.

Ids come before anything is checked, so that records may refer to each other in any order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from db.checking import Fault, Place
from db.drafts import Draft, Unit
from db.importing.meaning import Made
from db.importing.settling import Settled, Settler
from db.rows import Value
from db.shapes import SHAPES
from db.write import Change

ORDER: Final = {shape.kind: number for number, shape in enumerate(SHAPES)}
"""The kinds, in an order in which each record finds those that it refers to."""
_MOST_KNOWN: Final = 50_000

Row = dict[str, Value]
Key = tuple[str, str]
"""A kind and a slug."""


@dataclass(slots=True, eq=False)
class Ready:
    """A draft whose slug is known, and what became of it when it was checked.

    Attributes:
        draft, slug, owner: What it is, and the unit that it stands in.
        partly: Whether what it doesn't say stays as it is in the store.
        record: Its id.
        new: Whether the store has no such record.
        process: Id of its home.
        row, extra, claims, names, links: What is written of it.
        passages: Where its claims stand: the place of the claim among them, the id of the text, the rest.
    """

    draft: Draft
    slug: str
    owner: Taken
    partly: bool = False
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
        makes: What it names that is made.
        ready: Its records.
        needs: The records of other units that it refers to, which the store doesn't have yet.
    """

    __slots__ = ("faults", "makes", "needs", "ready", "unit")

    def __init__(self, settled: Settled) -> None:
        self.unit: Unit = settled.unit
        self.faults: list[Fault] = settled.faults
        self.makes: list[Made] = settled.makes
        self.ready: list[Ready] = []
        self.needs: list[Ready] = []


class Numbers:
    """The ids of records, by kind and slug, of the store and of the batch that is being taken.

    Attributes:
        current: The unit that is being checked: it needs what is found for it.
    """

    def __init__(self, opened: Change, settler: Settler) -> None:
        self.current: Taken | None = None
        self._change = opened
        self._settler = settler
        self._known: dict[Key, int] = {}
        self._here: dict[Key, Ready] = {}
        self._by_draft: dict[int, Ready] = {}
        self._seen: dict[int, str] = {}
        self._made: dict[Key, int] = {}

    def number(self, settled: Sequence[Settled]) -> list[Taken]:
        """Give each record of a batch its id: the new ones of a kind one after another, in the order of the file."""
        self._here.clear()
        self._by_draft.clear()
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        taken = [Taken(one) for one in settled]
        for one, owner in zip(settled, taken, strict=True):
            for draft in one.unit.drafts:
                slug = one.slugs.get(id(draft))
                if slug is not None:
                    self._meet(one, owner, draft, slug)
            for made in one.makes:
                if made.key not in self._made:
                    self._made[made.key] = self._change.new_id("records")
        by_kind: defaultdict[str, list[str]] = defaultdict(list)
        for kind, slug in self._here:
            by_kind[kind].append(slug)
        for kind in sorted(by_kind, key=ORDER.__getitem__):
            found = self._change.find_all(kind, by_kind[kind])
            for slug in by_kind[kind]:
                self._give(self._here[kind, slug], found.get(slug))
        return taken

    def find(self, kind: str, slug: str) -> int | None:
        """Return the id of a record of the file or the store; the unit that is being checked needs it from now on."""
        key = kind, slug
        known = self._known.get(key)
        if known is not None:
            return known
        assert self.current is not None
        here = self._here.get(key)
        if here is not None:
            self.need(here)
            return here.record
        made = self._settler.meanings.made.get(key)
        if made is not None and key in self._made:
            if made not in self.current.makes:
                self.current.makes.append(made)
            return self._made[key]
        known = self._change.find(kind, slug)
        if known is not None:
            self._known[key] = known
        return known

    def need(self, ready: Ready) -> None:
        """Take note that the unit that is being checked needs a record."""
        assert self.current is not None
        if ready.new and ready.owner is not self.current:
            self.current.needs.append(ready)

    def parent(self, draft: Draft) -> Ready | None:
        """Return the record that a draft stands in, if it is one of the batch without a fault in its slug."""
        return self._by_draft.get(id(draft.parent)) if draft.parent is not None else None

    def here(self, kind: str, slug: str) -> Ready | None:
        """Return a record of the batch."""
        return self._here.get((kind, slug))

    def wrote(self, made: Made) -> int:
        """Return the id of a record that is made, and which the store has from now on."""
        made.written = True
        record = self._known[made.key] = self._made[made.key]
        return record

    def _give(self, ready: Ready, known: int | None) -> None:
        ready.new = known is None
        key = ready.draft.shape.kind, ready.slug
        ready.record = known or self._made.get(key) or self._change.new_id("records")
        before = self._seen.get(ready.record)
        if before is not None:
            ready.owner.faults.append(_same(ready.draft, ready.slug, before))
        elif ready.draft.parent is None:  # the others stand with their parents
            self._seen[ready.record] = ready.draft.where

    def _meet(self, settled: Settled, owner: Taken, draft: Draft, slug: str) -> None:
        """Take note of a record; the same twice in a batch is a fault.

        Where names are taken for what they mean, two may mean the same: what is said of it comes together.
        """
        other = self._here.get((draft.shape.kind, slug))
        if other is None:
            ready = Ready(draft, slug, owner, id(draft) in settled.partly)
            self._here[draft.shape.kind, slug] = self._by_draft[id(draft)] = ready
            owner.ready.append(ready)
        elif id(draft) in settled.named and other.owner is owner:
            other.draft.claims.extend(draft.claims)
            self._by_draft[id(draft)] = other
        else:
            owner.faults.append(_same(draft, slug, other.draft.where))


def _same(draft: Draft, slug: str, other: str) -> Fault:
    reason = f"the same {draft.shape.kind} as {other} (“{slug}”): give one a slug of its own."
    return Place(draft.where).fault("", reason)
