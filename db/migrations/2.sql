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
