"""Where things are referred to in a bundle: the pages, or the files that pages link to or need."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from records.evidence import LinkUse, LostFragment, Stray

MAX_USES = 200
"""How many places of one reference are told; all are counted."""

_ORDER = "CASE p.kind WHEN 'home' THEN 0 WHEN 'list' THEN 1 ELSE 2 END, r.page_id"
_KIND = "CASE WHEN p.text_source = 'list-data' THEN '' ELSE COALESCE(p.kind, '') END"  # what a script reads is a file
_USE = f"r.page_id, u.url, COALESCE(p.title, ''), {_KIND}, r.anchor, r.tag, r.region, r.raw"
_PLACE = "LEFT JOIN places w ON w.page_id = r.page_id AND w.target_id = r.target_id AND w.tag = r.tag"
_FROM = "JOIN urls u ON u.id = r.page_id LEFT JOIN pages p ON p.url_id = r.page_id"


def link_uses(db: sqlite3.Connection, target_id: int) -> tuple[LinkUse, ...]:
    """The first places that link to a target: home page, lists, the rest."""
    rows = db.execute(
        f"SELECT {_USE}, w.page, w.sheet, w.cell FROM links r {_FROM} {_PLACE} WHERE r.target_id = ?"  # noqa: S608
        f" ORDER BY {_ORDER} LIMIT ?",
        (target_id, MAX_USES),
    ).fetchall()
    return _uses(db, rows)


def strays(db: sqlite3.Connection) -> Iterator[Stray]:
    """Every distinct reference that there is nothing to ask for."""
    written = db.execute("SELECT raw, count(DISTINCT page_id) FROM strays GROUP BY raw ORDER BY min(page_id), raw")
    for raw, count in written.fetchall():
        rows = db.execute(
            f"SELECT {_USE}, r.page, r.sheet, r.cell FROM strays r {_FROM} WHERE r.raw = ? ORDER BY {_ORDER} LIMIT ?",  # noqa: S608
            (raw, MAX_USES),
        ).fetchall()
        yield Stray(raw, _uses(db, rows), count)


def lost_fragments(db: sqlite3.Connection) -> Iterator[LostFragment]:
    """Links to places that a page does not have."""
    linked = db.execute(
        "SELECT f.target_id, u.url, f.fragment, m.names, count(DISTINCT f.page_id) FROM fragments f"
        " JOIN urls u ON u.id = f.target_id JOIN marks m ON m.page_id = COALESCE(u.redirect_to, u.id)"
        " GROUP BY f.target_id, f.fragment ORDER BY f.target_id, f.fragment"
    )
    for target_id, url, fragment, names, count in linked.fetchall():
        if fragment in json.loads(names):
            continue
        rows = db.execute(
            "SELECT r.page_id, u.url, COALESCE(p.title, ''), COALESCE(p.kind, ''), r.anchor, 'a', r.region,"  # noqa: S608
            f" '#' || r.fragment, NULL, NULL, NULL FROM fragments r {_FROM} WHERE r.target_id = ? AND r.fragment = ?"
            f" ORDER BY {_ORDER} LIMIT ?",
            (target_id, fragment, MAX_USES),
        ).fetchall()
        yield LostFragment(url, fragment, _uses(db, rows), count)


def browser_facts(db: sqlite3.Connection, url: str, target: str) -> dict[str, Any]:
    """``rendered`` where the page was read as a browser showed it, ``screenshot`` where there is a picture of its
    reference to ``target`` (a file of the bundle).
    """
    rendered = db.execute(
        "SELECT 1 FROM renderings r JOIN urls u ON u.id = r.url_id WHERE u.url = ? AND r.outcome = 'ok'", (url,)
    ).fetchone()
    picture = db.execute(
        "SELECT s.file FROM screenshots s JOIN urls u ON u.id = s.page_id JOIN urls t ON t.id = s.target_id"
        " WHERE u.url = ? AND t.url = ?",
        (url, target),
    ).fetchone()
    return ({"rendered": True} if rendered else {}) | ({"screenshot": picture[0]} if picture else {})


def _uses(db: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> tuple[LinkUse, ...]:
    """Rows as uses; where a reference stands in a file, the first page with that file is what a clerk opens."""
    uses = []
    for page_id, url, title, kind, anchor, tag, region, raw, page, sheet, cell in rows:
        if kind:
            uses.append(LinkUse(url, title, kind, anchor, tag, region, raw))
            continue
        holder = db.execute(
            "SELECT u.url, COALESCE(p.title, ''), p.kind FROM links l JOIN urls u ON u.id = l.page_id"
            " JOIN pages p ON p.url_id = l.page_id"
            " WHERE l.target_id IN (SELECT ? UNION SELECT id FROM urls WHERE redirect_to = ?)"
            " ORDER BY (p.kind = 'article') DESC, l.page_id LIMIT 1",
            (page_id, page_id),
        ).fetchone()
        named = db.execute("SELECT name FROM documents WHERE url_id = ?", (page_id,)).fetchone()
        name = named[0] if named else url.partition("?")[0].rpartition("/")[2]
        at, of, kind_of_page = holder or (url, "", "other")
        uses.append(LinkUse(at, of, kind_of_page, anchor, tag, region, raw, url, name, page, sheet, cell))
    return tuple(uses)
