"""What a name means: a record that is called so, one that is made since nothing is, or nothing that can be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from db.checking import Fault
from db.drafts import Draft, Named
from db.importing.naming import NAMED, Names, new_values
from db.importing.report import LISTED, Uncertain
from db.rows import Value
from db.shapes import SHAPES
from db.text import brief, clean, folded

_SHAPE: Final = {shape.kind: shape for shape in SHAPES}
_COMPARED: Final = 3
"""Names that an uncertain one is said to be like."""


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

    @property
    def key(self) -> tuple[str, str]:
        """Its kind and its slug."""
        return self.draft.shape.kind, self.slug


@dataclass(frozen=True, slots=True)
class Meant:
    """What a name means: a slug, what is made for it, or why it means nothing; nothing of these for a blank."""

    slug: str | None = None
    made: Made | None = None
    why: str = ""


class Meanings:
    """What the names of one file mean: the same each time.

    Attributes:
        known: What is known to be meant, by kind and name.
        made: What was made, by kind and slug.
        uncertain, more_uncertain: Names that may be meant otherwise, the first of them, and how many more.
        home: Slug of the process of what is made and belongs to one.
    """

    def __init__(self, names: Names) -> None:
        self.made: dict[tuple[str, str], Made] = {}
        self.uncertain: list[Uncertain] = []
        self.more_uncertain = 0
        self.home: str | None = None
        self._names = names
        self.known: dict[tuple[str, str], Meant] = {}
        self._unknown = 0

    @property
    def all_compared(self) -> bool:
        """Whether every new name was compared with those that it may be like."""
        return self._names.all_compared()

    def of(self, kind: str, named: Named) -> Meant:
        """Return what a name means."""
        known = self.known.get((kind, named.text))
        if known is not None:
            return known
        meant = self._meaning(kind, clean(named.text), named.make)
        if not meant.why:  # what means nothing may be that of a record further on
            self.known[kind, named.text] = meant
        return meant

    def identify(self, draft: Draft) -> Meant:
        """Find out which record a draft without a slug is, by its name: one that is called so, or a new one.

        The draft's values become those that are to be written: of a new one with what it needs, of one that is known
        without its name, which stays as it is.

        Returns:
            Its slug; nothing if it has no name, which is named as its fault.
        """
        kind = draft.shape.kind
        text = next((text for name in NAMED[kind][0] if isinstance(text := draft.values.get(name), str)), "")
        if not folded(text):
            return Meant()
        found = self._names.called(kind, text)
        if len(found) > 1:
            return Meant(why=_ambiguous(text, found))
        if not found:
            draft.values = {**new_values(self._names, kind, text, {}), **draft.values}
            slug = self._names.free(kind, text)
            self._compare(kind, clean(text), slug)
            return Meant(slug)
        made = self.made.get((kind, found[0]))
        if made is not None:
            draft.values = {**made.draft.values, **draft.values}
        else:
            draft.values = {name: value for name, value in draft.values.items() if name not in NAMED[kind][0]}
        return Meant(found[0], made)

    def _meaning(self, kind: str, text: str, make: Mapping[str, object] | None) -> Meant:
        if not folded(text):
            return Meant()
        if kind not in NAMED:
            return Meant(text)
        found = self._names.called(kind, text)
        if not found:
            found = self._names.known_as(kind, text)
            if kind == "source" and found:
                found = self._outlet(text, found, make is not None)
        if len(found) == 1:
            return Meant(found[0], self.made.get((kind, found[0])))
        if found:
            return Meant(why=_ambiguous(text, found))
        if make is not None:
            made = self._make(kind, text, make)
            return Meant(made.slug, made)
        self._unknown += 1
        near = self._names.nearest(kind, text) if self._unknown <= LISTED else []
        beside = f": near it are {', '.join(near)}" if near else ""
        return Meant(why=f"there is no {kind} “{brief(text)}” in the file or the store{beside}.")

    def _outlet(self, text: str, found: tuple[str, ...], can_be_made: bool) -> tuple[str, ...]:
        """Return which source is meant by the name of a publisher, where none is called so.

        Its only text stands for it; beside several, the publisher is made a source of its own, if that may be.
        """
        texts = ", ".join(f"“{self._names.name_of('source', slug)}” ({slug})" for slug in found[:_COMPARED])
        if len(found) == 1:
            self._doubt("source", text, found[0], found, (
                f"“{brief(text)}” is taken for its only text in the store, {texts}: if that is wrong, add the outlet"
                " itself as a source, with its name as title."
            ))  # fmt: skip
        elif can_be_made:
            self._doubt("source", text, self._names.free("source", text), found, (
                f"“{brief(text)}” is taken as a source of its own, the outlet, beside {texts}: if one of them is meant,"
                " give its slug."
            ))  # fmt: skip
            return ()
        return found

    def _make(self, kind: str, text: str, make: Mapping[str, object]) -> Made:
        shape, slug = _SHAPE[kind], self._names.free(kind, text)
        self._compare(kind, text, slug)
        values = new_values(self._names, kind, text, make)
        self._names.add(kind, slug, values)
        made = self.made[kind, slug] = Made(
            Draft(shape, "", slug, self.home if shape.home else None, values), text, slug
        )
        for name, value in values.items():
            if isinstance(value, Named):
                meant = self.of(shape.fields[name].of, value)
                values[name] = value if meant.why else meant.slug
                if meant.why:
                    made.faults.append(Fault(f"{kind} {brief(text)}, {name}", meant.why))
                elif meant.made:
                    made.needs.append(meant.made)
        return made

    def _compare(self, kind: str, text: str, slug: str) -> None:
        """List a new name if it is like one that is known."""
        like = self._names.like(kind, text)
        if not like:
            return
        others = " and ".join(f"“{self._names.name_of(kind, other)}” ({other})" for other in like[:_COMPARED])
        self._doubt(kind, text, slug, like, (
            f"“{brief(text)}” is taken as a new {kind}; it is like {others}: if it is the same, add it to the names of"
            " that one, or to a mapping’s [names]."
        ))  # fmt: skip

    def _doubt(self, kind: str, text: str, slug: str, like: Sequence[str], why: str) -> None:
        if len(self.uncertain) >= LISTED:
            self.more_uncertain += 1
            return
        named = tuple((self._names.name_of(kind, other), other) for other in like[:_COMPARED])
        self.uncertain.append(Uncertain(kind, text, slug, named, why))


def _ambiguous(text: str, found: Sequence[str]) -> str:
    either = ", ".join(found[:5]) + (", …" if len(found) > 5 else "")
    return f"“{brief(text)}” may be any of {either}: give the slug of the one that is meant, or a mapping’s [names]."
