"""CSV (RFC 4180): a file for each table of the talks file, for spreadsheets and for whoever counts.

Each file begins with a byte order mark: without one Excel takes UTF-8 for the old code page of the machine, and no
name survives. Every other program that reads CSV today passes it over.

A cell that a spreadsheet would run as a formula, as it does with what a stranger wrote into a title, gets an apostrophe
before it (OWASP, "CSV Injection"); so does one that begins with such an apostrophe already, and so taking one off again
gives back what there was. Unsafe characters (`db.text.UNSAFE`) are replaced.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, cast

from db.drafts import Draft
from db.exporting.drafts import ANCHOR, CLAIM_ORDER, drafts
from db.exporting.prose import plain
from db.exporting.selection import Selection
from db.shapes import CLAIM, LINK, NAME, SHAPES, Field

_FORMULA: Final = re.compile(r"'*\s*[=+\-@\t\r＝＋－＠]")
"""What a spreadsheet takes for a formula, blanks and the marks of an earlier defusing before it."""
_NUMBER: Final = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?", re.ASCII)
"""What it takes for a number instead."""
_AROUND: Final = {"event_party": ("event",), "delegate": ("event", "party")}
"""What a record says of that in which it stands."""

_Cells = Sequence[object]


def tables(selection: Selection, folder: Path) -> None:
    """Write a file for each table into a new folder; what an earlier try has left there is replaced.

    Raises:
        OSError: It can't be written.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with ExitStack() as stack:
        files = {
            name: stack.enter_context((folder / f"{name}.csv").open("x", encoding="utf-8-sig", newline=""))
            for name in _COLUMNS
        }
        into = {name: csv.writer(file) for name, file in files.items()}
        for name, columns in _COLUMNS.items():
            into[name].writerow(columns)
        for draft in drafts(selection):
            for name, cells in _rows(draft):
                into[name].writerow([_cell(cell) for cell in cells])
        for file in files.values():
            file.flush()
            os.fsync(file.fileno())


def zipped(selection: Selection, path: Path) -> None:
    """Write the same files into a ZIP archive.

    Raises:
        OSError: It can't be written.
    """
    folder = path.with_name(f"{path.name}.d")
    try:
        tables(selection, folder)
        with path.open("wb") as raw:
            with zipfile.ZipFile(raw, "w") as archive:
                for name in _COLUMNS:
                    about = zipfile.ZipInfo(f"{name}.csv")  # of no time of its own: the same store makes the same file
                    about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                    about.file_size = (folder / about.filename).stat().st_size
                    with (folder / about.filename).open("rb") as file, archive.open(about, "w") as packed:
                        shutil.copyfileobj(file, packed)
            raw.flush()
            os.fsync(raw.fileno())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _columns() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name of each file, and its columns."""
    for shape in SHAPES:
        home = ("process",) if shape.home else ()
        own = (name for name, field in shape.fields.items() if not field.derived)
        yield shape.table, ("slug", *home, *_AROUND.get(shape.kind, ()), *own, "extra")
    yield "claims", ("record", *CLAIM_ORDER, *(f"passage_{name}" for name in ANCHOR))
    yield "names", ("record", *NAME)
    yield "links", ("from", *LINK)


_COLUMNS: Final = dict(_columns())


def _rows(draft: Draft) -> Iterator[tuple[str, _Cells]]:
    """Yield the rows that a record makes, each with the name of its file."""
    shape, record = draft.shape, f"{draft.shape.kind}:{draft.slug}"
    around = {"slug": draft.slug, "process": draft.process}
    part, event = draft.parent, draft.parent and draft.parent.parent
    if part is not None:
        around |= {"event": (event or part).slug, "party": str(part.values.get("party"))}
    extra = {"extra": json.dumps(draft.extra, ensure_ascii=False)} if draft.extra else {}
    yield shape.table, _cells(_COLUMNS[shape.table], shape.fields, {**around, **draft.values, **extra})
    for claim in cast(list[dict[str, Any]], draft.claims):
        passage = claim.get("passage", {})
        said = {"record": record, **claim, **{f"passage_{name}": passage.get(name) for name in ANCHOR}}
        yield "claims", _cells(_COLUMNS["claims"], CLAIM, said)
    for name in cast(list[dict[str, Any]], draft.names):
        yield "names", _cells(_COLUMNS["names"], NAME, {"record": record, **name})
    for link in cast(list[dict[str, Any]], draft.links):
        to = str(link["to"])
        whole = to if ":" in to else f"{shape.kind}:{to}"
        yield "links", (record, link["kind"], whole)


def _cells(columns: Sequence[str], fields: Mapping[str, Field], said: Mapping[str, object]) -> _Cells:
    """Return the cells of a row: what isn't said stands in it as it is meant."""
    return [said[name] if name in said else _meant(fields.get(name)) for name in columns]


def _meant(field: Field | None) -> object:
    if field is None:
        return None
    return bool(field.default) if field.type == "flag" else field.default


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    lines = "\n".join(plain(line) for line in value.split("\n"))
    return f"'{lines}" if _FORMULA.match(value) and not _NUMBER.fullmatch(value) else lines
