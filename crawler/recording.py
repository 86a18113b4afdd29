"""From what was read to rows of the bundle."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from email.message import Message
from typing import Any
from urllib.parse import unquote

from crawler.fetching import Answer
from crawler.reading.reading import FoundFragment, FoundLink, FoundStray, MenuEntry, PageReading
from records.bundle.schema import OWN_DATES
from records.bundle.warc import Stored
from records.evidence import SourcedText, TextPart

NOT_STORED = Stored("", 0, "")
_HTML_PERHAPS = frozenset({"", "text/plain", "application/octet-stream", "text/xml", "application/xml"})
_NO_DOCUMENT = ("image/", "audio/", "video/", "font/", "text/css", "text/javascript")
_NO_DOCUMENT_TYPES = frozenset(
    {"application/json", "application/javascript", "application/x-javascript", "application/xml", "text/xml"}
)


def is_html(answer: Answer) -> bool:
    """Whether the body is a page: by its type, or by its beginning where the server gives no useful type."""
    if "html" in answer.media_type:
        return True
    start = answer.body[:1024].lstrip().lower()
    return answer.media_type in _HTML_PERHAPS and (start.startswith(b"<!doctype html") or b"<html" in start)


def is_document(answer: Answer, kind: str) -> bool:
    """Whether the body, which is no page, is a document to be read as an attachment."""
    media_type = answer.media_type
    if kind == "attachment":
        return True
    if media_type.startswith(_NO_DOCUMENT) or media_type in _NO_DOCUMENT_TYPES:
        return False
    return media_type.startswith("application/")


def document_name(answer: Answer) -> str:
    """The file name: the server's, else the last part of the address."""
    if disposition := answer.headers.get(b"Content-Disposition"):
        message = Message()
        message["Content-Disposition"] = disposition.decode("utf-8", "replace").replace("\n", " ").replace("\r", " ")
        if name := message.get_filename():
            return unquote(name)[:255]
    return name_in(answer.url)


def name_in(url: str) -> str:
    """The last part of an address's path, decoded."""
    return unquote(url.partition("?")[0].rpartition("/")[2])[:255]


def received_headers(answer: Answer) -> list[tuple[str, str]]:
    """The headers as they were received, for the WARC file."""
    return [
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in answer.headers.items() for value in values
    ]


def attempt_row(url_id: int, answer: Answer, stored: Stored) -> tuple[Any, ...]:
    """A row of ``attempts``."""
    return (
        url_id,
        answer.at,
        answer.method,
        answer.status,
        answer.reason,
        answer.url,
        answer.elapsed_ms,
        answer.content_type,
        len(answer.body),
        *(stored.sha256, stored.file, stored.offset),
        answer.detail,
    )


def page_row(url_id: int, reading: PageReading, kind: str, text: str, list_first: int | None) -> tuple[Any, ...]:
    """A row of ``pages``; ``text`` is what is kept of the reading's."""
    published = reading.published
    return (
        url_id,
        kind,
        *_sourced(reading.title),
        published.value.isoformat() if published else None,
        published.source if published else None,
        *_sourced(reading.column_name),
        json.dumps(reading.breadcrumb, ensure_ascii=False) if reading.breadcrumb else "[]",
        *_sourced(reading.source),
        *_sourced(reading.doc_no),
        *_sourced(reading.index_no),
        text,
        reading.text_source,
        json.dumps(reading.meta, ensure_ascii=False) if reading.meta else "{}",
        list_first,
        reading.blank_marker,
    )


def item_rows(url_id: int, reading: PageReading, targets: Sequence[int]) -> list[tuple[Any, ...]]:
    """Rows of ``items``; ``targets`` are the ids of the entries' addresses."""
    return [
        (
            url_id,
            position,
            item.title,
            target,
            item.date.value.isoformat() if item.date else None,
            item.date.source if item.date else None,
        )
        for position, (item, target) in enumerate(zip(reading.items, targets, strict=True))
    ]


def date_rows(url_id: int, reading: PageReading, today: date) -> list[tuple[Any, ...]]:
    """Rows of ``dates``. What is to come must be so on the day of reading: an inspection may look back from earlier."""
    latest = today + timedelta(days=1)
    found = [(OWN_DATES, "other", dated) for dated in reading.other_dates]
    found += [(OWN_DATES, "to_come", dated) for dated in reading.to_come if dated.value > latest]
    found += [
        (position, "to_come", item.to_come)
        for position, item in enumerate(reading.items)
        if item.to_come and item.to_come.value > latest
    ]
    return [(url_id, item, kind, dated.source, dated.value.isoformat()) for item, kind, dated in found]


def unseen_rows(url_id: int, reading: PageReading) -> list[tuple[Any, ...]]:
    """Rows of ``unseen``."""
    return [(url_id, position, *each) for position, each in enumerate(reading.unseen)]


def menu_rows(url_id: int, menu: Sequence[MenuEntry], targets: Sequence[int]) -> list[tuple[Any, ...]]:
    """Rows of ``menus``; ``targets`` are the ids of the entries' addresses."""
    return [
        (url_id, position, entry.parent if entry.parent >= 0 else None, target, entry.name)
        for position, (entry, target) in enumerate(zip(menu, targets, strict=True))
    ]


def place_rows(url_id: int, links: Sequence[FoundLink], targets: Sequence[int | None]) -> list[tuple[Any, ...]]:
    """Rows of ``places``: of links in a document."""
    return [
        (url_id, target, link.tag, link.page, link.sheet, link.cell)
        for link, target in zip(links, targets, strict=True)
        if link.page is not None or link.sheet or link.cell
    ]


def stray_rows(url_id: int, strays: Sequence[FoundStray]) -> list[tuple[Any, ...]]:
    """Rows of ``strays``."""
    return [
        (url_id, stray.raw, stray.tag, stray.region, stray.anchor, stray.page, stray.sheet, stray.cell)
        for stray in strays
    ]


def fragment_rows(
    url_id: int, fragments: Sequence[FoundFragment], targets: Sequence[int | None], marks: Sequence[str] | None
) -> list[tuple[Any, ...]]:
    """Rows of ``fragments``; ``targets`` are the ids of their pages where those are known, ``marks`` the page's own."""
    return [
        (url_id, target, found.fragment, found.region, found.anchor)
        for found, target in zip(fragments, targets, strict=True)
        if target is not None and (target != url_id or (marks is not None and found.fragment not in marks))
    ]


def list_rows(url_id: int, reading: PageReading, interfaces: Sequence[int]) -> list[tuple[Any, ...]]:
    """Rows of ``lists``: none for a list whose entries stand in the page and lead somewhere."""
    rows = [(url_id, interface, 0) for interface in interfaces]
    return rows or ([(url_id, None, reading.unlinked)] if reading.unlinked else [])


def part_rows(url_id: int, parts: Sequence[TextPart]) -> list[tuple[Any, ...]]:
    """Rows of ``parts``."""
    return [
        (url_id, position, part.text, part.role, part.page, part.sheet, part.cell, part.member, part.hidden)
        for position, part in enumerate(parts)
    ]


def _sourced(text: SourcedText | None) -> tuple[str | None, str | None]:
    return (text.value, text.source) if text else (None, None)
