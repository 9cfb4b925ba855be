"""`talks-tui find`: find anything in a store, in the language of the search box."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db import watching
from db.errors import UsageError
from db.query import FILTERS, Query
from db.scope import Scope
from db.search import Hit, Results, read, search
from db.text import shown
from tui.cli.arguments import Parser, make
from tui.draw.found import widen

if TYPE_CHECKING:
    from db.watching import Connection
    from tui.cli.options import Options

_HELP: Final = """\
examples:
  talks-tui find talks.db truce
  talks-tui find talks.db '"buffer zone"' kind:event since:2026-02
  talks-tui find talks.db kind:position stance:'<0' --json | jq -r '.[].title'
  talks-tui find talks.db truce -denied
  talks-tui find talks.db -- -denied kind:accuse

Words find the beginnings of words, "a phrase" its very words, -word leaves out what has it. Filters are party: issue:
person: source: kind: status: since: until: contested: stance: and has:, with values divided by commas, and a minus
before one turns it round. A query that begins with a minus stands behind --. Status 1 if nothing is found.
"""


class _Parser(Parser):
    """Takes the words of a query for no options: `-word` has one hyphen."""

    def parse_args(self, args: Sequence[str], namespace: Options) -> Options:  # type: ignore[override]
        return super().parse_args(_protected(args), namespace)


def _protected(words: Sequence[str]) -> list[str]:
    """Return the words of a query so that argparse takes none of them for an option: `-word` has one hyphen."""
    if "--" in words:
        return [*words]
    options = [word for word in words if word.startswith("--") or word in ("-h",)]
    limits = [words[at + 1] for at, word in enumerate(words[:-1]) if word == "--limit"]
    plain = [*words]
    for word in [*options, *limits]:
        plain.remove(word)
    ordered: list[str] = []
    for option in options:
        ordered += [option, limits.pop(0)] if option == "--limit" and limits else [option]
    return [*ordered, "--", *plain] if plain else ordered


def parser() -> Parser:
    """Return what reads its arguments."""
    reads = make("talks-tui find", "Find anything: records, spellings, claims, quotes, texts.", _HELP, _Parser)
    reads.add_argument("store", type=Path, metavar="STORE", help="the store to look in")
    reads.add_argument("query", nargs="+", metavar="QUERY", help="words, phrases and filters; one that begins with -"
                       " may follow another")  # fmt: skip
    reads.add_argument("--limit", type=_limit, default=50, metavar="N", help="hits that are listed at most (50)")
    reads.add_argument("--json", action="store_true", help="print a JSON list: record, kind, title, day, source …")
    reads.set_defaults(run=run)
    return reads


def _limit(text: str) -> int:
    """Read a number of hits."""
    if not text.isdecimal() or not 1 <= int(text[:9]) <= 10_000:
        raise argparse.ArgumentTypeError("a number from 1 to 10000 is needed")
    return int(text)


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
