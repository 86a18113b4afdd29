"""From what was read to rows of the bundle."""

from __future__ import annotations

import json
from collections.abc import Sequence
from email.message import Message
from typing import Any
from urllib.parse import unquote

from crawler.fetching import Answer
from crawler.reading.reading import PageReading
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
    return unquote(answer.url.partition("?")[0].rpartition("/")[2])[:255]


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


def page_row(url_id: int, reading: PageReading, kind: str, list_first: int | None) -> tuple[Any, ...]:
    """A row of ``pages``."""
    published = reading.published
    return (
        url_id,
        kind,
        *_sourced(reading.title),
        published.value.isoformat() if published else None,
        published.source if published else None,
        *_sourced(reading.column_name),
        json.dumps(reading.breadcrumb, ensure_ascii=False),
        *_sourced(reading.source),
        *_sourced(reading.doc_no),
        *_sourced(reading.index_no),
        reading.text,
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


def part_rows(url_id: int, parts: Sequence[TextPart]) -> list[tuple[Any, ...]]:
    """Rows of ``parts``."""
    return [
        (url_id, position, part.text, part.role, part.page, part.sheet, part.cell)
        for position, part in enumerate(parts)
    ]


def _sourced(text: SourcedText | None) -> tuple[str | None, str | None]:
    return (text.value, text.source) if text else (None, None)
