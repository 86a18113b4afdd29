"""What a bundle holds of one page: its fields; links, entries and dates are read when they are wanted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date

from records.bundle.later import Later
from records.bundle.schema import OWN_DATES
from records.bundle.unseen import unseen_of
from records.evidence import ListItem, Page, PageLink, SourcedDate, SourcedText
from records.model import Reason


def dated(value: str | None, source: str | None) -> SourcedDate | None:
    """A stored date and where it stood, None where there is none."""
    return SourcedDate(date.fromisoformat(value), source or "") if value else None


def page_of(db: sqlite3.Connection, page_id: int) -> Page:
    """One page by its id in the bundle."""
    row = db.execute(
        "SELECT u.url, p.kind, p.title, p.title_source, p.published, p.published_source, p.column_name,"
        " p.column_name_source, p.breadcrumb, p.source, p.source_source, p.doc_no, p.doc_no_source, p.index_no,"
        " p.index_no_source, p.text, p.text_source, p.meta FROM pages p JOIN urls u ON u.id = p.url_id"
        " WHERE p.url_id = ?",
        (page_id,),
    ).fetchone()
    return Page(
        url=row[0],
        kind=row[1],
        headline=_sourced(row[2], row[3]),
        published=dated(row[4], row[5]),
        column_name=_sourced(row[6], row[7]),
        breadcrumb=tuple(name for name, _ in json.loads(row[8])),
        source=_sourced(row[9], row[10]),
        doc_no=_sourced(row[11], row[12]),
        index_no=_sourced(row[13], row[14]),
        text=row[15],
        text_source=row[16],
        meta=json.loads(row[17]),
        links=Later(lambda: _links(db, page_id)),
        items=Later(lambda: items_of(db, page_id)),
        other_dates=Later(lambda: _own_dates(db, page_id, "other")),
        to_come=Later(lambda: _own_dates(db, page_id, "to_come")),
        unseen=Later(lambda: unseen_of(db, page_id)),
    )


def items_of(db: sqlite3.Connection, page_id: int) -> Iterator[ListItem]:
    """The entries of a list, each with what is known of the page behind it."""
    to_come = dict(_dates(db, page_id, "to_come"))
    rows = db.execute(
        "SELECT i.position, i.title, u.url, i.date, i.date_source, p.published, p.published_source, p.kind,"
        " u.reason, u.attempts, p.source FROM items i JOIN urls u ON u.id = i.target_id"
        " LEFT JOIN pages p ON p.url_id = COALESCE(u.redirect_to, u.id)"
        " WHERE i.page_id = ? ORDER BY i.position",
        (page_id,),
    )
    for position, title, url, day, source, published, dated_by, kind, reason, attempts, issuer in rows:
        listed, article = dated(day, source), dated(published, dated_by)
        behind = dated(published, f"article:{dated_by}")
        better = listed if listed and (listed.sure or not (behind and behind.sure)) else behind
        yield ListItem(
            title,
            url,
            better,
            article=article,
            article_kind=kind or "",
            to_come=to_come.get(position),
            reason=Reason(reason) if reason and attempts else None,
            missing=reason == Reason.NOT_FOUND and attempts > 1,
            source=issuer or "",
        )


def _sourced(value: str | None, source: str | None) -> SourcedText | None:
    return SourcedText(value, source or "") if value else None


def _links(db: sqlite3.Connection, page_id: int) -> Iterator[PageLink]:
    rows = db.execute(
        "SELECT u.url, l.anchor, l.region FROM links l JOIN urls u ON u.id = l.target_id"
        " WHERE l.page_id = ? AND l.region = 'main'",
        (page_id,),
    )
    return (PageLink(*row) for row in rows)


def _dates(db: sqlite3.Connection, page_id: int, kind: str) -> Iterator[tuple[int, SourcedDate]]:
    rows = db.execute("SELECT item, date, label FROM dates WHERE page_id = ? AND kind = ?", (page_id, kind))
    return ((item, SourcedDate(date.fromisoformat(day), label)) for item, day, label in rows)


def _own_dates(db: sqlite3.Connection, page_id: int, kind: str) -> Iterator[SourcedDate]:
    return (dated for item, dated in _dates(db, page_id, kind) if item == OWN_DATES)
