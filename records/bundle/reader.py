"""Reads a bundle and gives rules the views of :mod:`records.evidence`. Never writes; may read beside the gatherer."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from records.bundle.account_view import account_view
from records.bundle.later import Later
from records.bundle.schema import DATABASE_NAME
from records.bundle.spec import GatherSpec
from records.bundle.uses import browser_facts, link_uses, lost_fragments, strays
from records.errors import BadInputError
from records.evidence import (
    AccountEvidence,
    Attachment,
    Attempt,
    Column,
    GatherResult,
    ListItem,
    LostFragment,
    Page,
    PageLink,
    SourcedDate,
    SourcedText,
    Stray,
    Target,
    TextPart,
)
from records.model import Reason
from records.urls import is_private, normalise

MAX_USES = 200


@dataclass(frozen=True, slots=True)
class ColumnRuling:
    """What the office and the dictionaries say of a column: its kind, limit and how sure a machine can be."""

    kind: str = ""
    limit_days: int | None = None
    machine_certain: bool = False
    clause: str = ""
    name: str = ""
    registered: bool = False


Classify = Callable[[str, str, tuple[str, ...]], ColumnRuling]
"""(address, name, breadcrumb) -> ruling."""


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

    ``classify`` rules on columns; without it every column is of unknown kind. Raises :class:`BadInputError` if the
    folder holds no bundle.
    """

    def __init__(self, folder: Path, classify: Classify = lambda url, name, breadcrumb: ColumnRuling()) -> None:
        path = folder / DATABASE_NAME
        if not path.is_file():
            raise BadInputError(
                f"{folder} 里没有证据包（{DATABASE_NAME}）。请给出 gather 或 inspect 写下的 evidence 文件夹。"
            )
        self.folder = folder
        self._classify = classify
        self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
        try:
            self._db.execute("SELECT 1 FROM about LIMIT 1").fetchone()
        except sqlite3.DatabaseError as error:
            raise BadInputError(f"{path} 不是完好的证据包（{error}）。请重新取证，或换一个证据文件夹。") from error

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
            " (SELECT count(*) FROM urls WHERE state IN ('queued', 'active', 'look_again')),"
            " (SELECT count(*) FROM documents)"
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

    def _items(self, page_id: int) -> Iterator[ListItem]:
        rows = self._db.execute(
            "SELECT i.title, u.url, i.date, i.date_source, p.published, p.published_source FROM items i"
            " JOIN urls u ON u.id = i.target_id LEFT JOIN pages p ON p.url_id = COALESCE(u.redirect_to, u.id)"
            " WHERE i.page_id = ? ORDER BY i.position",
            (page_id,),
        )
        for title, url, listed, listed_source, published, published_source in rows:
            yield ListItem(
                title, url, _dated(listed, listed_source) or _dated(published, f"article:{published_source}")
            )

    # -- attachments ----------------------------------------------------------------------------------------------

    def attachment_ids(self) -> set[int]:
        """Ids of the attachments fetched so far."""
        return {row[0] for row in self._db.execute("SELECT url_id FROM documents")}

    def attachment(self, document_id: int) -> Attachment:
        """One attachment by its id in the bundle."""
        url, name, form, reason, detail = self._db.execute(
            "SELECT u.url, d.name, d.format, d.reason, d.detail FROM documents d JOIN urls u ON u.id = d.url_id"
            " WHERE d.url_id = ?",
            (document_id,),
        ).fetchone()
        parts = tuple(
            TextPart(text=text, role=role, page=page, sheet=sheet, cell=cell)
            for text, role, page, sheet, cell in self._db.execute(
                "SELECT text, role, page, sheet, cell FROM parts WHERE document_id = ? ORDER BY position",
                (document_id,),
            )
        )
        linking = self._db.execute(
            "SELECT u.url, p.published, p.published_source FROM links l JOIN urls u ON u.id = l.page_id"
            " LEFT JOIN pages p ON p.url_id = l.page_id"
            " WHERE l.target_id IN (SELECT ? UNION SELECT id FROM urls WHERE redirect_to = ?)"
            " ORDER BY p.url_id IS NULL, (p.kind = 'article') DESC, l.page_id LIMIT 1",
            (document_id, document_id),
        ).fetchone()
        mend_url, published, source = linking or (url, None, None)
        return Attachment(
            url=url,
            mend_url=mend_url,
            name=name,
            format=form,
            reason=Reason(reason),
            parts=parts,
            published=_dated(published, source),
            detail=detail,
        )

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
        uses = link_uses(self._db, url_id, MAX_USES)
        (use_count,) = self._db.execute(
            "SELECT count(DISTINCT page_id) FROM links WHERE target_id = ?", (url_id,)
        ).fetchone()
        return Target(
            url=url,
            kind=kind,
            internal=bool(internal),
            reason=Reason(reason) if reason else Reason.SKIPPED_BUDGET,
            attempts=tuple(Attempt(r[0], r[1], r[2], Reason(r[3]), r[4], r[5], r[6]) for r in rows),
            uses=uses,
            use_count=use_count,
            content_type=rows[-1][7] if rows else "",
        )

    def pages_linking_to(self, url: str) -> Iterable[str]:
        return self._column_values(
            "WITH at(id) AS (SELECT l.page_id FROM links l JOIN urls t ON t.id = l.target_id WHERE t.url = ?)"
            " SELECT url FROM urls WHERE id IN (SELECT id FROM at UNION"  # and through a file that stands on the page
            " SELECT l.page_id FROM links l JOIN at ON at.id = l.target_id WHERE at.id NOT IN"
            " (SELECT url_id FROM pages))",
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

    # -- columns --------------------------------------------------------------------------------------------------

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        asked = set(self.column_urls)
        rows = self._db.execute(
            "SELECT p.url_id, u.url, COALESCE(p.column_name, p.title, ''), p.breadcrumb, p.blank_marker, p.kind"
            " FROM pages p JOIN urls u ON u.id = p.url_id"
            " WHERE p.list_first IS NULL AND p.kind != 'home' ORDER BY p.url_id"
        ).fetchall()
        return tuple(
            self._column(page_id, url, name, breadcrumb, marker)
            for page_id, url, name, breadcrumb, marker, kind in rows
            if kind == "list" or marker or url in asked
        )

    def _column(self, page_id: int, url: str, name: str, breadcrumb_json: str, marker: str) -> Column:
        breadcrumb = tuple(crumb for crumb, _ in json.loads(breadcrumb_json))
        ruling = self._classify(url, name, breadcrumb)
        items = list(self._items(page_id))
        further = self._db.execute(
            "SELECT url_id FROM pages WHERE list_first = ? ORDER BY url_id", (page_id,)
        ).fetchall()
        for (further_id,) in further:
            items.extend(self._items(further_id))
        dated = [item.date for item in items if item.date]
        (unread,) = self._db.execute(
            "SELECT count(*) FROM items i JOIN urls u ON u.id = i.target_id"
            " WHERE i.page_id = ? AND i.date IS NULL AND u.internal = 1 AND (u.state != 'done' OR u.reason != 'ok')",
            (page_id,),
        ).fetchone()
        return Column(
            url=url,
            name=ruling.name or name,
            breadcrumb=breadcrumb,
            kind=ruling.kind,
            limit_days=ruling.limit_days,
            machine_certain=ruling.machine_certain,
            clause=ruling.clause,
            items=tuple(items),
            newest=max(dated, key=lambda found: found.value, default=None),
            undated=len(items) - len(dated),
            complete=unread == 0,
            blank_marker=marker,
            level=max(1, len(breadcrumb) - 1),
            registered=ruling.registered,
        )

    @cached_property
    def _column_by_article(self) -> dict[str, str]:
        """Article address -> address of the list it stands in; the list nearest in the address tree wins."""
        found: dict[str, str] = {}
        with closing(
            self._db.execute(
                "SELECT t.url, l.url FROM items i JOIN urls t ON t.id = i.target_id"
                " JOIN pages p ON p.url_id = i.page_id JOIN urls l ON l.id = COALESCE(p.list_first, p.url_id)"
                " WHERE p.kind != 'home'"
            )
        ) as rows:
            for article, column in rows:
                known = found.get(article)
                if known is None or _nearness(article, column) > _nearness(article, known):
                    found[article] = column
        return found

    def column_of(self, url: str) -> str | None:
        """The column a page belongs to: the list in which it stands, or itself if it is one."""
        if any(column.url == url for column in self.columns):
            return url
        return self._column_by_article.get(url)


def _nearness(article: str, column: str) -> int:
    """Length of the common address prefix, up to the last shared slash."""
    base = column.rsplit("/", 1)[0]
    return len(base) if article.startswith(base + "/") else 0
