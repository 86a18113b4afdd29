BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'wangcha-office','001_office','2026-11-22 08:08:47.674797+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'wangcha-office','002_notices','2026-11-22 08:59:07.501852+00:00');
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
INSERT INTO "accounts" VALUES('w','云溪发布','微信公众号',NULL,'','{}',NULL,'office.toml',0);
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
INSERT INTO "columns" VALUES('https://portal.example/a/','portal','甲','',NULL,'jyj','','office.toml',0);
CREATE TABLE deadline_classes (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    working_days INTEGER NOT NULL,
    position INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO "deadline_classes" VALUES('immediate','立即整改',1,0);
INSERT INTO "deadline_classes" VALUES('long','较长',15,4);
INSERT INTO "deadline_classes" VALUES('normal','一般',7,3);
INSERT INTO "deadline_classes" VALUES('prompt','尽快',3,2);
INSERT INTO "deadline_classes" VALUES('urgent','紧急',1,1);
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
INSERT INTO "departments" VALUES('jyj','云溪区教育局','','','','','office.toml',0);
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
INSERT INTO "findings" VALUES('bfec8ffccb4b766a','link-broken','link','链接打不开','minor','confirmed','portal','jyj','zfb','https://portal.example/a.html','{"target": "https://portal.example/a.html?x=1", "text": "附件"}','a 打不开','{"seen": "2026-03-02", "status": [404, 404]}','改正或删除这个链接','三个工作日内改正','["z-1"]','2026-03-02','2026-03-02','2026-03-06',0,'notified',0);
CREATE TABLE holidays (
    day TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('off', 'work'))
) WITHOUT ROWID;
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
INSERT INTO "inspections" VALUES(1,'portal','portal-0','2026-03-01T18:00:00.000+00:00','2026-03-01T21:00:00.000+00:00','2026-03-02',1,0,'[]','{"pages": 10}');
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
INSERT INTO "moves" VALUES(1,'bfec8ffccb4b766a','2026-03-08T18:00:00.000+00:00','王某','office','open','confirmed','属实',NULL,'[]');
INSERT INTO "moves" VALUES(2,'bfec8ffccb4b766a','2026-03-03T00:00:00.000+00:00','王岗','office','confirmed','notified','云政办督〔2026〕1号下发，期限2026-03-06',NULL,'[]');
CREATE TABLE notice_items (
    notice INTEGER NOT NULL REFERENCES notices(id),
    position INTEGER NOT NULL,
    finding TEXT NOT NULL REFERENCES findings(id),
    round INTEGER NOT NULL,          -- 1 the first time it is sent, 2 the second …
    certainty TEXT NOT NULL,         -- sent as a confirmed problem or as a matter to verify
    deadline TEXT NOT NULL,
    deadline_provisional INTEGER NOT NULL,
    frozen TEXT NOT NULL,            -- JSON object: the finding as it was sent
    PRIMARY KEY (notice, finding)
) WITHOUT ROWID;
INSERT INTO "notice_items" VALUES(1,1,'bfec8ffccb4b766a',1,'confirmed','2026-03-06',0,'{"baseline": "new", "basis": "[\"z-1\"]", "certainty": "confirmed", "deadline": "2026-03-06", "deadline_provisional": false, "department": "jyj", "evidence": "{\"seen\": \"2026-03-02\", \"status\": [404, 404]}", "family": "link", "first_seen": "2026-03-02", "id": "bfec8ffccb4b766a", "last_seen": "2026-03-02", "lead": "zfb", "locus": "{\"target\": \"https://portal.example/a.html?x=1\", \"text\": \"附件\"}", "measure": "三个工作日内改正", "message": "a 打不开", "rule": "link-broken", "severity": "minor", "site": "portal", "state": "notified", "suggestion": "改正或删除这个链接", "title": "链接打不开", "url": "https://portal.example/a.html"}');
CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,     -- 发文字号
    year INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    department TEXT NOT NULL,
    department_name TEXT NOT NULL,   -- as it was called then
    issued TEXT NOT NULL,            -- the day deadlines are counted from
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    inspections TEXT NOT NULL,       -- JSON list of ids: the inspections it rests on
    files TEXT NOT NULL,             -- JSON list of names, written after the documents are
    UNIQUE (year, serial)
);
INSERT INTO "notices" VALUES(1,'云政办督〔2026〕1号',2026,1,'jyj','云溪区教育局','2026-03-03','2026-03-03T00:00:00.000+00:00','王岗','[1]','[]');
CREATE TABLE office (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL              -- JSON
) WITHOUT ROWID;
INSERT INTO "office" VALUES('address','""');
INSERT INTO "office" VALUES('contact','""');
INSERT INTO "office" VALUES('document_code','""');
INSERT INTO "office" VALUES('email','""');
INSERT INTO "office" VALUES('holiday_years','[]');
INSERT INTO "office" VALUES('max_depth','20');
INSERT INTO "office" VALUES('max_minutes','240.0');
INSERT INTO "office" VALUES('max_pages','5000');
INSERT INTO "office" VALUES('name','"云溪区政务公开办"');
INSERT INTO "office" VALUES('phone','""');
INSERT INTO "office" VALUES('rate','2.0');
INSERT INTO "office" VALUES('second_look_seconds','30.0');
INSERT INTO "office" VALUES('signature','""');
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
INSERT INTO "outcomes" VALUES(1,0,'link-broken','portal','pass',5,'');
CREATE TABLE rule_settings (
    rule TEXT PRIMARY KEY,
    is_off INTEGER NOT NULL,
    reason TEXT NOT NULL,
    options TEXT NOT NULL            -- JSON object
) WITHOUT ROWID;
INSERT INTO "rule_settings" VALUES('word-wrong',0,'','{"limit": 2}');
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
INSERT INTO "sightings" VALUES(1,'bfec8ffccb4b766a',1,'new','2026-03-02','minor','confirmed','https://portal.example/a.html','{"target": "https://portal.example/a.html?x=1", "text": "附件"}','a 打不开','{"seen": "2026-03-02", "status": [404, 404]}');
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
INSERT INTO "sites" VALUES('portal','云溪门户','https://portal.example/','','jyj',NULL,0,NULL,NULL,NULL,NULL,'[]','office.toml',0);
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
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX inspections_site ON inspections(site, started);
CREATE INDEX findings_site ON findings(site, state);
CREATE INDEX sightings_finding ON sightings(finding, inspection);
CREATE INDEX moves_finding ON moves(finding, id);
CREATE TRIGGER moves_are_never_changed BEFORE UPDATE ON moves
BEGIN
    SELECT RAISE(ABORT, 'moves are only ever added');
END;
CREATE TRIGGER moves_are_never_removed BEFORE DELETE ON moves
BEGIN
    SELECT RAISE(ABORT, 'moves are only ever added');
END;
CREATE INDEX notices_department ON notices(department, issued);
CREATE INDEX notice_items_finding ON notice_items(finding, notice);
CREATE TRIGGER notices_keep_their_number BEFORE UPDATE ON notices
WHEN new.id <> old.id OR new.number <> old.number OR new.year <> old.year OR new.serial <> old.serial
    OR new.department <> old.department OR new.issued <> old.issued
BEGIN
    SELECT RAISE(ABORT, 'an issued notice keeps its number');
END;
CREATE TRIGGER notices_are_never_removed BEFORE DELETE ON notices
BEGIN
    SELECT RAISE(ABORT, 'an issued notice is never removed');
END;
CREATE TRIGGER notice_items_are_frozen BEFORE UPDATE ON notice_items
BEGIN
    SELECT RAISE(ABORT, 'what was sent is never changed');
END;
CREATE TRIGGER notice_items_are_never_removed BEFORE DELETE ON notice_items
BEGIN
    SELECT RAISE(ABORT, 'what was sent is never changed');
END;
COMMIT;
