"""``python -m benchmarks.server PAGES``: serves a generated portal on a free loopback port, which it prints first."""

from __future__ import annotations

import asyncio
import sys
from functools import lru_cache

from benchmarks.portal import GeneratedPortal


class _Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, GET and HEAD: just enough to be faster than anything that asks."""

    def __init__(self, portal: GeneratedPortal) -> None:
        self._portal = portal
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while b"\r\n\r\n" in self._waiting:
            head, _, self._waiting = self._waiting.partition(b"\r\n\r\n")
            method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
            self._transport.write(_answer(self._portal, method, target))


REMEMBERED = 8192


@lru_cache(maxsize=REMEMBERED)
def _answer(portal: GeneratedPortal, method: str, target: str) -> bytes:
    found = portal.body(target.partition("?")[0])
    status, kind, body = ("200 OK", *found) if found else ("404 Not Found", "text/html", b"<h1>404</h1>")
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    head = f"{head}LinkChecker: welcome\r\n\r\n".encode()  # LinkChecker lifts its throttle for hosts that say so
    return head if method == "HEAD" else head + body


async def _serve(pages: int) -> None:
    portal = GeneratedPortal(pages)
    if pages < REMEMBERED // 2:  # made beforehand, so that nobody's time is spent on making them
        for path in (*portal.paths(), *portal.broken()):
            _answer(portal, "GET", path)
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(portal), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
