"""Reads a bundle and gives rules the views of :mod:`records.evidence`. Never writes; may read beside the gatherer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from records.bundle.account_view import account_view
from records.bundle.attachment_view import attachment_of
from records.bundle.columns import Classify, ColumnReader, ColumnRuling, SinglePage
from records.bundle.link_view import LinkSums, LinkView
from records.bundle.opening import open_bundle
from records.bundle.page_view import page_of
from records.bundle.spec import GatherSpec
from records.bundle.target_view import target_of
from records.bundle.unseen import SEARCH_ENGINE, head_from_json, links_out
from records.bundle.uses import browser_facts, lost_fragments, strays
from records.evidence import (
    AccountEvidence,
    Attachment,
    Column,
    GatherResult,
    HeadTags,
    LostFragment,
    OutgoingLink,
    Page,
    Stray,
    Target,
)
from records.landing import Baseline, HostSeen, TlsFault
from records.model import Reason
from records.past import SitePast
from records.urls import is_private, normalise


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a gathering is: pages read, attempts made, addresses still waiting, attachments read."""

    pages: int
    attempts: int
    waiting: int
    documents: int


class BundleReader:
    """The evidence of one site (see :class:`records.evidence.SiteEvidence`).

    ``classify`` rules on columns; without it every column is of unknown kind. ``past`` is what the office remembers of
    the site; a bundle by itself knows nothing of it. Raises
    :class:`records.errors.BadInputError` if the folder holds no bundle.
    """

    def __init__(self, folder: Path, classify: Classify = lambda facts: ColumnRuling()) -> None:
        self.folder = folder
        self._classify = classify
        self.past = SitePast()
        self._db = open_bundle(folder)

    def close(self) -> None:
        self._db.close()

    def _about(self, key: str, default: str = "") -> str:
        row = self._db.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return row[0] if row else default

    def _column_values(self, sql: str, *arguments: object) -> list[str]:
        return [row[0] for row in self._db.execute(sql, arguments)]

    # -- the bundle itself ----------------------------------------------------------------------------------------

    @property
    def bundle_id(self) -> str:
        return self._about("bundle_id")

    @cached_property
    def spec(self) -> GatherSpec:
        return GatherSpec.from_json(self._about("spec"))

    @property
    def site(self) -> str:
        return self.spec.site

    @property
    def start_url(self) -> str:
        return self.spec.start_url

    @property
    def dns_proven(self) -> bool:
        return self._about("dns_proven") == "1"

    @property
    def column_urls(self) -> tuple[str, ...]:
        return tuple(normalise(url, url) or url for url in self.spec.column_urls)

    def progress(self) -> Progress:
        """Counts at this moment; cheap enough to ask every second."""
        one = self._db.execute(
            "SELECT (SELECT count(*) FROM pages), (SELECT count(*) FROM attempts),"
            " (SELECT count(*) FROM urls WHERE state != 'done'),"
            " (SELECT count(*) FROM documents WHERE url_id NOT IN (SELECT target_id FROM pictures))"
        ).fetchone()
        return Progress(*one)

    @property
    def gather(self) -> GatherResult:
        home = self._db.execute(
            "SELECT reason FROM urls WHERE depth = 0 AND redirect_to IS NULL AND reason IS NOT NULL ORDER BY id LIMIT 1"
        ).fetchone()
        counts = dict(
            self._db.execute(
                "SELECT 'pages', count(*) FROM pages UNION ALL SELECT 'attempts', count(*) FROM attempts"
                " UNION ALL SELECT 'targets', count(*) FROM urls"
                " UNION ALL SELECT 'page_targets', count(*) FROM urls WHERE kind = 'page' AND internal = 1"
                " UNION ALL SELECT 'external', count(*) FROM urls WHERE kind = 'external'"
                " UNION ALL SELECT 'attachments', count(*) FROM documents"
                " WHERE url_id NOT IN (SELECT target_id FROM pictures)"
                " UNION ALL SELECT 'pictures', count(*) FROM documents"
                " WHERE reason = 'ok' AND url_id IN (SELECT target_id FROM pictures) GROUP BY reason"
                " UNION ALL SELECT 'lists', count(*) FROM pages WHERE kind = 'list' AND list_first IS NULL"
                " UNION ALL SELECT 'skipped', count(*) FROM urls WHERE reason = 'skipped_budget'"
            )
        )
        return GatherResult(
            site=self.site,
            start_url=self.start_url,
            started=self._about("started"),
            finished=self._about("finished"),
            complete=self._about("complete") == "1",
            limits=tuple(json.loads(self._about("limits", "[]"))),
            interrupted=self._about("interrupted") == "1" or not self._about("finished"),
            home_reason=Reason(home[0]) if home else Reason.SKIPPED_BUDGET,
            counts=counts,
        )

    @property
    def account(self) -> AccountEvidence | None:
        """The new-media account that was gathered; None where it was a site."""
        if self.spec.account is None:
            return None
        return account_view(
            self.spec, self.gather, next(self.home_targets(), None), self.pages(), self._about("account")
        )

    # -- pages ----------------------------------------------------------------------------------------------------

    def page_ids(self) -> set[int]:
        """Ids of the pages read so far."""
        return {row[0] for row in self._db.execute("SELECT url_id FROM pages")}

    def page(self, page_id: int) -> Page:
        """One page by its id in the bundle."""
        return page_of(self._db, page_id)

    def pages(self) -> Iterator[Page]:
        for page_id in sorted(self.page_ids()):
            yield self.page(page_id)

    def page_titles(self, wanted: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """(address, title, column name) of those of the wanted addresses that were read as pages."""
        for url in wanted:
            yield from self._db.execute(
                "SELECT u.url, COALESCE(p.title, ''), COALESCE(p.column_name, '') FROM urls u"
                " JOIN pages p ON p.url_id = u.id WHERE u.url = ?",
                (url,),
            )

    @property
    def home(self) -> Page | None:
        row = self._db.execute("SELECT url_id FROM pages WHERE kind = 'home' LIMIT 1").fetchone()
        return self.page(row[0]) if row else None

    def outgoing_links(self) -> Iterator[OutgoingLink]:
        return links_out(self._db)

    @property
    def search_engine_home(self) -> HeadTags | None:
        return head_from_json(self._about(SEARCH_ENGINE))

    # -- attachments ----------------------------------------------------------------------------------------------

    def attachment_ids(self) -> set[int]:
        """Ids of the attachments fetched so far."""
        return {row[0] for row in self._db.execute("SELECT url_id FROM documents")}

    def attachment(self, document_id: int) -> Attachment:
        """One attachment by its id in the bundle."""
        return attachment_of(self._db, document_id)

    def attachments(self) -> Iterator[Attachment]:
        for document_id in sorted(self.attachment_ids()):
            yield self.attachment(document_id)

    # -- targets --------------------------------------------------------------------------------------------------

    def target_count(self) -> int:
        (count,) = self._db.execute("SELECT count(*) FROM urls WHERE attempts > 0").fetchone()
        return int(count)

    def failed_targets(self) -> Iterator[Target]:
        for (url_id,) in self._db.execute(
            "SELECT id FROM urls WHERE reason IS NOT NULL AND reason != 'ok' AND state = 'done'"
            " AND reason != 'skipped_budget' ORDER BY id"
        ).fetchall():
            yield self._target(url_id)

    def shown_targets(self) -> Iterator[Target]:
        for url_id in self._links_seen.shown_ids():
            yield self._target(url_id)

    def baseline(self, host: str) -> Baseline | None:
        return self._links_seen.baseline(host)

    def tls_faults(self) -> tuple[TlsFault, ...]:
        return self._links_seen.tls_faults()

    def hosts(self) -> dict[str, HostSeen]:
        return self._links_seen.hosts()

    def pages_titled(self, title: str) -> Sequence[str]:
        return self._links_seen.pages_titled(title)

    def other_spelling(self, url: str) -> str:
        return self._links_seen.other_spelling(url)

    def sitemap_naming(self, url: str) -> str:
        found_on = self.first_page_linking_to(url)
        return found_on if found_on in json.loads(self._about("sitemaps", "[]")) else ""

    def is_page(self, url: str) -> bool:
        return self._links_seen.is_page(url)

    def opened(self) -> LinkSums:
        """The addresses that opened, for the office's memory."""
        return self._links_seen.opened()

    @cached_property
    def _links_seen(self) -> LinkView:
        return LinkView(self._db)

    def home_targets(self) -> Iterator[Target]:
        for (url_id,) in self._db.execute("SELECT id FROM urls WHERE depth = 0 ORDER BY id").fetchall():
            yield self._target(url_id)

    def inner_targets(self) -> Iterator[Target]:
        hosts = self._column_values("SELECT DISTINCT host FROM urls WHERE internal = 0")
        for host in filter(is_private, hosts):
            for url_id in self._column_values("SELECT id FROM urls WHERE host = ? AND internal = 0 ORDER BY id", host):
                yield self._target(int(url_id))

    def strays(self) -> Iterator[Stray]:
        return strays(self._db)

    def lost_fragments(self) -> Iterator[LostFragment]:
        return lost_fragments(self._db)

    def _target(self, url_id: int) -> Target:
        return target_of(self._db, url_id, self._links_seen.landings(url_id))

    def pages_linking_to(self, url: str) -> Iterable[str]:
        return self._column_values(
            "WITH at(id) AS (SELECT l.page_id FROM links l JOIN urls t ON t.id = l.target_id WHERE t.url = ?)"
            " SELECT url FROM urls WHERE id IN (SELECT id FROM at UNION"  # and through a file that stands on the page
            " SELECT l.page_id FROM at CROSS JOIN links l ON l.target_id = at.id WHERE at.id NOT IN"
            " (SELECT url_id FROM pages WHERE text_source != 'list-data'))",
            url,
        )

    def browser_facts(self, url: str, target: str) -> dict[str, Any]:
        """What a browser had to do with a page and its reference to ``target`` (see the function of this name)."""
        return browser_facts(self._db, url, target)

    def first_page_linking_to(self, url: str) -> str:
        """The page on which an address was first found; the address itself for a start address."""
        row = self._db.execute(
            "SELECT p.url FROM urls t JOIN urls p ON p.id = t.found_on WHERE t.url = ?", (url,)
        ).fetchone()
        return row[0] if row else url

    def unread_attachments(self) -> Iterator[Attachment]:
        """Attachments that were fetched but could not be read."""
        for document_id in sorted(self._db.execute("SELECT url_id FROM documents WHERE reason != 'ok'").fetchall()):
            yield self.attachment(document_id[0])

    def partly_read_attachments(self) -> Iterator[Attachment]:
        """Attachments that were read but for a part."""
        for document_id in sorted(self._column_values("SELECT document_id FROM gaps")):
            yield self.attachment(int(document_id))

    # -- columns --------------------------------------------------------------------------------------------------

    @cached_property
    def _columns(self) -> ColumnReader:
        return ColumnReader(
            self._db,
            self._classify,
            home=self._about("home_url"),
            asked=set(self.column_urls),
            patrol=self.spec.patrol,
        )

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns.columns

    @property
    def single_pages(self) -> tuple[SinglePage, ...]:
        """What stands in the site's menus and is no list, in the order of the menus."""
        return self._columns.single_pages

    def menu_order(self, url: str) -> int:
        """Where an address stands in the site's menus; behind all of them where it does not."""
        return self._columns.menu_order(url)

    def column_of(self, url: str) -> str | None:
        """The column a page belongs to: the list in which it stands, or itself if it is one."""
        return self._columns.of(url)
