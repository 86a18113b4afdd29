"""aiohttp as an HTTP client of Scrapy's, for what stands behind a fault of TLS: libcurl knows no such leniency."""

from __future__ import annotations

import aiohttp
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from scrapy.settings import BaseSettings
from yarl import URL

from crawler.tls import lenient_context


class LenientClient:
    """Downloads by aiohttp behind whatever TLS (:func:`crawler.tls.lenient_context`).

    To be made within the running event loop, and closed. Bounds and ``meta`` are those of
    :class:`crawler.swift_client.SwiftClient`, and so is what is raised for a body beyond the bound, for one that breaks
    off and for a proxy that refuses; everything else is raised as aiohttp raises it.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self._most = settings.getint("DOWNLOAD_MAXSIZE")
        self._timeout = settings.getfloat("DOWNLOAD_TIMEOUT")
        at_once = settings.getint("CONCURRENT_REQUESTS")
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=at_once, limit_per_host=at_once, ssl=lenient_context()),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,  # Scrapy's middleware does, and knows when to stop
            skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
        )

    async def download_request(self, request: Request) -> Response:
        """Download; see the class."""
        try:
            return await self._download(request)
        except (aiohttp.ClientHttpProxyError, aiohttp.ClientProxyConnectionError) as error:
            raise TunnelError(str(error)) from error
        except aiohttp.ServerDisconnectedError as error:
            raise ConnectionResetError(str(error)) from error

    async def _download(self, request: Request) -> Response:
        meta = request.meta
        most: int = meta.get("download_maxsize", self._most)
        headers = {name.decode("latin-1"): values[-1].decode("latin-1") for name, values in request.headers.items()}
        encrypted = request.url.startswith("https:")  # goes past a proxy, an unencrypted request to the proxy itself
        password = headers.pop("Proxy-Authorization", None) if encrypted else None
        async with await self._session.request(
            request.method,
            URL(request.url, encoded=True),
            headers=headers,
            timeout=aiohttp.ClientTimeout(total=meta.get("download_timeout", self._timeout)),
            allow_redirects=False,
            proxy=meta.get("proxy"),
            proxy_headers={"Proxy-Authorization": password} if password else None,
        ) as response:
            body, whole = b"", True
            if not meta.get("status_only"):
                body, whole = await _read(response, most)
        return Response(
            request.url,
            status=response.status,
            headers=response.raw_headers,
            body=body,
            flags=None if whole else ["dataloss"],
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()


async def _read(response: aiohttp.ClientResponse, most: int) -> tuple[bytes, bool]:
    """The body, and whether it came whole."""
    if (response.content_length or 0) > most and response.method != "HEAD":
        raise DownloadCancelledError(f"{response.content_length} bytes announced, {most} at most")
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in response.content.iter_any():
            chunks.append(chunk)
            size += len(chunk)
            if size > most:
                raise DownloadCancelledError(f"more than {most} bytes")
    except aiohttp.ClientPayloadError:
        return b"".join(chunks), False
    return b"".join(chunks), True
