"""Finding anything: records by their names and words, claims by what they say, texts by what stands in them.

What is found is ranked by how well what it is called fits, then by bm25 (`db.marking.Marker.rank`), in which a word of
a title weighs most, then one of another spelling, then the rest. Without words, the newest come first.

The first page comes first: of common words only the newest records and claims are ranked, beside whatever is a name
(see `db.candidates`). How much there is in all is a question of its own, `count`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from db.candidates import Found, newest, worded
from db.marking import Marker, Marks
from db.matching import ALL, OWN, conditions, sift
from db.overview import pick, processes
from db.query import Query, parse
from db.related import titles
from db.scope import Scope
from db.steps import last_day
from db.values import dataclass
from db.voices import voice

LIMIT: Final = 100
"""Hits that are listed; who looks for one types more of it."""
_EACH: Final = 5
"""Hits of every kind that are listed before the better ones of others fill the rest."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found.

    Attributes:
        record: Its id; of a claim, that of the record that it is on.
        claim: Id of the claim, if it is one.
        kind: Its kind: as in `records`, or `claim`.
        slug: The record's kind and slug: `event:round-2`.
        title: As the voice in scope spells it; of a claim that of its record.
        marks: Where in the title the words stand.
        snippet: What else has them, cut out of a text; "" if the title has all.
        snippet_marks: Where they stand in it.
        type, status: Of an event, words of the vocabulary; else "".
        date: Its date, EDTF; "" for none.
        day: The day that it is listed under, ISO 8601, as far as it is known; "" for none.
        source: Short name of the outlet, of claims, sources and texts.
        locator: Of a claim, where its source has it.
        place: Of a text, the characters before the first word that was found; else None.
        process: The negotiation that it belongs to, if that isn't the one in scope; else "".
    """

    record: int
    claim: int | None
    kind: str
    slug: str
    title: str
    marks: Marks
    snippet: str
    snippet_marks: Marks
    type: str = ""
    status: str = ""
    date: str = ""
    day: str = ""
    source: str = ""
    locator: str = ""
    place: int | None = None
    process: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind, the best first."""

    kind: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What was found.

    Attributes:
        query: What was looked for.
        groups: The hits by kind; the kind with the best hit comes first.
        more: Whether there may be more than these.
    """

    query: Query
    groups: tuple[Group, ...]
    more: bool

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All hits, in the order in which they are shown."""
        return tuple(chain.from_iterable(group.hits for group in self.groups))


def read(conn: sqlite3.Connection, text: str, scope: Scope) -> Query:
    """Read a query as it is typed; a year that is left out is the one nearest to the last day of the talks in scope.

    Raises:
        QueryError: It can't be understood.
    """
    dated = any(name in text.casefold() for name in ("since:", "until:"))
    return parse(text, last_day(conn, scope) if dated else 0)


def search(conn: sqlite3.Connection, query: Query, scope: Scope, limit: int = LIMIT) -> Results:
    """Return what is found, whichever negotiation it belongs to; nothing for a query without words and filters.

    Args:
        conn: An open read transaction.
        query: What is looked for.
        scope: In whose spelling it is shown, and as of which day.
        limit: Hits that are listed at most.

    Raises:
        QueryError: A filter names what the store doesn't hold.
    """
    if not query.words and not query.filters and not query.terms:
        return Results(query, (), False)
    if any(term.negated for term in query.terms):
        sift(conn)
    asked = conditions(conn, query, scope.as_of, functions=True)
    marker = Marker(query.terms)
    found = [*(worded(conn, query, asked, marker, scope) if query.words else newest(conn, asked, limit + 1))]
    ranked = sorted({one.row: one for one in found}.values(), key=lambda one: one.rank)
    chosen = _chosen(ranked, limit)
    hits = _hits(conn, chosen, marker, scope)
    kinds = dict.fromkeys(one.kind for one in chosen)
    groups = tuple(Group(kind, tuple(hit for hit in hits if hit.kind == kind)) for kind in kinds)
    return Results(query, tuple(group for group in groups if group.hits), len(ranked) > len(chosen))


def _chosen(ranked: Sequence[Found], limit: int) -> list[Found]:
    """Return the best, but some of every kind that there is."""
    seen: dict[str, int] = {}
    first: list[Found] = []
    rest: list[Found] = []
    for one in ranked:
        seen[one.kind] = seen.get(one.kind, 0) + 1
        (first if seen[one.kind] <= _EACH else rest).append(one)
    return sorted([*first, *rest][:limit], key=lambda one: one.rank)


_ABOUT: Final = """
    SELECT records.id, records.kind, slug, records.process, coalesce(events.type, ''), coalesce(events.status, ''),
        coalesce(events.starts, events.day, positions.date, sources.published, offices.since, ''),
        coalesce(events.day, positions.day, sources.published, ''),
        coalesce(sources.short, kept.short, '')
    FROM records LEFT JOIN events USING (id) LEFT JOIN positions USING (id) LEFT JOIN sources USING (id)
    LEFT JOIN offices USING (id) LEFT JOIN documents USING (id) LEFT JOIN sources AS kept ON kept.id = documents.source
    WHERE records.id IN (SELECT value FROM json_each(?))
"""
_SAID: Final = """
    SELECT claims.id, record, coalesce(said_on, ''), short, coalesce(locator, '')
    FROM claims JOIN sources ON sources.id = source WHERE claims.id IN (SELECT value FROM json_each(?))
"""
_WORDS: Final = """
    SELECT rowid, CAST(coalesce(names, '') AS TEXT), CAST(coalesce(body, '') AS TEXT), CAST(coalesce(quote, '') AS TEXT)
    FROM search WHERE rowid IN (SELECT value FROM json_each(?))
"""


def _hits(conn: sqlite3.Connection, chosen: Sequence[Found], marker: Marker, scope: Scope) -> list[Hit]:
    """Return what was chosen in full: a few queries for all of it."""
    claims = {
        row[0]: row for row in conn.execute(_SAID, (json.dumps([one.row // 2 for one in chosen if one.row % 2]),))
    }
    owners = {
        one.row: claims[one.row // 2][1] if one.row % 2 else one.row // 2 for one in chosen if _there(one, claims)
    }
    ids = json.dumps([*{*owners.values()}])
    about = {row[0]: row for row in conn.execute(_ABOUT, (ids,))}
    known = titles(conn, {*owners.values()}, voice(conn, scope.word))
    words = {row[0]: row[1:] for row in conn.execute(_WORDS, (json.dumps([one.row for one in chosen]),))}
    others = _others(conn, scope, owners.values())
    hits = []
    for one in chosen:
        record = owners.get(one.row)
        if record is None or record not in known or record not in about:  # a foreign store may hold anything
            continue
        _, kind, slug, process, type_, status, date, day, source = about[record]
        title = known[record][1]
        marks = marker.marks(title)
        spelled, body, quote = words.get(one.row, ("", "", ""))
        texts = [body, quote] if one.row % 2 or kind != "document" else [body]
        snippet, stands, place = _snippet(marker, title, spelled, texts, bool(one.row % 2))
        hit = Hit(
            record, None, kind, f"{kind}:{slug}", title, marks, snippet, stands, type_, status, date, day, source,
            place=place if kind == "document" else None, process=others.get((record, process), ""),
        )  # fmt: skip
        if one.row % 2:
            _, _, said_on, outlet, locator = claims[one.row // 2]
            hit = replace(
                hit,
                claim=one.row // 2,
                kind="claim",
                date=said_on,
                day=said_on,
                source=outlet,
                locator=locator,
                place=None,
            )
        hits.append(hit)
    return hits


def _there(one: Found, claims: dict[int, tuple[int, int, str, str, str]]) -> bool:
    return not one.row % 2 or one.row // 2 in claims


def _snippet(
    marker: Marker, title: str, names: str, texts: Sequence[str], always: bool
) -> tuple[str, Marks, int | None]:
    """Return what has the words that the title hasn't: another spelling, or a passage of a text."""
    if not always and marker.has_all(title):
        return "", (), None
    spelled = next((name for name in names.split("\n") if marker.has_all(name)), "")
    if spelled:
        return spelled, marker.marks(spelled), None
    for text in sorted(texts, key=lambda text: not marker.has_all(text[:_READ])):
        passage = marker.passage(text)
        if passage is not None:
            return passage.text, passage.marks, passage.place
    first = next((text for text in texts if text), "") if always else ""
    return first[:_READ].split("\n")[0], (), None


_READ: Final = 400
"""Characters of a text in which all words are looked for at once."""


def _others(conn: sqlite3.Connection, scope: Scope, records: Iterable[int]) -> dict[tuple[int, int], str]:
    """Return the names of other negotiations, for the records whose home they are and that aren't also in this one."""
    known = processes(conn)
    here = pick(known, scope)
    if here is None or len(known) < 2:
        return {}
    ids = json.dumps([*records])
    also = {
        record
        for (record,) in conn.execute(
            "SELECT event FROM timeline WHERE event IN (SELECT value FROM json_each(?)) AND process = ?", (ids, here.id)
        )
    }
    return {
        (record, process.id): process.name
        for process in known
        if process.id != here.id
        for record in records
        if record not in also
    }


def count(conn: sqlite3.Connection, query: Query, scope: Scope) -> int:
    """Return how much there is in all, of a query with words; the rows of the index are counted, not read.

    Args:
        conn: An open read transaction.
        query: What is looked for; without words nothing is counted.
        scope: As of which day.

    Raises:
        QueryError: A filter names what the store doesn't hold.
    """
    if not query.words:
        return 0
    asked = conditions(conn, query, scope.as_of)
    own = f"SELECT count(*) FROM search WHERE search MATCH :match AND rowid % 2 = 0 {asked.of_record('(rowid / 2)')}"  # noqa: S608
    (records,) = conn.execute(own, asked.values | {"match": asked.match(OWN)}).fetchone()
    said = f"""
        SELECT count(*) FROM search CROSS JOIN claims ON claims.id = search.rowid / 2
        WHERE search MATCH :match AND search.rowid % 2 = 1 {asked.of_claim()}
    """  # noqa: S608
    (claims,) = conn.execute(said, asked.values | {"match": asked.match(ALL, "claim")}).fetchone()
    return int(records) + int(claims)
