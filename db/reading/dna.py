"""Discourse Network Analyzer: what was said in documents, coded as person, organization, concept and agreement.

A concept is a proposition, so what an organization says of one on a day is its position on that issue. Each statement
is a claim on the position, on the word of the document that it stands in, with its passage. Statements of one
organization on one concept on one day are claims on one position, whose stance is that of the last. A document is a
source, and its text is kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

from db.checking import LONGEST
from db.dates import DAY, iso
from db.drafts import Draft, Named, Unit
from db.passages import Text
from db.reading.dnafile import Coded, DnaFile, Said, Statement
from db.reading.document import Document, Slugs, left, short
from db.reading.words import meant
from db.shapes import BY_TABLE
from db.text import brief, clean, clean_lines, folded

_ORGANISATION: Final = {"type": "organisation"}
_NEEDED: Final = ("organization", "concept")
_WHERE: Final = ("source", "locator", "quote", "passage")
_FARTHEST: Final = 3_652_420
"""Days from 1970 to about the year 10,000: what is farther off is no date of a document."""
_SUMMARIES: Final = {-2: "Rejects", -1: "Disagrees", 0: "Neutral", 1: "Agrees", 2: "Demands", None: "Spoke of"}


class DnaReader(Document):
    """A file of Discourse Network Analyzer that is being read: a unit is a document, or all that is one position."""

    def __init__(self, path: Path, known: Sequence[str] = ()) -> None:
        self._file = DnaFile(path)
        super().__init__(f"Discourse Network Analyzer {self._file.version}")
        self._documents = {one.id: one for one in self._file.documents()}
        self._means = {kind: self._variables(kind) for kind in self._file.types}
        statements = self._file.statements()
        coded = [one for one in statements if self._means.get(one.type)]
        self._tell(statements, len(coded))
        self._positions: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
        for one in coded:
            self._positions[self._key(one)].append(one)
        slugs = Slugs()
        self._slugs = {
            one.id: slugs.of(one.title or "document", _day(one.second) or "") for one in self._documents.values()
        }
        self._all = len(self._documents) + len(self._positions)
        self._parties = {folded(name) for name in known}
        self._text_of = lru_cache(maxsize=16)(self._read_text)

    def rest(self, raws: Iterable[object], into: Path) -> None:
        """Write some statements and documents to a new file of the same version, as `Reader.rest` says."""
        kept: dict[str, list[int]] = {"document": [], "statement": []}
        for raw in raws:
            kind, numbers = cast(tuple[str, list[int]], raw)
            kept[kind] += numbers
        self._file.copy(into, kept["statement"], kept["document"])

    def _variables(self, kind: int) -> dict[str, str]:
        """Return which variables of a type of statement are its person, organization and so on; {} if it lacks some."""
        found: dict[str, str] = {}
        for name, data in self._file.variables[kind]:
            part = meant("dna", name)
            if part is not None and (data in ("boolean", "integer")) == (part == "agreement"):
                found.setdefault(part, name)
        return found if all(part in found for part in _NEEDED) else {}

    def _tell(self, statements: list[Statement], coded: int) -> None:
        aside = Counter(one.type for one in statements if not self._means.get(one.type))
        for kind, count in aside.items():
            label, names = self._file.types.get(kind, str(kind)), [name for name, _ in self._file.variables[kind]]
            self.notes.append(
                f"Left aside, since they name no organization and concept: {count:,} statements of the type"
                f" “{brief(label)}” ({', '.join(map(brief, names)) or 'without variables'})."
            )
        scales = {(means["agreement"], "integer") for means in self._means.values() if "agreement" in means}
        if coded and any(scales & {*variables} for variables in self._file.variables.values()):
            self.notes.append("Agreement is a number in this file: -2 to 2 is taken for rejects to demands.")

    def _said(self, one: Statement, part: str) -> Said:
        value = one.said.get(self._means[one.type].get(part, ""))
        return clean(value) if isinstance(value, str) else value

    def _key(self, one: Statement) -> tuple[str, str, str]:
        """Return what tells a position: its party, its issue and its day; a statement that lacks one stands alone."""
        party, issue = (folded(str(self._said(one, part) or "")) for part in _NEEDED)
        document = self._documents.get(one.document)
        day = _day(document.second) if document else None
        return (party, issue, day) if party and issue and day else ("", "", str(one.id))

    def _units(self) -> Iterator[Unit]:
        known: defaultdict[str, dict[str, Draft]] = defaultdict(dict)
        for draft in self._entities():
            known[draft.shape.kind][folded(str(draft.values["name"]))] = draft
        spoken: set[str] = set()
        for document in self._documents.values():
            yield self._document(document)
        for statements in self._positions.values():
            unit = Unit(f"statement {statements[0].id}", [], ("statement", [one.id for one in statements]))
            for kind, part in (("party", "organization"), ("person", "person")):
                for one in statements:
                    name = folded(str(self._said(one, part) or ""))
                    if name in known[kind]:
                        unit.drafts.append(known[kind].pop(name))
            self._position(unit, statements)
            issue = folded(str(self._said(statements[-1], "concept") or ""))
            if issue not in spoken and not unit.problems:
                spoken.add(issue)
                unit.drafts.insert(0, self._issue(unit, unit.drafts[-1]))
            yield unit

    def _entities(self) -> Iterator[Draft]:
        """Yield the people and the parties of which more is known than their name."""
        parts = {name: part for means in self._means.values() for part, name in means.items()}
        for number, one in enumerate(self._file.attributes(), 1):
            part, name = parts.get(one.variable), clean(one.value)
            if part not in ("person", "organization") or not name or not (one.type or one.alias or one.notes):
                continue
            new = part == "organization" and folded(name) not in self._parties
            values: dict[str, object] = {"name": name, **(_ORGANISATION if new else {})}
            alias: list[object] = [{"text": one.alias}] if clean(one.alias) else []
            extra: dict[str, object] = {"type": one.type} if one.type else {}
            extra |= {"notes": one.notes} if one.notes else {}
            table = "people" if part == "person" else "parties"
            yield Draft(BY_TABLE[table], f"attribute {number}", None, None, values, names=alias, extra=extra)

    def _document(self, one: Coded) -> Unit:
        where = f"document {one.id}"
        publisher = one.source or one.author or one.title or where
        values: dict[str, object] = {
            "publisher": publisher,
            "short": short(publisher),
            "title": one.title or where,
            "author": one.author or None,
            "published": _day(one.second),
        }
        beside = (("section", one.section), ("type", one.type), ("notes", one.notes))
        extra: dict[str, object] = {name: text for name, text in beside if text}
        unit = Unit(where, [Draft(BY_TABLE["sources"], where, self._slugs[one.id], None, values, extra=extra)])
        unit.raw = "document", [one.id]
        text = self._text_of(one.id)[1].text
        if text.strip():
            kept: dict[str, object] = {"source": self._slugs[one.id], "text": text}
            unit.drafts.append(Draft(BY_TABLE["documents"], f"{where}, text", None, None, kept))
        return unit

    def _position(self, unit: Unit, statements: list[Statement]) -> None:
        last = statements[-1]
        party, concept = (str(self._said(last, part) or "") for part in _NEEDED)
        document = self._documents.get(last.document)
        day = _day(document.second) if document else None
        for name, value in (("organization", party), ("concept", concept)):
            if not value:
                unit.problems.append(f"{unit.where}: it names no {name}, which a position needs.")
        if not day:
            unit.problems.append(f"{unit.where}: its document {last.document} has no date that can be placed.")
        claims: list[object] = []
        stance: int | None = None
        for one in statements:
            stance, why = self._stance(one)
            if why:
                unit.problems.append(f"statement {one.id}: {why}.")
            if one.document in self._slugs:
                claims.append(self._claim(one, party, stance))
        values: dict[str, object] = {
            "party": Named(party, _ORGANISATION),
            "issue": Named(concept, {"proposition": concept}),
            "stance": stance,
            "summary": f"{_SUMMARIES[stance]}: {concept}",
            "date": day,
        }
        draft = Draft(BY_TABLE["positions"], unit.where, None, None, values, claims=claims)
        beside = [left(one.said, self._means[one.type].values()) for one in statements]
        if any(beside):
            draft.extra["statements"] = beside
        unit.drafts.append(draft)

    def _issue(self, unit: Unit, position: Draft) -> Draft:
        """Return what a position is on, spoken of where the first statement on it stands."""
        concept = cast(Named, position.values["issue"]).text
        spoken = cast(dict[str, object], position.claims[0])
        claims: list[object] = [{name: spoken[name] for name in _WHERE if name in spoken}]
        values: dict[str, object] = {"name": concept, "proposition": concept}
        return Draft(BY_TABLE["issues"], f"{unit.where}, concept", None, None, values, claims=claims)

    def _stance(self, one: Statement) -> tuple[int | None, str]:
        """Return -2 to 2, None where no agreement is coded; and what is wrong with it, or ""."""
        given, name = self._said(one, "agreement"), self._means[one.type].get("agreement", "")
        if given is None:
            return None, ""
        if (name, "boolean") in self._file.variables[one.type] and given in (0, 1):
            return (1 if given else -1), ""
        if isinstance(given, int) and given in _SUMMARIES:
            return given, ""
        return None, f"its {brief(name)} is “{brief(given)}”, not from -2 (rejects) to 2 (demands)"

    def _claim(self, one: Statement, party: str, stance: int | None) -> dict[str, object]:
        person = str(self._said(one, "person") or "")
        claim: dict[str, object] = {
            "source": self._slugs[one.document],
            "on_behalf_of": Named(party, _ORGANISATION),
        }
        claim |= {"property": "stance", "value": str(stance)} if stance is not None else {}
        claim |= {"speaker": Named(person, {})} if person else {}
        return claim | self._passage(one)

    def _passage(self, one: Statement) -> dict[str, object]:
        """Return the words of a statement and where they stand; only where, if the text doesn't have them."""
        raw, text = self._text_of(one.document)
        exact, at = _found(raw, text.text, *(_points(raw, units) for units in (one.begins, one.ends)))
        if at is None:
            return {"locator": f"characters {one.begins} to {one.ends}"}
        span = at, at + len(exact)
        claim: dict[str, object] = {"locator": str(text.paragraph(at))}
        if len(exact) <= LONGEST:
            claim["quote"] = exact
        return claim | {"passage": {**text.selector(span)._asdict(), "begins": span[0], "ends": span[1]}}

    def _read_text(self, document: int) -> tuple[str, Text]:
        """Return the text of a document as the file has it, and as a store keeps it."""
        raw = self._file.text(document)
        return raw, Text(clean_lines(raw))


def _found(raw: str, kept: str, begins: int, ends: int) -> tuple[str, int | None]:
    """Return a passage of a text as it stands in the one that is kept, and where; None if it doesn't."""
    exact = clean_lines(raw[begins:ends]).strip() if 0 <= begins < ends else ""
    if not exact:
        return "", None
    near = begins if raw == kept else len(clean_lines(raw[:begins]))
    at = kept.find(exact, near)
    return exact, at if at >= 0 else None


def _points(text: str, units: int) -> int:
    """Return how many characters of a text as many UTF-16 code units are, as Java counts them."""
    if units < 0 or text.isascii() or max(text) <= "\uffff":
        return units
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))


def _day(second: int | None) -> str | None:
    days = None if second is None else second // DAY
    return None if days is None or abs(days) > _FARTHEST else iso(days)
