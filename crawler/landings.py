"""Keeps the shape of pages that may not be the ones meant, and asks hosts how they answer for what cannot exist."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from crawler.content import Reading
from crawler.fetching import Answer
from crawler.frontier import Task
from crawler.reading.reading import PageReading
from crawler.reading_room import NotReadError, ReadingRoom
from crawler.recording import is_html
from dictionaries import load_wrong_targets
from records.bundle.writer import BundleWriter
from records.landing import Baseline, Landing
from records.model import Reason
from records.urls import host_of

MAX_BASELINES = 50
"""Of how many hosts of other sites it is asked how they answer for an address that cannot exist."""

_NO_PAGE = frozenset({204, 205, 304})
_SHORT = 1500  # characters of a page's own text from which on it is no notice


class Landings:
    """Looks at what opened. ``get`` asks an address with GET (``Fetcher.get``), ``own`` are the office's own words."""

    def __init__(
        self,
        room: ReadingRoom,
        writer: BundleWriter,
        get: Callable[[str], Awaitable[Answer]],
        own: Mapping[str, Sequence[str]],
    ) -> None:
        self._room = room
        self._writer = writer
        self._get = get
        self._judge = load_wrong_targets(own)
        self._baselines: dict[str, asyncio.Future[Baseline | None]] = {}
        self._others = 0

    async def doubted(self, task: Task, answer: Answer, reading: Reading | None) -> bool:
        """Record what a look showed where that may matter; whether it looks like another page than the one meant."""
        if answer.reason is not Reason.OK or not answer.read or answer.status in _NO_PAGE or not is_html(answer):
            return False
        if task.internal and not isinstance(reading, PageReading):
            return False
        if isinstance(reading, PageReading) and not task.attempts and not self._may_be_wrong(answer, reading):
            return False
        landing = await self._read(answer)
        if landing is None:
            return False
        host = host_of(task.url)
        wanted = self._judge.wants_baseline(task.url, answer.url, landing)
        baseline = await self.baseline(task.url, own=task.internal) if wanted or host in self._baselines else None
        suspicion = self._judge.suspicion(task.url, answer.url, landing, baseline)
        if suspicion is not None or task.attempts or not task.internal:
            self._writer.add("landings", [(task.id, answer.at, *_shape(landing))])
        return suspicion is not None

    async def baseline(self, url: str, *, own: bool) -> Baseline | None:
        """How the host of ``url`` answers for an address that cannot exist; asked once a host."""
        host = host_of(url)
        future = self._baselines.get(host)
        if future is None:
            if not own and self._others >= MAX_BASELINES:
                return None
            self._others += not own
            future = self._baselines[host] = asyncio.get_running_loop().create_future()
            try:
                future.set_result(await self._ask(host, url))
            except BaseException:
                del self._baselines[host]
                future.cancel()
                raise
        return await asyncio.shield(future)

    async def _ask(self, host: str, url: str) -> Baseline:
        made_up = f"{url.partition('://')[0]}://{host}/wangcha-{uuid.uuid4().hex[:12]}/{uuid.uuid4().hex[:12]}.html"
        answer = await self._get(made_up)
        landing = await self._read(answer) if answer.reason is Reason.OK and is_html(answer) else None
        found = Baseline(host, made_up, answer.at, answer.status, answer.reason, answer.url, landing)
        shape = _shape(landing) if landing else ("", "", 0, 0, 0, 0, 0)
        row = (host, made_up, answer.at, answer.status, answer.reason, answer.url, landing is not None, *shape)
        self._writer.add("baselines", [row])
        return found

    async def _read(self, answer: Answer) -> Landing | None:
        try:
            landing: Landing = await self._room.read("landing", answer.body, answer.content_type)
        except NotReadError:
            return None
        return landing

    def _may_be_wrong(self, answer: Answer, reading: PageReading) -> bool:
        """Whether one of the site's own pages, which has been read, is worth a look at its shape. Must cost nothing."""
        text = reading.text
        if answer.hops or not text.strip():
            return True
        title = reading.title.value if reading.title else ""
        if self._judge.mentions(title):
            return True
        return reading.kind != "article" and len(text) <= _SHORT and self._judge.mentions(text)


def _shape(landing: Landing) -> tuple[Any, ...]:
    return (
        *(landing.title, landing.text, landing.length, landing.links, landing.things, landing.scripts),
        landing.password,
    )
