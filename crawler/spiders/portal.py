"""``scrapy crawl portal -a url=https://… [-a out=DIR]``: gathers one portal into an evidence bundle."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from scrapy import Spider, signals
from scrapy.exceptions import StopDownload

from crawler.gatherer import Gatherer
from crawler.handler import downloading
from crawler.reader_start import Reader
from crawler.user_agent import user_agent
from records.bundle.spec import GatherSpec
from records.clock import CHINA, now_utc
from records.errors import BadInputError, WangchaError
from records.urls import host_of, normalise

NOISY = ("scrapy.core.downloader.handlers", "scrapy.downloadermiddlewares.httpcompression")


class PortalSpider(Spider):
    """Gathers one site or account. ``url`` and ``out`` (a folder for bundles), or ``spec`` (a file of ``GatherSpec``).

    ``reader`` is a reader process that was started beforehand.

    Afterwards ``outcome`` tells: ``complete``, ``incomplete``, or ``failed`` with ``problem`` saying why.
    """

    name = "portal"

    def __init__(
        self, url: str = "", out: str = "inspections", spec: str = "", reader: Reader | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.problem: WangchaError | None = None
        self.outcome = "failed"
        self._order = (url, out, spec)
        self._reader = reader

    async def start(self) -> AsyncIterator[Any]:
        """Does all the work; yields nothing, because the frontier is the bundle's."""
        for name in NOISY:
            logging.getLogger(name).setLevel(logging.ERROR)
        settings = self.crawler.settings
        # Scrapy makes a record of every response and then throws it away by its handler's level
        logging.getLogger("scrapy").setLevel(settings.get("LOG_LEVEL"))
        self.crawler.signals.connect(_stop_at_headers, signals.headers_received)
        try:
            spec = _read_order(*self._order)
            gatherer = _gatherer_for(spec)(
                spec,
                downloading(self.crawler),
                user_agent(spec.contact),
                settings.getfloat("DOWNLOAD_TIMEOUT"),
                self._reader,
            )
        except WangchaError as error:
            self._say(error)
            return
        _stop_on_signals(gatherer)
        await gatherer.run()
        self.outcome = "complete" if gatherer.complete else "incomplete"
        print(f"取证包：{spec.bundle}", file=sys.stderr)
        if gatherer.error:
            self._say(gatherer.error)
        return
        yield  # an asynchronous generator, as Scrapy wants it

    def _say(self, error: WangchaError) -> None:
        self.problem = error
        print(error, file=sys.stderr)


def _gatherer_for(spec: GatherSpec) -> type[Gatherer]:
    if spec.account is None:
        return Gatherer
    from crawler.account_gatherer import AccountGatherer  # noqa: PLC0415 - with it come the parsers of posts

    return AccountGatherer


def _read_order(url: str, out: str, spec: str) -> GatherSpec:
    if not spec:
        return _default_spec(url, Path(out))
    try:
        return GatherSpec.read(Path(spec))
    except (OSError, ValueError, TypeError) as error:
        raise BadInputError(f"{spec}：读不出取证任务（{error}）。请检查文件是否存在、内容是否完整。") from error


def _default_spec(url: str, out: Path) -> GatherSpec:
    start = normalise(url, url) if "://" in url else normalise(f"https://{url}", f"https://{url}")
    if not start:
        raise BadInputError("请给出网站地址，例如：scrapy crawl portal -a url=https://www.example.gov.cn")
    now = now_utc().astimezone(CHINA)
    site = host_of(start)
    bundle = out / f"{site.replace(':', '_')}-{now:%Y%m%d-%H%M%S}"
    return GatherSpec(site=site, start_url=start, bundle=str(bundle), as_of=now.date().isoformat())


def _stop_at_headers(request: Any) -> None:
    """Do not read the body where only the status matters."""
    if request.meta.get("status_only"):
        raise StopDownload(fail=False)


def _stop_on_signals(gatherer: Gatherer) -> None:
    """Ctrl-C and SIGTERM end the gathering in good order; a second one ends the process."""
    loop = asyncio.get_running_loop()

    def stop(number: int, _frame: Any) -> None:
        signal.signal(number, signal.SIG_DFL)
        loop.call_soon_threadsafe(gatherer.interrupt)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
