"""The spreadsheet in which a clerk corrects kinds, limits and departments of columns, to be brought back by import."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from reports.columns.listing import CORRECTIONS, FACTS
from reports.shared.sheets import FIRST_ROW, Column, begin_sheet, cell_at, finish_sheet, fit_height, put, put_reply

_WIDTHS = {"栏目网址": 34, "栏目名称": 20, "上级栏目网址": 26, "认定类型": 14, "最近更新": 12, "说明": 24}
COLUMNS = (
    *(Column(title, _WIDTHS.get(title, 9)) for title in FACTS),
    *(Column(title, 24 if title == CORRECTIONS[-1] else 15, reply=True) for title in CORRECTIONS),
)


def to_xlsx(title: str, rows: Sequence[Sequence[str | int]], kinds: Collection[str]) -> bytes:
    """The workbook of :func:`reports.columns.listing.rows_of`; ``kinds`` can be chosen from a list."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    sheet.title = "栏目"
    begin_sheet(sheet, title, COLUMNS)
    for number, values in enumerate(rows, start=FIRST_ROW):
        for place, value in enumerate(values, start=1):
            cell = cell_at(sheet, number, place)
            put(cell, value)
            if COLUMNS[place - 1].reply:
                put_reply(cell)
        fit_height(sheet, number, COLUMNS, values)
    known = book.create_sheet("栏目类型")
    known.sheet_state = "hidden"
    for number, kind in enumerate(kinds, start=1):
        put(cell_at(known, number, 1), kind)
    if kinds and rows:
        choice = DataValidation(type="list", formula1=f"=栏目类型!$A$1:$A${len(kinds)}", allow_blank=True)
        choice.add(f"M{FIRST_ROW}:M{FIRST_ROW - 1 + len(rows)}")
        sheet.add_data_validation(choice)
    finish_sheet(sheet, COLUMNS, len(rows), frozen_columns=3)
    written = BytesIO()
    book.save(written)
    return written.getvalue()
