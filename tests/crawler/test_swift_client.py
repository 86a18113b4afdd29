"""The clients of first looks and of lenient ones: bounds, what breaks off, whom a proxy's password reaches."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from scrapy.settings import Settings

from crawler.lenient_client import LenientClient
from crawler.swift_client import SwiftClient
from tests.support.certificates import self_signed

SETTINGS = Settings({"DOWNLOAD_MAXSIZE": 1_000, "DOWNLOAD_TIMEOUT": 5, "CONCURRENT_REQUESTS": 4})
Peer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\n"


@asynccontextmanager
async def listening(peer: Peer, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A server on a free loopback port."""
    server = await asyncio.start_server(peer, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def answering(answer: bytes, heard: list[bytes], *, stalls: bool = False) -> Peer:
    """Says one thing to everybody and notes what was asked; keeps the connection open where it ``stalls``."""

    async def peer(asks: asyncio.StreamReader, says: asyncio.StreamWriter) -> None:
        heard.append(await asks.readuntil(b"\r\n\r\n"))
        says.write(answer)
        await says.drain()
        if stalls:
            await asks.read()
        says.close()

    return peer


CLIENTS = pytest.mark.parametrize("kind", [SwiftClient, LenientClient])
Kind = type[SwiftClient] | type[LenientClient]


async def asked(kind: Kind, url: str, **meta: object) -> Response:
    client = kind(SETTINGS)
    try:
        headers = {"Proxy-Authorization": b"Basic " + base64.b64encode(b"clerk:secret")} if "proxy" in meta else {}
        return await client.download_request(Request(url, headers=headers, meta=meta))
    finally:
        await client.close()


def look(kind: Kind, answer: bytes, *, stalls: bool = False, **meta: object) -> Response:
    async def run() -> Response:
        async with listening(answering(answer, [], stalls=stalls)) as port:
            return await asyncio.wait_for(asked(kind, f"http://127.0.0.1:{port}/", **meta), 4)

    return asyncio.run(run())


@CLIENTS
def test_a_body_and_its_headers_come_as_they_were_sent(kind: Kind) -> None:
    seen = look(
        kind,
        OK + b"Content-Length: 6\r\nX-Name: \xd5\xfe\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n" + "政务".encode(),
    )
    assert (seen.status, seen.body, seen.flags) == (200, "政务".encode(), [])
    assert seen.headers.getlist("set-cookie") == [b"a=1", b"b=2"]
    assert seen.headers["X-Name"] == b"\xd5\xfe"


@pytest.mark.parametrize("length", [b"Content-Length: 5000\r\n", b""])
@CLIENTS
def test_no_more_is_read_than_allowed(kind: Kind, length: bytes) -> None:
    with pytest.raises(DownloadCancelledError):
        look(kind, OK + length + b"\r\n" + b"x" * 5_000)
    assert len(look(kind, OK + length + b"\r\n" + b"x" * 5_000, download_maxsize=5_000).body) == 5_000


@CLIENTS
def test_what_breaks_off_is_told(kind: Kind) -> None:
    seen = look(kind, OK + b"Content-Length: 900\r\n\r\n" + b"x" * 100)
    assert (seen.body, seen.flags) == (b"x" * 100, ["dataloss"])


@CLIENTS
def test_where_the_status_matters_the_body_is_not_waited_for(kind: Kind) -> None:
    seen = look(kind, OK + b"Content-Length: 900\r\n\r\n", stalls=True, status_only=True)
    assert (seen.status, seen.body, seen.flags) == (200, b"", [])


@CLIENTS
def test_time_is_bounded(kind: Kind) -> None:
    with pytest.raises(TimeoutError):
        look(kind, OK + b"Content-Length: 900\r\n\r\n", stalls=True, download_timeout=0.3)


@CLIENTS
def test_a_proxys_password_reaches_the_proxy_alone(kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate = self_signed(tmp_path)
    tls.load_cert_chain(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))  # what the system trusts is trusted
    to_proxy: list[bytes] = []
    to_site: list[bytes] = []

    async def tunnel(asks: asyncio.StreamReader, says: asyncio.StreamWriter) -> None:
        to_proxy.append(await asks.readuntil(b"\r\n\r\n"))
        host, port = to_proxy[-1].split()[1].decode().split(":")
        there, here = await asyncio.open_connection(host, int(port))
        says.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(_copy(asks, here), _copy(there, says))

    async def run() -> tuple[bytes, bytes]:
        page = OK + b"Content-Length: 2\r\n\r\nok"
        async with listening(answering(page, to_proxy)) as port:
            plain = await asked(kind, "http://portal.example.test/", proxy=f"http://127.0.0.1:{port}")
        async with listening(answering(page, to_site), tls) as site, listening(tunnel) as port:
            proxy = f"http://127.0.0.1:{port}"
            hidden = await asked(kind, f"https://127.0.0.1:{site}/", proxy=proxy)
        return plain.body, hidden.body

    assert asyncio.run(run()) == (b"ok", b"ok")
    assert to_proxy[0].startswith(b"GET http://portal.example.test/ ")
    assert to_proxy[1].startswith(b"CONNECT ")
    assert all(b"Y2xlcms6c2VjcmV0" in one for one in to_proxy)
    assert len(to_site) == 1 and b"Proxy-Authorization" not in to_site[0]


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
    writer.close()


TWO = b"Content-Length: 2\r\n"
ODD_BUT_OPENED: dict[str, tuple[bytes, int]] = {
    "interim answers": (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + OK + TWO + b"\r\nok",
        200,
    ),
    "an interim answer before a failure": (b"HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 404 No\r\n" + TWO + b"\r\nok", 404),
    "lines that end with LF alone": (b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok", 200),
    "no reason phrase": (b"HTTP/1.1 200\r\n" + TWO + b"\r\nok", 200),
    "the protocol in lower case": (b"http/1.1 200 OK\r\n" + TWO + b"\r\nok", 200),
    "a length told twice": (OK + b"content-length: 2\r\n" + TWO + b"\r\nok", 200),
    "a length beside chunks": (OK + b"Transfer-Encoding: chunked\r\n" + TWO + b"\r\n2;x=y\r\nok\r\n0\r\n\r\n", 200),
    "no length at all": (OK + b"\r\nok", 200),
    "HTTP/1.0": (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + TWO + b"\r\nok", 200),
    "a very long field": (OK + b"X: " + b"a" * 60_000 + b"\r\n" + TWO + b"\r\nok", 200),
    "hundreds of fields": (OK + b"".join(b"X-%d: a\r\n" % number for number in range(500)) + TWO + b"\r\nok", 200),
    "more than was announced": (OK + TWO + b"\r\nok and more", 200),
}


@pytest.mark.parametrize("how", ODD_BUT_OPENED)
@pytest.mark.parametrize("status_only", [False, True])
def test_what_a_browser_opens_is_opened(how: str, status_only: bool) -> None:
    answer, status = ODD_BUT_OPENED[how]
    seen = look(SwiftClient, answer, status_only=status_only)
    assert (seen.status, seen.body, seen.flags) == (status, b"" if status_only else b"ok", [])


def test_fields_may_go_on_and_do_not_come_behind_the_body() -> None:
    chunked = b"Content-Type: text/html;\r\n charset=gbk\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"
    seen = look(SwiftClient, OK + chunked + b"Content-Type: text/plain\r\n\r\n")
    assert (seen.body, seen.headers.getlist("content-type")) == (b"ok", [b"text/html; charset=gbk"])


def test_a_connection_that_died_meanwhile_is_no_fault_of_the_site() -> None:
    heard: list[bytes] = []

    async def run() -> list[bytes]:
        client = SwiftClient(SETTINGS)
        async with listening(answering(OK + TWO + b"\r\nok", heard)) as port:  # closes, but did not say it would
            bodies = [
                (await client.download_request(Request(f"http://127.0.0.1:{port}/{number}"))).body
                for number in range(3)
            ]
        await client.close()
        return bodies

    assert asyncio.run(run()) == [b"ok"] * 3
    assert len(heard) == 3


@pytest.mark.parametrize(("length", "flags"), [(b"", []), (b"Content-Length: 9\r\n", ["dataloss"])])
def test_a_server_may_end_encryption_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: bytes, flags: list[str]
) -> None:
    certificate = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)

    def serve(listener: socket.socket) -> None:
        connection = tls.wrap_socket(listener.accept()[0], server_side=True)
        connection.recv(10_000)
        connection.sendall(OK + length + b"\r\nok")
        socket.close(connection.detach())  # no close_notify

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        seen = asyncio.run(asked(SwiftClient, f"https://127.0.0.1:{listener.getsockname()[1]}/"))
    assert (seen.status, seen.body, seen.flags) == (200, b"ok", flags)
