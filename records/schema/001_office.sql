-- Version 1 of office.sqlite: the register and the ledger.
-- Times are UTC ISO 8601 text of fixed width, dates ISO text, lists and objects JSON text.

-- ---- register: origin is 'office.toml' or the name of the imported table ----

CREATE TABLE office (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL              -- JSON
) WITHOUT ROWID;

CREATE TABLE departments (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    short TEXT NOT NULL,
    contact TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    origin TEXT NOT NULL,
    position INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE sites (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    code TEXT NOT NULL,
    department TEXT REFERENCES departments(id) DEFERRABLE INITIALLY DEFERRED,
    lead TEXT REFERENCES departments(id) DEFERRABLE INITIALLY DEFERRED,
    owned INTEGER NOT NULL,
    rate REAL,                       -- NULL in these four: the office's default
    max_pages INTEGER,
    max_minutes REAL,
    max_depth INTEGER,
    allowed_hosts TEXT NOT NULL,     -- JSON list
    origin TEXT NOT NULL,
    position INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE columns (
    url TEXT PRIMARY KEY,
    site TEXT NOT NULL REFERENCES sites(id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    limit_days INTEGER,
    department TEXT REFERENCES departments(id) DEFERRABLE INITIALLY DEFERRED,
    exempt TEXT NOT NULL,
    origin TEXT NOT NULL,
    position INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    platform TEXT NOT NULL,
    department TEXT REFERENCES departments(id) DEFERRABLE INITIALLY DEFERRED,
    adapter TEXT NOT NULL,
    settings TEXT NOT NULL,          -- JSON object
    limit_days INTEGER,
    origin TEXT NOT NULL,
    position INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE deadline_classes (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    working_days INTEGER NOT NULL,
    position INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE holidays (
    day TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('off', 'work'))
) WITHOUT ROWID;

CREATE TABLE rule_settings (
    rule TEXT PRIMARY KEY,
    is_off INTEGER NOT NULL,
    reason TEXT NOT NULL,
    options TEXT NOT NULL            -- JSON object
) WITHOUT ROWID;

-- ---- ledger ----

CREATE TABLE inspections (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    bundle_id TEXT NOT NULL UNIQUE,
    started TEXT NOT NULL,
    finished TEXT NOT NULL,          -- '' when it never came to an end
    as_of TEXT NOT NULL,
    complete INTEGER NOT NULL,
    interrupted INTEGER NOT NULL,
    limits TEXT NOT NULL,            -- JSON list
    counts TEXT NOT NULL             -- JSON object
);
CREATE INDEX inspections_site ON inspections(site, started);

CREATE TABLE findings (
    id TEXT PRIMARY KEY,             -- the fingerprint
    rule TEXT NOT NULL,
    family TEXT NOT NULL,
    title TEXT NOT NULL,
    severity TEXT NOT NULL,
    certainty TEXT NOT NULL,
    site TEXT NOT NULL,
    department TEXT NOT NULL,
    lead TEXT NOT NULL,
    url TEXT NOT NULL,
    locus TEXT NOT NULL,             -- JSON object
    message TEXT NOT NULL,
    evidence TEXT NOT NULL,          -- JSON object, personal values masked
    suggestion TEXT NOT NULL,
    measure TEXT NOT NULL,
    basis TEXT NOT NULL,             -- JSON list
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    deadline TEXT,
    deadline_provisional INTEGER NOT NULL,
    state TEXT NOT NULL,
    recurrence INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX findings_site ON findings(site, state);

CREATE TABLE sightings (
    -- what was seen each time; an absent one repeats what was seen last
    inspection INTEGER NOT NULL REFERENCES inspections(id),
    finding TEXT NOT NULL REFERENCES findings(id),
    position INTEGER NOT NULL,
    baseline TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    severity TEXT NOT NULL,
    certainty TEXT NOT NULL,
    url TEXT NOT NULL,
    locus TEXT NOT NULL,
    message TEXT NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (inspection, finding)
) WITHOUT ROWID;
CREATE INDEX sightings_finding ON sightings(finding, inspection);

CREATE TABLE outcomes (
    inspection INTEGER NOT NULL REFERENCES inspections(id),
    position INTEGER NOT NULL,
    rule TEXT NOT NULL,
    site TEXT NOT NULL,
    verdict TEXT NOT NULL,
    count INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (inspection, position)
) WITHOUT ROWID;

CREATE TABLE unverified (
    inspection INTEGER NOT NULL REFERENCES inspections(id),
    position INTEGER NOT NULL,
    site TEXT NOT NULL,
    url TEXT NOT NULL,
    reason TEXT NOT NULL,
    found_on TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (inspection, position)
) WITHOUT ROWID;

CREATE TABLE moves (
    -- the rectification of a finding, entry by entry; only ever added
    id INTEGER PRIMARY KEY,
    finding TEXT NOT NULL REFERENCES findings(id),
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    role TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    note TEXT NOT NULL,
    until TEXT,                      -- dismissed: valid until; extended: the new deadline
    files TEXT NOT NULL              -- JSON list
);
CREATE INDEX moves_finding ON moves(finding, id);

CREATE TRIGGER moves_are_never_changed BEFORE UPDATE ON moves
BEGIN
    SELECT RAISE(ABORT, 'moves are only ever added');
END;

CREATE TRIGGER moves_are_never_removed BEFORE DELETE ON moves
BEGIN
    SELECT RAISE(ABORT, 'moves are only ever added');
END;
