"""Which pages are rendered, and which pictures are taken at the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from crawler.fetching import Answer
from crawler.frontier import Task
from crawler.reading.reading import PageReading
from crawler.reading_room import NotReadError
from crawler.rendering import Renderer, write_picture
from records.bundle.spec import GatherSpec
from records.bundle.warc import WarcFiles
from records.bundle.writer import BundleWriter, storage_errors, utc_now
from records.model import Reason
from records.urls import normalise

MAX_PICTURES = 100
_CLICKED = frozenset(("a", "area", "onclick", "option", "record", "json"))
Read = Callable[[bytes], Awaitable[PageReading]]


class Rendering:
    """The rendering of one gathering. ``fetch`` is :meth:`crawler.fetching.Fetcher.get`."""

    def __init__(
        self,
        spec: GatherSpec,
        writer: BundleWriter,
        warc: WarcFiles,
        fetch: Callable[[str], Awaitable[Answer]],
    ) -> None:
        self._spec = spec
        self._writer = writer
        self._warc = warc
        self._fetch = fetch
        self._renderer = Renderer(fetch)
        self._marked = frozenset(url for each in spec.render_urls if (url := normalise(spec.start_url, each)))

    async def better(self, task: Task, answer: Answer, reading: PageReading, read: Read) -> PageReading:
        """The reading of the page as its scripts make it, where it is to be rendered and can be; else ``reading``.

        It must say more than the page as it was fetched: one whose script leads away, or breaks off, may show less.
        """
        why = self._why(task, answer, reading)
        if not why:
            return reading
        at = utc_now()
        shown = await self._renderer.render(answer)
        made = None
        if shown is not None:
            with suppress(NotReadError):
                made = await read(shown)
        if shown is None or made is None or _amount(made) < _amount(reading):
            self._writer.add("renderings", [(task.id, at, why, "failed", "", 0, "")])
            return reading
        stored = self._warc.convert(answer.url, at, shown)
        self._writer.add("renderings", [(task.id, at, why, "ok", stored.file, stored.offset, stored.sha256)])
        return made

    def _why(self, task: Task, answer: Answer, reading: PageReading) -> str:
        """marked | empty, ``""`` where the page is to be read as it was fetched."""
        if reading.redirect is not None or b"<script" not in answer.body.lower():
            return ""
        if self._spec.render == "all" or task.url in self._marked:
            return "marked"
        holds_nothing = not reading.text.strip() or not any(link.tag in _CLICKED for link in reading.links)
        return "empty" if self._spec.render == "empty" and holds_nothing else ""

    async def take_pictures(self) -> None:
        """Pictures of the pages that link to what failed twice, one a target, at most :data:`MAX_PICTURES`."""
        if not self._spec.screenshots:
            return
        page: tuple[str, Answer] | None = None
        for page_id, page_url, target_id, target, raw in self._writer.failed_links(MAX_PICTURES):
            if page is None or page[0] != page_url:
                page = (page_url, await self._fetch(page_url))
            if page[1].reason is not Reason.OK:
                continue
            picture = await self._renderer.screenshot(page[1], target, raw or target)
            if picture is not None:
                with storage_errors(self._writer.folder):
                    name = write_picture(self._writer.folder, f"{page_id}-{target_id}.png", picture)
                row: tuple[Any, ...] = (page_id, target_id, utc_now(), name)
                self._writer.add("screenshots", [row])

    async def close(self) -> None:
        """End Chromium."""
        await self._renderer.close()


def _amount(reading: PageReading) -> tuple[int, int]:
    """How much a page says: links first, then text."""
    return len(reading.links), len(reading.text)
