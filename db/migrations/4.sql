DROP INDEX record_state_contested;
ALTER TABLE record_state RENAME TO former_state;
CREATE TABLE record_state (             -- cache: what the claims on a record add up to
    record INTEGER PRIMARY KEY REFERENCES records (id),
    state TEXT NOT NULL,                -- single, agreed, contested, denied
    contested_on TEXT NOT NULL,         -- the properties in dispute, blank-separated; '' = the record itself or none
    claims INTEGER NOT NULL,
    sources INTEGER NOT NULL,
    process INTEGER,                    -- its home, and
    kind TEXT NOT NULL                  -- its kind: what is in dispute is counted by the index alone
) STRICT;
INSERT INTO record_state
    SELECT former_state.*, records.process, records.kind FROM former_state JOIN records ON records.id = record;
DROP TABLE former_state;
CREATE INDEX record_state_contested ON record_state (process, kind, record) WHERE state IN ('contested', 'denied');

DROP INDEX timeline_event;
DROP INDEX timeline_contested;
ALTER TABLE timeline RENAME TO former_line;
CREATE TABLE timeline (                 -- cache: each process's events in reading order, those also in it included
    process INTEGER NOT NULL REFERENCES processes (id),
    planned INTEGER NOT NULL,           -- 1 = still to come, set apart
    day INTEGER NOT NULL,               -- days from 1970
    earliest INTEGER NOT NULL,
    event INTEGER NOT NULL REFERENCES events (id),
    contested INTEGER NOT NULL,
    known INTEGER NOT NULL,             -- the day from which it is known: its own, or when it was announced
    type TEXT NOT NULL,
    sides INTEGER NOT NULL,             -- which side acts in it: 1 = A, 2 = B, 3 = both, 0 = neither
    PRIMARY KEY (process, planned, day, earliest, event)
) STRICT, WITHOUT ROWID;
INSERT INTO timeline SELECT former_line.*, events.type, (
    SELECT coalesce(max(side = 'A'), 0) + 2 * coalesce(max(side = 'B'), 0) FROM event_parties
    JOIN process_parties ON process_parties.party = event_parties.party
    AND process_parties.process = former_line.process
    WHERE event = former_line.event AND event_parties.role NOT IN ('target', 'accused', 'host'))
    FROM former_line JOIN events ON events.id = event ORDER BY process, planned, former_line.day, 4, event;
DROP TABLE former_line;
CREATE INDEX timeline_event ON timeline (event, known, contested, type, sides); -- a filter is judged by the index alone
CREATE INDEX timeline_contested ON timeline (process, planned, day, earliest, event) WHERE contested;

CREATE TABLE timeline_marks (           -- cache: every so many rows of the timeline, how many there are up to the next mark
    id INTEGER PRIMARY KEY,
    process INTEGER NOT NULL REFERENCES processes (id),
    planned INTEGER NOT NULL,           -- the place at which it stands: the first row counted, or before it
    day INTEGER NOT NULL,
    earliest INTEGER NOT NULL,
    event INTEGER NOT NULL,
    events INTEGER NOT NULL,
    contested INTEGER NOT NULL,
    UNIQUE (process, planned, day, earliest, event)
) STRICT;

CREATE TABLE period_counts (            -- cache: events of each type in a period
    process INTEGER NOT NULL REFERENCES processes (id),
    unit TEXT NOT NULL,                 -- day, week, month, year
    planned INTEGER NOT NULL,
    day INTEGER NOT NULL,               -- its first day, from 1970
    type TEXT NOT NULL,
    events INTEGER NOT NULL,
    contested INTEGER NOT NULL,
    side_a INTEGER NOT NULL,            -- of the events, those in which side A acts
    side_b INTEGER NOT NULL,
    contested_a INTEGER NOT NULL,       -- of those, the contested ones
    contested_b INTEGER NOT NULL,
    PRIMARY KEY (process, unit, planned, day, type)
) STRICT, WITHOUT ROWID;

DROP INDEX stages_until;                -- those of a day are found by about how long they last, and from when
CREATE INDEX stages_lasting ON stages (length(until - since), since, until);
CREATE INDEX stages_until ON stages (until);
CREATE INDEX timeline_rounds ON timeline (process, type, event, known) WHERE type = 'ROUND';

DROP INDEX delegates_event;             -- the seats of a delegation are found in their order, and counted, by the index alone
CREATE INDEX delegates_event ON delegates (event, party, person IS NULL, role <> 'head', role, id, person);
CREATE INDEX events_rounds ON events (type, earliest, number, status) WHERE type = 'ROUND';
