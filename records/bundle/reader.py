"""Reads a bundle and gives rules the views of :mod:`records.evidence`. Never writes; may read beside the gatherer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from records.bundle.account_view import account_view
from records.bundle.columns import Classify, ColumnReader, ColumnRuling, SinglePage
from records.bundle.later import Later
from records.bundle.link_view import LinkSums, LinkView
from records.bundle.opening import open_bundle
from records.bundle.schema import OWN_DATES
from records.bundle.spec import GatherSpec
from records.bundle.unseen import SEARCH_ENGINE, head_from_json, links_out, unseen_of
from records.bundle.uses import browser_facts, link_uses, lost_fragments, strays
from records.evidence import (
    AccountEvidence,
    Attachment,
    Attempt,
    Column,
    GatherResult,
    HeadTags,
    ListItem,
    LostFragment,
    OutgoingLink,
    Page,
    PageLink,
    SourcedDate,
    SourcedText,
    Stray,
    Target,
    TextPart,
)
from records.landing import Baseline, HostSeen, TlsFault
from records.model import Reason
from records.past import SitePast
from records.urls import is_private, normalise

MAX_USES = 200
_SHOWING = (
    "SELECT u.url, p.title, p.published, p.published_source FROM pictures i JOIN urls u ON u.id = i.page_id"
    " JOIN pages p ON p.url_id = i.page_id WHERE i.target_id = ? ORDER BY i.page_id LIMIT 1"
)
_LINKING = (
    "SELECT u.url, p.title, p.published, p.published_source FROM links l JOIN urls u ON u.id = l.page_id"
    " LEFT JOIN pages p ON p.url_id = l.page_id"
    " WHERE l.target_id IN (SELECT ? UNION SELECT id FROM urls WHERE redirect_to = ?)"
    " ORDER BY p.url_id IS NULL, (p.kind = 'article') DESC, l.page_id LIMIT 1"
)
"""The page on which a clerk mends what a document says: one that shows it as a picture, else one that links to it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a gathering is: pages read, attempts made, addresses still waiting, attachments read."""

    pages: int
    attempts: int
    waiting: int
    documents: int


def _dated(value: str | None, source: str | None) -> SourcedDate | None:
    return SourcedDate(date.fromisoformat(value), source or "") if value else None


def _sourced(value: str | None, source: str | None) -> SourcedText | None:
    return SourcedText(value, source or "") if value else None


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
        row = self._db.execute(
            "SELECT u.url, p.kind, p.title, p.title_source, p.published, p.published_source, p.column_name,"
            " p.column_name_source, p.breadcrumb, p.source, p.source_source, p.doc_no, p.doc_no_source, p.index_no,"
            " p.index_no_source, p.text, p.text_source, p.meta FROM pages p JOIN urls u ON u.id = p.url_id"
            " WHERE p.url_id = ?",
            (page_id,),
        ).fetchone()
        return Page(
            url=row[0],
            kind=row[1],
            headline=_sourced(row[2], row[3]),
            published=_dated(row[4], row[5]),
            column_name=_sourced(row[6], row[7]),
            breadcrumb=tuple(name for name, _ in json.loads(row[8])),
            source=_sourced(row[9], row[10]),
            doc_no=_sourced(row[11], row[12]),
            index_no=_sourced(row[13], row[14]),
            text=row[15],
            text_source=row[16],
            meta=json.loads(row[17]),
            links=Later(lambda: self._links(page_id)),
            items=Later(lambda: self._items(page_id)),
            other_dates=Later(lambda: self._own_dates(page_id, "other")),
            to_come=Later(lambda: self._own_dates(page_id, "to_come")),
            unseen=Later(lambda: unseen_of(self._db, page_id)),
        )

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

    def _links(self, page_id: int) -> Iterator[PageLink]:
        rows = self._db.execute(
            "SELECT u.url, l.anchor, l.region FROM links l JOIN urls u ON u.id = l.target_id"
            " WHERE l.page_id = ? AND l.region = 'main'",
            (page_id,),
        )
        return (PageLink(*row) for row in rows)

    def outgoing_links(self) -> Iterator[OutgoingLink]:
        return links_out(self._db)

    @property
    def search_engine_home(self) -> HeadTags | None:
        return head_from_json(self._about(SEARCH_ENGINE))

    def _items(self, page_id: int) -> Iterator[ListItem]:
        to_come = dict(self._dates(page_id, "to_come"))
        rows = self._db.execute(
            "SELECT i.position, i.title, u.url, i.date, i.date_source, p.published, p.published_source, p.kind,"
            " u.reason, u.attempts, p.source FROM items i JOIN urls u ON u.id = i.target_id"
            " LEFT JOIN pages p ON p.url_id = COALESCE(u.redirect_to, u.id)"
            " WHERE i.page_id = ? ORDER BY i.position",
            (page_id,),
        )
        for position, title, url, day, source, published, dated_by, kind, reason, attempts, issuer in rows:
            listed, article = _dated(day, source), _dated(published, dated_by)
            behind = _dated(published, f"article:{dated_by}")
            better = listed if listed and (listed.sure or not (behind and behind.sure)) else behind
            yield ListItem(
                title,
                url,
                better,
                article=article,
                article_kind=kind or "",
                to_come=to_come.get(position),
                reason=Reason(reason) if reason and attempts else None,
                missing=reason == Reason.NOT_FOUND and attempts > 1,
                source=issuer or "",
            )

    def _dates(self, page_id: int, kind: str) -> Iterator[tuple[int, SourcedDate]]:
        rows = self._db.execute("SELECT item, date, label FROM dates WHERE page_id = ? AND kind = ?", (page_id, kind))
        return ((item, SourcedDate(date.fromisoformat(day), label)) for item, day, label in rows)

    def _own_dates(self, page_id: int, kind: str) -> Iterator[SourcedDate]:
        return (dated for item, dated in self._dates(page_id, kind) if item == OWN_DATES)

    # -- attachments ----------------------------------------------------------------------------------------------

    def attachment_ids(self) -> set[int]:
        """Ids of the attachments fetched so far."""
        return {row[0] for row in self._db.execute("SELECT url_id FROM documents")}

    def attachment(self, document_id: int) -> Attachment:
        """One attachment by its id in the bundle."""
        url, name, form, reason, detail, unread = self._db.execute(
            "SELECT u.url, d.name, d.format, d.reason, d.detail, g.reason FROM documents d"
            " JOIN urls u ON u.id = d.url_id LEFT JOIN gaps g ON g.document_id = d.url_id WHERE d.url_id = ?",
            (document_id,),
        ).fetchone()
        parts = tuple(
            TextPart(*row)
            for row in self._db.execute(
                "SELECT text, role, page, sheet, cell, member, hidden FROM parts"
                " WHERE document_id = ? ORDER BY position",
                (document_id,),
            )
        )
        linking = self._db.execute(_SHOWING, (document_id,)).fetchone()
        shown = linking is not None
        if not shown:
            linking = self._db.execute(_LINKING, (document_id, document_id)).fetchone()
        mend_url, title, published, source = linking or (url, None, None, None)
        found = Attachment(
            url=url,
            mend_url=mend_url,
            name=name,
            format=form,
            reason=Reason(reason),
            parts=parts,
            published=_dated(published, source),
            detail=detail,
            shown_in=(title or "") if shown else None,
            unread=Reason(unread) if unread else None,
        )
        return found.with_masked_names()

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
        return strays(self._db, MAX_USES)

    def lost_fragments(self) -> Iterator[LostFragment]:
        return lost_fragments(self._db, MAX_USES)

    def _target(self, url_id: int) -> Target:
        url, kind, internal, reason = self._db.execute(
            "SELECT url, kind, internal, reason FROM urls WHERE id = ?", (url_id,)
        ).fetchone()
        rows = self._db.execute(
            "SELECT at, method, status, reason, final_url, elapsed_ms, detail, content_type FROM attempts"
            " WHERE url_id = ? ORDER BY id",
            (url_id,),
        ).fetchall()
        landings = self._links_seen.landings(url_id)
        (use_count,) = self._db.execute(
            "SELECT count(DISTINCT page_id) FROM links WHERE target_id = ?", (url_id,)
        ).fetchone()
        return Target(
            url=url,
            kind=kind,
            internal=bool(internal),
            reason=Reason(reason) if reason else Reason.SKIPPED_BUDGET,
            attempts=tuple(Attempt(r[0], r[1], r[2], Reason(r[3]), r[4], r[5], r[6], landings.get(r[0])) for r in rows),
            uses=Later(lambda: link_uses(self._db, url_id, MAX_USES)),
            use_count=use_count,
            content_type=rows[-1][7] if rows else "",
        )

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
            self._items,
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
