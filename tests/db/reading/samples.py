"""Small files in each format, in the shape that its documentation gives, with content that is made up."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

TALKS = """
format = 1
process = "talks"
[processes.talks]
name = "The talks"
[sources.post]
publisher = "The Post"
short = "PO"
title = "A report"
[parties.alpha]
name = "Alpha"
short = "AL"
type = "state"
[events.round]
type = "ROUND"
status = "held"
title = "Round"
starts = "2026-02-04"
claims = [{source = "post", locator = "1"}]
[[events.round.parties]]
party = "alpha"
role = "host"
"""

POPOLO: Mapping[str, Any] = {
    "persons": [
        {
            "id": "p1",
            "name": "Ann Example",
            "sort_name": "Example, Ann",
            "other_names": [{"name": "A. Example", "lang": "en"}, {"name": "Энн", "lang": "ru"}],
            "email": "ann@example.org",
            "birth_date": "1970-02",
            "identifiers": [{"scheme": "wikidata", "identifier": "Q1"}],
        },
        {"id": "p2", "given_name": "Bob", "family_name": "Sample", "gender": ""},
    ],
    "organizations": [
        {"id": "o1", "name": "Republic of Alpha", "classification": "government", "other_names": []},
        {
            "id": "o2",
            "name": "Green Party",
            "classification": "party",
            "other_names": [{"name": "GP", "note": "abbreviation"}, {"name": "The Greens"}],
        },
    ],
    "posts": [
        {"id": "s1", "label": "Minister of Talks", "organization_id": "o1", "area_id": "a1"},
        {"id": "s2", "label": "Nobody's post", "organization_id": "o1"},
    ],
    "memberships": [
        {"person_id": "p1", "post_id": "s1", "start_date": "2024-05-00", "end_date": "2025"},
        {
            "person_id": "p2",
            "organization_id": "o1",
            "on_behalf_of_id": "o2",
            "role": "member",
            "legislative_period_id": "term/1",
        },
        {"person_id": "p2", "organization_id": "o1", "role": "member", "start_date": "2028-01-01"},
    ],
    "events": [
        {
            "id": "term/1",
            "name": "First term",
            "classification": "legislative period",
            "start_date": "2020-01-01",
            "end_date": "2024-01-01",
            "organization_id": "o1",
        },
        {
            "id": "e2",
            "name": "Summit",
            "classification": "Peace talks",
            "status": "tentative",
            "location": "Town Hall",
            "start_date": "2026-02-04T10:00:00+0400",
            "parent_id": "term/1",
        },
    ],
    "areas": [{"id": "a1", "name": "North", "type": "constituency"}],
    "motions": [{"text": "A motion"}],
}

TIMELINE: Mapping[str, Any] = {
    "title": {"text": {"headline": "How it <b>went</b>"}},
    "scale": "human",
    "eras": [{"start_date": {"year": "2025"}, "end_date": {"year": "2026"}, "text": {"headline": "Winter"}}],
    "events": [
        {
            "start_date": {"year": 2026, "month": "2", "day": 4, "hour": "10", "minute": "30"},
            "end_date": {"year": "2026", "month": "2", "day": "5"},
            "text": {
                "headline": "Second <i>round</i> &amp; more",
                "text": '<p>They met.</p><p>See <a href="https://example.org/a">this</a>.</p><script>evil()</script>',
            },
            "media": {"url": "https://example.org/p.jpg", "caption": "A photo", "credit": "Somebody"},
            "group": "Negotiations",
            "unique_id": "second-round",
        },
        {"start_date": {"year": "-44", "month": "3", "day": "15"}, "text": {"headline": "Ides"}, "group": "History"},
        {"start_date": {"year": "-13800000"}, "text": {"headline": "Long ago", "text": ""}},
    ],
}

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
BEGIN:VTIMEZONE
TZID:Custom
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:round-2@example.org
DTSTAMP:20260101T000000Z
SUMMARY:Second round\\, Abu Dhabi
DESCRIPTION:Two days\\nof talks\\, in
  three formats
LOCATION:Abu Dhabi
CATEGORIES:Negotiations,Work
DTSTART;TZID=Asia/Dubai:20260204T100000
DTEND;TZID=Asia/Dubai:20260204T173000
ORGANIZER;CN=Alpha:mailto:alpha@example.org
ATTENDEE;CN=Bob Sample;PARTSTAT=ACCEPTED:mailto:bob@example.org
URL:https://example.org/round
END:VEVENT
BEGIN:VEVENT
UID:days@example.org
SUMMARY:Whole days
DTSTART;VALUE=DATE:20260204
DTEND;VALUE=DATE:20260206
STATUS:CANCELLED
RRULE:FREQ=WEEKLY;COUNT=3
END:VEVENT
BEGIN:VTODO
UID:todo@example.org
SUMMARY:Not an event
END:VTODO
END:VCALENDAR
""".replace("\n", "\r\n")


def dumped(document: object) -> bytes:
    """A document as the bytes of a file of JSON."""
    return json.dumps(document, ensure_ascii=False).encode()


_BOTH = """
    CREATE TABLE SETTINGS(Property TEXT PRIMARY KEY, Value TEXT);
    CREATE TABLE CODERS(ID INTEGER NOT NULL PRIMARY KEY, Name TEXT);
    CREATE TABLE DOCUMENTS(ID INTEGER NOT NULL PRIMARY KEY, Title TEXT, Text TEXT, Coder INTEGER, Author TEXT,
        Source TEXT, Section TEXT, Notes TEXT, Type TEXT, Date INTEGER);
    CREATE TABLE STATEMENTTYPES(ID INTEGER NOT NULL PRIMARY KEY, Label TEXT, Red INTEGER);
    CREATE TABLE VARIABLES(ID INTEGER NOT NULL PRIMARY KEY, Variable TEXT, DataType TEXT, StatementTypeId INTEGER,
        UNIQUE (Variable, StatementTypeId));
    CREATE TABLE STATEMENTS(ID INTEGER NOT NULL PRIMARY KEY, StatementTypeId INTEGER, DocumentId INTEGER,
        Start INTEGER, Stop INTEGER, Coder INTEGER);
    CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY, StatementId INTEGER NOT NULL, VariableId INTEGER, Value INTEGER);
    CREATE TABLE DATAINTEGER(ID INTEGER PRIMARY KEY, StatementId INTEGER NOT NULL, VariableId INTEGER, Value INTEGER);
    CREATE TABLE DATALONGTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER NOT NULL, VariableId INTEGER, Value TEXT);
    INSERT INTO STATEMENTTYPES VALUES (1, 'DNA Statement', 0), (2, 'Annotation', 0);
    INSERT INTO VARIABLES VALUES (1, 'person', 'short text', 1), (2, 'organization', 'short text', 1),
        (3, 'concept', 'short text', 1), (4, 'agreement', 'boolean', 1), (5, 'note', 'long text', 2);
"""
_OWN = {
    2: """
        CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value TEXT);
        CREATE TABLE ATTRIBUTES(ID INTEGER PRIMARY KEY, VariableId INTEGER, Value TEXT, Red INTEGER, Type TEXT,
            Alias TEXT, Notes TEXT, ChildOf TEXT);
        INSERT INTO SETTINGS VALUES ('version', '2.0 beta 25');
        INSERT INTO ATTRIBUTES VALUES (1, 1, 'Ann Example', 0, 'Minister', 'A. Example', '', ''),
            (2, 2, 'Alpha', 0, 'Government', '', 'As coded', '');
    """,
    3: """
        CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY, VariableId INTEGER, Value TEXT, Red INTEGER, ChildOf INTEGER);
        CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Entity INTEGER);
        CREATE TABLE ATTRIBUTEVARIABLES(ID INTEGER PRIMARY KEY, VariableId INTEGER, AttributeVariable TEXT);
        CREATE TABLE ATTRIBUTEVALUES(ID INTEGER PRIMARY KEY, EntityId INTEGER, AttributeVariableId INTEGER,
            AttributeValue TEXT);
        INSERT INTO SETTINGS VALUES ('version', '3.0.11');
        INSERT INTO ENTITIES (VariableId, Value) VALUES (1, 'Ann Example'), (2, 'Alpha');
        INSERT INTO ATTRIBUTEVARIABLES VALUES (1, 1, 'Type'), (2, 1, 'Alias'), (3, 2, 'Type'), (4, 2, 'Notes');
        INSERT INTO ATTRIBUTEVALUES (EntityId, AttributeVariableId, AttributeValue)
            VALUES (1, 1, 'Minister'), (1, 2, 'A. Example'), (2, 3, 'Government'), (2, 4, 'As coded');
    """,
}

ARTICLE = "First paragraph, of no interest.\n\nWe want the land, said Ann 😀. Bob said no.\n"
"""A text of a coded document; the smiling face is two code units to Java."""
STATEMENTS = (
    # document, passage, person, organization, concept, agreement
    (1, "We want the land", "Ann Example", "Alpha", "Alpha gets the land", 1),
    (1, "Bob said no", "Bob", "Beta", "Alpha gets the land", 0),
    (2, "We want the land", "", "ALPHA", "alpha gets the land", 1),
    (3, "Bob said no", "Bob", "Alpha", "Alpha gets the land", 0),
)


def dna(
    path: Path, version: int, statements: Sequence[tuple[int, str, str, str, str, int | None]] = STATEMENTS
) -> Path:
    """A file of Discourse Network Analyzer with three documents: two of one day, and a later one."""
    unit = 1000 if version == 2 else 1
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.executescript(f"PRAGMA synchronous = OFF; BEGIN; {_BOTH} {_OWN[version]}")
        for number, day in enumerate((1_770_163_200, 1_770_170_000, 1_770_336_000), 1):
            row = (number, f"Report {number}", ARTICLE, 1, "Cy", "The Post", "News", "", "", day * unit)
            conn.execute("INSERT INTO DOCUMENTS VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        for number, (document, words, *said, agreement) in enumerate(statements, 1):
            begins = len(ARTICLE[: ARTICLE.index(words)].encode("utf-16-le")) // 2
            spot = (number, 1, document, begins, begins + len(words.encode("utf-16-le")) // 2)
            conn.execute("INSERT INTO STATEMENTS VALUES (?, ?, ?, ?, ?, 1)", spot)
            for variable, value in enumerate(said, 1):
                _say(conn, version, number, variable, value)
            if agreement is not None:
                conn.execute("INSERT INTO DATABOOLEAN VALUES (NULL, ?, 4, ?)", (number, agreement))
        note = len(statements) + 1
        conn.execute("INSERT INTO STATEMENTS VALUES (?, 2, 1, 0, 5, 1)", (note,))
        conn.execute("INSERT INTO DATALONGTEXT VALUES (NULL, ?, 5, 'A note')", (note,))
        conn.execute("COMMIT")
    return path


def _say(conn: sqlite3.Connection, version: int, statement: int, variable: int, value: object) -> None:
    if version == 3:
        entity = "SELECT ID FROM ENTITIES WHERE VariableId = ? AND Value = ?"
        row = conn.execute(entity, (variable, value)).fetchone()
        if row is None:
            conn.execute("INSERT INTO ENTITIES (VariableId, Value) VALUES (?, ?)", (variable, value))
            row = conn.execute(entity, (variable, value)).fetchone()
        value = row[0]
    conn.execute("INSERT INTO DATASHORTTEXT VALUES (NULL, ?, ?, ?)", (statement, variable, value))
