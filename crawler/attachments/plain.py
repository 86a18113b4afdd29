"""Plain text, comma separated values, and pages delivered under a document's name."""

from __future__ import annotations

import csv
import io

from crawler.attachments.cells import cell_name
from crawler.attachments.parts import Parts
from crawler.attachments.reading import UnreadableError
from crawler.reading.encoding import decode
from crawler.reading.main_text import visible_text
from crawler.reading.sketch import Sketch
from records.evidence import TextPart
from records.model import Reason

MAX_BYTES = 30_000_000
MAX_COLUMNS = 16_384
IS_PAGE = "实际是网页文件"
NO_WORDS = "实际是网页文件，没有读出文字"
_DELIMITERS = ",\t;|"


def read_txt(body: bytes, content_type: str, parts: Parts) -> str:
    """Add the text as one part."""
    parts.add(TextPart(_decoded(body, content_type)))
    return ""


def read_html(body: bytes, content_type: str, parts: Parts) -> str:
    """Add what a page shows; some systems export tables as pages named .xls or .doc.

    Raises where it shows nothing: the sheets of a workbook saved as pages are files of their own.
    """
    add_shown(body, content_type, parts)
    if not parts.found:
        raise UnreadableError(Reason.UNSUPPORTED_TYPE, NO_WORDS)
    return IS_PAGE


def add_shown(body: bytes, content_type: str, parts: Parts) -> None:
    """Add what one page of several shows, which may be nothing."""
    parts.add(TextPart(visible_text(Sketch(_decoded(body, content_type)))))


def read_csv(body: bytes, content_type: str, parts: Parts) -> str:
    """Add a ``cell`` part for every non-empty field; what is no table after all is read as text."""
    text = _decoded(body, content_type)
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        for row_number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
            for column, value in enumerate(row[:MAX_COLUMNS], 1):
                parts.add(TextPart(value.strip(), role="cell", cell=cell_name(column, row_number)))
            if len(row) > MAX_COLUMNS:
                raise UnreadableError(Reason.TOO_LARGE, f"第 {row_number} 行过长，其第 {MAX_COLUMNS} 列以后未检查")
    except csv.Error:
        parts.found.clear()
        parts.add(TextPart(text))
    return ""


def _decoded(body: bytes, content_type: str) -> str:
    if len(body) > MAX_BYTES:
        raise UnreadableError(Reason.TOO_LARGE, "文件过大，未读取")
    return decode(body, content_type)[0].replace("\x00", "").replace("\r\n", "\n")
