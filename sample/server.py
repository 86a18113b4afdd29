"""The server of a sample site on loopback: files, and the special answers of the content's ``answers.toml``.

Besides those it undoes what ``sample.build`` encodes: ``path?query`` is read from ``path@query.html``; a session id
(``;jsessionid=…``) in a path is ignored, and every page that carries one gets a new one, as session-keeping systems do;
the calendar has a page for every month of every year.
"""

from __future__ import annotations

import mimetypes
import threading
from collections import Counter
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from sample.build import DYNAMIC
from sample.content import CONTENT, read_toml

LOOPBACK = "127.0.0.1"
PREFERRED_PORT = 8765
SESSION = b"@SESSION@"
CALENDAR = "/hdjl/rl/"
CALENDAR_START = (2026, 11)


class PortalServer:
    """Serves a built portal while entered as a context: ``with PortalServer(folder) as server: server.url``."""

    def __init__(self, folder: Path, port: int = PREFERRED_PORT, content: Path = CONTENT) -> None:
        """Bind to ``port`` of the loopback interface, or to a free one where that is taken."""
        self.folder = folder.resolve()
        answers = read_toml("answers.toml", content)
        self.answers: Mapping[str, dict[str, Any]] = {answer["path"]: answer for answer in answers["answer"]}
        self.charsets: Mapping[str, str] = {entry["prefix"]: entry["header"] for entry in answers.get("charset", [])}
        self._visits: Counter[str] = Counter()
        self._lock = threading.Lock()
        try:
            self._http = _Server((LOOPBACK, port), _Handler)
        except OSError:
            self._http = _Server((LOOPBACK, 0), _Handler)
        self._http.portal = self

    @property
    def host(self) -> str:
        """``127.0.0.1:port``."""
        return f"{LOOPBACK}:{self._http.server_address[1]}"

    @property
    def url(self) -> str:
        """The address of the home page."""
        return f"http://{self.host}/"

    def visit(self, key: str) -> int:
        """Count a visit and say which it is, from 1."""
        with self._lock:
            self._visits[key] += 1
            return self._visits[key]

    def reset(self) -> None:
        """Forget all visits, so that addresses that fail the first time fail again."""
        with self._lock:
            self._visits.clear()

    def __enter__(self) -> PortalServer:
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    portal: PortalServer


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the inspection keeps its own record of every request."""

    def _answer(self) -> None:
        address = urlsplit(self.path)
        path = unquote(address.path.partition(";")[0])
        special = self.server.portal.answers.get(path, {})
        if not self._special(path, special):
            self._file(path, address.query)

    def _special(self, path: str, special: Mapping[str, Any]) -> bool:
        if "status" in special:
            self._send(special["status"], location=special.get("location", ""))
            return True
        if self.command == "HEAD" and "head" in special:
            self._send(special["head"])
            return True
        if "first" in special and self.server.portal.visit(path) == 1:
            self._send(special["first"], retry_after=special.get("retry_after", 0))
            return True
        return False

    def _file(self, path: str, query: str) -> None:
        folder = self.server.portal.folder
        if path == CALENDAR:
            self._calendar(folder, query)
            return
        name = path.lstrip("/") + ("index.html" if path.endswith("/") else "")
        for candidate in (f"{name}{DYNAMIC}{unquote(query)}.html", name):
            target = (folder / candidate).resolve()
            if DYNAMIC not in path and target.is_relative_to(folder) and target.is_file():
                self._send(200, target.read_bytes(), self._content_type(path, target))
                return
        self._send(404, (folder / "404.html").read_bytes(), "text/html; charset=utf-8")

    def _calendar(self, folder: Path, query: str) -> None:
        values = parse_qs(query)
        try:
            year, month = int(values["y"][0]), int(values["m"][0])
        except (KeyError, ValueError):
            year, month = CALENDAR_START
        count = year * 12 + month - 1
        page = (folder / "hdjl/rl/index.html").read_text(encoding="utf-8")
        for token, text in {
            "@PREVIOUS@": f"y={(count - 1) // 12}&amp;m={(count - 1) % 12 + 1}",
            "@NEXT@": f"y={(count + 1) // 12}&amp;m={(count + 1) % 12 + 1}",
            "@MONTH@": f"{year}年{month}月",
        }.items():
            page = page.replace(token, text)
        self._send(200, page.encode(), "text/html; charset=utf-8")

    def _content_type(self, path: str, target: Path) -> str:
        kind = mimetypes.guess_type(target.name)[0] or "application/octet-stream"
        if kind != "text/html":
            return kind
        matching = [header for prefix, header in self.server.portal.charsets.items() if path.startswith(prefix)]
        charset = matching[0] if matching else "utf-8"
        return f"{kind}; charset={charset}" if charset else kind

    def _send(
        self, status: int, body: bytes = b"", kind: str = "text/html", location: str = "", retry_after: int = 0
    ) -> None:
        if SESSION in body:
            body = body.replace(SESSION, f"{self.server.portal.visit('session'):032X}".encode())
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        if retry_after:
            self.send_header("Retry-After", str(retry_after))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
