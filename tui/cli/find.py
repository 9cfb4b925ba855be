"""`talks-tui find`: find anything in a store, in the language of the search box."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from db import watching
from db.errors import UsageError
from db.query import FILTERS, Query
from db.scope import Scope
from db.search import Hit, Results, read, search
from db.text import shown
from tui.draw.found import widen

if TYPE_CHECKING:
    from db.watching import Connection
    from tui.cli.options import Options


def run(options: Options) -> int:
    """Print what is found, the best of each kind first; return 1 if nothing is.

    Raises:
        StoreError: The store can't be opened.
        UsageError: The query can't be understood, or there is nothing in it.
    """
    assert options.store is not None
    scope = Scope()
    words = options.query if len(options.query) == 1 else map(_quoted, options.query)
    typed = " ".join(words)

    def searched(conn: Connection) -> tuple[Query, Results, str]:
        query = read(conn, typed, scope)
        if not query.terms and not query.filters:
            raise UsageError("There is nothing to look for: type a word, a “phrase” or a filter such as kind:event.")
        found = search(conn, query, scope, options.limit)
        # In ASCII, so that it is safe for a terminal.
        text = json.dumps([_object(hit) for hit in found.hits], indent=2) if options.json else _written(found)
        return query, found, text

    query, found, text = watching.read(options.store, searched)
    if text:
        print(text)
    else:
        print(shown(widen(query, scope)), file=sys.stderr)
    if found.more and not options.json:
        print(f"These are the first {len(found.hits)}; --limit shows more.", file=sys.stderr)
    return 0 if found.hits else 1


def _quoted(word: str) -> str:
    """Return one of several words of the command line with the quotation marks that the shell took from a value."""
    name, colon, value = word.partition(":")
    whole = colon and " " in value and '"' not in value and name.removeprefix("-").casefold() in FILTERS
    return f'{name}:"{value}"' if whole else word


def _written(found: Results) -> str:
    return "\n".join(shown(line) for line in _lines(found))


def _lines(found: Results) -> Iterator[str]:
    """Yield what a person reads: a line for each hit, and one for what else has the words."""
    for hit in found.hits:
        kind = "text" if hit.kind == "document" else "seat" if hit.kind == "delegate" else hit.kind
        beside = ", ".join(part for part in (hit.source, hit.locator and f"¶ {hit.locator}", hit.process) if part)
        yield f"{kind:9} {hit.day or '-':10}  {hit.title}{f' ({beside})' if beside else ''}"
        if hit.snippet:
            yield f"{'':22}{hit.snippet}"


def _object(hit: Hit) -> dict[str, object]:
    """Return what a program reads of a hit."""
    return {
        "record": hit.slug, "kind": hit.kind, "title": hit.title, "type": hit.type, "status": hit.status,
        "date": hit.date, "day": hit.day, "claim": hit.claim, "source": hit.source, "locator": hit.locator,
        "snippet": hit.snippet, "place": hit.place, "process": hit.process,
    }  # fmt: skip
