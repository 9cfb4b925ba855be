"""Workbooks: a sheet of XLSX, read row by row with openpyxl, after a look at what it would unpack to."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from db.errors import TalksFileError
from db.reading.tables.mapping import Options
from db.reading.tables.sheets import LONGEST_CELL, MOST_COLUMNS, Row, named
from db.text import brief

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook as Book
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MAGIC: Final = b"PK\x03\x04"
"""How a ZIP file begins, and so a workbook."""
OLD: Final = b"\xd0\xcf\x11\xe0"
"""How a workbook of before 2007 begins, and one with a password."""
_MEBI: Final = 1024 * 1024
LARGEST_PART: Final = 100 * _MEBI
"""Bytes of a part that is unpacked whole, such as the texts that cells share."""
_LARGEST_SHEET: Final = 4096 * _MEBI
"""Bytes of a sheet, which is read as it is unpacked."""
_PACKED: Final = 200
"""How many times larger than packed a sheet of more bytes than such a part may be: most are ten times larger."""
_MOST_PARTS: Final = 10_000
_MOST_ROWS: Final = 1_048_576
"""Rows of a sheet: as many as Excel has."""
_MOST_CELLS: Final = 100_000_000
_HEADER_WITHIN: Final = 20
"""Rows in which the header stands, below what may be a title."""
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, AttributeError, IndexError),
    *(SyntaxError, OverflowError, RuntimeError, NotImplementedError, AssertionError, OSError),
)
"""What openpyxl, zipfile and the parser of XML (whose error is a SyntaxError) raise of a file that came to harm."""


class Workbook:
    """A sheet of a workbook.

    Attributes:
        kind: What it is, as people read it.
        unit: What its rows are counted by.
        header: The names of its columns.
        notes: What a person should know of how it is read, a sentence each.
    """

    kind = "XLSX"
    unit = "row"

    def __init__(self, path: Path, options: Options) -> None:
        self.notes: list[str] = []
        self._path, self._options = path, options
        self._file: IO[bytes] | None = None
        _look(path)
        self._title = ""
        with self._opened() as book:
            names = self._found(self._sheets(book))
        self.header = named(path, names, self.notes)

    def _found(self, sheets: Sequence[ReadOnlyWorksheet]) -> Sequence[str]:
        """Return the header: the first row with more than one cell, or else the first; what is above it is a title."""
        places: list[tuple[str, list[Sequence[object]], list[str]]] = []
        for sheet in sheets:
            rows = [*islice(self._values(sheet), self._options.skip + _HEADER_WITHIN)]
            for at, row in enumerate(rows[self._options.skip :], self._options.skip + 1):
                places.append((sheet.title, rows[:at], [_text(cell) for cell in row]))
        places = [place for place in places if any(place[2])]
        if not places:
            raise TalksFileError([f"{self._path} is empty: a table begins with the names of its columns."])
        self._title, head, names = next((place for place in places if sum(map(bool, place[2])) > 1), places[0])
        if len(sheets) > 1:
            note = f"It has {len(sheets)} sheets: “{brief(self._title)}” is read; a mapping can name another."
            self.notes.append(note)
        self._head = head[: self._options.skip] if self._options.header else head
        return self._options.header or names

    def rows(self) -> Generator[Row]:
        """Yield the rows that aren't empty.

        Raises:
            TalksFileError: It can't be read any further.
        """
        width = len(self.header)
        with self._opened() as book:
            (sheet,) = (sheet for sheet in book.worksheets if sheet.title == self._title)
            for number, values in enumerate(self._values(sheet), 1):
                cells = [_text(value) for value in values] if number > len(self._head) else []
                if not any(cells):
                    continue
                fault = ""
                if any(cells[width:]):
                    fault = f"something stands beside the table, in column {len(cells)}"
                elif any(len(cell) > LONGEST_CELL for cell in cells):
                    fault = f"a cell has more than {LONGEST_CELL:,} characters"
                yield Row(number, cells[:width] + [""] * (width - len(cells)), values, fault)

    def share(self) -> float:
        """Return how much of the file is read, 0 to 1."""
        if self._file is None or self._file.closed:
            return 1.0
        return self._file.tell() / max(self._path.stat().st_size, 1)

    def rest(self, raws: Iterable[object], into: Path) -> None:
        """Write rows to a new workbook like this one.

        Raises:
            OSError: It can't be written.
        """
        from openpyxl import Workbook as New  # noqa: PLC0415
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell  # noqa: PLC0415

        book = New(write_only=True)
        sheet = book.create_sheet(self._title)
        for row in chain(self._head, raws):
            if not isinstance(row, Sequence):
                continue
            cells: list[object] = []
            for value in row:
                if isinstance(value, str):
                    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
                    cell.data_type = "s"  # never a formula, whatever it begins with
                    cells.append(cell)
                else:
                    cells.append(value)
            sheet.append(cells)
        book.save(into)

    @contextmanager
    def _opened(self) -> Iterator[Book]:
        from openpyxl import load_workbook  # noqa: PLC0415  (75 ms, for workbooks only)

        # It warns of what it leaves out: pictures, checks on what is typed, dates that Excel can't hold.
        warnings.filterwarnings("ignore", module=r"openpyxl\.")
        with self._path.open("rb") as self._file:
            try:
                book = load_workbook(self._file, read_only=True, data_only=True, keep_links=False)
            except _BROKEN as error:
                raise _broken(self._path, error) from error
            try:
                yield book
            finally:
                book.close()

    def _sheets(self, book: Book) -> Sequence[ReadOnlyWorksheet]:
        """Return the sheet that the mapping names, or those that are shown."""
        sheets: Sequence[ReadOnlyWorksheet] = book.worksheets
        wanted = self._options.sheet.strip().casefold()
        if not wanted:
            return [sheet for sheet in sheets if sheet.sheet_state == "visible"] or sheets
        found = [sheet for sheet in sheets if sheet.title.casefold() == wanted]
        if not found:
            titles = ", ".join(f"“{brief(sheet.title)}”" for sheet in sheets) or "none"
            raise TalksFileError([f"{self._path} has no sheet “{brief(self._options.sheet)}”: it has {titles}."])
        return found

    def _values(self, sheet: ReadOnlyWorksheet) -> Iterator[Sequence[object]]:
        """Yield the rows, the empty ones too; the size that a sheet says it has is not believed."""
        sheet.reset_dimensions()
        rows: Iterator[Sequence[object]] = sheet.iter_rows(values_only=True)  # type: ignore[misc]
        cells = 0
        try:
            for number, row in enumerate(rows, 1):
                cells += len(row)
                if number > _MOST_ROWS or cells > _MOST_CELLS or len(row) > MOST_COLUMNS:
                    raise TalksFileError(
                        [f"{self._path}: row {number:,}: the sheet is larger than any that Excel has."]
                    )
                yield row
        except _BROKEN as error:
            raise _broken(self._path, error) from error


def _look(path: Path) -> None:
    """Raise if a file is no workbook, or would unpack to more than can be read."""
    with path.open("rb") as file:
        start = file.read(8)
        rest = file.read(4 * _MEBI) if start.startswith(OLD) else b""
    if start.startswith(OLD):
        if "EncryptedPackage".encode("utf-16-le") in rest:
            raise TalksFileError([f"{path} is locked with a password: save it without one."])
        raise TalksFileError([f"{path} is an old Word or Excel file: save it as XLSX or CSV."])
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            is_ods = "mimetype" in archive.namelist() and b"opendocument" in archive.open("mimetype").read(80)
    except _BROKEN as error:
        raise _broken(path, error) from error
    if is_ods:
        raise TalksFileError([f"{path} is an OpenDocument file: save it as XLSX or CSV."])
    if not any(part.filename.startswith("xl/") for part in parts):
        raise TalksFileError([f"{path} is a ZIP file, not a workbook: unpack it, and import what is in it."])
    large = [part.file_size > _most(part) for part in parts]
    if any(large) or len(parts) > _MOST_PARTS:
        raise TalksFileError([f"{path} would unpack to more than can be read: save the sheet alone, as CSV."])


def _broken(path: Path, error: Exception) -> TalksFileError:
    why = brief(str(error)) or "it is cut short"
    return TalksFileError([f"{path} is no workbook that can be read: {why}."])


def _most(part: zipfile.ZipInfo) -> int:
    """Return to how many bytes a part may unpack."""
    if not part.filename.startswith("xl/worksheets/"):
        return LARGEST_PART
    return max(LARGEST_PART, min(_LARGEST_SHEET, _PACKED * part.compress_size))


def _text(value: object) -> str:
    """Return what a cell shows: a whole number without a point, a day without its midnight."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, timedelta):
        return f"PT{round(value.total_seconds() / 60)}M"
    return "" if value is None else str(value)
