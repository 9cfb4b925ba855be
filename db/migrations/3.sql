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
