"""robots.txt (RFC 9309), asked once a host and scheme, through the same paced and recorded way as everything else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from protego import Protego

from records.urls import host_of

MAX_BYTES = 500 * 1024


class Robots:
    """Whether an address may be asked.

    ``fetch`` takes the address of a robots.txt, follows redirects and gives its text, or None where the host has none
    or cannot be reached: then everything may be asked, and the pages themselves tell what is wrong with the host.
    ``on_delay`` is told a host's Crawl-delay.
    """

    def __init__(
        self,
        agent: str,
        fetch: Callable[[str], Awaitable[bytes | None]],
        on_delay: Callable[[str, float], None],
    ) -> None:
        self._agent = agent
        self._fetch = fetch
        self._on_delay = on_delay
        self._rules: dict[str, asyncio.Future[Protego | None]] = {}

    async def allows(self, url: str) -> bool:
        """Whether the host's robots.txt lets us ask ``url``."""
        rules = await self._rules_of(url)
        return rules is None or bool(rules.can_fetch(url, self._agent))

    async def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the robots.txt of the host of ``url`` names."""
        rules = await self._rules_of(url)
        return [] if rules is None else list(rules.sitemaps)

    async def _rules_of(self, url: str) -> Protego | None:
        origin = "/".join(url.split("/", 3)[:3])
        future = self._rules.get(origin)
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

    async def _read(self, origin: str) -> Protego | None:
        body = await self._fetch(origin + "/robots.txt")
        if not body:
            return None
        rules = Protego.parse(body[:MAX_BYTES].decode("utf-8", "replace"))
        if delay := rules.crawl_delay(self._agent):
            self._on_delay(host_of(origin + "/"), float(delay))
        return rules
