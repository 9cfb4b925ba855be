"""What the tests of tables share: files of them, and what is read from one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from db.drafts import Draft, Named, Unit
from db.reading.tables import Table, read_table

EVENTS = """
format = 1
name = "Log"

[events]
slug = "log-{id}"
title = "{title}"
type = "STATEMENT"
status = "held"
starts = "{date}"
"""
"""A mapping of three columns."""


def saved(folder: Path, text: str | bytes, name: str = "t.csv") -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def table(folder: Path, text: str | bytes, mapping: str = EVENTS) -> Table:
    """Read a table of text through a mapping."""
    return read_table(saved(folder, text), str(saved(folder, mapping, "m.toml")))


def units(folder: Path, text: str | bytes, mapping: str = EVENTS) -> list[Unit]:
    """Return the units of a table of text."""
    return [*table(folder, text, mapping).units()]


def drafts(folder: Path, text: str | bytes, mapping: str = EVENTS) -> list[Draft]:
    """Return the records of a table of text without faults."""
    found = units(folder, text, mapping)
    assert [problem for unit in found for problem in unit.problems] == []
    return [draft for unit in found for draft in unit.drafts]


def faults(folder: Path, text: str | bytes, mapping: str = EVENTS) -> list[str]:
    """Return what is wrong with the rows of a table of text."""
    return [problem for unit in units(folder, text, mapping) for problem in unit.problems]


def book(path: Path, rows: Sequence[Sequence[object]], title: str = "Sheet") -> Path:
    """Write a workbook of one sheet."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append([*row])
    made.save(path)
    return path


def plain(value: object) -> object:
    """Return a value of a draft with each name as `<text>`, for comparing."""
    if isinstance(value, Named):
        made = "".join(f" {name}={plain(one)}" for name, one in (value.make or {}).items())
        return f"<{value.text}{made}>" if value.make is not None else f"<{value.text}!>"
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value
