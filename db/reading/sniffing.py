"""Finding out what a file is: by what stands in it, and only then by what its name ends in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from db.errors import TalksFileError
from db.reading import files

Kind = Literal["toml", "json", "ical", "dna", "xlsx", "table"]
"""What the first bytes of a file tell; which JSON or which table it is stands further inside."""

ENDINGS: Final[Mapping[str, Kind]] = {
    ".toml": "toml", ".json": "json", ".ics": "ical", ".ical": "ical", ".ifb": "ical", ".dna": "dna",
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".csv": "table", ".tsv": "table", ".tab": "table",
}  # fmt: skip
"""What a name promises; another ending, as .txt, promises nothing."""

_WHAT: Final[Mapping[Kind, str]] = {
    "toml": "TOML", "json": "JSON", "ical": "a calendar (iCalendar)", "dna": "an SQLite database",
    "xlsx": "a workbook (XLSX)", "table": "a table of text",
}  # fmt: skip
_TAKEN: Final[Mapping[Kind, str]] = {"table": "csv", "json": "json"}
"""What `--as` calls a kind, where it has another name there."""

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHERS: Final = (
    (b"%PDF-", "is a PDF file: import the table or the data that it was made of"),
    (b"{\\rtf", "is a text with formats (RTF), not data"),
    (b"\x1f\x8b", "is compressed (gzip): unpack it first"),
    (b"BZh", "is compressed (bzip2): unpack it first"),
    (b"\xfd7zXZ", "is compressed (xz): unpack it first"),
    (b"7z\xbc\xaf", "is an archive (7z): unpack it first"),
    (b"\x28\xb5\x2f\xfd", "is compressed (Zstandard): unpack it first"),
    (b"Rar!", "is an archive (RAR): unpack it first"),
    (b"\x89PNG", "is a picture"),
    (b"GIF8", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"\x7fELF", "is a program"),
    (b"PAR1", "is a Parquet file: export it as CSV"),
)
_TEXTS: Final = (
    (re.compile(r"BEGIN:VCARD", re.I), "is a file of addresses (vCard), not a calendar"),
    (re.compile(r"<!doctype html|<html", re.I), "is a web page: download the data that it links to"),
    (re.compile(r"<\?xml|<[a-z]+[ >]", re.I), "is XML, which talks-tui doesn't read: export it as CSV or JSON"),
)
_DNA_1: Final = "is of Discourse Network Analyzer 1: open it with version 2, and save it there"
_TABLE_OF_TOML: Final = re.compile(r"""\[\[?[ \t]*[\w.'"-]+(?:[ \t]*\.[ \t]*[\w.'"-]+)*[ \t]*\]\]?[ \t]*(?:#.*)?$""")
_LINE_OF_TOML: Final = re.compile(r"""(?:[\w-]+|"[^"]*"|'[^']*')(?:\.[\w-]+)*[ \t]*=""")
_DELIMITERS: Final = ",;\t|"


def sniff(path: Path, data: bytes) -> Kind:
    """Say what a file is.

    Args:
        path: The file; its ending is asked where its content leaves a choice.
        data: Its first bytes, as `files.head` returns them.

    Raises:
        TalksFileError: It is nothing that can be imported, or another thing than its ending says.
    """
    found = _by_bytes(path, data)
    text = _text(data)
    if found is None:
        found = _by_text(path, text)
    promised = ENDINGS.get(path.suffix.lower())
    if promised is None or found == promised:
        return found
    if found == "table" and promised in ("toml", "json", "ical") and not _looks_like_table(text):
        return promised  # any text is a table of some kind: the reader of what it should be says what is wrong
    raise TalksFileError(
        [
            f"{path} ends in {path.suffix} but is {_WHAT[found]}: give it its right ending,"
            f" or import it with --as {_TAKEN.get(found, found)}."
        ]
    )


def _by_bytes(path: Path, data: bytes) -> Kind | None:
    """Return what a file is by the bytes that it begins with; None for text."""
    if data.startswith(b"SQLite format 3\0"):
        return "dna"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(path, data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "xlsx"  # of old, or locked with a password: its reader says which
    for begins, what in _OTHERS:
        if data.startswith(begins):
            raise TalksFileError([f"{path} {what}."])
    if b"\0" in data and not any(data.startswith(mark) for mark, _ in _MARKS):
        raise TalksFileError([f"{path} is not text, nor any other file that can be imported (it has zero bytes)."])
    return None


def _zipped(path: Path, data: bytes) -> Kind:
    """Return what an archive holds, by the names of its parts: the first, and those that its end lists."""
    data += files.tail(path)
    if b"xl/workbook" in data:
        return "xlsx"
    for part, what in (
        (b"word/", "is a Word document: save its table as CSV"),
        (b"ppt/", "is a slide show"),
        (b"opendocument", "is an OpenDocument file: save it as XLSX or CSV"),
    ):
        if part in data:
            raise TalksFileError([f"{path} {what}."])
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return "xlsx"  # its reader says what is wrong with it
    raise TalksFileError([f"{path} is an archive (ZIP): unpack it first."])


def _text(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    return data.removeprefix(codecs.BOM_UTF8).decode(errors="replace")


def _by_text(path: Path, text: str) -> Kind:
    bare = text.lstrip()
    if bare[:15].upper() == "BEGIN:VCALENDAR":
        return "ical"
    for begins, what in _TEXTS:
        if begins.match(bare):
            older = path.suffix.lower() == ".dna" and "XML" in what
            raise TalksFileError([f"{path} {_DNA_1 if older else what}."])
    lines = (line.strip() for line in bare.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if _TABLE_OF_TOML.match(first) or _LINE_OF_TOML.match(first):
        return "toml"
    return "json" if bare.startswith(("{", "[")) else "table"


def _looks_like_table(text: str) -> bool:
    """Say whether the first lines of a text have the same marks between cells, as many in each."""
    lines = [line for line in islice(text.splitlines(), 20) if line.strip()][:2]
    return len(lines) == 2 and any(lines[0].count(mark) == lines[1].count(mark) > 0 for mark in _DELIMITERS)
