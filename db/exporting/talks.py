"""The talks file, our own format, written again: all that the store holds, so that it comes back the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from db.drafts import Draft, made_slug
from db.exporting.drafts import drafts
from db.exporting.selection import Selection
from db.reading.talks import FORMAT
from db.shapes import NESTED
from db.text import UNSAFE

_encode: Final = json.JSONEncoder(ensure_ascii=False).encode
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
"""A key that needs no quotation marks (TOML 1.0, "Keys")."""


def home_of(selection: Selection) -> tuple[str | None, Iterator[Draft]]:
    """Return the process that a file names once for all that belongs to it, the first that there is, and the drafts."""
    found = drafts(selection)
    first = next(found, None)  # processes come before all else
    home = first.slug if first is not None and first.shape.kind == "process" else None
    return home, chain(() if first is None else (first,), found)


def fields(draft: Draft, home: str | None) -> dict[str, object]:
    """Return what a talks file says of a record, but for what stands in it.

    The slug is left out where its table's key or its fields give it, the process where it is the file's or, of what
    stands in another record, that one's.
    """
    said: dict[str, object] = {}
    if draft.shape.slug_from and draft.slug != made_slug(draft):
        said["slug"] = draft.slug
    if draft.shape.home and draft.process not in (None, draft.parent.process if draft.parent else home):
        said["process"] = draft.process
    said |= draft.values
    for name, listed in (("names", draft.names), ("claims", draft.claims), ("links", draft.links)):
        if listed:
            said[name] = listed
    if draft.extra:
        said["extra"] = draft.extra
    return said


def toml(selection: Selection) -> Iterator[str]:
    """Yield a talks file in TOML: a table for each record, with a line for each of its claims."""
    home, found = home_of(selection)
    yield f"format = {FORMAT}\n"
    if home is not None:
        yield f"process = {_text(home)}\n"
    seats: list[str] = []
    for draft in found:
        said = fields(draft, home)
        if draft.shape.kind == "delegate":
            seats.append(_value(_fit(said)))
            continue
        yield from _list("delegates", seats)
        seats = []
        yield f"\n{_heading(draft)}\n"
        for name, value in _fit(said).items():
            if isinstance(value, list):
                yield from _list(name, [*map(_value, value)])
            else:
                yield f"{name} = {_value(value)}\n"
    yield from _list("delegates", seats)


def _fit(said: dict[str, object]) -> dict[str, object]:
    """Return what is said of a record as TOML can hold it: what is kept beside, if it has nulls, as JSON in quotes."""
    if "extra" not in said or _can(said["extra"]):
        return said
    return {**said, "extra": json.dumps(said["extra"], ensure_ascii=False)}


def _can(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(_can, value.values()))
    return all(map(_can, value)) if isinstance(value, list) else value is not None


def _heading(draft: Draft) -> str:
    """Return the heading of a record's table."""
    if draft.parent is not None:
        inner, _ = NESTED[draft.parent.shape.table]
        return f"[[{draft.parent.shape.table}.{_key(draft.parent.slug)}.{inner}]]"
    table = draft.shape.table
    return f"[[{table}]]" if draft.shape.slug_from else f"[{table}.{_key(draft.slug)}]"


def _list(name: str, items: Sequence[str]) -> Iterator[str]:
    """Yield a list of a record: one item beside its name, of several each on a line."""
    if len(items) == 1:
        yield f"{name} = [{items[0]}]\n"
    elif items:
        yield f"{name} = [\n"
        yield from (f"  {item},\n" for item in items)
        yield "]\n"


def _value(value: object) -> str:
    """Return a value as TOML; what JSON and TOML write alike is written by the standard library."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_key(name)}={_value(one)}' for name, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        return _lines(value) if "\n" in value else _text(value)
    return json.dumps(value)


def _key(name: object) -> str:
    text = str(name)
    return text if _BARE.fullmatch(text) else _text(text)


def _text(text: str) -> str:
    """Return a basic string: JSON's escapes are all TOML's too, and what nobody may obey is escaped beside them."""
    return UNSAFE.sub(_escaped, _encode(text))


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _lines(text: str) -> str:
    """Return a text of several lines as a multi-line basic string, in which they stay lines."""
    return '"""\n' + "\n".join(_text(line)[1:-1] for line in text.split("\n")) + '"""'
