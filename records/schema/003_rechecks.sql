-- Version 3 of office.sqlite: rechecks (复查) and what each saw of each finding, beside the sightings of inspections.

CREATE TABLE rechecks (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,                -- UTC
    as_of TEXT NOT NULL,
    selection TEXT NOT NULL,         -- in words: what was to be rechecked
    bundles TEXT NOT NULL,           -- JSON object: site to the id of its evidence ('' where there is none)
    counts TEXT NOT NULL             -- JSON object: mended, still, unsure
);

CREATE TABLE recheck_results (
    recheck INTEGER NOT NULL REFERENCES rechecks(id),
    finding TEXT NOT NULL REFERENCES findings(id),
    position INTEGER NOT NULL,
    result TEXT NOT NULL CHECK (result IN ('mended', 'still', 'unsure')),
    note TEXT NOT NULL,              -- why, one sentence
    evidence TEXT NOT NULL,          -- JSON object: what was seen this time, personal values masked
    state TEXT NOT NULL,             -- after the recheck
    PRIMARY KEY (recheck, finding)
) WITHOUT ROWID;
CREATE INDEX recheck_results_finding ON recheck_results(finding, recheck);

CREATE TRIGGER recheck_results_are_never_changed BEFORE UPDATE ON recheck_results
BEGIN
    SELECT RAISE(ABORT, 'recheck results are only ever added');
END;
