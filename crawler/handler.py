"""HTTP clients behind Scrapy's middlewares: a swift one, another for second looks, a lenient one for faulty TLS."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.swift_client import SwiftClient

if TYPE_CHECKING:
    from crawler.lenient_client import LenientClient


def downloading(crawler: Crawler) -> Callable[[Request], Awaitable[Response]]:
    """Our clients behind Scrapy's downloader middlewares: who is asked when is the gatherer's to say.

    What ``engine.download_async`` does besides (slots, statistics, logging) costs a third of a request.
    To be called within the running event loop.
    """
    assert crawler.engine is not None  # noqa: S101 - Scrapy sets it before a spider starts
    methods, clients = crawler.engine.downloader.middleware.methods, Clients(crawler)
    before, after = (tuple(filter(None, methods[name])) for name in ("process_request", "process_response"))
    crawler.signals.connect(clients.close, signals.engine_stopped)

    async def download(request: Request) -> Response:
        for process in before:  # those of ours are plain functions, which answer nothing and send no other request
            process(request=request)
        response = await clients.download_request(request)
        for process in after:
            response = process(request=request, response=response)
        return response

    return download


class Clients:
    """libcurl for the first look, Twisted's client for the second (``meta["second_look"]``).

    A second look through another implementation of HTTP makes sure that one client's quirk (a header it finds
    malformed, a cipher it lacks) is never reported as a fault of the site. ``meta["lenient_tls"]`` reads what stands
    behind a fault of TLS that has been recorded already, by aiohttp (:mod:`crawler.lenient_client`).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._swift = SwiftClient(crawler.settings)
        self._other = HTTP11DownloadHandler(crawler)
        self._settings = crawler.settings
        self._lenient: LenientClient | None = None

    async def download_request(self, request: Request) -> Response:
        """Download by the client that the request's ``meta`` asks for."""
        if request.meta.get("lenient_tls"):
            if self._lenient is None:
                from crawler.lenient_client import LenientClient  # noqa: PLC0415 - few sites need it

                self._lenient = LenientClient(self._settings)
            return await self._lenient.download_request(request)
        client = self._other if request.meta.get("second_look") else self._swift
        return await client.download_request(request)

    async def close(self) -> None:
        """Close all connections."""
        await self._swift.close()
        await self._other.close()
        if self._lenient is not None:
            await self._lenient.close()
