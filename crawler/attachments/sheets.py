"""Spreadsheets (xlsx, xls): every non-empty cell of every sheet, hidden ones too."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

import openpyxl
import xlrd
from lxml.etree import XMLSyntaxError
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from crawler.attachments.packages import guard_package
from crawler.attachments.parts import Parts
from crawler.attachments.reading import UnreadableError
from crawler.attachments.sheet_links import keep_links
from records.evidence import TextPart
from records.model import Reason

MAX_ROWS = 1_100_000
MAX_CELLS = 3_000_000
MAX_XLS_BYTES = 60_000_000
_BROKEN = "文件已损坏，无法打开"


def read_xlsx(body: bytes, parts: Parts) -> str:
    """Add a ``cell`` part for every cell with a value (formulas: the stored one); returns a note on hidden sheets."""
    guard_package(body)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
            try:
                note = _read_book(book, parts)
            finally:
                book.close()
        keep_links(body, parts)
        return note
    except (
        InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError,
        EOFError, OverflowError, XMLSyntaxError, ParseError, RecursionError,
    ) as error:  # fmt: skip
        raise UnreadableError(Reason.PARSE_FAILED, _BROKEN) from error


def _read_book(book: openpyxl.Workbook, parts: Parts) -> str:
    hidden = []
    budget = _Budget()
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
        sheet.reset_dimensions()  # the size a file states may be wrong
        for row_number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            budget.spend(len(row))
            for column, value in enumerate(row, 1):
                if value is not None and (text := cell_text(value)):
                    place = f"{get_column_letter(column)}{row_number}"
                    parts.add(TextPart(text, role="cell", sheet=sheet.title, cell=place))
    return _hidden_note(hidden)


class _Budget:
    """Rows and cells walked over, empty ones too: a file of a few bytes can claim millions."""

    def __init__(self) -> None:
        self._rows = 0
        self._cells = 0

    def spend(self, cells: int) -> None:
        self._rows += 1
        self._cells += cells
        if self._rows > MAX_ROWS or self._cells > MAX_CELLS:
            raise UnreadableError(Reason.TOO_LARGE, f"表格过大，只检查了前 {self._rows - 1} 行")


def read_xls(body: bytes, parts: Parts) -> str:
    """The same for the old binary format."""
    if len(body) > MAX_XLS_BYTES:
        raise UnreadableError(Reason.TOO_LARGE, "表格过大，未读取")
    try:
        book = xlrd.open_workbook(file_contents=body, logfile=io.StringIO(), on_demand=True)
        return _read_old_book(book, parts)
    except xlrd.XLRDError as error:
        encrypted = "encrypted" in str(error).lower()
        raise UnreadableError(Reason.PARSE_FAILED, "文件已加密，无法读取" if encrypted else _BROKEN) from error
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError(Reason.PARSE_FAILED, _BROKEN) from error


def _read_old_book(book: xlrd.Book, parts: Parts) -> str:
    hidden = []
    budget = _Budget()
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        if sheet.visibility:
            hidden.append(sheet.name)
        for row in range(sheet.nrows):
            budget.spend(sheet.row_len(row))
            for column, cell in enumerate(sheet.row(row), 1):
                value = cell.value
                if cell.ctype == xlrd.XL_CELL_DATE:
                    value = _old_date(value, book.datemode)
                elif cell.ctype in (xlrd.XL_CELL_ERROR, xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                    continue
                elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                    value = bool(value)
                if text := cell_text(value):
                    place = f"{get_column_letter(column)}{row + 1}"
                    parts.add(TextPart(text, role="cell", sheet=sheet.name, cell=place))
        book.unload_sheet(index)
    return _hidden_note(hidden)


def _old_date(value: float, mode: int) -> object:
    try:
        return xlrd.xldate_as_datetime(value, mode)
    except (ValueError, OverflowError):
        return value


def cell_text(value: object) -> str:
    """A cell's value as a reader sees it; whole numbers without a point (13800000000.0 is ``13800000000``)."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e20 else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S").removesuffix(" 00:00:00")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value).strip()


def _hidden_note(hidden: list[str]) -> str:
    return f"含隐藏工作表：{'、'.join(hidden[:10])}" if hidden else ""
