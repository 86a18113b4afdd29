BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'wangcha-office','001_office','2026-11-22 08:08:47.674797+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'wangcha-office','002_audit','2026-11-22 08:38:29.982709+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'wangcha-office','003_rechecks','2026-11-22 08:45:00.287420+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'wangcha-office','004_schedule','2026-11-22 08:56:06.030477+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'wangcha-office','002_notices','2026-11-22 09:16:12.988505+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'wangcha-office','005_scorecards','2026-11-22 09:16:12.990244+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'wangcha-office','008_rendering','2026-11-25 23:13:29.343496+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'wangcha-office','006_links','2026-11-26 01:52:23.473286+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'wangcha-office','007_columns','2026-11-26 01:52:23.474534+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'wangcha-office','009_link_moves','2026-11-26 01:52:23.475243+00:00');
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
INSERT INTO "audit_hand_findings" VALUES('2026-1','zjj',0,'jyj','edu','http://jyj.yunxi.example/','其他','没有受理地点','','',NULL);
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
INSERT INTO "audit_items" VALUES('2026-1','zjj','bfec8ffccb4b766a',0,'jyj','portal','link','链接打不开','https://portal.example/a.html','a 打不开','原文：“附件”
指向：https://portal.example/a.html?x=1','');
CREATE TABLE audit_returns (
    round TEXT NOT NULL REFERENCES audit_rounds(id),
    checker TEXT NOT NULL,
    returned_at TEXT NOT NULL,
    file TEXT NOT NULL,
    PRIMARY KEY (round, checker)
) WITHOUT ROWID;
INSERT INTO "audit_returns" VALUES('2026-1','zjj','2026-12-12T07:00:00.000+00:00','互查表.xlsx');
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
INSERT INTO "audit_rounds" VALUES('2026-1','2026年第四季度政务公开交叉互查',20261201,'2026-12-01T01:30:00.000+00:00','2026-12-15',1,'{"jyj": "云溪区教育局", "mzj": "云溪区民政局", "wjj": "云溪区卫生健康局", "zjj": "云溪区住房和城乡建设局"}','[]','[]','[["jyj", "wjj"], ["mzj", "zjj"], ["wjj", "mzj"], ["zjj", "jyj"]]','537ac482f131865a9722959a11e8b63c5ebe33cdda82d87f886b23f21e0b1876');
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
INSERT INTO "audit_targets" VALUES('2026-1','jyj',0,'wjj','health','云溪区卫生健康网','http://wjj.yunxi.example','');
INSERT INTO "audit_targets" VALUES('2026-1','mzj',1,'zjj','portal','云溪区人民政府门户网站','http://www.yunxi.example','3301990001');
INSERT INTO "audit_targets" VALUES('2026-1','wjj',2,'mzj','portal','云溪区人民政府门户网站','http://www.yunxi.example','3301990001');
INSERT INTO "audit_targets" VALUES('2026-1','wjj',3,'mzj','wx-mzj','云溪民政','','');
INSERT INTO "audit_targets" VALUES('2026-1','zjj',4,'jyj','edu','云溪区教育网','http://jyj.yunxi.example','3301990002');
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
INSERT INTO "audit_verdicts" VALUES('2026-1','zjj','bfec8ffccb4b766a','confirmed','','王某','2026-12-10');
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
, render INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
INSERT INTO "columns" VALUES('https://portal.example/a/','portal','甲','',NULL,'jyj','','office.toml',0,0);
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
INSERT INTO "findings" VALUES('bfec8ffccb4b766a','link-broken','link','链接打不开','minor','confirmed','portal','jyj','zfb','https://portal.example/a.html','{"target": "https://portal.example/a.html?x=1", "text": "附件"}','a 打不开','{"seen": "2026-03-02", "status": [404, 404]}','改正或删除这个链接','三个工作日内改正','["z-1"]','2026-03-02','2026-03-02','2026-03-05',0,'confirmed',0);
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
CREATE TABLE link_cache (
    -- addresses of other sites that opened at the first look, whichever site linked to them
    url TEXT PRIMARY KEY,
    day TEXT NOT NULL,
    at TEXT NOT NULL,
    method TEXT NOT NULL,
    status INTEGER NOT NULL,
    final_url TEXT NOT NULL,
    content_type TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE link_history (
    -- of addresses that were ever found broken (or wrong, or faltering)
    site TEXT NOT NULL,
    url TEXT NOT NULL,
    is_broken INTEGER NOT NULL,      -- as it was seen last
    first_broken TEXT NOT NULL,      -- of the present or the last time of being broken
    last_broken TEXT NOT NULL,
    times_broken INTEGER NOT NULL,   -- inspections that found it broken
    changes INTEGER NOT NULL,        -- how often it went from good to broken or back
    bundle TEXT NOT NULL,            -- the evidence that was counted last
    PRIMARY KEY (site, url)
) WITHOUT ROWID;
CREATE TABLE link_marks (
    -- of every address of a site's inspections: the last day on which it opened; its mark stands for the address
    site TEXT NOT NULL,
    mark INTEGER NOT NULL,           -- 63 bits of SHA-256
    last_good TEXT NOT NULL,
    PRIMARY KEY (site, mark)
) WITHOUT ROWID;
CREATE TABLE link_moves (
    site TEXT NOT NULL,
    url TEXT NOT NULL,
    led_to TEXT NOT NULL,
    PRIMARY KEY (site, url)
) WITHOUT ROWID;
INSERT INTO "link_moves" VALUES('portal','https://portal.example/old.html','https://portal.example/new.html');
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
CREATE TABLE plan_terms (
    -- since when a plan holds as it stands: nothing that was due before is caught up
    plan TEXT PRIMARY KEY,
    terms TEXT NOT NULL,             -- JSON
    since TEXT NOT NULL
) WITHOUT ROWID;
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
CREATE TABLE rechecks (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,                -- UTC
    as_of TEXT NOT NULL,
    selection TEXT NOT NULL,         -- in words: what was to be rechecked
    bundles TEXT NOT NULL,           -- JSON object: site to the id of its evidence ('' where there is none)
    counts TEXT NOT NULL             -- JSON object: mended, still, unsure
);
CREATE TABLE rule_settings (
    rule TEXT PRIMARY KEY,
    is_off INTEGER NOT NULL,
    reason TEXT NOT NULL,
    options TEXT NOT NULL            -- JSON object
) WITHOUT ROWID;
INSERT INTO "rule_settings" VALUES('word-wrong',0,'','{"limit": 2}');
CREATE TABLE scorecards (
    inspection INTEGER NOT NULL REFERENCES inspections(id),
    indicator_set TEXT NOT NULL,
    card TEXT NOT NULL,              -- JSON object
    PRIMARY KEY (inspection, indicator_set)
) WITHOUT ROWID;
INSERT INTO "scorecards" VALUES(1,'assessor-example','{}');
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
, portal INTEGER NOT NULL DEFAULT 1, has_service INTEGER NOT NULL DEFAULT 1, render INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
INSERT INTO "sites" VALUES('portal','云溪门户','https://portal.example/','','jyj',NULL,0,NULL,NULL,NULL,NULL,'[]','office.toml',0,1,1,0);
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
CREATE INDEX recheck_results_finding ON recheck_results(finding, recheck);
CREATE TRIGGER recheck_results_are_never_changed BEFORE UPDATE ON recheck_results
BEGIN
    SELECT RAISE(ABORT, 'recheck results are only ever added');
END;
CREATE INDEX probes_site ON probes(site, at);
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
CREATE INDEX link_cache_day ON link_cache(day);
CREATE INDEX link_moves_led_to ON link_moves(site, led_to);
COMMIT;
