"""Reads a file by what it is, whatever it is called."""

from __future__ import annotations

from collections.abc import Callable

from crawler.attachments.formats import format_of
from crawler.attachments.parts import Parts
from crawler.attachments.pdf import read_pdf
from crawler.attachments.plain import read_csv, read_html, read_txt
from crawler.attachments.reading import AttachmentReading, UnreadableError
from crawler.attachments.sheets import read_xls, read_xlsx
from crawler.attachments.word import read_docx
from records.model import Reason

_BINARY: dict[str, Callable[[bytes, Parts], str]] = {
    "pdf": read_pdf,
    "docx": read_docx,
    "xlsx": read_xlsx,
    "xls": read_xls,
}
_TEXTUAL: dict[str, Callable[[bytes, str, Parts], str]] = {"csv": read_csv, "txt": read_txt, "html": read_html}
_FAILED = {"empty": "文件是空的，没有内容", "ooxml-encrypted": "文件已加密，无法读取"}


def read_attachment(body: bytes, name: str, content_type: str = "") -> AttachmentReading:
    """Read a file by what it is, not by what it is called. Never raises, whatever the bytes.

    What cannot be read is said (``reason`` and ``detail``), never passed over: a picture, an old Word file or a scanned
    PDF is ``unsupported_type``, a broken or encrypted file ``parse_failed``, a bomb or a huge table ``too_large``.
    """
    found = format_of(body, name, content_type)
    parts = Parts()
    if found in _FAILED:
        return AttachmentReading(found, Reason.PARSE_FAILED, _FAILED[found])
    try:
        if found in _BINARY:
            note = _BINARY[found](body, parts)
        elif found in _TEXTUAL:
            note = _TEXTUAL[found](body, content_type, parts)
        else:
            label = "未知格式" if found in ("unknown", "ole") else f"{found.upper()} 格式"
            return AttachmentReading(found, Reason.UNSUPPORTED_TYPE, f"暂不能读取{label}的文件，未检查其内容")
    except UnreadableError as error:
        kept = tuple(parts.found) if error.reason is Reason.TOO_LARGE else ()
        return AttachmentReading(found, error.reason, error.detail, kept, *parts.references())
    except (RecursionError, MemoryError):
        return AttachmentReading(found, Reason.PARSE_FAILED, "文件结构异常，无法读取")
    return AttachmentReading(found, Reason.OK, note, tuple(parts.found), *parts.references())
