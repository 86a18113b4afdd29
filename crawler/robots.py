"""robots.txt (RFC 9309), asked once a host and scheme, through the same paced and recorded way as everything else."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from protego import Protego

from records.urls import host_of

MAX_BYTES = 500 * 1024


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an address must not be asked. ``wait`` are the seconds after which that may have changed (None: it stays)."""

    why: str
    wait: float | None = None


_DENIED = Refusal("网站的 robots.txt 不允许访问")


class Robots:
    """Whether an address may be asked.

    ``fetch`` takes the address of a robots.txt, follows redirects and gives the status of the answer (None: there was
    none) and its text. A server error (5xx) forbids everything (RFC 9309, 2.3.1.4) until it is asked again, ``again``
    seconds later at the earliest. Any other failure allows everything (2.3.1.3); where there was no answer at all the
    pages themselves tell what is wrong with the host. ``on_delay`` is told a host's Crawl-delay.
    """

    def __init__(
        self,
        agent: str,
        fetch: Callable[[str], Awaitable[tuple[int | None, bytes]]],
        on_delay: Callable[[str, float], None],
        again: float,
    ) -> None:
        self._agent = agent
        self._fetch = fetch
        self._on_delay = on_delay
        self._again = again
        self._rules: dict[str, asyncio.Future[Protego | Refusal | None]] = {}
        self._refused_until: dict[str, float] = {}

    async def refusal(self, url: str) -> Refusal | None:
        """Why the host's robots.txt does not let us ask ``url``; None where it does."""
        rules = await self._rules_of(url)
        if isinstance(rules, Protego):
            return None if rules.can_fetch(url, self._agent) else _DENIED
        return rules

    async def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the robots.txt of the host of ``url`` names."""
        rules = await self._rules_of(url)
        return list(rules.sitemaps) if isinstance(rules, Protego) else []

    async def _rules_of(self, url: str) -> Protego | Refusal | None:
        origin = "/".join(url.split("/", 3)[:3])
        future = self._rules.get(origin)
        if future is not None and future.done() and self._refused_until.get(origin, math.inf) <= time.monotonic():
            future = None
        if future is None:
            future = self._rules[origin] = asyncio.get_running_loop().create_future()
            try:
                rules = await self._read(origin)
            except BaseException:
                del self._rules[origin]
                future.set_result(None)
                raise
            future.set_result(rules)
        return future.result() if future.done() else await asyncio.shield(future)

    async def _read(self, origin: str) -> Protego | Refusal | None:
        status, body = await self._fetch(origin + "/robots.txt")
        if status is not None and status >= 500:
            self._refused_until[origin] = time.monotonic() + self._again
            why = f"网站的 robots.txt 打不开（状态码 {status}），不知道是否允许访问，按不允许处理"
            return Refusal(why, self._again)
        self._refused_until.pop(origin, None)
        if not body:
            return None
        rules = Protego.parse(body[:MAX_BYTES].decode("utf-8", "replace"))
        if delay := rules.crawl_delay(self._agent):
            self._on_delay(host_of(origin + "/"), float(delay))
        return rules
