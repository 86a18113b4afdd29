"""Spreadsheets (xlsx, xls): every non-empty cell of every sheet, hidden ones too, and the comments."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

import openpyxl
import xlrd
from openpyxl.utils.exceptions import InvalidFileException

from crawler.attachments.cells import cell_name
from crawler.attachments.old_pictures import blips, drawing_group
from crawler.attachments.old_properties import add_old_properties
from crawler.attachments.old_sheet_links import keep_old_links, sheet_starts
from crawler.attachments.old_sheet_parts import add_old_beside
from crawler.attachments.ole_objects import enclose_objects
from crawler.attachments.ooxml import COMMENT, DAMAGE, add_properties, enclose_files, pictures
from crawler.attachments.packages import guard_package, transitional
from crawler.attachments.parts import Parts
from crawler.attachments.pictures import add_pictures
from crawler.attachments.reading import UnreadableError
from crawler.attachments.sheet_links import keep_links
from crawler.attachments.sheet_parts import add_beside, add_comments, hidden_of, sheet_paths
from crawler.attachments.workbook_parts import add_kept
from records.evidence import TextPart
from records.model import Reason

MAX_ROWS = 1_100_000
MAX_CELLS = 3_000_000
MAX_XLS_BYTES = 60_000_000
HIDDEN_SHEET = "隐藏工作表"
_BROKEN = "文件已损坏，无法打开"


def read_xlsx(body: bytes, parts: Parts) -> str:
    """Add a ``cell`` part for every cell with a value (formulas: the stored one); returns a note on hidden sheets."""
    guard_package(body)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = transitional(body)
            book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
            with zipfile.ZipFile(io.BytesIO(body)) as archive:
                try:
                    note = _read_book(book, archive, parts)
                finally:
                    book.close()
                keep_links(archive, parts)
                add_kept(archive, parts)
                add_properties(archive, parts)
                enclose_files(archive, parts)
                return "；".join(filter(None, (note, add_pictures(pictures(archive), parts))))
    except (*DAMAGE, InvalidFileException, ParseError) as error:
        raise UnreadableError(Reason.PARSE_FAILED, _BROKEN) from error


def _read_book(book: openpyxl.Workbook, archive: zipfile.ZipFile, parts: Parts) -> str:
    hidden = []
    budget = _Budget()
    paths = sheet_paths(archive)
    lost = _lost_sheets(book, paths, parts)
    for sheet in book.worksheets:
        out_of_sight = sheet.sheet_state != "visible"
        if out_of_sight:
            hidden.append(sheet.title)
        path = paths.get(sheet.title, "")
        inside = hidden_of(archive, path)
        sheet.reset_dimensions()  # the size a file states may be wrong
        for row_number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            budget.spend(len(row))
            for column, value in enumerate(row, 1):
                if value is not None and (text := cell_text(value)):
                    place = cell_name(column, row_number)
                    why = HIDDEN_SHEET if out_of_sight else inside.why(row_number, column)
                    parts.add(TextPart(text, role="cell", sheet=sheet.title, cell=place, hidden=why))
        add_comments(archive, sheet.title, path, parts)
        add_beside(archive, sheet.title, path, parts)
    for chart in book.chartsheets:
        add_beside(archive, chart.title, paths.get(chart.title, ""), parts)
    return "；".join(filter(None, (lost, _hidden_note(hidden))))


def _lost_sheets(book: openpyxl.Workbook, paths: Mapping[str, str], parts: Parts) -> str:
    """A note on sheets that the workbook names and does not have: openpyxl passes them over without a word."""
    known = {sheet.title for sheet in (*book.worksheets, *book.chartsheets)}
    lost = [name for name in paths if name not in known]
    if not known and not lost:
        raise UnreadableError(Reason.PARSE_FAILED, "文件里没有工作表")
    if lost:
        parts.unread = Reason.PARSE_FAILED
    return f"工作表“{'”“'.join(lost[:10])}”已损坏，未检查" if lost else ""


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
        book = _old_book(body)
        note = _read_old_book(book, parts)
        add_old_properties(body, parts)
        enclose_objects(body, parts)
        return "；".join(filter(None, (note, add_pictures(blips(drawing_group(book)), parts))))
    except xlrd.XLRDError as error:
        encrypted = "encrypted" in str(error).lower()
        raise UnreadableError(Reason.PARSE_FAILED, "文件已加密，无法读取" if encrypted else _BROKEN) from error
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError(Reason.PARSE_FAILED, _BROKEN) from error


def _old_book(body: bytes) -> xlrd.Book:
    """The workbook with its formatting, which tells hidden rows and columns; without it where that is damaged."""
    try:
        return xlrd.open_workbook(file_contents=body, logfile=io.StringIO(), on_demand=True, formatting_info=True)
    except xlrd.XLRDError:
        raise
    except Exception:  # noqa: BLE001,RUF100 - styles that xlrd does not understand raise whatever they like
        return xlrd.open_workbook(file_contents=body, logfile=io.StringIO(), on_demand=True)


def _read_old_book(book: xlrd.Book, parts: Parts) -> str:
    hidden = []
    budget = _Budget()
    starts = sheet_starts(book)
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        if sheet.visibility:
            hidden.append(sheet.name)
        rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
        columns = {column for column, info in sheet.colinfo_map.items() if info.hidden}
        for (row, column), note in sheet.cell_note_map.items():
            place = cell_name(column + 1, row + 1)
            parts.add(TextPart(note.text, role="note", sheet=sheet.name, cell=place, hidden=COMMENT))
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
                    place = cell_name(column, row + 1)
                    why = HIDDEN_SHEET if sheet.visibility else "隐藏列" if column - 1 in columns else ""
                    why = why or ("隐藏行" if row in rows else "")
                    parts.add(TextPart(text, role="cell", sheet=sheet.name, cell=place, hidden=why))
        if index < len(starts):
            add_old_beside(book, sheet.name, starts[index], parts)
        if not sheet.visibility:
            keep_old_links(book, sheet, starts[index] if index < len(starts) else None, parts)
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
