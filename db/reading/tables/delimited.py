"""CSV and its like: tables as text, read row by row; where one can't be read, the next one goes on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Final, Literal, Protocol, TypedDict, cast

from db.errors import TalksFileError
from db.reading.tables.mapping import Options
from db.reading.tables.sheets import LONGEST_CELL, Row, named
from db.textfile import encoding_of

LONGEST_ROW: Final = 16 * 1024 * 1024
"""Characters of a row; what is longer is no table, or one with a quote that is never closed."""

_DELIMITERS: Final = "\t;,|"
_FORMULA: Final = ("'=", "'+", "'-", "'@", "'\t", "'\r")
"""How cells begin that were kept from being run as a formula (OWASP, "CSV Injection")."""
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
        lines = self._lines()
        try:
            head = [next(lines, "") for _ in range(options.skip)]
            first = next(lines, "")
            if first.lower().startswith("sep=") and len(first.strip()) == 5:  # how Excel is told
                head.append(first)
                self._delimiter = first[4]
                first = next(lines, "")
            else:
                self._delimiter = options.delimiter or _delimiter(first)
            if not first.strip() and not options.header:
                raise TalksFileError([f"{path} is empty: a table begins with the names of its columns."])
            if "\0" in first:
                raise TalksFileError([f"{path} is not text (it has zero bytes): save it as CSV in UTF-8."])
            self.kind = "TSV" if self._delimiter == "\t" else "CSV"
            if options.header:
                self._skip, names = len(head), list(options.header)
            else:
                reader = self._reader(self._chained(first, lines))
                try:
                    names = next(reader)
                except csv.Error as error:
                    raise TalksFileError([f"{path}: the header can't be read: {error}."]) from error
                self._skip = len(head) + reader.line_num
                head += [first, *self._row]
            self._head = "".join(head)
            self.header = named(path, names, self.notes)
        finally:
            self._close()
        if detected:
            self.notes.append(f"Its encoding is taken for {self._encoding}, by its bytes.")

    def rows(self) -> Iterator[Row]:
        """Yield the rows.

        Raises:
            TalksFileError: A row has no end.
        """
        lines = self._lines()
        for _ in range(self._skip):
            next(lines, "")
        reader, width = self._reader(lines), len(self.header)
        try:
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
                if not cells or (not cells[0] and not any(map(str.strip, cells))):
                    continue
                if len(cells) > width and not any(map(str.strip, cells[width:])):
                    cells = cells[:width]
                yield self._checked(first, cells, width)
        finally:
            self._close()

    def _checked(self, line: int, cells: list[str], width: int) -> Row:
        """Return a row whose cells are as many and as long as they may be, or a bad one."""
        fault, raw = "", cast("object", cells)
        if len(cells) != width:
            fault = f"it has {len(cells)} cells, the header has {width}"
        for text in self._row:
            if not text.isascii() and (found := _ALONE.search(text)):
                fault = f"the byte {ord(found[0]) - 0xDC00:#x} is no {self._encoding} text"
            elif "\0" in text:
                fault = "it has a zero byte"
            if "'" in text and any(cell.startswith(_FORMULA) for cell in cells):
                raw, cells = "".join(self._row), [cell[cell.startswith(_FORMULA) :] for cell in cells]
            if len(text) > LONGEST_CELL:
                long = [name for name, cell in zip(self.header, cells, strict=False) if len(cell) > LONGEST_CELL]
                fault = f"more than {LONGEST_CELL:,} characters stand in {', '.join(long)}" if long else fault
        return Row(line, cells, "".join(self._row) if fault else raw, fault)

    def share(self) -> float:
        """Return how much of the file is read, 0 to 1."""
        return self._file.tell() / self._size if self._file is not None and self._size else 1.0

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

    def _lines(self) -> Iterator[str]:
        """Yield the lines; those since it was last cleared are in `_row`."""
        wide = self._encoding.replace("_", "-").lower().startswith(("utf-16", "utf-32"))
        self._file = self._path.open("rb")
        text = io.TextIOWrapper(self._file, self._encoding, errors="strict" if wide else "surrogateescape", newline="")
        row, count, size = self._row, 0, 0
        try:
            while line := text.readline(LONGEST_ROW):
                size = size + len(line) if row else len(line)
                if size >= LONGEST_ROW:
                    raise TalksFileError(
                        [
                            f"{self._path}: line {count + 2 - len(row)}: a row of more than {LONGEST_ROW:,} characters "
                            "begins here: a quote may never be closed."
                        ]
                    )
                row.append(line)
                count += 1
                yield line
        except UnicodeError as error:
            raise TalksFileError(
                [f"{self._path}: after line {count} it is no {self._encoding} text: {error}."]
            ) from error

    def _chained(self, first: str, lines: Iterator[str]) -> Iterator[str]:
        self._row.clear()
        yield first
        yield from lines

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


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
