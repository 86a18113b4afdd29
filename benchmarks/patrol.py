"""``python -m benchmarks.patrol``: how many requests a patrol of 300 generated columns takes, and what for."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from benchmarks.columns_portal import AS_OF, ColumnsPortal

COMMAND = (sys.executable, "-c", "from inspection.cli import main; main(prog_name='wangcha')")


class _Ask(BaseHTTPRequestHandler):
    portal = ColumnsPortal()
    asked: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        self.asked[self._purpose()] += 1
        found = self.portal.body(self.path)
        self.send_response(200 if found else 404)
        kind, body = found or ("text/html", b"<h1>404</h1>")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _purpose(self) -> str:
        if self.path in ("/", "/robots.txt"):
            return "home page and robots.txt"
        if self.path.startswith("/api/"):
            return "list interfaces"
        if self.path in {column.path for column in self.portal.columns}:
            return "first pages of lists"
        return "sections" if self.path.count("/") == 2 and self.path.endswith("/") else "articles and further pages"

    def log_message(self, *_: Any) -> None:
        return


def main() -> None:
    """Patrol, then inspect whole; print the requests of both."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Ask)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"{len(_Ask.portal.columns)} columns")
    for name, options in (("patrol", ("--patrol",)), ("whole", ())):
        _Ask.asked.clear()
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as out:
            address = f"http://127.0.0.1:{server.server_address[1]}/"
            arguments = ("inspect", address, *options, "--rate", "1000", "--out", out, "--as-of", AS_OF.isoformat())
            subprocess.run((*COMMAND, *arguments), capture_output=True, check=False)
        told = ", ".join(f"{purpose} {count}" for purpose, count in sorted(_Ask.asked.items()))
        print(f"{name}: {_Ask.asked.total()} requests in {time.monotonic() - started:.1f} s ({told})")
    server.shutdown()


if __name__ == "__main__":
    main()
