-- What indicators apply to a site, and the scorecards of each inspection, for comparison with the next.

ALTER TABLE sites ADD COLUMN portal INTEGER NOT NULL DEFAULT 1;

ALTER TABLE sites ADD COLUMN has_service INTEGER NOT NULL DEFAULT 1;

CREATE TABLE scorecards (
    inspection INTEGER NOT NULL REFERENCES inspections(id),
    indicator_set TEXT NOT NULL,
    card TEXT NOT NULL,              -- JSON object
    PRIMARY KEY (inspection, indicator_set)
) WITHOUT ROWID;
