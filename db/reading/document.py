"""What readers of documents share: a document is read whole, and one of its records may refer to any other."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from db.checking import LONGEST
from db.drafts import Unit
from db.text import brief, clean, slugged

Item = Mapping[str, object]
"""An object of a document, as JSON has it."""

_CLOCK: Final = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d(?::?\d\d)?)?", re.ASCII)
_NOT_KNOWN: Final = re.compile(r"(?:-00){1,2}$")


class Document(ABC):
    """A document that is being read; a reader says what its units are, and how some are written again.

    Attributes:
        format, whole, notes: As `db.reading.Reader` says.
    """

    def __init__(self, format: str, notes: Iterable[str] = ()) -> None:  # noqa: A002  (as the protocol calls it)
        self.format = format
        self.whole = True
        self.notes = [*notes]
        self._read = self._all = 0

    def units(self) -> Iterator[Unit]:
        """Yield what the document holds, as `Reader.units` says."""
        for number, unit in enumerate(self._units(), 1):
            self._read = number
            yield unit

    def share(self) -> float:
        """Return how much of it is read, 0 to 1."""
        return min(1.0, self._read / self._all) if self._all else 0.0

    @abstractmethod
    def _units(self) -> Iterator[Unit]:
        """Yield its units; `_all` says how many there are."""


def said(item: Item, *names: str) -> str:
    """Return the first of some fields that says anything, on one line; "" if none does. A number is taken as text."""
    for name in names:
        value = item.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            text = clean(str(value) if isinstance(value, str) else brief(value))
            if text:
                return text
    return ""


def as_object(value: object) -> Item:
    """Return an object; what is none has nothing in it."""
    return value if isinstance(value, Mapping) else {}


def listed(value: object) -> list[Item]:
    """Return the objects of a list; what is none is left out."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def left(item: Item, used: Collection[str]) -> dict[str, object]:
    """Return what no field takes: all that isn't used and says something, and isn't too much to keep."""
    return {name: kept(value) for name, value in item.items() if name not in used and value not in (None, "", [], {})}


def kept(value: object) -> object:
    """Return a value as it is kept beside a record: of one too large, as a map's outline, only how large it was."""
    length = len(value) if isinstance(value, str) else len(json.dumps(value, default=str))
    return value if length <= LONGEST else f"(left out: {length:,} characters)"


def short(name: str) -> str:
    """Return two to four letters that stand for a name in a column: the first of its words, or of itself."""
    words = re.findall(r"[^\W_]+", name)
    return ("".join(word[0] for word in words) if len(words) > 1 else "".join(words))[:4].upper() or "X"


def day(text: str) -> str | None:
    """Return a date as others write it in the form that a store has; what can't be read is left for the check.

    `2026-02-00` is a month. A clock time keeps its offset; one without any can't be placed, so its day stands for it.
    So it does for midnight at Greenwich, which is how programs write a day.
    """
    found = _CLOCK.fullmatch(text)
    if found is None:
        return _NOT_KNOWN.sub("", text) or None
    civil, clock, offset = found.groups()
    offset = offset and (offset if offset == "Z" else f"{offset[:3]}:{offset[3:].removeprefix(':') or '00'}")
    if not offset or (clock in ("00:00", "00:00:00") and offset in ("Z", "+00:00")):
        return str(civil)
    return f"{civil}T{clock}{offset}"


class Slugs:
    """Slugs for records that no file names: made of words, and told apart where two would be the same."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    def of(self, *parts: str) -> str:
        """Return a slug of some words; the second of the same gets a 2, so that their order tells them apart."""
        words = slug = "-".join(slugged(part)[:60].strip("-") for part in parts if part) or "x"
        while slug in self._taken:
            self._taken[words] += 1
            slug = f"{words}-{self._taken[words]}"
        self._taken[slug] = 1
        return slug
