"""From a query to what SQLite is asked: which records a word, a phrase or a filter keeps.

What a filter keeps of each kind of record:

* `party`: the party; events that it has a part in, sits at or speaks on; its positions, seats and offices, and who
  holds those; whatever else is said on its behalf.
* `issue`: the issue and those under it; positions on them; what is linked as `about` them.
* `person`: the person; their seats and offices; events that they sit at; what they say or relay.
* `source`: the source and its text; records with a claim of it; of claims, those of it.
* `kind`: records of the kind, events of the type; of claims, those on them, and with `claim` all.
* `status`: events. `stance`: positions.
* `since`, `until`: events, positions and sources, by the day that they are listed under (of a source, when it was
  published); of claims, those on them.
* `contested`: what is contested or denied. `has`: records with a claim that has a quote or a note; positions with a
  condition; what has a summary; sources whose text is kept, that text, and what has a passage in one.

A name is a slug, any spelling, or a part of one that no other has; an outlet's name stands for all of its texts.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Final

from db.asof import counts, values
from db.filters import Part, Values, part
from db.marking import fold
from db.query import Query, Term
from db.sifting import lacks, shortened
from db.values import dataclass

OWN: Final = "{title names body plain}"
"""The columns of a record's own words."""
ALL: Final = "{title names body quote plain}"
"""Those, and what is said of it; of a claim, all that it says."""

_WITHOUT: Final = "{0} NOT IN (SELECT rowid / 2 FROM search WHERE search MATCH :q_out AND rowid % 2 = 0)"
_LACKS: Final = """coalesce((
    SELECT lacks(:q_lacks, own.title, own.names, own.body, own.quote) FROM search AS own WHERE own.rowid = 2 * {0}
), 1)"""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What is asked of a store for a query.

    Attributes:
        words: What the index is asked for, `{0}` standing for the columns; "" with no word that must be there.
        loose: The same with long words cut to their first letters: it costs less, and finds more.
        parts: What else must be so.
        kinds: The kinds of record, and `claim`, that can be found; None is all.
        values: The parameters of all of them.
    """

    words: str
    loose: str
    parts: tuple[Part, ...]
    kinds: frozenset[str] | None
    values: Values

    def of_record(self, record: str) -> str:
        """Return the conditions as SQL on a record whose id is called so."""
        return "".join(f" AND {one.record.format(record)}" for one in self.parts)

    def of_row(self, record: str) -> str:
        """Return the conditions as SQL on a row of `search`, with that of `claims` beside it if it is one's.

        Args:
            record: What the id of its record is called.
        """
        conditions = []
        for one in self.parts:
            if _on_record(one):
                conditions.append(_each(one).format(record))
            else:
                conditions.append(f"iif(claims.id IS NULL, {_each(one).format('(search.rowid / 2)')}, {one.claim})")
        return "".join(f" AND {condition}" for condition in conditions)

    def of_name(self, record: str) -> str:
        """Return the conditions as SQL on one of a few records that are no events, whose id is called so."""
        return "".join(f" AND {(one.few or _each(one)).format(record)}" for one in self.parts)

    # The same where the first that fit are wanted: nothing is collected beforehand.

    def of_each(self, record: str) -> str:
        """Return the conditions as SQL on a record whose id is called so."""
        return "".join(f" AND {_each(one).format(record)}" for one in self.parts)

    def of_each_claim(self) -> str:
        """Return the conditions as SQL on a row of `claims`."""
        return "".join(
            f" AND {_each(one).format('claims.record') if _on_record(one) else one.claim}" for one in self.parts
        )

    def of_each_event(self) -> str:
        """Return the conditions as SQL on a row of `timeline`."""
        return "".join(
            f" AND {one.event if one.plain or not one.each else one.each.format('timeline.event')}"
            for one in self.parts
        )

    def of_claim(self) -> str:
        """Return the conditions as SQL on a row of `claims`."""
        return "".join(f" AND {one.claim}" for one in self.parts)

    def of_event(self) -> str:
        """Return the conditions as SQL on a row of `timeline`."""
        return "".join(f" AND {one.event}" for one in self.parts)

    def match(self, columns: str, *kinds: str, loose: bool = False) -> str:
        """Return what the index is asked for in some columns, of some kinds or of all."""
        words = (self.loose if loose else self.words).format(columns)
        return f"kind : ({' OR '.join(kinds)}) AND {words}" if kinds else words

    def may_be(self, kind: str) -> bool:
        """Say whether something of a kind can be found."""
        return self.kinds is None or kind in self.kinds

    @property
    def others(self) -> str:
        """A query for all but events that one of the filters keeps, where there is one; else ""."""
        return next((one.others for one in self.parts if one.others), "")


def _each(one: Part) -> str:
    return one.each or one.record


def _on_record(one: Part) -> bool:
    """Say whether what a filter asks of a claim is what it asks of the claim's record."""
    return one.claim == one.record.format("claims.record")


def sift(conn: sqlite3.Connection) -> None:
    """Give a connection the function by which a record is found to lack words; no query may be half read on it."""
    conn.create_function("lacks", 5, lacks)


def conditions(conn: sqlite3.Connection, query: Query, as_of: int | None = None, functions: bool = False) -> Conditions:
    """Return what a query asks for, what it names looked up in the store.

    Args:
        conn: An open read transaction.
        query: The query.
        as_of: The day that is looked at, counted from 1970; None is now.
        functions: Whether the connection has what `sift` gives it.

    Raises:
        QueryError: It names what the store doesn't hold, or what could be several things.
    """
    parts: list[Part] = []
    given: Values = {}
    kinds: frozenset[str] | None = None
    for number, one in enumerate(query.filters):
        found = part(conn, one, f"q{number}", given)
        parts.append(found.negated() if one.negated else found)
        if not one.negated and found.kinds is not None:
            kinds = found.kinds if kinds is None else kinds & found.kinds
    out = [term for term in query.terms if term.negated]
    if out:
        given["q_out"] = " OR ".join(f"{ALL} : {_quoted(term)}" for term in out)
        given["q_lacks"] = json.dumps([(term.text, term.begins) for term in out])
        lacks = _LACKS if functions else ""
        parts.append(Part(_WITHOUT, _WITHOUT.format("claims.record"), _WITHOUT.format("timeline.event"), each=lacks))
    if as_of is not None:
        parts.append(Part(counts("{0}"), counts("claims.record"), "timeline.known <= :as_of"))
        given |= values(as_of)
    words, loose = _all(query.words), _all(shortened(term) or term for term in query.words)
    return Conditions(words, loose, tuple(parts), kinds, given)


def _all(terms: Iterable[Term]) -> str:
    words = " AND ".join(_quoted(term).replace("{", "{{").replace("}", "}}") for term in terms)
    return f"{{0}} : ({words})" if words else ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The events that one part of a query keeps: a condition on a row of `timeline`, and a query for all or ""."""

    each: str
    whole: str


def events_matching(conn: sqlite3.Connection, query: Query) -> tuple[tuple[Kept, ...], Values]:
    """Return what keeps the events of a query in a timeline, that which can be asked for all of them first.

    Its words may stand in an event and in all that is said of it, taken together.

    Args:
        conn: An open read transaction.
        query: The query.

    Raises:
        QueryError: It names what the store doesn't hold.
    """
    asked = conditions(conn, query)
    kept = [Kept(one.event, _distinct(one.events) if one.events else "") for one in asked.parts]
    given = asked.values
    if asked.words:
        given = given | {"q_words": asked.match(ALL)}
        kept.insert(0, Kept(f"+timeline.event IN ({_TOLD})", _TOLD))
    return tuple(sorted(kept, key=lambda one: not one.whole)), given


_TOLD: Final = "SELECT rowid / 2 AS event FROM search WHERE search MATCH :q_words AND rowid % 2 = 0"


def _distinct(events: str) -> str:
    return f"SELECT DISTINCT event FROM (SELECT NULL AS event WHERE 0 UNION ALL {events})"  # noqa: S608  (of `db.filters`)


def _quoted(term: Term) -> str:
    """Return a term in the language of the index, in which nothing between quotation marks means anything."""
    doubled = fold(term.text).replace('"', '""')
    return f'"{doubled}"{" *" if term.begins else ""}'
