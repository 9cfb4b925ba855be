"""`talks-tui attach`: keep the text of a source, and mark in it what its claims cite."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.documents import Attached, Question, Unplaced, attach
from db.text import brief, shown
from tui.cli.arguments import Parser, make
from tui.draw.header import many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.cli.options import Options

_HELP: Final = """\
examples:
  talks-tui attach talks.db gazette-1 article.txt
  talks-tui attach talks.db "The Gazette" article.txt
  talks-tui attach talks.db gazette-1 old.txt --encoding cp1251

Each claim of the source is found by its quote, else by the paragraph that its locator names: every line that isn't
blank is a paragraph, the first is number 1. A later edition is attached the same way: passages are found again by
their words, and what isn't found is listed. The same file again changes nothing.
"""


def parser() -> Parser:
    """Return what reads its arguments."""
    reads = make("talks-tui attach", "Keep the text of a source, and find in it what its claims cite.", _HELP)
    reads.add_argument("store", type=Path, metavar="STORE", help="the store that has the source")
    reads.add_argument("source", metavar="SOURCE", help="its slug, publisher, title or short name, or part of one")
    reads.add_argument("file", type=Path, metavar="FILE.txt", help="the article as plain text")
    reads.add_argument("--encoding", metavar="NAME", help="what the file is written in, if it is taken for another")
    reads.add_argument(
        "--anew", action="store_true", help="forget the text before: place claims by quote and paragraph"
    )
    reads.add_argument("--json", action="store_true", help="print what was done as JSON")
    reads.set_defaults(run=run)
    return reads


def run(options: Options) -> int:
    """Attach a text, and say what was found in it and what wasn't.

    Raises:
        StoreError: The store can't be opened or written, or the source is unknown or ambiguous.
        TalksFileError: The file is no text that can be read.
        UsageError: There is no such encoding.
    """
    assert options.store is not None
    asking = sys.stdin.isatty() and sys.stderr.isatty()
    done = attach(options.store, options.source, options.file, options.encoding, _ask if asking else None, options.anew)
    print(_json(done) if options.json else "\n".join(map(shown, _lines(done, str(options.file)))))
    return 0


def _ask(question: Question) -> int | None:
    """Ask which of several places is meant, on standard error, so that standard output stays what it is."""
    title = f"{question.title} ({question.says})" if question.says else question.title
    print(shown(f"{title}: “{question.quote}” stands in {len(question.places)} places:"), file=sys.stderr)
    for number, place in enumerate(question.places, 1):
        print(shown(f"  {number}  ¶ {place.paragraph}  …{place.before}[{place.exact}]{place.after}…"), file=sys.stderr)
    while True:
        print(
            f"Which is meant? 1 to {len(question.places)}, Enter leaves it open: ", end="", file=sys.stderr, flush=True
        )
        answer = sys.stdin.readline().strip()
        if not answer:
            return None
        if answer.isdecimal() and 1 <= int(answer) <= len(question.places):
            return int(answer) - 1


def _lines(done: Attached, file: str) -> Iterator[str]:
    """Yield what a person reads."""
    source = f"{done.publisher}: {done.title} ({done.slug})"
    kept = "is kept already as" if done.same else "is a new edition of" if done.again else "is now kept as"
    yield f"{file} {kept} the text of {source}: {many(done.paragraphs, 'paragraph')}."
    if done.read.detected:
        yield f"It looks like {done.read.encoding} and was read so; if letters are wrong, name another with --encoding."
    if done.read.dropped:
        dropped = many(done.read.dropped, "character")
        yield f"{dropped} that would command a terminal, turn the text round or can't be seen: left out."
    placed = done.by_quote + done.by_paragraph
    changes = f"; {done.moved} moved, {done.reworded} reworded" if done.moved or done.reworded else ""
    yield f"{many(placed, 'claim')} placed: {done.by_quote} by quote, {done.by_paragraph} by paragraph{changes}."
    for why, heading in (
        ("not found", "Not found"),
        ("several places", "Left open, since the quote stands in several places"),
        ("paragraph only", "Quote not found, so the paragraph stands for it"),
    ):
        found = [one for one in done.unplaced if one.why == why]
        if found:
            yield f"{heading} ({len(found)}):"
            yield from (f"  {_line(one)}" for one in found)


def _line(one: Unplaced) -> str:
    title = f"{one.title} ({one.says})" if one.says else one.title
    sought = one.quote or one.exact
    quote = f"“{brief(sought)}”" if sought else "no quote"
    where = f"locator {one.locator}" if one.locator else "no locator"
    line = f"{title}: {quote}, {where}"
    if one.places:
        line += f"; it stands in ¶ {', '.join(map(str, one.places))}"
    if one.nearest:
        line += f"; the nearest is “{brief(one.nearest)}” in ¶ {one.nearest_in}"
    return f"{line}."


def _json(done: Attached) -> str:
    """Return what another program reads: all of it but the text."""
    found = asdict(done)
    read = found.pop("read")
    found |= {name: read[name] for name in ("encoding", "detected", "dropped")}
    return json.dumps(found, indent=2)  # ASCII: safe for a terminal
