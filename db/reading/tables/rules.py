"""Rules: what a mapping says of each field, compiled once into functions that are quick for each of a million rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final, cast

from db.drafts import Named
from db.errors import TalksFileError
from db.reading.tables import cells as saying
from db.reading.tables.cells import CellError
from db.reading.tables.records import Get, Item, Made, Record, slug_of
from db.reading.tables.templates import Cells, TemplateError, Text, first_of, template
from db.shapes import BY_TABLE, CLAIM, LINK, NAME, NESTED, SHAPES, Field, Shape
from db.text import brief, slugged
from db.vocabulary import label, properties, words

_LISTS: Final = {"claims": CLAIM, "names": NAME, "links": LINK}
_BY_KIND: Final = {shape.kind: shape for shape in SHAPES}
_MADE: Final = ("place", "person", "source")
"""What is made if nothing is called so, unless a mapping says what to make of it."""
_OPTIONS: Final = {"date": ("dates", "precision", "until"), "ref": ("make", "slug")}
_NEEDS: Final = {"delegate": ("person", "description"), "process_party": ("party",)}


@dataclass(slots=True)
class Compiler:
    """Turns the rules of a mapping into functions of a row.

    Attributes:
        place: What the sentences about the mapping call it.
        header: The names of the table's columns.
        optional: Columns that the table may lack, case folded.
        slugs: The records that the mapping itself has, by kind.
        names: Spellings of known records, case folded, and their slugs; "" is to be left out.
        sample: Returns the first rows of the table.
        used: The columns that some rule looks at.
    """

    place: str
    header: Sequence[str]
    optional: frozenset[str]
    slugs: Mapping[str, set[str]]
    names: Mapping[str, str]
    sample: Callable[[], Sequence[Cells]] = tuple
    used: set[int] = field(default_factory=set)
    _looks: int = 0

    def record(self, shape: Shape, rules: object, where: str) -> Record:
        """Compile the rule of a record and of all that stands in it.

        Raises:
            TalksFileError: The rule is wrong; the sentence says where.
        """
        given, before = self._table(rules, where), self._looks
        inner, table = NESTED.get(shape.table, ("", ""))
        own = ("slug", "process", *_LISTS, inner)
        needs = _NEEDS.get(shape.kind) or [name for name in shape.slug_from if not shape.fields[name].derived][:1]
        item = self._item(shape.fields, {n: r for n, r in given.items() if n not in own}, where, needs, " ".join(own))
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
        constant = self._looks == before
        return Record(shape, constant, item, slug, process, [one for one in lists.items() if one[1]], within)

    def _claim(self, rules: object, where: str) -> Item:
        """Compile a claim; without its value, or if nothing in it comes of the row, there is none."""
        given = self._table(rules, where)
        fields = dict(CLAIM)
        known = properties().get(str(given.get("property")))
        if known is not None and known.of:
            fields["value"] = Field("code", of=known.of)
        elif known is not None:
            fields["value"] = Field("date") if known.compare == "date" else Field(of=known.compare)
        return self._item(fields, given, where, ["value"] if "value" in given else None)

    def _item(
        self, fields: Mapping[str, Field], rules: object, where: str, needs: Sequence[str] | None, own: str = ""
    ) -> Item:
        """Compile fields; what they need is, unless it is given, one of those that look at the row."""
        given = self._table(rules, where)
        item, nothing, looking = Item({}, [], {}, ()), [""] * (len(self.header) + 1), list[str]()
        for name, rule in given.items():
            if name not in fields or fields[name].derived:
                allowed = [*(one for one, known in fields.items() if not known.derived), *own.split()]
                raise self._wrong(where, f"there is no field “{name}”{nearest(name, allowed)}")
            get, column, apart = self._get(fields[name], rule, f"{where}.{name}")
            item.splits |= apart
            if column is not None:
                looking.append(name)
            if column:
                item.fields.append((name, get, column))
            elif (value := get(nothing)) is not None:
                item.constant[name] = value
        item.needs = tuple(looking if needs is None else needs)
        return item

    def _get(self, known: Field, rule: object, where: str) -> tuple[Get, str | None, dict[int, str]]:
        """Compile the rule of one field: what it gives, the column it is found by, and the columns taken apart.

        The column is "" of one that looks only at columns that the table lacks, None of one that looks at none.
        """
        options = rule if isinstance(rule, dict) else {"from": rule}
        allowed = ("from", "inside", "unless", "codes", "else", "split", *_OPTIONS.get(known.type, ()))
        for name in options:
            if name not in allowed:
                raise self._wrong(where, f"there is no option “{name}”{nearest(name, allowed)}")
        given = options.get("slug", options.get("from", ""))
        text, columns = self._text(given, where)
        if "inside" in options:
            text = self._inside(text, options["inside"], where)
        if "unless" in options:
            text, columns = self._unless(text, columns, options["unless"], where)
        if "codes" in options or "else" in options:
            text, columns = self._coded(text, columns, options, where)
        apart = dict[int, str]()
        if "split" in options:
            by = options["split"]
            if not isinstance(by, str) or not by:
                raise self._wrong(f"{where}.split", 'write what stands between the parts, as split = ";"')
            apart = dict.fromkeys(columns, by)
        if not columns:
            return self._constant(known, given, text(()), where), None, {}
        column = next((self.header[at] for at in columns if at < len(self.header)), "")
        if known.type == "date":
            return self._dated(text, options, where), column, apart
        if known.type == "ref" and "slug" not in options:
            get, more = self._reference(known.of, text, options.get("make"), where)
            return get, column, apart | more
        convert = slug_of if known.type == "ref" else _CONVERTED.get(known.of) or _CONVERTED.get(known.type)
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
        if make is None and kind in _MADE:
            make = {}
        if make is not None and kind not in _BY_KIND:
            raise self._wrong(f"{where}.make", f"no {kind} can be made")
        item = self._item(_BY_KIND[kind].fields, make, f"{where}.make", ()) if make is not None else None
        known: dict[object, object] = {}

        def get(cells: Cells) -> object:
            said = text(cells)
            if not said:
                return None
            values, key = item.constant if item is not None else None, cast("object", said)
            if item is not None and item.fields:
                made = Made("in what is made of it")
                values = item.fill(cells, made) or {}
                key = (said, *values.items())
                if made.faults:
                    raise CellError(made.faults[0].removesuffix("."))
            if key not in known:
                if len(known) >= saying.MOST:
                    known.clear()
                known[key] = self._made(kind, said, values)
            return known[key]

        return get, item.splits if item is not None else {}

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
            saying.day_reader(formats)
            if len(formats) > 1:
                formats = saying.settled(formats, {said for cells in self.sample() if (said := text(cells))})
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
        means = {code.casefold(): str(meant) for code, meant in codes.items()}
        begins = sorted((code[:-1] for code in means if code.endswith("*")), key=len, reverse=True)
        other, more = self._text(options["else"], f"{where}.else") if "else" in options else (None, [])

        def find(said: str) -> str | None:
            folded = said.casefold()
            if folded in means:
                return means[folded]
            return next((means[f"{start}*"] for start in begins if folded.startswith(start)), None)

        read = saying.remembered(find)

        def get(cells: Cells) -> str:
            said = text(cells)
            found = read(said) if said else None
            if found is None and other is not None:
                return other(cells)
            if found is None and said:
                raise CellError(f"the mapping has no code “{brief(said)}”")
            return found or ""

        return get, [*columns, *more]

    def _inside(self, text: Text, marks: object, where: str) -> Text:
        """Compile what takes off two marks that stand around all of a text."""
        if not isinstance(marks, str) or len(marks) != 2:
            raise self._wrong(f"{where}.inside", 'write the two marks, as inside = "()"')
        first, last = marks[0], marks[1]
        return lambda cells: said[1:-1] if (said := text(cells)).startswith(first) and said.endswith(last) else said

    def _unless(self, text: Text, columns: list[int], other: object, where: str) -> tuple[Text, list[int]]:
        """Compile what says nothing where it would say the same as another template."""
        same, more = self._text(other, f"{where}.unless")
        return lambda cells: "" if (said := text(cells)) == same(cells) else said, [*columns, *more]

    def _text(self, rule: object, where: str) -> tuple[Text, list[int]]:
        """Compile a template, or a list of which the first counts that is not empty."""
        rules = rule if isinstance(rule, list) else [rule]
        if not rules:
            raise self._wrong(where, "the list is empty")
        texts, columns = list[Text](), list[int]()
        for one in rules:
            if isinstance(one, dict | list | float):
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
