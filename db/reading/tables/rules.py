"""Rules: what a mapping says of each field, compiled once into functions that are quick for each of a million rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from hashlib import blake2b
from typing import Final

from db.drafts import Draft, Named
from db.errors import TalksFileError
from db.reading.tables import cells as saying
from db.reading.tables.cells import CellError
from db.reading.tables.templates import Cells, TemplateError, Text, first_of, template
from db.shapes import BY_TABLE, CLAIM, LINK, NAME, NESTED, SHAPES, Field, Shape
from db.text import brief, slugged
from db.vocabulary import label, properties, words

_LISTS: Final = {"claims": CLAIM, "names": NAME, "links": LINK}
_BY_KIND: Final = {shape.kind: shape for shape in SHAPES}
_STATED: Final = ("event", "position", "office")
"""What always has a claim: of a row that gives none, that the import's source reports the record."""
_MADE: Final = ("place", "person", "source")
"""What is made if nothing is called so, unless a mapping says what to make of it."""
_OPTIONS: Final = {"date": ("dates", "precision", "until"), "ref": ("make", "slug")}
_NEEDS: Final = {"delegate": ("person", "description"), "process_party": ("party",)}
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Get = Callable[[Cells], object]
"""What a field is in a row; None leaves it out."""


@dataclass(slots=True)
class Made:
    """What the rules make of a row.

    Attributes:
        where: Its place, for the sentence about a fault.
        drafts: Its records.
        faults: What is wrong in it.
    """

    where: str
    drafts: list[Draft] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class _Item:
    """The fields of a record, a claim, a name or a link, or of what is made for a name."""

    def __init__(self, fields: list[tuple[str, Get, str]], splits: dict[int, str], needs: Sequence[str]) -> None:
        self.fields, self.splits, self.needs = fields, splits, needs
        self.columns = {name: column for name, _, column in fields if column}

    def rows(self, cells: Cells) -> Iterable[Cells]:
        """Return the row once for each part of the cells that are taken apart: several go together, part by part."""
        apart = {at: cells[at].split(by) for at, by in self.splits.items() if by in cells[at]}
        if not apart:
            return (cells,)
        many = len(next(iter(apart.values())))
        rows = [list(cells) for _ in range(many)]
        for at in self.splits:
            parts = apart.get(at, [])
            for row, part in zip(rows, parts if len(parts) == many else [""] * many, strict=True):
                row[at] = part.strip()
        return rows

    def fill(self, cells: Cells, made: Made) -> dict[str, object]:
        """Return the fields that a row gives."""
        values = {}
        for name, get, column in self.fields:
            try:
                value = get(cells)
            except CellError as error:
                made.faults.append(f"{made.where}, column {column}: {error}.")
            else:
                if value is not None:
                    values[name] = value
        return values

    def stands(self, values: Mapping[str, object]) -> bool:
        """Say whether what it can't do without is there."""
        return not self.needs or any(name in values for name in self.needs)


@dataclass(slots=True)
class Record:
    """A rule that makes records of one kind.

    Attributes:
        shape: The kind.
        constant: Whether it looks at no column, and so makes the same of each row.
    """

    shape: Shape
    constant: bool
    _item: _Item
    _slug: Text | None
    _process: Text | None
    _lists: dict[str, list[_Item]]
    _inner: list[Record]
    _columns: dict[tuple[tuple[int, ...], ...], dict[str, str]] = field(default_factory=dict)

    def make(self, cells: Cells, made: Made, parent: Draft | None = None) -> None:
        """Add the records that a row gives."""
        for row in self._item.rows(cells):
            values = self._item.fill(row, made)
            slug = None if self.shape.slug_from and self._slug is None else self._named(row, values)
            if slug == "" or not self._item.stands(values):
                continue
            home = _slug_of(self._process(row)) if self._process else ""
            draft = Draft(self.shape, made.where, slug, home or (parent.process if parent else None), values, parent)
            draft.columns = self._filled(draft, row, made)
            made.drafts.append(draft)
            for inner in self._inner:
                inner.make(row, made, draft)

    def _filled(self, draft: Draft, cells: Cells, made: Made) -> Mapping[str, str]:
        """Add a record's claims, names and links; return what the file calls the places of all its fields."""
        key = list[tuple[int, ...]]()
        for name, items in self._lists.items():
            into: list[object] = getattr(draft, name)
            which = []
            for number, item in enumerate(items):
                for row in item.rows(cells):
                    said = item.fill(row, made)
                    if item.stands(said) and said not in into:
                        into.append(said)
                        which.append(number)
            key.append(tuple(which))
        if self.shape.kind in _STATED and not draft.claims:
            draft.claims.append({})
        found = self._columns.get(tuple(key))
        if found is None:
            found = dict(self._item.columns)
            for numbers, (name, items) in zip(key, self._lists.items(), strict=True):
                for place, number in enumerate(numbers, 1):
                    inner = items[number].columns.items()
                    found.update({f"{name}[{place}].{column}": called for column, called in inner})
            self._columns[tuple(key)] = found
        return found

    def _named(self, cells: Cells, values: Mapping[str, object]) -> str:
        """Return the slug of a record: by its rule, of its name, or of an event's day, title and row."""
        if self._slug is not None:
            return _slug_of(self._slug(cells))
        name = str(values.get("name") or values.get("title") or "")
        if not name or self.shape.kind != "event":
            return slugged(name)[:60] if name else ""
        row = blake2b("\x1f".join(cells).encode(errors="replace"), digest_size=4).hexdigest()
        return _slug_of(f"{values.get('starts', '')} {slugged(name)[:40]} {row}")


def _slug_of(text: str) -> str:
    lower = text.lower()
    return lower if _SLUG.fullmatch(lower) else slugged(text) if text else ""


@dataclass(slots=True)
class Compiler:
    """Turns the rules of a mapping into functions of a row.

    Attributes:
        place: What the sentences about the mapping call it.
        header: The names of the table's columns.
        optional: Columns that the table may lack, case folded.
        slugs: The records that the mapping itself has, by kind.
        names: Spellings of known records, case folded, and their slugs; "" is to be left out.
        used: The columns that some rule looks at.
    """

    place: str
    header: Sequence[str]
    optional: frozenset[str]
    slugs: Mapping[str, set[str]]
    names: Mapping[str, str]
    used: set[int] = field(default_factory=set)
    _looks: int = 0

    def record(self, shape: Shape, rules: object, where: str) -> Record:
        """Compile the rule of a record and of all that stands in it.

        Raises:
            TalksFileError: The rule is wrong; the sentence says where.
        """
        given, before = self._table(rules, where), self._looks
        inner, table = NESTED.get(shape.table, ("", ""))
        own = {"slug", "process", inner, *_LISTS}
        needs = _NEEDS.get(shape.kind) or [name for name in shape.slug_from if not shape.fields[name].derived][:1]
        item = self._item(shape.fields, {n: r for n, r in given.items() if n not in own}, where, needs, sorted(own))
        slug = self._text(given["slug"], f"{where}.slug")[0] if "slug" in given else None
        process = self._text(given["process"], f"{where}.process")[0] if "process" in given else None
        lists = {
            name: [
                self._claim(one, place) if name == "claims" else self._item(fields, one, place, ["text", "to"])
                for place, one in self._listed(given.get(name, []), f"{where}.{name}")
            ]
            for name, fields in _LISTS.items()
        }
        within = [
            self.record(BY_TABLE[table], one, place)
            for place, one in self._listed(given.get(inner, []), f"{where}.{inner}")
        ]
        return Record(shape, self._looks == before, item, slug, process, lists, within)

    def _claim(self, rules: object, where: str) -> _Item:
        """Compile a claim; without its value, or if nothing in it comes of the row, there is none."""
        given = self._table(rules, where)
        fields = dict(CLAIM)
        known = properties().get(str(given.get("property")))
        if known is not None:
            fields["value"] = (
                Field("date")
                if known.compare == "date"
                else Field("code", of=known.of)
                if known.of
                else Field(of=known.compare)
            )
        item = self._item(fields, given, where, ())
        item.needs = ["value"] if "value" in given else list(item.columns)
        return item

    def _item(
        self, fields: Mapping[str, Field], rules: object, where: str, needs: Sequence[str], own: Sequence[str] = ()
    ) -> _Item:
        given = self._table(rules, where)
        compiled, splits = [], dict[int, str]()
        for name, rule in given.items():
            if name not in fields or fields[name].derived:
                allowed = [name for name, known in fields.items() if not known.derived] + [name for name in own if name]
                raise self._wrong(where, f"there is no field “{name}”{nearest(name, allowed)}")
            get, column, apart = self._get(fields[name], rule, f"{where}.{name}")
            compiled.append((name, get, column))
            splits |= apart
        return _Item(compiled, splits, needs)

    def _get(self, known: Field, rule: object, where: str) -> tuple[Get, str, dict[int, str]]:
        """Compile the rule of one field: what it gives, the column it is found by, and the columns taken apart."""
        options = rule if isinstance(rule, dict) else {"from": rule}
        allowed = ("from", "codes", "else", "split", *_OPTIONS.get(known.type, ()))
        for name in options:
            if name not in allowed:
                raise self._wrong(where, f"there is no option “{name}”{nearest(name, allowed)}")
        given = options.get("slug", options.get("from", ""))
        text, columns = self._text(given, where)
        if "codes" in options or "else" in options:
            text, columns = self._coded(text, columns, options, where)
        apart = dict[int, str]()
        if "split" in options:
            by = options["split"]
            if not isinstance(by, str) or not by:
                raise self._wrong(f"{where}.split", 'write what stands between the parts, as split = ";"')
            apart = dict.fromkeys(columns, by)
        if not columns:
            return self._constant(known, given, text(()), where), "", {}
        column = next((self.header[at] for at in columns if at < len(self.header)), "")
        if known.type == "date":
            return self._dated(text, options, where), column, apart
        if known.type == "ref" and "slug" not in options:
            get, more = self._reference(known.of, text, options.get("make"), where)
            return get, column, apart | more
        convert = _slug_of if known.type == "ref" else _CONVERTED.get(known.of) or _CONVERTED.get(known.type)
        if known.type == "code" and "codes" not in options:
            convert = _worded(known.of)
        if convert is None:
            return (lambda cells: text(cells) or None), column, apart
        read: Callable[[str], object] = saying.remembered(convert)
        return (lambda cells: read(said) if (said := text(cells)) else None), column, apart

    def _constant(self, known: Field, given: object, text: str, where: str) -> Get:
        """Return what gives the same for each row: as a talks file would have it."""
        value: object = text or None
        if not isinstance(given, str | list):
            value = given
        elif known.type == "ref" and text and slugged(text) != text:
            value = self._made(known.of, text, {} if known.of in _MADE else None)
        elif text and known.type in ("number", "flag"):
            try:
                value = _CONVERTED[known.type](text)
            except CellError as error:
                raise self._wrong(where, str(error)) from error
        return lambda _: value

    def _reference(self, kind: str, text: Text, make: object, where: str) -> tuple[Get, dict[int, str]]:
        """Compile a reference by name: to what the mapping knows by it, or to what is made of it if nothing is."""
        if make is False or (make is None and kind not in _MADE):
            read = saying.remembered(lambda said: self._made(kind, said, None))
            return (lambda cells: read(said) if (said := text(cells)) else None), {}
        if kind not in _BY_KIND:
            raise self._wrong(f"{where}.make", f"no {kind} can be made")
        item = self._item(_BY_KIND[kind].fields, make or {}, f"{where}.make", ())
        known: dict[tuple[object, ...], object] = {}

        def get(cells: Cells) -> object:
            said = text(cells)
            if not said:
                return None
            made = Made("")
            values = item.fill(cells, made)
            key = (said, *values.items())
            if key not in known:
                if len(known) > 50_000:
                    known.clear()
                known[key] = self._made(kind, said, values)
            return known[key]

        if not any(column for _, _, column in item.fields):
            values = item.fill((), Made(""))
            read = saying.remembered(lambda said: self._made(kind, said, values))
            return (lambda cells: read(said) if (said := text(cells)) else None), {}
        return get, item.splits

    def _made(self, kind: str, text: str, make: Mapping[str, object] | None) -> object:
        slug = self.names.get(text.casefold())
        if slug is not None:
            return slug or None
        return text if text in self.slugs.get(kind, ()) else Named(text, make)

    def _dated(self, text: Text, options: Mapping[str, object], where: str) -> Get:
        """Compile a date: in the formats given, no more precise than it is known, or some day up to another."""
        formats = options.get("dates", [])
        if not isinstance(formats, list) or not all(isinstance(form, str) for form in formats):
            raise self._wrong(f"{where}.dates", 'write a list of formats, as dates = ["%d.%m.%Y"]')
        try:
            read = saying.remembered(saying.day_reader(formats))
        except ValueError as error:
            raise self._wrong(f"{where}.dates", f"“{error}” is not a format of a date: write it as %d.%m.%Y") from error
        until = self._get(Field(), options["until"], f"{where}.until")[0] if "until" in options else None
        precise = self._get(Field(), options["precision"], f"{where}.precision")[0] if "precision" in options else None

        def get(cells: Cells) -> object:
            said = text(cells)
            day = read(said) if said else ""
            if precise is not None and day:
                day = saying.rounded(day, str(precise(cells) or "day"))
            if until is not None:
                last = until(cells)
                day = saying.between(day, read(str(last)) if last else "")
            return day or None

        return get

    def _coded(
        self, text: Text, columns: list[int], options: Mapping[str, object], where: str
    ) -> tuple[Text, list[int]]:
        """Compile a list of codes: by what a cell says, or by how it begins (`19*`); then what is meant by all else."""
        codes = self._table(options.get("codes", {}), f"{where}.codes")
        exact = {code.casefold(): str(means) for code, means in codes.items() if not code.endswith("*")}
        begins = sorted((code[:-1].casefold() for code in codes if code.endswith("*")), key=len, reverse=True)
        starting = {code[:-1].casefold(): str(means) for code, means in codes.items() if code.endswith("*")}
        other, more = self._text(options["else"], f"{where}.else") if "else" in options else (None, [])

        def find(said: str) -> str | None:
            folded = said.casefold()
            if folded in exact or not begins:
                return exact.get(folded)
            return next((starting[start] for start in begins if folded.startswith(start)), None)

        read = saying.remembered(find)

        def get(cells: Cells) -> str:
            said = text(cells)
            found = read(said) if said else ""
            if other is not None and not found:
                return found if found == "" and said else other(cells)
            if found is None:
                raise CellError(f"the mapping has no code “{brief(said)}”")
            return found

        return get, [*columns, *more]

    def _text(self, rule: object, where: str) -> tuple[Text, list[int]]:
        """Compile a template, or a list of which the first counts that is not empty."""
        rules = rule if isinstance(rule, list) else [rule]
        texts, columns = list[Text](), list[int]()
        for one in rules:
            if isinstance(one, dict | list | float) or not rules:
                raise self._wrong(where, f"expected text in quotes, found “{brief(one)}”")
            if not isinstance(one, str) or "{" not in one:
                texts.append(_said(str(one)))
                continue
            try:
                text, looked = template(one, lambda name: self._column(name, where))
            except TemplateError as error:
                raise self._wrong(where, str(error)) from error
            texts.append(text)
            columns += looked
        return first_of(texts), columns

    def _column(self, name: str, where: str) -> int:
        """Find a column by its name, in capitals or not; one that the table may lack is an empty cell at the end."""
        self._looks += 1
        folded = [column.casefold() for column in self.header]
        for columns, wanted in ((list(self.header), name), (folded, name.strip().casefold())):
            if wanted in columns:
                self.used.add(columns.index(wanted))
                return columns.index(wanted)
        if name.strip().casefold() in self.optional:
            self.used.add(len(self.header))
            return len(self.header)
        raise self._wrong(where, f"the table has no column “{brief(name)}”{nearest(name, self.header)}")

    def _table(self, given: object, where: str) -> dict[str, object]:
        if not isinstance(given, dict):
            raise self._wrong(where, f"expected a table of fields, found “{brief(given)}”")
        return given

    def _listed(self, given: object, where: str) -> list[tuple[str, object]]:
        if not isinstance(given, list):
            raise self._wrong(where, f"write each as [[{where}]]")
        return [(f"{where}[{number}]", one) for number, one in enumerate(given, 1)]

    def _wrong(self, where: str, why: str) -> TalksFileError:
        return TalksFileError([f"{self.place}: {where}: {why.removesuffix('.')}."])


def _said(text: str) -> Text:
    return lambda _: text


def nearest(name: object, allowed: Sequence[str]) -> str:
    """Return the end of a sentence about a name that isn't there: the one that may be meant, or all there are."""
    close = get_close_matches(str(name), allowed, 1)
    return f": did you mean “{close[0]}”?" if close else f": it may have {', '.join(allowed)}"


def _worded(of: str) -> Callable[[str], str] | None:
    """Return what reads a word of a closed list, in capitals or not, or by what people call it."""
    if of == "property":
        return None
    known = {label(of, word).casefold(): word for word in words(of)} | {word.casefold(): word for word in words(of)}
    return lambda text: known.get(text.casefold(), text)


_CONVERTED: Final[Mapping[str, Callable[[str], object]]] = {
    "number": saying.number, "flag": saying.flag, "count": saying.count, "country": str.upper,
}  # fmt: skip
