"""One look at one address: hop by hop through redirects, paced, within limits, ending in a reason and never a raise."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from scrapy import Request
from scrapy.http import Headers, Response

from crawler.challenges import challenge
from crawler.pacing import Pace, retry_after
from crawler.reasons import reason_of_exception, reason_of_status
from crawler.robots import Refusal, Robots
from crawler.tls import FORGIVEN, tls_fault
from records.bundle.writer import utc_now
from records.landing import TLS_MARK
from records.model import Reason
from records.urls import host_of, is_private, normalise

MAX_HOPS = 10
ATTACHMENT_PATIENCE = 4  # a 20 MiB attachment may take this many times as long as a page
MAX_OTHERS_PAGE = 1_000_000  # bytes read of a page of another site: enough to see what it is
BIG = 256 * 1024  # bytes from which only a range of another site's page is asked for
ACCEPT = b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SEARCH_ENGINE_AGENT = "(compatible; Baiduspider/2.0)"
_NOT_ASCII = re.compile(rb"[^\x00-\x7f]")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_GET = frozenset({Reason.DNS, Reason.REFUSED, Reason.TIMEOUT, Reason.ROBOTS_DENIED, Reason.RATE_LIMITED})
"""What a HEAD may come to after which a GET would learn nothing more at this moment."""


@dataclass(slots=True)
class Answer:
    """What one look yielded. ``url`` is the last address asked; ``hops`` are the addresses passed before it.

    ``at`` is UTC, ``wait`` the seconds a Retry-After asked for. ``body`` is the decoded body, where ``read`` says that
    it was wanted and came.
    """

    at: str
    url: str
    method: str
    status: int | None
    reason: Reason
    elapsed_ms: int = 0
    detail: str = ""
    headers: Headers = field(default_factory=Headers)
    content_type: str = ""
    body: bytes = b""
    read: bool = False
    wait: float | None = None
    hops: tuple[str, ...] = ()

    @property
    def announced(self) -> int:
        """Bytes the server says the body has; 0 where it does not say."""
        length = self.headers.get(b"Content-Length") or b""
        return int(length[:12]) if length.isdigit() else 0

    @property
    def media_type(self) -> str:
        return self.content_type.partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class _Manner:
    """How to ask: whether the body is read, with an attachment's patience, as a second look, minding robots.txt.

    ``most`` bounds the bytes of the body (0: the settings' bound), of which ``ranged`` asks for the first alone.
    ``agent`` is what is added to the User-Agent. ``front`` is the front page of the inspected site: whether it fails is
    seen even where robots.txt itself meets a server error, for then the whole site may be down.
    """

    method: str
    body: bool = False
    patient: bool = False
    second: bool = False
    robots: bool = True
    most: int = 0
    ranged: bool = False
    agent: str = ""
    front: bool = False


class Paces(Protocol):
    """Where the pace of a host is found."""

    def __call__(self, host: str) -> Pace: ...


class Fetcher:
    """Asks addresses through ``download`` (:func:`crawler.handler.downloading`).

    ``timeout`` is seconds for a page. ``owned`` says whether an address belongs to a site whose office waived
    robots.txt, ``inner`` whether an address of the inner network may be asked (the inspected site is there itself).
    ``on_tls_fault`` is told host, time, fault and phrase of every fault of TLS behind which a page is read anyway;
    after ``tls_again`` seconds it is looked whether the fault is still there.
    """

    def __init__(
        self,
        download: Callable[[Request], Awaitable[Response]],
        paces: Paces,
        agent: str,
        timeout: float,
        *,
        owned: Callable[[str], bool],
        inner: Callable[[str], bool],
        on_tls_fault: Callable[[str, str, str, str], None],
        tls_again: float,
    ) -> None:
        self._download = download
        self._paces = paces
        self._agent = agent
        self._timeout = timeout
        self._owned = owned
        self._inner = inner
        self._on_tls_fault = on_tls_fault
        self._tls_again = tls_again
        self._lenient: dict[
            str, float
        ] = {}  # hosts with a forgiven fault of TLS, and until when that is taken as given
        self._tls_faults: dict[str, str] = {}
        self._robots = Robots(agent, self._robots_txt, lambda host, delay: paces(host).at_most(delay), tls_again)

    async def get(self, url: str, *, patient: bool = False, second: bool = False, front: bool = False) -> Answer:
        """Look at ``url`` with GET and read the body."""
        return await self._follow(url, _Manner("GET", body=True, patient=patient, second=second, front=front))

    async def get_as_search_engine(self, url: str) -> Answer:
        """Look at ``url`` as a page that treats search engines differently would show it to one.

        The User-Agent says who we are and names a search engine besides, as such pages look for its name anywhere.
        """
        return await self._follow(url, _Manner("GET", body=True, agent=SEARCH_ENGINE_AGENT))

    async def check(self, url: str, *, second: bool = False) -> Answer:
        """Look whether ``url`` answers: HEAD, and GET without reading the body where HEAD does not satisfy.

        A second look asks GET at once.
        """
        if not second:
            answer = await self._follow(url, _Manner("HEAD"))
            if answer.reason is Reason.OK or answer.reason in _NO_GET:
                return answer
            head = f"HEAD {answer.status or answer.reason}"
            answer = await self._follow(url, _Manner("GET"))
            answer.detail = "; ".join(filter(None, (head, answer.detail)))
            return answer
        return await self._follow(url, _Manner("GET", second=True))

    async def visit(self, url: str, *, second: bool = False) -> Answer:
        """Look at an address of another site: HEAD, and GET where HEAD does not satisfy or promises a page.

        Of a page the body is read, bounded, since a page that opens may be another than the one meant. A second look
        asks GET at once.
        """
        head = None
        ranged = False
        if not second:
            head = await self._follow(url, _Manner("HEAD"))
            if head.reason in _NO_GET or (head.reason is Reason.OK and "html" not in head.media_type):
                return head
            ranged = head.reason is Reason.OK and head.announced > BIG
        page = _Manner("GET", body=True, second=second, most=MAX_OTHERS_PAGE, ranged=ranged)
        answer = await self._follow(url, page)
        if ranged and answer.reason not in (Reason.OK, Reason.TOO_LARGE):  # some servers and firewalls refuse ranges
            answer = await self._follow(url, _Manner("GET"))
        if answer.reason is Reason.TOO_LARGE:
            answer.reason = Reason.OK  # it opens, and goes on for longer than anybody needs to see
        if head is not None and head.reason is not Reason.OK:
            told = f"HEAD {head.status or head.reason}"
            answer.detail = "; ".join(filter(None, (told, answer.detail)))
        return answer

    async def sitemaps(self, url: str) -> list[str]:
        """Where the sitemaps of the host of ``url`` are: where its robots.txt says, and where they usually are."""
        usual = "/".join(url.split("/", 3)[:3]) + "/sitemap.xml"
        return [*(await self._robots.sitemaps(url))[:10], usual]

    async def _robots_txt(self, url: str) -> tuple[int | None, bytes]:
        answer = await self._follow(url, _Manner("GET", body=True, robots=False))
        return answer.status, answer.body if answer.reason is Reason.OK else b""

    async def _follow(self, url: str, manner: _Manner) -> Answer:
        hops: list[str] = []
        cookies: dict[str, str] = {}  # within one look: some firewalls send a cookie and the same address again
        at = ""
        spent = 0.0
        steps: list[str] = []
        while True:
            if is_private(host_of(url)) and not self._inner(url):
                at = at or utc_now()
                answer = Answer(at, url, manner.method, None, Reason.BLOCKED, detail="指向内部网络地址，未访问")
            elif manner.robots and not self._owned(url) and (refused := await self._robots.refusal(url)):
                at = at or utc_now()
                answer, seconds = await self._refused(at, url, manner, refused)
                spent += seconds
            else:
                at = at or utc_now()
                answer, seconds = await self._ask(at, url, manner, cookies)
                spent += seconds
            if answer.status in _REDIRECTS and (location := answer.headers.get(b"Location")):
                steps.append(f"{answer.status} {url}")
                target = normalise(url, _NOT_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], location).decode("ascii"))
                new_cookies = _take_cookies(answer.headers, cookies)
                if target is None:
                    answer.reason, answer.detail = Reason.HTTP_ERROR, "跳转到无法访问的地址：" + _shown(location)
                elif len(hops) >= MAX_HOPS or (target in (*hops, url) and not new_cookies):
                    answer.reason, answer.detail = Reason.HTTP_ERROR, "循环跳转或跳转次数过多"
                else:
                    if host_of(target) != host_of(url):
                        cookies.clear()
                    hops.append(url)
                    url = target
                    continue
            answer.elapsed_ms = round(spent * 1000)
            answer.hops = tuple(hops)
            if steps:
                chain = " → ".join([*steps, url])[:2000]
                answer.detail = "; ".join(filter(None, (answer.detail, f"跳转：{chain}")))
            return answer

    async def _refused(self, at: str, url: str, manner: _Manner, refused: Refusal) -> tuple[Answer, float]:
        denied = Answer(at, url, manner.method, None, Reason.ROBOTS_DENIED, detail=refused.why, wait=refused.wait)
        if not manner.front or refused.wait is None:
            return denied, 0.0
        seen, seconds = await self._ask(at, url, manner, {})
        opens = seen.reason is Reason.OK or seen.status in _REDIRECTS
        return (denied if opens else seen), seconds

    def _tls_fault_of(self, host: str, phrase: str) -> str:
        """The fault; where this client does not tell it, what the other told of the host."""
        fault = tls_fault(phrase)
        return self._tls_faults.get(host, fault) if fault == "other" else self._tls_faults.setdefault(host, fault)

    def _meta(self, host: str, manner: _Manner) -> dict[str, object]:
        meta: dict[str, object] = {
            "download_timeout": self._timeout * (ATTACHMENT_PATIENCE if manner.patient else 1),
            "second_look": manner.second,
            "status_only": not manner.body,
            "verbatim_url": True,
        }
        if manner.most:
            meta["download_maxsize"] = manner.most
        if time.monotonic() < self._lenient.get(host, 0.0):
            meta["lenient_tls"] = True
        return meta

    async def _ask(self, at: str, url: str, manner: _Manner, cookies: dict[str, str]) -> tuple[Answer, float]:
        host = host_of(url)
        pace = self._paces(host)
        await pace.turn()
        agent = f"{self._agent} {manner.agent}".rstrip()
        headers = {b"User-Agent": agent.encode("ascii"), b"Accept": ACCEPT}
        if cookies:
            headers[b"Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items()).encode(
                "latin-1", "ignore"
            )
        if manner.ranged:
            headers[b"Range"] = b"bytes=0-%d" % (BIG - 1)
            headers[b"Accept-Encoding"] = b"identity"  # a piece of a compressed page cannot be read
        meta = self._meta(host, manner)
        started = time.monotonic()
        try:
            response = await self._download(Request(url, method=manner.method, headers=headers, meta=meta))
        except Exception as error:  # noqa: BLE001,RUF100 - whatever a hostile server provokes becomes a reason
            seconds = time.monotonic() - started
            reason, detail = reason_of_exception(error)
            if reason is Reason.TLS:
                fault = self._tls_fault_of(host, detail)
                if fault in FORGIVEN and "lenient_tls" not in meta:
                    self._lenient[host] = math.inf if host in self._lenient else time.monotonic() + self._tls_again
                    self._on_tls_fault(host, utc_now(), fault, detail)
                    return await self._ask(at, url, manner, cookies)
                detail = f"{TLS_MARK}{fault}: {detail}"
            if reason is Reason.TIMEOUT:
                pace.slow_down(None)
            return Answer(at, url, manner.method, None, reason, detail=detail), seconds
        seconds = time.monotonic() - started
        answer = Answer(
            at, url, manner.method, response.status, reason_of_status(response.status), headers=response.headers
        )
        answer.content_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1")[:200]
        if manner.body:
            answer.body, answer.read = response.body, True
        if firewall := challenge(response.status, response.headers, response.body):
            answer.reason, answer.detail = Reason.BLOCKED, f"网站防护（{firewall}）要求浏览器验证，没有见到页面"
        if "dataloss" in response.flags:
            answer.detail = "正文长度与服务器声明不符"
        if response.status in (429, 503):
            answer.wait = retry_after((response.headers.get(b"Retry-After") or b"").decode("latin-1"))
            pace.slow_down(answer.wait)
        else:
            pace.answered(seconds)
        return answer, seconds


def _take_cookies(headers: Headers, cookies: dict[str, str]) -> bool:
    """Keep the cookies an answer sets; whether there were new ones."""
    before = len(cookies)
    for line in headers.getlist(b"Set-Cookie")[:20]:
        name, mark, value = line.decode("latin-1").partition(";")[0].partition("=")
        if mark and name.strip() and len(value) <= 4096:
            cookies[name.strip()] = value.strip()
    return len(cookies) > before


def _shown(location: bytes) -> str:
    return location[:200].decode("utf-8", "replace")
