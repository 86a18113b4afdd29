"""A real threaded web server on loopback whose pages a test writes down, and the gatherer run against it."""

from __future__ import annotations

import os
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from records.bundle.spec import GatherSpec

ROOT = Path(__file__).parents[2]
Route = Callable[["Ask"], None]


@dataclass
class Asked:
    """One request as the server saw it."""

    at: float
    method: str
    path: str
    headers: dict[str, str]


class Ask(BaseHTTPRequestHandler):
    """One request; routes answer through :meth:`reply` or write to ``wfile`` themselves."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(Asked(time.monotonic(), self.command, self.path, dict(self.headers)))
        self.nth = sum(one.path == self.path for one in self.server.asked)
        route = self.server.routes.get(self.path) or self.server.routes.get(self.path.partition("?")[0])
        if route is None and self.server.fallback:
            route = self.server.fallback
        if route is None:
            self.reply(404, "<h1>404</h1>")
        elif callable(route):
            route(self)
        else:
            self.reply(200, route)

    do_HEAD = do_GET  # noqa: N815

    def reply(self, status: int, body: str | bytes = b"", **headers: str) -> None:
        content = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        headers.setdefault("Content_Type", "text/html; charset=utf-8")
        headers.setdefault("Content_Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        return


class Server(ThreadingHTTPServer):
    """Serves ``routes`` (path to body or function); whatever is not there is a 404, unless ``fallback`` answers."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self, routes: dict[str, Any], fallback: Route | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(("127.0.0.1", 0), Ask)
        self.routes = routes
        self.fallback = fallback
        self.asked: list[Asked] = []
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.origin = f"http{'s' if tls else ''}://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Server:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, *_: Any) -> None:
        return

    def count(self, path: str, method: str = "GET") -> int:
        return sum(one.path == path and one.method == method for one in self.asked)


@dataclass
class Gathered:
    """How a run of the gatherer ended, and its bundle."""

    exit_code: int
    stderr: str
    seconds: float
    bundle: Path
    origin: str = ""
    _database: list[sqlite3.Connection] = field(default_factory=list)

    def rows(self, query: str, *values: Any) -> list[Any]:
        if not self._database:
            self._database.append(sqlite3.connect(self.bundle / "bundle.sqlite"))
        return self._database[0].execute(query, values).fetchall()

    def about(self, key: str) -> str:
        return str(self.rows("SELECT value FROM about WHERE key = ?", key)[0][0])

    def reason(self, path: str) -> str | None:
        """The final reason of an address (a path of the site, or a whole address)."""
        url = path if "://" in path else self.origin + path
        found = self.rows("SELECT reason, state FROM urls WHERE url = ?", url)
        assert found, f"{url} is not known"
        assert found[0][1] == "done", f"{url} is {found[0][1]}"
        return str(found[0][0])

    def looks(self, path: str) -> list[tuple[str, int | None, str, str]]:
        """(method, status, reason, detail) of every look at an address."""
        url = path if "://" in path else self.origin + path
        return self.rows(
            "SELECT method, status, a.reason, detail FROM attempts a JOIN urls u ON u.id = url_id WHERE url = ?"
            " ORDER BY a.id",
            url,
        )

    def read_paths(self) -> set[str]:
        """Paths of the pages that were read."""
        return {
            url.removeprefix(self.origin) for (url,) in self.rows("SELECT url FROM pages JOIN urls ON urls.id = url_id")
        }


def order(origin: str, folder: Path, **values: Any) -> Path:
    """Write an order for the site at ``origin``; fast and impatient unless told otherwise."""
    quick = {"rate": 200.0, "others_rate": 200.0, "second_look_seconds": 0.2, "as_of": "2026-03-01", "site": "test"}
    values.setdefault("start_url", origin + "/")
    spec = GatherSpec(bundle=str(folder / "bundle"), **{**quick, **values})
    folder.mkdir(exist_ok=True)
    path = folder / "order.json"
    spec.write(path)
    return path


def start(order_path: Path, *, env: dict[str, str] | None = None, **settings: Any) -> subprocess.Popen[str]:
    """Start the gatherer on an order, as Scrapy users would, with settings of Scrapy."""
    command = [sys.executable, "-m", "crawler.run", str(order_path)]
    if settings:
        command = [sys.executable, "-m", "scrapy", "crawl", "portal", "-a", f"spec={order_path}"]
        command += [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    return subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    )


def finish(process: subprocess.Popen[str], folder: Path, origin: str, timeout: float = 60) -> Gathered:
    """Wait for a gatherer that :func:`start` started."""
    started = time.monotonic()
    try:
        _, stderr = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return Gathered(process.returncode, stderr, time.monotonic() - started, folder / "bundle", origin)


def gather(origin: str, folder: Path, *, env: dict[str, str] | None = None, **values: Any) -> Gathered:
    """Gather a site to the end. Names in capitals are settings of Scrapy, others values of the order."""
    settings = {name: values.pop(name) for name in list(values) if name.isupper()}
    return finish(start(order(origin, folder, **values), env=env, **settings), folder, origin)
