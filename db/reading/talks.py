"""The talks file, our own format: TOML or JSON of records by table, each with its claims, names and links."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

from db.drafts import Draft, Unit
from db.errors import TalksFileError
from db.reading import files
from db.reading.document import Document
from db.reading.jsonfile import write_json
from db.shapes import BY_TABLE, NESTED, Shape
from db.text import brief
from db.values import dataclass

FORMAT: Final = 1
"""The version of the talks file that this program reads."""

_DEEP_KEY: Final = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){100}""")
"""A key of a hundred parts."""

_Raw = tuple[str, str | None, object]
"""A record as it stands in a file: its table, its slug if it is keyed by it, and what it has."""

_OWN: Final = ("claims", "names", "links", "process", "slug")


@dataclass(frozen=True, slots=True)
class Syntax:
    """How the sentences about faults write what they advise."""

    name: str
    begins: str
    keyed: str
    listed: str
    items: str


TOML: Final = Syntax("TOML", "format = 1", "[{0}.SLUG]", "[[{0}]]", "{0} = [ {{...}} ]")
JSON: Final = Syntax("JSON", '"format": 1', '"{0}": {{"SLUG": {{...}}}}', '"{0}": [{{...}}]', '"{0}": [{{...}}]')


class TalksReader(Document):
    """A talks file that is being read: a unit is a record of the top, with all that stands in it."""

    def __init__(self, path: Path, tables: object, syntax: Syntax, notes: Iterable[str] = ()) -> None:
        super().__init__(f"talks file ({syntax.name})", notes)
        self._name, self._syntax = str(path), syntax
        self._tables = tables if isinstance(tables, dict) else {}
        self._all = sum(len(part) for part in self._tables.values() if isinstance(part, dict | list))

    def _units(self) -> Iterator[Unit]:
        return read_tables(self._tables, self._name, self._syntax)

    def rest(self, raws: Iterable[object], into: Path) -> None:
        """Write some records to a new talks file, as `Reader.rest` says."""
        tables: dict[str, Any] = {name: self._tables[name] for name in ("format", "process") if name in self._tables}
        for raw in raws:
            table, slug, item = cast(_Raw, raw)
            if slug is None:
                tables.setdefault(table, []).append(item)
            else:
                tables.setdefault(table, {})[slug] = item
        if self._syntax is JSON:
            write_json(tables, into)
        else:
            import tomli_w  # noqa: PLC0415  (only what is left of a file is ever written)

            with into.open("xb") as file:
                tomli_w.dump(tables, file)


def is_talks(document: object) -> bool:
    """Say whether a document is a talks file: it begins with the version of its format, or has events by slug."""
    return isinstance(document, dict) and ("format" in document or isinstance(document.get("events"), dict))


def parse_toml(text: str, name: str) -> list[Draft]:
    """Read the text of a talks file; `name` is what the sentences about its faults call it.

    Raises:
        TalksFileError: It is not TOML, or has tables that a talks file doesn't have.
    """
    return _drafts(_toml(text, name), name)


def toml_tables(path: Path) -> dict[str, object]:
    """Read a file of TOML, which is UTF-8 by its own rules.

    Raises:
        TalksFileError: It can't be read, or is not TOML.
    """
    try:
        return _toml(files.whole(path).decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        raise TalksFileError([f"{path} is not UTF-8 text (byte {error.start + 1}): save it as UTF-8."]) from error


def _toml(text: str, name: str) -> dict[str, object]:
    try:
        if _DEEP_KEY.search(text):  # Python would keep all its beginnings, gigabytes of them
            raise RecursionError
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TalksFileError([f"{name} is not TOML: {error}."]) from error
    except (ValueError, RecursionError) as error:
        raise TalksFileError([f"{name} can't be read: it is nested too deeply, or a number is too long."]) from error
    return tables


def _drafts(tables: Mapping[str, object], name: str) -> list[Draft]:
    """Return all records of a file, or refuse it with the faults of all."""
    units = [*read_tables(tables, name, TOML)]
    problems = [f"{name}: {problem}" for unit in units for problem in unit.problems]
    if problems:
        raise TalksFileError(problems)
    return [draft for unit in units for draft in unit.drafts]


def read_tables(tables: Mapping[str, object], name: str, syntax: Syntax) -> Iterator[Unit]:
    """Yield the records of a talks file, each with the faults that it has by itself.

    Args:
        tables: The file, parsed.
        name: What the sentences about its faults call it.
        syntax: How they write what they advise.

    Raises:
        TalksFileError: It is no talks file as a whole; the faults of its records are named with it.
    """
    home = tables.get("process")
    units = _Units(home if isinstance(home, str) else None, syntax)
    faults: list[str] = []
    if tables.get("format") != FORMAT:
        faults.append(f"a talks file begins with “{syntax.begins}”.")
    if not isinstance(home, str | None):
        faults.append("process must be the slug of a process, in quotes.")
    read: list[tuple[Shape, object]] = []
    for table, content in tables.items():
        shape = BY_TABLE.get(table)
        if table in ("format", "process"):
            continue
        if shape is None:
            faults.append(f"there is no table “{table}”: it may have {', '.join(BY_TABLE)}.")
        elif table in (inner for _, inner in NESTED.values()):
            place = syntax.listed.format("events.SLUG.parties")
            faults.append(f"{table} stand inside an event, as {place}.")
        elif not isinstance(content, list if shape.slug_from else dict):
            form = syntax.listed if shape.slug_from else syntax.keyed
            faults.append(f"{table}: write each as {form.format(table)}.")
        elif files.too_deep(content):
            faults.append(f"{table}: a record is nested too deeply.")
        else:
            read.append((shape, content))
    if faults:
        inner = [
            problem for shape, content in read for unit in units.table(shape, content) for problem in unit.problems
        ]
        raise TalksFileError([f"{name}: {fault}" for fault in (*faults, *inner)])
    for shape, content in read:
        yield from units.table(shape, content)


class _Units:
    """Makes units of the tables of one file."""

    def __init__(self, home: str | None, syntax: Syntax) -> None:
        self._home, self._syntax = home, syntax

    def table(self, shape: Shape, content: object) -> Iterator[Unit]:
        """Yield the records of one table: keyed by slug, or a list of those whose slug is made of their fields."""
        if isinstance(content, dict):
            for slug, item in content.items():
                unit = Unit(f"{shape.table}.{slug}", [], (shape.table, slug, item))
                self._record(unit, shape, slug, item, unit.where, None)
                yield unit
        elif isinstance(content, list):
            for number, item in enumerate(content, 1):
                unit = Unit(f"{shape.table}[{number}]", [], (shape.table, None, item))
                self._record(unit, shape, None, item, unit.where, None)
                yield unit

    def _record(
        self, unit: Unit, shape: Shape, slug: str | None, item: object, where: str, parent: Draft | None
    ) -> None:
        """Add a record and what stands in it to a unit."""
        if not isinstance(item, dict):
            unit.problems.append(f"{where}: expected a table of fields, found “{brief(item)}”.")
            return
        own: Mapping[str, object] = {name: item.get(name) for name in _OWN}
        inner_name, inner_table = NESTED.get(shape.table, ("", ""))
        values = {name: value for name, value in item.items() if name not in _OWN and name != inner_name}
        for name in ("slug", "process"):
            if not isinstance(own[name], str | None):
                unit.problems.append(f"{where}.{name}: expected text in quotes.")
                return
        home = _text(own["process"]) or (parent.process if parent is not None else self._home)
        draft = Draft(shape, where, _text(own["slug"]) if slug is None else slug, home, values, parent)
        for name, into in (("claims", draft.claims), ("names", draft.names), ("links", draft.links)):
            listed = own[name]
            if isinstance(listed, list):
                into.extend(listed)
            elif listed is not None:
                unit.problems.append(f"{where}.{name}: expected a list, as {self._syntax.items.format(name)}.")
        unit.drafts.append(draft)
        nested = item.get(inner_name) if inner_name else None
        if nested is not None and not isinstance(nested, list):
            form = self._syntax.listed.format(f"{where}.{inner_name}")
            unit.problems.append(f"{where}.{inner_name}: write each as {form}.")
            return
        for number, part in enumerate(nested or (), 1):
            self._record(unit, BY_TABLE[inner_table], None, part, f"{where}.{inner_name}[{number}]", draft)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
