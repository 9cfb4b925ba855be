"""Tables: CSV and its like, and workbooks, read through a mapping; one is guessed for those that have none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from db.drafts import Unit
from db.errors import TalksFileError
from db.reading.tables.delimited import Delimited
from db.reading.tables.mapping import Mapping, Options, preset, presets, read_mapping
from db.reading.tables.sheets import Sheet
from db.reading.tables.workbook import MAGIC, OLD, Workbook


class Table:
    """A table that is read through a mapping: a `Reader`."""

    def __init__(self, sheet: Sheet, mapping: Mapping) -> None:
        self.format = f"{mapping.title} ({sheet.kind})"
        self.whole = False
        self.notes = sheet.notes
        self._sheet, self._mapping = sheet, mapping
        self._rules = mapping.rules(sheet.header)

    def units(self) -> Iterator[Unit]:
        """Yield what the mapping itself has, then a unit a row.

        Raises:
            TalksFileError: The table can't be read any further.
        """
        if self._rules.once:
            yield Unit(self._mapping.place, self._rules.once)
        unit = self._rules.unit
        for number, cells, raw, fault in self._sheet.rows():
            where = f"{self._sheet.unit} {number}"
            yield Unit(where, [], raw, [f"{where}: {fault}."]) if fault else unit(where, cells, raw)

    def share(self) -> float:
        """Return how much of the file is read, 0 to 1."""
        return self._sheet.share()

    def rest(self, raws: Iterable[object], into: Path) -> None:
        """Write some rows to a new file like this one, ready to mend and import again.

        Raises:
            OSError: It can't be written.
        """
        self._sheet.rest(raws, into)


def read_table(path: Path, mapping: str | None = None, known: Sequence[str] = ()) -> Table:  # noqa: ARG001
    """Return what reads a table.

    Args:
        path: A file of CSV, TSV or XLSX, by its content.
        mapping: A preset, or the path of a mapping; None takes the file beside it that was saved for it, the preset
            whose columns it has, or a guess.
        known: Names of the parties that the store has, for the guess.

    Raises:
        TalksFileError: It can't be read, or the mapping is wrong, or none can be guessed.
        UsageError: There is no such preset.
    """
    chosen = _chosen(mapping) if mapping is not None else None
    options = chosen.options if chosen else Options()
    try:
        if not path.is_file():  # a pipe would keep us waiting for ever
            raise TalksFileError([f"{path} is not a file: name one that the table was saved in."])
        with path.open("rb") as file:
            start = file.read(4)
        sheet: Sheet = Workbook(path, options) if start in (MAGIC, OLD) else Delimited(path, options)
    except OSError as error:
        raise TalksFileError([f"{path} can't be read: {(error.strerror or str(error)).lower()}."]) from error
    if chosen is None:
        chosen = _fitting(sheet)
    return Table(sheet, chosen)


def _chosen(mapping: str) -> Mapping:
    if mapping in presets() or not mapping.endswith(".toml"):
        return preset(mapping)
    return read_mapping(Path(mapping), mapping)


def _fitting(sheet: Sheet) -> Mapping:
    fitting = [one for one in presets().values() if one.fits(sheet.header)]
    if not fitting:
        raise TalksFileError(["no mapping"])
    return max(fitting, key=lambda one: len(one.columns))
