-- The columns of a site as each inspection saw them: the column tree, and what is new or has vanished since.

CREATE TABLE seen_columns (
    inspection INTEGER NOT NULL REFERENCES inspections(id),
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    name TEXT NOT NULL,
    parent TEXT NOT NULL,            -- the address of the column above, '' at the top
    level INTEGER NOT NULL,
    kind TEXT NOT NULL,
    kind_source TEXT NOT NULL,
    limit_days INTEGER,
    newest TEXT,
    items INTEGER NOT NULL,
    undated INTEGER NOT NULL,
    freshness TEXT NOT NULL,         -- see records.seen_columns.Freshness
    doubts TEXT NOT NULL,            -- JSON list
    months TEXT NOT NULL,            -- JSON object: entries by month
    change TEXT NOT NULL,            -- new | vanished | ''
    PRIMARY KEY (inspection, position)
) WITHOUT ROWID;
