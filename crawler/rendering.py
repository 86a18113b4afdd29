"""Pages as their scripts make them, in the system's Chromium, steered by Playwright.

Chromium itself never reaches the network: the page is what was fetched before, and whatever it then asks for is fetched
like everything else (pace, robots.txt, limits, no inner network, the inspection's own name) and handed in. Only what a
page needs to show its text is asked, and only with GET: an inspection never posts.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.browser import find_chromium
from crawler.fetching import Answer
from crawler.screenshot_masks import ATTEMPTS, mask_page
from records.model import Reason

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Playwright, Route

PAGE_SECONDS = 60.0
"""How long one page may take, with everything it needs."""
QUIET_SECONDS = 30.0
"""How long to wait until a page asks for nothing more; then it is taken as it is."""
MAX_REQUESTS = 80
MAX_CACHE_BYTES = 48 * 1024 * 1024
PAGES_A_BROWSER = 100
_TEXT_NEEDS = frozenset(("script", "xhr", "fetch", "stylesheet"))
_PICTURE_NEEDS = _TEXT_NEEDS | {"image", "font"}
_HEADERS = (b"Content-Type", b"Access-Control-Allow-Origin", b"Access-Control-Allow-Credentials")
_OUTLINE = """([target, raw]) => {
  let first = null;
  for (const element of document.querySelectorAll('a,area,img,iframe,script,link,video,audio,source,form,embed')) {
    for (const name of ['href', 'src', 'action', 'data']) {
      const written = element.getAttribute(name);
      if (written === null) continue;
      let led = '';
      try { led = new URL(written, document.baseURI).href.split('#')[0]; } catch (fault) {}
      if (led !== target && written !== raw) continue;
      element.style.setProperty('outline', '4px solid red', 'important');
      element.style.setProperty('outline-offset', '3px', 'important');
      if (first === null && element.getClientRects().length) first = element;
    }
  }
  if (first) first.scrollIntoView({block: 'center'});
  return first !== null;
}"""
log = logging.getLogger(__name__)


class Renderer:
    """One Chromium for one gathering; starts with the first page, one page at a time.

    ``fetch`` looks at an address for the page, as :meth:`crawler.fetching.Fetcher.get` does.
    """

    def __init__(self, fetch: Callable[[str], Awaitable[Answer]], page_seconds: float = PAGE_SECONDS) -> None:
        self._fetch = fetch
        self._page_seconds = page_seconds
        self._turn = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._shown = 0
        self._cache: dict[str, Answer] = {}
        self._cached = 0

    async def render(self, answer: Answer) -> bytes | None:
        """The page in UTF-8 as its scripts leave it; None where it could not be shown."""

        async def take(page: Page) -> bytes:
            return (await page.content()).encode("utf-8", "replace")

        found = await self._show(answer, _TEXT_NEEDS, take)
        return found if isinstance(found, bytes) else None

    async def screenshot(self, answer: Answer, target: str, raw: str) -> bytes | None:
        """A picture (PNG) of the part of the page with the reference to ``target`` outlined in red; None where it could
        not be shown, or the reference is not to be seen, or the page does not hold still to be masked.
        """

        async def take(page: Page) -> bytes | None:
            seen = await page.evaluate(_OUTLINE, [target, raw])
            if not seen:
                return None
            if await mask_page(page) is None:
                return None
            for _ in range(ATTEMPTS):
                picture = await page.screenshot(type="png", timeout=20_000)
                if await mask_page(page) == 0:  # no script has written anything anew while it was taken
                    return picture
            return None

        found = await self._show(answer, _PICTURE_NEEDS, take)
        return found if isinstance(found, bytes) else None

    async def close(self) -> None:
        """End Chromium."""
        browser, self._browser = self._browser, None
        playwright, self._playwright = self._playwright, None
        if browser is not None:
            await _ended(browser.close())
        if playwright is not None:
            await _ended(playwright.stop())

    async def _show(
        self, answer: Answer, needs: frozenset[str], take: Callable[[Page], Awaitable[bytes | None]]
    ) -> bytes | None:
        async with self._turn:
            try:
                return await asyncio.wait_for(self._open(answer, needs, take), self._page_seconds)
            except Exception:  # whatever a hostile page does to its browser costs that page alone
                log.debug("%s", answer.url, exc_info=True)
                await self.close()  # a script without end: only a new browser helps
                return None

    async def _open(
        self, answer: Answer, needs: frozenset[str], take: Callable[[Page], Awaitable[bytes | None]]
    ) -> bytes | None:
        from playwright.async_api import Error  # noqa: PLC0415 - an optional library

        context = await self._context()
        needed = _Needed(answer, needs, self._fetched)

        async def serve(route: Route) -> None:
            try:
                await needed.serve(route)
            except Error:
                log.debug("%s", route.request.url, exc_info=True)  # the page was closed meanwhile

        try:
            await context.route("**/*", serve)
            page = await context.new_page()
            page.on("popup", lambda popup: asyncio.ensure_future(popup.close()))
            await page.goto(answer.url, wait_until="commit", timeout=self._page_seconds * 1000)
            try:
                await page.wait_for_load_state("networkidle", timeout=QUIET_SECONDS * 1000)
            except Error:
                log.debug("%s never rests", answer.url)
            return await take(page)
        finally:
            await context.close()

    async def _fetched(self, url: str) -> Answer:
        known = self._cache.get(url)
        if known is not None:
            return known
        answer = await self._fetch(url)
        if self._cached + len(answer.body) <= MAX_CACHE_BYTES:
            self._cache[url] = answer
            self._cached += len(answer.body)
        return answer

    async def _context(self) -> BrowserContext:
        from playwright.async_api import async_playwright  # noqa: PLC0415 - an optional library

        if self._browser is None or self._shown >= PAGES_A_BROWSER:
            await self.close()
            self._shown = 0
            self._playwright = await async_playwright().start()
            self._browser = await self._playwright.chromium.launch(**_launch_options())
        self._shown += 1
        return await self._browser.new_context(
            service_workers="block", accept_downloads=False, locale="zh-CN", viewport={"width": 1280, "height": 900}
        )


class _Needed:
    """Answers the requests of one page: with the page itself, with what is fetched for it, or not at all."""

    def __init__(self, answer: Answer, needs: frozenset[str], fetch: Callable[[str], Awaitable[Answer]]) -> None:
        self._answer = answer
        self._needs = needs
        self._fetch = fetch
        self._left = MAX_REQUESTS
        self._given = False

    async def serve(self, route: Route) -> None:
        request, url = route.request, route.request.url.partition("#")[0]
        if request.is_navigation_request():
            if url == self._answer.url and not self._given:
                self._given = True
                await route.fulfill(status=200, headers=_kept(self._answer), body=self._answer.body)
            else:
                await route.abort("aborted")  # a script leads away, or opens a frame: the browser stays where it is
            return
        self._left -= 1
        if request.method != "GET" or request.resource_type not in self._needs or self._left < 0:
            await route.abort()
            return
        found = await self._fetch(url)
        if found.reason is Reason.OK and found.status is not None:
            await route.fulfill(status=found.status, headers=_kept(found), body=found.body)
        else:
            await route.abort()


async def _ended(ending: Awaitable[None]) -> None:
    """Wait for an end, but not for ever: a browser in a script without end does not listen; its driver ends it."""
    try:
        await asyncio.wait_for(ending, 5)
    except Exception:  # it is ended by force then, and there is nothing left to save
        log.debug("closing", exc_info=True)


def _launch_options() -> dict[str, Any]:
    return {
        "executable_path": find_chromium(),
        "chromium_sandbox": os.geteuid() != 0,  # Chromium's sandbox does not work for root
        # nowhere leads anywhere: not even what Playwright does not see (sockets, prefetching) reaches the network
        "proxy": {"server": "http://127.0.0.1:9", "bypass": "<-loopback>"},
        "args": ["--disable-background-networking", "--disable-webrtc", "--disable-gpu", "--mute-audio"],
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
    }


def _kept(answer: Answer) -> dict[str, str]:
    found = {name.decode().lower(): (answer.headers.get(name) or b"").decode("latin-1") for name in _HEADERS}
    return {name: value for name, value in found.items() if value}


def write_picture(folder: Path, name: str, picture: bytes) -> str:
    """Keep a picture in the bundle, for its owner alone; its name within the bundle.

    :raises OSError: the folder cannot be written.
    """
    (folder / "screenshots").mkdir(mode=0o700, exist_ok=True)
    path = folder / "screenshots" / name
    handle = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(picture)
    return f"screenshots/{name}"
