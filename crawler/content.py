"""Takes what came back apart: pages into readings and links, documents into text."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Protocol

from crawler.attachments.reading import AttachmentReading
from crawler.fetching import Answer
from crawler.frontier import Frontier, Task
from crawler.link_recorder import LinkRecorder
from crawler.reach import Everywhere, Reach
from crawler.reading.reading import PageReading, SourceReading
from crawler.reading_room import NotReadError, ReadingRoom
from crawler.recording import (
    date_rows,
    document_name,
    fragment_rows,
    is_document,
    is_html,
    item_rows,
    list_rows,
    menu_rows,
    page_row,
    part_rows,
    place_rows,
    stray_rows,
    unseen_rows,
)
from crawler.source_types import is_source, is_source_type
from crawler.traps import Traps
from records.bundle.writer import BundleWriter
from records.clock import today_in_china
from records.errors import StorageError
from records.model import Reason

if TYPE_CHECKING:
    from crawler.rendered import Rendering

log = logging.getLogger(__name__)
_READ = ("page", "attachment", "data")
"""Kinds of addresses of the site itself whose answers are read and stored."""
Reading = PageReading | AttachmentReading | SourceReading | NotReadError


def is_read(task: Task, *, links_only: bool = False) -> bool:
    """Whether what is behind the address is read, not only asked for: pages, attachments, stylesheets, list feeds.

    Attachments are not where only links are looked at (``GatherSpec.links_only``).
    """
    if not task.internal or (links_only and task.kind == "attachment"):
        return False
    return task.kind in _READ or (task.kind == "resource" and is_source(task.url))


class Taker(Protocol):
    """Takes in what was fetched of the inspected site itself."""

    full: bool
    forced: set[int]

    def open(self) -> None: ...
    def take_up(self) -> None: ...
    async def read(self, task: Task, answer: Answer) -> Reading | None: ...
    def take(self, task: Task, owner: int, answer: Answer, reading: Reading | None, *, home: bool) -> int | None: ...
    def too_large(self, owner: int, answer: Answer) -> None: ...


class Content:
    """Has pages and documents read, records them, and hands the links on to the frontier.

    At most ``max_pages`` pages are read; ``full`` is true once there were more. ``forced`` holds ids of registered
    columns on other hosts and of their further pages: they are read, but their sites are not followed. ``reach`` says
    what of that which is found is to be asked. ``meet_home`` is told where a home page leads that is nothing but a
    redirect. ``rendering`` shows pages in Chromium, where any are. With ``links_only`` pages are read for what they
    refer to and nothing else.
    """

    def __init__(
        self,
        writer: BundleWriter,
        frontier: Frontier,
        traps: Traps,
        as_of: date,
        room: ReadingRoom,
        *,
        max_pages: int,
        meet_home: Callable[[str], None],
        rendering: Rendering | None = None,
        links_only: bool = False,
    ) -> None:
        self._writer = writer
        self._frontier = frontier
        self._traps = traps
        self._as_of = as_of
        self._max_pages = max_pages
        self._meet_home = meet_home
        self._rendering = rendering
        self._links_only = links_only
        self._room = room
        self._links = LinkRecorder(writer, frontier)
        self._pages = 0
        self._list_first: dict[int, int] = {}
        self._menus: set[int] = set()
        self.reach: Reach = Everywhere()
        self.full = False
        self.forced: set[int] = set()

    def take_up(self) -> None:
        """Go on with an unfinished bundle."""
        self._list_first = self._writer.list_firsts()
        self._pages = self._writer.page_count()

    def open(self) -> None:
        """Make ready to read."""
        self._room.open()

    async def read(self, task: Task, answer: Answer) -> Reading | None:
        """Read what ``answer`` brought; None where there is nothing to read."""

        async def page_of(body: bytes, content_type: str) -> PageReading:
            if self._links_only:
                page: PageReading = await self._room.read("references", body, answer.url, content_type)
            else:
                page = await self._room.read("page", body, answer.url, content_type, self._as_of)
            return page

        async def again(shown: bytes) -> PageReading:
            return await page_of(shown, "text/html; charset=utf-8")

        try:
            if task.kind == "data":
                return await self._read_list_data(answer)
            if task.kind != "resource" and is_html(answer):
                page = await page_of(answer.body, answer.content_type)
                return page if self._rendering is None else await self._rendering.better(task, answer, page, again)
            if is_source_type(answer.media_type) or (task.kind == "resource" and not is_html(answer)):
                source: SourceReading = await self._room.read("source", answer.body, answer.url, answer.content_type)
                return source
            if answer.body and is_document(answer, task.kind):
                document: AttachmentReading = await self._room.read(
                    "attachment", answer.body, document_name(answer), answer.content_type
                )
                return document
        except NotReadError as error:
            return error
        return None

    async def _read_list_data(self, answer: Answer) -> PageReading:
        """The entries of a list and, of JSON, every other address that is named beside them."""
        entries: PageReading = await self._room.read(
            "list_data", answer.body, answer.url, answer.content_type, self._as_of
        )
        if not (is_source_type(answer.media_type) or is_source(answer.url)):
            return entries
        named: SourceReading = await self._room.read("source", answer.body, answer.url, answer.content_type)
        return entries._replace(links=named.links, strays=named.strays)

    def take(self, task: Task, owner: int, answer: Answer, reading: Reading | None, *, home: bool) -> int | None:
        """Record the ``reading`` of what ``answer`` brought under the address ``owner``.

        The id of the address to which a page leads that is nothing but a redirect, else None. Reading must never stop
        the gathering: where it fails, ``answer.reason`` becomes ``parse_failed``.
        """
        try:
            if isinstance(reading, NotReadError):
                _blame(answer, str(reading))
            elif isinstance(reading, PageReading):
                return self._take_page(task, owner, reading, home)
            elif isinstance(reading, SourceReading):
                self._take_references(task, owner, reading)
            elif reading is not None:
                self._take_document(task, owner, answer, reading)
        except StorageError:
            raise
        except Exception as error:
            log.debug("%s", answer.url, exc_info=True)
            _blame(answer, f"{type(error).__name__}: {error}"[:300])
        return None

    def too_large(self, owner: int, answer: Answer) -> None:
        """Record an attachment that was not fetched to its end."""
        self._writer.add("documents", [(owner, document_name(answer), "", Reason.TOO_LARGE, answer.detail)])

    def _take_page(self, task: Task, owner: int, reading: PageReading, home: bool) -> int | None:
        if self._pages >= self._max_pages:
            self.full = True
            return None
        self._pages += 1
        hand = self._frontier.hand
        if home and reading.redirect:
            self._meet_home(reading.redirect)
        onward = hand([(reading.redirect, "page")], owner, task.depth)[0] if reading.redirect else None
        everything = self.reach.everything
        item_ids = hand([(item.url, "page") for item in reading.items], owner, task.depth + 1, asked=everything)
        first = self._list_first.get(owner)
        if reading.paging:
            first = self._page_on(task, owner, first, reading.paging, item_ids)
        # before the links: what is a list's interface is read as such, whatever a script seems to fetch
        interface_ids = hand([(url, "data") for url in reading.interfaces], owner, task.depth, asked=everything)
        self._links.record(owner, reading.links, task.depth + 1, asked=everything)
        marked = [self._frontier.known(found.url) for found in reading.fragments]
        for id_ in interface_ids:
            self._list_first.setdefault(id_, first or owner)
        # nearly the same menu stands on every page of a site: kept where it shows something new
        marks = {hash((entry.url, entry.parent >= 0)) for entry in reading.menu}
        menu = () if marks <= self._menus else reading.menu
        self._menus |= marks
        menu_ids = hand([(entry.url, "page") for entry in menu], owner, task.depth + 1, asked=everything)
        hand(self.reach.beyond(owner, reading), owner, task.depth + 1)
        kind = "home" if home and onward is None else reading.kind
        text = "" if self._links_only else reading.text  # was looked at, and is of no use to anybody else
        self._writer.add("pages", [page_row(owner, reading, kind, text, first)])
        self._writer.add("items", item_rows(owner, reading, item_ids))
        if reading.other_dates or reading.to_come or reading.items:
            self._writer.add("dates", date_rows(owner, reading, today_in_china()))
        self._writer.add("unseen", unseen_rows(owner, reading))
        if self.reach.reads_pictures(owner):
            shown = hand([(url, "resource") for url in reading.pictures], owner, task.depth + 1, asked=everything)
            self._writer.add("pictures", [(owner, picture) for picture in shown])
        self._writer.add("menus", menu_rows(owner, menu, menu_ids))
        self._writer.add("lists", list_rows(owner, reading, interface_ids))
        self._writer.add("strays", stray_rows(owner, reading.strays))
        self._writer.add("fragments", fragment_rows(owner, reading.fragments, marked, reading.marks))
        if reading.marks is not None:
            named = json.dumps(reading.marks, ensure_ascii=False) if reading.marks else "[]"
            self._writer.add("marks", [(owner, named)])
        return onward

    def _page_on(
        self, task: Task, owner: int, first: int | None, paging: tuple[str, ...], item_ids: list[int]
    ) -> int | None:
        """Hand on the further pages of a list, unless it yields nothing any more.

        The id of the list's first page, None if this is it. Further pages are as deep as the list itself.
        """
        endless = self._traps.barren(first or owner, item_ids)
        if endless:
            self._traps.counts["paging"] += sum(self._frontier.known(url) is None for url in paging)
        internal = True if task.id in self.forced else None
        ids = self._frontier.hand(
            [(url, "data" if task.kind == "data" else "page") for url in paging],
            owner,
            task.depth,
            internal=internal,
            asked=self.reach.everything,
            trapped=endless,
        )
        if first is None:
            # the first page of a list has the shortest address: index.html before index_1.html
            shortest = min((task.url, *paging), key=lambda url: (len(url), url))
            first = owner if shortest == task.url else ids[paging.index(shortest)]
        for id_ in ids:
            if id_ not in (first, owner):
                self._list_first.setdefault(id_, first)
                if internal:
                    self.forced.add(id_)
        return None if first == owner else first

    def _take_references(self, task: Task, owner: int, reading: SourceReading | AttachmentReading) -> None:
        """Hand on what a file refers to. What one page shows through it lies as deep as the page's own links."""
        self._links.record(owner, reading.links, task.depth, asked=self.reach.everything)
        ids = [self._frontier.known(link.url) for link in reading.links]
        self._writer.add("places", place_rows(owner, reading.links, ids))
        self._writer.add("strays", stray_rows(owner, reading.strays))

    def _take_document(self, task: Task, owner: int, answer: Answer, reading: AttachmentReading) -> None:
        row = (owner, document_name(answer), reading.format, reading.reason, reading.detail)
        self._writer.add("documents", [row])
        if reading.unread is not None:
            self._writer.add("gaps", [(owner, reading.unread)])
        self._writer.add("parts", part_rows(owner, reading.parts))
        self._take_references(task, owner, reading)


def _blame(answer: Answer, phrase: str) -> None:
    answer.reason = Reason.PARSE_FAILED
    answer.detail = "; ".join(filter(None, (answer.detail, phrase)))
