-- Version 2, notices: what was sent under which number, frozen as it was sent.
-- Whether a notice is open, due or overdue is computed from states, deadlines and working days, never stored.

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
CREATE INDEX notices_department ON notices(department, issued);

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
