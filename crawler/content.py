"""Takes what came back apart: pages into readings and links, documents into text."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from crawler.attachments.reading import AttachmentReading
from crawler.fetching import Answer
from crawler.frontier import Frontier, Task
from crawler.link_recorder import LinkRecorder
from crawler.reading.reading import PageReading
from crawler.reading_room import NotReadError, ReadingRoom
from crawler.recording import document_name, is_document, is_html, item_rows, page_row, part_rows
from crawler.traps import Traps
from records.bundle.writer import BundleWriter
from records.errors import StorageError
from records.model import Reason

log = logging.getLogger(__name__)
Reading = PageReading | AttachmentReading | NotReadError

MOST_FOLLOWED = 100
"""How many addresses are asked of what one page lists and links to, when only some pages are to be rechecked."""


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far a recheck goes beyond the pages it names (see ``GatherSpec.only_urls``)."""

    lists: frozenset[int]
    followed: Mapping[int, str]

    def beyond(self, page: int, reading: PageReading) -> list[tuple[str, str]]:
        """What is to be asked of the addresses that this page lists and links to."""
        found: list[tuple[str, str]] = []
        if page in self.lists:
            found += [(item.url, "page") for item in reading.items if item.date is None]
        kind = self.followed.get(page)
        if kind == "page":
            found += [(item.url, kind) for item in reading.items]
        found += [(link.url, link.kind) for link in reading.links if link.kind == kind and link.region == "main"]
        return list(dict.fromkeys(found))[:MOST_FOLLOWED]


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
    columns on other hosts and of their further pages: they are read, but their sites are not followed. ``meet_home`` is
    told where a home page leads that is nothing but a redirect.
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
    ) -> None:
        self._writer = writer
        self._frontier = frontier
        self._traps = traps
        self._as_of = as_of
        self._max_pages = max_pages
        self._meet_home = meet_home
        self._room = room
        self._links = LinkRecorder(writer, frontier)
        self._pages = 0
        self._list_first: dict[int, int] = {}
        self._reach: _Reach | None = None
        self.full = False
        self.forced: set[int] = set()

    def take_up(self) -> None:
        """Go on with an unfinished bundle."""
        self._list_first = self._writer.list_firsts()
        self._pages = self._writer.page_count()

    def only(self, lists: Iterable[int], followed: Mapping[int, str]) -> None:
        """From now on follow only undated entries of ``lists``, and from ``followed`` pages what is of that kind."""
        self._reach = _Reach(frozenset(lists), followed)

    def open(self) -> None:
        """Make ready to read."""
        self._room.open()

    async def read(self, task: Task, answer: Answer) -> Reading | None:
        """Read what ``answer`` brought; None where there is nothing to read."""
        try:
            if is_html(answer):
                page: PageReading = await self._room.read(
                    "page", answer.body, answer.url, answer.content_type, self._as_of
                )
                return page
            if answer.body and is_document(answer, task.kind):
                document: AttachmentReading = await self._room.read(
                    "attachment", answer.body, document_name(answer), answer.content_type
                )
                return document
        except NotReadError as error:
            return error
        return None

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
            elif reading is not None:
                self._take_document(owner, answer, reading)
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
        everything = self._reach is None
        item_ids = hand([(item.url, "page") for item in reading.items], owner, task.depth + 1, asked=everything)
        first = self._list_first.get(owner)
        if reading.paging:
            first = self._page_on(task, owner, first, reading.paging, item_ids)
        self._links.record(owner, reading.links, task.depth + 1, asked=everything)
        if self._reach is not None:
            hand(self._reach.beyond(owner, reading), owner, task.depth + 1)
        kind = "home" if home and onward is None else reading.kind
        self._writer.add("pages", [page_row(owner, reading, kind, first)])
        self._writer.add("items", item_rows(owner, reading, item_ids))
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
            [(url, "page") for url in paging],
            owner,
            task.depth,
            internal=internal,
            asked=self._reach is None,
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

    def _take_document(self, owner: int, answer: Answer, reading: AttachmentReading) -> None:
        row = (owner, document_name(answer), reading.format, reading.reason, reading.detail)
        self._writer.add("documents", [row])
        self._writer.add("parts", part_rows(owner, reading.parts))


def _blame(answer: Answer, phrase: str) -> None:
    answer.reason = Reason.PARSE_FAILED
    answer.detail = "; ".join(filter(None, (answer.detail, phrase)))
