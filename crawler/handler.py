"""Two HTTP clients behind Scrapy's downloader: a swift one, and another for second looks."""

from __future__ import annotations

from scrapy import Request
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response


class TwoClients:
    """aiohttp for the first look, Twisted's client for the second (``meta["second_look"]``).

    A second look through another implementation of HTTP makes sure that one client's quirk (a header it finds
    malformed, a cipher it lacks) is never reported as a fault of the site.
    """

    lazy = True  # aiohttp's session needs the running event loop

    def __init__(self, crawler: Crawler) -> None:
        self._swift = AiohttpDownloadHandler(crawler)
        self._other = HTTP11DownloadHandler(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> TwoClients:
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        client = self._other if request.meta.get("second_look") else self._swift
        return await client.download_request(request)

    async def close(self) -> None:
        await self._swift.close()
        await self._other.close()
