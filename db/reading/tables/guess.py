"""The guess: a mapping for a table that has none, from what its columns are called and what stands in them.

It is a mapping like any other, with the reason for each choice as a comment, saved beside the table to be edited.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from db.errors import TalksFileError
from db.reading.tables.sheets import Sheet
from db.shapes import BY_TABLE, CLAIM, SHAPES
from db.text import brief, clean, folded, slugged
from db.vocabulary import label, words

LOOKED_AT: Final = 500
"""Rows that a guess looks at."""
_MOST_CODES: Final = 60
_NAMED: Final = 5
"""Rows with a fault that are named where there is no other."""
_LISTED: Final = 12
_DATE: Final = re.compile(
    r"\d{4}-\d\d(?:-\d\d(?:[T ].*)?)?|\d{4}|\d{8}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)(?: .*)?"
    r"|(?=.*\d{4})(?=.*[^\W\d_]{3})[\w ,.-]{6,30}|\[.*\.\..*\]"
)
_TURNED: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)")
_COUNT: Final = re.compile(r"\d[\d,.]*|\d+ *(?:-|–|\.\.) *\d*|\d+\+")
_NUMBER: Final = re.compile(r"[+-]?\d{1,4}")
_SEPARATORS: Final = (";", "|", "/", ",")
_NEEDED: Final = {
    "events": {"title": "a title", "starts": "a date"},
    "positions": {"party": "a party", "issue": "an issue", "date": "a date"},
}
"""What there is no record without."""
_ELSE: Final = {"events": {"status": "held", "type": "STATEMENT"}, "offices": {"title": "Member"}}
"""What stands where no column says anything."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What is guessed of a table.

    Attributes:
        text: The mapping, as TOML.
        notes: Why, a sentence for each choice.
        lacking: What no column was found for and there is no record without; "" if nothing.
    """

    text: str
    notes: list[str]
    lacking: str


class _Column:
    """A column: its name, the words of that, and what stands in it where it isn't empty."""

    def __init__(self, name: str, values: list[str]) -> None:
        self.name, self.values = name, values
        apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", clean(name))
        self.words = " ".join(re.findall(r"[^\W_]+", apart.casefold()))
        self.shown = f"“{brief(clean(name))}”"
        self.rule = _quoted(f"{{{name}}}")

    def share(self, fits: re.Pattern[str]) -> float:
        """Return how many of the cells that say something fit, 0 to 1."""
        return sum(fits.fullmatch(value) is not None for value in self.values) / max(len(self.values), 1)


def guess(sheet: Sheet, path: Path, known: Sequence[str]) -> Guess:
    """Guess a mapping.

    Args:
        sheet: The table.
        path: Its file.
        known: Names of the parties that the store has.

    Raises:
        TalksFileError: The table can't be read, or no row of it can.
    """
    with closing(sheet.rows()) as looked_at:
        first = [*islice(looked_at, LOOKED_AT)]
    rows = [row.cells for row in first if not row.fault]
    if first and not rows:
        raise TalksFileError([f"{path}: {sheet.unit} {row.number}: {row.fault}." for row in first[:_NAMED]])
    columns = [
        _Column(name, [value for row in rows if (value := row[at].strip())])
        for at, name in enumerate(sheet.header)
        if not re.search(r"[{}\x00-\x1f\x7f]", name)
    ]
    return _own(path.stem, sheet.header) or _Guesser(path, columns, {folded(name) for name in known}).guess()


def _own(stem: str, header: Sequence[str]) -> Guess | None:
    """Return the mapping of a table that this program wrote itself, each column a field; None for any other."""
    given = {*header}
    for shape in sorted(SHAPES, key=lambda shape: shape.table != stem):
        fields = {name: known for name, known in shape.fields.items() if not known.derived}
        if len(fields) == len(shape.fields) and {"slug", *fields} <= given <= {"slug", "process", "extra", *fields}:
            # A slug that is made of other fields is made of them again.
            left = ["extra", "slug"] if shape.slug_from else ["extra"]
            ignored = ['ignore = ["slug"]'] if shape.slug_from else []
            lines = [
                "format = 1",
                f"name = {_quoted(f'{shape.table} of a talks file')}",
                *ignored,
                "",
                f"[{shape.table}]",
            ]
            for name in (name for name in header if name not in left):
                ref = name in fields and fields[name].type == "ref"
                lines.append(f'{name} = {{ slug = "{{{name}}}" }}' if ref else f'{name} = "{{{name}}}"')
            return Guess("\n".join(lines) + "\n", [f"Its columns are the fields of {shape.table} in a talks file."], "")
    return None


class _Guesser:
    """Makes the guess: which column is which field, then the rules that follow from it."""

    def __init__(self, path: Path, columns: Sequence[_Column], known: set[str]) -> None:
        self.notes: list[str] = []
        self._path, self._columns, self._known = path, columns, known
        self._is: dict[str, _Column] = {}
        self._parties: list[tuple[str, _Column]] = []
        self._lines: list[str] = []
        self._later: list[str] = []

    def guess(self) -> Guess:
        table = self._table()
        self._find(table)
        lacking = " or ".join(what for name, what in _NEEDED.get(table, {}).items() if name not in self._is)
        self._lines.append(f"[{table}]")
        for name in _data()[table]:
            self._field(table, name)
        self._lines += self._later
        for role, column in self._parties if table == "events" else ():
            self._lines += ["", f"[[{table}.parties]]"]
            self._put("party", self._reference(column), f"{column.shown} is read as parties ({role}).")
            self._lines.append(f'role = "{role}"')
        if table != "people":
            self._claims(table)
        spare = [column.shown for column in self._columns if not self._used(column)]
        if spare:
            more = f" and {len(spare) - _LISTED} more" if len(spare) > _LISTED else ""
            self.notes.append(f"Kept as they are: {', '.join(spare[:_LISTED])}{more}.")
        head = [
            f"# What the columns of {clean(self._path.name)} mean, as far as it can be guessed.",
            "# Edit it, and import the table again; the README says what may stand in a mapping.",
            *([f"# No column looks like {lacking}: put one in braces there."] if lacking else []),
            *("", "format = 1", f"name = {_quoted(f'{clean(self._path.stem)} ({table})')}", ""),
        ]
        return Guess("\n".join([*head, *self._lines]) + "\n", self.notes, lacking)

    def _table(self) -> str:
        """Say what a row is, by the names of the columns."""
        called = {column.words for column in self._columns}
        dated = called & {"date", "day", "when", "event date"}
        if called & {*_data()["positions"]["issue"]} and called & {*_data()["positions"]["stance"], *dated}:
            return "positions"
        if dated or not called & {*_data()["people"]["name"]}:
            return "events"
        return "offices" if any(_part(column) for column in self._columns) else "people"

    def _used(self, column: _Column) -> bool:
        return any(column is one for one in (*self._is.values(), *(one for _, one in self._parties)))

    def _find(self, table: str) -> None:
        """Find the column of each field: by what it is called, if what stands in it can be that."""
        wanted = {**_data()[table], **_data()["claims"], **(_data()["counts"] if table == "events" else {})}
        ranked = sorted(
            (closeness, number, order, at)
            for order, (name, names) in enumerate(wanted.items())
            for at, column in enumerate(self._columns)
            for number, called in enumerate(names)
            if (closeness := _close(column.words, called)) < 2 and _may_be(table, name, column)
        )
        for _, _, order, at in ranked:
            name = [*wanted][order]
            if name not in self._is and not self._used(self._columns[at]):
                self._is[name] = self._columns[at]
        for column in self._columns if table != "people" else ():
            if column.values and not self._used(column) and column.share(_COUNT) < 0.2:
                parts = [part for value in column.values for part in re.split(r"[;|/,]", value)]
                known = sum(folded(part) in self._known for part in parts) > 0.6 * len(parts)
                if part := _part(column) or ("attendee" if known else ""):
                    self._parties.append((part, column))
        acting = [(part, column) for part, column in self._parties if column.words != "country"]
        self._parties = acting or self._parties  # beside those who act, the country is where they do
        if "party" in wanted and self._parties:
            self._is["party"] = self._parties[0][1]
            del self._parties[1:]
        spare = [column for column in self._columns if not self._used(column)]
        for name, fits in (("starts", _dated), ("title", _titled)):
            found = next((column for column in spare if fits(column)), None)
            if table == "events" and name not in self._is and found is not None:
                self._is[name] = found
        if table == "events" and "title" not in self._is:
            if "summary" in self._is:
                self._is["title"] = self._is.pop("summary")
            elif "quote" in self._is:
                self._is["title"] = self._is["quote"]

    def _put(self, name: str, value: str, why: str) -> None:
        """Add a field, and why it is so."""
        self.notes.append(why)
        self._lines += [f"# {why}", f"{name} = {value}"]

    def _field(self, table: str, name: str) -> None:
        """Add a field of the record by the column that was found for it, or what stands for it where there is none."""
        column, other = self._is.get(name), _ELSE.get(table, {}).get(name)
        if table == "positions" and name == "summary":
            said = [self._is[one].rule for one in ("summary", "quote", "stance", "issue") if one in self._is]
            self._put(name, f"[{', '.join(said)}]", "The summary is the first of these that isn't empty.")
            return
        if column is None:
            if other is not None:
                self._put(name, _quoted(other), f"No column is the {name}: it is {other} for all.")
            elif name in _NEEDED.get(table, {}):
                self._lines.append(f'{name} = ""')
            return
        why, rule = f"{column.shown} is read as {name}", column.rule
        known = BY_TABLE[table].fields.get(name)
        if known is None and column.words != "slug":
            rule = _quoted(f"{slugged(self._path.stem)}-{{{column.name}}}")
        elif known is not None and known.type == "date":
            form, shows = _format_of(column.values)
            rule = f"{{ from = {rule}, dates = [{_quoted(form)}] }}" if form else self._of_parts(name, column) or rule
            why += shows
        elif known is not None and known.type == "ref":
            rule = self._reference(column) if known.of == "party" else f"{{ from = {rule}, make = {{}} }}"
        elif name in _data()["words"] and not all(_ours(name, value) for value in column.values):
            self.notes.append(f"{why}: what each of its words means is guessed.")
            self._codes(table, name, column, other or "")
            return
        self._put(name, rule, f"{why}.")

    def _of_parts(self, name: str, year: _Column) -> str:
        """Return the rule of a date whose year, month and day have a column each; "" of any other."""
        parts = {part: one for one in self._columns if (part := one.words) in ("month", "day") and not self._used(one)}
        if year.words != "year" or "month" not in parts:
            return ""
        self._is |= {f"{name}, {part}": one for part, one in parts.items()}
        day = f"[-{{{parts['day'].name}}}]" if "day" in parts else ""
        text = f"{{{year.name}}}[-{{{parts['month'].name}}}{day}]"
        return f'{{ from = {_quoted(text)}, dates = ["%Y-%m-%d", "%Y-%m", "%Y", "%Y-%B-%d", "%Y-%B"] }}'

    def _codes(self, table: str, name: str, column: _Column, other: str) -> None:
        """Add a list of codes for the words of a column, by what is in each."""
        path = f"{table}.{name}"
        self._later += ["", f"[{path}]", f"from = {column.rule}", f"else = {_quoted(other)}", f"[{path}.codes]"]
        for value in [*{value.casefold(): value for value in column.values}.values()][:_MOST_CODES]:
            stems = _data()["words"][name].items()
            found = _ours(name, value) or next(
                (word for word, of in stems if any(one in value.casefold() for one in of)), ""
            )
            self._later.append(f"{_quoted(value)} = {_quoted(found or other)}{'' if found else '    # nothing tells'}")

    def _reference(self, column: _Column) -> str:
        """Return the rule of a reference to parties by their names, several in a cell if they stand so."""
        apart = self._apart(column)
        split = f", split = {_quoted(apart)}" if apart else ""
        kind = "state" if "countr" in column.words else "group"
        return f"{{ from = {column.rule}{split}, make = {{ type = {_quoted(kind)} }} }}"

    def _apart(self, column: _Column) -> str:
        """Return what stands between several names in a cell; "" if only one does."""
        for by in _SEPARATORS:
            several = sum(by in value for value in column.values)
            parts = [folded(part) for value in column.values for part in value.split(by)]
            again = len({*parts}) <= 0.7 * len(parts) or sum(part in self._known for part in parts) * 2 > len(parts)
            if several and (by in ";|" or (again and several * 20 > len(column.values))):
                return by
        return ""

    def _claims(self, table: str) -> None:
        """Add whose word it is: the source, where it stands there, who spoke, and the counts that it gives."""
        source, party = self._is.get("source"), self._parties[0][1] if self._parties else None
        if source is None:
            self.notes.append("No column names a source: its claims are of the one that is given with --source.")
        apart = self._apart(source) if source is not None else ""
        rules = {name: self._is[name].rule for name in ("source", "locator", "quote", "speaker") if name in self._is}
        if source is not None and apart:
            rules["source"] = f"{{ from = {source.rule}, split = {_quoted(apart)} }}"
        if "speaker" in rules and (party is None or self._apart(party)):
            del rules["speaker"], self._is["speaker"]  # who speaks, speaks for a party: for which, nothing tells
        if rules:
            self._lines += ["", f"[[{table}.claims]]"]
            for name, rule in rules.items():
                self._put(name, rule, f"{self._is[name].shown} is read as {name}.")
            if "speaker" in rules and party is not None:
                self._put("on_behalf_of", self._reference(party), f"{party.shown} is whom the speaker speaks for.")
        for name in _data()["counts"]:
            if name in self._is:
                self._lines += ["", f"[[{table}.claims]]", f'property = "{name}"']
                self._put("value", self._is[name].rule, f"{self._is[name].shown} is read as {name}.")
                self._lines += [f"source = {rules['source']}"] if source is not None else []


def _close(called: str, name: str) -> int:
    """Return how well a column's words fit a name: 0 it is called so, 1 the name is among them, 2 not at all."""
    if called == name:
        return 0
    return 1 if len(name) > 3 and f" {name} " in f" {called} " else 2


def _part(column: _Column) -> str:
    """Return the part in an event of the parties that a column is called by; "" if it isn't called so."""
    closest = min(
        (_close(column.words, name), -len(name), role) for role, names in _data()["parties"].items() for name in names
    )
    return closest[2] if closest[0] < 2 else ""


def _may_be(table: str, name: str, column: _Column) -> bool:
    """Say whether what stands in a column can be what its name says."""
    known = BY_TABLE[table].fields.get(name) or CLAIM.get(name)
    if known is None:
        return column.share(_COUNT) > 0.6 if name != "slug" else len({*column.values}) == len(column.values) > 0
    if known.type == "date":
        return column.share(_DATE) > 0.6
    if name in _data()["words"]:
        return len({*column.values}) <= _MOST_CODES
    if known.type == "code":
        return all(_ours(known.of, value) for value in column.values)
    if known.type == "number":
        return column.share(_NUMBER) == 1
    return column.share(_COUNT) < 0.5


def _ours(of: str, value: str) -> str:
    """Return the word of ours that a value is, or is what people call it; "" if it is none."""
    known = "event_type" if of == "type" else of
    said = value.casefold()
    return next((word for word in words(known) if said in (word.casefold(), label(known, word).casefold())), "")


def _dated(column: _Column) -> bool:
    return bool(column.values) and column.share(_DATE) > 0.9 and all(len(value) > 7 for value in column.values)


def _titled(column: _Column) -> bool:
    """Say whether a column can be one of titles: texts of some length, few of them twice."""
    length = sum(map(len, column.values)) / max(len(column.values), 1)
    return 12 < length < 300 and len({*column.values}) * 2 > len(column.values) and column.share(_DATE) < 0.5


def _format_of(values: Sequence[str]) -> tuple[str, str]:
    """Return the format of dates such as 3/4/2024, if one of the column shows which is the day, and why; else ""."""
    turned = [found for value in values if (found := _TURNED.match(value))]
    day_first = next((found[0] for found in turned if int(found[1]) > 12), "")
    month_first = next((found[0] for found in turned if int(found[3]) > 12), "")
    if not turned:
        return "", ""
    if bool(day_first) == bool(month_first):
        return "", ", but what is first in it, the day or the month, can't be told: say it with dates"
    by, year = turned[0][2], "%Y" if len(turned[0][4]) == 4 else "%y"
    if day_first:
        return f"%d{by}%m{by}{year}", f", the day first, as {day_first} shows"
    return f"%m{by}%d{by}{year}", f", the month first, as {month_first} shows"


def _quoted(text: str) -> str:
    """Return a text as a string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("guess.toml").read_text(encoding="utf-8"))
