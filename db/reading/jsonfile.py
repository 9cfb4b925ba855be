"""JSON as others write it: read whole, strictly, and never more of it than memory has room for."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from db.errors import TalksFileError
from db.reading import files
from db.text import brief

_MOST: Final = 5_000_000
"""Values that a document may have: a few hundred bytes each, at the worst, once they are read."""


class _UnfitError(ValueError):
    """JSON by its grammar, but not what two programs would read alike."""


def read_json(path: Path) -> tuple[object, list[str]]:
    """Read a file of JSON, and what a person should know of how it was read.

    Raises:
        TalksFileError: It can't be read, or is not JSON.
    """
    found = files.text(path)
    return parse_json(found.text, str(path)), [*found.notes]


def parse_json(text: str, name: str) -> object:
    """Read JSON (RFC 8259); `name` is what the sentences about its faults call the file.

    Raises:
        TalksFileError: It is not JSON, names something twice in one object, or is too large or nested too deeply.
    """
    if sum(map(text.count, ",[{")) > _MOST:
        raise TalksFileError([f"{name} has more than {_MOST:,} values: split it, and import its parts."])
    try:
        document: object = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_whole, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        why = f"{error.msg[:1].lower()}{error.msg[1:]}"
        if not text[error.pos :].strip():
            why = f"it ends too early: {why}"
        raise TalksFileError([f"{name} is not JSON: {why} (line {error.lineno}, column {error.colno})."]) from error
    except _UnfitError as error:
        raise TalksFileError([f"{name} is not JSON that can be relied on: {error}."]) from error
    except RecursionError as error:
        raise TalksFileError([f"{name} can't be read: it is nested too deeply."]) from error
    if files.too_deep(document):
        raise TalksFileError([f"{name} can't be read: it is nested too deeply."])
    return document


def write_json(document: object, into: Path) -> None:
    """Write a document as a new file of JSON, for people to read; half a character is written as JSON escapes it.

    Raises:
        OSError: It can't be written.
    """
    with into.open("x", encoding="utf-8", errors="backslashreplace") as file:
        json.dump(document, file, ensure_ascii=False, indent=2, default=str)
        file.write("\n")


def _once(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    made: dict[str, object] = {}
    for name, value in pairs:
        if name in made:
            raise _UnfitError(f"“{brief(name)}” stands twice in one object")
        made[name] = value
    return made


def _no_constant(constant: str) -> object:
    raise _UnfitError(f"{constant} is no number")


def _whole(digits: str) -> int:
    try:
        return int(digits)
    except ValueError as error:  # Python reads no number of thousands of digits
        raise _UnfitError("a number is too long") from error


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise _UnfitError(f"{brief(digits)} is too large a number")
    return number
