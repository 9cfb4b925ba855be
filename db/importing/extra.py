"""What a file has beside what the tables take: kept with its record as a JSON object, so that nothing is dropped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from math import isfinite
from typing import Final

from db.checking import LONGEST, FieldError
from db.text import brief, clean, clean_lines

_DEEPEST: Final = 20
"""Levels of lists and tables in each other that are kept."""
_LONGEST_WHOLE: Final = 200_000
"""Characters of all that is kept of one record."""


def written(extra: Mapping[str, object], kept: str | None = None) -> str:
    """Return an extra as the store keeps it, in one form: sorted, cleaned as all text is.

    Args:
        extra: What a file has, by name.
        kept: What the store has already: other names in it stay.

    Raises:
        FieldError: There is too much of it, or something in it that JSON can't say.
    """
    before = json.loads(kept) if kept else {}
    merged = {**(before if isinstance(before, dict) else {}), **_object(extra, 0)}
    text = json.dumps(merged, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    if len(text) > _LONGEST_WHOLE:
        raise FieldError(f"it has {len(text):,} characters in all, at most {_LONGEST_WHOLE:,} are kept")
    return text


def parsed(given: object) -> dict[str, object]:
    """Return the `extra` of a talks file: a table, or a text that is a JSON object.

    Raises:
        FieldError: It is neither.
    """
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError) as error:
            raise FieldError("expected a table, or a JSON object in quotes") from error
    if not isinstance(given, dict):
        raise FieldError(f"expected a table, or a JSON object in quotes, found “{brief(given)}”")
    return given


def _object(given: Mapping[str, object], depth: int) -> dict[str, object]:
    found = {}
    for name, value in given.items():
        found[clean(str(name))] = _value(value, str(name), depth + 1)
    return found


def _value(value: object, name: str, depth: int) -> object:
    if depth > _DEEPEST:
        raise FieldError(f"“{brief(clean(name))}” is nested more than {_DEEPEST} deep")
    if isinstance(value, str):
        if len(value) > LONGEST:
            raise FieldError(f"“{brief(clean(name))}” has {len(value):,} characters, at most {LONGEST:,} are allowed")
        return value if value.isascii() and value.isprintable() else clean_lines(value)
    if value is None or isinstance(value, bool) or _is_number(value):
        return value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_value(one, name, depth + 1) for one in value]
    return _object(value, depth) if isinstance(value, dict) else _refuse(value, name)


def _is_number(value: object) -> bool:
    return abs(value) < 2**63 if isinstance(value, int) else isinstance(value, float) and isfinite(value)


def _refuse(value: object, name: str) -> object:
    raise FieldError(f"“{brief(clean(name))}” is “{brief(value)}”, which JSON can't say")
