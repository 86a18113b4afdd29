"""Takes the source of an account apart: posts become pages of kind ``post``, the links in them addresses to check."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from crawler.accounts import Adapter, FoundPost, PostsReading
from crawler.accounts.text import read_content
from crawler.content import Reading
from crawler.fetching import Answer
from crawler.frontier import Frontier, Task
from crawler.link_recorder import LinkRecorder
from crawler.reading.dates import plausible
from crawler.reading.reading import FoundLink, PageReading
from crawler.recording import page_row
from records.bundle.spec import GatherSpec
from records.bundle.writer import BundleWriter
from records.errors import StorageError
from records.evidence import SourcedDate, SourcedText
from records.model import Reason
from records.urls import normalise

log = logging.getLogger(__name__)


class AccountContent:
    """Reads what the source of one account yields. At most ``spec.max_pages`` posts; ``full`` once there were more.

    ``whole`` is true once the source was read without anything missing.
    """

    def __init__(self, spec: GatherSpec, adapter: Adapter, writer: BundleWriter, frontier: Frontier) -> None:
        self._spec = spec
        self._adapter = adapter
        account = spec.account or {}
        named = {"account": account.get("name", ""), "platform": account.get("platform", "")}
        self._settings: Mapping[str, Any] = {**account.get("settings", {}), **named}
        self._writer = writer
        self._frontier = frontier
        self._as_of = date.fromisoformat(spec.as_of)
        self._links = LinkRecorder(writer, frontier)
        self._taken: set[int] = set()
        self.full = False
        self.whole = False
        self.forced: set[int] = set()

    def take_up(self) -> None:
        """Go on with an unfinished bundle: the source was read to its end, or it is asked again."""
        told = self._writer.told("account")
        self.whole = bool(told) and not json.loads(told)["problem"]

    def open(self) -> None:
        """Nothing to make ready: the source of an account is read where it arrives."""

    async def read(self, task: Task, answer: Answer) -> None:
        """Nothing before :meth:`take`."""

    def too_large(self, owner: int, answer: Answer) -> None:
        """Nothing to record: the attempt tells it."""

    def take(self, task: Task, owner: int, answer: Answer, reading: Reading | None, *, home: bool) -> int | None:
        """Read the source. Where that fails ``answer.reason`` becomes ``parse_failed`` with a sentence why."""
        problem = self.take_posts(owner, answer.body, answer.url, None)
        if problem:
            answer.reason = Reason.PARSE_FAILED
            answer.detail = "; ".join(filter(None, (problem, answer.detail)))
        return None

    def take_posts(self, owner: int, body: bytes, base: str, written: date | None) -> str:
        """Read and record the posts in ``body``; a sentence why there are none, ``""`` where it could be read.

        ``written`` is the day the source was written, where it is a file.
        """
        try:
            reading = self._adapter.read_posts(body, self._settings)
            if reading.posts or not reading.problem:
                self._record(owner, base, reading, written)
                return ""
        except StorageError:
            raise
        except Exception as error:  # an adapter of somebody else must not end the inspection either
            log.debug("%s", base, exc_info=True)
            return f"采集方式“{self._adapter.id}”读取时出错（{type(error).__name__}）"
        return reading.problem

    def _record(self, owner: int, base: str, reading: PostsReading, written: date | None) -> None:
        for post in self._distinct(reading.posts):
            if len(self._taken) >= self._spec.max_pages:
                self.full = True
                break
            self._take_post(owner, base, post)
        self.whole = not reading.problem
        reaches = reading.reaches or written
        notes = {
            "problem": reading.problem,
            "reaches": reaches.isoformat() if reaches else None,
            "reaches_stated": reading.reaches is not None,
            "built": reading.built.isoformat() if reading.built else None,
            "tool": reading.tool,
        }
        self._writer.about(account=json.dumps(notes, ensure_ascii=False))

    @staticmethod
    def _distinct(posts: tuple[FoundPost, ...]) -> Iterator[FoundPost]:
        """Each post once: pinned ones stand in a feed twice."""
        return iter(dict.fromkeys(posts))

    def _take_post(self, owner: int, base: str, post: FoundPost) -> None:
        url, id_ = self._address(owner, base, post)
        self._taken.add(id_)
        text, links = read_content(post, url if "://" in url else base)
        if self._settings.get("check_posts") and "#" not in url and "://" in url:
            links = (FoundLink(url, post.title, "post", "main", "page", url), *links)
        self._links.record(id_, links, 2)
        self._writer.add("pages", [page_row(id_, self._reading(post, text, links), "post", text, None)])

    def _reading(self, post: FoundPost, text: str, links: tuple[FoundLink, ...]) -> PageReading:
        day, source = post.published, self._adapter.id
        if day:
            day = plausible(day.year, day.month, day.day, self._as_of)
        return PageReading(
            kind="post",
            encoding="utf-8",
            title=SourcedText(post.title, source) if post.title else None,
            published=SourcedDate(day, source) if day else None,
            column_name=None,
            breadcrumb=(),
            source=None,
            doc_no=None,
            index_no=None,
            text=text,
            text_source=source,
            links=links,
        )

    def _address(self, owner: int, base: str, post: FoundPost) -> tuple[str, int]:
        """The post's own address and its id, or one made of the source's: where it has none, or another post has it."""
        written = post.url.strip()
        own = normalise(base if "://" in base else written, written) if written else None
        asked = bool(self._settings.get("check_posts"))
        if own:
            id_ = self._frontier.hand([(own, "page")], owner, 1, asked=asked)[0]
            if id_ != owner and id_ not in self._taken:
                return own, id_
        told = post.id or f"{post.title}\x1f{post.published}\x1f{post.content[:200] if not post.title else ''}"
        mark = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:12]
        number = 1
        while True:
            made = f"{own or self._spec.start_url}#{mark}{f'-{number}' if number > 1 else ''}"
            id_ = self._frontier.hand([(made, "page")], owner, 1, asked=False)[0]
            if id_ not in self._taken:
                return made, id_
            number += 1
