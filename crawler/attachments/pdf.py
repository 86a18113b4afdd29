"""PDF: the text layer, page by page."""

from __future__ import annotations

import threading

import pypdfium2

from crawler.attachments.reading import Parts, UnreadableError
from records.evidence import TextPart
from records.model import Reason

MAX_PAGES = 1_000
_LEAST_CHARS = 5
_LOCK = threading.Lock()  # pdfium may not be entered by two threads


def read_pdf(body: bytes, parts: Parts) -> str:
    """Add one part a page (1-based). Returns a note on pages without a text layer (``""``: all have one)."""
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(body)
        except pypdfium2.PdfiumError as error:
            encrypted = "password" in str(error).lower() or "security" in str(error).lower()
            raise UnreadableError(
                Reason.PARSE_FAILED, "文件已加密，无法读取" if encrypted else "文件已损坏，无法打开"
            ) from error
        try:
            return _read_pages(document, parts)
        finally:
            document.close()


def _read_pages(document: pypdfium2.PdfDocument, parts: Parts) -> str:
    pages = len(document)
    without: list[int] = []
    for number in range(1, min(pages, MAX_PAGES) + 1):
        text = _page_text(document, number - 1)
        if len("".join(text.split())) < _LEAST_CHARS:
            without.append(number)
        parts.add(TextPart(text, page=number))
    if pages and len(without) == min(pages, MAX_PAGES):
        raise UnreadableError(Reason.UNSUPPORTED_TYPE, "扫描件，没有文字层，未检查其内容")
    if pages > MAX_PAGES:
        raise UnreadableError(Reason.TOO_LARGE, f"共 {pages} 页，只检查了前 {MAX_PAGES} 页")
    if without:
        listed = "、".join(map(str, without[:10])) + ("等" if len(without) > 10 else "")
        return f"第 {listed} 页没有文字层，未检查"
    return ""


def _page_text(document: pypdfium2.PdfDocument, index: int) -> str:
    try:
        page = document[index]
        layer = page.get_textpage()
        text: str = layer.get_text_range()
        layer.close()
        page.close()
    except pypdfium2.PdfiumError:
        return ""
    # pdfium marks a hyphen at a line's end with U+FFFE or U+0002.
    return text.replace("\r\n", "\n").replace("\ufffe", "").replace("\x02", "").replace("\x00", "")
