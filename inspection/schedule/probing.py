"""Probing home pages (首页探测): each opened once, as a visitor would, within the standard's 15 seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlite_utils import Database

from records.clock import now_utc
from records.database import transaction
from records.ledger.times import utc_text
from records.model import Reason
from records.register.model import RegisteredSite
from records.urls import host_of, is_private, normalise

if TYPE_CHECKING:
    import aiohttp

LIMIT_SECONDS = 15.0
"""国办秘函〔2019〕19号: a home page that is not open after 15 seconds counts as not open."""

MAX_HOPS = 10
AT_ONCE = 8
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Probe:
    """One look at one home page: ``at`` is UTC ISO text, ``seconds`` what it took until it was there or given up."""

    site: str
    at: str
    ok: bool
    seconds: float
    reason: Reason
    status: int | None
    detail: str


def probe_all(sites: Sequence[RegisteredSite], contact: str, limit_seconds: float = LIMIT_SECONDS) -> tuple[Probe, ...]:
    """Probe the sites, several at once, in the order given. Never raises for what a site does."""
    return asyncio.run(_probe_all(sites, contact, limit_seconds))


def store_probes(db: Database, probes: Sequence[Probe]) -> None:
    """Keep the results. Raises :class:`StorageError`."""
    with transaction(db):
        db.conn.executemany(
            "INSERT INTO probes (site, at, ok, seconds, reason, status, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(p.site, p.at, p.ok, round(p.seconds, 3), p.reason, p.status, p.detail) for p in probes],
        )


async def _probe_all(sites: Sequence[RegisteredSite], contact: str, limit: float) -> tuple[Probe, ...]:
    import aiohttp  # noqa: PLC0415 - with Scrapy three times what starting any other command takes

    from crawler.user_agent import user_agent  # noqa: PLC0415

    gate = asyncio.Semaphore(AT_ONCE)
    headers = {"User-Agent": user_agent(contact), "Accept": "text/html,*/*;q=0.8"}
    async with aiohttp.ClientSession(headers=headers) as session:

        async def one(site: RegisteredSite) -> Probe:
            async with gate:
                return await _probe(session, site, limit)

        return tuple(await asyncio.gather(*map(one, sites)))


async def _probe(session: aiohttp.ClientSession, site: RegisteredSite, limit: float) -> Probe:
    from crawler.reasons import reason_of_exception, reason_of_status  # noqa: PLC0415

    at, started = utc_text(now_utc()), time.monotonic()
    status, detail = None, ""
    try:
        async with asyncio.timeout(limit):
            status, detail = await _open(session, site.url)
        reason = reason_of_status(status) if not detail else Reason.HTTP_ERROR
    except TimeoutError:
        reason = Reason.TIMEOUT
    except Exception as error:  # noqa: BLE001,RUF100 - whatever a hostile server provokes becomes a reason
        reason, detail = reason_of_exception(error)
    return Probe(site.id, at, reason is Reason.OK, time.monotonic() - started, reason, status, detail)


async def _open(session: aiohttp.ClientSession, url: str) -> tuple[int, str]:
    """The last status after redirects, and what is wrong with the redirects (``""``: nothing)."""
    inner = is_private(host_of(url))
    for _ in range(MAX_HOPS):
        async with session.get(url, allow_redirects=False) as answer:
            location = answer.headers.get("Location")
            if answer.status not in _REDIRECTS or not location:
                await answer.content.read(1)  # the page has begun to arrive
                return answer.status, ""
        target = normalise(url, location)
        if target is None or (is_private(host_of(target)) and not inner):
            return answer.status, "跳转到无法访问的地址"
        url = target
    return answer.status, "跳转次数过多"
