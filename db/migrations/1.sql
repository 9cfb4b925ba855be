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
