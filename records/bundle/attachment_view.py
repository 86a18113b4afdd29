"""What a bundle holds of one attachment: its texts, and the page on which a clerk mends what it says."""

from __future__ import annotations

import sqlite3

from records.bundle.page_view import dated
from records.evidence import Attachment, TextPart
from records.model import Reason

_SHOWING = (
    "SELECT u.url, p.title, p.published, p.published_source FROM pictures i JOIN urls u ON u.id = i.page_id"
    " JOIN pages p ON p.url_id = i.page_id WHERE i.target_id = ? ORDER BY i.page_id LIMIT 1"
)
_LINKING = (
    "SELECT u.url, p.title, p.published, p.published_source FROM links l JOIN urls u ON u.id = l.page_id"
    " LEFT JOIN pages p ON p.url_id = l.page_id"
    " WHERE l.target_id IN (SELECT ? UNION SELECT id FROM urls WHERE redirect_to = ?)"
    " ORDER BY p.url_id IS NULL, (p.kind = 'article') DESC, l.page_id LIMIT 1"
)
"""The page on which a clerk mends what a document says: one that shows it as a picture, else one that links to it."""


def attachment_of(db: sqlite3.Connection, document_id: int) -> Attachment:
    """One attachment by its id in the bundle."""
    url, name, form, reason, detail, unread = db.execute(
        "SELECT u.url, d.name, d.format, d.reason, d.detail, g.reason FROM documents d"
        " JOIN urls u ON u.id = d.url_id LEFT JOIN gaps g ON g.document_id = d.url_id WHERE d.url_id = ?",
        (document_id,),
    ).fetchone()
    parts = tuple(
        TextPart(*row)
        for row in db.execute(
            "SELECT text, role, page, sheet, cell, member, hidden FROM parts WHERE document_id = ? ORDER BY position",
            (document_id,),
        )
    )
    linking = db.execute(_SHOWING, (document_id,)).fetchone()
    shown = linking is not None
    if not shown:
        linking = db.execute(_LINKING, (document_id, document_id)).fetchone()
    mend_url, title, published, source = linking or (url, None, None, None)
    found = Attachment(
        url=url,
        mend_url=mend_url,
        name=name,
        format=form,
        reason=Reason(reason),
        parts=parts,
        published=dated(published, source),
        detail=detail,
        shown_in=(title or "") if shown else None,
        unread=Reason(unread) if unread else None,
    )
    return found.with_masked_names()
