"""Pictures in the old Office formats (doc, xls): the blips of Office drawings ([MS-ODRAW] 2.2.23)."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress

import xlrd

MAX_EMF_BYTES = 20_000_000
_BLIP = re.compile(rb"[\x00-\xff]{2}[\x1a\x1d\x1e\x1f\x29\x2a]\xf0", re.DOTALL)
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")
_EMF = 0x1A
_SECOND_NAME = 1
_NAME, _METAFILE_HEAD = 16, 34
_HEAD = 8
_LONGEST_START = 64
_DRAWINGS, _CONTINUE = 0x00EB, 0x003C


def blips(stream: bytes) -> Iterator[tuple[str, bytes]]:
    """The pictures in a stream, numbered; bitmaps without a head of their own (DIB) are left out."""
    number, at = 0, 0
    while found := _BLIP.search(stream, at):
        (length,) = struct.unpack_from("<I", stream, found.end()) if found.end() + 4 <= len(stream) else (0,)
        start, end = found.start() + _HEAD, found.start() + _HEAD + length
        content = _content(found[0], stream[start:end]) if start < end <= len(stream) else b""
        at = end if content else found.start() + 1
        if content:
            number += 1
            yield f"{number}", content


def drawing_group(book: xlrd.Book) -> bytes:
    """The drawings that all sheets of a workbook share: one record and those that continue it ([MS-XLS] 2.4.102)."""
    pieces: list[bytes] = []
    at, end, within = book.base, book.base + book.stream_len, False
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", book.mem, at)
        within = kind == _DRAWINGS or (within and kind == _CONTINUE)
        if within:
            pieces.append(bytes(book.mem[at + 4 : at + 4 + length]))
        at += 4 + length
    return b"".join(pieces)


def _content(head: bytes, blip: bytes) -> bytes:
    """The file of a picture, behind the one or two names that the drawing gives it; empty where there is none."""
    if head[2] == _EMF:
        names = 2 if head[0] >> 4 & _SECOND_NAME else 1
        with suppress(zlib.error):
            return zlib.decompressobj().decompress(blip[names * _NAME + _METAFILE_HEAD :], MAX_EMF_BYTES)
        return b""
    starts = [place for signature in _SIGNATURES if (place := blip.find(signature, 0, _LONGEST_START)) >= 0]
    return blip[min(starts) :] if starts else b""
