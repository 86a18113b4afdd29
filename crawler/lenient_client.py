"""aiohttp as an HTTP client of Scrapy's: what a look needs and no more, for here most time is spent."""

from __future__ import annotations

import ssl

import aiohttp
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Headers, Response
from scrapy.settings import BaseSettings
from yarl import URL


class SwiftClient:
    """Downloads by aiohttp; to be made within the running event loop, and closed.

    Bounds are those of ``settings`` (``DOWNLOAD_MAXSIZE``, ``DOWNLOAD_TIMEOUT``, ``CONCURRENT_REQUESTS``). Of a
    request's ``meta`` it knows ``download_timeout`` (seconds), ``download_maxsize`` (bytes), ``proxy`` and
    ``status_only`` (the body is not waited for). Addresses are sent as they are. ``tls`` is used instead of
    a context that verifies certificates, which is made when first needed. What goes wrong is raised as aiohttp raises
    it; a body beyond the bound is a ``DownloadCancelledError``, one that breaks off is told by the flag ``dataloss``.
    """

    def __init__(self, settings: BaseSettings, tls: ssl.SSLContext | None = None) -> None:
        self._most = settings.getint("DOWNLOAD_MAXSIZE")
        self._timeout = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._tls = tls
        at_once = settings.getint("CONCURRENT_REQUESTS")
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=at_once, limit_per_host=at_once),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,  # Scrapy's middleware does, and knows when to stop
            skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
        )

    async def download_request(self, request: Request) -> Response:
        meta = request.meta
        most: int = meta.get("download_maxsize", self._most)
        headers = {name.decode("latin-1"): values[-1].decode("latin-1") for name, values in request.headers.items()}
        proxy = meta.get("proxy")
        encrypted = request.url.startswith("https:")
        if self._tls is None and (encrypted or (proxy and proxy.startswith("https:"))):
            self._tls = ssl.create_default_context()
        # an unencrypted request goes to the proxy itself, an encrypted one past it
        tunnel = headers.pop("Proxy-Authorization", None) if encrypted else None
        async with await self._session.request(
            request.method,
            URL(request.url, encoded=True),
            headers=headers,
            timeout=aiohttp.ClientTimeout(total=meta.get("download_timeout", self._timeout)),
            ssl=self._tls or True,  # True where there is nothing to encrypt
            allow_redirects=False,
            proxy=proxy,
            proxy_headers={"Proxy-Authorization": tunnel} if tunnel else None,
        ) as response:
            body, whole = b"", True
            if not meta.get("status_only"):
                body, whole = await _read(response, most)
        return Response(
            request.url,
            status=response.status,
            headers=Headers(response.raw_headers),
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
