"""Objects of other programs that lie in a document as a compound file: what they wrap is read as a file of its own."""

from __future__ import annotations

import struct

from crawler.attachments.compound import objects, root_streams, stream_of
from crawler.attachments.parts import Parts
from crawler.attachments.reading import UnreadableError
from records.model import Reason

_WHOLE = ("Package", "CONTENTS")
"""Streams that are a file as it is: an Office document, a PDF."""
_NATIVE = "\x01Ole10Native"
_EQUATION = "Equation Native"
_SHORTEST = 8


def read_ole(body: bytes, parts: Parts) -> str:
    """Enclose the file inside; an equation has none. Raises :class:`UnreadableError` where it is something else."""
    names = root_streams(body)
    if not names:
        raise UnreadableError(Reason.PARSE_FAILED, "文件已损坏，无法打开")
    if _EQUATION in names:
        return ""
    for name in _WHOLE:
        if name in names:
            parts.enclose("内嵌对象", stream_of(body, name))
            return ""
    name, content = _native(stream_of(body, _NATIVE)) if _NATIVE in names else ("", b"")
    if not content:
        raise UnreadableError(Reason.UNSUPPORTED_TYPE, "暂不能读取未知格式的文件，未检查其内容")
    parts.enclose(name or "内嵌对象", content)
    return ""


def enclose_objects(body: bytes, parts: Parts) -> None:
    """Keep what lies in a document of an old format as objects: workbooks, packed files, documents."""
    for place, content in objects(body):
        if place.endswith(_NATIVE[1:]):
            name, inner = _native(content)
            parts.enclose(name or place, inner or content)
        else:
            parts.enclose(place, content)


def _native(stream: bytes) -> tuple[str, bytes]:
    """Name and bytes of a file that was dropped into a document ([MS-OLEDS] 2.3.6): label, two paths, then the file.

    Empty where the stream is not made like this.
    """
    try:
        label, at = _text(stream, 6)
        _, at = _text(stream, at)
        (length,) = struct.unpack_from("<I", stream, at + 4)
        at += 8 + length
        (size,) = struct.unpack_from("<I", stream, at)
    except (struct.error, ValueError):
        return "", b""
    content = stream[at + 4 : at + 4 + size]
    return (label, content) if len(content) == size >= _SHORTEST else ("", b"")


def _text(stream: bytes, at: int) -> tuple[str, int]:
    end = stream.index(b"\x00", at)
    return stream[at:end].decode("gb18030", "replace").replace("\\", "/").rpartition("/")[2], end + 1
