"""The text of a source with its passages: what is cited where, what can't be found in it, and what nothing cites."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from db.folding import Span, fold
from db.passages import How, Placed, Selector, Text
from db.related import titles
from db.values import dataclass
from db.vocabulary import properties, value_label


@dataclass(frozen=True, slots=True)
class Passage:
    """What one claim cites.

    Attributes:
        number: Its number in the text, from 1; claims on the same words share one.
        claim: The claim.
        record, kind, title: The record that the claim is on.
        begins, ends: The characters (code points) before it, and those up to its end.
        how: Whether it is found by the claim's quote, or is the whole paragraph that its locator names.
        label: The property that the claim speaks of, as people read it; "" is the record itself.
        speaker, behalf, behalf_short: Whose word it is; all "" = the outlet's own.
    """

    number: int
    claim: int
    record: int
    kind: str
    title: str
    begins: int
    ends: int
    how: How
    label: str
    speaker: str
    behalf: str
    behalf_short: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A claim that can't be placed in the text.

    Attributes:
        claim: The claim.
        record, kind, title: The record that it is on.
        label: As in `Passage`.
        quote, locator: By which it was looked for, or "".
        exact: The passage that an earlier edition had, or "".
        places: In how many places the quote stands, if nothing tells which is meant; 0 = in none.
    """

    claim: int
    record: int
    kind: str
    title: str
    label: str
    quote: str
    locator: str
    exact: str
    places: int


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a source.

    Attributes:
        id: The document.
        source, slug, publisher, title: The source.
        text: The text.
        paragraphs: Its lines that aren't blank; number 1 is the first.
        passages: In reading order.
        lost: The claims of the source that can't be placed in it, as the store lists them.
        uncited: The numbers of the paragraphs that no passage touches.
    """

    id: int
    source: int
    slug: str
    publisher: str
    title: str
    text: str
    paragraphs: tuple[Span, ...]
    passages: tuple[Passage, ...]
    lost: tuple[Lost, ...]
    uncited: tuple[int, ...]

    @property
    def cited(self) -> int:
        """How many paragraphs a passage touches."""
        return len(self.paragraphs) - len(self.uncited)


@dataclass(frozen=True, slots=True)
class Kept:
    """A source whose text is kept: its ids, its slug, its publisher and title."""

    document: int
    source: int
    slug: str
    publisher: str
    title: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a claim's passage was found when its document was attached; without `span` it wasn't any more.

    `older` says whether the claim was changed since.
    """

    selector: Selector
    span: Span | None
    older: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """A claim of a source, as far as its passage goes; `label` and `value` as people read them."""

    claim: int
    record: int
    label: str
    value: str
    quote: str
    locator: str
    speaker: str
    behalf: str
    behalf_short: str
    anchor: Anchor | None


_DOCUMENT: Final = """
    SELECT documents.id, source, slug, publisher, title, text FROM documents
    JOIN sources ON sources.id = source JOIN records ON records.id = source
    WHERE source = ? ORDER BY documents.id LIMIT 1
"""
_CLAIMS: Final = """
    SELECT claims.id, record, coalesce(property, ''), coalesce(value, ''), coalesce(quote, ''), coalesce(locator, ''),
        coalesce(people.name, ''), coalesce(parties.name, ''), coalesce(parties.short, ''),
        document, exact, prefix, suffix, begins, ends, anchors.change < claims.change
    FROM claims LEFT JOIN anchors ON anchors.claim = claims.id
    LEFT JOIN people ON people.id = speaker LEFT JOIN parties ON parties.id = on_behalf_of
    WHERE claims.source = ? ORDER BY claims.id
"""


_WANTED: Final = """
    SELECT sources.id, slug, publisher, claim, EXISTS (SELECT 1 FROM documents WHERE source = sources.id) AS kept
    FROM (
        SELECT source, id AS claim, 0 AS place FROM claims WHERE id = :claim
        UNION ALL SELECT id, NULL, 1 FROM sources WHERE id = :record
        UNION ALL SELECT source, NULL, 1 FROM documents WHERE id = :record
        UNION ALL SELECT source, id, 2 FROM claims WHERE record = :record
        UNION ALL SELECT source, id, 3 FROM claims WHERE id IN (SELECT value FROM json_each(:shown))
    ) AS found JOIN sources ON sources.id = found.source JOIN records ON records.id = sources.id
    ORDER BY place > 0, kept DESC, place, claim LIMIT 1
"""


def documents(conn: sqlite3.Connection) -> tuple[Kept, ...]:
    """Return the sources whose text is kept, by publisher."""
    rows = conn.execute("""
        SELECT min(documents.id), source, slug, publisher, title FROM documents
        JOIN sources ON sources.id = source JOIN records ON records.id = source
        GROUP BY source ORDER BY publisher, slug
    """)
    return tuple(Kept(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which text is wanted to read about a record.

    Attributes:
        source, slug, publisher: The source.
        claim: The claim whose passage is wanted; None for the text itself.
        kept: Whether its text is kept.
    """

    source: int
    slug: str
    publisher: str
    claim: int | None
    kept: bool


def wanted(conn: sqlite3.Connection, record: int, claim: int | None = None, shown: Iterable[int] = ()) -> Wanted | None:
    """Return which text to read about a record; None if no source speaks of it.

    Args:
        conn: An open read transaction.
        record: A source, a document, or anything that claims are on: then it is the text of its first claim whose
            source has one, else that of its first claim.
        claim: One of its claims, or of what it is made of, whose text is wanted; None for any.
        shown: The claims that are shown with it, such as those on a person's offices: for one without its own.
    """
    row = conn.execute(_WANTED, {"record": record, "claim": claim, "shown": json.dumps([*shown])}).fetchone()
    if row is None:
        return None
    source, slug, publisher, found, kept = row
    return Wanted(source, slug, publisher, found, bool(kept))


def document(conn: sqlite3.Connection, source: int) -> Document | None:
    """Return the text of a source with its passages; None if none is kept.

    A claim that was imported since the text was attached is placed by its quote and locator, as attaching would.
    """
    row = conn.execute(_DOCUMENT, (source,)).fetchone()
    if row is None:
        return None
    kept, _, slug, publisher, title, written = row
    text = Text(written)
    claims = cited(conn, source, kept)
    placed = [(claim, standing(text, claim)) for claim in claims]
    known = titles(conn, {claim.record for claim in claims})
    passages = tuple(_passages(placed, known))
    return Document(
        kept, source, slug, publisher, title, written, text.paragraphs, passages, tuple(_lost(placed, known)),
        tuple(_uncited(text.paragraphs, passages)),
    )  # fmt: skip


def cited(conn: sqlite3.Connection, source: int, kept: int | None) -> list[Cited]:
    """Return the claims of a source, with what is known of their passages in its document `kept`."""
    return [_cited(row, kept) for row in conn.execute(_CLAIMS, (source,))]


def _cited(row: Sequence[object], kept: int | None) -> Cited:
    claim, record, name, value, quote, locator, speaker, behalf, short, where, *rest = row
    exact, prefix, suffix, begins, ends, older = rest
    label = properties()[str(name)].label if name in properties() else str(name)
    anchor = None
    if where == kept is not None:
        span = (begins, ends) if isinstance(begins, int) and isinstance(ends, int) else None
        anchor = Anchor(Selector(str(exact), str(prefix), str(suffix)), span, bool(older))
    assert isinstance(claim, int)
    assert isinstance(record, int)
    return Cited(
        claim, record, label, value_label(str(name), str(value)), str(quote), str(locator),
        str(speaker), str(behalf), str(short), anchor,
    )  # fmt: skip


def standing(text: Text, claim: Cited) -> Placed:
    """Return where a claim stands in the text that its anchor was made for; without an anchor, where it should."""
    anchor = claim.anchor
    if anchor is None:
        return text.place(claim.quote, claim.locator)
    if anchor.older and claim.quote and fold(claim.quote) != fold(anchor.selector.exact):
        corrected = text.place(claim.quote, claim.locator)  # the quote was, by an import
        if corrected.how == "quote":
            return corrected
    span = anchor.span
    if span is not None and text.text[slice(*span)] != anchor.selector.exact:
        # The text was changed by something other than attaching, as an import can.
        found = text.again(anchor.selector, text.paragraph(span[0]))
        span = found.span if found else None
    return Placed(span, text.how(span, claim.quote) if span else "")


Titles = dict[int, tuple[str, str]]
_UNKNOWN: Final = ("", "")


def _passages(placed: Iterable[tuple[Cited, Placed]], known: Titles) -> Iterator[Passage]:
    """Yield the passages in reading order, numbered."""
    found = sorted((where.span, claim.claim, claim, where.how) for claim, where in placed if where.span)
    number, last = 0, None
    for span, _, claim, how in found:
        number += span != last
        last = span
        kind, title = known.get(claim.record, _UNKNOWN)
        yield Passage(
            number, claim.claim, claim.record, kind, title, *span, how, claim.label, claim.speaker, claim.behalf,
            claim.behalf_short,
        )  # fmt: skip


def _lost(placed: Iterable[tuple[Cited, Placed]], known: Titles) -> Iterator[Lost]:
    for claim, where in placed:
        if where.span is None:
            kind, title = known.get(claim.record, _UNKNOWN)
            exact = claim.anchor.selector.exact if claim.anchor else ""
            yield Lost(
                claim.claim, claim.record, kind, title, claim.label, claim.quote, claim.locator, exact,
                len(where.choices),
            )  # fmt: skip


def _uncited(paragraphs: Sequence[Span], passages: Iterable[Passage]) -> list[int]:
    """Return the numbers of the paragraphs that no passage touches."""
    touched: set[int] = set()
    for passage in passages:
        first = bisect_right(paragraphs, passage.begins, key=lambda span: span[1])
        touched.update(range(first, bisect_left(paragraphs, passage.ends, key=lambda span: span[0])))
    return [place + 1 for place in range(len(paragraphs)) if place not in touched]
