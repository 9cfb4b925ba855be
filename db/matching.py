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
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from db.asof import UNDATED, day_of, position_held, values
from db.dates import DAY, iso_day
from db.meant import meant
from db.query import KINDS, Filter, Query, Term

OWN: Final = "{title names body}"
"""The columns of a record's own words."""
ALL: Final = "{title names body quote}"
"""Those, and what is said of it; of a claim, all that it says."""

_SETS: Final = {
    "party": """
        SELECT value FROM (:ids)
        UNION ALL SELECT event FROM event_parties WHERE party IN (:ids)
        UNION ALL SELECT event FROM delegates WHERE party IN (:ids)
        UNION ALL SELECT id FROM delegates WHERE party IN (:ids)
        UNION ALL SELECT id FROM offices WHERE party IN (:ids)
        UNION ALL SELECT person FROM offices WHERE party IN (:ids)
        UNION ALL SELECT id FROM positions WHERE party IN (:ids)
        UNION ALL SELECT record FROM claims WHERE on_behalf_of IN (:ids) AND rank <> 'deprecated'""",
    "issue": """
        SELECT value FROM (:ids)
        UNION ALL SELECT id FROM positions WHERE issue IN (:ids)
        UNION ALL SELECT from_record FROM links WHERE kind = 'about' AND to_record IN (:ids)""",
    "person": """
        SELECT value FROM (:ids)
        UNION ALL SELECT event FROM delegates WHERE person IN (:ids)
        UNION ALL SELECT id FROM delegates WHERE person IN (:ids)
        UNION ALL SELECT id FROM offices WHERE person IN (:ids)
        UNION ALL SELECT record FROM claims WHERE speaker IN (:ids) AND rank <> 'deprecated'
        UNION ALL SELECT record FROM claims WHERE relayed_by IN (:ids) AND rank <> 'deprecated'""",
    "source": """
        SELECT value FROM (:ids)
        UNION ALL SELECT id FROM documents WHERE source IN (:ids)
        UNION ALL SELECT record FROM claims WHERE source IN (:ids) AND rank <> 'deprecated'""",
    "contested": "SELECT record FROM record_state WHERE state IN ('contested', 'denied')",
}
"""The records that a filter keeps, where one query finds them; `(:ids)` are those of what it names."""

_UNDER: Final = """
    WITH RECURSIVE under (id) AS (
        SELECT value FROM json_each(?) UNION SELECT issues.id FROM under JOIN issues ON issues.parent = under.id
    ) SELECT id FROM under
"""

_HAS: Final = {
    "quote": "EXISTS (SELECT 1 FROM claims AS its WHERE its.record = {0} AND its.quote <> '')",
    "note": "EXISTS (SELECT 1 FROM claims AS its WHERE its.record = {0} AND its.note <> '')",
    "condition": "EXISTS (SELECT 1 FROM positions AS its WHERE its.id = {0} AND its.condition <> '')",
    "summary": """EXISTS (SELECT 1 FROM events AS its WHERE its.id = {0} AND its.summary <> '')
        OR EXISTS (SELECT 1 FROM positions AS its WHERE its.id = {0} AND its.summary <> '')
        OR EXISTS (SELECT 1 FROM processes AS its WHERE its.id = {0} AND its.summary <> '')""",
    "text": """EXISTS (SELECT 1 FROM documents AS its WHERE its.source = {0}) OR {0} IN (SELECT id FROM documents)
        OR EXISTS (SELECT 1 FROM claims AS its CROSS JOIN anchors ON anchors.claim = its.id
            WHERE its.record = {0} AND anchors.begins IS NOT NULL)""",
}
_STATUS: Final = "EXISTS (SELECT 1 FROM events AS its WHERE its.id = {{0}} AND its.status IN {0})"
_STANCE: Final = "EXISTS (SELECT 1 FROM positions AS its WHERE its.id = {{0}} AND ({0}))"
_KIND: Final = """(EXISTS (SELECT 1 FROM records AS its WHERE its.id = {{0}} AND its.kind IN {0})
    OR EXISTS (SELECT 1 FROM events AS its WHERE its.id = {{0}} AND its.type IN {1}))"""
_PUBLISHED: Final = "SELECT id, published FROM sources WHERE published IS NOT NULL"
_DAY: Final = """EXISTS (SELECT 1 FROM timeline AS its
        WHERE its.event = {{0}} AND its.day {0} :{1}_day AND its.day > {undated})
    OR EXISTS (SELECT 1 FROM positions AS its WHERE its.id = {{0}} AND CASE WHEN its.day GLOB '[0-9]*'
        THEN its.day {0} :{1}_text ELSE coalesce(its.earliest, its.latest) {0} :{1}_second END)
    OR {{0}} IN (SELECT value FROM json_each(:{1}_sources))"""
"""Something is listed under a day on one side of another."""
_SEEN: Final = f"""(
    coalesce((SELECT min(known) <= :as_of FROM timeline AS its WHERE its.event = {{0}}), 1)
    AND coalesce((SELECT min(known) <= :as_of FROM delegates AS its CROSS JOIN timeline USING (event)
        WHERE its.id = {{0}}), 1)
    AND coalesce((SELECT {position_held(0)} FROM (SELECT * FROM positions AS its WHERE its.id = {{0}}) AS positions),
        1))
"""  # noqa: S608  (a condition of `db.asof`)
"""Something counts as of a day."""
_IDS: Final = "(SELECT value FROM json_each(:{0}))"


@dataclass(frozen=True, slots=True)
class Part:
    """One condition, on a record and on a claim that may be found for it; the record's id stands for `{0}`."""

    record: str
    claim: str


@dataclass(frozen=True, slots=True)
class Conditions:
    """What is asked of a store for a query.

    Attributes:
        words: What the index is asked for, `{0}` standing for the columns; "" with no word that must be there.
        parts: What else a record must satisfy.
        kinds: The kinds of record, and `claim`, that can; None is all.
        sets: Queries for all the records that a filter keeps, of those filters that have one.
        values: The parameters of all of them.
    """

    words: str
    parts: tuple[Part, ...]
    kinds: frozenset[str] | None
    sets: tuple[str, ...]
    values: dict[str, str | int] = field(default_factory=dict)

    def of_record(self, record: str) -> str:
        """Return the conditions as SQL on a record whose id is called so."""
        return "".join(f" AND {part.record.format(record)}" for part in self.parts)

    def of_claim(self) -> str:
        """Return the conditions as SQL on a row of `claims`."""
        return "".join(f" AND {part.claim.format('claims.record')}" for part in self.parts)

    def match(self, columns: str, *kinds: str) -> str:
        """Return what the index is asked for in some columns, of some kinds or of all."""
        words = self.words.format(columns)
        return f"kind : ({' OR '.join(kinds)}) AND {words}" if kinds else words

    def may_be(self, kind: str) -> bool:
        """Say whether something of a kind can be found."""
        return self.kinds is None or kind in self.kinds


def conditions(conn: sqlite3.Connection, query: Query, as_of: int | None = None) -> Conditions:
    """Return what a query asks for, what it names looked up in the store.

    Args:
        conn: An open read transaction.
        query: The query.
        as_of: The day that is looked at, counted from 1970; None is now.

    Raises:
        QueryError: It names what the store doesn't hold, or what could be several things.
    """
    parts: list[Part] = []
    sets: list[str] = []
    given: dict[str, str | int] = {}
    kinds: frozenset[str] | None = None
    for number, one in enumerate(query.filters):
        key = f"q{number}"
        part, whole, only = _part(conn, one, key, given)
        parts.append(Part(f"NOT {part.record}", f"NOT {part.claim}") if one.negated else part)
        if not one.negated:
            sets += [whole] if whole else []
            kinds = only if kinds is None else kinds if only is None else kinds & only
    out = [term for term in query.terms if term.negated]
    if out:
        given["q_out"] = " OR ".join(f"{ALL} : {_quoted(term)}" for term in out)
        without = "{0} NOT IN (SELECT rowid / 2 FROM search WHERE search MATCH :q_out AND rowid % 2 = 0)"
        parts.append(Part(without, without))
    if as_of is not None:
        parts.append(Part(_SEEN, _SEEN))
        given |= values(as_of)
    words = " AND ".join(_quoted(term).replace("{", "{{").replace("}", "}}") for term in query.words)
    return Conditions(f"{{0}} : ({words})" if words else "", tuple(parts), kinds, tuple(sets), given)


def _quoted(term: Term) -> str:
    """Return a term in the language of the index, in which nothing between quotation marks means anything."""
    doubled = term.text.replace('"', '""')
    return f'"{doubled}"{" *" if term.begins else ""}'


_Made = tuple[Part, str, frozenset[str] | None]
"""A condition, the query for all that it keeps or "", and the kinds of what it can keep."""


def _part(conn: sqlite3.Connection, one: Filter, key: str, given: dict[str, str | int]) -> _Made:
    """Return what a filter asks for, its parameters put into `given` under names that begin with `key`."""
    ids = _IDS.format(key)
    if one.name in ("party", "issue", "person", "source"):
        named = json.dumps(meant(conn, one.name, one.values))
        if one.name == "issue":
            named = json.dumps([issue for (issue,) in conn.execute(_UNDER, (named,))])
        given[key] = named
        whole = _SETS[one.name].replace("(:ids)", ids)
        inside = f"{{0}} IN ({whole})"
        return Part(inside, f"claims.source IN {ids}" if one.name == "source" else inside), whole, None
    if one.name in ("contested", "kind"):
        return _contested(one) if one.name == "contested" else _of_kind(one, key, given)
    if one.name in ("since", "until"):
        return _both(" OR ".join(_listed_by(conn, one, key, given))), "", frozenset({"event", "position", "source"})
    if one.name == "status":
        given[key] = json.dumps(one.values)
        return _both(_STATUS.format(ids)), "", frozenset({"event"})
    if one.name == "stance":
        stances = ("stance IS NULL" if value == "none" else f"stance {value}" for value in one.values)
        return _both(_STANCE.format(" OR ".join(stances))), "", frozenset({"position"})
    return _both(" OR ".join(_HAS[value] for value in one.values)), "", None


def _both(condition: str) -> Part:
    return Part(f"({condition})", f"({condition})")


def _contested(one: Filter) -> _Made:
    if len({*one.values}) > 1:
        return _both("1"), "", None
    yes = one.values[0] == "yes"
    whole = _SETS["contested"]
    return _both(f"{{0}} {'' if yes else 'NOT'} IN ({whole})"), whole if yes else "", None


def _of_kind(one: Filter, key: str, given: dict[str, str | int]) -> _Made:
    known = frozenset(KINDS[value] for value in one.values if value in KINDS)
    types = [value for value in one.values if value not in KINDS]
    given[f"{key}_kinds"], given[f"{key}_types"] = json.dumps([*known]), json.dumps(types)
    found = _KIND.format(_IDS.format(f"{key}_kinds"), _IDS.format(f"{key}_types"))
    return Part(found, "1" if "claim" in known else found), "", known | (frozenset({"event"}) if types else frozenset())


def _listed_by(conn: sqlite3.Connection, one: Filter, key: str, given: dict[str, str | int]) -> Iterator[str]:
    """Yield the conditions for the days of a filter, any of which will do."""
    than = ">=" if one.name == "since" else "<="
    dated = [(source, at) for source, date in conn.execute(_PUBLISHED) if (at := day_of(date)) != UNDATED]
    for number, value in enumerate(one.values):
        day = iso_day(value)
        assert day is not None  # `db.query` wrote it
        mark = f"{key}_{number}"
        exact = values(day)
        given |= {
            f"{mark}_day": day,
            f"{mark}_text": exact["as_of_day"],
            f"{mark}_second": int(exact["as_of_second"]) - (DAY - 1 if than == ">=" else 0),
            f"{mark}_sources": json.dumps(
                [source for source, at in dated if (at >= day if than == ">=" else at <= day)]
            ),
        }
        yield _DAY.format(than, mark, undated=UNDATED)
