"""The closed lists of words, read from `vocabulary.toml`: what a file may say, and how people read it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from db.values import dataclass

_MERGED: Final = {"any_role": ("event_role", "delegate_role", "process_role")}
"""A list that is the sum of others: the `role` that a claim speaks of is that of its record."""


@dataclass(frozen=True, slots=True)
class Property:
    """What a claim can be about.

    Attributes:
        label: How people read it.
        compare: How rival values are told apart: date, duration, count, code or text.
        of: The closed list that a code is from, if any.
        ref: The kind of record whose slug a code is, if any.
        over_time: Whether it changes as talks go on, so that a later word replaces an earlier one, whoever's it is.
        row: Whether its values stand in an event's row where accounts differ on it or one voice is heard.
    """

    label: str
    compare: str
    of: str | None = None
    ref: str | None = None
    over_time: bool = False
    row: bool = False


@cache
def _lists() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8"))


@cache
def properties() -> dict[str, Property]:
    """Return every property by name."""
    return {name: Property(**row) for name, row in _lists()["property"].items()}


@cache
def words(of: str) -> tuple[str, ...]:
    """Return the words of one list, in the file's order.

    Raises:
        KeyError: There is no such list.
    """
    return tuple(word for part in _MERGED.get(of, (of,)) for word in _lists()[part])


def label(of: str, word: str) -> str:
    """Return how people read `word`; a word that the list doesn't have is its own label."""
    for part in _MERGED.get(of, (of,)):
        row = _lists()[part].get(word)
        if row is not None:
            return str(row["label"])
    return word


def reverse(link: str) -> str:
    """Return how people read a link from its other end."""
    row = _lists()["link"].get(link)
    return str(row["reverse"]) if row else link


def value_label(name: str | None, value: str) -> str:
    """Return how people read a claim's value: codes by their label, all else as the source gives it."""
    known = properties().get(name or "")
    return label(known.of, value) if known and known.of else value


def spoken(others: bool = False) -> tuple[str, ...]:
    """Return the types of event that are something said; or the others, which are something done."""
    return tuple(word for word, row in _lists()["event_type"].items() if bool(row.get("said")) != others)
