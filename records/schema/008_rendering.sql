-- Sites and columns whose pages are made by scripts: they are shown in Chromium before they are read.

ALTER TABLE sites ADD COLUMN render INTEGER NOT NULL DEFAULT 0;

ALTER TABLE columns ADD COLUMN render INTEGER NOT NULL DEFAULT 0;
