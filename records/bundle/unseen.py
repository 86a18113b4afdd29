"""What a bundle tells of links to other sites and of what readers do not see."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from records.evidence import HeadTags, OutgoingLink, Unseen

SEARCH_ENGINE = "search_engine"
"""The key of ``about`` under which the home page's head tags are kept as a search engine is shown them."""


def unseen_of(db: sqlite3.Connection, page_id: int) -> Iterator[Unseen]:
    """The title tag and the hidden links of one page."""
    for row in db.execute("SELECT how, text, url FROM unseen WHERE page_id = ? ORDER BY position", (page_id,)):
        yield Unseen(*row)


def links_out(db: sqlite3.Connection) -> Iterator[OutgoingLink]:
    """Links to other sites, hidden ones first."""
    for row in db.execute(
        "SELECT x.url, x.text, min(u.url), count(DISTINCT x.page_id), x.how FROM unseen x"
        " JOIN urls u ON u.id = x.page_id WHERE x.url != '' GROUP BY x.url, x.text, x.how ORDER BY 1, 2, 5"
    ):
        yield OutgoingLink(*row)
    for row in db.execute(
        "SELECT t.url, l.anchor, min(u.url), count(DISTINCT l.page_id) FROM links l"
        " JOIN urls t ON t.id = l.target_id JOIN urls u ON u.id = l.page_id"
        " WHERE t.internal = 0 AND l.tag IN ('a', 'area', 'onclick') AND l.anchor != ''"
        " GROUP BY t.url, l.anchor ORDER BY 1, 2"
    ):
        yield OutgoingLink(*row)


def head_from_json(told: str) -> HeadTags | None:
    """What :func:`head_as_json` wrote; None where nothing was."""
    return HeadTags(**json.loads(told)) if told else None


def head_as_json(head: HeadTags) -> str:
    """As JSON, for ``about``."""
    values = {"title": head.title, "keywords": head.keywords, "description": head.description}
    return json.dumps(values, ensure_ascii=False)
