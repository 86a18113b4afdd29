"""Reads the pictures in articles' texts, once all else has been gathered: what they say and where they were taken.

Only where text recognition is installed. They are asked for within the pace of their host, and the time for all of
them is bounded; those that were not read are recorded as such.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Awaitable, Callable

from crawler.attachments import ocr
from crawler.attachments.reading import AttachmentReading
from crawler.fetching import Answer
from crawler.reading_room import NotReadError, ReadingRoom
from crawler.recording import attempt_row, document_name, name_in, part_rows, received_headers
from records.bundle.warc import WarcFiles
from records.bundle.writer import BundleWriter
from records.model import Reason

MOST_PAGES = 3
"""A picture on more pages than these belongs to the site's dress."""
MOST_A_PAGE = 12
MOST_A_SITE = 400
SECONDS_A_SITE = 900.0
MOST_BYTES = 12_000_000
_LEAST_BYTES = 3_000
"""Fewer hold no words that can be read."""


class PagePictures:
    """The pictures of one gathering. ``get`` is :meth:`crawler.fetching.Fetcher.get`."""

    def __init__(
        self,
        writer: BundleWriter,
        room: ReadingRoom,
        warc: WarcFiles,
        get: Callable[[str], Awaitable[Answer]],
    ) -> None:
        self._writer = writer
        self._room = room
        self._warc = warc
        self._get = get

    async def read(self) -> None:
        """Read them page by page, until all are read or a limit is reached."""
        ends = time.monotonic() + SECONDS_A_SITE
        read_of: Counter[int] = Counter()
        for picture, url, page in self._unread():
            if read_of.total() >= MOST_A_SITE or time.monotonic() > ends:
                return
            if read_of[page] >= MOST_A_PAGE:
                self._record(picture, name_in(url), _skipped(f"这个网页的图片超过 {MOST_A_PAGE} 张，这张没有识别"))
                continue
            read_of[page] += 1
            await self._read_one(picture, url)

    def skip_rest(self) -> None:
        """Record those that nobody came to as not read."""
        for picture, url, _ in self._unread():
            self._record(picture, name_in(url), _skipped("网页图片太多，或巡检时间已用完，这张没有识别"))

    def _unread(self) -> list[tuple[int, str, int]]:
        return self._writer.unread_pictures(MOST_PAGES) if ocr.available() else []

    async def _read_one(self, picture: int, url: str) -> None:
        answer = await self._get(url)
        name = document_name(answer)
        if answer.reason is not Reason.OK:
            self._record(picture, name, AttachmentReading("", answer.reason, f"图片没有读到，未识别。{answer.detail}"))
            return
        if len(answer.body) > MOST_BYTES:
            self._record(picture, name, AttachmentReading("", Reason.TOO_LARGE, "图片文件过大，没有识别"))
            return
        reading = AttachmentReading("", Reason.OK)
        if len(answer.body) >= _LEAST_BYTES:
            try:
                reading = await self._room.read("picture", answer.body)
            except NotReadError as error:
                reading = AttachmentReading("", Reason.PARSE_FAILED, str(error))
        if reading.parts:  # what a finding may rest on is kept
            stored = self._warc.store(
                answer.url, answer.at, answer.status or 200, received_headers(answer), answer.body
            )
            self._writer.add("attempts", [attempt_row(picture, answer, stored)])
        self._record(picture, name, reading)

    def _record(self, picture: int, name: str, reading: AttachmentReading) -> None:
        self._writer.add("documents", [(picture, name, reading.format, reading.reason, reading.detail)])
        self._writer.add("parts", part_rows(picture, reading.parts))
        if self._writer.batch_due():
            self._writer.commit()


def _skipped(why: str) -> AttachmentReading:
    return AttachmentReading("", Reason.SKIPPED_BUDGET, why)
