"""The one way in: drafts are checked as a whole, then written in one change, or refused with every fault named."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db import store
from db.checking import check_claim, checked
from db.dates import DateError, bounds, iso, span
from db.drafts import Draft, made_slug, written
from db.errors import TalksFileError
from db.reading import reader
from db.shapes import CLAIM, CLAIM_KEY, LINK, NAME, NAME_KEY, SHAPES, Field, Shape
from db.text import slugged
from db.vocabulary import words
from db.write import Change, Value, change

_ORDER: Final = {shape.kind: number for number, shape in enumerate(SHAPES)}


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import did: records, claims, names and links that were added, changed, or there already."""

    added: int
    changed: int
    same: int


def import_file(path: Path, file: Path) -> Summary:
    """Import a talks file into the store at `path`, whole or not at all; the same file again adds nothing.

    Raises:
        StoreError: The store can't be opened or written.
        TalksFileError: The file has faults; each is named and nothing was written.
    """
    conn = store.writable(path)
    try:
        with store.explained(path):
            drafts = [draft for unit in reader(file).units() for draft in unit.drafts]
            return load(conn, drafts, f"import {file.name}", str(file))
    finally:
        conn.close()


def load(conn: sqlite3.Connection, drafts: Sequence[Draft], command: str, name: str) -> Summary:
    """Check and write drafts in one change.

    Args:
        conn: A writable connection.
        drafts: From one of the readers.
        command: What the change is recorded as.
        name: What the sentences about faults call the file.

    Raises:
        TalksFileError: There are faults; nothing was written.
        sqlite3.Error: The store refused; nothing was written.
    """
    with change(conn, command) as opened:
        loader = _Loader(opened)
        counts = loader.load(sorted(drafts, key=lambda draft: _ORDER[draft.shape.kind]))
        if loader.problems:
            raise TalksFileError([f"{name}: {problem}" for problem in loader.problems])
    return Summary(counts["added"], counts["changed"], counts["same"])


@dataclass(slots=True)
class _Ready:
    """A draft whose slug is known: what is left is to check its fields and write it."""

    draft: Draft
    slug: str
    record: int
    new: bool


class _Loader:
    """Writes drafts into one change: ids for all first, so that records may refer to each other in any order."""

    def __init__(self, opened: Change) -> None:
        self.problems: list[str] = []
        self._change = opened
        self._counts: Counter[str] = Counter()
        self._ready: dict[int, _Ready] = {}
        self._known: dict[tuple[str, str], int | None] = {}

    def load(self, drafts: Sequence[Draft]) -> Counter[str]:
        seen: dict[tuple[str, str], str] = {}
        for draft in drafts:
            slug = self._slug(draft)
            if slug is None:
                continue
            key = draft.shape.kind, slug
            if key in seen:
                self.problems.append(
                    f"{draft.where}: the same {draft.shape.kind} as {seen[key]} (“{slug}”): give one a slug of its own."
                )
                continue
            seen[key] = draft.where
            record, new = self._change.claim_slug(*key)
            self._known[key] = record
            self._ready[id(draft)] = _Ready(draft, slug, record, new)
        rows = [(ready, self._row(ready)) for ready in self._ready.values()]
        for ready, row in rows:
            if not self.problems and row is not None:
                process = self._process(ready.draft)
                kind = ready.draft.shape.kind
                try:
                    outcome = self._change.put_record(kind, ready.record, ready.new, process, row)
                except sqlite3.IntegrityError:  # a slug of its own can't make two of what can be there once
                    same = ", ".join(ready.draft.shape.slug_from)
                    self.problems.append(f"{ready.draft.where}: another {kind} has the same {same}.")
                else:
                    self._counts[outcome] += 1
        for ready, _ in rows:
            self._children(ready)
        return self._counts

    def _find(self, kind: str, slug: str) -> int | None:
        key = kind, slug
        if key not in self._known:
            self._known[key] = self._change.find(kind, slug)
        return self._known[key]

    def _process(self, draft: Draft) -> int | None:
        return self._find("process", draft.process) if draft.shape.home and draft.process else None

    def _slug(self, draft: Draft) -> str | None:
        """Return the slug that a draft names, or that its fields make; None if they don't make one."""
        if draft.slug is not None:
            if all(part == slugged(part) for part in draft.slug.split("/")):
                return draft.slug
            self.problems.append(
                f"{draft.where}: a slug is lower case letters, digits and hyphens: “{slugged(draft.slug)}”."
            )
            return None
        return made_slug(draft)

    def _row(self, ready: _Ready) -> dict[str, Value] | None:
        """Return the columns of a record's row, or None if the draft has faults."""
        draft, before = ready.draft, len(self.problems)
        row = checked(draft.shape.fields, draft.values, draft.where, self._find, self.problems)
        if draft.shape.home and (draft.process is None or self._find("process", draft.process) is None):
            self.problems.append(
                f'{draft.where}: there is no process “{draft.process}”: put process = "SLUG" at the top of the file.'
                if draft.process
                else f'{draft.where}: it belongs to no process: put process = "SLUG" at the top of the file.'
            )
        if len(self.problems) > before:
            return None
        try:
            self._derive(draft, row)
        except DateError as error:
            self.problems.append(f"{draft.where}: {error}")
        return row if len(self.problems) == before else None

    def _derive(self, draft: Draft, row: dict[str, Value]) -> None:
        """Fill in the columns that a file doesn't give: what the record stands in, and what its dates mean."""
        kind = draft.shape.kind
        if kind == "process_party":
            row["process"] = self._process(draft)
        elif kind == "event_party":
            row["event"] = self._ready_id(draft.parent)
        elif kind == "delegate":
            seat = draft.parent
            row["event"] = self._ready_id(seat.parent if seat else None)
            row["party"] = self._find("party", written(seat.values.get("party"))) if seat else None
            if row["person"] is None and row["description"] is None:
                self.problems.append(f"{draft.where}: a seat needs its person, or a description of who is not named.")
        elif kind == "event":
            found = span(_str(row["starts"]), _str(row["ends"]))
            row |= {"earliest": found.earliest, "latest": found.latest, "day": _iso(found.day)}
        elif kind == "office":
            span(_str(row["since"]), _str(row["until"]))
        elif kind == "position":
            found = bounds(str(row["date"]))
            row |= {"earliest": found.earliest, "latest": found.latest, "day": _iso(found.day)}
            if row["stance"] not in (None, *(int(word) for word in words("stance"))):
                self.problems.append(f"{draft.where}.stance: it must be from -2 (rejects) to 2 (demands).")
        elif kind == "document":
            row["sha256"] = hashlib.sha256(str(row["text"]).encode()).hexdigest()

    def _ready_id(self, draft: Draft | None) -> int | None:
        ready = self._ready.get(id(draft)) if draft else None
        return ready.record if ready else None

    def _children(self, ready: _Ready) -> None:
        draft, record = ready.draft, ready.record
        alike: Counter[tuple[Value, ...]] = Counter()
        for number, given in enumerate(draft.claims, 1):
            where = f"{draft.where}.claims[{number}]"
            row = self._checked(CLAIM, given, where)
            check_claim(row, where, self._find, self.problems)
            if not self.problems:
                key = {"record": record, **{name: row.pop(name) for name in CLAIM_KEY}}
                said = tuple(key.values())
                self._counts[self._change.put_child("claims", key, row, alike[said])] += 1
                alike[said] += 1
        for number, given in enumerate(draft.names, 1):
            row = self._checked(NAME, given, f"{draft.where}.names[{number}]")
            if not self.problems:
                key = {"record": record, **{name: row.pop(name) for name in NAME_KEY}}
                self._counts[self._change.put_child("names", key, row)] += 1
        for number, given in enumerate(draft.links, 1):
            self._link(draft.shape, record, given, f"{draft.where}.links[{number}]")

    def _link(self, shape: Shape, record: int, given: object, where: str) -> None:
        """Write a link; its `to` is a slug of the same kind, or `kind:slug`."""
        row = self._checked(LINK, given, where)
        to = str(row.get("to"))
        kind, _, slug = to.partition(":") if ":" in to else ("", "", to)  # a slug may hold a clock time
        target = self._find(kind or shape.kind, slug)
        if target is None and "to" in row:
            self.problems.append(f"{where}.to: there is no {kind or shape.kind} “{slug}” in the file or the store.")
        if not self.problems:
            key = {"from_record": record, "kind": row["kind"], "to_record": target}
            self._counts[self._change.put_child("links", key, {})] += 1

    def _checked(self, fields: Mapping[str, Field], given: object, where: str) -> dict[str, Value]:
        return checked(fields, given, where, self._find, self.problems)


def _str(value: Value) -> str | None:
    return None if value is None else str(value)


def _iso(day: int | None) -> str | None:
    return None if day is None else iso(day)
