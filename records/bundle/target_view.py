"""What a bundle holds of one address: the looks at it, and where it is referred to."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from records.bundle.later import Later
from records.bundle.uses import link_uses
from records.evidence import Attempt, Target
from records.landing import Landing
from records.model import Reason


def target_of(db: sqlite3.Connection, url_id: int, landings: Mapping[str, Landing]) -> Target:
    """One address by its id in the bundle; ``landings`` are what its looks showed, by their time."""
    url, kind, internal, reason = db.execute(
        "SELECT url, kind, internal, reason FROM urls WHERE id = ?", (url_id,)
    ).fetchone()
    rows = db.execute(
        "SELECT at, method, status, reason, final_url, elapsed_ms, detail, content_type FROM attempts"
        " WHERE url_id = ? ORDER BY id",
        (url_id,),
    ).fetchall()
    (use_count,) = db.execute("SELECT count(DISTINCT page_id) FROM links WHERE target_id = ?", (url_id,)).fetchone()
    return Target(
        url=url,
        kind=kind,
        internal=bool(internal),
        reason=Reason(reason) if reason else Reason.SKIPPED_BUDGET,
        attempts=tuple(Attempt(r[0], r[1], r[2], Reason(r[3]), r[4], r[5], r[6], landings.get(r[0])) for r in rows),
        uses=Later(lambda: link_uses(db, url_id)),
        use_count=use_count,
        content_type=rows[-1][7] if rows else "",
    )
