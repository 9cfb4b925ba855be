"""CSV and its like: tables as text, read row by row; where one can't be read, the next one goes on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import IO, Final, Literal, Protocol, TypedDict, cast

from db.errors import TalksFileError
from db.reading.tables.mapping import Options
from db.reading.tables.sheets import LONGEST_CELL, Row, named
from db.textfile import encoding_of

LONGEST_ROW: Final = 16 * 1024 * 1024
"""Characters of a row; what is longer is no table, or one with a quote that is never closed."""

_DELIMITERS: Final = "\t;,|"
_DEFUSED: Final = re.compile(r"'(?='*\s*[=+\-@\t\r＝＋－＠])")
"""What was put before a cell that a spreadsheet would have run as a formula (OWASP, "CSV Injection")."""
_ENDLESS: Final = f"a row of more than {LONGEST_ROW:,} characters begins here: a quote may never be closed"
_TOLD: Final = re.compile(r"sep=(\S|\t)\s*", re.IGNORECASE)
"""The line by which Excel is told what stands between cells."""
_ALONE: Final = re.compile("[\udc80-\udcff]")


class Delimited:
    """A table as text.

    Attributes:
        kind: What it is, as people read it.
        unit: What its rows are counted by.
        header: The names of its columns.
        notes: What a person should know of how it is read, a sentence each.
    """

    unit = "line"

    def __init__(self, path: Path, options: Options) -> None:
        self.notes: list[str] = []
        self._path, self._options = path, options
        self._encoding, detected = (options.encoding, False) if options.encoding else encoding_of(path)
        self._file: IO[bytes] | None = None
        self._size = path.stat().st_size
        self._row: list[str] = []
        with closing(self._lines()) as lines:
            self._head, self._skip, names = self._begin(lines)
        self.kind = "TSV" if self._delimiter == "\t" else "CSV"
        self.header = named(path, names, self.notes)
        if detected:
            self.notes.append(f"Its encoding is taken for {self._encoding}, by its bytes: a mapping can name another.")

    def _begin(self, lines: Iterator[str]) -> tuple[str, int, Sequence[str]]:
        """Return what stands before the rows, how many lines that is, and the names of the columns."""
        head = [next(lines, "") for _ in range(self._options.skip)]
        first = next(lines, "")
        while first.isspace():
            head.append(first)
            first = next(lines, "")
        told = _TOLD.fullmatch(first)
        self._delimiter = self._options.delimiter or (told[1] if told else _delimiter(first))
        if told:
            head.append(first)
            first = next(lines, "")
            self._delimiter = told[1]
        if "\0" in first:
            raise TalksFileError([f"{self._path} is not text (it has zero bytes): save it as CSV in UTF-8."])
        if self._options.header:
            return "".join(head), len(head), self._options.header
        if not first:
            raise TalksFileError([f"{self._path} is empty: a table begins with the names of its columns."])
        self._row.clear()
        reader = self._reader(chain([first], lines))
        try:
            names = next(reader)
        except csv.Error as error:
            raise TalksFileError([f"{self._path}: its header can't be read: {_why(error)}."]) from error
        return "".join([*head, first, *self._row]), len(head) + reader.line_num, names

    def rows(self) -> Generator[Row]:
        """Yield the rows.

        Raises:
            TalksFileError: A row has no end.
        """
        width = len(self.header)
        with closing(self._lines()) as lines:
            for _ in range(self._skip):
                next(lines, "")
            reader = self._reader(lines)
            while True:
                first = self._skip + reader.line_num + 1
                self._row.clear()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield Row(first, [], "".join(self._row), _why(error))
                    continue
                if not cells or (not cells[0].strip() and not any(map(str.strip, cells))):
                    continue
                if len(cells) > width and not any(map(str.strip, cells[width:])):
                    cells = cells[:width]
                yield self._checked(first, cells, width)

    def _checked(self, line: int, cells: list[str], width: int) -> Row:
        """Return a row whose cells are as many and as long as they may be, or a bad one."""
        fault, raw, text = "", cast("object", cells), self._row[0] if len(self._row) == 1 else "".join(self._row)
        if len(cells) != width:
            fault = f"it has {len(cells)} cells, the header has {width}"
        elif "\0" in text:
            fault = "it has a zero byte"
        elif not text.isascii() and (found := _ALONE.search(text)):
            fault = f"the byte {ord(found[0]) - 0xDC00:#x} is no {self._encoding.removesuffix('-sig')} text"
        elif len(text) > LONGEST_CELL and (long := [at for at, cell in enumerate(cells) if len(cell) > LONGEST_CELL]):
            fault = f"column {self.header[long[0]]} has more than {LONGEST_CELL:,} characters"
        elif "'" in text and any(map(_DEFUSED.match, cells)):
            raw, cells = text, [cell[1:] if _DEFUSED.match(cell) else cell for cell in cells]
        return Row(line, cells, text if fault else raw, fault)

    def share(self) -> float:
        """Return how much of the file is read, 0 to 1."""
        if self._file is None or self._file.closed or not self._size:
            return 1.0
        return self._file.tell() / self._size

    def rest(self, raws: Iterable[object], into: Path) -> None:
        """Write rows to a new file like this one.

        Raises:
            OSError: It can't be written.
        """
        with into.open("w", encoding=self._encoding, errors="surrogateescape", newline="") as file:
            file.write(self._head)
            end = "\r\n" if self._head.endswith("\r\n") else "\n"
            writer = csv.writer(file, lineterminator=end, **self._form())
            for raw in raws:
                if isinstance(raw, str):
                    file.write(raw if raw.endswith(("\n", "\r")) else raw + end)
                elif isinstance(raw, Sequence):
                    writer.writerow(raw)

    def _reader(self, lines: Iterable[str]) -> _Csv:
        csv.field_size_limit(LONGEST_ROW)  # of the whole process: rows are bounded here
        return csv.reader(lines, strict=True, **self._form())

    def _form(self) -> _Form:
        """Return how a row is written."""
        if self._options.quote:
            return {"delimiter": self._delimiter, "quotechar": self._options.quote, "quoting": csv.QUOTE_MINIMAL}
        return {"delimiter": self._delimiter, "quotechar": None, "quoting": csv.QUOTE_NONE}

    def _lines(self) -> Generator[str]:
        """Yield the lines; those since it was last cleared are in `_row`."""
        wide = self._encoding.replace("_", "-").lower().startswith(("utf-16", "utf-32"))
        errors = "strict" if wide else "surrogateescape"
        self._file = self._path.open("rb")
        row, count, size = self._row, 0, 0
        with io.TextIOWrapper(self._file, self._encoding, errors=errors, newline="") as text:
            try:
                while line := text.readline(LONGEST_ROW):
                    size = size + len(line) if row else len(line)
                    if size >= LONGEST_ROW:
                        raise TalksFileError([f"{self._path}: line {count + 1 - len(row)}: {_ENDLESS}."])
                    row.append(line)
                    count += 1
                    yield line
            except UnicodeError as error:
                why = f"after line {count} it is no {self._encoding.removesuffix('-sig')} text: it may be cut short"
                raise TalksFileError([f"{self._path}: {why}."]) from error


class _Form(TypedDict):
    delimiter: str
    quotechar: str | None
    quoting: Literal[0, 3]


class _Csv(Protocol):
    """What `csv.reader` returns."""

    line_num: int

    def __next__(self) -> list[str]: ...


def _delimiter(header: str) -> str:
    """Return what stands most often between the names of a header, outside of quotes."""
    bare = re.sub(r'"[^"]*"', "", header)
    return max(_DELIMITERS, key=lambda one: (bare.count(one), one == ","))


def _why(error: csv.Error) -> str:
    """Return why a row can't be read, as people say it."""
    if "end of data" in str(error):
        return "a quote that opens in it is never closed: the file may be cut short"
    if "expected after" in str(error):
        return "something stands between the end of a quoted cell and the next one: double each quote inside a cell"
    return f"it can't be read: {error}"
