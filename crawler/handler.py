"""HTTP clients behind Scrapy's downloader: a swift one, another for second looks, a lenient one for faulty TLS."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from scrapy import Request
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.tls import lenient_context


def downloading(crawler: Crawler) -> Callable[[Request], Awaitable[Response]]:
    """Scrapy's downloader behind its middlewares, without its queues: who is asked when is the gatherer's to say.

    What ``engine.download_async`` does besides (slots, statistics, logging) costs a third of a request.
    """
    assert crawler.engine is not None  # noqa: S101 - Scrapy sets it before a spider starts
    downloader = crawler.engine.downloader
    middleware, fetch = downloader.middleware, downloader.handlers.download_request_async

    async def download(request: Request) -> Response:
        response = await middleware.download_async(fetch, request)
        assert isinstance(response, Response)  # noqa: S101 - none of our middlewares sends another request
        return response

    return download


class TwoClients:
    """aiohttp for the first look, Twisted's client for the second (``meta["second_look"]``).

    A second look through another implementation of HTTP makes sure that one client's quirk (a header it finds
    malformed, a cipher it lacks) is never reported as a fault of the site. ``meta["lenient_tls"]`` reads what stands
    behind a fault of TLS that has been recorded already.
    """

    lazy = True  # aiohttp's session needs the running event loop

    def __init__(self, crawler: Crawler) -> None:
        self._swift = AiohttpDownloadHandler(crawler)
        self._other = HTTP11DownloadHandler(crawler)
        self._crawler = crawler
        self._lenient: AiohttpDownloadHandler | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> TwoClients:
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        if request.meta.get("lenient_tls"):
            return await self._lenient_client().download_request(request)
        client = self._other if request.meta.get("second_look") else self._swift
        return await client.download_request(request)

    def _lenient_client(self) -> AiohttpDownloadHandler:
        if self._lenient is None:
            self._lenient = AiohttpDownloadHandler(self._crawler)
            self._lenient._ssl_context = lenient_context()
        return self._lenient

    async def close(self) -> None:
        await self._swift.close()
        await self._other.close()
        if self._lenient is not None:
            await self._lenient.close()
