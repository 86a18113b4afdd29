"""The servers behind the hostile site: the site itself and the hosts it links to."""

from __future__ import annotations

import html
import socket
import ssl
from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

from tests.support.hostile import certificates
from tests.support.hostile.answers import notice, page
from tests.support.hostile.endpoints import ENDPOINTS, GONE_PAGE, Endpoint
from tests.support.web import Ask, Server

ROBOTS = "User-agent: *\nDisallow: /private/\n"
PLAIN = ("other", "limited", "slow", "slow-head", "soft", "homing", "parked")
CLOSED = ("closed", "down")
TLS = ("tls-expired", "tls-mismatch", "tls-self-signed", "tls-incomplete", "tls-old")


class HostileSite:
    """Entered as a context: ``with HostileSite(folder) as site: site.origin``. ``folder`` takes the certificates.

    Endpoints whose paths are in ``without`` are left out.
    """

    def __init__(self, folder: Path, without: Collection[str] = ()) -> None:
        self._folder = folder
        self._endpoints = [endpoint for endpoint in ENDPOINTS if endpoint.path not in without]
        self._stack = ExitStack()
        self.servers: dict[str, Server] = {}
        self._hosts: dict[str, str] = {}

    def __enter__(self) -> HostileSite:
        self._serve("site")
        for name in PLAIN:
            self._serve(name)
        self._tls = self._contexts()
        for name, context in self._tls.items():
            self._serve(name, context)
        for name in CLOSED:
            with socket.create_server(("127.0.0.1", 0)) as closed:
                self._hosts[name] = f"127.0.0.1:{closed.getsockname()[1]}"
        self._fill()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    @property
    def origin(self) -> str:
        return self.servers["site"].origin

    def host(self, name: str) -> str:
        """``127.0.0.1:port`` of one of the servers."""
        return self._hosts[name]

    def context(self, name: str) -> ssl.SSLContext:
        """The TLS of one of the servers, for another one."""
        return self._tls[name]

    def trust(self, folder: Path) -> dict[str, str]:
        """The environment in which the site's own root is trusted (and no other)."""
        path = folder / "roots.pem"
        path.write_bytes(certificates.pem([self.root]))
        return {"SSL_CERT_FILE": str(path)}

    def url(self, endpoint: Endpoint) -> str:
        """The address that must be known for an endpoint, in the spelling of the frontier."""
        if endpoint.link.startswith("http://") and ".invalid" in endpoint.link:
            return "http://" + endpoint.link.split("/")[2].encode("idna").decode() + "/"
        scheme = "https" if endpoint.host.startswith("tls-") else "http"
        return f"{scheme}://{self._hosts[endpoint.host]}{endpoint.path}"

    def home(self) -> str:
        """The home page, which links to every endpoint."""
        lines = []
        for endpoint in self._endpoints:
            target = html.escape(self._link(endpoint))
            if endpoint.tag == "img":
                lines.append(f'<p><img src="{target}"></p>')
            else:
                lines.append(f'<p><a href="{target}">{endpoint.anchor}</a></p>')
        return page("示例区人民政府", more="".join(lines))

    def _link(self, endpoint: Endpoint) -> str:
        if endpoint.link:
            names = {name.replace("-", "_"): host for name, host in self._hosts.items()}
            ports = {f"{name}_port": host.rpartition(":")[2] for name, host in names.items()}
            return endpoint.link.format(**names, **ports)
        return endpoint.path if endpoint.host == "site" else self.url(endpoint)

    def _serve(self, name: str, context: Any = None) -> None:
        server = self._stack.enter_context(Server({}, tls=context))
        self.servers[name] = server
        self._hosts[name] = server.origin.partition("://")[2]

    def _contexts(self) -> dict[str, ssl.SSLContext]:
        root = certificates.issue("Example Root", None, ca=True)
        middle = certificates.issue("Example Middle", root, ca=True)
        self.root = root[0]
        issued = {
            "tls-expired": certificates.issue("expired", root, days=(-300, -10)),
            "tls-mismatch": certificates.issue("other", root, host="www.other.example"),
            "tls-self-signed": certificates.issue("self", None),
            "tls-incomplete": certificates.issue("leaf", middle),
            "tls-old": certificates.issue("old", root),
        }
        return {name: certificates.context(self._folder, one, old=name == "tls-old") for name, one in issued.items()}

    def _fill(self) -> None:
        for endpoint in self._endpoints:
            server = self.servers.get(endpoint.host)
            if server is None or endpoint.answer is None:
                continue
            answer = endpoint.answer
            server.routes[endpoint.path] = answer
        site = self.servers["site"]
        site.routes["/"] = self.home()
        site.routes["/robots.txt"] = lambda ask: ask.reply(200, ROBOTS, Content_Type="text/plain")
        site.routes["/gbk-query?q=" + quote("政务公开", encoding="gbk")] = page()
        for name in ("other", "limited", "slow", "slow-head", *TLS):
            self.servers[name].routes.setdefault("/robots.txt", lambda ask: ask.reply(404))
        parked = self._hosts["parked"]
        self.servers["other"].routes["/expired.html"] = lambda ask: ask.reply(302, "", Location=f"http://{parked}/")
        self.servers["soft"].fallback = _robots_or(lambda ask: ask.reply(200, GONE_PAGE))
        self.servers["homing"].routes["/"] = page("示例网", more="".join("<p><a href='/here.html'>要闻</a></p>" * 9))
        self.servers["homing"].fallback = _robots_or(lambda ask: ask.reply(302, "", Location="/"))
        sold = notice("域名出售", "本域名出售，有意者请联系")
        self.servers["parked"].fallback = _robots_or(lambda ask: ask.reply(200, sold))


def _robots_or(route: Any) -> Any:
    def answer(ask: Ask) -> None:
        ask.reply(404) if ask.path == "/robots.txt" else route(ask)

    return answer
