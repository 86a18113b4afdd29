-- Version 6 of office.sqlite: what earlier inspections saw of links. Days are those as of which was judged.

CREATE TABLE link_marks (
    -- of every address of a site's inspections: the last day on which it opened; its mark stands for the address
    site TEXT NOT NULL,
    mark INTEGER NOT NULL,           -- 63 bits of SHA-256
    last_good TEXT NOT NULL,
    PRIMARY KEY (site, mark)
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
CREATE INDEX link_cache_day ON link_cache(day);
