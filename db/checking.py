"""Checking what a file gives, field by field: a value fit for the store, or one sentence about its fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Final

from db.contested import count_range, duration_range
from db.dates import DateError, bounds
from db.shapes import CLAIM, Field
from db.text import brief, clean, clean_lines
from db.vocabulary import properties, words
from db.write import Value

Lookup = Callable[[str, str], int | None]
"""Finds the id of a record by kind and slug, in the file or in the store."""

LONGEST: Final = 20_000
"""Characters that one line of text may have; a longer one is a document, or a mistake."""

_NUMBER_LIMIT: Final = 2**63 - 1


class FieldError(ValueError):
    """One field is not as it must be; the message says why and how to mend it."""


def checked(
    fields: Mapping[str, Field], given: object, where: str, lookup: Lookup, problems: list[str]
) -> dict[str, Value]:
    """Return the fields of one record, claim or name, checked and cleaned; faults are added to `problems`.

    Args:
        fields: What it may have.
        given: As read from a file.
        where: Its place in the file.
        lookup: Finds what its references name.
        problems: Takes one sentence a fault.
    """
    if not isinstance(given, dict):
        problems.append(f"{where}: expected fields in braces, found “{brief(given)}”.")
        return {}
    allowed = [name for name, field in fields.items() if not field.derived]
    for name in given:
        if name not in allowed:
            problems.append(f"{where}: there is no field “{name}”{_nearest(str(name), allowed)}")
    row: dict[str, Value] = {}
    for name, field in fields.items():
        try:
            row[name] = _value(field, given.get(name), lookup)
        except (FieldError, DateError) as fault:
            problems.append(f"{where}.{name}: {str(fault).removesuffix('.')}.")
    return row


def check_claim(row: Mapping[str, Value], where: str, lookup: Lookup, problems: list[str]) -> None:
    """Add to `problems` what is wrong with a claim as a whole: its value against its property, its voice, its rank."""
    if row.keys() != CLAIM.keys():
        return  # a field of it has a fault, which is named already
    name, value = row["property"], row["value"]
    if value is not None and name is None:
        problems.append(f"{where}: a value needs the property that it is of.")
    if name is not None and value is not None:
        try:
            _check_value(str(name), str(value), lookup)
        except (FieldError, DateError) as fault:
            problems.append(f"{where}.value: {str(fault).removesuffix('.')}.")
    elif name is not None and row.get("modality") == "asserts":
        problems.append(f"{where}: it asserts “{name}” but gives no value.")
    if row.get("speaker") is not None and row.get("on_behalf_of") is None:
        problems.append(f"{where}: spoken words need on_behalf_of, the party that the speaker spoke for.")
    if row.get("rank") not in (None, "normal") and row.get("rank_reason") is None:
        problems.append(f"{where}: rank “{row['rank']}” needs its rank_reason.")


def _check_value(name: str, value: str, lookup: Lookup) -> None:
    """Raise if a claim's value can't be compared as its property is."""
    known = properties()[name]
    if known.compare == "date":
        bounds(value)
    elif known.compare == "count" and count_range(value) is None:
        raise FieldError(f"“{value}” is not a count: write 71, 70..75 or 100..")
    elif known.compare == "duration" and duration_range(value) is None:
        raise FieldError(f"“{value}” is not an ISO 8601 duration: write P7D for seven days")
    elif known.of and value not in words(known.of):
        raise FieldError(f"“{value}” is not one of {', '.join(words(known.of))}")
    elif known.ref and lookup(known.ref, value) is None:
        raise FieldError(f"there is no {known.ref} “{value}” in the file or the store")


def _value(field: Field, given: object, lookup: Lookup) -> Value:
    if field.derived:
        return None
    if given is None or (isinstance(given, str) and field.type != "long" and not clean(given)):
        if field.required:
            raise FieldError("it is missing")
        return field.default
    if field.type == "number":
        return _number(given)
    if field.type == "flag":
        if not isinstance(given, bool):
            raise FieldError(f"expected true or false, found “{brief(given)}”")
        return int(given)
    text = _text(given, field)
    return _CHECKS[field.type](text, field, lookup) if field.type in _CHECKS else text


def _number(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or abs(given) > _NUMBER_LIMIT:
        raise FieldError(f"expected a whole number, found “{brief(given)}”")
    return given


def _text(given: object, field: Field) -> str:
    # A bare number or a TOML date is what a person writes for a locator or a day; its text is what they meant.
    if isinstance(given, list | dict | bool | float) or (isinstance(given, int) and abs(given) > _NUMBER_LIMIT):
        raise FieldError(f"expected text in quotes, found “{brief(given)}”")
    if field.type == "long":
        return clean_lines(str(given))
    text = clean(str(given).replace(" ", "T") if field.type == "date" and not isinstance(given, str) else str(given))
    if len(text) > LONGEST:
        raise FieldError(f"it has {len(text):,} characters, at most {LONGEST:,} are allowed")
    return text


def _date(text: str, _field: Field, _lookup: Lookup) -> str:
    bounds(text)
    return text


def _duration(text: str, _field: Field, _lookup: Lookup) -> str:
    if duration_range(text) is None:
        raise FieldError(f"“{text}” is not an ISO 8601 duration: write P7D for seven days")
    return text


def _code(text: str, field: Field, _lookup: Lookup) -> str:
    allowed = words(field.of)
    if text not in allowed:
        raise FieldError(f"“{text}” is not one of {', '.join(allowed)}")
    return text


def _reference(text: str, field: Field, lookup: Lookup) -> int:
    found = lookup(field.of, text)
    if found is None:
        raise FieldError(f"there is no {field.of} “{text}” in the file or the store")
    return found


def _url(text: str, _field: Field, _lookup: Lookup) -> str:
    if not re.fullmatch(r"https?://[!-~]+", text):
        raise FieldError(f"“{text}” is not a web address: it must begin with https:// or http:// and have no blanks")
    return text


def _country(text: str, _field: Field, _lookup: Lookup) -> str:
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise FieldError(f"“{text}” is not an ISO 3166-1 code of two capital letters")
    return text


def _nearest(name: str, allowed: list[str]) -> str:
    close = get_close_matches(name, allowed, 1)
    return f": did you mean “{close[0]}”?" if close else f": it may have {', '.join(allowed)}."


_CHECKS: Final[Mapping[str, Callable[[str, Field, Lookup], Value]]] = {
    "date": _date, "duration": _duration, "code": _code, "ref": _reference, "url": _url, "country": _country,
}  # fmt: skip
