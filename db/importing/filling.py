"""The columns that a file doesn't give: what a record stands in, what its dates mean, where a passage is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from db.checking import Fault, FieldError, Place
from db.dates import DateError, bounds, iso, span
from db.rows import Value
from db.shapes import PASSAGE
from db.text import UNSAFE, brief
from db.vocabulary import words

_KEPT: Final = "\n\u200c\u200d"
"""What stands inside a text that is kept, but not at the edge of one that was cut out of it."""


def derive(kind: str, row: dict[str, Value], place: Place, faults: list[Fault]) -> None:
    """Fill in what the dates of a record mean, and look at what only holds for all of its fields together.

    Args:
        kind: The record's kind.
        row: Its columns, checked.
        place: Where it stands in the file.
        faults: Takes what is wrong.
    """
    try:
        if kind == "event":
            found = span(_str(row["starts"]), _str(row["ends"]))
            row["earliest"], row["latest"], row["day"] = found.earliest, found.latest, _iso(found.day)
        elif kind == "position":
            found = bounds(str(row["date"]))
            row["earliest"], row["latest"], row["day"] = found.earliest, found.latest, _iso(found.day)
            if row["stance"] not in (None, *(int(word) for word in words("stance"))):
                faults.append(place.fault("stance", "it must be from -2 (rejects) to 2 (demands)."))
        elif kind == "office":
            span(_str(row["since"]), _str(row["until"]))
    except DateError as error:
        faults.append(place.fault("", str(error)))
    if kind == "delegate" and row["person"] is None and row["description"] is None:
        faults.append(place.fault("", "a seat needs its person, or a description of who is not named."))
    elif kind == "document":
        row["sha256"] = hashlib.sha256(str(row["text"]).encode()).hexdigest()


def passage(given: object, text: str | None) -> dict[str, Value]:
    """Return where a claim's passage stands, as the store keeps it.

    Args:
        given: As a talks file has it.
        text: The text that it stands in, None if there is none.

    Raises:
        FieldError: It is none, or doesn't stand where it says.
    """
    if not isinstance(given, Mapping) or not set(given) <= {*PASSAGE, "document"}:
        raise FieldError(f"expected {', '.join(PASSAGE)} in braces, found “{brief(given)}”")
    if text is None:
        raise FieldError("its source has no text in the file or the store")
    parts = {name: given.get(name, "") for name in PASSAGE[:3]}
    begins, ends = given.get("begins"), given.get("ends")
    if not all(isinstance(part, str) for part in parts.values()) or not parts["exact"]:
        raise FieldError("exact, prefix and suffix are texts in quotes, and exact is not empty")
    row: dict[str, Value] = {name: _harmless(str(part)) for name, part in parts.items()}
    if begins is None and ends is None:
        return {**row, "begins": None, "ends": None}
    if type(begins) is not int or type(ends) is not int or not 0 <= begins <= ends <= len(text):
        raise FieldError(f"begins and ends are numbers from 0 to {len(text)}, in this order; or neither is there")
    if text[begins:ends] != row["exact"]:
        raise FieldError(f"at {begins} to {ends} the text has “{brief(text[begins:ends])}”, not its exact words")
    return {**row, "begins": begins, "ends": ends}


def _harmless(text: str) -> str:
    """Return a piece of a kept text without what may command a terminal; cut anywhere, it stays as it was."""
    return UNSAFE.sub(lambda found: found[0] if found[0] in _KEPT else "", text)


def _str(value: Value) -> str | None:
    return None if value is None else str(value)


def _iso(day: int | None) -> str | None:
    return None if day is None else iso(day)
