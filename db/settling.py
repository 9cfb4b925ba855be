"""From drafts as a file gives them to drafts that are as those of a talks file: every name is a slug, nothing is open.

What a reference names is found or made, a claim without a source gets the one that was given, and a record without a
home the process that was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from db.checking import Fault, FieldError, Place
from db.drafts import LONGEST_SLUG, Draft, Named, Unit, made_slug, written
from db.errors import TalksFileError
from db.extra import parsed
from db.naming import NAMED, Names, new_values
from db.report import LISTED, Uncertain
from db.rows import Value
from db.shapes import CLAIM, NAME, SHAPES, Field
from db.text import brief, clean, folded, slugged
from db.vocabulary import properties

_SHAPE: Final = {shape.kind: shape for shape in SHAPES}
_PLAIN: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_STATED: Final = ("event", "position", "office")
"""Kinds of which a source says that they are so: those of a foreign format have a claim, if only that they are."""
_UNNAMED: Final = ("starts", "title", "place")
"""What the slug of an event is made of where the file has none."""


@dataclass(slots=True, eq=False)
class Made:
    """A record that is made because nothing is called so; it is written with the first good unit that names it.

    Attributes:
        draft, name, slug: What it is, and what the file calls it.
        times: How many units of those written name it.
        written: Whether it is in the store.
        needs: What it names itself that is made too.
        row, process, faults: What became of its fields, once they are checked.
    """

    draft: Draft
    name: str
    slug: str
    times: int = 0
    written: bool = False
    needs: list[Made] = field(default_factory=list)
    row: dict[str, Value] | None = None
    process: int | None = None
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Settled:
    """A unit whose names are slugs.

    Attributes:
        unit: What the reader gave.
        faults: What is wrong with it.
        makes: What it names that nothing was called.
        slugs: The slug of each draft, by its identity; a draft with a fault has none.
        named: The drafts, by their identity, that are told apart by what a name was taken for.
        partly: The drafts, by their identity, that a name was found for: what they don't say stays as it is.
    """

    unit: Unit
    faults: list[Fault] = field(default_factory=list)
    makes: list[Made] = field(default_factory=list)
    slugs: dict[int, str] = field(default_factory=dict)
    named: set[int] = field(default_factory=set)
    partly: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Given:
    """What was given with the file.

    Attributes:
        file: What sentences call it.
        store: What they call the store.
        own: Whether it is a talks file, which says all this itself.
        source: What is said without a source is said by this one, by any name.
        process: What has no home is of this one, by any name.
    """

    file: str
    store: str
    own: bool = True
    source: str | None = None
    process: str | None = None


class Settler:
    """Settles the units of one file, one batch after another."""

    def __init__(self, names: Names, processes: Sequence[str], given: Given) -> None:
        self.uncertain: list[Uncertain] = []
        self.more_uncertain = 0
        self.notes: list[str] = []
        self._names = names
        self._processes = processes
        self._given = given
        self.made: dict[tuple[str, str], Made] = {}
        self._meant: dict[tuple[str, str], tuple[str | None, Made | None, str]] = {}
        self._sourced = False
        self._home: str | None = None

    def settle(self, units: Sequence[Unit]) -> list[Settled]:
        """Settle a batch of units; a name may be that of a record that stands anywhere in it.

        Raises:
            TalksFileError: Nothing of the file can be taken, since something is missing that it doesn't say.
        """
        settled = [Settled(unit, _told(unit)) for unit in units]
        for one in settled:
            for draft in one.unit.drafts:
                if draft.shape.kind in NAMED and draft.slug is not None:
                    self._names.add(draft.shape.kind, draft.slug, draft.values, _spellings(draft))
        for one in settled:
            for draft in one.unit.drafts:
                if draft.shape.kind in NAMED and draft.slug is None:
                    self._identify(one, draft)
        if not self._given.own and not self._sourced:
            self._sourced = any(_has_source(claim) for unit in units for draft in unit.drafts for claim in draft.claims)
        for one in settled:
            for draft in one.unit.drafts:
                self._draft(one, draft)
        return settled

    def _draft(self, one: Settled, draft: Draft) -> None:
        place = Place(draft.where, draft.columns)
        if "extra" in draft.values:
            try:
                draft.extra = {**parsed(draft.values.pop("extra")), **draft.extra}
            except FieldError as error:
                one.faults.append(place.fault("extra", f"{error}."))
        if not self._given.own and not draft.claims and draft.shape.kind in _STATED:
            draft.claims.append({})
        lost = self._values(one, draft, place)
        for number, claim in enumerate(draft.claims, 1):
            if isinstance(claim, dict):
                self._claim(one, claim, Place(draft.where, draft.columns, f"claims[{number}]"))
        for number, name in enumerate(draft.names, 1):
            if isinstance(name, dict):
                self._fields(one, NAME, name, Place(draft.where, draft.columns, f"names[{number}]"))
        if draft.shape.home and draft.process is None:
            draft.process = draft.parent.process if draft.parent else self._process(one)
        slug = None if lost else self._slug(one, draft, place)
        if slug is not None:
            one.slugs[id(draft)] = draft.slug = slug

    def _values(self, one: Settled, draft: Draft, place: Place) -> bool:
        """Put slugs in the place of names; say whether the draft's own slug is lost, as one of them means nothing."""
        made_of = draft.shape.slug_from
        names = [name for name, value in draft.values.items() if type(value) is Named]
        self._fields(one, draft.shape.fields, draft.values, place)
        if draft.slug is None and any(name in made_of for name in names):
            one.named.add(id(draft))
        return draft.slug is None and any(type(draft.values.get(name)) is Named for name in names if name in made_of)

    def _claim(self, one: Settled, claim: dict[str, object], place: Place) -> None:
        value = claim.get("value")
        if type(value) is Named:
            known = properties().get(str(claim.get("property")))
            kind = known.ref if known and known.ref else ""
            claim["value"] = self._reference(one, kind, value, place, "value") if kind else value.text
        self._fields(one, CLAIM, claim, place)
        if not _has_source(claim) and not (self._given.own and self._given.source is None):
            claim["source"] = self._source(one, place)

    def _fields(self, one: Settled, fields: Mapping[str, Field], values: dict[str, object], place: Place) -> None:
        for name, value in values.items():
            if type(value) is Named:
                known = fields.get(name)
                is_reference = known is not None and known.type == "ref"
                values[name] = self._reference(one, known.of, value, place, name) if is_reference else value.text  # type: ignore[union-attr]

    def _reference(self, one: Settled, kind: str, named: Named, place: Place, name: str) -> object:
        """Return the slug of what is named, None for a blank; the name itself if it is none, which is a fault."""
        key = kind, named.text
        if key not in self._meant:
            self._meant[key] = self._mean(kind, named)
        slug, made, why = self._meant[key]
        if why:
            one.faults.append(place.fault(name, why))
            return named
        if made is not None:
            self._use(one, made)
        return slug

    def _use(self, one: Settled, made: Made) -> None:
        if made not in one.makes:
            for needed in made.needs:
                self._use(one, needed)
            one.makes.append(made)

    def _mean(self, kind: str, named: Named) -> tuple[str | None, Made | None, str]:
        """Find out what a name means: a slug, what is made for it, or why it means nothing."""
        text = clean(named.text)
        if not folded(text):
            return None, None, ""
        if kind not in NAMED:
            return text, None, ""
        found = self._names.find(kind, text)
        if len(found) == 1:
            return found[0], None, ""
        if found:
            either = ", ".join(found[:5])
            return None, None, (
                f"“{brief(text)}” may be any of {either}: give the slug of the one that is meant,"
                " or name it in the mapping’s [names]."
            )  # fmt: skip
        if named.make is None:
            near = self._names.nearest(kind, text)
            beside = f"; near it are {', '.join(near)}" if near else ""
            return None, None, f"there is no {kind} “{brief(text)}” in the file or the store{beside}."
        made = self._make(kind, text, named.make)
        return made.slug, made, ""

    def _make(self, kind: str, text: str, make: Mapping[str, object]) -> Made:
        slug = self._names.free(kind, text)
        like = self._names.like(kind, text)
        values = new_values(self._names, kind, text, make)
        self._names.add(kind, slug, values)
        if like:
            self._doubt(kind, text, slug, like)
        home = self._home if _SHAPE[kind].home else None
        made = self.made[kind, slug] = Made(Draft(_SHAPE[kind], "", slug, home, values), text, slug)
        for name, value in values.items():
            if type(value) is Named:
                of = _SHAPE[kind].fields[name].of
                meant, needed, _ = self._mean(of, value)
                values[name] = meant
                if needed:
                    made.needs.append(needed)
        return made

    def _doubt(self, kind: str, text: str, slug: str, like: Sequence[str]) -> None:
        if len(self.uncertain) >= LISTED:
            self.more_uncertain += 1
            return
        named = tuple((self._names.called(kind, other), other) for other in like[:3])
        others = " and ".join(f"“{name}” ({other})" for name, other in named)
        self.uncertain.append(
            Uncertain(
                kind, text, slug, named,
                f"“{brief(text)}” is taken as a new {kind}; it is like {others}: if it is the same, add the spelling to"
                " that one’s names, or give its slug.",
            )
        )  # fmt: skip

    def _identify(self, one: Settled, draft: Draft) -> None:
        """Find the slug of a record that the file has without one: that of what is called so, or a new one."""
        kind = draft.shape.kind
        called = next((text for name in NAMED[kind][0] if isinstance(text := draft.values.get(name), str)), "")
        if not folded(called):
            return  # its name is missing, which is named as its fault
        found = self._names.find(kind, called)
        if len(found) > 1:
            one.faults.append(Place(draft.where, draft.columns).fault(NAMED[kind][0][0], (
                f"“{brief(called)}” may be any of {', '.join(found[:5])}: give the slug of the one that is meant."
            )))  # fmt: skip
            return
        if found and (made := self.made.get((kind, found[0]))):
            draft.values = {**made.draft.values, **draft.values}
        elif found:
            one.partly.add(id(draft))
            draft.values = {name: value for name, value in draft.values.items() if name not in NAMED[kind][0]}
        else:
            like = self._names.like(kind, called)
            if like:
                self._doubt(kind, clean(called), self._names.free(kind, called), like)
            draft.values = {**new_values(self._names, kind, called, {}), **draft.values}
        draft.slug = found[0] if found else self._names.free(kind, called)
        self._names.add(kind, draft.slug, draft.values, _spellings(draft))

    def _source(self, one: Settled, place: Place) -> object:
        """Return the source of a claim that names none; None if that is a fault."""
        given = self._given
        if given.source is not None:
            found = self._reference(one, "source", Named(given.source, {}), Place(given.file), "")
            if type(found) is Named:
                raise TalksFileError([f"--source {one.faults[-1].reason}"])
            return found
        if not self._sourced:
            raise TalksFileError([f"{given.file} says nothing of its source: add --source NAME."])
        one.faults.append(place.fault("source", "it says nothing of its source: fill it in, or add --source NAME."))
        return Named("")

    def _process(self, one: Settled) -> str | None:
        """Return the slug of the process that was given, or that there is no other of."""
        given = self._given
        if given.process is None and given.own:
            return None
        if given.process is not None:
            found = self._reference(one, "process", Named(given.process, {}), Place(given.file), "")
            if type(found) is Named:
                raise TalksFileError([f"--process {one.faults[-1].reason}"])
            self._home = str(found)
        elif len(self._processes) == 1:
            self._home = self._processes[0]
        elif self._home is None:
            there = f"it has {', '.join(self._processes[:10])}" if self._processes else "it has none yet"
            raise TalksFileError(
                [f"{given.file} doesn’t say which process of {given.store} it is of: add --process NAME ({there})."]
            )
        return self._home

    def _slug(self, one: Settled, draft: Draft, place: Place) -> str | None:
        """Return the slug that a draft names, or that its fields make; None if it is a fault."""
        if draft.slug is not None:
            if _PLAIN.fullmatch(draft.slug) or all(part == slugged(part) for part in draft.slug.split("/")):
                return draft.slug
            one.faults.append(place.fault("", (
                f"a slug is lower case letters, digits and hyphens: “{slugged(brief(draft.slug))}”."
            )))  # fmt: skip
            return None
        if draft.shape.slug_from:
            return made_slug(draft)
        parts = [written(draft.values.get(name)) for name in _UNNAMED]
        if draft.shape.kind != "event" or not parts[1]:
            return None  # its name or its title is missing, which is named as its fault
        return slugged(" ".join(part for part in parts if part))[: 2 * LONGEST_SLUG].rstrip("-")


def _told(unit: Unit) -> list[Fault]:
    """Return what the reader says of a unit; its sentences have the place in them."""
    found = []
    for problem in unit.problems:
        place, colon, reason = problem.partition(": ")
        found.append(Fault(place, reason) if colon else Fault(unit.where, problem))
    return found


def _spellings(draft: Draft) -> Iterator[object]:
    return (name.get("text") for name in draft.names if isinstance(name, dict))


def _has_source(claim: object) -> bool:
    if not isinstance(claim, dict):
        return False
    source = claim.get("source")
    text = source.text if isinstance(source, Named) else source
    return bool(folded(text)) if isinstance(text, str) else text is not None
