"""Gathers one new-media account: its feed like a page, or its file; then the links in its posts, like external ones.

The pages of the posts are not crawled: the platforms refuse programs, and what they show is not the site's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from crawler.account_content import AccountContent
from crawler.accounts import adapter_for
from crawler.accounts.posts import MAX_BYTES
from crawler.fetching import Answer
from crawler.gatherer import Gatherer
from crawler.reader_start import Reader
from crawler.recording import attempt_row
from records.bundle.spec import GatherSpec
from records.bundle.warc import Stored
from records.bundle.writer import utc_now
from records.model import Reason
from records.urls import host_of


class AccountGatherer(Gatherer):
    """The gathering of one account into one bundle; ``spec.account`` is set. Raises BadInputError for the adapter."""

    def __init__(
        self,
        spec: GatherSpec,
        download: Callable[[Request], Awaitable[Response]],
        agent: str,
        timeout: float,
        reader: Reader | None,
    ) -> None:
        account = spec.account or {}
        self._adapter = adapter_for(account.get("adapter", ""))
        self._file = account.get("settings", {}).get("file", "")
        super().__init__(spec, download, agent, timeout, reader)

    def _make_content(self) -> AccountContent:
        self._posts = AccountContent(self.spec, self._adapter, self._writer, self._frontier)
        return self._posts

    def _is_internal(self, url: str) -> bool:
        return url == self._start_url

    def _may_be_inner(self, url: str) -> bool:
        """The office's own machine and sites; posts must not make us ask others of the inner network."""
        return host_of(url) in (host_of(self._start_url), *self.spec.allowed_hosts)

    def _all_read(self) -> bool:
        return super()._all_read() and self._posts.whole

    def _begin(self) -> None:
        if not self._file:
            super()._begin()
            return
        if self._writer.resumed:
            self._frontier.take_up()
            self._content.take_up()
        self._home = self._frontier.hand([(self._start_url, "page")], None, 0, internal=True, asked=False)[0]
        if self._frontier.outcome(self._home) is None:
            self._read_file(Path(self._file))

    def _read_file(self, path: Path) -> None:
        answer = Answer(utc_now(), self._start_url, "READ", None, Reason.OK)
        written: date | None = None
        try:
            size = path.stat().st_size
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone(ZoneInfo("Asia/Shanghai")).date()
            answer.body = path.read_bytes() if size <= MAX_BYTES else b""
            if size > MAX_BYTES:
                answer.reason = Reason.TOO_LARGE
                answer.detail = f"{path.name} 超过 {MAX_BYTES // 1024 // 1024} MB，没有读取。请按月份分开导出。"
        except FileNotFoundError:
            answer.reason, answer.detail = Reason.NOT_FOUND, f"办公室目录里没有文件 {path.name}。"
        except OSError as fault:
            answer.reason, answer.detail = Reason.BLOCKED, f"读不了文件 {path.name}（{fault.strerror}）。"
        if answer.reason is Reason.OK:
            problem = self._posts.take_posts(self._home, answer.body, self._start_url, written)
            answer.reason, answer.detail = (Reason.PARSE_FAILED, problem) if problem else (Reason.OK, "")
        stored = Stored("", 0, hashlib.sha256(answer.body).hexdigest() if answer.body else "")
        self._writer.add("attempts", [attempt_row(self._home, answer, stored)])
        self._frontier.done(self._home, answer.reason, 1)
