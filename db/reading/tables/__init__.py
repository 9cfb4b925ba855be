"""Tables: CSV and its like, and workbooks, read through a mapping; one is guessed for those that have none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Final

from db.drafts import Unit
from db.errors import TalksFileError
from db.reading import files
from db.reading.tables.delimited import Delimited
from db.reading.tables.guess import LOOKED_AT, guess
from db.reading.tables.mapping import Mapping, Options, parse_mapping, preset, presets, read_mapping
from db.reading.tables.sheets import Sheet
from db.reading.tables.workbook import MAGIC, OLD, Workbook
from db.text import brief

_BAD: Final = re.compile(r"\.bad(-\d+)?$")
"""What the name of a file ends in that rows with faults were put aside in: its mapping is that of the file."""


class Table:
    """A table that is read through a mapping: a `Reader`."""

    def __init__(self, path: Path, sheet: Sheet, mapping: Mapping) -> None:
        self.format = f"{mapping.title} ({sheet.kind})"
        self.whole = False
        self.notes = sheet.notes
        self._path, self._sheet, self._mapping = path, sheet, mapping
        self._rules = mapping.rules(sheet.header, self._sample)

    def units(self) -> Iterator[Unit]:
        """Yield what the mapping itself has, then a unit a row.

        Raises:
            TalksFileError: The table can't be read any further.
        """
        if self._rules.once:
            yield Unit(self._mapping.place, self._rules.once)
        unit, seen, again = self._rules.unit, set[int](), 0
        try:
            for number, cells, raw, fault in self._sheet.rows():
                where = f"{self._sheet.unit} {number}"
                if fault:
                    yield Unit(where, [], raw, [f"{where}: {fault}."])
                elif (row := hash(tuple(cells))) in seen:
                    again += 1
                else:
                    seen.add(row)
                    yield unit(where, cells, raw)
        except OSError as error:
            raise _unreadable(self._path, error) from error
        if again:
            self.notes.append(f"{again:,} rows say the same as an earlier one: each is counted once.")

    def _sample(self) -> list[Sequence[str]]:
        with closing(self._sheet.rows()) as rows:
            return [row.cells for row in islice(rows, LOOKED_AT) if not row.fault]

    def share(self) -> float:
        """Return how much of the file is read, 0 to 1."""
        return self._sheet.share()

    def rest(self, raws: Iterable[object], into: Path) -> None:
        """Write some rows to a new file like this one, ready to mend and import again.

        Raises:
            OSError: It can't be written.
        """
        self._sheet.rest(raws, into)


def read_table(path: Path, mapping: str | None = None, known: Sequence[str] = ()) -> Table:
    """Return what reads a table.

    Args:
        path: A file of CSV, TSV or XLSX, by its content.
        mapping: A preset, or the path of a mapping; None takes the file beside it that was saved for it, the preset
            whose columns it has, or a guess, which is saved beside it.
        known: Names of the parties that the store has, for the guess.

    Raises:
        TalksFileError: It can't be read, or the mapping is wrong, or none can be guessed.
        UsageError: There is no such preset.
    """
    beside = path.parent / f"{_BAD.sub('', path.stem)}{path.suffix}.mapping.toml"
    if mapping is not None:
        chosen = _chosen(mapping)
        return Table(path, _told(path, chosen), chosen)
    if beside.is_file():
        chosen = read_mapping(beside, str(beside))
        sheet = _told(path, chosen)
        sheet.notes.append(f"It is read as {beside} says.")
        return Table(path, sheet, chosen)
    sheet = _sheet(path, Options())
    fitting = [one for one in presets().values() if one.fits(sheet.header)]
    if fitting:
        chosen = max(fitting, key=lambda one: len(one.columns))
        return Table(path, _told(path, chosen), chosen)
    return Table(path, sheet, _guessed(sheet, path, beside, known))


def _told(path: Path, mapping: Mapping) -> Sheet:
    """Return a table as its mapping says that it is written, or as it is, if it was written anew by another program."""
    sheet = _sheet(path, mapping.options)
    if mapping.columns and mapping.options != Options() and not mapping.fits(sheet.header):
        other = _sheet(path, Options())
        return other if mapping.fits(other.header) else sheet
    return sheet


def _chosen(mapping: str) -> Mapping:
    if mapping in presets() or not mapping.endswith(".toml"):
        return preset(mapping)
    return read_mapping(Path(mapping), mapping)


def _sheet(path: Path, options: Options) -> Sheet:
    start = files.head(path)[:4]
    try:
        return Workbook(path, options) if start in (MAGIC, OLD) else Delimited(path, options)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> TalksFileError:
    return TalksFileError([f"{path} can't be read: {(error.strerror or str(error)).lower()}."])


def _guessed(sheet: Sheet, path: Path, beside: Path, known: Sequence[str]) -> Mapping:
    """Guess a mapping and save it beside the table; what is saved already is never touched."""
    made = guess(sheet, path, known)
    try:
        with beside.open("x", encoding="utf-8") as file:
            file.write(made.text)
        saved = f"the mapping is saved as {beside}, to be edited"
    except OSError as error:
        saved = f"the mapping can't be saved as {beside} ({(error.strerror or str(error)).lower()})"
    if made.lacking:
        found = ", ".join(f"“{brief(name)}”" for name in sheet.header[:12])
        raise TalksFileError([f"{path}: no column looks like {made.lacking} (it has {found}); {saved}."])
    sheet.notes += [f"What its columns mean is guessed; {saved}.", *made.notes]
    return parse_mapping(tomllib.loads(made.text), str(beside))
