"""The tables of a bundle's ``bundle.sqlite``. One writer (the gatherer), readers beside it (WAL).

Conventions: times are UTC ISO 8601 text; dates ISO text; ``*_source`` says where a field was read from.
"""

from __future__ import annotations

SCHEMA_VERSION = 3
DATABASE_NAME = "bundle.sqlite"
OWN_DATES = -1
"""``dates.item`` of a page's own dates, which belong to no entry of a list."""

FINISHING = """
CREATE INDEX IF NOT EXISTS link_groups_form ON link_groups(form_id);
CREATE INDEX IF NOT EXISTS page_groups_group ON page_groups(group_id);
"""
"""What is made once nothing more comes: nobody asks which pages link somewhere before, and late it costs a tenth."""

SCHEMA = """
CREATE TABLE about (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
-- keys: schema, bundle_id (uuid4 hex), spec (JSON), started, finished, complete (0|1), interrupted (0|1),
-- limits (JSON list of max_pages|max_minutes|max_depth|patrol|links_only), home_url (after redirects),
-- dns_proven (0|1), error,
-- traps (JSON object: addresses turned away, counted by kind of trap),
-- search_engine (JSON: title, keywords, description of the home page as a search engine is shown it),
-- account (JSON, of accounts that were read: problem, reaches, reaches_stated,
--   and of newer bundles built and tool)

CREATE TABLE urls (
    -- the frontier: every address known, its state, attempts, depth and where it was first found
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    host TEXT NOT NULL,
    internal INTEGER NOT NULL,
    kind TEXT NOT NULL,          -- page | attachment | resource | external (what the link promised) | data (a list's)
    state TEXT NOT NULL,         -- queued | look_again | done
    reason TEXT,                 -- of the last attempt, or robots_denied / skipped_budget / unsupported_type
    depth INTEGER NOT NULL,
    found_on INTEGER REFERENCES urls(id),
    attempts INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL DEFAULT 0, -- epoch seconds before which it must not be asked again
    redirect_to INTEGER REFERENCES urls(id)
);
CREATE INDEX urls_waiting ON urls(state) WHERE state != 'done';

CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    url_id INTEGER NOT NULL REFERENCES urls(id),
    at TEXT NOT NULL,
    method TEXT NOT NULL,
    status INTEGER,
    reason TEXT NOT NULL,
    final_url TEXT NOT NULL,
    elapsed_ms INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,        -- of the body as read, '' when there was none
    warc_file TEXT NOT NULL,     -- '' when nothing was stored
    warc_offset INTEGER NOT NULL,
    detail TEXT NOT NULL         -- one plain phrase: the exception, the redirect chain
);
CREATE INDEX attempts_url ON attempts(url_id);

CREATE TABLE pages (
    url_id INTEGER PRIMARY KEY REFERENCES urls(id),
    kind TEXT NOT NULL,          -- home | list | article | other | post
    title TEXT, title_source TEXT,
    published TEXT, published_source TEXT,
    column_name TEXT, column_name_source TEXT,
    breadcrumb TEXT NOT NULL,    -- JSON list of [name, url or null]
    source TEXT, source_source TEXT,
    doc_no TEXT, doc_no_source TEXT,
    index_no TEXT, index_no_source TEXT,
    text TEXT NOT NULL, text_source TEXT NOT NULL,
    meta TEXT NOT NULL,          -- JSON object, names in lower case
    list_first INTEGER REFERENCES urls(id),  -- of a further page of a list: its first page
    blank_marker TEXT NOT NULL   -- the sentence with which the page says that it holds nothing
);

-- also the shortest way to list the ids of all pages, which a reader beside the gatherer does again and again
CREATE INDEX pages_list_first ON pages(list_first);

CREATE TABLE items (
    page_id INTEGER NOT NULL REFERENCES pages(url_id),
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    target_id INTEGER NOT NULL REFERENCES urls(id),
    date TEXT, date_source TEXT,
    PRIMARY KEY (page_id, position)
) WITHOUT ROWID;

CREATE TABLE link_forms (
    -- a link as pages show it, once however many pages do
    id INTEGER PRIMARY KEY,
    target_id INTEGER NOT NULL REFERENCES urls(id),
    tag TEXT NOT NULL,
    region TEXT NOT NULL,        -- nav | main
    anchor TEXT NOT NULL,
    raw TEXT NOT NULL            -- the attribute as written, '' when it equals the target
);
CREATE INDEX link_forms_target ON link_forms(target_id);

CREATE TABLE link_groups (
    -- links that stand together on a page: those in its headers, menus and footers, and the others; once however many
    -- pages show the same ones
    group_id INTEGER NOT NULL,
    form_id INTEGER NOT NULL REFERENCES link_forms(id),
    PRIMARY KEY (group_id, form_id)
) WITHOUT ROWID;

CREATE TABLE page_groups (
    page_id INTEGER NOT NULL REFERENCES urls(id),  -- a page, an attachment, a stylesheet or a list feed (JSON)
    group_id INTEGER NOT NULL,   -- of link_groups
    PRIMARY KEY (page_id, group_id)
) WITHOUT ROWID;

CREATE VIEW links AS
SELECT p.page_id, f.target_id, f.tag, f.region, f.anchor, f.raw
FROM page_groups p JOIN link_groups g ON g.group_id = p.group_id JOIN link_forms f ON f.id = g.form_id;

CREATE TABLE unseen (
    -- what a page holds that its readers do not see (older bundles lack this table)
    page_id INTEGER NOT NULL REFERENCES pages(url_id),
    position INTEGER NOT NULL,
    how TEXT NOT NULL,           -- title (the title tag) | display | visibility | off-screen | zero-size | colour | …
    text TEXT NOT NULL,
    url TEXT NOT NULL,           -- where a hidden link leads, '' of a title
    PRIMARY KEY (page_id, position)
) WITHOUT ROWID;

CREATE TABLE places (
    -- where in an attachment a link stands, as far as it is known (older bundles lack this table and those up to
    -- screenshots)
    page_id INTEGER NOT NULL,
    target_id INTEGER NOT NULL,
    tag TEXT NOT NULL,
    page INTEGER, sheet TEXT, cell TEXT,
    PRIMARY KEY (page_id, target_id, tag)
) WITHOUT ROWID;

CREATE TABLE strays (
    -- references that there is nothing to ask for over HTTP, as written; page_id may be an attachment
    page_id INTEGER NOT NULL REFERENCES urls(id),
    raw TEXT NOT NULL,
    tag TEXT NOT NULL,           -- as of links; form-post: where a form is posted to, which is never asked
    region TEXT NOT NULL,
    anchor TEXT NOT NULL,
    page INTEGER, sheet TEXT, cell TEXT,
    PRIMARY KEY (page_id, raw, tag)
) WITHOUT ROWID;

CREATE TABLE fragments (
    -- links to a place within a page of the site; those that the page itself has a mark for are left out
    page_id INTEGER NOT NULL REFERENCES urls(id),
    target_id INTEGER NOT NULL REFERENCES urls(id),
    fragment TEXT NOT NULL,
    region TEXT NOT NULL,
    anchor TEXT NOT NULL,
    PRIMARY KEY (page_id, target_id, fragment)
) WITHOUT ROWID;

CREATE TABLE marks (
    -- what fragments can name within a page; no row where scripts answer for them
    page_id INTEGER PRIMARY KEY REFERENCES urls(id),
    names TEXT NOT NULL          -- JSON list
);

CREATE TABLE renderings (
    -- pages that were shown in Chromium, whose reading is that of the page as its scripts made it
    url_id INTEGER PRIMARY KEY REFERENCES urls(id),
    at TEXT NOT NULL,
    why TEXT NOT NULL,           -- marked (in the register) | empty (no text or no links without scripts)
    outcome TEXT NOT NULL,       -- ok | failed (read as it was fetched)
    warc_file TEXT NOT NULL, warc_offset INTEGER NOT NULL, sha256 TEXT NOT NULL  -- of the page as shown
);

CREATE TABLE screenshots (
    -- pictures of pages with the failed reference outlined
    page_id INTEGER NOT NULL REFERENCES urls(id),
    target_id INTEGER NOT NULL REFERENCES urls(id),
    at TEXT NOT NULL,
    file TEXT NOT NULL,          -- within the bundle
    PRIMARY KEY (page_id, target_id)
) WITHOUT ROWID;

CREATE TABLE documents (
    -- attachments and pictures in articles that were fetched, read or not
    url_id INTEGER PRIMARY KEY REFERENCES urls(id),
    name TEXT NOT NULL,
    format TEXT NOT NULL,        -- pdf | docx | xlsx | … by content, not by name
    reason TEXT NOT NULL,        -- ok | unsupported_type | too_large | parse_failed | skipped_budget (a picture)
    detail TEXT NOT NULL
);

CREATE TABLE parts (
    document_id INTEGER NOT NULL REFERENCES documents(url_id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    role TEXT NOT NULL,
    page INTEGER, sheet TEXT, cell TEXT,
    member TEXT,                 -- the file inside an archive
    hidden TEXT NOT NULL DEFAULT '',  -- why a reader does not see it (隐藏列, 批注 …), '' where in sight
    PRIMARY KEY (document_id, position)
) WITHOUT ROWID;

CREATE TABLE dates (
    -- dates shown that are not (believed to be) days of publication
    page_id INTEGER NOT NULL REFERENCES pages(url_id),
    item INTEGER NOT NULL,       -- position of the list's entry, -1: the page's own
    kind TEXT NOT NULL,          -- other (written, in force, changed …) | to_come (later than the day of reading)
    label TEXT NOT NULL,         -- what the page says it is, 'list' beside an entry
    date TEXT NOT NULL,
    PRIMARY KEY (page_id, item, kind, label, date)
) WITHOUT ROWID;

CREATE TABLE landings (
    -- the shape of what a look showed, where that may not be what was meant; of other sites' pages always
    url_id INTEGER NOT NULL REFERENCES urls(id),
    at TEXT NOT NULL,            -- the attempt's
    title TEXT NOT NULL,
    text TEXT NOT NULL,          -- the beginning of the visible text
    length INTEGER NOT NULL,     -- its characters in all, without blanks
    links INTEGER NOT NULL,
    things INTEGER NOT NULL,     -- pictures, frames and the like
    scripts INTEGER NOT NULL,
    password INTEGER NOT NULL,
    PRIMARY KEY (url_id, at)
) WITHOUT ROWID;

CREATE TABLE baselines (
    -- how a host answers for an address that cannot exist; title and the rest are empty where no page was shown
    host TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    at TEXT NOT NULL,
    status INTEGER,
    reason TEXT NOT NULL,
    final_url TEXT NOT NULL,
    shown INTEGER NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    length INTEGER NOT NULL,
    links INTEGER NOT NULL,
    things INTEGER NOT NULL,
    scripts INTEGER NOT NULL,
    password INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE tls_faults (
    -- each time a host's TLS was at fault and its page was read nevertheless
    host TEXT NOT NULL,
    at TEXT NOT NULL,
    fault TEXT NOT NULL,         -- incomplete | untrusted | weak
    detail TEXT NOT NULL
);

CREATE TABLE menus (
    -- entries of navigation menus and directory trees, of each menu on the first page where it was met
    page_id INTEGER NOT NULL REFERENCES urls(id),
    position INTEGER NOT NULL,
    parent INTEGER,              -- the position of the entry above, NULL at the top
    target_id INTEGER NOT NULL REFERENCES urls(id),
    name TEXT NOT NULL,
    PRIMARY KEY (page_id, position)
) WITHOUT ROWID;

CREATE TABLE lists (
    -- lists whose entries do not stand in the page, or lead nowhere
    page_id INTEGER NOT NULL REFERENCES urls(id),
    interface_id INTEGER REFERENCES urls(id),  -- from which a script fetches the entries
    unlinked INTEGER NOT NULL    -- dated entries without an address
);
CREATE INDEX lists_page ON lists(page_id);

CREATE TABLE pictures (
    -- pictures in the main text of articles; those that were read (or should have been) are in documents
    page_id INTEGER NOT NULL REFERENCES urls(id),
    target_id INTEGER NOT NULL REFERENCES urls(id),
    PRIMARY KEY (page_id, target_id)
) WITHOUT ROWID;
CREATE INDEX pictures_target ON pictures(target_id);

CREATE TABLE gaps (
    -- documents that were read but for a part (scanned pages, pictures); their detail says which
    document_id INTEGER PRIMARY KEY REFERENCES documents(url_id),
    reason TEXT NOT NULL         -- unsupported_type (no text recognition) | skipped_budget (no time left)
);
"""
