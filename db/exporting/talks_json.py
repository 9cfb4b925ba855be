"""The talks file as JSON: what `db.exporting.talks` writes in TOML, table by table under the same names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final, cast

from db.drafts import Draft
from db.exporting.drafts import gathered
from db.exporting.selection import Selection
from db.exporting.talks import fields, home_of
from db.reading.talks import FORMAT
from db.shapes import NESTED
from db.text import UNSAFE

_INDENT: Final = 2


def talks_json(selection: Selection) -> Iterator[str]:
    """Yield a talks file in JSON (RFC 8259): an object of tables, a record of one at a time.

    The records of a table are an object by slug, or a list where slugs are made of what the records say.
    """
    home, found = home_of(selection)
    yield f'{{\n  "format": {FORMAT}'
    if home is not None:
        yield f',\n  "process": {dumped(home)}'
    for shape, those in groupby(gathered(found), key=lambda one: one[0].shape):
        keyed = not shape.slug_from
        yield f',\n  "{shape.table}": {"{" if keyed else "["}'
        comma = ""
        for draft, inside in those:
            key = f"{dumped(draft.slug)}: " if keyed else ""
            yield f"{comma}\n    {key}{dumped(_whole(draft, inside, home), depth=2)}"
            comma = ","
        yield f"\n  {'}' if keyed else ']'}"
    yield "\n}\n"


def _whole(draft: Draft, inside: Iterable[Draft], home: str | None) -> dict[str, Any]:
    """Return a record with what stands in it."""
    said = {id(one): fields(one, home) for one in (draft, *inside)}
    for one in inside:
        assert one.parent is not None
        inner, _ = NESTED[one.parent.shape.table]
        cast(list[Any], said[id(one.parent)].setdefault(inner, [])).append(said[id(one)])
    return said[id(draft)]


def dumped(value: object, depth: int = 0) -> str:
    """Return a value as JSON, in lines from the second on indented by `depth` steps.

    Letters of all scripts stay as they are; what nobody may obey (`db.text.UNSAFE`) is escaped.
    """
    lines = json.dumps(value, ensure_ascii=False, indent=_INDENT).split("\n")  # in a text of it they are escaped
    return f"\n{' ' * (_INDENT * depth)}".join(UNSAFE.sub(_escaped, line) for line in lines)


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]
