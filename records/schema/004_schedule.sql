-- Version 4 of office.sqlite: plans (计划), their runs, and probes of home pages (首页探测).

CREATE TABLE plans (
    id TEXT PRIMARY KEY,
    what TEXT NOT NULL,
    every TEXT NOT NULL,
    at TEXT NOT NULL,                -- HH:MM in China
    weekday INTEGER NOT NULL,        -- 1 Monday … 7 Sunday
    day INTEGER NOT NULL,
    sites TEXT NOT NULL,             -- JSON list
    quiet TEXT NOT NULL,             -- JSON list of HH:MM-HH:MM
    origin TEXT NOT NULL,
    position INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE plan_terms (
    -- since when a plan holds as it stands: nothing that was due before is caught up
    plan TEXT PRIMARY KEY,
    terms TEXT NOT NULL,             -- JSON
    since TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE plan_runs (
    id INTEGER PRIMARY KEY,
    plan TEXT NOT NULL,
    due TEXT NOT NULL,
    started TEXT NOT NULL,
    tries INTEGER NOT NULL,
    finished TEXT NOT NULL,          -- '' while it runs
    result TEXT NOT NULL,            -- '' while it runs, then done | incomplete | failed | interrupted
    exit_code INTEGER,
    log TEXT NOT NULL,               -- name of the log file
    UNIQUE (plan, due)               -- a run is claimed by its row: never twice
);

CREATE TABLE probes (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    at TEXT NOT NULL,
    ok INTEGER NOT NULL,
    seconds REAL NOT NULL,
    reason TEXT NOT NULL,
    status INTEGER,
    detail TEXT NOT NULL
);
CREATE INDEX probes_site ON probes(site, at);
