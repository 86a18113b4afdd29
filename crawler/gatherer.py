"""Gathers one site: takes tasks from the frontier, looks at each, records what came back, hands on what it links to."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response

from crawler.content import Content, Reading, Taker, is_read
from crawler.fetching import Answer, Fetcher
from crawler.frontier import Frontier, Task
from crawler.landings import Landings
from crawler.pacing import Pace
from crawler.page_pictures import PagePictures
from crawler.reach import Patrol, Recheck
from crawler.reader_start import Reader
from crawler.reading.link_kind import kind_of
from crawler.reading.reading import PageReading
from crawler.reading_room import ReadingRoom
from crawler.reasons import SECOND_LOOK
from crawler.recording import NOT_STORED, attempt_row, received_headers
from crawler.sitemap import named_addresses
from crawler.traps import Traps
from records.bundle.known import KnownGood, read_known
from records.bundle.spec import GatherSpec
from records.bundle.unseen import SEARCH_ENGINE, head_as_json
from records.bundle.warc import WarcFiles
from records.bundle.writer import BundleWriter
from records.errors import StorageError
from records.evidence import Unseen, head_tags
from records.model import Reason
from records.urls import host_of, is_host_name, is_private, name_of, normalise, same_site

if TYPE_CHECKING:
    from crawler.rendered import Rendering

MAX_REQUESTS = 48  # under way at once, all hosts together
SILENT_AFTER = 3  # timeouts in a row after which nothing more is asked of another site's host
log = logging.getLogger(__name__)


class Gatherer:
    """The gathering of one site into one bundle.

    ``download`` is :func:`crawler.handler.downloading`; ``timeout`` is seconds for a page,
    ``reader`` a reader process that was started beforehand. ``run()`` ends when nothing
    is left, a limit is reached or :meth:`interrupt` is called, and never raises for what the site does;
    ``complete`` and ``error`` then tell how it ended.
    """

    def __init__(
        self,
        spec: GatherSpec,
        download: Callable[[Request], Awaitable[Response]],
        agent: str,
        timeout: float,
        reader: Reader | None,
    ) -> None:
        start = normalise(spec.start_url, spec.start_url) or spec.start_url
        self.spec = spec
        self.complete = False
        self.error: StorageError | None = None
        self._start_url = start
        self._sites = [start, *(f"http://{host}/" for host in spec.allowed_hosts)]
        self._columns = [url for column in spec.column_urls if (url := normalise(start, column))]
        self._recheck = bool(spec.only_urls)
        self._whole = not self._recheck and not spec.patrol and spec.account is None
        self._store_all = not spec.links_only  # else what failed or is in doubt: nobody reads the rest again
        self._writer = BundleWriter.open(spec)
        self._known = read_known(self._writer.folder)
        self._room = ReadingRoom(reader)
        self._warc = WarcFiles(self._writer.folder)
        self._traps = Traps(date.fromisoformat(spec.as_of))
        self._as_of = date.fromisoformat(spec.as_of)
        self._frontier = Frontier(self._writer, self._traps, self._is_internal, spec.max_depth)
        self._fetcher = Fetcher(
            download,
            self._pace,
            agent,
            timeout,
            owned=lambda url: spec.owned and self._is_internal(url),
            inner=self._may_be_inner,
            on_tls_fault=lambda *fault: self._writer.add("tls_faults", [fault]),
            tls_again=spec.second_look_seconds,
        )
        self._landings = Landings(self._room, self._writer, self._fetcher.get, spec.wrong_target_words)
        self._paces: dict[str, Pace] = {}
        self._workers: dict[str, int] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._gate = asyncio.Semaphore(MAX_REQUESTS)
        self._changed = asyncio.Event()
        self._stopping = ""  # interrupted | max_minutes | error
        self._dns_proven = False
        self._home = 0
        self._rendering = self._make_rendering() if spec.needs_browser else None
        self._pictures = PagePictures(self._writer, self._room, self._warc, self._fetcher.get)
        self._content = self._make_content()
        self._silent: Counter[str] = Counter()  # timeouts in a row, by host of other sites
        self._without_name: dict[tuple[str, bool], Answer] = {}  # failed DNS look-ups, by host and whether second look

    async def run(self) -> None:
        """Gather until the end and close the bundle."""
        deadline = time.monotonic() + self.spec.max_minutes * 60
        try:
            self._begin()
            while not self._stopping:
                self._wake()
                due = self._frontier.next_due()
                if not self._running and due is None:
                    break
                left = deadline - time.monotonic()
                if left <= 0:
                    self._stop("max_minutes")
                    break
                wait = left if due is None else min(left, max(0.0, due - time.time()))
                if self._running:
                    wait = min(max(wait, 0.02), 0.5)
                await self._sleep(wait)
                if self._writer.batch_due():
                    self._writer.commit()
            await self._finally(self._pictures.read(), deadline)
            if self._rendering is not None:
                await self._finally(self._rendering.take_pictures(), deadline)
        except asyncio.CancelledError:
            self._stop("interrupted")
        except StorageError as error:
            self._fail(error)
        finally:
            await self._drain()
            if self._rendering is not None:
                await self._rendering.close()
            await self._room.close()
            self._close()

    async def _finally(self, step: Coroutine[Any, Any, None], deadline: float) -> None:
        """One of the last steps; it ends with the inspection's time and when it is interrupted."""
        work = asyncio.ensure_future(step)
        while not work.done() and not self._stopping and time.monotonic() < deadline:
            await asyncio.wait([work], timeout=0.5)
        if not work.cancel():
            work.result()

    def interrupt(self) -> None:
        """Stop at once; what was gathered is kept and the gathering can be taken up again."""
        self._stop("interrupted")

    def _begin(self) -> None:
        self._content.open()
        if self._writer.resumed:
            self._frontier.take_up()
            self._content.take_up()
            self._dns_proven = self._writer.told("dns_proven") == "1"
            self._meet_home(self._writer.told("home_url"))
        self._home = self._frontier.hand([(self._start_url, "page")], None, 0, internal=True)[0]
        if self._writer.resumed:
            self._home = self._frontier.known(self._writer.told("home_url")) or self._home
        # what is rechecked stands one step from the start, so that depth 0 stays the start address alone
        depth = 1 if self._recheck else 0
        columns = self._frontier.hand([(url, "page") for url in self._columns], None, depth, internal=True)
        self._content.forced.update(
            id_ for id_, url in zip(columns, self._columns, strict=True) if not self._is_internal(url)
        )
        if self._recheck and isinstance(self._content, Content):  # an account is always read whole
            self._frontier.hand(self.spec.only_urls.items(), None, depth)
            followed = self._frontier.hand([(url, "page") for url in self.spec.follow_urls], None, depth, asked=False)
            self._content.reach = Recheck(
                frozenset(columns), dict(zip(followed, self.spec.follow_urls.values(), strict=True))
            )
        if self.spec.patrol and isinstance(self._content, Content):
            self._content.reach = Patrol(self._is_internal)
            self._frontier.hand([(url, "page") for url in self.spec.known_urls], None, 1)

    def _make_rendering(self) -> Rendering:
        from crawler.rendered import Rendering  # noqa: PLC0415 - few sites need it

        return Rendering(self.spec, self._writer, self._warc, self._fetcher.get)

    def _make_content(self) -> Taker:
        return Content(
            self._writer,
            self._frontier,
            self._traps,
            self._as_of,
            self._room,
            max_pages=self.spec.max_pages,
            links_only=self.spec.links_only,
            meet_home=self._meet_home,
            rendering=self._rendering,
        )

    def _all_read(self) -> bool:
        return not self._content.full

    def _may_be_inner(self, url: str) -> bool:
        """Whether an address of the inner network may be asked: where the site itself is there."""
        return is_private(host_of(self._start_url))

    def _is_internal(self, url: str) -> bool:
        return any(same_site(url, site) for site in self._sites)

    def _pace(self, host: str) -> Pace:
        pace = self._paces.get(host)
        if pace is None:
            own = host == host_of(self._start_url) or self._is_internal(f"http://{host}/")
            pace = self._paces[host] = Pace(self.spec.rate if own else min(self.spec.rate, self.spec.others_rate))
        return pace

    # workers

    def _wake(self) -> None:
        hosts = self._frontier.woken
        self._frontier.woken = set()
        for host in (*hosts, *self._frontier.due_hosts()):
            wanted = self._frontier.queues[host].ready(self._pace(host).in_flight)
            for _ in range(wanted - self._workers.get(host, 0)):
                self._workers[host] = self._workers.get(host, 0) + 1
                self._start(self._work(host))
        self._changed.clear()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        worker = asyncio.ensure_future(work)
        self._running.add(worker)
        worker.add_done_callback(self._ended)

    async def _read_sitemaps(self, home: str) -> None:
        """Hand in what the site's sitemaps name: pages that no page links to are part of the site as well."""
        try:
            sitemaps = await named_addresses(self._fetcher.get, await self._fetcher.sitemaps(home))
            self._writer.about(sitemaps=json.dumps(list(sitemaps)))
            for file, written in sitemaps.items():
                named = [url for one in written if (url := normalise(home, one)) and self._is_internal(url)]
                (found_on,) = self._frontier.hand([(file, "resource")], None, 1, asked=False)
                self._frontier.hand([(url, kind_of(url, "a")) for url in named], found_on, 1)
        except StorageError as error:
            self._fail(error)

    def _ended(self, worker: asyncio.Task[None]) -> None:
        self._running.discard(worker)
        self._changed.set()

    async def _work(self, host: str) -> None:
        try:
            pace = self._pace(host)
            while not self._stopping and self._workers[host] <= pace.in_flight:
                if self._workers[host] < pace.in_flight and self._frontier.queues[host].ready(2) > 1:
                    self._frontier.woken.add(host)  # the host has recovered
                task = self._frontier.take(host)
                if task is None:
                    return
                async with self._gate:
                    await self._inspect(task)
            if not self._stopping:
                self._frontier.woken.add(host)
        except StorageError as error:
            self._fail(error)
        finally:
            self._workers[host] -= 1

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return

    def _stop(self, why: str) -> None:
        self._stopping = self._stopping or why
        self._changed.set()
        for worker in self._running:
            worker.cancel()

    def _fail(self, error: StorageError) -> None:
        self.error = self.error or error
        self._stop("error")

    async def _drain(self) -> None:
        for worker in self._running:
            worker.cancel()
        if self._running:
            await asyncio.wait(self._running, timeout=2)

    def _close(self) -> None:
        limits = [
            name
            for name, reached in (("max_pages", self._content.full), ("max_depth", self._frontier.too_deep))
            if reached
        ]
        if self._stopping == "max_minutes":
            limits.append("max_minutes")
        limits += [name for name in ("patrol", "links_only") if getattr(self.spec, name)]
        self.complete = not self._stopping and self._all_read()
        try:
            if self.error is not None:
                self._writer.abandon()
            else:
                self._warc.close()
                if self._stopping != "interrupted":
                    self._pictures.skip_rest()
                    self._writer.skip_rest(Reason.SKIPPED_BUDGET, pending_looks_too=True)
            self._writer.finish(
                complete=str(int(self.complete)),
                interrupted=str(int(self._stopping == "interrupted")),
                limits=json.dumps(limits),
                traps=json.dumps(self._traps.counts),
                error=str(self.error or ""),
            )
        except StorageError as error:
            self.error = self.error or error
            self.complete = False
        finally:
            self._writer.close()

    # one task

    async def _inspect(self, task: Task) -> None:
        if self._content.full and task.internal and task.kind == "page":
            self._frontier.done(task.id, Reason.SKIPPED_BUDGET, task.attempts)
            return
        second = task.attempts > 0
        own = is_read(task, links_only=self.spec.links_only)
        if own:
            patient, front = task.kind == "attachment", task.id == self._home
            answer = await self._fetcher.get(task.url, patient=patient, second=second, front=front)
        elif task.internal:
            answer = await self._fetcher.check(task.url, second=second)
        else:
            answer = self._learnt(task, second) or await self._fetcher.visit(task.url, second=second)
        try:
            reading = await self._content.read(task, answer) if own and answer.reason is Reason.OK else None
            doubted = await self._doubted(task, answer, reading)
            self._settle(task, answer, reading, doubted)
            if isinstance(reading, PageReading) and task.id == self._home:
                await self._look_as_search_engine(task)
        except StorageError:
            raise
        except Exception:  # a fault of ours with one address must not end the gathering
            log.exception("%s", task.url)
            self._frontier.done(task.id, Reason.PARSE_FAILED, task.attempts + 1)
        if not task.internal:
            self._notice_silence(task.host, answer)
            if answer.reason is Reason.DNS and not answer.hops:
                self._without_name[task.host, second] = answer
        if self._frontier.woken:
            self._changed.set()
        if self._writer.batch_due():
            self._writer.commit()

    async def _doubted(self, task: Task, answer: Answer, reading: Reading | None) -> bool:
        """Whether what opened may be another page than the one meant. The home page is the measure, never in doubt."""
        if task.id != self._home:
            return await self._landings.doubted(task, answer, reading)
        if not task.attempts and answer.reason is Reason.OK and self._whole:
            await self._landings.baseline(answer.url, own=True)
            self._start(self._read_sitemaps(answer.url))
        return False

    async def _look_as_search_engine(self, task: Task) -> None:
        """Ask for the home page once more and keep its head tags: hacked pages show search engines others."""
        if self.spec.account is not None or self.spec.patrol or self.spec.links_only:
            return
        answer = await self._fetcher.get_as_search_engine(task.url)
        shown = await self._content.read(task, answer) if answer.reason is Reason.OK else None
        if isinstance(shown, PageReading):
            self._writer.about(
                **{SEARCH_ENGINE: head_as_json(head_tags([Unseen(*each) for each in shown.unseen], shown.meta))}
            )

    def _learnt(self, task: Task, second: bool) -> Answer | None:
        """What is known of another site's address without asking: its host has no name, or it opened not long ago."""
        nameless = self._without_name.get((task.host, second))
        if nameless is not None:
            return replace(nameless, url=task.url)
        good = None if second else self._known.get(task.url)
        return None if good is None else _as_answer(good)

    def _notice_silence(self, host: str, answer: Answer) -> None:
        """A host of another site that never answers must not use up the time of the inspection."""
        if answer.reason is not Reason.TIMEOUT:
            self._silent[host] = 0
            return
        self._silent[host] += 1
        if self._silent[host] >= SILENT_AFTER:
            self._traps.counts["silent_host"] += self._frontier.give_up(host)

    def _settle(self, task: Task, answer: Answer, reading: Reading | None, doubted: bool) -> None:
        if answer.status is not None and not self._dns_proven and is_host_name(host_of(answer.url)):
            self._dns_proven = True
            self._writer.about(dns_proven="1")
        own = is_read(task, links_only=self.spec.links_only)
        stored = NOT_STORED
        if own and answer.status is not None and (self._store_all or answer.reason is not Reason.OK or doubted):
            headers = received_headers(answer)
            stored = self._warc.store(answer.url, answer.at, answer.status, headers, answer.body)
        target = self._redirect_target(task, answer)
        held = doubted and not task.attempts  # what may be an error page is taken in once it was seen twice
        if own and answer.reason is Reason.OK and not held:
            if target is not None or not answer.hops or task.id == self._home or task.id in self._content.forced:
                owner = task.id if target is None else target
                if owner == task.id or self._frontier.outcome(owner) is None:  # else read under its own address
                    onward = self._content.take(task, owner, answer, reading, home=task.id == self._home)
                    if task.id == self._home and onward is not None and self._frontier.outcome(onward) is None:
                        self._home = onward  # the start address was nothing but a signpost
        elif task.kind == "attachment" and own and answer.reason is Reason.TOO_LARGE:
            self._content.too_large(task.id, answer)
        self._writer.add("attempts", [attempt_row(task.id, answer, stored)])
        attempts = task.attempts + 1
        if (answer.reason in SECOND_LOOK or held or answer.wait is not None) and attempts < 2:
            wait = max(self.spec.second_look_seconds, min(answer.wait or 0.0, 600.0))
            self._frontier.look_again(task, answer.reason, attempts, time.time() + wait)
            return
        self._frontier.done(task.id, answer.reason, attempts, target)
        if target is not None and target != task.id and self._frontier.outcome(target) is None:
            self._writer.add("attempts", [attempt_row(target, answer, stored)])
            self._frontier.done(target, answer.reason, 1)

    def _redirect_target(self, task: Task, answer: Answer) -> int | None:
        """The id of the address of the site where a successful look ended, None where there was no redirect."""
        if not answer.hops or answer.reason is not Reason.OK or not task.internal:
            return None
        if task.id == self._home:
            self._meet_home(answer.url)
        if not self._is_internal(answer.url):
            return None
        return self._frontier.hand([(answer.url, task.kind)], task.id, task.depth, asked=False)[0]

    def _meet_home(self, url: str) -> None:
        """The start address leads elsewhere: that is the site as well, if it is under the same domain."""
        if not self._is_internal(url):
            ours, theirs = (name_of(host_of(one)).split(".")[-2:] for one in (self._start_url, url))
            if ours != theirs or not is_host_name(host_of(url)):
                return
            self._sites.append(url)
            self._pace(host_of(url)).set_rate(self.spec.rate)
        self._writer.about(home_url=url)


def _as_answer(good: KnownGood) -> Answer:
    """An earlier look that holds still, told as such."""
    detail = "沿用此前的访问结果，这次没有再访问"
    answer = Answer(good.at, good.final_url, good.method, good.status, Reason.OK, detail=detail)
    answer.content_type = good.content_type
    return answer
