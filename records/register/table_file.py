"""Opening a table that somebody sent, CSV or XLSX, as rows of text that know where they stand."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from records.errors import BadInputError

MAX_BYTES = 20_000_000
MAX_UNPACKED = 200_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells as text, trimmed, and where it stands. ``number`` counts from 1 as the program shows it."""

    sheet: str
    number: int
    cells: tuple[str, ...]

    def place(self, column: int) -> str:
        """Where the cell with this index stands, for people."""
        sheet = f"工作表“{self.sheet}”" if self.sheet else ""
        return f"{sheet}第 {self.number} 行 {get_column_letter(column + 1)} 列"


def read_sheets(path: Path) -> list[list[Row]]:
    """Every visible sheet of the file (a CSV is one), blank rows left out, merged cells filled.

    The content decides what it is, not the name. Raises :class:`BadInputError` for files that are too large, of
    another kind, damaged or in an unknown encoding.
    """
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as fault:
        raise BadInputError(f"读不了文件 {path}（{fault.strerror}）。请核对路径和权限。") from fault
    if size > MAX_BYTES:
        raise BadInputError(f"{path.name} 超过 {MAX_BYTES // 1_000_000} MB。请删去无关内容后重试。")
    return sheets_of(path.name, raw)


def sheets_of(name: str, raw: bytes) -> list[list[Row]]:
    """:func:`read_sheets` for a file that was read already; ``name`` is what messages call it."""
    if raw.startswith(b"PK"):
        return _read_xlsx(name, raw)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInputError(f"{name} 是旧版 .xls 或加密的表格。请在 Excel 或 WPS 里另存为不加密的 .xlsx 后重试。")
    return [_read_csv(name, raw)]


def _read_csv(name: str, raw: bytes) -> list[Row]:
    text = _decode(name, raw)
    delimiter = max(",\t;", key=text.count)
    rows = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            if number > MAX_ROWS:
                raise BadInputError(f"{name} 超过 {MAX_ROWS} 行，请分成几个文件。")
            if any(cell.strip() for cell in cells):
                rows.append(Row("", number, tuple(cell.strip() for cell in cells[:MAX_COLUMNS])))
    except csv.Error:
        raise BadInputError(f"{name} 不是有效的 CSV 文件。请在 Excel 或 WPS 里另存为 .xlsx 后重试。") from None
    return rows


def _decode(name: str, raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadInputError(f"{name} 的编码无法识别。请另存为“CSV UTF-8”或 .xlsx 后重试。")


def _read_xlsx(name: str, raw: bytes) -> list[list[Row]]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise BadInputError(f"{name} 展开后过大。请删去无关的工作表和图片后重试。")
        workbook = openpyxl.load_workbook(io.BytesIO(raw), data_only=True)
    except BadInputError:
        raise
    except Exception as fault:  # openpyxl raises what its parsers raise; any of it means a damaged file
        raise BadInputError(f"{name} 打不开，可能已损坏或不是 .xlsx。请在 Excel 或 WPS 里另存一份后重试。") from fault
    return [list(_sheet_rows(name, sheet)) for sheet in workbook.worksheets if sheet.sheet_state == "visible"]


def _sheet_rows(name: str, sheet: Worksheet) -> Iterator[Row]:
    if sheet.max_row > MAX_ROWS:
        raise BadInputError(f"{name} 的工作表“{sheet.title}”超过 {MAX_ROWS} 行，请分成几个文件。")
    filled: dict[tuple[int, int], Any] = {}
    for merged in sheet.merged_cells.ranges:
        value = sheet.cell(merged.min_row, merged.min_col).value
        for row in range(merged.min_row, min(merged.max_row, sheet.max_row) + 1):
            for column in range(merged.min_col, min(merged.max_col, MAX_COLUMNS) + 1):
                filled[row, column] = value
    width = min(sheet.max_column, MAX_COLUMNS)
    for number, values in enumerate(sheet.iter_rows(max_col=width, values_only=True), 1):
        cells = tuple(_text(filled.get((number, column), value)) for column, value in enumerate(values, 1))
        if any(cells):
            yield Row(sheet.title, number, cells)


def _text(value: object) -> str:
    """A cell as a person reads it; a number that stands for a code keeps its digits."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
