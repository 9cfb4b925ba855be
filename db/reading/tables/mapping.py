"""Mappings: what the columns of a table mean, a file of data. It is a talks file that has columns in braces.

A table `[events]`, or several `[[people]]`, is a rule that makes such a record of each row; `[sources.acled]` is a
record that every import has once, as in a talks file, and so is a rule that looks at no column. A field is a template
(`"{a}[: {b}]"`), a list of templates of which the first counts that isn't empty, or a table: `from` (such a template),
`codes` and `else`, `split`, `inside`, `unless`; of a date `dates`, `precision`, `until`; of a reference `make`, `slug`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeGuard

from db.drafts import Draft, Unit
from db.errors import TalksFileError, UsageError
from db.reading.tables.records import Made, Record
from db.reading.tables.rules import Compiler, nearest
from db.reading.talks import toml_tables
from db.shapes import BY_TABLE, NESTED
from db.text import brief, slugged

PRESETS: Final = Path(__file__).parents[1] / "presets"
FORMAT: Final = 1
"""The version of the language that this program reads."""

_TABLES: Final = {name: shape for name, shape in BY_TABLE.items() if name not in {of for _, of in NESTED.values()}}


def _is_texts(given: object) -> TypeGuard[list[str]]:
    return isinstance(given, list) and all(isinstance(one, str) for one in given)


def _is_encoding(name: str) -> bool:
    try:
        b" ".decode(name)  # of no bytes at all Python doesn't look at the name
    except UnicodeError:
        return True  # a blank is half a character in it
    except (LookupError, ValueError):
        return False
    return True


def _is_mark(given: object) -> bool:
    return isinstance(given, str) and len(given) == 1 and given not in "\n\r\0 "


_OPTIONS: Final[Table[str, tuple[Callable[[object], bool], str]]] = {
    "delimiter": (_is_mark, "one character"),
    "quote": (lambda given: given == "" or _is_mark(given), "one character, or none"),
    "encoding": (lambda given: isinstance(given, str) and _is_encoding(given), "an encoding, as utf-8 or cp1251"),
    "sheet": (lambda given: isinstance(given, str), "the name of a sheet"),
    "skip": (lambda given: isinstance(given, int) and 0 <= given < 10_000, "how many lines stand before the header"),
    "header": (lambda given: _is_texts(given) and len(set(given)) == len(given), "the names of the columns, each once"),
    "empty": (_is_texts, "a list of texts"),
}
_TOP: Final = ("format", "name", "columns", "optional", "ignore", "process", "table", "names", *_TABLES)


@dataclass(frozen=True, slots=True)
class Options:
    """How a table is to be read.

    Attributes:
        delimiter: What stands between cells; "" finds out.
        quote: What stands around a cell that has a delimiter in it; "" is nothing.
        encoding: What the file is written in; "" finds out.
        sheet: Which sheet of a workbook; "" is the first.
        header: The names of its columns, if no row of it has them.
        skip: How many lines or rows stand before the header.
        empty: What stands in a cell that says nothing.
    """

    delimiter: str = ""
    quote: str = '"'
    encoding: str = ""
    sheet: str = ""
    header: Sequence[str] = ()
    skip: int = 0
    empty: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping as its file has it; its rules are compiled for the header of a table.

    Attributes:
        place: What sentences about it call it.
        title: What it is for, as people read it.
        columns: What a table must have in its header.
        optional: What else it may have; any other column of a rule must be there too.
        ignore: Columns that no rule looks at and that aren't kept beside the record either.
        options: How the table is to be read.
        process: The home of what has none; None is not told.
    """

    place: str
    title: str
    columns: Sequence[str]
    optional: Sequence[str]
    ignore: Sequence[str]
    options: Options
    process: str | None
    _names: Table[str, str]
    _tables: Table[str, object]

    def fits(self, header: Sequence[str]) -> bool:
        """Say whether a table with this header is taken for one of these by itself."""
        folded = {name.casefold() for name in header}
        return bool(self.columns) and all(name.casefold() in folded for name in self.columns)

    def rules(self, header: Sequence[str], sample: Callable[[], Sequence[Sequence[str]]] = tuple) -> Rules:
        """Compile the rules for the columns of a table.

        Args:
            header: The names of its columns.
            sample: Returns its first rows, which show how its dates are written.

        Raises:
            TalksFileError: A rule is wrong, or the table lacks a column; the sentence says where.
        """
        folded = {name.casefold() for name in header}
        lacking = [name for name in self.columns if name.casefold() not in folded]
        if lacking:
            named = ", ".join(f"“{brief(name)}”" for name in lacking)
            raise TalksFileError([f"{self.place}: the table has no column {named}: it is no table of this kind."])
        once, rules = dict[str, dict[str, object]](), list[tuple[str, object, str]]()
        for table, given in self._tables.items():
            if isinstance(given, list):
                rules += [(table, one, f"{table}[{number}]") for number, one in enumerate(given, 1)]
            elif isinstance(given, dict) and (_TABLES[table].slug_from or _is_rule(table, given)):
                rules.append((table, given, table))
            elif isinstance(given, dict):
                once[table] = given
            else:
                raise TalksFileError([f"{self.place}: {table}: write a rule as [{table}], a record as [{table}.SLUG]."])
        slugs = {_TABLES[table].kind: set(records) for table, records in once.items()}
        optional = frozenset(name.casefold() for name in self.optional)
        ignored = {name.casefold() for name in self.ignore}
        compiler = Compiler(self.place, header, optional, slugs, self._names, lambda: [*map(self.row, sample())])
        rules[:0] = [
            (table, {**one, "slug": slug} if isinstance(one, dict) else one, f"{table}.{slug}")
            for table, records in once.items()
            for slug, one in records.items()
        ]
        compiled = [(compiler.record(_TABLES[table], rule, where), where) for table, rule, where in rules]
        if all(record.constant for record, _ in compiled):
            raise TalksFileError([f"{self.place}: no rule looks at a column: write its name in braces, as {{date}}."])
        return Rules(
            self._once([one for one in compiled if one[0].constant]),
            [record for record, _ in compiled if not record.constant],
            [
                (at, name)
                for at, name in enumerate(header)
                if at not in compiler.used and name.casefold() not in ignored
            ],
            self,
        )

    def row(self, cells: Sequence[str]) -> list[str]:
        """Return the cells of a row as rules look at them: stripped, and "" what says nothing or isn't there."""
        row = [cell.strip() for cell in cells]
        if self.options.empty:
            row = ["" if cell in self.options.empty else cell for cell in row]
        row.append("")  # the column that the table lacks
        return row

    def _once(self, records: Sequence[tuple[Record, str]]) -> list[Draft]:
        """Make the records that look at no column."""
        drafts = []
        for record, where in records:
            made = Made(f"{self.place}: {where}")
            record.make((), made)
            for draft in made.drafts:
                draft.process = draft.process or self.process
            drafts += made.drafts
        return drafts


@dataclass(slots=True)
class Rules:
    """The rules of a mapping, compiled for one table.

    Attributes:
        once: The records that the mapping itself has.
    """

    once: list[Draft]
    _records: list[Record]
    _kept: list[tuple[int, str]]
    _mapping: Mapping

    def unit(self, where: str, cells: Sequence[str], raw: object) -> Unit:
        """Return what the rules make of a row: one text a column, in the order of the header."""
        row, made = self._mapping.row(cells), Made(where)
        for record in self._records:
            record.make(row, made)
        extra: dict[str, object] = {name: row[at] for at, name in self._kept if row[at]}
        if made.drafts:
            if str(extra.get("extra", "")).startswith("{"):  # what was kept beside it before, as our own export has it
                made.drafts[0].values["extra"] = extra.pop("extra")
            made.drafts[0].extra = extra
        elif made.again and extra:
            made.faults.append(f"{where}: an earlier row has the same record, and the rest of this one would be lost.")
        elif not made.again and not made.faults:
            made.faults.append(f"{where}: its cells name no record: what the slug or the name is made of is empty.")
        if self._mapping.process is not None:
            for draft in made.drafts:
                draft.process = draft.process or self._mapping.process
        return Unit(where, made.drafts, raw, made.faults)


def _is_rule(table: str, given: Table[str, object]) -> bool:
    """Say whether a table holds the fields of one rule, not records by their slugs."""
    fields = {"slug", "process", "claims", "names", "links", *_TABLES[table].fields, *NESTED.get(table, ("",))[:1]}
    return (
        not given or any(name in fields for name in given) or not all(isinstance(one, dict) for one in given.values())
    )


@cache
def presets() -> dict[str, Mapping]:
    """Return the mappings that the program brings, by name."""
    return {file.stem: read_mapping(file, file.name) for file in sorted(PRESETS.glob("*.toml"))}


def preset(name: str) -> Mapping:
    """Return the mapping that the program brings under a name.

    Raises:
        UsageError: There is none.
    """
    known = presets()
    if name not in known:
        raise UsageError(f"There is no preset “{name}”{nearest(name, list(known))}.")
    return known[name]


def read_mapping(file: Path, place: str) -> Mapping:
    """Read a mapping; `place` is what sentences about it call it.

    Raises:
        TalksFileError: It can't be read, isn't TOML, or isn't a mapping.
    """
    return parse_mapping(toml_tables(file), place)


def _columns(given: object, where: str) -> list[str]:
    if not _is_texts(given):
        raise TalksFileError([f'{where}: write the names of columns, as ["date", "title"].'])
    return given


def parse_mapping(given: Table[str, object], place: str) -> Mapping:
    """Read a mapping from what its file holds.

    Raises:
        TalksFileError: It isn't a mapping.
    """

    def wrong(where: str, why: str) -> TalksFileError:
        return TalksFileError([f"{place}: {where}: {why.removesuffix('.')}."])

    if given.get("format") != FORMAT:
        raise TalksFileError([f"{place}: a mapping begins with “format = {FORMAT}”."])
    for table in given:
        if table not in _TOP:
            raise wrong(table, f"a mapping has no such table{nearest(table, _TOP)}")
    process, title = given.get("process"), given.get("name", place)
    if not isinstance(process, str | None) or (process and any(slugged(part) != part for part in process.split("/"))):
        raise wrong("process", "it must be the slug of a process, in quotes")
    if not isinstance(title, str):
        raise wrong("name", "expected text in quotes")
    lists = ("columns", "optional", "ignore")
    columns, optional, ignore = (_columns(given.get(name, []), f"{place}: {name}") for name in lists)
    options, names = given.get("table", {}), given.get("names", {})
    if not isinstance(options, dict) or not isinstance(names, dict):
        raise wrong("table" if not isinstance(options, dict) else "names", "write it as a table")
    for name, value in options.items():
        if name not in _OPTIONS:
            raise wrong("table", f"there is no option “{name}”{nearest(name, list(_OPTIONS))}")
        fits, must = _OPTIONS[name]
        if not fits(value):
            raise wrong(f"table.{name}", f"expected {must}, found “{brief(value)}”")
    for text, slug in names.items():
        if not isinstance(slug, str):
            raise wrong(f"names.“{brief(text)}”", "give the slug of what is called so, in quotes")
    known = {text.strip().casefold(): slug for text, slug in names.items()}
    tables = {name: one for name, one in given.items() if name in _TABLES}
    return Mapping(place, title, columns, optional, ignore, Options(**options), process, known, tables)
