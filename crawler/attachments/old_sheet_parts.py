"""What an xls workbook holds beside its cells: text boxes, what is printed above and below, choices and prompts."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import xlrd

from crawler.attachments.old_sheet_links import records
from crawler.attachments.parts import Parts
from crawler.attachments.sheet_parts import CHOICES, PROMPT, plain_margin
from records.evidence import TextPart

_HEADER, _FOOTER, _OBJECT, _TEXT_BOX, _CONTINUE, _VALIDATION = 0x0014, 0x0015, 0x005D, 0x01B6, 0x003C, 0x01BE
_COMMENT = 0x0019
_STRING = 0x17
_PROMPTS = 4


def add_old_beside(book: xlrd.Book, sheet: str, start: int, parts: Parts) -> None:
    """Add it for the sheet that begins at ``start`` of ``book.mem`` ([MS-XLS] 2.4)."""
    kind_of_object = left = 0
    boxed = ""
    for kind, data in records(book, start):
        if kind in (_HEADER, _FOOTER):
            parts.add(TextPart(plain_margin(_text(data, 0)[0]), role="note", sheet=sheet))
        elif kind == _OBJECT and len(data) >= 6:
            (kind_of_object,) = struct.unpack_from("<H", data, 4)
        elif kind == _TEXT_BOX and len(data) >= 12 and kind_of_object != _COMMENT:  # comments are told by their cells
            (left,) = struct.unpack_from("<H", data, 10)
            boxed = ""
        elif kind == _CONTINUE and left and data:
            piece = _characters(data, 1, left, wide=bool(data[0] & 1))
            boxed, left = boxed + piece, left - len(piece)
            if not left:
                parts.add(TextPart(boxed.replace("\r", "\n"), role="note", sheet=sheet))
        elif kind == _VALIDATION:
            for hidden, told in _validation(data):
                parts.add(TextPart(told, role="note", sheet=sheet, hidden=hidden))


def _validation(data: bytes) -> Iterator[tuple[str, str]]:
    """Titles and texts of the prompt and the error message, and the choices that are written in the rule itself
    ([MS-XLS] 2.4.95: flags, four texts, a formula).
    """
    at, told = 4, []
    for _ in range(_PROMPTS):
        text, at = _text(data, at)
        told.append(text)
    yield PROMPT, "\n".join(dict.fromkeys(filter(str.strip, (text.replace("\x00", "") for text in told))))
    if len(data) > at + 6 and data[at + 4] == _STRING:
        yield CHOICES, _characters(data, at + 7, data[at + 5], wide=bool(data[at + 6] & 1)).replace("\x00", ",")


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends; none where the record is too short."""
    if at + 3 > len(data):
        return "", len(data)
    (length,) = struct.unpack_from("<H", data, at)
    wide = bool(data[at + 2] & 1)
    return _characters(data, at + 3, length, wide=wide), at + 3 + (length << wide)


def _characters(data: bytes, at: int, length: int, *, wide: bool) -> str:
    return data[at : at + (length << wide)].decode("utf-16-le" if wide else "latin-1", "replace")
