"""From drafts as a file gives them to drafts that are as those of a talks file: every name is a slug, nothing is open.

What a reference names is found or made, a claim without a source gets the one that was given, and a record without a
home the process that was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from db.checking import Fault, FieldError, Place
from db.drafts import LONGEST_SLUG, Draft, Named, Unit, made_slug, written
from db.errors import TalksFileError
from db.importing.extra import parsed
from db.importing.meaning import Made, Meanings
from db.importing.naming import NAMED, Names
from db.shapes import CLAIM, NAME, Field
from db.text import brief, folded, slugged
from db.vocabulary import properties

_PLAIN: Final = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")
_STATED: Final = ("event", "position", "office")
"""Kinds of which a source says that they are so: those of a foreign format have a claim, if only that they are."""
_UNNAMED: Final = ("starts", "title", "place")
"""What the slug of an event is made of where the file has none."""


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

    def use(self, made: Made) -> None:
        """Take note that it names something that is made, and so what that names itself."""
        if made not in self.makes:
            for needed in made.needs:
                self.use(needed)
            self.makes.append(made)


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
    """Settles the units of one file, one batch after another.

    Attributes:
        meanings: What its names mean.
    """

    def __init__(self, names: Names, processes: Sequence[str], given: Given) -> None:
        self.meanings = Meanings(names)
        self._names = names
        self._processes = processes
        self._given = given
        self._sourced = False

    def settle(self, units: Sequence[Unit]) -> list[Settled]:
        """Settle a batch of units; a name may be that of a record that stands anywhere in it.

        Raises:
            TalksFileError: Nothing of the file can be taken, since something is missing that it doesn't say.
        """
        settled = [Settled(unit, _told(unit)) for unit in units]
        named = [(one, draft) for one in settled for draft in one.unit.drafts if draft.shape.kind in NAMED]
        for _, draft in named:
            if draft.slug is not None:
                self._names.add(draft.shape.kind, draft.slug, draft.values, _spellings(draft))
        for one, draft in named:
            if draft.slug is None:
                self._identify(one, draft)
        if not self._given.own and not self._sourced:
            self._sourced = any(_has_source(claim) for unit in units for draft in unit.drafts for claim in draft.claims)
        for one in settled:
            for draft in one.unit.drafts:
                self._draft(one, draft)
        return settled

    def _identify(self, one: Settled, draft: Draft) -> None:
        """Give a record its slug by its name."""
        kind, meant = draft.shape.kind, self.meanings.identify(draft)
        if meant.why:
            one.faults.append(Place(draft.where, draft.columns).fault(NAMED[kind][0][0], meant.why))
        elif meant.slug is not None:
            if not any(name in draft.values for name in NAMED[kind][0]):
                one.partly.add(id(draft))
            draft.slug = meant.slug
            self._names.add(kind, draft.slug, draft.values, _spellings(draft))

    def _draft(self, one: Settled, draft: Draft) -> None:
        shape, values = draft.shape, draft.values
        if shape.home and draft.process is None:
            draft.process = draft.parent.process if draft.parent else self._process(one)
        self.meanings.home = draft.process
        if "extra" in values:
            try:
                draft.extra = {**parsed(values.pop("extra")), **draft.extra}
            except FieldError as error:
                one.faults.append(Place(draft.where, draft.columns).fault("extra", f"{error}."))
        if not self._given.own and not draft.claims and shape.kind in _STATED:
            draft.claims.append({})
        lost = self._values(one, draft)
        if draft.claims:
            self._claims(one, draft)
        for number, name in enumerate(draft.names, 1):
            if isinstance(name, dict):
                self._fields(one, NAME, name, draft, f"names[{number}]")
        slug = None if lost else self._slug(one, draft)
        if slug is not None:
            one.slugs[id(draft)] = draft.slug = slug

    def _values(self, one: Settled, draft: Draft) -> bool:
        """Put slugs in the place of names; say whether the draft's own slug is lost, as one of them means nothing."""
        names = self._fields(one, draft.shape.fields, draft.values, draft, "")
        if not names or draft.slug is not None or not any(name in draft.shape.slug_from for name in names):
            return False
        one.named.add(id(draft))
        return any(type(draft.values[name]) is Named for name in names if name in draft.shape.slug_from)

    def _claims(self, one: Settled, draft: Draft) -> None:
        filled_in = not self._given.own or self._given.source is not None
        for number, claim in enumerate(draft.claims, 1):
            if isinstance(claim, dict):
                part = f"claims[{number}]"
                value = claim.get("value")
                if type(value) is Named:
                    known = properties().get(str(claim.get("property")))
                    kind = known.ref if known and known.ref else ""
                    claim["value"] = self._reference(one, kind, value, draft, f"{part}.value") if kind else value.text
                self._fields(one, CLAIM, claim, draft, part)
                if filled_in and not _has_source(claim):
                    claim["source"] = self._source(one, draft, part)

    def _fields(
        self, one: Settled, fields: Mapping[str, Field], values: dict[str, object], draft: Draft, part: str
    ) -> list[str]:
        """Put slugs in the place of names; return the fields that had some."""
        names = [name for name, value in values.items() if type(value) is Named]
        for name in names:
            named, known = cast(Named, values[name]), fields.get(name)
            if known is None or known.type != "ref":
                values[name] = named.text
                continue
            meant = self.meanings.known.get((known.of, named.text))
            if meant is None:
                values[name] = self._reference(one, known.of, named, draft, f"{part}.{name}" if part else name)
            else:  # as most are: somebody in another row, too
                if meant.made is not None and meant.made not in one.makes:
                    one.use(meant.made)
                values[name] = meant.slug
        return names

    def _reference(self, one: Settled, kind: str, named: Named, draft: Draft, path: str) -> object:
        """Return the slug of what is named, None for a blank; the name itself if it is none, which is a fault."""
        meant = self.meanings.of(kind, named)
        if meant.why:
            one.faults.append(Place(draft.where, draft.columns).fault(path, meant.why))
            return named
        if meant.made is not None:
            one.use(meant.made)
        return meant.slug

    def _source(self, one: Settled, draft: Draft, part: str) -> object:
        """Return the source of a claim that names none; nothing that can be named if that is a fault."""
        given = self._given
        if given.source is not None:
            return self._given_one(one, "source", given.source)
        if not self._sourced:
            raise TalksFileError([f"{given.file} says nothing of its source: add --source NAME."])
        why = "it says nothing of its source: fill it in, or add --source NAME."
        one.faults.append(Place(draft.where, draft.columns).fault(f"{part}.source", why))
        return Named("")

    def _process(self, one: Settled) -> str | None:
        """Return the slug of the process that was given, or that there is no other of."""
        given = self._given
        if given.process is not None:
            return self._given_one(one, "process", given.process)
        if given.own:
            return None
        if len(self._processes) != 1:
            there = f"it has {', '.join(self._processes[:10])}" if self._processes else "it has none yet"
            raise TalksFileError(
                [f"{given.file} doesn’t say which process of {given.store} it is of: add --process NAME ({there})."]
            )
        return self._processes[0]

    def _given_one(self, one: Settled, kind: str, text: str) -> str:
        """Return the slug of the source or the process that was given by name.

        Raises:
            TalksFileError: It may be several, or it is blank.
        """
        meant = self.meanings.of(kind, Named(text, {}))
        if meant.why or meant.slug is None:
            raise TalksFileError([f"--{kind}: {meant.why or 'a name is needed.'}"])
        if meant.made is not None:
            one.use(meant.made)
        return meant.slug

    def _slug(self, one: Settled, draft: Draft) -> str | None:
        """Return the slug that a draft names, or that its fields make; None if it is a fault."""
        if draft.slug is not None:
            if _PLAIN.fullmatch(draft.slug) or all(part == slugged(part) for part in draft.slug.split("/")):
                return draft.slug
            why = f"a slug is lower case letters, digits and hyphens: “{slugged(brief(draft.slug))}”."
            one.faults.append(Place(draft.where, draft.columns).fault("", why))
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
        before, is_column, column = place.partition(", column ")
        known = column if is_column and before == unit.where else ""
        found.append(Fault(place, reason, known) if colon else Fault(unit.where, problem))
    return found


def _spellings(draft: Draft) -> Iterator[object]:
    return (name.get("text") for name in draft.names if isinstance(name, dict))


def _has_source(claim: object) -> bool:
    if not isinstance(claim, dict):
        return False
    source = claim.get("source")
    text = source.text if isinstance(source, Named) else source
    return text[:1].isalnum() or bool(folded(text)) if isinstance(text, str) else text is not None
