"""libcurl as an HTTP client of Scrapy's, for first looks: here most of a gatherer's time was spent."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Callable, Iterable

import pycurl
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Headers, Response
from scrapy.settings import BaseSettings

_BUFFER = 64 * 1024  # bytes that are handed over at once: most pages are one piece
_BROKEN_OFF = frozenset({pycurl.E_PARTIAL_FILE, pycurl.E_RECV_ERROR})
_UNCLOSED = "unexpected eof"
"""How OpenSSL calls it when a server ends without saying so, as many old ones do."""


class SwiftClient:
    """Downloads by libcurl; to be used within one event loop, and closed. GET and HEAD.

    Bounds are those of ``settings`` (``DOWNLOAD_MAXSIZE``, ``DOWNLOAD_TIMEOUT``, ``CONCURRENT_REQUESTS``). Of a
    request's ``meta`` it knows ``download_timeout`` (seconds), ``download_maxsize`` (bytes), ``proxy`` and
    ``status_only`` (the body is not waited for). Addresses are sent as they are, certificates verified. A body beyond
    the bound is a ``DownloadCancelledError``, one that breaks off is told by the flag ``dataloss``; a proxy that
    refuses is a ``TunnelError``, a ``TimeoutError`` what takes too long, what the operating system says an ``OSError``,
    everything else a ``pycurl.error``.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self._most = settings.getint("DOWNLOAD_MAXSIZE")
        self._timeout = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._multi = pycurl.AsyncCurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, settings.getint("CONCURRENT_REQUESTS"))
        self._idle: list[pycurl.Curl] = []

    async def download_request(self, request: Request) -> Response:
        meta = request.meta
        proxy: str = meta.get("proxy") or ""
        head: list[bytes] = []
        body: list[bytes] = []
        curl = self._idle.pop() if self._idle else _new_handle()
        _address(curl, request.url, proxy)
        _send_headers(curl, request.headers)
        curl.setopt(pycurl.TIMEOUT_MS, max(1, round(meta.get("download_timeout", self._timeout) * 1000)))
        if request.method == "HEAD":
            curl.setopt(pycurl.NOBODY, 1)
            curl.setopt(pycurl.MAXFILESIZE_LARGE, 0)
        else:
            curl.setopt(pycurl.HTTPGET, 1)
            curl.setopt(pycurl.MAXFILESIZE_LARGE, meta.get("download_maxsize", self._most))
        tunnelled = bool(proxy) and request.url.startswith("https:")
        curl.setopt(pycurl.HEADERFUNCTION, _until_known(head, tunnelled) if meta.get("status_only") else head.append)
        curl.setopt(pycurl.WRITEFUNCTION, body.append)
        whole = True
        try:
            await self._multi.add_handle(curl)
        except pycurl.error as error:
            fields = _fields(head)
            if not _is_complete(head) or error.args[0] not in {*_BROKEN_OFF, pycurl.E_WRITE_ERROR}:
                raise _telling(error, curl, proxied=bool(proxy)) from error
            whole = error.args[0] == pycurl.E_WRITE_ERROR or (_UNCLOSED in str(error) and not _has_length(fields))
        else:
            fields = _fields(head)
        status = curl.getinfo(pycurl.RESPONSE_CODE)
        self._idle.append(curl)
        return Response(
            request.url,
            status=status,
            headers=fields,
            body=b"".join(body),
            flags=None if whole else ["dataloss"],
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._multi.aclose()


def _new_handle() -> pycurl.Curl:
    curl = pycurl.Curl()
    curl.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
    curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
    curl.setopt(pycurl.BUFFERSIZE, _BUFFER)
    curl.setopt(pycurl.NOSIGNAL, 1)
    curl.setopt(pycurl.NOPROXY, "")  # who goes past the proxy is Scrapy's middleware to say
    curl.setopt(pycurl.HEADEROPT, pycurl.HEADER_SEPARATE)
    if sys.platform == "win32":
        curl.setopt(pycurl.SSL_OPTIONS, pycurl.SSLOPT_NATIVE_CA)
    else:  # libcurl's own idea of where root certificates are is that of the system on which it was built
        trusted = ssl.get_default_verify_paths()
        for option, path in ((pycurl.CAINFO, trusted.cafile), (pycurl.CAPATH, trusted.capath)):
            if path is None:
                curl.unsetopt(option)
            else:
                curl.setopt(option, path)
    return curl


def _address(curl: pycurl.Curl, url: str, proxy: str) -> None:
    """Where to connect to, and what to ask there: the address as it is written, which libcurl would tidy up."""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    plainly_proxied = bool(proxy) and scheme == "http"
    curl.setopt(pycurl.URL, f"{scheme}://{host}/")
    curl.setopt(pycurl.REQUEST_TARGET, url if plainly_proxied else f"/{path}" if slash else "/")
    curl.setopt(pycurl.PROXY, proxy)  # empty: none, not even that of the environment


def _send_headers(curl: pycurl.Curl, headers: Headers) -> None:
    lines = [name + b":" for name in (b"Accept", b"User-Agent") if name not in headers]  # libcurl's own: none of them
    for_proxy: list[bytes] = []
    for name, values in headers.items():
        (for_proxy if name == b"Proxy-Authorization" else lines).append(name + b": " + values[-1])
    curl.setopt(pycurl.HTTPHEADER, lines)
    curl.setopt(pycurl.PROXYHEADER, for_proxy)


def _until_known(head: list[bytes], tunnelled: bool) -> Callable[[bytes], int | None]:
    """Collects the lines of a head and breaks off behind the last: who wants to know the status has it."""
    before = 1 if tunnelled else 0  # the proxy's own answer

    def take(line: bytes) -> int | None:
        nonlocal before
        head.append(line)
        if line.strip() or not _is_complete(head):
            return None
        before -= 1
        return 0 if before < 0 else None

    return take


def _is_status_line(line: bytes) -> bool:
    return line[:5].upper() == b"HTTP/"


def _is_complete(head: list[bytes]) -> bool:
    """Whether a head came whole that is no interim one (RFC 9110, 15.2)."""
    last = next((place for place in reversed(range(len(head))) if _is_status_line(head[place])), None)
    if last is None:
        return False
    interim = head[last].split()[1][:1] == b"1"
    return not interim and any(not line.strip() for line in head[last:])


def _fields(head: Iterable[bytes]) -> list[tuple[bytes, bytes]]:
    """The fields of the last head, without what a chunked body may bring behind itself."""
    fields: list[tuple[bytes, bytes]] = []
    ended = False
    for line in head:
        if _is_status_line(line):
            fields, ended = [], False
        elif not line.strip():
            ended = True
        elif not ended:
            name, _, value = line.partition(b":")
            if line[:1] in b" \t" and fields:  # goes on (RFC 9112, 5.2)
                fields[-1] = (fields[-1][0], fields[-1][1] + b" " + line.strip())
            else:
                fields.append((name.strip(), value.strip()))
    return fields


def _has_length(fields: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() in (b"content-length", b"transfer-encoding") for name, _ in fields)


def _telling(error: Exception, curl: pycurl.Curl, *, proxied: bool) -> Exception:
    """The exception that says best what happened."""
    code, phrase = error.args
    refused = code == pycurl.E_COULDNT_CONNECT or curl.getinfo(pycurl.HTTP_CONNECTCODE) >= 300
    if code == pycurl.E_COULDNT_RESOLVE_PROXY or (proxied and refused):
        return TunnelError(phrase)
    if code == pycurl.E_FILESIZE_EXCEEDED:
        return DownloadCancelledError(phrase)
    if code == pycurl.E_OPERATION_TIMEDOUT:
        return TimeoutError(phrase)
    number = curl.getinfo(pycurl.OS_ERRNO)
    if code in (pycurl.E_COULDNT_CONNECT, pycurl.E_SEND_ERROR, pycurl.E_RECV_ERROR) and number:
        return OSError(number, phrase)
    return error
