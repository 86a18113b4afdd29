"""The tables of a bundle's ``bundle.sqlite``. One writer (the gatherer), readers beside it (WAL).

Conventions: times are UTC ISO 8601 text; dates ISO text; ``*_source`` says where a field was read from.
"""

from __future__ import annotations

SCHEMA_VERSION = 2
DATABASE_NAME = "bundle.sqlite"

FINISHING = "CREATE INDEX IF NOT EXISTS page_links_form ON page_links(form_id)"
"""What is made once nothing more comes: nobody asks which pages link somewhere before, and late it costs a tenth."""

SCHEMA = """
CREATE TABLE about (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
-- keys: schema, bundle_id (uuid4 hex), spec (JSON), started, finished, complete (0|1), interrupted (0|1),
-- limits (JSON list of max_pages|max_minutes|max_depth), home_url (after redirects), dns_proven (0|1), error,
-- traps (JSON object: addresses turned away, counted by kind of trap),
-- account (JSON, of accounts that were read: problem, reaches, reaches_stated)

CREATE TABLE urls (
    -- the frontier: every address known, its state, attempts, depth and where it was first found
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    host TEXT NOT NULL,
    internal INTEGER NOT NULL,
    kind TEXT NOT NULL,          -- page | attachment | resource | external (what the link promised)
    state TEXT NOT NULL,         -- queued | active | look_again | done
    reason TEXT,                 -- of the last attempt, or robots_denied / skipped_budget / unsupported_type
    depth INTEGER NOT NULL,
    found_on INTEGER REFERENCES urls(id),
    attempts INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL DEFAULT 0, -- epoch seconds before which it must not be asked again
    redirect_to INTEGER REFERENCES urls(id)
);
CREATE INDEX urls_state ON urls(state, due);

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
    -- a link as pages show it, once however many pages do: most links stand on every page
    id INTEGER PRIMARY KEY,
    target_id INTEGER NOT NULL REFERENCES urls(id),
    tag TEXT NOT NULL,
    region TEXT NOT NULL,        -- nav | main
    anchor TEXT NOT NULL,
    raw TEXT NOT NULL            -- the attribute as written, '' when it equals the target
);
CREATE INDEX link_forms_target ON link_forms(target_id);

CREATE TABLE page_links (
    page_id INTEGER NOT NULL REFERENCES urls(id),
    form_id INTEGER NOT NULL REFERENCES link_forms(id),
    PRIMARY KEY (page_id, form_id)
) WITHOUT ROWID;

CREATE VIEW links AS
SELECT l.page_id, f.target_id, f.tag, f.region, f.anchor, f.raw
FROM page_links l JOIN link_forms f ON f.id = l.form_id;

CREATE TABLE documents (
    -- attachments that were fetched, read or not
    url_id INTEGER PRIMARY KEY REFERENCES urls(id),
    name TEXT NOT NULL,
    format TEXT NOT NULL,        -- pdf | docx | xlsx | … by content, not by name
    reason TEXT NOT NULL,        -- ok | unsupported_type | too_large | parse_failed
    detail TEXT NOT NULL
);

CREATE TABLE parts (
    document_id INTEGER NOT NULL REFERENCES documents(url_id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    role TEXT NOT NULL,
    page INTEGER, sheet TEXT, cell TEXT,
    PRIMARY KEY (document_id, position)
) WITHOUT ROWID;
"""

LINK_TABLES = """
CREATE TABLE IF NOT EXISTS landings (
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

CREATE TABLE IF NOT EXISTS baselines (
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

CREATE TABLE IF NOT EXISTS tls_faults (
    -- each time a host's TLS was at fault and its page was read nevertheless
    host TEXT NOT NULL,
    at TEXT NOT NULL,
    fault TEXT NOT NULL,         -- incomplete | untrusted | weak
    detail TEXT NOT NULL
);
"""
"""Tables that bundles of earlier versions do not have."""

SCHEMA += LINK_TABLES
