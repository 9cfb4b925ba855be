"""Attaching the text of a source: each of its claims is anchored where its passage stands, and found again later."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from db import store
from db.document import Cited, cited, standing
from db.errors import TalksFileError
from db.folding import Span, fold
from db.passages import Placed, Selector, Text
from db.related import titles
from db.sources import find_source
from db.textfile import Read, read_text
from db.values import dataclass
from db.write import Change, change

Why = Literal["not found", "several places", "paragraph only"]

_ANOTHER: Final = 4
"""Of so many passages of the text before at least one is in a later edition; else it is another text altogether."""

_AROUND: Final = 60
"""Characters shown on each side of a place that is to be chosen."""


@dataclass(frozen=True, slots=True)
class Place:
    """One of several places that a quote stands in: its paragraph, its words, and what is around them."""

    paragraph: int
    before: str
    exact: str
    after: str


@dataclass(frozen=True, slots=True)
class Question:
    """Which of several places a claim means: the claim as in `Unplaced`, and the places."""

    title: str
    says: str
    quote: str
    places: tuple[Place, ...]


Ask = Callable[[Question], int | None]
"""Answers with the index of the place that is meant; None leaves it open."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A claim whose words aren't marked in the text.

    Attributes:
        claim: The claim.
        title: The record that it is on.
        says: What it says of it, or "".
        quote, locator: By which it was looked for, or "".
        exact: The passage that the edition before had, or "".
        why: Not found; found in several places; or only its paragraph is marked, since its quote isn't found.
        places: The numbers of the paragraphs that the quote stands in, if it stands in several places.
        nearest: The passage most like its quote, or "".
        nearest_in: The number of that one's paragraph, or 0.
    """

    claim: int
    title: str
    says: str
    quote: str
    locator: str
    exact: str
    why: Why
    places: tuple[int, ...] = ()
    nearest: str = ""
    nearest_in: int = 0


@dataclass(frozen=True, slots=True)
class Attached:
    """What attaching a text did.

    Attributes:
        source, slug, publisher, title: The source.
        read: The text, and what it was taken for.
        paragraphs: How many it has.
        again: Whether the source had a text already.
        same: Whether nothing had to be written.
        by_quote, by_paragraph: Claims that are placed now, by how.
        moved: Those of them that stood in a paragraph of another number before.
        reworded: Those of them whose words have changed.
        unplaced: A line for each claim that isn't placed, or whose quote isn't found.
    """

    source: int
    slug: str
    publisher: str
    title: str
    read: Read
    paragraphs: int
    again: bool
    same: bool
    by_quote: int
    by_paragraph: int
    moved: int
    reworded: int
    unplaced: tuple[Unplaced, ...]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Where a claim stands in the new text, where it stood in the one before, and what it is searched for by."""

    claim: Cited
    placed: Placed
    was: Span | None = None
    kept: Selector | None = None
    reworded: bool = False


def attach(
    path: Path, source: str, file: Path, encoding: str | None = None, ask: Ask | None = None, anew: bool = False
) -> Attached:
    """Keep a file as the text of a source, in one change; the same file again changes nothing.

    Args:
        path: The store.
        source: The source's slug, its publisher, title or short name, or a part that no other has.
        file: The text.
        encoding: As in `read_text`.
        ask: Chooses where a quote stands in several places; None leaves such claims open.
        anew: Place all claims by quote and locator, as if the source had no text yet.

    Raises:
        StoreError: The store can't be opened or written, or the source is unknown or ambiguous.
        TalksFileError: The file is no text that can be read, or it has next to nothing of the text that is kept.
        UsageError: There is no such encoding.
    """
    read = read_text(file, encoding)
    text = Text(read.text)
    conn = store.writable(path)
    try:
        with store.explained(path):
            found = find_source(conn, source)
            # Asked before the store is locked: a person takes their time.
            chosen = dict(_answers(conn, found, text, file, ask, anew)) if ask else {}
            with change(conn, f"attach {file.name}") as opened:
                return _attach(conn, opened, found, read, text, file, chosen, anew)
    finally:
        conn.close()


def _present(conn: sqlite3.Connection, source: int) -> tuple[int | None, str, Text | None]:
    """Return the document that a source has, its hash and its text; None, "" and None without one."""
    row = conn.execute(
        "SELECT id, sha256, text FROM documents WHERE source = ? ORDER BY id LIMIT 1", (source,)
    ).fetchone()
    return (None, "", None) if row is None else (int(row[0]), str(row[1]), Text(row[2]))


def _refuse_another(outcomes: list[_Outcome], file: Path) -> list[_Outcome]:
    """Return `outcomes`, unless the text has next to nothing of the one that is kept: then every claim would be lost.

    It is the wrong file, or the one that is kept was.

    Raises:
        TalksFileError: It is another text altogether.
    """
    found = [one.placed.span is not None for one in outcomes if one.was is not None]
    if len(found) >= _ANOTHER and sum(found) * _ANOTHER < len(found):
        sentence = (
            f"{file} has next to nothing of the text that is kept of this source: if it is the right file, --anew"
            " keeps it and places all claims by quote and paragraph."
        )
        raise TalksFileError([sentence])
    return outcomes


def _answers(
    conn: sqlite3.Connection, source: int, text: Text, file: Path, ask: Ask, anew: bool
) -> Iterator[tuple[int, Span]]:
    """Ask where each claim stands whose quote stands in several places; yield claims and what was chosen."""
    document, _, before = _present(conn, source)
    found = [*_outcomes(conn, source, document, None if anew else before, text)]
    outcomes = [one for one in _refuse_another(found, file) if one.placed.choices]
    known = titles(conn, {one.claim.record for one in outcomes})
    for one in outcomes:
        places = tuple(_shown(text, span) for span in one.placed.choices)
        title = known.get(one.claim.record, ("", ""))[1]
        answer = ask(Question(title, _says(one.claim), one.claim.quote, places))
        if answer is not None:
            yield one.claim.claim, one.placed.choices[answer]


def _shown(text: Text, span: Span) -> Place:
    begin, end = span
    first = text.paragraph(begin)
    edge, last = text.paragraphs[first - 1][0], text.paragraphs[text.paragraph(max(begin, end - 1)) - 1][1]
    before, after = text.text[max(edge, begin - _AROUND) : begin], text.text[end : min(last, end + _AROUND)]
    return Place(first, before, text.text[begin:end], after)


def _outcomes(
    conn: sqlite3.Connection, source: int, document: int | None, before: Text | None, text: Text
) -> Iterator[_Outcome]:
    for claim in cited(conn, source, document):
        if before is None:
            # Placed anew, one that stands nowhere is lost: it isn't searched for whenever the text is read.
            kept = claim.anchor.selector if claim.anchor else None
            yield _Outcome(claim, text.place(claim.quote, claim.locator), kept=kept)
        elif before.text == text.text:
            placed = standing(text, claim)
            yield _Outcome(claim, placed, placed.span)
        else:
            yield _again(claim, before, text)


def _again(claim: Cited, before: Text, text: Text) -> _Outcome:
    """Find a claim's passage in another edition, by its words; never by a number that counted the lines of the old."""
    was = standing(before, claim)
    if was.span is not None:
        kept, paragraph = before.selector(was.span), before.paragraph(was.span[0])
    elif claim.anchor is not None:  # lost already: it may be back
        kept, paragraph = claim.anchor.selector, 1
    else:
        return _Outcome(claim, text.place(claim.quote, claim.locator))
    if claim.quote and fold(claim.quote) != fold(kept.exact):  # a paragraph stands for it until it is found
        placed = text.place(claim.quote, None)
        if placed.span is not None:
            return _Outcome(claim, placed, was.span, kept)
    found = text.again(kept, paragraph)
    if found is None:
        return _Outcome(claim, Placed(None), was.span, kept)
    placed = Placed(found.span, text.how(found.span, claim.quote))
    return _Outcome(claim, placed, was.span, kept, found.reworded)


def _attach(
    conn: sqlite3.Connection,
    opened: Change,
    source: int,
    read: Read,
    text: Text,
    file: Path,
    chosen: Mapping[int, Span],
    anew: bool,
) -> Attached:
    document, sha256, before = _present(conn, source)
    slug, publisher, title = conn.execute(
        "SELECT slug, publisher, title FROM sources JOIN records USING (id) WHERE sources.id = ?", (source,)
    ).fetchone()
    outcomes = []
    found = [*_outcomes(conn, source, document, None if anew else before, text)]
    for one in _refuse_another(found, file):
        # Only what was asked about: the store may have changed while somebody thought.
        choice = chosen.get(one.claim.claim)
        outcomes.append(replace(one, placed=Placed(choice, "quote")) if choice in one.placed.choices else one)
    digest = hashlib.sha256(text.text.encode()).hexdigest()
    if document is None or sha256 != digest:
        document = _put_text(conn, opened, source, slug, text.text, digest)
    for one in outcomes:
        _put_anchor(opened, document, text, one)
    known = titles(conn, {one.claim.record for one in outcomes})
    hows = [one.placed.how for one in outcomes]
    return Attached(
        source, slug, publisher, title, read, len(text.paragraphs), before is not None, opened.written == 0,
        hows.count("quote"), hows.count("paragraph"), sum(_moved(one, before, text) for one in outcomes),
        sum(one.reworded for one in outcomes), tuple(_unplaced(outcomes, text, known)),
    )  # fmt: skip


def _put_text(conn: sqlite3.Connection, opened: Change, source: int, slug: str, text: str, digest: str) -> int:
    """Write the document of a source; the slug that it has, if it has one, stays."""
    row = conn.execute(
        "SELECT slug FROM documents JOIN records USING (id) WHERE source = ? ORDER BY id LIMIT 1", (source,)
    ).fetchone()
    name: str = row[0] if row else slug
    while row is None and opened.find("document", name) is not None:  # another source's, named by hand
        name += "-text"
    document, new = opened.claim_slug("document", name)
    opened.put_record("document", document, new, None, {"source": source, "text": text, "sha256": digest})
    return document


def _put_anchor(opened: Change, document: int, text: Text, one: _Outcome) -> None:
    """Write where a claim stands; of one that stands nowhere any more, what it is to be searched for by."""
    span = one.placed.span
    kept = text.selector(span) if span else one.kept
    if kept is not None:
        begins, ends = span or (None, None)
        opened.put_anchor(document, one.claim.claim, {**kept._asdict(), "begins": begins, "ends": ends})


def _moved(one: _Outcome, before: Text | None, text: Text) -> bool:
    if before is None or one.was is None or one.placed.span is None:
        return False
    return before.paragraph(one.was[0]) != text.paragraph(one.placed.span[0])


def _says(claim: Cited) -> str:
    return ": ".join(part for part in (claim.label, claim.value) if part)


def _unplaced(outcomes: list[_Outcome], text: Text, known: Mapping[int, tuple[str, str]]) -> Iterator[Unplaced]:
    """Yield a line for each claim that a person should look at."""
    for one in outcomes:
        claim, placed = one.claim, one.placed
        missed = placed.how == "paragraph" and bool(claim.quote)
        if placed.span is not None and not missed:
            continue
        why: Why = "paragraph only" if missed else "several places" if placed.choices else "not found"
        # What was lost before is listed, not searched for again and again.
        sought = one.kept.exact if one.kept and one.was and not missed else claim.quote
        near = text.nearest(sought) if sought and not placed.choices else None
        yield Unplaced(
            claim.claim, known.get(claim.record, ("", ""))[1], _says(claim), claim.quote, claim.locator,
            one.kept.exact if one.kept else "", why,
            tuple(text.paragraph(begin) for begin, _ in placed.choices),
            text.text[slice(*near)] if near else "", text.paragraph(near[0]) if near else 0,
        )  # fmt: skip
