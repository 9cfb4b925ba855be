"""The tables of a store, and how an older store becomes a newer one.

The names are a public contract (other programs read them), so a migration adds and converts; it never renames
silently. Each is applied by sqlite-utils, inside the immediate transaction that `db.store` opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

APPLICATION_ID: Final = 0x74616C6B
""""talk" in ASCII: says in the file's header that it is a store of this program (SQLite, `PRAGMA application_id`)."""

VERSION: Final = 3
"""The schema that this program writes (`PRAGMA user_version`): the number of migrations below."""

TABLES: Final = (
    "changes", "records", "processes", "parties", "process_parties", "people", "places", "offices", "issues",
    "events", "event_parties", "delegates", "positions", "links", "sources", "documents", "claims", "anchors", "names",
    "record_state", "timeline", "stages", "day_counts", "search",
)  # fmt: skip
"""Every table of a store, the caches last."""

_FIRST: Final = """
CREATE TABLE changes (                  -- one transaction
    id INTEGER PRIMARY KEY,
    made_at TEXT NOT NULL,              -- ISO 8601, UTC
    made_by TEXT NOT NULL,
    command TEXT NOT NULL,
    before TEXT NOT NULL DEFAULT '[]'   -- JSON, rows as they were: [{"table", "row"}, ...]
) STRICT;

CREATE TABLE records (                  -- the spine: anything that can be pointed at
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    slug TEXT NOT NULL,
    process INTEGER REFERENCES processes (id) DEFERRABLE INITIALLY DEFERRED,    -- its home; null = shared by all
    change INTEGER NOT NULL REFERENCES changes (id),                -- the transaction that last touched it
    UNIQUE (kind, slug)
) STRICT;
CREATE INDEX records_process ON records (process, kind);
CREATE INDEX records_change ON records (change);

CREATE TABLE processes (                -- a negotiation
    id INTEGER PRIMARY KEY REFERENCES records (id),
    name TEXT NOT NULL,
    summary TEXT
) STRICT;

CREATE TABLE parties (                  -- a state, organisation, alliance, coalition or unnamed group
    id INTEGER PRIMARY KEY REFERENCES records (id),
    name TEXT NOT NULL,
    short TEXT NOT NULL,                -- 2 to 4 letters, for columns
    type TEXT NOT NULL,
    code TEXT                           -- ISO 3166-1 alpha-2, states only
) STRICT;

CREATE TABLE process_parties (          -- a party's part in a process
    id INTEGER PRIMARY KEY REFERENCES records (id),
    process INTEGER NOT NULL REFERENCES processes (id),
    party INTEGER NOT NULL REFERENCES parties (id),
    role TEXT NOT NULL,
    side TEXT CHECK (side IN ('A', 'B')),
    sort INTEGER NOT NULL DEFAULT 0,
    UNIQUE (process, party)
) STRICT;
CREATE INDEX process_parties_party ON process_parties (party);

CREATE TABLE people (
    id INTEGER PRIMARY KEY REFERENCES records (id),
    name TEXT NOT NULL,
    sort_name TEXT
) STRICT;

CREATE TABLE places (
    id INTEGER PRIMARY KEY REFERENCES records (id),
    name TEXT NOT NULL,
    sort_name TEXT
) STRICT;

CREATE TABLE offices (                  -- a post, or a seat in a team, that a person holds (Popolo: membership)
    id INTEGER PRIMARY KEY REFERENCES records (id),
    person INTEGER NOT NULL REFERENCES people (id),
    party INTEGER NOT NULL REFERENCES parties (id),
    title TEXT NOT NULL,
    since TEXT,                         -- EDTF
    until TEXT                          -- EDTF
) STRICT;
CREATE INDEX offices_person ON offices (person);
CREATE INDEX offices_party ON offices (party);

CREATE TABLE issues (                   -- a thing negotiated, in a tree
    id INTEGER PRIMARY KEY REFERENCES records (id),
    parent INTEGER REFERENCES issues (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    proposition TEXT,                   -- one neutral sentence to be for or against; null = a heading
    sort INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX issues_parent ON issues (parent);

CREATE TABLE events (                   -- something that happened or is planned
    id INTEGER PRIMARY KEY REFERENCES records (id),
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT,
    place INTEGER REFERENCES places (id),
    number INTEGER,                     -- of a round
    format TEXT,                        -- of a round
    starts TEXT,                        -- EDTF; these only place the row, rival dates are claims
    ends TEXT,                          -- EDTF
    duration TEXT,                      -- ISO 8601
    earliest INTEGER,                   -- seconds from 1970 UTC; null = open
    latest INTEGER,                     -- seconds from 1970 UTC, the last one included; null = open
    day TEXT                            -- the civil day it is listed under; null = no date at all
) STRICT;
CREATE INDEX events_type ON events (type, earliest);
CREATE INDEX events_place ON events (place);

CREATE TABLE event_parties (            -- a party's part in an event
    id INTEGER PRIMARY KEY REFERENCES records (id),
    event INTEGER NOT NULL REFERENCES events (id),
    party INTEGER NOT NULL REFERENCES parties (id),
    role TEXT NOT NULL,
    roster TEXT,                        -- full, partial, unreported; null where it has no delegation
    UNIQUE (event, party, role)
) STRICT;
CREATE INDEX event_parties_party ON event_parties (party);

CREATE TABLE delegates (                -- a seat at an event
    id INTEGER PRIMARY KEY REFERENCES records (id),
    event INTEGER NOT NULL REFERENCES events (id),
    party INTEGER NOT NULL REFERENCES parties (id),
    person INTEGER REFERENCES people (id),      -- null = reported, not named
    role TEXT NOT NULL,
    status TEXT NOT NULL,
    description TEXT                    -- of those not named
) STRICT;
CREATE INDEX delegates_event ON delegates (event, party);
CREATE INDEX delegates_person ON delegates (person);
CREATE INDEX delegates_party ON delegates (party);

CREATE TABLE positions (                -- what a party held on an issue from a day on; a newer row supersedes
    id INTEGER PRIMARY KEY REFERENCES records (id),
    party INTEGER NOT NULL REFERENCES parties (id),
    issue INTEGER NOT NULL REFERENCES issues (id),
    stance INTEGER CHECK (stance BETWEEN -2 AND 2),     -- null = no known position
    condition TEXT,
    summary TEXT NOT NULL,
    date TEXT NOT NULL,                 -- EDTF
    earliest INTEGER,
    latest INTEGER,
    day TEXT
) STRICT;
CREATE INDEX positions_cell ON positions (issue, party, day);
CREATE INDEX positions_party ON positions (party);

CREATE TABLE sources (                  -- a publication
    id INTEGER PRIMARY KEY REFERENCES records (id),
    publisher TEXT NOT NULL,
    short TEXT NOT NULL,                -- 2 to 4 letters, for columns
    title TEXT NOT NULL,
    author TEXT,
    published TEXT,                     -- EDTF
    url TEXT,
    language TEXT,                      -- BCP 47
    country TEXT,                       -- ISO 3166-1 alpha-2
    aligned_with INTEGER REFERENCES parties (id)
) STRICT;
CREATE INDEX sources_aligned_with ON sources (aligned_with);

CREATE TABLE documents (                -- a source's text, where a user keeps it
    id INTEGER PRIMARY KEY REFERENCES records (id),
    source INTEGER NOT NULL REFERENCES sources (id),
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;
CREATE INDEX documents_source ON documents (source);

CREATE TABLE claims (                   -- what one source says about one record
    id INTEGER PRIMARY KEY,
    record INTEGER NOT NULL REFERENCES records (id),
    property TEXT,                      -- null = the record itself
    value TEXT,                         -- as that source gives it
    note TEXT,
    modality TEXT NOT NULL DEFAULT 'asserts' CHECK (modality IN ('asserts', 'denies', 'declines')),
    source INTEGER NOT NULL REFERENCES sources (id),
    locator TEXT,
    quote TEXT,
    speaker INTEGER REFERENCES people (id),         -- speaker and party both null = the outlet in its own voice
    on_behalf_of INTEGER REFERENCES parties (id),
    relayed_by INTEGER REFERENCES people (id),
    hedge TEXT,
    inferred INTEGER NOT NULL DEFAULT 0 CHECK (inferred IN (0, 1)),
    said_on TEXT,                       -- EDTF
    rank TEXT NOT NULL DEFAULT 'normal' CHECK (rank IN ('preferred', 'normal', 'deprecated')),
    rank_reason TEXT,
    change INTEGER NOT NULL REFERENCES changes (id),
    CHECK (speaker IS NULL OR on_behalf_of IS NOT NULL),
    CHECK (rank = 'normal' OR rank_reason IS NOT NULL)
) STRICT;
CREATE INDEX claims_record ON claims (record, property);
CREATE INDEX claims_source ON claims (source);
CREATE INDEX claims_speaker ON claims (speaker);
CREATE INDEX claims_on_behalf_of ON claims (on_behalf_of);
CREATE INDEX claims_relayed_by ON claims (relayed_by);
CREATE INDEX claims_change ON claims (change);

CREATE TABLE links (                    -- from, kind, to
    id INTEGER PRIMARY KEY,
    from_record INTEGER NOT NULL REFERENCES records (id),
    kind TEXT NOT NULL,
    to_record INTEGER NOT NULL REFERENCES records (id),
    change INTEGER NOT NULL REFERENCES changes (id),
    UNIQUE (from_record, kind, to_record)
) STRICT;
CREATE INDEX links_to ON links (to_record, kind);
CREATE INDEX links_change ON links (change);

CREATE TABLE names (                    -- a spelling of a record
    id INTEGER PRIMARY KEY,
    record INTEGER NOT NULL REFERENCES records (id),
    text TEXT NOT NULL,
    language TEXT,
    source INTEGER REFERENCES sources (id),
    change INTEGER NOT NULL REFERENCES changes (id)
) STRICT;
CREATE INDEX names_record ON names (record, text);
CREATE INDEX names_text ON names (text COLLATE NOCASE);
CREATE INDEX names_source ON names (source);
CREATE INDEX names_change ON names (change);

CREATE TABLE record_state (             -- cache: what the claims on a record add up to
    record INTEGER PRIMARY KEY REFERENCES records (id),
    state TEXT NOT NULL,                -- single, agreed, contested, denied
    contested_on TEXT NOT NULL,         -- the properties in dispute, blank-separated; '' = the record itself or none
    claims INTEGER NOT NULL,
    sources INTEGER NOT NULL
) STRICT;

CREATE INDEX record_state_contested ON record_state (record) WHERE state IN ('contested', 'denied');

CREATE TABLE timeline (                 -- cache: each process's events in reading order, those also in it included
    process INTEGER NOT NULL REFERENCES processes (id),
    planned INTEGER NOT NULL,           -- 1 = still to come, set apart
    day INTEGER NOT NULL,               -- days from 1970
    earliest INTEGER NOT NULL,
    event INTEGER NOT NULL REFERENCES events (id),
    contested INTEGER NOT NULL,
    PRIMARY KEY (process, planned, day, earliest, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX timeline_event ON timeline (event);
CREATE INDEX timeline_contested ON timeline (process, planned, day, earliest, event) WHERE contested;

CREATE TABLE day_counts (               -- cache: events a day
    process INTEGER NOT NULL REFERENCES processes (id),
    planned INTEGER NOT NULL,
    day INTEGER NOT NULL,
    events INTEGER NOT NULL,
    contested INTEGER NOT NULL,
    PRIMARY KEY (process, planned, day)
) STRICT, WITHOUT ROWID;
"""

_SECOND: Final = """
CREATE TABLE anchors (                  -- where a claim's passage stands in its source's document
    id INTEGER PRIMARY KEY,
    claim INTEGER NOT NULL UNIQUE REFERENCES claims (id),
    document INTEGER NOT NULL REFERENCES documents (id),
    exact TEXT NOT NULL,                -- the passage, and a little of what stands around it: a later edition of the
    prefix TEXT NOT NULL,               -- text is searched for them (W3C Web Annotation, TextQuoteSelector)
    suffix TEXT NOT NULL,
    begins INTEGER,                     -- characters before it and up to its end (TextPositionSelector);
    ends INTEGER,                       -- null = the present text doesn't have it any more
    change INTEGER NOT NULL REFERENCES changes (id),
    CHECK ((begins IS NULL) = (ends IS NULL) AND begins <= ends)
) STRICT;
CREATE INDEX anchors_document ON anchors (document, begins);
CREATE INDEX anchors_change ON anchors (change);

ALTER TABLE names ADD COLUMN preferred INTEGER NOT NULL DEFAULT 0 CHECK (preferred IN (0, 1));  -- the desk's own choice

DROP INDEX claims_source;               -- what a voice says of a record is found by the index alone
CREATE INDEX claims_source ON claims (source, record, rank);
DROP INDEX claims_on_behalf_of;
CREATE INDEX claims_on_behalf_of ON claims (on_behalf_of, record, rank);
CREATE INDEX sources_publisher ON sources (publisher);
"""

_THIRD: Final = """
DROP TABLE timeline;
CREATE TABLE timeline (                 -- cache: each process's events in reading order, those also in it included
    process INTEGER NOT NULL REFERENCES processes (id),
    planned INTEGER NOT NULL,           -- 1 = still to come, set apart
    day INTEGER NOT NULL,               -- days from 1970
    earliest INTEGER NOT NULL,
    event INTEGER NOT NULL REFERENCES events (id),
    contested INTEGER NOT NULL,
    known INTEGER NOT NULL,             -- the day from which it is known: its own, or when it was announced
    PRIMARY KEY (process, planned, day, earliest, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX timeline_event ON timeline (event, known, contested);      -- a filter is judged by the index alone
CREATE INDEX timeline_contested ON timeline (process, planned, day, earliest, event) WHERE contested;

CREATE TABLE stages (                   -- cache: how an event stood before it became what its row says
    event INTEGER NOT NULL REFERENCES events (id),
    since INTEGER NOT NULL,             -- days from 1970: from this one
    until INTEGER NOT NULL,             -- up to, not including, this one
    planned INTEGER NOT NULL,           -- its place in reading order then
    day INTEGER NOT NULL,
    earliest INTEGER NOT NULL,
    contested INTEGER NOT NULL,
    status TEXT NOT NULL,
    starts TEXT NOT NULL,               -- EDTF; '' = nothing was said of it yet
    ends TEXT NOT NULL,
    format TEXT NOT NULL,
    state TEXT NOT NULL,                -- what the claims of those days add up to, as in record_state
    contested_on TEXT NOT NULL,
    PRIMARY KEY (event, since)
) STRICT, WITHOUT ROWID;
CREATE INDEX stages_until ON stages (until, since);
CREATE INDEX stages_since ON stages (since);

CREATE VIRTUAL TABLE search USING fts5 (    -- cache: the words of each record and each claim, see db/indexing.py
    title,
    names,                              -- every other spelling
    body,
    quote,
    plain,                              -- all of these without accents, where the tokenizer leaves some on
    kind,                               -- of the record, or "claim": few rows are found among many by it
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '1 2 3'                    -- the first letters of a word, as it is typed
);

DROP INDEX event_parties_party;         -- the events of a party are found by the index alone
CREATE INDEX event_parties_party ON event_parties (party, event);
CREATE INDEX positions_day ON positions (day);
CREATE INDEX events_status ON events (status);
CREATE INDEX claims_quoting ON claims (record) WHERE quote <> '';
CREATE INDEX claims_noting ON claims (record) WHERE note <> '';
CREATE INDEX claims_said_on ON claims (said_on) WHERE said_on IS NOT NULL;  -- what was said between two days
"""


def run_script(conn: sqlite3.Connection, script: str) -> None:
    """Run each statement of `script` inside the transaction that is open.

    `sqlite3.Connection.executescript` would commit it first.
    """
    from sqlite3 import complete_statement  # noqa: PLC0415  (the reading path never needs this module)

    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if complete_statement(pending):
            conn.execute(pending)
            pending = ""


def upgrade(conn: sqlite3.Connection) -> None:
    """Bring the store on `conn` to `VERSION`, inside the immediate transaction that the caller has opened.

    Args:
        conn: A writable connection with a transaction open.
    """
    # sqlite_utils costs 0.1 s to import, and only writers of a new or older store need it.
    from sqlite_utils import Database, Migrations  # noqa: PLC0415

    from db import caches  # noqa: PLC0415

    migrations = Migrations("talks")

    @migrations()
    def first_tables(db: Database) -> None:
        run_script(db.conn, _FIRST)

    @migrations()
    def anchors_and_voices(db: Database) -> None:
        run_script(db.conn, _SECOND)

    @migrations()
    def stages_and_search(db: Database) -> None:
        run_script(db.conn, _THIRD)
        caches.recount(db.conn)

    migrations.apply(Database(conn, execute_plugins=False))
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    conn.execute(f"PRAGMA user_version = {VERSION}")
