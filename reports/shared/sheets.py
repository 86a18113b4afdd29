"""Spreadsheets that are safe and pleasant: text stays text, heads stay in sight, pages print on landscape A4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from unicodedata import east_asian_width

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.shared.safe_text import cell_text, is_formula_like

FIRST_ROW = 3
"""Rows of data begin under the title and the heads."""

TITLE_SPAN = 12
LINE_HEIGHT = 13.5
MAX_HEIGHT = 400
"""In points; Excel allows 409."""

_THIN = Side(style="thin", color="B5B5B5")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="D9E1EC")
_REPLY_HEAD = PatternFill("solid", fgColor="A9D08E")
_REPLY = PatternFill("solid", fgColor="E9F5E1")
_WRAP = Alignment(wrap_text=True, vertical="top")
_CENTER = Alignment(wrap_text=True, vertical="center", horizontal="center")
_FONT = Font(name="宋体", size=10)
_BOLD = Font(name="宋体", size=10, bold=True)
_TEXT_STYLE = "网查正文"
_REPLY_STYLE = "网查填写"
_LINK = Font(name="宋体", size=10, color="0B4F9E", underline="single")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters, and whether the reader fills it in (green)."""

    title: str
    width: float
    reply: bool = False


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell, 1-based; it must not lie inside a merged range."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - narrows the type
    return cell


def put(cell: Cell, value: str | int | date | None) -> None:
    """Write a value: text always as text, whatever it begins with."""
    _dress(cell, _TEXT_STYLE, fill=None)
    if isinstance(value, str):
        text = cell_text(value)
        cell.value = text
        cell.data_type = "s"
        if is_formula_like(text):
            cell.quotePrefix = True
    elif isinstance(value, date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
    else:
        cell.value = value


def fit_height(sheet: Worksheet, row: int, columns: Sequence[Column], values: Iterable[object]) -> None:
    """Make the row high enough for its wrapped ``values`` (programs differ in whether they do so themselves)."""
    lines = max(_lines(str(value), column.width) for column, value in zip(columns, values, strict=False))
    sheet.row_dimensions[row].height = min(lines * LINE_HEIGHT + 4, MAX_HEIGHT)


def _lines(text: str, width: float) -> int:
    """How many lines the text takes in a column ``width`` half-width characters wide."""
    return sum(max(1, ceil(_width(line) / (width - 1))) for line in text.split("\n"))


def _width(line: str) -> int:
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in line)


def put_reply(cell: Cell) -> None:
    """An empty green cell to be filled in."""
    _dress(cell, _REPLY_STYLE, fill=_REPLY)


def _dress(cell: Cell, name: str, fill: PatternFill | None) -> None:
    """Give the cell a named style of its workbook: setting font, alignment and border one by one takes far longer."""
    book = cell.parent.parent
    assert book is not None  # noqa: S101 - narrows the type
    if name not in book.named_styles:
        style = NamedStyle(name, font=_FONT, alignment=_WRAP, border=_BORDER)
        if fill is not None:
            style.fill = fill
        book.add_named_style(style)
    cell.style = name


def put_link(cell: Cell, href: str) -> None:
    """Make the cell, already written, a link to ``href`` (which must be safe)."""
    cell.hyperlink = href
    cell.font = _LINK


def begin_sheet(sheet: Worksheet, title: str, columns: Sequence[Column]) -> None:
    """Write the title (row 1) and the heads (row 2)."""
    top = cell_at(sheet, 1, 1)
    put(top, title)
    top.border = Border()
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=min(len(columns), TITLE_SPAN))
    sheet.row_dimensions[1].height = 32
    for number, column in enumerate(columns, start=1):
        head = cell_at(sheet, 2, number)
        put(head, column.title)
        head.font, head.alignment = _BOLD, _CENTER
        head.fill = _REPLY_HEAD if column.reply else _HEAD
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.row_dimensions[2].height = 30


def finish_sheet(
    sheet: Worksheet, columns: Sequence[Column], rows: int, *, frozen_columns: int = 0, pages_wide: int = 1
) -> None:
    """Frozen heads, filters over ``rows`` rows of data, and printing on landscape A4 with the heads repeated.

    A sheet too wide to be read on one page is printed ``pages_wide`` pages wide, each with the frozen columns.
    """
    sheet.freeze_panes = f"{get_column_letter(frozen_columns + 1)}{FIRST_ROW}"
    sheet.auto_filter.ref = f"A2:{get_column_letter(len(columns))}{FIRST_ROW - 1 + max(rows, 1)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "2:2"
    sheet.print_area = f"A1:{get_column_letter(len(columns))}{FIRST_ROW - 1 + max(rows, 1)}"
    if frozen_columns and pages_wide > 1:
        sheet.print_title_cols = f"A:{get_column_letter(frozen_columns)}"
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.page_margins.header = sheet.page_margins.footer = 0.2
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def fill_sheet(sheet: Worksheet, title: str, columns: Sequence[Column], rows: Iterable[Sequence[str | int]]) -> None:
    """A whole sheet of plain rows."""
    begin_sheet(sheet, title, columns)
    count = 0
    for count, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            put(cell_at(sheet, FIRST_ROW - 1 + count, column), value)
        fit_height(sheet, FIRST_ROW - 1 + count, columns, values)
    finish_sheet(sheet, columns, count)
