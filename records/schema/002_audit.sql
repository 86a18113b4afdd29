-- Version 2: cross-check rounds (交叉互查). A round, its pairs and what was handed out never change once drawn.

CREATE TABLE audit_rounds (
    id TEXT PRIMARY KEY,             -- 年份-序号
    title TEXT NOT NULL,
    seed INTEGER NOT NULL,
    drawn_at TEXT NOT NULL,
    deadline TEXT NOT NULL,
    load INTEGER NOT NULL,
    teams TEXT NOT NULL,             -- JSON object: department id to its name on that day
    previous TEXT NOT NULL,          -- JSON list of [checker, checked] that were to be avoided
    relaxed TEXT NOT NULL,           -- JSON list of the rules that the office gave up
    pairs TEXT NOT NULL,             -- JSON list of [checker, checked]
    digest TEXT NOT NULL             -- over all of the draw
) WITHOUT ROWID;

CREATE TABLE audit_targets (
    -- what a checker looks at
    round TEXT NOT NULL REFERENCES audit_rounds(id),
    checker TEXT NOT NULL,
    position INTEGER NOT NULL,
    checked TEXT NOT NULL,
    site TEXT NOT NULL,              -- id of the site or account
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (round, checker, checked, site)
) WITHOUT ROWID;

CREATE TABLE audit_items (
    -- findings handed out to be verified, in the words in which they were handed out
    round TEXT NOT NULL REFERENCES audit_rounds(id),
    checker TEXT NOT NULL,
    finding TEXT NOT NULL,
    position INTEGER NOT NULL,
    checked TEXT NOT NULL,
    site TEXT NOT NULL,
    family TEXT NOT NULL,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    message TEXT NOT NULL,
    evidence TEXT NOT NULL,
    basis TEXT NOT NULL,
    PRIMARY KEY (round, checker, finding)
) WITHOUT ROWID;

CREATE TABLE audit_returns (
    round TEXT NOT NULL REFERENCES audit_rounds(id),
    checker TEXT NOT NULL,
    returned_at TEXT NOT NULL,
    file TEXT NOT NULL,
    PRIMARY KEY (round, checker)
) WITHOUT ROWID;

CREATE TABLE audit_verdicts (
    round TEXT NOT NULL,
    checker TEXT NOT NULL,
    finding TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('confirmed', 'refused', 'unclear')),
    note TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT,                         -- the day it was verified, NULL where not filled in
    PRIMARY KEY (round, checker, finding),
    FOREIGN KEY (round, checker, finding) REFERENCES audit_items(round, checker, finding),
    FOREIGN KEY (round, checker) REFERENCES audit_returns(round, checker) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE audit_hand_findings (
    round TEXT NOT NULL,
    checker TEXT NOT NULL,
    position INTEGER NOT NULL,
    checked TEXT NOT NULL,
    site TEXT NOT NULL,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,
    description TEXT NOT NULL,
    evidence_note TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT,
    PRIMARY KEY (round, checker, position),
    FOREIGN KEY (round, checker) REFERENCES audit_returns(round, checker) ON DELETE CASCADE
) WITHOUT ROWID;
