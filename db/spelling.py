"""Spelling: how a named thing is written, by a voice or by the desk that keeps the store.

A name given by a source is how that source writes the thing: of several the first. One that is `preferred` is the
desk's own choice for its store. The canonical name stands where there is neither.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_NAMED: Final = re.compile(r"\bnamed\((\w+)\)")
_COLUMN: Final = {"events": "title"}
"""The column of a table's canonical name, where it isn't `name`."""

_SQL: Final = """coalesce((
    SELECT names.text FROM names
    WHERE names.record = {0}.id AND (names.preferred OR names.source IN (SELECT value FROM json_each(:sources)))
    ORDER BY names.source IN (SELECT value FROM json_each(:sources)) DESC, names.preferred, names.id LIMIT 1
), {0}.{1})"""


@cache
def spelled(sql: str) -> str:
    """Return a query in which each `named(TABLE)` is the name of that table's row as a voice or the desk writes it.

    Args:
        sql: A query; it has the parameter `:sources`, a JSON list of the ids of the voice's texts, `[]` for no voice.
    """
    return _NAMED.sub(lambda found: _SQL.format(found[1], _COLUMN.get(found[1], "name")), sql)
