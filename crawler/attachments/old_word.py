"""DOC (Word 97 to 2003): text and hyperlinks of the main document, notes, headers; comments ([MS-DOC] 2.4.1)."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from itertools import chain

import xlrd.compdoc

from crawler.attachments.compound import stream_of
from crawler.attachments.old_pictures import blips
from crawler.attachments.old_properties import add_old_properties
from crawler.attachments.ole_objects import enclose_objects
from crawler.attachments.parts import Parts
from crawler.attachments.pictures import add_pictures
from crawler.attachments.reading import UnreadableError
from records.evidence import TextPart
from records.model import Reason

MAX_BYTES = 60_000_000
MAX_PIECES = 200_000
_IDENT = 0xA5EC
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_FLAGS_AT, _LENGTHS_AT, _CLX_AT = 0x0A, 0x4C, 0x01A2
_PIECE_TABLE, _PROPERTIES = 2, 1
_COMPRESSED = 0x40000000
_STORIES = ("正文", "脚注", "页眉页脚", "宏", "批注", "尾注", "文本框", "页眉文本框")
"""The stories in the order in which their characters stand ([MS-DOC] 2.3)."""
_HIDDEN = {"批注": "批注"}
_LINK = re.compile(
    r'\x13\s*HYPERLINK\s+"([^"\x13-\x15]{1,2000})"[^\x13-\x15]*(?:\x14([^\x13-\x15]{0,300}))?', re.IGNORECASE
)
_FIELD = re.compile(r"\x13[^\x13-\x15]*\x14?")
_CONTROLS = re.compile(r"[\x00-\x06\x08\x0e-\x1f]")
_BROKEN = "文件已损坏，无法打开"


def read_doc(body: bytes, parts: Parts) -> str:
    """Add a part for every story; table cells are parted by tabs, rows end their lines. Macros are not looked at."""
    if len(body) > MAX_BYTES:
        raise UnreadableError(Reason.TOO_LARGE, "文件过大，未读取")
    try:
        document, table, flags = _streams(body)
        if flags & _ENCRYPTED:
            raise UnreadableError(Reason.PARSE_FAILED, "文件已加密，无法读取")
        lengths = struct.unpack_from("<8I", document, _LENGTHS_AT)
        text = "".join(_pieces(document, table))
    except (struct.error, IndexError, UnicodeDecodeError, xlrd.compdoc.CompDocError, AssertionError) as error:
        raise UnreadableError(Reason.PARSE_FAILED, _BROKEN) from error
    at = 0
    for story, length in zip(_STORIES, lengths, strict=True):
        role = "body" if story == "正文" else "note"
        if story != "宏":
            told = text[at : at + length]
            parts.add(TextPart(_plain(told), role=role, hidden=_HIDDEN.get(story, "")))
            for address, words in () if story in _HIDDEN else _LINK.findall(told):
                parts.link(address, _plain(words))
        at += length
    add_old_properties(body, parts)
    enclose_objects(body, parts)
    return add_pictures(chain(blips(stream_of(body, "Data")), blips(document)), parts)


def _streams(body: bytes) -> tuple[bytes, bytes, int]:
    """The main stream, the table stream and the flags of the file's head."""
    compound = xlrd.compdoc.CompDoc(body, logfile=io.StringIO())
    document = compound.get_named_stream("WordDocument")
    if not document or len(document) < _CLX_AT + 8 or struct.unpack_from("<H", document)[0] != _IDENT:
        raise UnreadableError(Reason.PARSE_FAILED, "不是 Word 97 及以后的文件，无法读取")
    (flags,) = struct.unpack_from("<H", document, _FLAGS_AT)
    table = compound.get_named_stream("1Table" if flags & _TABLE_1 else "0Table")
    if not table:
        raise UnreadableError(Reason.PARSE_FAILED, _BROKEN)
    return document, table, flags


def _pieces(document: bytes, table: bytes) -> Iterator[str]:
    start, size = struct.unpack_from("<II", document, _CLX_AT)
    at, end = start, min(start + size, len(table))
    while at < end and table[at] == _PROPERTIES:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if at >= end or table[at] != _PIECE_TABLE:
        raise UnreadableError(Reason.PARSE_FAILED, _BROKEN)
    (length,) = struct.unpack_from("<I", table, at + 1)
    count = (length - 4) // 12
    if not 0 < count <= MAX_PIECES:
        raise UnreadableError(Reason.PARSE_FAILED, _BROKEN)
    places = struct.unpack_from(f"<{count + 1}I", table, at + 5)
    descriptors = at + 5 + 4 * (count + 1)
    for number in range(count):
        (packed,) = struct.unpack_from("<I", table, descriptors + 8 * number + 2)
        characters = places[number + 1] - places[number]
        if not 0 <= characters <= len(document):
            raise UnreadableError(Reason.PARSE_FAILED, _BROKEN)
        if packed & _COMPRESSED:
            offset = (packed & ~_COMPRESSED) // 2
            yield document[offset : offset + characters].decode("cp1252", "replace")
        else:
            yield document[packed : packed + 2 * characters].decode("utf-16-le", "replace")


def _plain(text: str) -> str:
    """Paragraph marks and cell marks as lines and tabs; field codes and control characters go."""
    text = _FIELD.sub("", text).replace("\x15", "")
    text = text.replace("\x07\x07", "\n").replace("\x07", "\t").replace("\r", "\n").replace("\x0b", "\n")
    return _CONTROLS.sub("", text.replace("\x0c", "\n").replace("\x1e", "-"))
