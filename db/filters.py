"""What each filter of a query keeps, as conditions for SQLite; what they mean is told in `db.matching`."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from typing import Final

from db.asof import UNDATED, day_of, values
from db.dates import DAY, iso_day
from db.meant import meant
from db.query import KINDS, Filter
from db.values import dataclass

Values = dict[str, str | int]

_FEW: Final = 20_000
"""Events of some days that are collected beforehand; more are looked up one by one, since many will do."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one filter asks for.

    Attributes:
        record: A condition on a record, whose id stands for `{0}`.
        claim: One on a row of `claims` that is found for it.
        event: One on a row of `timeline`.
        events: A query for all events that it keeps, where there is one that costs no more than they do; else "".
        others: A query for all else that it keeps, likewise.
        kinds: The kinds of record, and `claim`, that it can keep; None is all.
        few: The condition on a record for looking at a few of them, if that is another; else "".
        each: The condition on a record that costs the same however much it keeps, if that is another; else "".
        whole: A query for all records that it may keep, and those with claims that it may; "" if that is no help.
        plain: Whether the condition on a row of `timeline` asks for nothing else.
    """

    record: str
    claim: str
    event: str
    events: str = ""
    others: str = ""
    kinds: frozenset[str] | None = None
    few: str = ""
    each: str = ""
    whole: str = ""
    plain: bool = False

    def negated(self) -> Part:
        """Return the condition turned round."""
        each = f"NOT {self.each}" if self.each else ""
        return Part(f"NOT {self.record}", f"NOT {self.claim}", f"NOT {self.event}", each=each, plain=self.plain)


_IDS: Final = "(SELECT value FROM json_each(:{0}))"
_EVENTS: Final = {
    "party": """
        SELECT event FROM event_parties WHERE party IN (:ids)
        UNION ALL SELECT event FROM delegates WHERE party IN (:ids)
        UNION ALL SELECT record FROM claims WHERE on_behalf_of IN (:ids) AND rank <> 'deprecated'""",
    "issue": "SELECT from_record FROM links WHERE kind = 'about' AND to_record IN (:ids)",
    "person": """
        SELECT event FROM delegates WHERE person IN (:ids)
        UNION ALL SELECT record FROM claims WHERE speaker IN (:ids) AND rank <> 'deprecated'
        UNION ALL SELECT record FROM claims WHERE relayed_by IN (:ids) AND rank <> 'deprecated'""",
    "source": "SELECT record FROM claims WHERE source IN (:ids) AND rank <> 'deprecated'",
}
"""The events that a filter keeps, and what else is said; `(:ids)` are those of what it names."""
_OTHERS: Final = {
    "party": """
        SELECT value FROM (:ids) UNION ALL SELECT id FROM positions WHERE party IN (:ids)
        UNION ALL SELECT id FROM delegates WHERE party IN (:ids) UNION ALL SELECT id FROM offices WHERE party IN (:ids)
        UNION ALL SELECT person FROM offices WHERE party IN (:ids)""",
    "issue": "SELECT value FROM (:ids) UNION ALL SELECT id FROM positions WHERE issue IN (:ids)",
    "person": """
        SELECT value FROM (:ids) UNION ALL SELECT id FROM delegates WHERE person IN (:ids)
        UNION ALL SELECT id FROM offices WHERE person IN (:ids)""",
    "source": "SELECT value FROM (:ids) UNION ALL SELECT id FROM documents WHERE source IN (:ids)",
}
"""What else it keeps, beside that of which something is said."""
_SAYING: Final = {"party": ("on_behalf_of",), "person": ("speaker", "relayed_by"), "source": ("source",)}
"""Of whom something is said in which column of `claims`."""
_SPOKEN: Final = "EXISTS (SELECT 1 FROM claims AS its WHERE its.record = {{0}} AND ({0}) AND its.rank <> 'deprecated')"
_OF_IDS: Final = {
    "party": """EXISTS (SELECT 1 FROM event_parties AS its WHERE its.event = {0} AND its.party IN (:ids))
        OR EXISTS (SELECT 1 FROM delegates AS its WHERE its.event = {0} AND its.party IN (:ids))""",
    "issue": """EXISTS (SELECT 1 FROM links AS its
        WHERE its.from_record = {0} AND its.kind = 'about' AND its.to_record IN (:ids))""",
    "person": "EXISTS (SELECT 1 FROM delegates AS its WHERE its.event = {0} AND its.person IN (:ids))",
    "source": "0",
}
"""Whether one event is among those that a filter keeps, what is said of it left aside."""
_CONTESTED: Final = "SELECT record FROM record_state WHERE state IN ('contested', 'denied')"
_IN_DISPUTE: Final = """EXISTS (SELECT 1 FROM record_state AS its
    WHERE its.record = {0} AND its.state IN ('contested', 'denied'))"""
_UNDER: Final = """
    WITH RECURSIVE under (id) AS (
        SELECT value FROM json_each(?) UNION SELECT issues.id FROM under JOIN issues ON issues.parent = under.id
    ) SELECT id FROM under
"""
_HAS: Final = {
    "quote": "{0} IN (SELECT record FROM claims WHERE quote <> '')",
    "note": "{0} IN (SELECT record FROM claims WHERE note <> '')",
    "condition": "EXISTS (SELECT 1 FROM positions AS its WHERE its.id = {0} AND its.condition <> '')",
    "summary": """EXISTS (SELECT 1 FROM events AS its WHERE its.id = {0} AND its.summary <> '')
        OR EXISTS (SELECT 1 FROM positions AS its WHERE its.id = {0} AND its.summary <> '')
        OR EXISTS (SELECT 1 FROM processes AS its WHERE its.id = {0} AND its.summary <> '')""",
    "text": """EXISTS (SELECT 1 FROM documents AS its WHERE its.source = {0}) OR {0} IN (SELECT id FROM documents)
        OR EXISTS (SELECT 1 FROM claims AS its CROSS JOIN anchors ON anchors.claim = its.id
            WHERE its.record = {0} AND anchors.begins IS NOT NULL)""",
}
_HAVING_EACH: Final = {
    "quote": "EXISTS (SELECT 1 FROM claims AS its WHERE its.record = {0} AND its.quote <> '')",
    "note": "EXISTS (SELECT 1 FROM claims AS its WHERE its.record = {0} AND its.note <> '')",
}
_HAVING_ALL: Final = {
    "quote": "SELECT record FROM claims WHERE quote <> ''",
    "note": "SELECT record FROM claims WHERE note <> ''",
    "condition": "SELECT id FROM positions WHERE condition <> ''",
    "text": """SELECT source FROM documents UNION ALL SELECT id FROM documents
        UNION ALL SELECT record FROM documents CROSS JOIN anchors ON anchors.document = documents.id
        CROSS JOIN claims ON claims.id = anchors.claim WHERE begins IS NOT NULL""",
}
_HAVING: Final = {"condition": frozenset({"position"}), "summary": frozenset({"event", "position", "process"})}
"""The kinds of record that can have it, where not all can."""
_STATUS: Final = "EXISTS (SELECT 1 FROM events AS its WHERE its.id = {{0}} AND its.status IN {0})"
_STANCE: Final = "EXISTS (SELECT 1 FROM positions AS its WHERE its.id = {{0}} AND ({0}))"
_PUBLISHED: Final = "SELECT id, published FROM sources WHERE published IS NOT NULL"
_LISTED: Final = """
    SELECT event FROM processes CROSS JOIN timeline ON timeline.process = processes.id AND timeline.planned IN (0, 1)
    WHERE day {0} :{1}_day AND day > :{1}_undated"""
_OF_EVENT: Final = """EXISTS (SELECT 1 FROM timeline AS its
    WHERE its.event = {{0}} AND its.day {0} :{1}_day AND its.day > :{1}_undated)"""
_HELD: Final = """SELECT its.id FROM positions AS its WHERE CASE WHEN its.day GLOB '[0-9]*'
        THEN its.day {0} :{1}_text ELSE coalesce(its.earliest, its.latest) {0} :{1}_second END"""
_OF_OTHERS: Final = (
    f"EXISTS ({_HELD} AND its.id = {{{{0}}}}) OR {{{{0}}}} IN (SELECT value FROM json_each(:{{1}}_sources))"  # noqa: S608
)


def part(conn: sqlite3.Connection, one: Filter, key: str, given: Values) -> Part:
    """Return what a filter asks for.

    Args:
        conn: An open read transaction.
        one: The filter.
        key: What the names of its parameters begin with.
        given: Takes its parameters.

    Raises:
        QueryError: It names what the store doesn't hold.
    """
    if one.name in ("stance", "has"):
        return _of_stance(one) if one.name == "stance" else _of_having(one)
    if one.name in ("status", "kind"):
        return _of_status(one, key, given) if one.name == "status" else _of_kind(one, key, given)
    if one.name == "contested":
        return _of_state(one)
    return _of_names(conn, one, key, given) if one.name in _EVENTS else _of_days(conn, one, key, given)


def _of_stance(one: Filter) -> Part:
    stances = ("stance IS NULL" if value == "none" else f"stance {value}" for value in one.values)
    asked = " OR ".join(stances)
    held = _STANCE.format(asked)
    whole = f"SELECT id FROM positions WHERE {asked}"  # noqa: S608  (a number)
    return Part(held, held.format("claims.record"), "0", kinds=frozenset({"position"}), whole=whole)


def _each(condition: str) -> Part:
    """Return a condition that is the same on whatever is looked at."""
    return Part(f"({condition})", f"({condition.format('claims.record')})", f"({condition.format('timeline.event')})")


def _of_having(one: Filter) -> Part:
    kinds = [_HAVING.get(value) for value in one.values]
    found = _each(" OR ".join(_HAS[value] for value in one.values))
    all_of_them = [_HAVING_ALL.get(value, "") for value in one.values]
    return Part(
        found.record, found.claim, found.event,
        kinds=None if None in kinds else frozenset().union(*(some for some in kinds if some)),
        each=f"({' OR '.join(_HAVING_EACH.get(value, _HAS[value]) for value in one.values)})",
        whole=" UNION ALL ".join(all_of_them) if all(all_of_them) else "",
    )  # fmt: skip


def _of_names(conn: sqlite3.Connection, one: Filter, key: str, given: Values) -> Part:
    ids = _IDS.format(key)
    given[key] = json.dumps(meant(conn, one.name, one.values))
    if one.name == "issue":
        given[key] = json.dumps([issue for (issue,) in conn.execute(_UNDER, (given[key],))])
    events = _EVENTS[one.name].replace("(:ids)", ids)
    others = f"{_OTHERS[one.name].replace('(:ids)', ids)} UNION ALL {events}"
    claim = f"claims.source IN {ids}" if one.name == "source" else f"claims.record IN ({others})"
    said = " OR ".join(f"its.{column} IN {ids}" for column in _SAYING.get(one.name, ()))
    spoken = _SPOKEN.format(said)
    own = f"{{0}} IN ({_OTHERS[one.name].replace('(:ids)', ids)})"
    few = f"({own} OR {spoken})" if said else ""
    each = f"({own} OR {_OF_IDS[one.name].replace('(:ids)', ids)}{f' OR {spoken}' if said else ''})"
    # A claim of a source is found even if it is deprecated, and counts for nothing else.
    whole = f"{others} UNION ALL SELECT record FROM claims WHERE source IN {ids}" if one.name == "source" else others  # noqa: S608
    return Part(f"{{0}} IN ({others})", claim, f"+timeline.event IN ({events})", events, others, None, few, each, whole)


def _of_state(one: Filter) -> Part:
    if len({*one.values}) > 1:
        return Part("1", "1", "1")
    if one.values[0] == "no":
        return replace(_each(f"{{0}} NOT IN ({_CONTESTED})"), each=f"NOT {_IN_DISPUTE}")
    inside = f"IN ({_CONTESTED})"
    return Part(
        f"{{0}} {inside}", f"claims.record {inside}", f"+timeline.event {inside}", _CONTESTED, _CONTESTED,
        each=_IN_DISPUTE, whole=_CONTESTED,
    )  # fmt: skip


def _of_kind(one: Filter, key: str, given: Values) -> Part:
    known = frozenset(KINDS[value] for value in one.values if value in KINDS)
    types = [value for value in one.values if value not in KINDS]
    given[f"{key}_kinds"], given[f"{key}_types"] = json.dumps([*known]), json.dumps(types)
    typed = f"SELECT id FROM events WHERE type IN {_IDS.format(f'{key}_types')}"  # noqa: S608  (a name of ours)
    of_kind = f"SELECT 1 FROM records AS its WHERE its.id = {{0}} AND its.kind IN {_IDS.format(f'{key}_kinds')}"  # noqa: S608
    found = f"({{0}} IN ({typed}) OR EXISTS ({of_kind}))"
    of_type = f"SELECT 1 FROM events AS its WHERE its.id = {{0}} AND its.type IN {_IDS.format(f'{key}_types')}"  # noqa: S608
    all_of_them = f"{typed} UNION ALL SELECT id FROM records WHERE kind IN {_IDS.format(f'{key}_kinds')}"  # noqa: S608
    return Part(
        found,
        "1" if "claim" in known else found.format("claims.record"),
        "1" if "event" in known else f"+timeline.event IN ({typed})" if types else "0",
        typed if types and "event" not in known else "",
        kinds=known | (frozenset({"event"}) if types else frozenset()),
        each=f"(EXISTS ({of_type}) OR EXISTS ({of_kind}))",
        whole="" if "claim" in known else all_of_them,
        plain="event" in known or not types,
    )


def _of_status(one: Filter, key: str, given: Values) -> Part:
    ids, kinds = _IDS.format(key), frozenset({"event"})
    given[key] = json.dumps(one.values)
    if "held" in one.values:  # as nearly all are: the first that are looked at will do
        each = _each(_STATUS.format(ids))
        return Part(each.record, each.claim, each.event, kinds=kinds)
    few = f"SELECT id FROM events WHERE status IN {ids}"  # noqa: S608  (a name of ours)
    return Part(
        f"{{0}} IN ({few})", f"claims.record IN ({few})", f"+timeline.event IN ({few})", few, few, kinds,
        each=_STATUS.format(ids), whole=few,
    )  # fmt: skip


def _of_days(conn: sqlite3.Connection, one: Filter, key: str, given: Values) -> Part:
    than = ">=" if one.name == "since" else "<="
    days = [day for value in one.values if (day := iso_day(value)) is not None]
    day = min(days) if one.name == "since" else max(days)  # any of several will do
    exact = values(day)
    dated = ((source, at) for source, date in conn.execute(_PUBLISHED) if (at := day_of(date)) != UNDATED)
    given |= {
        f"{key}_day": day,
        f"{key}_undated": UNDATED,
        f"{key}_text": exact["as_of_day"],
        f"{key}_second": int(exact["as_of_second"]) - (DAY - 1 if than == ">=" else 0),
        f"{key}_sources": json.dumps([source for source, at in dated if (at >= day if than == ">=" else at <= day)]),
    }
    counted = f"SELECT coalesce(sum(events), 0) FROM day_counts WHERE day {than} ? AND day > ?"  # noqa: S608
    (many,) = conn.execute(counted, (day, UNDATED)).fetchone()
    listed = _LISTED.format(than, key)
    event = f"{{0}} IN ({listed})" if many < _FEW else _OF_EVENT.format(than, key)
    found = _each(f"{event} OR {_OF_OTHERS.format(than, key)}")
    mine = f"(timeline.day {than} :{key}_day AND timeline.day > :{key}_undated)"
    others = f"SELECT value FROM json_each(:{key}_sources) UNION ALL {_HELD.format(than, key)}"  # noqa: S608
    return Part(
        found.record, found.claim, mine, listed if many < _FEW else "", "", frozenset({"event", "position", "source"}),
        each=f"({_OF_EVENT.format(than, key)} OR {_OF_OTHERS.format(than, key)})",
        whole=f"{others} UNION ALL {listed}" if many < _FEW else "", plain=True,
    )  # fmt: skip
