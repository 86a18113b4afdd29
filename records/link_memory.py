"""The office's memory of links and probes: what rules are told of earlier inspections, and what this one adds."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from sqlite_utils import Database

from records.bundle.known import KnownGood
from records.clock import CHINA
from records.database import rows, transaction
from records.ledger.times import utc_text
from records.model import Reason
from records.past import LinkHistory, ProbeSeen, SitePast

CACHE_DAYS = 7
"""For how many days an address of another site that opened is taken as good; failures are always asked again."""

PROBE_DAYS = 7
_WITNESS_SECONDS = 300


def site_past(db: Database, site: str, today: date, bundle: str) -> SitePast:
    """What is remembered of a site on the day ``today``, apart from what the evidence ``bundle`` itself added."""
    standing = rows(db, "SELECT id FROM findings WHERE site = ? AND state != 'resolved'", [site])
    return SitePast(
        history=lambda url: _history(db, site, url, today, bundle),
        probes=tuple(_probes(db, site, today)),
        standing=frozenset(row["id"] for row in standing),
    )


def remember_links(
    db: Database,
    site: str,
    day: date,
    bundle: str,
    *,
    good: Iterable[str],
    broken: Iterable[str],
    faltered: Iterable[str],
    moved: Mapping[str, str],
) -> None:
    """Add what one inspection saw of its addresses. ``faltered`` are good ones that failed at the first look, ``moved``
    those of the site that were forwarded to a page under another address.

    The same ``bundle`` again changes nothing. Raises :class:`StorageError`.
    """
    today = day.isoformat()
    good, broken, faltered = list(good), set(broken), set(faltered)
    with transaction(db):
        known = {row["url"]: row for row in rows(db, "SELECT * FROM link_history WHERE site = ?", [site])}
        for url in broken | faltered | (known.keys() & set(good)):
            before = known.get(url)
            if before is not None and before["bundle"] == bundle:
                continue
            _note(db, (site, url), before, today, bundle, is_broken=url in broken, faltered=url in faltered)
        db.conn.executemany(
            "INSERT INTO link_marks VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET last_good = max(last_good, excluded.last_good)",
            [(site, mark_of(url), today) for url in good if url not in broken],
        )
        led = {row["url"] for row in rows(db, "SELECT url FROM link_moves WHERE site = ?", [site])}
        stay = led.intersection(good).difference(broken, moved)
        db.conn.executemany("DELETE FROM link_moves WHERE site = ? AND url = ?", [(site, url) for url in stay])
        db.conn.executemany(
            "INSERT OR REPLACE INTO link_moves VALUES (?, ?, ?)",
            [(site, url, led_to) for url, led_to in moved.items() if url not in broken],
        )


def known_good(db: Database, day: date) -> dict[str, KnownGood]:
    """Addresses of other sites that opened in the days up to ``day``."""
    first = (day - timedelta(days=CACHE_DAYS)).isoformat()
    found = rows(db, "SELECT * FROM link_cache WHERE day BETWEEN ? AND ?", [first, day.isoformat()])
    return {
        row["url"]: KnownGood(row["at"], row["method"], row["status"], row["final_url"], row["content_type"])
        for row in found
    }


def remember_good(db: Database, day: date, good: Mapping[str, KnownGood], failed: Iterable[str]) -> None:
    """Keep addresses of other sites that opened, and forget those that did not, and what is too old to be used."""
    with transaction(db):
        db.conn.executemany(
            "INSERT OR REPLACE INTO link_cache VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (url, day.isoformat(), one.at, one.method, one.status, one.final_url, one.content_type)
                for url, one in good.items()
            ],
        )
        db.conn.executemany("DELETE FROM link_cache WHERE url = ?", [(url,) for url in failed])
        oldest = (day - timedelta(days=CACHE_DAYS)).isoformat()
        db.conn.execute("DELETE FROM link_cache WHERE day < ?", [oldest])


def mark_of(url: str) -> int:
    """63 bits that stand for an address."""
    return int.from_bytes(hashlib.sha256(url.encode("utf-8", "replace")).digest()[:8], "big") >> 1


def _note(
    db: Database,
    key: tuple[str, str],
    before: Mapping[str, object] | None,
    today: str,
    bundle: str,
    *,
    is_broken: bool,
    faltered: bool,
) -> None:
    if before is None:
        good = rows(db, "SELECT 1 FROM link_marks WHERE site = ? AND mark = ?", [key[0], mark_of(key[1])])
        changes = FALTER if faltered else 1 if good else 0
        values = (int(is_broken), today, today, int(is_broken), changes, bundle)
        db.conn.execute("INSERT INTO link_history VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [*key, *values])
        return
    changed = bool(before["is_broken"]) != is_broken
    db.conn.execute(
        "UPDATE link_history SET is_broken = ?, first_broken = CASE WHEN ? THEN ? ELSE first_broken END,"
        " last_broken = CASE WHEN ? THEN ? ELSE last_broken END, times_broken = times_broken + ?,"
        " changes = changes + ?, bundle = ? WHERE site = ? AND url = ?",
        [
            *(is_broken, changed and is_broken, today, is_broken, today, is_broken),
            *((FALTER if faltered else 0) + changed, bundle, *key),
        ],
    )


FORWARDED = 2
"""How many addresses may have been forwarded to one page (two spellings of one address) before it is a catch-all."""

FALTER = 2
"""An address that failed and opened within one inspection went there and back."""


def _history(db: Database, site: str, url: str, today: date, bundle: str) -> LinkHistory:
    marks = rows(db, "SELECT last_good FROM link_marks WHERE site = ? AND mark = ?", [site, mark_of(url)])
    last_good = date.fromisoformat(marks[0]["last_good"]) if marks else None
    if last_good is not None and last_good > today:
        last_good = None
    known = rows(db, "SELECT * FROM link_history WHERE site = ? AND url = ?", [site, url])
    led_to = _led_to(db, site, url) if last_good else ""
    if not known:
        return LinkHistory(last_good, led_to=led_to)
    row = known[0]
    counted = row["bundle"] == bundle and row["is_broken"]  # evidence that is judged again was counted already
    first = date.fromisoformat(row["first_broken"]) if row["is_broken"] else None
    if first is not None and first > today:
        first = None
    return LinkHistory(last_good, first, row["times_broken"] - bool(counted), row["changes"], led_to)


def _led_to(db: Database, site: str, url: str) -> str:
    query = (
        "SELECT led_to, (SELECT count(*) FROM link_moves o WHERE o.site = m.site AND o.led_to = m.led_to) AS others"
        " FROM link_moves m WHERE m.site = ? AND m.url = ?"
    )
    found = rows(db, query, [site, url])
    return str(found[0]["led_to"]) if found and found[0]["others"] <= FORWARDED else ""


def _probes(db: Database, site: str, today: date) -> Iterable[ProbeSeen]:
    """The site's probes of the last seven days up to and with ``today``, by Chinese time."""
    end = datetime.combine(today + timedelta(days=1), time(), CHINA)
    span = [utc_text(end - timedelta(days=PROBE_DAYS)), utc_text(end)]
    own = rows(db, "SELECT * FROM probes WHERE site = ? AND at >= ? AND at < ? ORDER BY at", [site, *span])
    if not own:
        return
    query = "SELECT at FROM probes WHERE site != ? AND ok = 1 AND at >= ? AND at < ? ORDER BY at"
    others = [datetime.fromisoformat(row["at"]).timestamp() for row in rows(db, query, [site, *span])]
    for row in own:
        at = datetime.fromisoformat(row["at"]).timestamp()
        near = others[bisect_left(others, at - _WITNESS_SECONDS) :][:1]
        witnessed = bool(near) and near[0] <= at + _WITNESS_SECONDS
        reason = Reason(row["reason"])
        yield ProbeSeen(row["at"], bool(row["ok"]), row["seconds"], reason, row["status"], witnessed)
