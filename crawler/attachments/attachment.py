"""Reads a file by what it is, whatever it is called."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pkgutil import resolve_name
from typing import cast

from crawler.attachments.archives import MAX_DEPTH, read_archive, read_enclosed
from crawler.attachments.formats import format_of
from crawler.attachments.parts import Parts
from crawler.attachments.reading import AttachmentReading, UnreadableError
from records.model import Reason

_PICTURES = ("jpg", "png", "gif", "tif", "bmp", "webp")
_BINARY = {
    "pdf": "pdf:read_pdf",
    "docx": "word:read_docx",
    "doc": "old_word:read_doc",
    "xlsx": "sheets:read_xlsx",
    "xls": "sheets:read_xls",
    "pptx": "slides:read_pptx",
    "ofd": "ofd:read_ofd",
    "ole": "ole_objects:read_ole",
    **dict.fromkeys(_PICTURES, "pictures:read_picture"),
}
"""Where the reader of each format is: the libraries of one are loaded with its first file."""
_ARCHIVES = ("zip", "rar", "7z")
_TEXTUAL = {
    "csv": "plain:read_csv",
    "txt": "plain:read_txt",
    "html": "plain:read_html",
    "mht": "mime_pages:read_mht",
}
_FAILED = {"empty": "文件是空的，没有内容", "ooxml-encrypted": "文件已加密，无法读取"}


@cache
def _reader(place: str) -> Callable[..., str]:
    return cast("Callable[..., str]", resolve_name(f"{__package__}.{place}"))


def read_attachment(body: bytes, name: str, content_type: str = "", depth: int = 0) -> AttachmentReading:
    """Read a file by what it is, not by what it is called. Never raises, whatever the bytes.

    What cannot be read is said (``reason`` and ``detail``), never passed over: a picture without text recognition or a
    film is ``unsupported_type``, a broken or encrypted file ``parse_failed``, a bomb or a huge table ``too_large``.
    ``depth`` counts the files around it.
    """
    found = format_of(body, name, content_type)
    parts = Parts()

    def inner(content: bytes, file: str) -> AttachmentReading:
        return read_attachment(content, file, "", depth + 1)

    if found in _FAILED:
        return AttachmentReading(found, Reason.PARSE_FAILED, _FAILED[found])
    try:
        if depth > MAX_DEPTH or (found in _ARCHIVES and depth == MAX_DEPTH):
            raise UnreadableError(Reason.UNSUPPORTED_TYPE, f"套了 {MAX_DEPTH} 层以上，未检查其内容")
        if found in _BINARY:
            note = _reader(_BINARY[found])(body, parts)
        elif found in _ARCHIVES:
            note = read_archive(body, found, inner, parts)
        elif found in _TEXTUAL:
            note = _reader(_TEXTUAL[found])(body, content_type, parts)
        else:
            label = "未知格式" if found == "unknown" else f" {found.upper()} 格式"
            raise UnreadableError(Reason.UNSUPPORTED_TYPE, f"暂不能读取{label}的文件，未检查其内容")
        note = "；".join(filter(None, (note, read_enclosed(inner, parts))))
    except UnreadableError as error:
        kept = tuple(parts.found) if error.keep or found in _PICTURES else ()
        return AttachmentReading(found, error.reason, error.detail, kept, *parts.references())
    except Exception:  # whatever else a hostile file provokes; what a parser says of it may quote it
        return AttachmentReading(found, Reason.PARSE_FAILED, "文件结构异常，无法读取")
    return AttachmentReading(found, Reason.OK, note, tuple(parts.found), *parts.references(), parts.unread)


def read_page_picture(body: bytes) -> AttachmentReading:
    """Read a picture that is shown in a page: OK also without any words, since most are photos. Never raises.

    What is no picture of a known format (a page with an error, a drawing) yields nothing either.
    """
    found = format_of(body, "", "")
    parts = Parts()
    try:
        if found in _PICTURES:
            _reader("pictures:read_shown_picture")(body, parts)
    except UnreadableError as error:
        return AttachmentReading(found, error.reason, error.detail, tuple(parts.found))
    except (RecursionError, MemoryError):
        return AttachmentReading(found, Reason.PARSE_FAILED, "文件结构异常，无法读取")
    return AttachmentReading(found, Reason.OK, "", tuple(parts.found))
