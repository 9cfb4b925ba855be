"""The guess: a mapping for a table that has none, from what its columns are called and what stands in them.

It is a mapping like any other, with the reason for each choice as a comment, saved beside the table to be edited.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from db.reading.tables.sheets import Sheet
from db.shapes import SHAPES
from db.text import brief, clean, folded, slugged
from db.vocabulary import label, words

LOOKED_AT: Final = 500
"""Rows that a guess looks at."""
_MOST_CODES: Final = 60
_DATE: Final = re.compile(
    r"\d{4}-\d\d(?:-\d\d(?:[T ].*)?)?|\d{4}|\d{8}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)(?: .*)?"
    r"|(?=.*\d{4})(?=.*[^\W\d_]{3})[\w ,.-]{6,30}|\[.*\.\..*\]"
)
_TURNED: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)")
_COUNT: Final = re.compile(r"\d[\d,.]*|\d+ *(?:-|–|\.\.) *\d*|\d+\+")
_URL: Final = re.compile(r"https?://\S+")
_SEPARATORS: Final = (";", "|", "/", ",")
_COUNTS: Final = ("missiles", "drones", "killed", "injured", "displaced")
_IS: Final = {"date": _DATE, "until": _DATE, "since": _DATE, "url": _URL} | dict.fromkeys(_COUNTS, _COUNT)


@dataclass(slots=True)
class Guess:
    """What is guessed of a table.

    Attributes:
        text: The mapping, as TOML.
        notes: Why, a sentence for each choice.
        lacking: What no column was found for and a table can't do without; "" if nothing.
    """

    text: str
    notes: list[str]
    lacking: str


@dataclass(slots=True)
class _Column:
    name: str
    values: list[str]
    words: str = field(init=False)

    def __post_init__(self) -> None:
        apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", clean(self.name))
        self.words = " ".join(re.findall(r"[^\W_]+", apart.casefold()))

    @property
    def braced(self) -> str:
        return f"{{{self.name}}}"

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
        TalksFileError: The table can't be read.
    """
    with closing(sheet.rows()) as looked_at:
        rows = [row.cells for row in islice(looked_at, LOOKED_AT) if not row.fault]
    columns = [
        _Column(name, [value for row in rows if (value := row[at].strip())])
        for at, name in enumerate(sheet.header)
        if not re.search(r"[{}\x00-\x1f\x7f]", name)
    ]
    own = _own(path.stem, sheet.header)
    return own or _Guesser(path, columns, {folded(name) for name in known}).guess()


def _own(stem: str, header: Sequence[str]) -> Guess | None:
    """Return the mapping of a table that this program wrote itself, each column a field; None for any other."""
    given = set(header)
    for shape in sorted(SHAPES, key=lambda shape: shape.table != stem):
        fields = {name: known for name, known in shape.fields.items() if not known.derived}
        if len(fields) == len(shape.fields) and {"slug", *fields} <= given <= {"slug", "process", *fields}:
            lines = ["format = 1", f"name = {_quoted(f'{shape.table} of a talks file')}", "", f"[{shape.table}]"]
            for name in header:
                rule = f"{{{name}}}"
                by_slug = name in fields and fields[name].type == "ref"
                lines.append(f"{name} = {{ slug = {_quoted(rule)} }}" if by_slug else f"{name} = {_quoted(rule)}")
            return Guess("\n".join(lines) + "\n", [f"Its columns are the fields of {shape.table} in a talks file."], "")
    return None


class _Guesser:
    """Makes the guess: what the columns are, then the rules that follow from it."""

    def __init__(self, path: Path, columns: Sequence[_Column], known: set[str]) -> None:
        self.notes: list[str] = []
        self._path, self._columns, self._known = path, columns, known
        self._is: dict[str, _Column] = {}
        self._parties: list[tuple[str, _Column]] = []
        self._lines: list[str] = []

    def guess(self) -> Guess:
        called = {column.words for column in self._columns}
        dated = called & {"date", "day", "when", "event date"}
        if called & {*_names("issue")} and called & {*_names("stance"), *_names("date")}:
            table, lacking = "positions", self._positions()
        elif called & {*_names("person")} - ({"name"} if dated else set()) and not dated:
            table, lacking = "people", self._people()
        else:
            table, lacking = "events", self._events()
        if lacking:
            self._lines.insert(0, f"# No column looks like {lacking}: write its name in braces where it is missing.")
        head = [
            f"# What the columns of {clean(self._path.name)} mean, as far as it can be guessed.",
            "# Edit it, and import the table again; the README says what may stand in a mapping.",
            "", "format = 1", f"name = {_quoted(f'{clean(self._path.stem)} ({table})')}", "",
        ]  # fmt: skip
        kept = [column.name for column in self._columns if all(column is not one for one in self._used())]
        if kept:
            self.notes.append(f"Kept as they are: {', '.join(f'“{brief(clean(name))}”' for name in kept)}.")
        return Guess("\n".join([*head, *self._lines]) + "\n", self.notes, lacking)

    def _used(self) -> list[_Column]:
        return [*self._is.values(), *(column for _, column in self._parties)]

    def _find(self, *roles: str) -> None:
        """Find the columns that play some roles: by what they are called, if what stands in them can be that."""
        ranked = sorted(
            (closeness, number, order, at)
            for order, role in enumerate(roles)
            for at, column in enumerate(self._columns)
            for number, name in enumerate(_names(role))
            if (closeness := _close(column.words, name)) < 2 and _may_be(role, column)
        )
        for _, _, order, at in ranked:
            column = self._columns[at]
            if roles[order] not in self._is and all(column is not one for one in self._is.values()):
                self._is[roles[order]] = column

    def _find_parties(self) -> None:
        """Find the columns of parties: by what they are called, or because the store knows most names in them."""
        for column in self._columns:
            if any(column is one for one in self._is.values()) or not column.values or column.share(_COUNT) > 0.2:
                continue
            closest = min(
                (_close(column.words, name), number, role)
                for role, names in _data()["parties"].items()
                for number, name in enumerate(names)
            )
            parts = [part for value in column.values for part in re.split(r"[;|/,]", value)]
            known = sum(folded(part) in self._known for part in parts) / len(parts)
            if closest[0] < 2 or known > 0.6:
                self._parties.append((closest[2] if closest[0] < 2 else "attendee", column))

    def _put(self, key: str, value: str, why: str) -> None:
        """Add a field, and why it is so."""
        self.notes.append(why)
        self._lines += [f"# {clean(why)}", f"{key} = {value}"]

    def _take(self, key: str, role: str, what: str, value: str = "") -> bool:
        """Add a field for the column that plays a role, if there is one."""
        column = self._is.get(role)
        if column is not None:
            self._put(key, value or _quoted(column.braced), f"“{brief(clean(column.name))}” is taken for {what}.")
        return column is not None

    def _events(self) -> str:
        self._find(
            "date", "until", "title", "id", "summary", "type", "status", "place", "source", "url", "speaker", "quote",
            "number", "format", *_COUNTS,
        )  # fmt: skip
        self._find_parties()
        for role, fits in (("date", _dated), ("title", _titled)):
            spare = [
                column for column in self._columns if all(column is not one for one in self._used()) and fits(column)
            ]
            if role not in self._is and spare:
                self._is[role] = spare[0]
        titled = next((role for role in ("title", "summary", "quote") if role in self._is), "title")
        self._lines.append("[events]")
        if "id" in self._is:
            own = self._is["id"].words == "slug"
            rule = self._is["id"].braced if own else f"{slugged(self._path.stem)}-{self._is['id'].braced}"
            self._take("slug", "id", "what tells one event from another", _quoted(rule))
        if not self._take("title", titled, "the title"):
            self._lines.append('title = ""')
        if not self._date("starts", "date", "the day"):
            self._lines.append('starts = ""')
        self._date("ends", "until", "the last day")
        if titled != "summary":
            self._take("summary", "summary", "what happened")
        self._take("place", "place", "the place")
        self._take("number", "number", "the number of the round")
        self._take("format", "format", "the format")
        if not self._take("status", "status", "how it stands"):
            self._put("status", '"held"', "No column says how an event stands: all were held.")
        self._type()
        for role, column in self._parties:
            self._lines += ["", "[[events.parties]]"]
            state = "state" if "countr" in column.words else "group"
            self._put(
                "party", self._reference(column, state), f"“{brief(clean(column.name))}” is taken for parties ({role})."
            )
            self._lines.append(f'role = "{role}"')
        self._claims("events", *(name for name in _COUNTS if name in self._is))
        return " and ".join(what for role, what in (("date", "a date"), (titled, "a title")) if role not in self._is)

    def _positions(self) -> str:
        self._find("date", "issue", "stance", "summary", "condition", "source", "url", "speaker", "quote")
        self._find_parties()
        party = self._parties[0][1] if self._parties else None
        self._lines.append("[positions]")
        if party is not None:
            self._put("party", self._reference(party, "group"), f"“{brief(clean(party.name))}” is taken for the party.")
        self._take("issue", "issue", "the issue", f"{{ from = {_quoted(self._is['issue'].braced)}, make = {{}} }}")
        dated = self._date("date", "date", "the day")
        stance = self._is.get("stance")
        summaries = [self._is[role].braced for role in ("summary", "quote", "stance", "issue") if role in self._is]
        self._put("summary", f"[{', '.join(map(_quoted, summaries))}]", "What is held is said by the first of these.")
        self._take("condition", "condition", "the condition")
        if stance is not None and stance.share(re.compile(r"[+-]?[0-2]")) < 1:
            self._lines += ["", "[positions.stance]", f"from = {_quoted(stance.braced)}", "[positions.stance.codes]"]
            self._codes(stance, {label("stance", word).casefold(): word for word in words("stance")}, "stances", '""')
            self.notes.append(
                f"“{brief(clean(stance.name))}” is taken for the stance, from -2 (rejects) to 2 (demands)."
            )
        else:
            self._take("stance", "stance", "the stance")
        self._claims("positions")
        return " and ".join(what for what, there in (("a party", party is not None), ("a date", dated)) if not there)

    def _people(self) -> str:
        self._find("person", "office", "since", "until", "source", "url")
        self._find_parties()
        if not self._parties:
            self._lines.append("[people]")
            self._take("name", "person", "the name of a person")
            return ""
        party = self._parties[0][1]
        self._lines.append("[offices]")
        self._take("person", "person", "the person")
        self._put("party", self._reference(party, "group"), f"“{brief(clean(party.name))}” is taken for the party.")
        if not self._take("title", "office", "the office"):
            self._put("title", '"Member"', "No column says what office a person holds: all are members.")
        self._date("since", "since", "the first day in office")
        self._date("until", "until", "the last day in office")
        self._claims("offices")
        return ""

    def _date(self, key: str, role: str, what: str) -> bool:
        """Add a date, and the format that its column shows it to have; say whether there is one."""
        column = self._is.get(role)
        if column is None:
            return False
        form, why = _format_of(column.values)
        rule = _quoted(column.braced)
        value = f"{{ from = {rule}, dates = [{_quoted(form)}] }}" if form else rule
        self._put(key, value, f"“{brief(clean(column.name))}” is taken for {what}{why}.")
        return True

    def _type(self) -> None:
        """Add the kind of event: a word of ours, or codes for those of the table."""
        column = self._is.get("type")
        if column is None:
            self._put("type", '"STATEMENT"', "No column says what kind of event it is: all are statements.")
            return
        why = f"“{brief(clean(column.name))}” is taken for the kind of event"
        ours = {word.casefold(): word for word in words("event_type")}
        ours |= {label("event_type", word).casefold(): word for word in words("event_type")}
        if all(value.casefold() in ours for value in column.values):
            self._put("type", _quoted(column.braced), f"{why}.")
            return
        self.notes.append(f"{why}: what each of its words means is guessed.")
        self._lines += [
            "",
            "[events.type]",
            f"from = {_quoted(column.braced)}",
            'else = "STATEMENT"',
            "[events.type.codes]",
        ]
        self._codes(column, ours, "kinds", '"STATEMENT"')

    def _codes(self, column: _Column, ours: Mapping[str, str], of: str, other: str) -> None:
        """Add a code for each word of a column: by what is in it."""
        said = [*{value.casefold(): value for value in column.values}.values()][:_MOST_CODES]
        for value in said:
            found = ours.get(value.casefold()) or next(
                (word for word, stems in _data()[of].items() if any(stem in value.casefold() for stem in stems)), None
            )
            meant = _quoted(found) if found else f"{other}    # nothing in it tells"
            self._lines.append(f"{_quoted(value)} = {meant}")

    def _reference(self, column: _Column, kind: str) -> str:
        """Return the rule of a reference to parties by their names, several in a cell if they stand so."""
        apart = self._apart(column)
        split = f", split = {_quoted(apart)}" if apart else ""
        return f"{{ from = {_quoted(column.braced)}{split}, make = {{ type = {_quoted(kind)} }} }}"

    def _apart(self, column: _Column) -> str:
        """Return what stands between several names in a cell; "" if only one does."""
        for by in _SEPARATORS:
            several = [value for value in column.values if by in value]
            parts = [folded(part) for value in column.values for part in value.split(by)]
            again = len(set(parts)) <= 0.7 * len(parts) or sum(part in self._known for part in parts) * 2 > len(parts)
            if several and (by in ";|" or (again and len(several) * 20 > len(column.values))):
                return by
        return ""

    def _claims(self, table: str, *counts: str) -> None:
        """Add what says whose word it is: the source, the speaker, the words, and the counts that it gives."""
        source = self._is.get("source")
        rule = ""
        if source is not None:
            apart = self._apart(source)
            rule = (
                f"{{ from = {_quoted(source.braced)}, split = {_quoted(apart)} }}" if apart else _quoted(source.braced)
            )
        elif table != "people":
            self.notes.append("No column names a source: give it with --source.")
        if source is not None or {"url", "speaker", "quote"} & self._is.keys():
            self._lines += ["", f"[[{table}.claims]]"]
            self._take("source", "source", "the source", rule)
            self._take("locator", "url", "where it stands there")
            self._take("quote", "quote", "the words")
            party = next((column for role, column in self._parties if role in ("attendee", "actor", "accuser")), None)
            if "speaker" in self._is and party is not None and not self._apart(party):
                self._take("speaker", "speaker", "who said it")
                self._put("on_behalf_of", self._reference(party, "group"), "It is said for the same party.")
            elif "speaker" in self._is:
                del self._is["speaker"]
        for name in counts:
            self._lines += ["", f"[[{table}.claims]]", f'property = "{name}"']
            self._take("value", name, f"how many were {name}")
            if rule:
                self._lines.append(f"source = {rule}")


def _close(called: str, name: str) -> int:
    """Return how well a column's words fit a name: 0 it is called so, 1 the name is among them, 2 not at all."""
    if called == name:
        return 0
    return 1 if len(name) > 3 and f" {name} " in f" {called} " else 2


def _may_be(role: str, column: _Column) -> bool:
    """Say whether what stands in a column can be what its name says."""
    if role in _IS:
        return column.share(_IS[role]) > 0.6
    if role == "id":
        return len({*column.values}) == len(column.values) > 0
    if role in ("status", "format"):
        return all(value.casefold() in words(role) for value in column.values)
    if role == "number":
        return column.share(re.compile(r"\d{1,4}")) == 1
    if role == "type":
        return len({*column.values}) <= _MOST_CODES
    return role in ("stance", "person", "office") or column.share(_COUNT) < 0.5


def _dated(column: _Column) -> bool:
    return bool(column.values) and column.share(_DATE) > 0.9 and all(len(value) > 7 for value in column.values)


def _titled(column: _Column) -> bool:
    """Say whether a column can be one of titles: texts of some length, few of them twice."""
    length = sum(map(len, column.values)) / max(len(column.values), 1)
    return 12 < length < 300 and len({*column.values}) * 2 > len(column.values) and column.share(_URL) < 0.5


def _format_of(values: Sequence[str]) -> tuple[str, str]:
    """Return the format of dates such as 3/4/2024, if one of the column shows which is the day, and why; else ""."""
    turned = [found for value in values if (found := _TURNED.match(value))]
    if not turned:
        return "", ""
    first = next((found for found in turned if int(found[1]) > 12), None)
    second = next((found for found in turned if int(found[3]) > 12), None)
    year = "%Y" if len(turned[0][4]) == 4 else "%y"
    by = turned[0][2]
    if first is not None and second is None:
        return f"%d{by}%m{by}{year}", f", the day first, as {first[0]} shows"
    if second is not None and first is None:
        return f"%m{by}%d{by}{year}", f", the month first, as {second[0]} shows"
    why = "no date" if first is None else "no rule"
    return "", f", but {why} in it shows whether the day or the month is first: say it with dates"


def _quoted(text: str) -> str:
    """Return a text as a string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _names(role: str) -> list[str]:
    names: list[str] = _data()["words"][role]
    return names


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("guess.toml").read_text(encoding="utf-8"))
