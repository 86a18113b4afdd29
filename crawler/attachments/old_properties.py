"""Properties of the old Office formats (doc, xls): the property sets of a compound file ([MS-OLEPS])."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import xlrd.compdoc

from crawler.attachments.ooxml import PROPERTIES
from crawler.attachments.parts import Parts
from records.evidence import TextPart

MAX_PROPERTIES = 500
MAX_TEXT_BYTES = 100_000
_STREAMS = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
_TOLD = (
    {2: "标题", 3: "主题", 4: "作者", 5: "关键词", 6: "备注", 8: "最后保存者"},
    {2: "类别", 14: "经理", 15: "单位"},
)
_OWN = "自定义属性"
_HEAD, _SETS_AT, _SET_SIZE = 28, 24, 20
_CODE_PAGE, _SMALL_INT, _TEXT, _WIDE_TEXT = 1, 2, 30, 31
_ENCODINGS = {65001: "utf-8", 936: "gb18030", 950: "big5", 1200: "utf-16-le", 54936: "gb18030"}


def add_old_properties(body: bytes, parts: Parts) -> None:
    """Add the document's properties as one part that no reader sees; what cannot be understood of them is left out."""
    lines: list[str] = []
    try:
        compound = xlrd.compdoc.CompDoc(body, logfile=io.StringIO())
        for name, told in zip(_STREAMS, _TOLD, strict=True):
            stream = compound.get_named_stream(name)
            if stream:
                for label, text in _read(stream, told):
                    lines.append(f"{label}：{text}")
    except (struct.error, IndexError, UnicodeDecodeError, LookupError, xlrd.compdoc.CompDocError, AssertionError):
        pass
    parts.add(TextPart("\n".join(lines), role="note", hidden=PROPERTIES))


def _read(stream: bytes, told: dict[int, str]) -> Iterator[tuple[str, str]]:
    (sets,) = struct.unpack_from("<I", stream, _SETS_AT)
    for number in range(min(sets, 2)):
        (start,) = struct.unpack_from("<I", stream, _HEAD + number * _SET_SIZE + 16)
        (count,) = struct.unpack_from("<I", stream, start + 4)
        places = [struct.unpack_from("<II", stream, start + 8 + 8 * at) for at in range(min(count, MAX_PROPERTIES))]
        encoding = "gb18030"
        for code, offset in places:
            if code == _CODE_PAGE and struct.unpack_from("<H", stream, start + offset)[0] == _SMALL_INT:
                (page,) = struct.unpack_from("<H", stream, start + offset + 4)
                encoding = _ENCODINGS.get(page, f"cp{page}")
        for code, offset in places:
            label = told.get(code) if number == 0 else _OWN if code > _CODE_PAGE else None
            text = _text(stream, start + offset, encoding) if label else ""
            if label and text:
                yield label, text


def _text(stream: bytes, at: int, encoding: str) -> str:
    kind, size = struct.unpack_from("<II", stream, at)
    if kind == _WIDE_TEXT:
        size, encoding = 2 * size, "utf-16-le"
    elif kind != _TEXT:
        return ""
    raw = stream[at + 8 : at + 8 + min(size, MAX_TEXT_BYTES)]
    return raw.decode(encoding, "replace").split("\x00", 1)[0].strip()
