"""One document before it is published: read from a file, an address or the standard input, and judged at once.

Somebody waits for the answer: parsers, processes and HTTP are loaded where the document needs them.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from crawler.attachments.formats import format_of
from crawler.reading.encoding import decode
from crawler.user_agent import user_agent
from records.errors import BadInputError
from records.evidence import Attachment, Document, Page, PageLink, SourcedText, TextPart, Unseen
from records.masking import mask_name
from records.model import Reason

STANDARD_INPUT = "-"
MAX_BYTES = 50 * 1024 * 1024
FETCH_SECONDS = 20.0
_TITLE_LENGTH = 60
_SIGNS_OF_AN_ADDRESS = "!#$%&'()*+,/:;=?@[]~"
_HTML_NAMES = (".htm", ".html", ".shtml")


def document_of(source: str, today: date) -> Document:
    """What ``source`` (a file, an ``http(s)`` address, or ``-``) holds, read as the inspection reads it.

    Raises :class:`BadInputError` where there is nothing to read; a file that cannot be read through comes with its
    ``reason``.
    """
    name, content_type, url = source, "", source
    if source == STANDARD_INPUT:
        body, name = sys.stdin.buffer.read(MAX_BYTES + 1), "（标准输入）"
    elif source.startswith(("http://", "https://")):
        body, content_type, url = _fetched(source)
        name = unquote(urlsplit(url).path.rpartition("/")[2]) or url
    else:
        body, name, url = _file(Path(source)), Path(source).name, mask_name(source)
    if len(body) > MAX_BYTES:
        raise BadInputError(
            f"{mask_name(name)} 过大（上限 {MAX_BYTES // 1024 // 1024} MB），没有检查。请拆开后再检查。"
        )
    if _is_page(body, name, content_type):
        return _page(body, url, content_type, today)
    if format_of(body, name, content_type) == "txt":
        return _text(body, content_type, url)
    return _file_read(body, name, content_type, url)


def _is_page(body: bytes, name: str, content_type: str) -> bool:
    start = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return (
        "html" in content_type
        or name.lower().endswith(_HTML_NAMES)
        or start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<div", b"<p", b"<table"))
    )


def _page(body: bytes, url: str, content_type: str, today: date) -> Page:
    from crawler.reading import read_page  # noqa: PLC0415

    reading = read_page(body, url if "://" in url else "http://document.invalid/", content_type, today)
    pictures, detail = _pictures(body, content_type) if b"data:image" in body else ((), "")
    return Page(
        url=url,
        kind=reading.kind,
        headline=reading.title,
        published=reading.published,
        column_name=reading.column_name,
        breadcrumb=tuple(name for name, _ in reading.breadcrumb),
        source=reading.source,
        doc_no=reading.doc_no,
        index_no=reading.index_no,
        text=reading.text,
        text_source=reading.text_source,
        links=tuple(PageLink(link.url, link.anchor, link.region) for link in reading.links),
        unseen=tuple(Unseen(*each) for each in reading.unseen),
        pictures=pictures,
        detail=detail,
    )


def _pictures(body: bytes, content_type: str) -> tuple[tuple[TextPart, ...], str]:
    """The text of the pictures that a page itself holds, and a note where they were not all read."""
    from crawler.attachments import ocr  # noqa: PLC0415
    from crawler.reading.pictures import inline_pictures  # noqa: PLC0415

    bodies = inline_pictures(decode(body, content_type)[0])
    parts: list[TextPart] = []
    unread = 0
    for number, reading in enumerate(_read_apart([("picture", (each,)) for each in bodies]), 1):
        found = () if isinstance(reading, str) else reading.parts
        parts += [replace(part, sheet=f"图片 {number}") for part in found]
        unread += not ocr.available() or isinstance(reading, str) or reading.reason is not Reason.OK
    why = "没有读完" if ocr.available() else ocr.MISSING
    return tuple(parts), f"网页里有 {unread} 张图片，{why}，未检查其中的文字" if unread else ""


def _text(body: bytes, content_type: str, url: str) -> Page:
    """Plain text as a page: its first line is its headline."""
    text = decode(body, content_type)[0].replace("\x00", "").replace("\r\n", "\n").strip()
    first = text.split("\n", 1)[0].strip()
    headline = SourcedText(first, "line") if first and len(first) <= _TITLE_LENGTH else None
    return Page(url, "article", headline, None, None, (), None, None, None, text, "given")


def _file_read(body: bytes, name: str, content_type: str, url: str) -> Attachment:
    (reading,) = _read_apart([("attachment", (body, name, content_type))])
    if isinstance(reading, str):
        return Attachment(url, url, name, "", Reason.PARSE_FAILED, (), detail=reading).with_masked_names()
    found = Attachment(url, url, name, reading.format, reading.reason, reading.parts, detail=reading.detail)
    return found.with_masked_names()


def _read_apart(tasks: list[tuple[str, tuple[Any, ...]]]) -> list[Any]:
    """Read in a process of its own, as foreign files are: a hostile one costs itself alone. Of what was not read the
    phrase that says why.
    """
    import asyncio  # noqa: PLC0415

    from crawler.reading_room import NotReadError, ReadingRoom  # noqa: PLC0415

    async def read() -> list[Any]:
        room = ReadingRoom()
        found: list[Any] = []
        try:
            for reader, arguments in tasks:
                try:
                    found.append(await room.read(reader, *arguments))
                except NotReadError as error:
                    found.append(str(error))
        finally:
            await room.close()
        return found

    return asyncio.run(read())


def _file(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInputError(f"读不了文件 {mask_name(str(path))}（{error.strerror}）。请核对文件名和权限。") from error


def _fetched(url: str) -> tuple[bytes, str, str]:
    import http.client  # noqa: PLC0415
    import urllib.error  # noqa: PLC0415
    import urllib.request  # noqa: PLC0415

    shown = mask_name(url)  # numbers in a query may be a person's
    try:
        written = quote(url, safe=_SIGNS_OF_AN_ADDRESS)  # http://…/名单.docx
        request = urllib.request.Request(written, headers={"User-Agent": user_agent()})  # noqa: S310 - http(s)
        with urllib.request.urlopen(request, timeout=FETCH_SECONDS) as answer:  # noqa: S310 - checked by the caller
            return answer.read(MAX_BYTES + 1), answer.headers.get("Content-Type", ""), answer.url
    except urllib.error.HTTPError as error:
        raise BadInputError(f"{shown} 打不开（HTTP {error.code}）。请核对网址。") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise BadInputError(f"{shown} 打不开（{mask_name(str(error))}）。请核对网址和网络。") from error
