"""One look at one address: hop by hop through redirects, paced, within limits, ending in a reason and never a raise."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from scrapy import Request
from scrapy.http import Headers, Response

from crawler.pacing import Pace, retry_after
from crawler.reasons import reason_of_exception, reason_of_status
from crawler.robots import Robots
from records.bundle.writer import utc_now
from records.model import Reason
from records.urls import host_of, is_private, normalise

MAX_HOPS = 10
ATTACHMENT_PATIENCE = 4  # a 20 MiB attachment may take this many times as long as a page
ACCEPT = b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SEARCH_ENGINE_AGENT = "(compatible; Baiduspider/2.0)"
_NOT_ASCII = re.compile(rb"[^\x00-\x7f]")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(slots=True)
class Answer:
    """What one look yielded. ``url`` is the last address asked; ``hops`` are the addresses passed before it.

    ``at`` is UTC, ``wait`` the seconds a Retry-After asked for. ``body`` is the decoded body (empty for HEAD).
    """

    at: str
    url: str
    method: str
    status: int | None
    reason: Reason
    elapsed_ms: int = 0
    detail: str = ""
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    wait: float | None = None
    hops: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        return (self.headers.get(b"Content-Type") or b"").decode("latin-1")[:200]

    @property
    def media_type(self) -> str:
        return self.content_type.partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class _Manner:
    """How to ask: whether the body is read, with an attachment's patience, as a second look, minding robots.txt.

    ``agent`` is what is added to the User-Agent.
    """

    method: str
    body: bool = False
    patient: bool = False
    second: bool = False
    robots: bool = True
    agent: str = ""


class Paces(Protocol):
    """Where the pace of a host is found."""

    def __call__(self, host: str) -> Pace: ...


class Fetcher:
    """Asks addresses through ``download`` (Scrapy's ``engine.download_async``).

    ``timeout`` is seconds for a page. ``owned`` says whether an address belongs to a site whose office waived
    robots.txt, ``inner`` whether an address of the inner network may be asked (the inspected site is there itself).
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
    ) -> None:
        self._download = download
        self._paces = paces
        self._agent = agent
        self._timeout = timeout
        self._owned = owned
        self._inner = inner
        self._robots = Robots(agent, self._robots_txt, lambda host, delay: paces(host).at_most(delay))

    async def get(self, url: str, *, patient: bool = False, second: bool = False) -> Answer:
        """Look at ``url`` with GET and read the body."""
        return await self._follow(url, _Manner("GET", body=True, patient=patient, second=second))

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
            if answer.reason in (
                Reason.OK,
                Reason.DNS,
                Reason.REFUSED,
                Reason.TIMEOUT,
                Reason.ROBOTS_DENIED,
                Reason.RATE_LIMITED,
            ):
                return answer
            head = f"HEAD {answer.status or answer.reason}"
            answer = await self._follow(url, _Manner("GET"))
            answer.detail = "; ".join(filter(None, (head, answer.detail)))
            return answer
        return await self._follow(url, _Manner("GET", second=True))

    async def _robots_txt(self, url: str) -> bytes | None:
        answer = await self._follow(url, _Manner("GET", body=True, robots=False))
        return answer.body if answer.reason is Reason.OK else None

    async def _follow(self, url: str, manner: _Manner) -> Answer:
        hops: list[str] = []
        cookies: dict[str, str] = {}  # within one look: some firewalls send a cookie and the same address again
        at = utc_now()
        spent = 0.0
        steps: list[str] = []
        while True:
            if is_private(host_of(url)) and not self._inner(url):
                answer = Answer(at, url, manner.method, None, Reason.BLOCKED, detail="指向内部网络地址，未访问")
            elif manner.robots and not self._owned(url) and not await self._robots.allows(url):
                answer = Answer(
                    at, url, manner.method, None, Reason.ROBOTS_DENIED, detail="网站的 robots.txt 不允许访问"
                )
            else:
                if not hops:
                    at = utc_now()
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
        meta = {
            "download_timeout": self._timeout * (ATTACHMENT_PATIENCE if manner.patient else 1),
            "second_look": manner.second,
            "status_only": not manner.body,
            "verbatim_url": True,
        }
        started = time.monotonic()
        try:
            response = await self._download(Request(url, method=manner.method, headers=headers, meta=meta))
        except Exception as error:  # noqa: BLE001,RUF100 - whatever a hostile server provokes becomes a reason
            seconds = time.monotonic() - started
            reason, detail = reason_of_exception(error)
            if reason is Reason.TIMEOUT:
                pace.slow_down(None)
            return Answer(at, url, manner.method, None, reason, detail=detail), seconds
        seconds = time.monotonic() - started
        answer = Answer(
            at, url, manner.method, response.status, reason_of_status(response.status), headers=response.headers
        )
        if manner.body:
            answer.body = response.body
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
