"""One record in full: what it says, each claim on it and on what it is made of, and where it leads."""

from __future__ import annotations

import json
import sqlite3
from typing import Final

from db.accounts import Account, accounts
from db.related import Jump, jumps, titles
from db.scope import Scope, Subject
from db.spelling import spelled
from db.stages import later, states, stood
from db.values import dataclass
from db.vocabulary import label
from db.voices import Voice, json_of, voice
from db.word import hear


@dataclass(frozen=True, slots=True)
class Section:
    """The claims on one record.

    Attributes:
        heading: "" for the subject itself, else what the record is to it.
        record: Its id.
        kind: Its kind; an event of type ACCUSE is an "accusation", since claims on it are about what it alleges.
        accounts: By property, then outlet.
        contested_on: The properties in dispute.
        denied: Whether the record itself is denied.
    """

    heading: str
    record: int
    kind: str
    accounts: tuple[Account, ...]
    contested_on: tuple[str, ...]
    denied: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of a record: its label and its text; `type` says how to draw it: text, date, duration or url."""

    label: str
    text: str
    type: str = "text"


@dataclass(frozen=True, slots=True)
class Spelling:
    """A way of writing a name: its text, its language (BCP 47, or "") and the outlet's short name, or ""."""

    text: str
    language: str
    source: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One record in full.

    Attributes:
        subject: What was asked for.
        kind: Its kind.
        title: Its title.
        text: Its summary or proposition, or "".
        state: What the claims on it add up to; how it stands on the word of the voice in scope.
        facts: Its fields.
        sections: The claims on it, then those on what it is made of.
        jumps: The ways to other records.
        names: Its other spellings.
        to_come: Whether nothing was known of it yet on the day that is looked at.
        beside: What its file had that no field takes: names and values, those that are too long cut.
    """

    subject: Subject
    kind: str
    title: str
    text: str
    state: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    jumps: tuple[Jump, ...]
    names: tuple[Spelling, ...]
    to_come: bool = False
    beside: tuple[tuple[str, str], ...] = ()


_FACTS: Final = {
    "process": "SELECT name, summary FROM processes WHERE id = :id",
    "party": "SELECT named(parties), NULL, type, short, code FROM parties WHERE id = :id",
    "person": "SELECT named(people), NULL FROM people WHERE id = :id",
    "place": "SELECT named(places), NULL FROM places WHERE id = :id",
    "source": """
        SELECT publisher, title, coalesce(author, 'not named'), published, url, language, country,
            coalesce((SELECT name FROM parties WHERE parties.id = aligned_with), 'not recorded')
        FROM sources WHERE id = :id""",
    "issue": "SELECT named(issues), proposition FROM issues WHERE id = :id",
    "event": """
        SELECT named(events), summary, type, status, starts, ends, duration, format FROM events WHERE id = :id""",
    "office": """
        SELECT named(people), NULL, offices.title, named(parties), since, until FROM offices
        JOIN people ON people.id = person JOIN parties ON parties.id = party WHERE offices.id = :id""",
    "process_party": """
        SELECT named(parties), processes.name, role, side FROM process_parties JOIN parties ON parties.id = party
        JOIN processes ON processes.id = process_parties.process WHERE process_parties.id = :id""",
    "event_party": """
        SELECT named(parties), named(events), role, roster FROM event_parties JOIN parties ON parties.id = party
        JOIN events ON events.id = event WHERE event_parties.id = :id""",
    "delegate": """
        SELECT coalesce(named(people), delegates.description), delegates.description,
            named(parties), delegates.role, delegates.status, named(events)
        FROM delegates JOIN parties ON parties.id = party JOIN events ON events.id = event
        LEFT JOIN people ON people.id = person WHERE delegates.id = :id""",
    "position": """
        SELECT named(parties) || ' on ' || named(issues), positions.summary, proposition, stance, condition, date
        FROM positions JOIN parties ON parties.id = party JOIN issues ON issues.id = issue WHERE positions.id = :id""",
    "document": """
        SELECT publisher || ': text', sources.title, length(text) || ' characters', sha256
        FROM documents JOIN sources ON sources.id = source WHERE documents.id = :id""",
}
"""A record's title, its text, and the fields that `_LABELS` names."""

_LABELS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "party": (("type", "party_type"), ("short", ""), ("code", "")),
    "source": (
        ("author", ""), ("published", "date"), ("address", "url"), ("language", ""), ("country", ""),
        ("aligned with", ""),
    ),
    "event": (
        ("type", "event_type"), ("status", "status"), ("starts", "date"), ("ends", "date"), ("lasts", "duration"),
        ("format", "format"),
    ),
    "office": (("title", ""), ("for", ""), ("since", "date"), ("until", "date")),
    "process_party": (("role", "process_role"), ("side", "")),
    "event_party": (("role", "event_role"), ("delegation", "roster")),
    "delegate": (("for", ""), ("role", "delegate_role"), ("status", "delegate_status"), ("at", "")),
    "position": (("proposition", ""), ("stance", "stance"), ("condition", ""), ("held from", "date")),
    "document": (("length", ""), ("sha-256", "")),
}  # fmt: skip

_EVERYBODY: Final = Scope()

_DRAWN: Final = ("date", "duration", "url")
"""Types of fact that are not a word of a list."""

_BESIDE: Final = 100
_LONGEST: Final = 500
"""What is shown of what is kept beside a record: so many names, and characters of each value."""

_KIN: Final = {
    "event": """
        SELECT 'part', event_parties.id FROM event_parties
        WHERE event = ? AND EXISTS (SELECT 1 FROM claims WHERE record = event_parties.id AND property IS NOT NULL)
        ORDER BY event_parties.id""",
    "delegate": """
        SELECT 'office', offices.id FROM offices JOIN delegates USING (person)
        WHERE delegates.id = ? ORDER BY offices.id""",
    "person": "SELECT 'office', id FROM offices WHERE person = ? ORDER BY id",
    "party": "SELECT 'part', id FROM process_parties WHERE party = ? ORDER BY id",
}
"""What else is traced to its sources under a record of each kind."""


def detail(conn: sqlite3.Connection, subject: Subject, scope: Scope = _EVERYBODY) -> Detail | None:
    """Return a record in full; None if there is no such record, as when another program removed it."""
    word = voice(conn, scope.word)
    found = conn.execute("SELECT kind, extra FROM records WHERE id = ?", (subject.record,)).fetchone()
    given = {"id": subject.record, "sources": json_of(word)}
    row = conn.execute(spelled(_FACTS[found[0]]), given).fetchone() if found and found[0] in _FACTS else None
    if row is None:
        return None
    kind: str = found[0]
    title, text, *fields = row
    if kind == "event" and (stage := stood(conn, [subject.record], scope.as_of).get(subject.record)):
        # What the row says of the end belongs to its start: `db.asof`.
        lasts = fields[4] if stage.starts == (fields[2] or "") else None
        fields = [fields[0], stage.status, stage.starts or None, stage.ends or None, lasts, stage.format or None]
    facts = tuple(
        Fact(name, _shown(of, field), of if of in _DRAWN else "text")
        for (name, of), field in zip(_LABELS.get(kind, ()), fields, strict=False)
        if field is not None or (kind, name) == ("position", "stance")
    )
    if subject.party is not None:
        facts = (Fact("position", f"{_party(conn, subject.party)} has none that is known"), *facts)
    sections = _sections(conn, subject.record, kind, word, scope.as_of)
    state, _ = _states(conn, [subject.record], scope.as_of)[subject.record]
    state = hear(conn, word, [subject.record], scope.as_of).state(subject.record, state)
    ways = jumps(conn, subject.record, kind, word)
    to_come = later(conn, [subject.record, *(way.record for way in ways)], scope.as_of)
    return Detail(
        subject, kind, title, text or "", state, facts, sections,
        tuple(way for way in ways if way.record not in to_come), _names(conn, subject.record),
        subject.record in to_come, _beside(found[1]),
    )  # fmt: skip


def _beside(extra: str | None) -> tuple[tuple[str, str], ...]:
    """Return what is kept beside the fields of a record; what is no JSON object, in a foreign store, as it stands."""
    if not extra:
        return ()
    try:
        kept = json.loads(extra)
    except (ValueError, RecursionError):
        kept = None
    if not isinstance(kept, dict):
        return (("", _cut(extra)),)
    listed = [(_cut(name), _cut(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)))
              for name, value in [*kept.items()][:_BESIDE]]  # fmt: skip
    more = len(kept) - len(listed)
    return (*listed, *([("…", f"and {more} more")] if more else []))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _shown(of: str, field: object) -> str:
    if field is None:
        return "no known stance"
    return str(field) if of in ("", *_DRAWN) else label(of, str(field))


def _party(conn: sqlite3.Connection, party: int) -> str:
    row = conn.execute("SELECT name FROM parties WHERE id = ?", (party,)).fetchone()
    return str(row[0]) if row else ""


def _sections(
    conn: sqlite3.Connection, record: int, kind: str, word: Voice | None, as_of: int | None
) -> tuple[Section, ...]:
    kin = [("", record)]
    if kind in _KIN:
        kin += conn.execute(_KIN[kind], (record,)).fetchall()
    ids = [other for _, other in kin]
    said = accounts(conn, ids, word, as_of)
    headings = titles(conn, ids, word)
    stand = _states(conn, ids, as_of)
    accusations = {
        event for (event,) in conn.execute("SELECT id FROM events WHERE id = ? AND type = 'ACCUSE'", (record,))
    }
    sections = []
    for way, other in kin:
        state, disputed = stand[other]
        heading = f"{way}: {headings[other][1]}" if way and other in headings else way
        if other in said:
            what = "accusation" if other in accusations else headings[other][0] if other in headings else ""
            sections.append(Section(heading, other, what, said[other], disputed, state == "denied"))
    return tuple(sections)


def _states(conn: sqlite3.Connection, ids: list[int], as_of: int | None) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Return what the claims on each of `ids` add up to on the day that is looked at, and on what they differ."""
    found: dict[int, tuple[str, tuple[str, ...]]] = dict.fromkeys(ids, ("", ()))
    for record, state, disputed in conn.execute(
        "SELECT record, state, contested_on FROM record_state WHERE record IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    ):
        found[record] = state, tuple(disputed.split())
    return {**found, **states(conn, ids, as_of)}


def _names(conn: sqlite3.Connection, record: int) -> tuple[Spelling, ...]:
    rows = conn.execute(
        """
        SELECT text, coalesce(names.language, ''), coalesce(short, '') FROM names
        LEFT JOIN sources ON sources.id = names.source WHERE record = ? ORDER BY short IS NULL, short, names.id
        """,
        (record,),
    )
    return tuple(Spelling(*row) for row in rows)
