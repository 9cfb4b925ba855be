"""Checking what a file gives, field by field: a value fit for the store, or one sentence about its fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from db.contested import count_range, duration_range
from db.dates import DateError, bounds
from db.drafts import Named
from db.rows import Value
from db.shapes import CLAIM, Field
from db.text import brief, clean, clean_lines
from db.vocabulary import properties, words

Lookup = Callable[[str, str], int | None]
"""Finds the id of a record by kind and slug, in the file or in the store."""

LONGEST: Final = 20_000
"""Characters that one line of text may have; a longer one is a document, or a mistake."""

_NUMBER_LIMIT: Final = 2**63 - 1


class FieldError(ValueError):
    """One field is not as it must be; the message says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with something in a file.

    Attributes:
        place: Where it is, as a person finds it: `events.round-1.starts`, `line 12, column event_date`.
        reason: What is wrong and how to mend it: the sentence's end.
        column: What the file calls its place, the column of a table; "" where it has no such name.
    """

    place: str
    reason: str
    column: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(slots=True)
class Place:
    """Where a record, or a claim or a name of one, stands in a file.

    Attributes:
        where: The record's place.
        columns: What the file calls the places of its fields, by their paths; empty where a person goes by the paths.
        part: Which part of the record: `claims[1]`; "" for itself.
    """

    where: str
    columns: Mapping[str, str] = field(default_factory=dict)
    part: str = ""

    def fault(self, name: str, reason: str) -> Fault:
        """Return a fault of one of its fields; "" for itself."""
        path = ".".join(part for part in (self.part, name) if part)
        if path in self.columns:
            column = self.columns[path]
            return Fault(f"{self.where}, column {column}", reason, column)
        between = ", " if self.columns else "."
        return Fault(f"{self.where}{between}{path}" if path else self.where, reason)


def checked(
    fields: Mapping[str, Field],
    given: object,
    place: Place,
    lookup: Lookup,
    faults: list[Fault],
    partly: bool = False,
) -> dict[str, Value]:
    """Return the fields of one record, claim or name, checked and cleaned; one with a fault is left out.

    Args:
        fields: What it may have.
        given: As read from a file.
        place: Where it stands there.
        lookup: Finds what its references name.
        faults: Takes what is wrong.
        partly: Whether it is only a part: what isn't given is left out, not missing.
    """
    if not isinstance(given, dict):
        faults.append(place.fault("", f"expected fields in braces, found “{brief(given)}”."))
        return {}
    blank, required = _PLANS.get(id(fields)) or _plan(fields)
    row = {} if partly else blank.copy()
    wrong: list[str] = []
    for name, value in given.items():
        known = fields.get(name)
        if known is None or known.derived:
            allowed = [other for other, one in fields.items() if not one.derived]
            faults.append(place.fault("", f"there is no field “{name}”{_nearest(str(name), allowed)}"))
        elif type(value) is Named:  # what means nothing is a fault already
            wrong.append(name)
        elif value is not None:
            try:
                row[name] = _value(known, value, lookup)
            except (FieldError, DateError) as fault:
                faults.append(place.fault(name, f"{str(fault).removesuffix('.')}."))
                wrong.append(name)
    for name in required:
        if name not in wrong and row.get(name) is None and not (partly and given.get(name) is None):
            faults.append(place.fault(name, "it is missing."))
            wrong.append(name)
    for name in wrong:
        row.pop(name, None)
    return row


_PLANS: Final[dict[int, tuple[dict[str, Value], tuple[str, ...]]]] = {}
"""Of the fields of each kind: what they are where a file says nothing, and those where it must say something."""
_KEPT: Final[list[Mapping[str, Field]]] = []


def _plan(fields: Mapping[str, Field]) -> tuple[dict[str, Value], tuple[str, ...]]:
    blank: dict[str, Value] = {name: None if one.derived else one.default for name, one in fields.items()}
    plan = blank, tuple(name for name, one in fields.items() if one.required and not one.derived)
    _KEPT.append(fields)  # so that no other gets its number
    _PLANS[id(fields)] = plan
    return plan


def check_claim(row: Mapping[str, Value], place: Place, lookup: Lookup, faults: list[Fault]) -> None:
    """Add to `faults` what is wrong with a claim as a whole: its value against its property, its voice, its rank."""
    if len(row) != len(CLAIM):
        return  # a field of it has a fault, which is named already
    name, value = row["property"], row["value"]
    if name is not None and value is not None:
        try:
            _check_value(str(name), str(value), lookup)
        except (FieldError, DateError) as fault:
            faults.append(place.fault("value", f"{str(fault).removesuffix('.')}."))
    elif value is not None:
        faults.append(place.fault("", "a value needs the property that it is of."))
    elif name is not None and row["modality"] == "asserts":
        faults.append(place.fault("", f"it asserts “{name}” but gives no value."))
    if row["speaker"] is not None and row["on_behalf_of"] is None:
        faults.append(place.fault("", "spoken words need on_behalf_of, the party that the speaker spoke for."))
    if row["rank"] != "normal" and row["rank_reason"] is None:
        faults.append(place.fault("", f"rank “{row['rank']}” needs its rank_reason."))


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
    """Return what a field is given as the store has it; what there is none of is its default."""
    kind = field.type
    if kind == "number":
        return field.default if _is_blank(given) else _number(given)
    if kind == "flag":
        return field.default if _is_blank(given) else _flag(given)
    text = _text(given, kind)
    if not text and kind != "long":
        return field.default
    check = _CHECKS.get(kind)
    return check(text, field, lookup) if check else text


def _is_blank(given: object) -> bool:
    return isinstance(given, str) and not clean(given)


def _number(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or abs(given) > _NUMBER_LIMIT:
        raise FieldError(f"expected a whole number, found “{brief(given)}”")
    return given


def _flag(given: object) -> int:
    if not isinstance(given, bool):
        raise FieldError(f"expected true or false, found “{brief(given)}”")
    return int(given)


def _text(given: object, kind: str) -> str:
    if isinstance(given, str):
        written = given
    # A bare number or a TOML date is what a person writes for a locator or a day; its text is what they meant.
    elif isinstance(given, list | dict | bool | float) or (isinstance(given, int) and abs(given) > _NUMBER_LIMIT):
        raise FieldError(f"expected text in quotes, found “{brief(given)}”")
    else:
        written = str(given).replace(" ", "T") if kind == "date" else str(given)
    if kind == "long":
        return clean_lines(written)
    text = clean(written)
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
