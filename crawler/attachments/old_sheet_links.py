"""Hyperlinks of xls workbooks: those of cells, and the formulas HYPERLINK, which xlrd computes but does not tell."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import xlrd

from crawler.attachments.cells import cell_name
from crawler.attachments.parts import Parts

_BIFF8 = 80
_FORMULA, _EOF, _SHEET, _BOF = 0x0006, 0x000A, 0x0085, 0x0809
_TOKENS_AT = 22
_STRING, _ATTRIBUTE, _SPACE = 0x17, 0x19, 0x40
_CALLS = (0x22, 0x42, 0x62)
_HYPERLINK = 359
_OPERANDS = {0x1D: 2, 0x1E: 3, 0x1F: 9, 0x24: 5, 0x44: 5, 0x64: 5, 0x3A: 7, 0x5A: 7, 0x7A: 7}
"""Length of the tokens that are one value: boolean, integer, number, a cell here or on another sheet."""


def sheet_starts(book: xlrd.Book) -> list[int]:
    """Where each worksheet begins in ``book.mem``, in the order of xlrd's sheets ([MS-XLS] 2.4.28)."""
    if book.biff_version != _BIFF8:
        return []
    found = (data for kind, data in records(book, book.base) if kind == _SHEET and len(data) > 5 and not data[5])
    return [book.base + struct.unpack_from("<I", data)[0] for data in found]


def keep_old_links(book: xlrd.Book, sheet: xlrd.sheet.Sheet, start: int | None, parts: Parts) -> None:
    """Keep the hyperlinks of cells ([MS-XLS] 2.4.140) and the formulas of the sheet that begins at ``start``.

    Those in hidden rows and columns, also where the cell shows nothing, have no link a reader could click.
    """
    found = [(link.frowx, link.fcolx, link.url_or_path) for link in sheet.hyperlink_list]
    if start is not None:
        found += _formulas(book, start)
    if not found:
        return
    rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    columns = {column for column, info in sheet.colinfo_map.items() if info.hidden}
    shown = {part.cell: part for part in parts.found if part.sheet == sheet.name and part.role == "cell"}
    for row, column, address in found:
        if isinstance(address, str) and row not in rows and column not in columns:
            place = cell_name(column + 1, row + 1)
            cell = shown.get(place)
            parts.link(address, cell.text if cell else "", None, sheet.name, place)


def _formulas(book: xlrd.Book, start: int) -> Iterator[tuple[int, int, str]]:
    for kind, data in records(book, start):
        if kind == _FORMULA and len(data) > _TOKENS_AT:
            row, column = struct.unpack_from("<HH", data)
            (length,) = struct.unpack_from("<H", data, _TOKENS_AT - 2)
            address = _address(data[_TOKENS_AT : _TOKENS_AT + length])
            if address and column < 256:
                yield row, column, address


def records(book: xlrd.Book, start: int) -> Iterator[tuple[int, bytes]]:
    """Kind and data of the records of one substream; those of charts within it are passed over."""
    at, end, depth = start, book.base + book.stream_len, 0
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", book.mem, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth < 1:
            return
        if depth == 1:
            yield kind, bytes(book.mem[at + 4 : min(at + 4 + length, end)])
        at += 4 + length


def _address(tokens: bytes) -> str:
    """The address of a formula that is HYPERLINK of a literal text, "" for any other.

    One that is put together from pieces ("http://"&A1) is not guessed at.
    """
    address, at, values = "", 0, 0
    while at < len(tokens):
        kind = tokens[at]
        if kind == _STRING and at + 3 <= len(tokens):
            wide = tokens[at + 2] & 1
            size = tokens[at + 1] << wide
            if not values:
                address = tokens[at + 3 : at + 3 + size].decode("utf-16-le" if wide else "latin-1", "replace")
            at += 3 + size
            values += 1
        elif kind in _OPERANDS and values:
            at += _OPERANDS[kind]
            values += 1
        elif kind == _ATTRIBUTE and tokens[at + 1 : at + 2] == bytes([_SPACE]):
            at += 4
        else:
            call = tokens[at:]
            whole = len(call) == 4 and kind in _CALLS and call[1] == values
            return address if whole and struct.unpack_from("<H", call, 2)[0] == _HYPERLINK else ""
    return ""
